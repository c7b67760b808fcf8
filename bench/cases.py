"""`python -m bench.cases FOLDER`: situations that other tools failed in, run whole, in one table.

FOLDER holds a folder for each situation, with a `build.sh` that makes its inputs. They are copied
and built, egv runs its line on each input, and what came out is measured. A row is `odd` where the
measure is not what the situation asks for; a refusal is shown with its words, for somebody to read
whether it is a right one.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from bench.egv_runs import egv_command
from bench.measure import ROOT
from egv.tools.ffmpeg.runner import find_ffmpeg

HZ = 48_000
OUTSIDE = "no subtitle of"  # all texts of a file lie after the end of the clip, and egv says so
ENCODE = ("colour-correct", "--mode", "off", "--contrast", "1.02", "normalise")
Samples = NDArray[np.float32]
Measure = Callable[[Path, Path], tuple[bool, str]]


@dataclass(frozen=True, slots=True)
class Case:
    """The inputs of one situation, egv's line (`{}` is the input), and what is measured."""

    folder: str
    pattern: str
    words: tuple[str, ...]
    measure: Measure


def measure_length(clip: Path, made: Path) -> tuple[bool, str]:
    """As long as the longest stream of the clip, within a tenth of a second."""
    wanted, got = read_length(clip), read_length(made)
    return abs(wanted - got) <= 0.1, f"{wanted:.2f} s -> {got:.2f} s"


def measure_size(_clip: Path, made: Path) -> tuple[bool, str]:
    """The clean aperture of 164 by 144 is what is seen."""
    with av.open(str(made)) as opened:
        context = opened.streams.video[0].codec_context
        ratio = context.width / context.height
    return abs(ratio - 164 / 144) < 0.02, f"{context.width}x{context.height}"


def measure_sides(_clip: Path, made: Path) -> tuple[bool, str]:
    """Both sides sound alike, within 1 dB."""
    left, right = (20 * np.log10(np.sqrt((side**2).mean()) + 1e-9) for side in read_sound(made))
    return abs(left - right) < 1, f"{left:.1f} and {right:.1f} dBFS"


def measure_voice(_clip: Path, made: Path) -> tuple[bool, str]:
    """As loud as asked for, within 1 LU."""
    words = ["-nostdin", "-hide_banner", "-i", str(made), "-af", "ebur128=framelog=quiet"]
    told = subprocess.run(
        [find_ffmpeg(), *words, "-f", "null", "-"], capture_output=True, check=True
    )
    lufs = float(re.findall(rb"I:\s+(\S+) LUFS", told.stderr)[-1])
    return abs(lufs + 16) < 1, f"{lufs:.1f} LUFS"


def measure_red(_clip: Path, made: Path) -> tuple[bool, str]:
    """The look turns red about: a grey of 64 becomes one with more red than blue."""
    red, _, blue = read_picture(made, 0.6)[:, :20].reshape(-1, 3).mean(axis=0)
    return bool(red > blue + 40), f"red {red:.0f}, blue {blue:.0f}"


def measure_colours(clip: Path, made: Path) -> tuple[bool, str]:
    """Three colours, within 3 codes of the plain recorder's: 8 bits are rounded twice."""
    seen, wanted = (read_stripes(path) for path in (made, clip.with_name("ref.mov")))
    worst = float(np.abs(seen - wanted).max())
    return worst <= 3, f"off by {worst:.1f} codes"


def measure_sync(_clip: Path, made: Path) -> tuple[bool, str]:
    """Each flash has its beep within 40 ms."""
    flashes, beeps = read_flashes(made), read_beeps(made)
    apart = [min(abs(flash - beep) for beep in beeps or [99]) for flash in flashes]
    told = f"{len(flashes)} flashes, {len(beeps)} beeps, {max(apart or [99]) * 1000:.0f} ms apart"
    return bool(flashes) and max(apart) <= 0.04, told


