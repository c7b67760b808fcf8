"""Time as exact rational seconds, half-open spans, and the frame grid."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

Seconds = Fraction

NTSC = Fraction(1000, 1001)
STANDARD_RATES: tuple[Fraction, ...] = tuple(
    sorted([*(Fraction(r) for r in (24, 25, 30, 50, 60)), *(r * NTSC for r in (24, 30, 60))])
)
MAX_RATE = Fraction(60)

_TIME = re.compile(r"(?:(?:(\d+):)?([0-5]?\d):)?(\d+(?:\.\d+|,\d\d?)?)\Z", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The half-open interval [start, end), in seconds; it may not be empty or run backwards."""

    start: Seconds
    end: Seconds

    def __post_init__(self) -> None:
        if not self.start < self.end:
            raise ValueError(f"span {self.start}–{self.end} is empty or runs backwards")

    @property
    def duration(self) -> Seconds:
        """The length in seconds, above zero."""
        return self.end - self.start

    def overlap(self, other: Span) -> Span | None:
        """Return the common part of both spans, or None."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Span(start, end) if start < end else None

    def shift(self, by: Seconds) -> Span:
        """Return this span, `by` seconds later."""
        return Span(self.start + by, self.end + by)


def parse_time(text: str) -> Seconds:
    """Read `90`, `90.5`, `1:30` or `1:02:03.5` as seconds, and `-5` as seconds before the end.

    A comma is read as a point in `2,5` and `2,25`, as Dutch writes it. Raises ValueError with a
    sentence that shows the grammar.
    """
    sign, digits = (-1, text[1:]) if text.startswith("-") else (1, text)
    match = _TIME.match(digits.strip())
    seconds = Seconds(match[3].replace(",", ".")) if match else Seconds(0)
    if not match or (match[2] and seconds >= 60):
        raise ValueError(f"{text!r} is not a time; write for example 90, 1:30 or 1:02:03.5")
    return sign * (int(match[1] or 0) * 3600 + int(match[2] or 0) * 60 + seconds)


def split_clock(ticks: int, per_second: int = 1) -> tuple[int, int, int, int]:
    """Split `ticks`, `per_second` of them in a second, in hours, minutes, seconds and ticks."""
    seconds, ticks = divmod(ticks, per_second)
    minutes, seconds = divmod(seconds, 60)
    return *divmod(minutes, 60), seconds, ticks


def format_clock(at: Seconds | float) -> str:
    """Format `at`, s, as `4.2 s` below a minute, `1:04.2` and `1:02:03.5` above."""
    exact = Fraction(at).limit_denominator(1000) if isinstance(at, float) else at
    hours, minutes, seconds, tenths = split_clock(round(abs(exact) * 10), 10)
    sign = "-" if at < 0 else ""
    if hours:
        return f"{sign}{hours}:{minutes:02}:{seconds:02}.{tenths}"
    return f"{sign}{minutes}:{seconds:02}.{tenths}" if minutes else f"{sign}{seconds}.{tenths} s"


def format_player_clock(seconds: float) -> str:
    """Format the whole seconds of a time in a video: `1:05`, and `61:05` after an hour."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02}"


def format_seconds(at: Seconds) -> str:
    """Format `at` for ffmpeg's options, in seconds to the microsecond."""
    return f"{float(at):.6f}".rstrip("0").rstrip(".") or "0"


def to_frame(at: Seconds, rate: Fraction) -> int:
    """Return the frame boundary nearest to `at` seconds, at `rate` frames a second."""
    return round(at * rate)


def snap_to_frame(at: Seconds, rate: Fraction) -> Seconds:
    """Snap `at` to the nearest frame boundary."""
    return to_frame(at, rate) / rate


def to_sample(frame: int, rate: Fraction, sample_rate: int) -> int:
    """Return the sample on which `frame` starts; from absolute endpoints, so nothing drifts."""
    return round(Fraction(frame * sample_rate) / rate)


def find_standard_rate(timestamps: Sequence[Seconds]) -> Fraction:
    """Find the standard frame rate, in Hz, for frames shown at `timestamps` (ordered, seconds).

    The median interval decides: a container's `r_frame_rate` is 57,600 or 90,000 on screen
    recordings and phones, and its average falls with every frame a phone drops. A clip slower than
    23 frames a second gets the rate that its own rate divides best, so that each of its frames is
    held equally long. A single frame gives no interval, and gets 25 Hz.
    """
    intervals = sorted(b - a for a, b in pairwise(timestamps) if b > a)
    if not intervals:
        return Fraction(25)
    measured = min(1 / intervals[len(intervals) // 2], MAX_RATE)
    if measured >= 23:
        return min(STANDARD_RATES, key=lambda rate: abs(rate - measured))

    def unevenness(rate: Fraction) -> Fraction:
        ratio = rate / measured
        return abs(ratio - max(1, round(ratio))) / ratio

    return min((Fraction(30), Fraction(25), Fraction(24)), key=unevenness)
