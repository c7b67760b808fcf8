"""Spans to keep of a clip, and the room that a cut leaves around words.

This module moves no picture or sound; `Edit.keep_spans` does, with the spans found here.
"""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

from egv.core.media.spans import find_gaps, intersect_spans, merge_spans
from egv.core.media.timing import Seconds, Span
from egv.core.sound.speech_spans import Speech

# A quarter of a second shows the speaker before the first word, as a breath is taken; the last
# word needs more, or its end seems chopped and a fade or outro starts on top of it.
LEAD_S = Seconds(1, 4)
TAIL_S = Seconds(9, 20)
MAX_PAUSE_S = Seconds(1, 2)
AFTER_WORD = Fraction(3, 5)  # share of a shortened pause: a word rings on after its end
LEAST_AFTER_WORD_S = Seconds(3, 20)  # 80 ms is promised; a faint final /f/ is detected 60 ms early
SMALLEST_CUT_S = Seconds(3, 20)  # a shorter cut is not worth a visible jump
LEAST_LEFT_S = Seconds(1)
# At the ends, only a lasting sound is kept: a jingle, applause or a machine. Handling noise of
# the camera comes in bursts and should go. In a pause a laugh is kept too.
LASTING_SOUND_S = Seconds(1)


class SilenceMode(StrEnum):
    """The dead air to cut."""

    ENDS = "ends"
    ALL = "all"
    OFF = "off"


def cut_dead_air(
    within: Span,
    speech: Speech,
    silence: SilenceMode,
    max_pause: Seconds = MAX_PAUSE_S,
    ends: tuple[bool, bool] = (True, True),
) -> tuple[Span, ...]:
    """Cut dead air from `within` and return the rest; all of it when nobody speaks there.

    `ends` says whether the start and the end may be cut. Words are never touched.
    """
    spoken = intersect_spans(speech.spans, (within,))
    if silence is SilenceMode.OFF or not spoken:
        return (within,)
    sounds = intersect_spans(speech.sounds, (within,))
    lasting = [sound for sound in sounds if sound.duration >= LASTING_SOUND_S]
    first = min(span.start for span in (*spoken, *lasting)) if ends[0] else within.start
    last = max(span.end for span in (*spoken, *lasting)) if ends[1] else within.end
    outer = _add_breathing_room(within, first, last)
    if silence is SilenceMode.ENDS:
        return (outer,)
    pauses = find_gaps(merge_spans((*spoken, *sounds)), outer)
    inner = [pause for pause in pauses if outer.start < pause.start and pause.end < outer.end]
    return find_gaps([cut for pause in inner for cut in _shorten_pause(pause, max_pause)], outer)


def _add_breathing_room(within: Span, first: Seconds, last: Seconds) -> Span:
    """Widen first to last by the breathing room around words, to at least a second."""
    start, end = max(first - LEAD_S, within.start), min(last + TAIL_S, within.end)
    end = max(end, min(start + LEAST_LEFT_S, within.end))
    start = min(start, max(end - LEAST_LEFT_S, within.start))
    if start - within.start < SMALLEST_CUT_S:
        start = within.start
    if within.end - end < SMALLEST_CUT_S:
        end = within.end
    return Span(start, end)


def _shorten_pause(pause: Span, max_pause: Seconds) -> tuple[Span, ...]:
    """Return the part to cut out of `pause` so that it lasts `max_pause`."""
    if pause.duration - max_pause < SMALLEST_CUT_S:
        return ()
    after = min(max_pause, max(max_pause * AFTER_WORD, LEAST_AFTER_WORD_S))
    return (Span(pause.start + after, pause.end - (max_pause - after)),)
