"""A thousand cuts against the same render with one: they must cost neither time nor memory."""

from __future__ import annotations

from bench.circumstances import Circumstances
from bench.clips import longer_clip, speaking_clip
from bench.egv_runs import egv
from bench.measure import interleaved, ratios
from bench.rows import Row

RATE = 30
LENGTH_FACTOR = 2  # of the standard clip: in 60 s no thousand one-frame cuts stay apart
CUTS_A_SECOND = 1000 / 120


def cuts_rows(about: Circumstances) -> list[Row]:
    """Time and peak memory with one-frame cuts all over, against one cut that takes as much.

    Both decode and encode as many frames, so what differs is the cutting.
    """
    seconds = about.seconds * LENGTH_FACTOR
    clip = longer_clip(speaking_clip(about.seconds), seconds)
    many = round(seconds * CUTS_A_SECOND)
    spacing = seconds * RATE / many
    scattered = [(frame, frame + 1) for frame in (round((n + 0.5) * spacing) for n in range(many))]
    middle = (seconds * RATE - many) // 2
    output = about.folder / "cuts.mp4"

    def steps(cuts: list[tuple[int, int]]) -> list[str]:
        stretches = [f"{first / RATE:.4f}-{end / RATE:.4f}" for first, end in cuts]
        words = [word for stretch in stretches for word in ("--cut", stretch)]
        return ["trim", "--silence", "off", *words, "colour-correct", "normalise"]

    quality = ("--quality", about.quality)
    runs = interleaved(
        {
            f"{many} cuts": lambda: egv(steps(scattered), clip, output, *quality).run,
            "one cut": lambda: egv(steps([(middle, middle + many)]), clip, output, *quality).run,
        },
        about.rounds,
    )
    ours, theirs = runs[f"{many} cuts"], runs["one cut"]
    time = ratios([run.seconds for run in ours], [run.seconds for run in theirs])
    memory = ratios([run.peak_bytes for run in ours], [run.peak_bytes for run in theirs])
    return [
        Row(f"{many} cuts: time", time, 1.3, "x", note=f"{seconds} s of 1080p30"),
        Row(f"{many} cuts: memory", memory, 1.2, "x"),
    ]
