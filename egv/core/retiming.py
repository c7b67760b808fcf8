"""New times for spans, moments and cues after cuts: only the kept stretches remain, end to end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from egv.core.media import START, Chapter, Cue, TextTrack, Word
from egv.core.timing import Seconds, Span


def kept_stretches(
    stretches: Sequence[Span], kept: Sequence[Span], start: Seconds = START
) -> tuple[Span, ...]:
    """Cut `stretches`, laid end to end from `start` on, to `kept`; results on their own clock."""
    left = []
    for stretch in stretches:
        here = Span(start, start + stretch.duration)
        left += [
            both.shifted(stretch.start - start) for span in kept if (both := span.overlap(here))
        ]
        start = here.end
    return tuple(left)


def retimed(span: Span, kept: Sequence[Span]) -> Span | None:
    """Retime `span` to the clock of the `kept` stretches, without the cuts; None if all went."""
    start, left = Seconds(0), []
    for stretch in kept:
        if both := span.overlap(stretch):
            left.append(both.shifted(start - stretch.start))
        start += stretch.duration
    return Span(left[0].start, left[-1].end) if left else None


def kept_spans(spans: Sequence[Span], kept: Sequence[Span]) -> tuple[Span, ...]:
    """Retime `spans` to the clock of the `kept` stretches; a span with a cut in it becomes two."""
    placed, start = [], Seconds(0)
    for stretch in kept:
        placed += [
            both.shifted(start - stretch.start) for span in spans if (both := span.overlap(stretch))
        ]
        start += stretch.duration
    return tuple(placed)


def kept_moments(moments: Sequence[Seconds], kept: Sequence[Span]) -> tuple[Seconds, ...]:
    """Retime the `moments` inside a kept stretch; the others are dropped."""
    placed, start = [], Seconds(0)
    for stretch in kept:
        placed += [at + start - stretch.start for at in moments if stretch.start < at < stretch.end]
        start += stretch.duration
    return tuple(placed)


def kept_cues(cues: Sequence[Cue], kept: Sequence[Span]) -> tuple[Cue, ...]:
    """Retime `cues` to the clock of the `kept` stretches."""
    return tuple(
        Cue(span, cue.text, kept_words(cue.words, kept))
        for cue in cues
        if (span := retimed(cue.span, kept))
    )


def kept_words(words: Sequence[Word], kept: Sequence[Span]) -> tuple[Word, ...]:
    """Retime `words` to the clock of the `kept` stretches."""
    return tuple(Word(span, word.text) for word in words if (span := retimed(word.span, kept)))


def kept_tracks(tracks: Sequence[TextTrack], kept: Sequence[Span]) -> tuple[TextTrack, ...]:
    """Retime `tracks`, and drop tracks that are then empty."""
    moved = (replace(track, cues=kept_cues(track.cues, kept)) for track in tracks)
    return tuple(track for track in moved if track.cues)


def kept_chapters(chapters: Sequence[Chapter], kept: Sequence[Span]) -> tuple[Chapter, ...]:
    """Retime `chapters` to the clock of the `kept` stretches."""
    return tuple(Chapter(span, c.title) for c in chapters if (span := retimed(c.span, kept)))
