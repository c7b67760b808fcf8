"""New times for spans, moments and cues after cuts: only the kept stretches remain, end to end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from egv.core.media.clip import START, Chapter, Cue, TextTrack, Word
from egv.core.media.timing import Seconds, Span


def cut_stretches(
    stretches: Sequence[Span], kept: Sequence[Span], start: Seconds = START
) -> tuple[Span, ...]:
    """Cut `stretches`, laid end to end from `start` on, to `kept`; results on their own clock."""
    left = []
    for stretch in stretches:
        here = Span(start, start + stretch.duration)
        left += [both.shift(stretch.start - start) for span in kept if (both := span.overlap(here))]
        start = here.end
    return tuple(left)


def retime_span(span: Span, kept: Sequence[Span]) -> Span | None:
    """Retime `span` to the clock of the `kept` stretches, without the cuts; None if all went."""
    start, left = Seconds(0), []
    for stretch in kept:
        if both := span.overlap(stretch):
            left.append(both.shift(start - stretch.start))
        start += stretch.duration
    return Span(left[0].start, left[-1].end) if left else None


def retime_spans(spans: Sequence[Span], kept: Sequence[Span]) -> tuple[Span, ...]:
    """Retime `spans` to the clock of the `kept` stretches; a span with a cut in it becomes two."""
    placed, start = [], Seconds(0)
    for stretch in kept:
        placed += [
            both.shift(start - stretch.start) for span in spans if (both := span.overlap(stretch))
        ]
        start += stretch.duration
    return tuple(placed)


def retime_moments(moments: Sequence[Seconds], kept: Sequence[Span]) -> tuple[Seconds, ...]:
    """Retime the `moments` inside a kept stretch; the others are dropped."""
    placed, start = [], Seconds(0)
    for stretch in kept:
        placed += [at + start - stretch.start for at in moments if stretch.start < at < stretch.end]
        start += stretch.duration
    return tuple(placed)


def retime_cues(cues: Sequence[Cue], kept: Sequence[Span]) -> tuple[Cue, ...]:
    """Retime `cues` to the clock of the `kept` stretches."""
    return tuple(
        Cue(span, cue.text, retime_words(cue.words, kept))
        for cue in cues
        if (span := retime_span(cue.span, kept))
    )


def retime_words(words: Sequence[Word], kept: Sequence[Span]) -> tuple[Word, ...]:
    """Retime `words` to the clock of the `kept` stretches."""
    return tuple(Word(span, word.text) for word in words if (span := retime_span(word.span, kept)))


def retime_tracks(tracks: Sequence[TextTrack], kept: Sequence[Span]) -> tuple[TextTrack, ...]:
    """Retime `tracks`, and drop tracks that are then empty."""
    moved = (replace(track, cues=retime_cues(track.cues, kept)) for track in tracks)
    return tuple(track for track in moved if track.cues)


def retime_chapters(chapters: Sequence[Chapter], kept: Sequence[Span]) -> tuple[Chapter, ...]:
    """Retime `chapters` to the clock of the `kept` stretches."""
    return tuple(Chapter(span, c.title) for c in chapters if (span := retime_span(c.span, kept)))
