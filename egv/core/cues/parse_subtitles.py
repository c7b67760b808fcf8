"""Parse SubRip and WebVTT as people and programs write them, losing no character of the text.

This is our own reader, because libraries' readers take a last line of digits for a cue number, drop
braces and join comments to cues.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from egv.core.errors import UsageError
from egv.core.media.clip import Cue
from egv.core.media.timing import Seconds, Span

_CLOCK = r"(?:(\d+):)?(\d{1,2}):(\d{1,2})[,.](\d{1,3})"
_TIMES = re.compile(rf"\s*{_CLOCK}\s*-->\s*{_CLOCK}(?:\s.*)?$")
_BROKEN_TIMES = re.compile(rf"\s*{_CLOCK}\s*[-–—−=>→⟶]+\s*{_CLOCK}(?:\s.*)?$")
_SRT_TAG = re.compile(r"</?[bius]>|</?font(?: [^<>]*)?>|\{\\an?\d{1,2}\}", re.IGNORECASE)
_VTT_TAG = re.compile(
    r"</?(?:[biucv]|ruby|rt|lang)(?:[ .][^<>]*)?>|<\d+(?::\d+)+[\d.]*>", re.IGNORECASE
)


def parse_subtitles(text: str, name: str) -> tuple[Cue, ...]:
    """Parse the cues of a SubRip or WebVTT file; `name` is the file's name in errors.

    Formatting is dropped, but not its text. Raises UsageError, naming the line, when times are
    unreadable, a cue with text ends before it begins, or the text holds no cue at all.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    is_vtt = lines[0].startswith("WEBVTT")
    _check_arrows(lines, name)
    starts = [at for at, line in enumerate(lines) if "-->" in line and _is_cue_start(lines, at)]
    cues = []
    for at, following in pairwise([*starts, len(lines)]):
        span = _parse_span(lines[at], f"{name}:{at + 1}")
        is_last = following == len(lines)
        body = _iter_body_lines(lines[at + 1 : following], is_vtt=is_vtt, last=is_last)
        said = "\n".join(_strip_tags(line, is_vtt=is_vtt) for line in body)
        if not said.strip():
            continue
        if span is None:
            raise UsageError(
                f"{name}:{at + 1}: the subtitle '{said.split(chr(10))[0][:50]}' ends before it"
                " begins; correct its times"
            )
        cues.append(Cue(span, said))
    if not cues:
        raise UsageError(
            f"{name}: this file has no subtitles; give an .srt or .vtt file with lines such as"
            " 00:00:01,000 --> 00:00:03,500"
        )
    return tuple(sorted(cues, key=lambda cue: cue.span.start))


def _check_arrows(lines: Sequence[str], name: str) -> None:
    """Raise UsageError for the first line of two times whose arrow is not `-->`."""
    for number, line in enumerate(lines, start=1):
        if _BROKEN_TIMES.match(line) and not _TIMES.match(line):
            raise UsageError(
                f"{name}:{number}: '{line.strip()[:50]}' has no '-->' between its times; write them"
                " as 00:00:01,000 --> 00:00:03,500"
            )


def _is_cue_start(lines: list[str], at: int) -> bool:
    """True where the times on a line begin a cue: after a blank line, a number or a name."""
    before = lines[at - 1].strip() if at else ""
    return bool(_TIMES.match(lines[at])) or not before or before.isdecimal()


def _parse_span(line: str, where: str) -> Span | None:
    found = _TIMES.match(line)
    if not found:
        raise UsageError(
            f"{where}: '{line.strip()[:50]}' is not a pair of times; write them as 00:00:01,000"
            " --> 00:00:03,500"
        )
    start, end = _parse_seconds(found.groups()[:4]), _parse_seconds(found.groups()[4:])
    return Span(start, end) if start < end else None


def _parse_seconds(parts: tuple[str | None, ...]) -> Seconds:
    hours, minutes, seconds, fraction = parts
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    return whole + Seconds(int((fraction or "0").ljust(3, "0")), 1000)


def _iter_body_lines(lines: Sequence[str], *, is_vtt: bool, last: bool) -> Iterator[str]:
    """Yield the text lines of a cue, given the lines up to the next cue's times.

    In WebVTT a blank line ends the cue, since a comment or a name may follow. In SubRip a cue may
    hold blank lines, and the last line is the number of the next cue.
    """
    if is_vtt:
        return takewhile(str.strip, lines)
    has_number = not last and bool(lines) and lines[-1].strip().isdecimal()
    return filter(str.strip, lines[:-1] if has_number else lines)


def _strip_tags(line: str, *, is_vtt: bool) -> str:
    line = (_VTT_TAG if is_vtt else _SRT_TAG).sub("", line).strip().replace("\u2060", "")
    return html.unescape(line) if is_vtt else line
