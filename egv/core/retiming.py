"""Where things on a clock lie once only stretches of it remain, laid end to end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from egv.core.media import START, Chapter, Cue, TextTrack, Word
from egv.core.timing import Seconds, Span


def kept_stretches(
    stretches: Sequence[Span], kept: Sequence[Span], start: Seconds = START
) -> tuple[Span, ...]:
    """What of `stretches`, laid end to end from `start` on, lies in `kept`; on their own clock."""
    left = []
    for stretch in stretches:
        here = Span(start, start + stretch.duration)
        left += [
            both.shifted(stretch.start - start) for span in kept if (both := span.overlap(here))
        ]
        start = here.end
    return tuple(left)


def retimed(span: Span, kept: Sequence[Span]) -> Span | None:
    """Where `span` lies once only `kept` remains: shortened by the cuts in it, None if all went."""
    start, left = Seconds(0), []
    for each in kept:
        if both := span.overlap(each):
            left.append(both.shifted(start - each.start))
        start += each.duration
    return Span(left[0].start, left[-1].end) if left else None


def kept_spans(spans: Sequence[Span], kept: Sequence[Span]) -> tuple[Span, ...]:
    """Where `spans` lie once only `kept` remains; one with a cut in it becomes two."""
    placed, start = [], Seconds(0)
    for each in kept:
        placed += [
            both.shifted(start - each.start) for span in spans if (both := span.overlap(each))
        ]
        start += each.duration
    return tuple(placed)


def kept_moments(moments: Sequence[Seconds], kept: Sequence[Span]) -> tuple[Seconds, ...]:
    """Where `moments` lie once only `kept` remains: those within a stretch that is kept."""
    placed, start = [], Seconds(0)
    for each in kept:
        placed += [at + start - each.start for at in moments if each.start < at < each.end]
        start += each.duration
    return tuple(placed)


def kept_cues(cues: Sequence[Cue], kept: Sequence[Span]) -> tuple[Cue, ...]:
    """`cues` once only `kept` remains."""
    return tuple(
        Cue(span, cue.text, kept_words(cue.words, kept))
        for cue in cues
        if (span := retimed(cue.span, kept))
    )


def kept_words(words: Sequence[Word], kept: Sequence[Span]) -> tuple[Word, ...]:
    """`words` once only `kept` remains."""
    return tuple(Word(span, word.text) for word in words if (span := retimed(word.span, kept)))


def kept_tracks(tracks: Sequence[TextTrack], kept: Sequence[Span]) -> tuple[TextTrack, ...]:
    """`tracks` once only `kept` remains, without those that say nothing then."""
    moved = (replace(track, cues=kept_cues(track.cues, kept)) for track in tracks)
    return tuple(track for track in moved if track.cues)


def kept_chapters(chapters: Sequence[Chapter], kept: Sequence[Span]) -> tuple[Chapter, ...]:
    """`chapters` once only `kept` remains."""
    return tuple(Chapter(span, c.title) for c in chapters if (span := retimed(c.span, kept)))
