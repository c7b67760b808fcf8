"""Where the moments of a finished video come from, so that its texts can be placed in another one.

A subtitle file beside a video is on the video's clock: after the cuts, and with the intro before
it. What somebody writes in it is taken back to the clips, and from there to the video to make.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from typing import NamedTuple

from egv.core.edit import Edit
from egv.core.media import START, Cue, Word
from egv.core.timing import Seconds, Span, meeting

STILL = "!"  # marks a source of which one frame is held
SLIVER = Seconds(1, 50)  # of a text over a seam that rounding made: not worth showing
BRIDGED = Seconds(1)  # a pause that is back in the video is bridged by a text up to so long
ALIKE_MS = 21  # times of two files this close are the same: half a frame at 24 a second


class Piece(NamedTuple):
    """`length` s of a source, from `start` on its own clock; `source` is its number."""

    source: int
    start: Seconds
    length: Seconds

    @property
    def span(self) -> Span:
        """The stretch of the source's clock."""
        return Span(self.start, self.start + self.length)


@dataclass(frozen=True, slots=True)
class FinishedClock:
    """A video as pieces of its sources, end to end from `offset` s on, when its intro is over.

    `heard` are pieces of what is spoken in it, `seen` those of its picture where these differ.
    `sources` are the hashes of their bytes; the same one once more has `#1` after it, and so on.
    """

    sources: tuple[str, ...] = ()
    offset: Seconds = START
    heard: tuple[Piece, ...] = ()
    seen: tuple[Piece, ...] = ()

    @property
    def is_the_clips_own(self) -> bool:
        """Whether a time in the video is the same time in its one source."""
        return all(at == piece.start for at, piece in _laid(self, self.heard))


UNKNOWN = FinishedClock()  # of a video that is still to be made


@dataclass(frozen=True, slots=True)
class FinishedText:
    """A text for the subtitles that somebody wrote in the file of a finished video.

    `content` is the hash of what it says, `clock` that of the video: none for a file without times.
    `note` tells people of it, with `{file}` for its name.
    """

    path: Path
    content: str
    clock: FinishedClock | None = None
    note: str = ""

    def told(self, path: Path) -> str:
        """The note on it, where it lies at `path` now."""
        return self.note.replace("{file}", str(path))


def finished_clock(edit: Edit, offset: Seconds) -> FinishedClock:
    """The clock of the video that `edit` becomes, in which it begins after `offset` s."""
    heard, seen = [*_heard(edit)], [*_seen(edit)]
    sources = tuple(dict.fromkeys(name for name, _ in (*heard, *seen)))
    spoken, shown = (
        tuple(Piece(sources.index(name), span.start, span.duration) for name, span in stretches)
        for stretches in (heard, seen)
    )
    return FinishedClock(sources, offset, spoken, () if shown == spoken else shown)


def placed_cues(cues: Sequence[Cue], clock: FinishedClock, edit: Edit) -> tuple[Cue, ...]:
    """`cues` on `clock`, where the same moments are in `edit` now; none whose moments are gone.

    They go with what is spoken; where this is another voice now, with the picture.
    """
    now = finished_clock(edit, START)
    ways = _ways(clock, clock.heard, now, now.heard) or _ways(
        clock, clock.seen or clock.heard, now, now.seen or now.heard
    )
    found = (
        Cue(span, cue.text, tuple(_placed_words(cue.words, ways)))
        for cue in cues
        if (span := _placed(cue.span, ways))
    )
    return tuple(sorted(found, key=lambda cue: cue.span.start))


def edges_of(cues: Iterable[Cue]) -> tuple[int, ...]:
    """When `cues` come and go, ms."""
    return tuple(round(at * 1000) for cue in cues for at in (cue.span.start, cue.span.end))