def measure_holes(_clip: Path, made: Path) -> tuple[bool, str]:
    """A tone goes on without a hole of over 2 ms."""
    quiet = np.abs(read_sound(made)[0][HZ // 2 : -HZ // 2]) > 1e-4
    holes = int((np.diff(np.flatnonzero(quiet)) > HZ // 500).sum())
    return not holes, f"{holes} holes"


def measure_cues(_clip: Path, made: Path) -> tuple[bool, str]:
    """Every cue of the file is in the sidecar that egv wrote."""
    told = next(iter(sorted(made.parent.glob("*.srt"))), None)
    cues = told.read_text(encoding="utf-8").count("-->") if told else 0
    return cues > 0, f"{cues} cues"


def measure_logo(_clip: Path, made: Path) -> tuple[bool, str]:
    """The grey picture has something else in a corner."""
    picture = read_picture(made, 1.0).astype(int)
    other = np.abs(picture - np.median(picture, axis=(0, 1))).max(axis=2) > 30
    colour = picture[other].mean(axis=0).round().astype(int).tolist() if other.any() else []
    return bool(other.any()), f"{other.mean():.1%} of the picture, mean {colour}"


def measure_start(_clip: Path, made: Path) -> tuple[bool, str]:
    """The brightness counts seconds; a cut at 15 s begins there, or a frame before it."""
    second = round(read_picture(made, 0.0)[:, :, 0].mean() * 219 / 255 / 9)
    return second in (14, 15), f"the first frame is of second {second}"


def measure_nothing(_clip: Path, made: Path) -> tuple[bool, str]:
    """Only that a video came out."""
    return read_length(made) > 0, f"{read_length(made):.2f} s"


CASES = (
    Case("02_clap_prores", "*.mov", (*ENCODE, "{}"), measure_size),
    Case("05_luts", "*.cube", (*ENCODE[:3], "--lut", "{}", "@a.mp4"), measure_red),
    Case("06_one_sided_voice", "*.mp4", ("normalise", "{}"), measure_sides),
    Case("08_subtitle_files", "*.*", ("subtitle", "--from", "{}", "@clip.mp4"), measure_cues),
    Case("09_two_sound_tracks", "*.mkv", ("normalise", "{}"), measure_voice),
    Case("09_two_sound_tracks", "*.mp4", ("normalise", "{}"), measure_voice),
    Case("10_sound_changes", "*.ts", ("normalise", "{}"), measure_length),
    Case("12_h264_in_ts_avi", "*.*", ("normalise", "{}"), measure_length),
    Case("13_glued_ts", "*.*", ("normalise", "{}"), measure_length),
    Case("16_csv_manifests", "*.csv", ("lower-third", "--files-from", "{}"), measure_nothing),
    Case("17_lists_of_names", "*.txt", ("normalise", "--files-from", "{}"), measure_nothing),
    Case("18_svg_logos", "brand_kits/*/kit.yaml", ("brand", "--kit", "{}", "@../../clip.mp4"),
         measure_logo),
    Case("20_picture_stops", "*.*", ("normalise", "{}"), measure_length),
    Case("21_wide_gamut", "*.mov", (*ENCODE[:3], "--exposure", "0.01", "{}"), measure_colours),
    Case("23_pixel_formats", "*.*", (*ENCODE, "{}"), measure_length),
    Case("24_folder_of_everything", "card", ("normalise", "{}"), measure_nothing),
    Case("32_start_in_weak_containers", "*.*", ("trim", "--start", "3.3", "{}"), measure_sync),
    Case("33_jittered_sound", "*.webm", ("normalise", "{}"), measure_holes),
    Case("34_subtitles_beside", "*/*.mp4", ("subtitle", "--no-burn", "{}"), measure_cues),
    Case("35_long_gop_ts", "*.*", ("trim", "--start", "15", "--force", "{}"), measure_start),
)  # fmt: skip


def main() -> int:
    """Build, run and measure every case; exit code 1 where a row is odd."""
    parser = argparse.ArgumentParser(prog="python -m bench.cases", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="cases whose folder begins so")
    words = parser.parse_args()
    odd = 0
    print("| case | input | exit code | measured | |\n|---|---|---|---|---|")
    with TemporaryDirectory(prefix="egv-cases-") as place:
        root = shutil.copytree(words.folder, Path(place) / "cases")
        for case in CASES:
            if case.folder.startswith(words.only) and (root / case.folder).is_dir():
                for path in build_inputs(root / case.folder, case.pattern):
                    code, is_right, told = run_case(case, path)
                    odd += not is_right
                    name = path.relative_to(root / case.folder)
                    verdict = "" if is_right else "**odd**"
                    print(f"| {case.folder} | {name} | {code} | {told} | {verdict} |", flush=True)
    print(f"\n{odd} odd")
    return 1 if odd else 0


def build_inputs(folder: Path, pattern: str) -> Iterator[Path]:
    """Make the inputs of one situation where they are not made yet, and name those of `pattern`."""
    made = folder / ".made"
    if not made.exists():
        environment = {
            **os.environ,
            "EGV_FF": find_ffmpeg(),
            "VOICE": str(ROOT / "examples/voice.wav"),
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        }
        subprocess.run(
            ["bash", str(folder / "build.sh")], env=environment, capture_output=True, check=False
        )
        made.touch()
    kept = {"build.sh", "clip.mp4", ".made"}
    return (
        path for path in sorted(folder.glob(pattern)) if path.name not in kept or "*/" in pattern
    )


def run_case(case: Case, path: Path) -> tuple[int, bool, str]:
    """Run egv on one input: its exit code, whether that is right, and what was seen."""
    with TemporaryDirectory(prefix="egv-cases-") as place:
        out = Path(place) / "out"
        clip = [str(path.parent / word[1:]) for word in case.words if word.startswith("@")]
        words = [str(path) if word == "{}" else word for word in case.words if word[0] != "@"]
        options = ["-o", f"{out}/", "--json", "--no-input"]
        done = subprocess.run(
            [*egv_command(), *words, *clip, *options],
            env={**os.environ, "EGV_CACHE": f"{place}/cache"},
            cwd=path.parent,
            capture_output=True,
            check=False,
        )
        document = json.loads(done.stdout)
        if done.returncode:
            told = name_fault(document)
            return done.returncode, '"kind": "bug"' not in done.stdout.decode(), told
        [made, *_] = [
            *sorted(out.rglob("*.mp4")),
            *sorted(out.rglob("*.m*")),
            *sorted(out.rglob("*")),
        ]
        is_right, told = case.measure(path, made)
        [entry, *_] = document["outputs"]
        if not is_right and entry["notes"]:
            told = f"{told}; told: {entry['notes'][-1][:90]}".replace("|", "/")
        return 0, is_right or OUTSIDE in told, told


def name_fault(document: dict[str, Any]) -> str:
    """The first words of what egv said against an input."""
    faults = [document.get("error"), *[entry.get("error") for entry in document.get("outputs", [])]]
    return next((str(fault["message"])[:90].replace("|", "/") for fault in faults if fault), "?")


def read_length(path: Path) -> float:
    """The length of the longest stream, seconds; where its times jump back, what its parts last."""
    starts, ends, lasted = [], [], dict[int, float]()
    with av.open(str(path)) as opened:
        for packet in opened.demux():
            if packet.pts is not None and packet.stream.type in ("video", "audio"):
                base, duration = float(packet.time_base or 0), packet.duration or 0
                starts.append(packet.pts * base)
                ends.append((packet.pts + duration) * base)
                index = packet.stream.index
                lasted[index] = lasted.get(index, 0) + duration * base
    return max(max(ends) - min(starts), *lasted.values())


def read_sound(path: Path) -> Samples:
    """The sound as two sides at 48 kHz, from the video's own zero."""
    words = [
        "-nostdin",
        "-v",
        "error",
        "-i",
        str(path),
        "-ac",
        "2",
        "-ar",
        str(HZ),
        "-f",
        "f32le",
        "-",
    ]
    done = subprocess.run([find_ffmpeg(), *words], capture_output=True, check=True)
    return np.frombuffer(done.stdout, "<f4").reshape(-1, 2).T


def read_picture(path: Path, at_s: float) -> NDArray[np.uint8]:
    """One frame as a player shows it: height, width, 3."""
    with av.open(str(path)) as opened:
        for frame in opened.decode(video=0):
            if frame.time is not None and frame.time >= at_s:
                shown = frame.reformat(format="rgb24", src_colorspace="ITU709")
                return shown.to_ndarray().astype(np.uint8)
    raise ValueError(f"{path} has no frame at {at_s} s")


def read_stripes(path: Path) -> NDArray[np.float64]:
    """The mean colours of three upright stripes."""
    picture = read_picture(path, 1.0)
    middle, third = picture.shape[0] // 2, picture.shape[1] // 3
    stripes = [
        picture[middle - 5 : middle + 5, n * third + 20 : (n + 1) * third - 20] for n in range(3)
    ]
    return np.array([stripe.reshape(-1, 3).mean(axis=0) for stripe in stripes])


def read_flashes(path: Path) -> list[float]:
    """The seconds at which the picture becomes white."""
    with av.open(str(path)) as opened:
        means = [
            (frame.time, frame.to_ndarray(format="gray").mean()) for frame in opened.decode(video=0)
        ]
    return [time for (_, dark), (time, light) in pairwise(means) if dark < 100 <= light]


def read_beeps(path: Path) -> list[float]:
    """The seconds at which a beep begins after silence."""
    loud = np.flatnonzero(np.abs(read_sound(path)).max(axis=0) > 0.05)
    starts = loud[np.concatenate([[True], np.diff(loud) > HZ // 5])] if len(loud) else []
    return [float(start) / HZ for start in starts]


if __name__ == "__main__":
    sys.exit(main())
