"""Speech in a programme: found in its voice, placed on its clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import accumulate

from egv.core.ask import Ask, SpeechIn
from egv.core.edit import Edit, Voice
from egv.core.graph import Pad
from egv.core.media import Word
from egv.core.retiming import kept_spans, kept_words
from egv.core.splice import sound_spliced
from egv.core.timing import Seconds, Span, frame_at, meeting
from egv.core.transcript import Passage

STRAYED = Seconds(15, 100)  # a word may lie this far outside speech before it is moved


def speech_of(edit: Edit, ask: Ask) -> tuple[Span, ...]:
    """Find the spans of speech in what is kept, on the programme's clock."""
    return kept_spans(_spoken(edit.voice, edit.canvas.frame_rate, ask), edit.voice.kept)


def _spoken(voice: Voice, rate: Fraction, ask: Ask) -> tuple[Span, ...]:
    """Find the spans of speech in the whole of `voice`.

    Each clip is analysed by itself: beside a loud speaker a soft one would pass for noise.
    """
    if not voice.parts:
        return () if voice.sound is None else tuple(ask(SpeechIn(voice.sound)).spans)
    starts = accumulate((part.frames for part in voice.parts), initial=0)
    return tuple(
        span.shifted(start / rate)
        for part, start in zip(voice.parts, starts, strict=False)
        for span in _spoken(part, rate, ask)
    )


def stretch_of(edit: Edit) -> tuple[Pad, Seconds]:
    """Return the voice from the first to the last kept moment, and the start of that stretch.

    The stretch is in one piece: a seam inside a sentence would be heard as another word.
    """
    voice, rate = edit.voice, edit.canvas.frame_rate
    assert voice.sound is not None
    spans = voice.kept
    first, end = frame_at(spans[0].start, rate), frame_at(spans[-1].end, rate)
    if (first, end) == (0, voice.frames):
        return voice.sound, Seconds(0)
    return sound_spliced(voice.sound, [(first, end)], voice.frames, rate), spans[0].start


def kept_passages(passages: Sequence[Passage], start: Seconds, edit: Edit) -> tuple[Passage, ...]:
    """Place `passages`, recognised from `start` of the voice on, on the programme's clock."""
    kept = []
    for passage in passages:
        words = [Word(word.span.shifted(start), word.text) for word in passage.words]
        if left := kept_words(words, edit.voice.kept):
            kept.append(replace(passage, words=left))
    return tuple(kept)


def within_speech(words: Sequence[Word], speech: Sequence[Span]) -> tuple[Word, ...]:
    """Move words that stray into silence back to the speech they belong to.

    A model includes the silence before the first word after a pause, sometimes several seconds.
    """
    moved = []
    for word in words:
        if own := meeting(speech, word.span):
            longest = max(own, key=lambda span: _shared(span, word.span))
            start = max(word.span.start, longest.start - STRAYED)
            end = min(word.span.end, longest.end + STRAYED)
            word = Word(Span(start, end), word.text)
        moved.append(word)
    return tuple(moved)


def _shared(span: Span, other: Span) -> Seconds:
    both = span.overlap(other)
    return both.duration if both else Seconds(0)
