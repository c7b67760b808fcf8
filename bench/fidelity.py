"""How much the encoder loses: VMAF of egv's output against the same edit encoded without loss."""

from __future__ import annotations

import json
import os
from pathlib import Path
from statistics import mean

from bench.circumstances import Circumstances
from bench.clips import real_clips, speaking_clip
from bench.egv_runs import egv
from bench.measure import run
from bench.planned import planned
from bench.rows import Row
from egv.tools.ffmpeg import runner

LONGEST_S = 6  # of each clip: VMAF takes many times longer than encoding
LOSSLESS = ("-an", "-c:v", "libx264", "-preset", "ultrafast", "-qp", "0", "-f", "mp4")
WORST_PART = 0.01


def vmaf_rows(about: Circumstances) -> list[Row]:
    """One row for each real clip, or one for the drawn clip where there are none."""
    clips = real_clips() or (speaking_clip(about.seconds),)
    return [_vmaf_row(clip, about) for clip in clips]


def _vmaf_row(clip: Path, about: Circumstances) -> Row:
    shortened = ("trim", "--silence", "off", "--end", str(LONGEST_S), "--force")
    steps = (*shortened, "colour-correct", "normalise")
    quality = ("--quality", about.quality)
    coded, lossless = about.folder / "coded.mp4", about.folder / "lossless.mp4"
    print(f"  {clip.name}", flush=True)
    egv(steps, clip, coded, *quality)
    picture = planned(steps, clip, *quality).picture
    run([*picture, *LOSSLESS, "-y", str(lossless)], os.environ)
    scores = vmaf(coded, lossless, about.folder)
    worst = scores[int(len(scores) * WORST_PART)]
    note = f"worst 1 % of frames {worst:.1f}"
    return Row(f"VMAF of {clip.stem}", (mean(scores),), 93, "", at_least=True, note=note, digits=1)


def vmaf(coded: Path, reference: Path, folder: Path) -> list[float]:
    """VMAF of every frame of `coded`, from the worst to the best."""
    log = folder / "vmaf.json"
    # Frames are matched by number: the two containers may round times differently.
    numbered = "settb=1/1000,setpts=N"
    meter = f"libvmaf=n_threads={os.cpu_count()}:log_fmt=json:log_path={log}"
    graph = f"[0:v]{numbered}[a];[1:v]{numbered}[b];[a][b]{meter}"
    words = ("-i", str(coded), "-i", str(reference), "-lavfi", graph, "-f", "null", "-")
    run([runner.find_ffmpeg(), "-nostdin", "-loglevel", "error", *words], os.environ)
    frames = json.loads(log.read_text(encoding="utf-8"))["frames"]
    return sorted(float(frame["metrics"]["vmaf"]) for frame in frames)
