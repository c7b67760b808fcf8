"""The clock of a finished video: where its moments come from, to reuse its texts in another one.

A subtitle file beside a video is on the video's clock: after the cuts, and with the intro before
it. Text that somebody writes in it is mapped back to the clips, and from there to the new video.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from typing import NamedTuple

from egv.core.media.clip import START, Cue, Word
from egv.core.media.spans import find_overlapping_spans
from egv.core.media.timing import Seconds, Span
from egv.core.programme.edit import Edit

STILL_MARK = "!"  # marks a source with one held frame
SLIVER = Seconds(1, 50)  # a shorter rest of a text at a seam is a rounding error
BRIDGED = Seconds(1)  # a text spans a restored pause of at most this length
COMMON = 5  # distances that are looked at more closely
MOST_MOVED_MS = 2_000  # a file that was moved by more is another text
LEAST_EDGES = 4  # two subtitles: one fits anywhere
ALIKE_MS = 21  # times this close are equal: half a frame at 24 fps


class SourcePiece(NamedTuple):
    """`length` s of a source, from `start` on its own clock; `source` is its index."""

    source: int
    start: Seconds
    length: Seconds

    @property
    def span(self) -> Span:
        """The span on the source's clock."""
        return Span(self.start, self.start + self.length)


@dataclass(frozen=True, slots=True)
class FinishedClock:
    """A video as pieces of its sources, end to end from `offset` s on, after any intro.

    `heard` are the pieces of its speech, `seen` those of its picture where these differ. `sources`
    are the hashes of the sources' bytes; a repeated one ends in `#1`, and so on.
    """

    sources: tuple[str, ...] = ()
    offset: Seconds = START
    heard: tuple[SourcePiece, ...] = ()
    seen: tuple[SourcePiece, ...] = ()

    @property
    def programme(self) -> Span:
        """The span of the video without intro and outro."""
        length = sum((piece.length for piece in self.seen or self.heard), START)
        return Span(self.offset, self.offset + length)

    @property
    def is_source_clock(self) -> bool:
        """True where every time in the video is the same time in its one source."""
        return all(at == piece.start for at, piece in _iter_timed_pieces(self, self.heard))


UNKNOWN_CLOCK = FinishedClock()  # of a video not made yet


@dataclass(frozen=True, slots=True)
class FinishedText:
    """A text for the subtitles that somebody wrote in the file of a finished video.

    `content` is the hash of the text, `clock` that of the video: None for a file without times.
    `note` is the message about it, with `{file}` in place of its name. `placed` are the cues of a
    text without times of its own, on `clock`: see `place_transcript`.
    """

    path: Path
    content: str
    clock: FinishedClock | None = None
    note: str = ""
    placed: tuple[tuple[int, ...], ...] = ()

    def format_note(self, path: Path) -> str:
        """Format the note for the file, which now lies at `path`."""
        return self.note.replace("{file}", str(path))


def build_finished_clock(edit: Edit, offset: Seconds) -> FinishedClock:
    """Build the clock of the video made from `edit`, which starts `offset` s into the file."""
    heard, seen = [*_iter_voice_pieces(edit)], [*_iter_picture_pieces(edit)]
    sources = tuple(dict.fromkeys(name for name, _ in (*heard, *seen)))
    spoken, shown = (
        tuple(
            SourcePiece(sources.index(name), span.start, span.duration) for name, span in stretches
        )
        for stretches in (heard, seen)
    )
    return FinishedClock(sources, offset, spoken, () if shown == spoken else shown)


def place_finished_cues(cues: Sequence[Cue], clock: FinishedClock, edit: Edit) -> tuple[Cue, ...]:
    """Move `cues` from `clock` to the same moments in `edit`; drop those whose moments are gone.

    Cues follow the speech; where the voice was replaced, the picture.
    """
    now = build_finished_clock(edit, START)
    ways = _find_shared_spans(clock, clock.heard, now, now.heard) or _find_shared_spans(
        clock, clock.seen or clock.heard, now, now.seen or now.heard
    )
    found = (
        Cue(span, cue.text, tuple(_place_words(cue.words, ways)))
        for cue in cues
        if (span := _place_span(cue.span, ways))
    )
    return tuple(sorted(found, key=lambda cue: cue.span.start))


def list_cue_edges(cues: Iterable[Cue]) -> tuple[int, ...]:
    """List the start and end times of `cues`, ms."""
    return tuple(round(at * 1000) for cue in cues for at in (cue.span.start, cue.span.end))


def map_edges_to_sources(edges: Sequence[int], clock: FinishedClock) -> tuple[int, ...]:
    """Map `edges` on `clock`, ms, to the clocks of the sources."""
    laid = [*_iter_timed_pieces(clock, clock.heard)]
    starts = [round(at * 1000) for at, _ in laid]
    placed = ((edge, bisect_right(starts, edge) - 1) for edge in edges)
    return tuple(
        edge - starts[number] + round(laid[number][1].start * 1000)
        for edge, number in placed
        if number >= 0
    )