def edges_at_sources(edges: Sequence[int], clock: FinishedClock) -> tuple[int, ...]:
    """`edges` on `clock`, ms, as they are on the clocks of the sources."""
    laid = [*_laid(clock, clock.heard)]
    starts = [round(at * 1000) for at, _ in laid]
    placed = ((edge, bisect_right(starts, edge) - 1) for edge in edges)
    return tuple(
        edge - starts[number] + round(laid[number][1].start * 1000)
        for edge, number in placed
        if number >= 0
    )


def share_of(edges: Sequence[int], known: Iterable[int]) -> float:
    """Which share of `edges` are among the `known` ones, give or take half a frame."""
    steps = {each // ALIKE_MS for each in known}
    found = sum(any(edge // ALIKE_MS + by in steps for by in (-1, 0, 1)) for edge in edges)
    return found / len(edges) if edges else 0.0


class _Way(NamedTuple):
    """A stretch of one video's clock that is in another video too, `by` s later."""

    span: Span
    by: Seconds


def _ways(
    was: FinishedClock, old: Sequence[Piece], now: FinishedClock, new: Sequence[Piece]
) -> list[_Way]:
    """The stretches of `old` that are left in `new`, in order."""
    places: dict[str, dict[Span, Seconds]] = {}
    for at, piece in _laid(now, new):
        places.setdefault(now.sources[piece.source], {})[piece.span] = at - piece.start
    ordered = {source: sorted(here) for source, here in places.items()}
    ways = []
    for at, piece in _laid(was, old):
        source = was.sources[piece.source]
        for left in meeting(ordered.get(source, ()), piece.span):
            if both := left.overlap(piece.span):
                by = places[source][left] + piece.start - at
                ways.append(_Way(both.shifted(at - piece.start), by))
    return ways


def _placed(span: Span, ways: Sequence[_Way]) -> Span | None:
    """Where `span` lies now: from its first moment to its last, or its longest part.

    A text is not shown through a long stretch that was not in the video when it was written.
    """
    parts = [both.shifted(way.by) for way in ways if (both := span.overlap(way.span))]
    parts = [part for part in parts if part.duration > SLIVER] or parts
    if not parts:
        return None
    gaps = [after.start - before.end for before, after in pairwise(parts)]
    if all(gap >= 0 for gap in gaps) and sum(gaps) <= BRIDGED:
        return Span(parts[0].start, parts[-1].end)
    return max(parts, key=lambda part: part.duration)


def _placed_words(words: Iterable[Word], ways: Sequence[_Way]) -> Iterator[Word]:
    for word in words:
        if span := _placed(word.span, ways):
            yield Word(span, word.text)


def _laid(clock: FinishedClock, pieces: Sequence[Piece]) -> Iterator[tuple[Seconds, Piece]]:
    """Each of `pieces`, and when it comes in the video."""
    at = clock.offset
    for piece in pieces:
        yield at, piece
        at += piece.length


def _heard(edit: Edit) -> Iterator[tuple[str, Span]]:
    """What is kept of the voice: the source, and the stretch of its own clock."""
    voice, rate = edit.voice, edit.canvas.frame_rate
    parts = voice.parts or (voice,)
    starts = [*accumulate((part.frames / rate for part in parts), initial=START)]
    names = [*_numbered(part.media.content for part in parts)]
    for span in voice.kept:
        number = min(bisect_right(starts, span.start), len(parts)) - 1
        yield names[number], span.shifted(-starts[number] - parts[number].start)


def _seen(edit: Edit) -> Iterator[tuple[str, Span]]:
    """What is seen: the source, and the stretch of its own clock."""
    names = _numbered(clip.clock[0].media.content for clip in edit.clips)
    for name, clip in zip(names, edit.clips, strict=True):
        for segment in clip.clock:
            yield name + STILL * segment.still, segment.span


def _numbered(contents: Iterable[str]) -> Iterator[str]:
    """`contents`, those that come again told apart."""
    seen: Counter[str] = Counter()
    for content in contents:
        again = f"#{seen[content]}" if seen[content] else ""
        seen[content] += 1
        yield content + again
