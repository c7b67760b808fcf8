"""Other ways to make the same video, each written as somebody would who knows the tool well."""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.measure import Command, Run, run, run_in_turn
from bench.planned import Planned
from egv.core.media.encoding import SOUND_BIT_RATE
from egv.tools.ffmpeg import runner

AAC = ("-c:a", "aac", "-b:a", str(SOUND_BIT_RATE))
SWIFT = ("-movflags", "+faststart")


def one_pass(clip: Path, edit: Planned, output: Path) -> Run:
    """One ffmpeg command with every cut, filter and figure already known: nothing is measured."""
    picture = [chosen(edit, "select"), "setpts=N/FRAME_RATE/TB", edit.colour, "format=yuv420p"]
    sound = [chosen(edit, "aselect"), "asetpts=N/SR/TB", *levelled(edit)]
    graph = f"[0:v]{chain(picture)}[v];[0:a]{chain(sound)}[a]"
    maps = ("-filter_complex", graph, "-map", "[v]", "-map", "[a]")
    command = ffmpeg_words("-i", str(clip), *maps, *edit.encoder, *AAC, *SWIFT, str(output))
    return run(command, os.environ)


def three_runs(clip: Path, edit: Planned, output: Path) -> Run:
    """Cut, then correct, then level: three files, the last with the picture copied."""
    cut, corrected = output.with_suffix(".1.mp4"), output.with_suffix(".2.mp4")
    pictures = chain([chosen(edit, "select"), "setpts=N/FRAME_RATE/TB"])
    sounds = chain([chosen(edit, "aselect"), "asetpts=N/SR/TB"])
    colour = chain([edit.colour, "format=yuv420p"])
    level = ("-af", chain(levelled(edit)))
    runs = (
        ffmpeg_words(
            "-i", str(clip), "-vf", pictures, "-af", sounds, *edit.encoder, *AAC, str(cut)
        ),
        ffmpeg_words("-i", str(cut), "-vf", colour, *edit.encoder, "-c:a", "copy", str(corrected)),
        ffmpeg_words("-i", str(corrected), "-c:v", "copy", *level, *AAC, *SWIFT, str(output)),
    )
    return run_in_turn(runs, os.environ)


def with_moviepy(clip: Path, edit: Planned, output: Path) -> Run:
    """The same edit in MoviePy, with the same ffmpeg, preset and CRF, in a process of its own."""
    words = {
        "kept": [(first / edit.rate, end / edit.rate) for first, end in edit.kept],
        "gain_db": edit.gain_db,
        "encoder": edit.encoder,
        "sound_bit_rate": SOUND_BIT_RATE,
    }
    module = (sys.executable, "-m", "bench.moviepy_edit")
    environment = {**os.environ, "IMAGEIO_FFMPEG_EXE": runner.find_ffmpeg()}
    return run([*module, str(clip), str(output), json.dumps(words)], environment)


def with_ffmpeg_normalize(clip: Path, output: Path) -> Run:
    """ffmpeg-normalize to the same loudness and ceiling, the picture copied."""
    tool = str(Path(sys.executable).with_name("ffmpeg-normalize"))
    level = ("-t", "-16", "-tp", "-1.5", "--keep-loudness-range-target")
    environment = {**os.environ, "FFMPEG_PATH": runner.find_ffmpeg()}
    return run(
        [tool, str(clip), "-o", str(output), "-f", *level, *AAC, "-ar", "48000"], environment
    )


def is_installed(package: str) -> bool:
    """Whether the rival `package` can be imported."""
    return importlib.util.find_spec(package) is not None


def ffmpeg_words(*words: str) -> Command:
    """The command line of ffmpeg with `words`, quiet."""
    return (runner.find_ffmpeg(), "-nostdin", "-hide_banner", "-loglevel", "error", "-y", *words)


def chain(filters: Sequence[str]) -> str:
    """One filter chain of `filters`, without the empty ones."""
    return ",".join(each for each in filters if each)


def chosen(edit: Planned, name: str) -> str:
    """`select` or `aselect` of what is kept, between frames at each edge; "" for all."""
    if not edit.kept:
        return ""
    spans = [
        f"between(t,{(first - 0.5) / edit.rate:.4f},{(end - 0.5) / edit.rate:.4f})"
        for first, end in edit.kept
    ]
    return f"{name}='{'+'.join(spans)}'"


def levelled(edit: Planned) -> list[str]:
    """The measured gain, and a true-peak limiter where egv has one too."""
    gain = f"volume={edit.gain_db:.2f}dB"
    if not edit.is_limited:
        return [gain]
    limit = 10 ** (edit.peak_dbtp / 20)
    limiter = f"alimiter=limit={limit:.4f}:attack=5:release=50:level=false:latency=true"
    return [gain, "aresample=192000", limiter, "aresample=48000"]
