"""The line of times that begins a subtitle, in every way in which programs and people write it.

`00:00:01,000 --> 00:00:03,500` is SubRip's. Others leave the milliseconds out, write more digits
than three, a blank or a colon where a comma belongs, a comma for the arrow (YouTube's SBV), or an
arrow that a word processor made. All that can mean one thing only is read; frames cannot, because
their rate is in no subtitle file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from egv.core.media.timing import Seconds

_CLOCK = (
    r"([-−]?)\s*(?:(\d{1,6})\s*:\s*)?(\d{1,3})\s*:\s*(\d{1,2})"
    r"(?:\s*[,.，]\s*(\d{1,40}(?:\.\d{1,40})?)|\s*[:;]\s*(\d{3})(?!\d))?"
)
_ARROW = r"-->"
# Arrows of word processors and web pages; \uf0e0 and à are what Word makes of --> in old files.
_OTHER_ARROW = r"[-–—−=~\s]*(?:>+|&gt;|→|⟶|➔|➜|➝|⇒|⮕|»|\uf0e0|à)|[-–—−~\s]*[-–—−~]|,"
_TIMES = re.compile(rf"\s*{_CLOCK}\s*{_ARROW}\s*{_CLOCK}(?:\s.*)?$")
_OTHER_TIMES = re.compile(
    rf"\s*{_CLOCK}\s*(?:{_OTHER_ARROW})\s*{_CLOCK}(?:\s+[A-Za-z]\w*:\S+)*\s*$"
)
# Two numbers with colons or dots and an arrow of any kind between: meant as times, surely.
_MEANT_AS_TIMES = re.compile(
    r"\s*-?\d+(?:\s*[:.,;]\s*\d+){2,}\s*(?:\s|[-–—−=~>→/|,])[-–—−=~>→/|,\s]*"
    r"-?\d+(?:\s*[:.,;]\s*\d+){2,}\s*$"
)
_FRAMES = re.compile(r"\d+:\d\d:\d\d[:;]\d\d(?!\d)[^\d]{1,9}\d+:\d\d:\d\d[:;]\d\d(?!\d)")
LARGEST_SIXTIETH = 59
LONGEST = 200  # characters of a line in which times are looked for


@dataclass(frozen=True, slots=True)
class SubtitleTimes:
    """Start and end of a subtitle, s, which may be negative.

    `is_odd` where a clock has over 59 minutes or seconds; `is_sure` where both times have a
    fraction, so that the line can be nothing else.
    """

    start: Seconds
    end: Seconds
    is_odd: bool
    is_sure: bool


def parse_times(line: str) -> SubtitleTimes | None:
    """Parse the times on `line`; None where they are none that can be read."""
    line = line.strip()[:LONGEST]
    found = _TIMES.match(line) or _OTHER_TIMES.match(line)
    if found is None:
        return None
    parts = found.groups()
    first, second = parts[:6], parts[6:]
    is_usual = has_proper_arrow(line)
    if not is_usual and not all(clock[1] or clock[4] or clock[5] for clock in (first, second)):
        return None  # a dash between two times of day
    return SubtitleTimes(
        _parse_seconds(first),
        _parse_seconds(second),
        is_odd=_is_odd_clock(first) or _is_odd_clock(second),
        is_sure=all(clock[4] or clock[5] for clock in (first, second)),
    )


def has_proper_arrow(line: str) -> bool:
    """True where `line` holds SubRip's arrow."""
    return _ARROW in line


def is_meant_as_times(line: str) -> bool:
    """True where `line` is two times and nothing else, even if they cannot be read."""
    return line.count(":") > 1 and bool(_MEANT_AS_TIMES.match(line.strip()[:LONGEST]))


def is_counted_in_frames(line: str) -> bool:
    """True where `line` is two times with frames, as in `00:00:01:12 --> 00:00:03:00`."""
    return bool(_FRAMES.match(line.strip()[:LONGEST]))


def _parse_seconds(parts: tuple[str | None, ...]) -> Seconds:
    sign, hours, minutes, seconds, fraction, milliseconds = parts
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    if fraction and "." in fraction:  # milliseconds as a program's decimal number
        part = Seconds(fraction) / 1000
    else:
        digits = fraction or milliseconds or "0"
        part = Seconds(int(digits), 10 ** len(digits))
    at = Seconds(round((whole + part) * 1000), 1000)
    return -at if sign else at


def _is_odd_clock(parts: tuple[str | None, ...]) -> bool:
    """True where a clock with hours has over 59 minutes, or any clock over 59 seconds."""
    _, hours, minutes, seconds, *_ = parts
    over = bool(hours) and int(minutes or 0) > LARGEST_SIXTIETH
    return over or int(seconds or 0) > LARGEST_SIXTIETH
