"""Two formats in one run against the sum of the same two made alone."""

from __future__ import annotations

from bench.circumstances import Circumstances
from bench.clips import speaking_clip
from bench.egv_runs import egv
from bench.rows import Row

FORMATS = ("landscape", "square")
STEPS = ("colour-correct", "normalise", "reframe", "--fit", "blur", "brand")


def format_rows(about: Circumstances) -> list[Row]:
    """The time of the encodes, as egv tells it: what is looked at before is the same."""
    values = []
    for _ in range(about.rounds):
        together = _encoding(FORMATS, about)
        alone = [_encoding((word,), about) for word in FORMATS]
        values.append(together / sum(alone))
    return [Row("two formats: encoding, against each made alone", tuple(values), 1.15, "x")]


def _encoding(formats: tuple[str, ...], about: Circumstances) -> float:
    clip = speaking_clip(about.seconds)
    words = [word for each in formats for word in ("--format", each)]
    output = about.folder / "-".join(formats) / "{stem}.{format}.mp4"
    done = egv(STEPS, clip, output, *words, "-k", "acme", "--quality", about.quality)
    return done.timing("video")