def find_source_span(span: Span, clock: FinishedClock) -> Span | None:
    """Find the part of the one source of `clock` that is seen during `span`.

    None where it shows more than one piece of a source, or also a card.
    """
    for at, piece in _iter_timed_pieces(clock, clock.seen or clock.heard):
        if len(clock.sources) == 1 and at <= span.start and span.end <= at + piece.length:
            return span.shift(piece.start - at)
    return None


def measure_matching_share(edges: Sequence[int], known: Iterable[int]) -> float:
    """Measure the share of `edges` that match a `known` one within half a frame, 0 to 1."""
    steps = {known_edge // ALIKE_MS for known_edge in known}
    found = sum(any(edge // ALIKE_MS + by in steps for by in (-1, 0, 1)) for edge in edges)
    return found / len(edges) if edges else 0.0


def find_moved_share(edges: Sequence[int], known: Sequence[int]) -> tuple[float, int]:
    """Find the share of `edges` that lie equally late after `known` ones, and by how many ms.

    At most `MOST_MOVED_MS`: these are the times of a file that somebody moved as a whole.
    """
    if len(edges) < LEAST_EDGES:
        return 0.0, 0
    steps = Counter(
        round((edge - other) / ALIKE_MS)
        for edge in edges
        for other in known
        if abs(edge - other) <= MOST_MOVED_MS
    )
    shares = [
        (
            measure_matching_share([edge - step * ALIKE_MS for edge in edges], known),
            -abs(step),
            step,
        )
        for step, _ in steps.most_common(COMMON)
    ]
    share, _, step = max(shares, default=(0.0, 0, 0))
    return share, step * ALIKE_MS


class _SharedSpan(NamedTuple):
    """A span of one video's clock that another video has too, `by` s later."""

    span: Span
    by: Seconds


def _find_shared_spans(
    was: FinishedClock, old: Sequence[SourcePiece], now: FinishedClock, new: Sequence[SourcePiece]
) -> list[_SharedSpan]:
    """Find the spans of `old` that are still in `new`, in order."""
    places: dict[str, dict[Span, Seconds]] = {}
    for at, piece in _iter_timed_pieces(now, new):
        places.setdefault(now.sources[piece.source], {})[piece.span] = at - piece.start
    ordered = {source: sorted(here) for source, here in places.items()}
    ways = []
    for at, piece in _iter_timed_pieces(was, old):
        source = was.sources[piece.source]
        for left in find_overlapping_spans(ordered.get(source, ()), piece.span):
            if both := left.overlap(piece.span):
                by = places[source][left] + piece.start - at
                ways.append(_SharedSpan(both.shift(at - piece.start), by))
    return ways


def _place_span(span: Span, ways: Sequence[_SharedSpan]) -> Span | None:
    """Place `span` in the new video: from its first moment to its last, or only its longest part.

    A text is not shown through a long stretch that was not in the video when it was written.
    """
    parts = [both.shift(way.by) for way in ways if (both := span.overlap(way.span))]
    parts = [part for part in parts if part.duration > SLIVER] or parts
    if not parts:
        return None
    gaps = [after.start - before.end for before, after in pairwise(parts)]
    if all(gap >= 0 for gap in gaps) and sum(gaps) <= BRIDGED:
        return Span(parts[0].start, parts[-1].end)
    return max(parts, key=lambda part: part.duration)


def _place_words(words: Iterable[Word], ways: Sequence[_SharedSpan]) -> Iterator[Word]:
    for word in words:
        if span := _place_span(word.span, ways):
            yield Word(span, word.text)


def _iter_timed_pieces(
    clock: FinishedClock, pieces: Sequence[SourcePiece]
) -> Iterator[tuple[Seconds, SourcePiece]]:
    """Iterate over `pieces`, each with its start time in the video."""
    at = clock.offset
    for piece in pieces:
        yield at, piece
        at += piece.length


def _iter_voice_pieces(edit: Edit) -> Iterator[tuple[str, Span]]:
    """Iterate over the kept parts of the voice: the source, and the span on its own clock."""
    voice, rate = edit.voice, edit.canvas.frame_rate
    parts = voice.parts or (voice,)
    starts = [*accumulate((part.frames / rate for part in parts), initial=START)]
    names = [*_number_repeats(part.media.content for part in parts)]
    for span in voice.kept:
        number = min(bisect_right(starts, span.start), len(parts)) - 1
        yield names[number], span.shift(-starts[number] - parts[number].start)


def _iter_picture_pieces(edit: Edit) -> Iterator[tuple[str, Span]]:
    """Iterate over the parts of the picture: the source, and the span on its own clock."""
    names = _number_repeats(clip.clock[0].media.content for clip in edit.clips)
    for name, clip in zip(names, edit.clips, strict=True):
        for segment in clip.clock:
            yield name + STILL_MARK * segment.still, segment.span


def _number_repeats(contents: Iterable[str]) -> Iterator[str]:
    """Iterate over `contents`, with a number added to each repeat."""
    seen: Counter[str] = Counter()
    for content in contents:
        again = f"#{seen[content]}" if seen[content] else ""
        seen[content] += 1
        yield content + again
