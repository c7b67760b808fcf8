"""Parse SubRip, WebVTT and SBV as people and programs write them, losing no character of the text.

This is our own reader, because libraries' readers take a last line of digits for a cue number, drop
braces and join comments to cues.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from egv.core.cues.subtitle_marks import strip_srt_formatting, strip_vtt_formatting
from egv.core.cues.subtitle_times import (
    SubtitleTimes,
    has_proper_arrow,
    is_counted_in_frames,
    is_meant_as_times,
    parse_times,
)
from egv.core.errors import UsageError
from egv.core.media.clip import Cue
from egv.core.media.timing import Seconds, Span, format_clock
from egv.core.text.visible_text import is_visible
from egv.core.text.wording import format_count

SHOWN = 50  # characters of a text that a message quotes
_NO_TEXT = re.compile(r"(?:NOTE|STYLE|REGION|WEBVTT)(?:\s|$)")  # begins a block without a subtitle


@dataclass(frozen=True, slots=True)
class ParsedSubtitles:
    """The cues of a subtitle file in order of time, and notes on what was not taken as it is."""

    cues: tuple[Cue, ...]
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Remarks:
    """Places in a file, by what is remarkable there; `count` and the first one make a note."""

    found: dict[str, list[str]] = field(default_factory=dict)

    def add(self, kind: str, place: str) -> None:
        """Add a place of a kind."""
        self.found.setdefault(kind, []).append(place)

    def list_notes(self) -> tuple[str, ...]:
        """List a note for each kind, with the number of its places and the first one."""
        return tuple(
            f"{kind}: {format_count(len(places), 'place')}, the first {places[0]}"
            for kind, places in self.found.items()
        )


def parse_subtitles(text: str, name: str) -> tuple[Cue, ...]:
    """Parse the cues of a SubRip, WebVTT or SBV file; see `parse_subtitle_text`."""
    return parse_subtitle_text(text, name).cues


def parse_subtitle_text(text: str, name: str) -> ParsedSubtitles:
    """Parse the cues of a SubRip, WebVTT or SBV file; `name` is the file's name in errors.

    Formatting is dropped, but not its text. Raises UsageError, naming the line, when times are
    unreadable, a cue with text ends before it begins, or the text holds no cue at all.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    is_vtt = next((line for line in lines if line.strip()), "").lstrip().startswith("WEBVTT")
    if is_vtt:
        lines = _blank_comments(lines)
    _check_times(lines, name)
    starts = [at for at in range(len(lines)) if _is_cue_start(lines, at)]
    remarks, cues = _Remarks(), []
    _remark_outside(lines[: starts[0]] if starts else (), 0, remarks, has_next=True)
    for at, following in pairwise([*starts, len(lines)]):
        is_last = following == len(lines)
        rest = lines[at + 1 : following]
        body = list(_iter_body_lines(rest, is_vtt=is_vtt, last=is_last))
        if is_vtt:
            used = _count_vtt_lines(rest)
            _remark_outside(rest[used:], at + 1 + used, remarks, has_next=not is_last)
        strip = strip_vtt_formatting if is_vtt else strip_srt_formatting
        said = "\n".join(part for line in body for part in strip(line) if is_visible(part))
        if said and (span := _parse_span(lines[at], f"{name}:{at + 1}", said, remarks)):
            cues.append(Cue(span, said))
    if not cues:
        raise UsageError(
            f"{name}: this file has no subtitles; give an .srt or .vtt file with lines such as"
            " 00:00:01,000 --> 00:00:03,500"
        )
    return order_cues(cues, remarks.list_notes())


def order_cues(cues: Iterable[Cue], notes: Iterable[str] = ()) -> ParsedSubtitles:
    """Order `cues` by time, each once, and note repeated ones after `notes`."""
    cues = tuple(cues)
    once = tuple(dict.fromkeys(sorted(cues, key=lambda cue: cue.span.start)))
    twice = len(cues) - len(once)
    again = f"{format_count(twice, 'subtitle')} with the times and text of another: shown once"
    return ParsedSubtitles(once, (*notes, *([again] if twice else [])))


