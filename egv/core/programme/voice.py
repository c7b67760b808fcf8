"""Speech in a programme: found in its voice, placed on its clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import accumulate

from egv.core.cues.transcript import TranscriptPassage
from egv.core.graph.pads import Pad
from egv.core.graph.splice import splice_sound
from egv.core.media.clip import Word
from egv.core.media.retime import retime_spans, retime_words
from egv.core.media.spans import find_overlapping_spans, measure_overlap
from egv.core.media.timing import Seconds, Span, to_frame
from egv.core.programme.edit import Edit, Voice
from egv.core.programme.questions import Ask, SpeechIn

STRAYED = Seconds(15, 100)  # a word may lie this far outside speech before it is moved


def find_speech_spans(edit: Edit, ask: Ask) -> tuple[Span, ...]:
    """Find the spans of speech in what is kept, on the programme's clock."""
    return retime_spans(
        _find_voice_speech(edit.voice, edit.canvas.frame_rate, ask), edit.voice.kept
    )


def _find_voice_speech(voice: Voice, rate: Fraction, ask: Ask) -> tuple[Span, ...]:
    """Find the spans of speech in the whole of `voice`.

    Each clip is analysed by itself: beside a loud speaker a soft one would pass for noise.
    """
    if not voice.parts:
        return () if voice.sound is None else tuple(ask(SpeechIn(voice.sound)).spans)
    starts = accumulate((part.frames for part in voice.parts), initial=0)
    return tuple(
        span.shift(start / rate)
        for part, start in zip(voice.parts, starts, strict=False)
        for span in _find_voice_speech(part, rate, ask)
    )


def splice_kept_voice(edit: Edit, sound: Pad) -> tuple[Pad, Seconds]:
    """Cut `sound`, the whole voice of `edit`, to what is kept; also return the start of that.

    The stretch is in one piece: a seam inside a sentence would be heard as another word.
    """
    voice, rate = edit.voice, edit.canvas.frame_rate
    spans = voice.kept
    first, end = to_frame(spans[0].start, rate), to_frame(spans[-1].end, rate)
    if (first, end) == (0, voice.frames):
        return sound, Seconds(0)
    return splice_sound(sound, [(first, end)], voice.frames, rate), spans[0].start


def retime_passages(
    passages: Sequence[TranscriptPassage], start: Seconds, edit: Edit
) -> tuple[TranscriptPassage, ...]:
    """Place `passages`, recognised from `start` of the voice on, on the programme's clock."""
    kept = []
    for passage in passages:
        words = [Word(word.span.shift(start), word.text) for word in passage.words]
        if left := retime_words(words, edit.voice.kept):
            kept.append(replace(passage, words=left))
    return tuple(kept)


def clamp_to_speech(words: Sequence[Word], speech: Sequence[Span]) -> tuple[Word, ...]:
    """Move words that stray into silence back to the speech they belong to.

    A model includes the silence before the first word after a pause, sometimes several seconds.
    """
    moved = []
    for word in words:
        if own := find_overlapping_spans(speech, word.span):
            longest = max(own, key=lambda span: measure_overlap((span,), word.span))
            start = max(word.span.start, longest.start - STRAYED)
            end = min(word.span.end, longest.end + STRAYED)
            word = Word(Span(start, end), word.text)
        moved.append(word)
    return tuple(moved)
