"""Read SubRip and WebVTT as people and programs write them, losing no character of their text.

Our own reader, because the libraries' take a last line of digits for a cue number, drop braces and
glue comments to cues.
"""

from __future__ import annotations

import html
import re
from itertools import pairwise

from egv.core.errors import UsageError
from egv.core.media import Cue
from egv.core.timing import Seconds, Span

_CLOCK = r"(?:(\d+):)?(\d{1,2}):(\d{1,2})[,.](\d{1,3})"
_TIMES = re.compile(rf"\s*{_CLOCK}\s*-->\s*{_CLOCK}(?:\s.*)?$")
_TAG = re.compile(r"</?(?:[biucv]|font|ruby|rt|lang)(?:[ .][^<>]*)?>|<\d[\d:.]*>", re.IGNORECASE)


def cues_in(text: str, name: str) -> tuple[Cue, ...]:
    """The cues of a SubRip or WebVTT file; `name` is what errors call it.

    Formatting is dropped, what it wraps is kept. Raises UsageError, naming the line, when a time is
    unreadable or the text holds no cue at all.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    is_vtt = lines[0].startswith("WEBVTT")
    starts = [at for at, line in enumerate(lines) if "-->" in line and _opens(lines, at)]
    cues = []
    for at, following in pairwise([*starts, len(lines)]):
        span = _span(lines[at], f"{name}:{at + 1}")
        body = _body(lines[at + 1 : following], last=following == len(lines))
        said = "\n".join(_plain(line, is_vtt=is_vtt) for line in body)
        if span and said.strip():
            cues.append(Cue(span, said))
    if not cues:
        raise UsageError(
            f"{name}: no subtitle is in it; give an .srt or .vtt file with lines such as"
            " 00:00:01,000 --> 00:00:03,500"
        )
    return tuple(sorted(cues, key=lambda cue: cue.span.start))


def _opens(lines: list[str], at: int) -> bool:
    """Whether the times on a line begin a cue: a blank line, a number or a name stands before."""
    before = lines[at - 1].strip() if at else ""
    return bool(_TIMES.match(lines[at])) or not before or before.isdecimal()


def _span(line: str, where: str) -> Span | None:
    found = _TIMES.match(line)
    if not found:
        raise UsageError(
            f"{where}: '{line.strip()[:50]}' is no pair of times; write them as"
            " 00:00:01,000 --> 00:00:03,500"
        )
    start, end = _seconds(found.groups()[:4]), _seconds(found.groups()[4:])
    return Span(start, end) if start < end else None


def _seconds(parts: tuple[str | None, ...]) -> Seconds:
    hours, minutes, seconds, fraction = parts
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    return whole + Seconds(int((fraction or "0").ljust(3, "0")), 1000)


def _body(lines: list[str], *, last: bool) -> list[str]:
    """The text of a cue: up to the blank line that ends it, so no comment or number follows."""
    body: list[str] = []
    for line in lines:
        if not line.strip():
            break
        body.append(line)
    else:  # no blank line: the number of the next cue may stand right under the text
        if not last and body and body[-1].strip().isdecimal():
            body.pop()
    return body


def _plain(line: str, *, is_vtt: bool) -> str:
    line = _TAG.sub("", line).strip().replace("\u2060", "")
    return html.unescape(line) if is_vtt else line