def _blank_comments(lines: Sequence[str]) -> list[str]:
    """Blank the lines of comments, styles and file heads in WebVTT."""
    kept, inside, before = [], False, ""
    for line in lines:
        if not before.strip() and _NO_TEXT.match(line):
            inside = True
        elif not line.strip() or (parse_times(line) and has_proper_arrow(line)):
            inside = False
        kept.append("" if inside else line)
        before = line
    return kept


def _check_times(lines: Sequence[str], name: str) -> None:
    """Raise UsageError for the first line that is meant as times and cannot be read."""
    for at, line in enumerate(lines):
        if parse_times(line):
            continue
        begins = _is_after_gap(lines, at)
        if begins and is_counted_in_frames(line):
            raise UsageError(
                f"{name}:{at + 1}: '{line.strip()[:SHOWN]}' counts frames, and no rate is in the"
                " file; save it with milliseconds in the program that made it"
            )
        if begins and (has_proper_arrow(line) or is_meant_as_times(line)):
            raise UsageError(
                f"{name}:{at + 1}: '{line.strip()[:SHOWN]}' is not a pair of times; write them as"
                " 00:00:01,000 --> 00:00:03,500"
            )


def _is_cue_start(lines: Sequence[str], at: int) -> bool:
    """True where line `at` has the times of a cue.

    They stand after a blank line, a number or a name, or are times beyond doubt.
    """
    times = parse_times(lines[at])
    return times is not None and (times.is_sure or _is_after_gap(lines, at))


def _is_after_gap(lines: Sequence[str], at: int) -> bool:
    before = lines[at - 1].strip() if at else ""
    return not before or before.isdecimal()


def _parse_span(line: str, where: str, said: str, remarks: _Remarks) -> Span | None:
    """Parse the times on `line`, of the subtitle `said`; None where it ends before the video."""
    times = parse_times(line)
    assert times  # noqa: S101  # the line is a cue's start
    quoted = f"'{said.split(chr(10))[0][:SHOWN]}' ({where.rpartition(':')[2]})"
    if times.start >= times.end:
        raise UsageError(
            f"{where}: the subtitle '{said.split(chr(10))[0][:SHOWN]}' ends before it begins;"
            " correct its times"
        )
    if times.is_odd:
        remarks.add("over 59 minutes or seconds in a time, counted on", f"{_describe_times(times)}")
    if times.end <= 0:
        remarks.add("a time before the start of the video, left out", quoted)
        return None
    if times.start < 0:
        remarks.add("a time before the start of the video, shown from its start", quoted)
    return Span(max(times.start, Seconds(0)), times.end)


def _describe_times(times: SubtitleTimes) -> str:
    return f"{format_clock(times.start)} to {format_clock(times.end)}"


def _iter_body_lines(lines: Sequence[str], *, is_vtt: bool, last: bool) -> Iterator[str]:
    """Yield the text lines of a cue, given the lines up to the next cue's times.

    In WebVTT an empty line ends the cue, since a comment or a name may follow. In SubRip a cue may
    hold blank lines, and the last line is the number of the next cue.
    """
    count = _count_vtt_lines(lines) if is_vtt else len(lines)
    is_next_named = not last and count == len(lines)  # nothing parts the text and the next times
    lines = lines[:count]
    has_number = is_next_named and bool(lines) and lines[-1].strip().isdecimal()
    return filter(str.strip, lines[:-1] if has_number else lines)


def _count_vtt_lines(lines: Sequence[str]) -> int:
    """Count the lines of a WebVTT cue's text: up to an empty one.

    YouTube begins a text with a line of one blank; where such a line stands before the name of the
    next cue only, it is meant as an empty one.
    """
    count = len(list(takewhile(bool, lines)))
    if count == len(lines) and count > 2 and not lines[-2].strip():  # a name, and then times
        return count - 2
    return count


def _remark_outside(
    lines: Sequence[str], offset: int, remarks: _Remarks, *, has_next: bool
) -> None:
    """Remark on text between cues, beyond the name of the next cue, that belongs to none."""
    shown = [at for at, line in enumerate(lines) if line.strip()]
    if has_next and shown and shown[-1] == len(lines) - 1:
        shown = shown[:-1] if len(lines) < 2 or not lines[-2].strip() else shown
    for at in shown[:1]:
        quoted = lines[at].strip()[:SHOWN]
        remarks.add("text outside every subtitle, left out", f"'{quoted}' (line {offset + at + 1})")
