"""Texts on the clock of a finished video, taken back to the clips and into another video."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from egv.app.records.ledger_lines import SubtitleRecord
from egv.core.media.clip import Cue
from egv.core.media.timing import Seconds, Span
from egv.core.programme.concat import concatenate_clips
from egv.core.programme.edit import Edit, create_edit
from egv.core.programme.finished_clock import (
    ALIKE_MS,
    build_finished_clock,
    find_moved_share,
    list_cue_edges,
    map_edges_to_sources,
    measure_matching_share,
    place_finished_cues,
)
from tests.conftest import media, sound_file

RATE = 25


def clip(content: str = "a", seconds: int = 20) -> Edit:
    return create_edit(replace(media(seconds=seconds, rate=RATE), content=content))


def cue(start: float, end: float, text: str = "Hello.") -> Cue:
    return Cue(Span(Seconds(str(start)), Seconds(str(end))), text)


def span(start: float, end: float) -> Span:
    return cue(start, end).span


@st.composite
def cuts(draw: st.DrawFn) -> tuple[Span, ...]:
    """Stretches of twenty seconds to keep, on frames."""
    edges = draw(st.sets(st.integers(0, 20 * RATE), min_size=2, max_size=8))
    ends = sorted(edges)[: len(edges) // 2 * 2]
    return tuple(Span(Seconds(a, RATE), Seconds(b, RATE)) for a, b in pairwise(ends))[::2]


@st.composite
def texts(draw: st.DrawFn, frames: int) -> tuple[Cue, ...]:
    """Subtitles within `frames`, one after the other."""
    if frames < 2:
        return (Cue(Span(Seconds(0), Seconds(frames, RATE)), "0"),)
    edges = sorted(draw(st.sets(st.integers(0, frames), min_size=2, max_size=9)))
    spans = [Span(Seconds(a, RATE), Seconds(b, RATE)) for a, b in pairwise(edges)]
    return tuple(Cue(each, str(number)) for number, each in enumerate(spans))


@settings(max_examples=40)
@given(st.data(), cuts(), st.integers(0, 90))
def test_what_is_placed_in_the_same_video_stays_where_it_was(
    data: st.DataObject, kept: tuple[Span, ...], offset: int
) -> None:
    edit = clip().keep_spans(kept)
    intro = Seconds(offset, RATE)
    cues = data.draw(texts(edit.frames))
    there = [each.shift(intro) for each in cues]

    assert place_finished_cues(there, build_finished_clock(edit, intro), edit) == cues


@settings(max_examples=40)
@given(st.data(), cuts(), cuts())
def test_a_text_goes_with_the_moments_that_it_lies_over(
    data: st.DataObject, before: tuple[Span, ...], after: tuple[Span, ...]
) -> None:
    was, now = clip().keep_spans(before), clip().keep_spans(after)
    drawn = data.draw(texts(was.frames))

    assert drawn
    for text in drawn:
        shown = place_finished_cues([text], build_finished_clock(was, Seconds(0)), now)
        moments = set(_frames(was, text.span)) & set(_frames(now, Span(Seconds(0), now.duration)))

        assert bool(shown) == bool(moments)
        for each in shown:
            assert _frames(now, each.span)[0] in moments
            assert _frames(now, each.span)[-1] in moments


def _frames(edit: Edit, within: Span) -> list[int]:
    """The frames of the clip that are seen in `edit` within a span."""
    frames = [
        round(segment.span.start * RATE) + number
        for segment in edit.clock
        for number in range(round(segment.span.duration * RATE))
    ]
    return frames[round(within.start * RATE) : round(within.end * RATE)]


def test_words_stay_on_their_moments_when_the_trim_and_the_intro_change() -> None:
    was = clip().keep_spans([span(2, 8), span(10, 20)])
    clock = build_finished_clock(was, Seconds("1.84"))
    there = (cue(2.84, 4.84, "One."), cue(7.34, 8.84, "Two."), cue(9.84, 10.84, "Three."))
    whole = place_finished_cues(there, clock, clip())
    gone = place_finished_cues(there, clock, clip().keep_spans([span(0, 3.6), span(12.4, 20)]))

    assert whole == (cue(3, 5, "One."), cue(10, 11, "Two."), cue(12, 13, "Three."))
    assert gone == (cue(3, 3.6, "One."), cue(3.6, 4.2, "Three."))


def test_a_short_pause_that_is_back_is_bridged_and_a_text_over_the_intro_is_cut() -> None:
    was = clip().keep_spans([span(2, 8), span(8.8, 20)])
    clock = build_finished_clock(was, Seconds(1))

    assert place_finished_cues([cue(6, 8)], clock, clip()) == (cue(7, 9.8),)
    rounded = cue(6.9996, 8)  # as a file says it in ms: it comes with what follows the cut
    assert place_finished_cues([rounded], clock, clip()) == (cue(8.8, 9.8),)
    assert place_finished_cues([cue(0.5, 1.5)], clock, was) == (cue(0, 0.5),)
    assert place_finished_cues([cue(0, 1)], clock, was) == ()


def test_clips_that_change_places_take_their_texts_along() -> None:
    one, other = clip("a", 4), clip("b", 6)
    canvas = one.canvas
    was = concatenate_clips([one, other.keep_spans([span(1, 6)])], canvas)
    now = concatenate_clips([other, one], canvas)
    twice = concatenate_clips([one, one], canvas)
    clock = build_finished_clock(was, Seconds(1))
    there = (cue(2, 3, "One."), cue(5, 6, "Other."))

    assert place_finished_cues(there, clock, now) == (cue(1, 2, "Other."), cue(7, 8, "One."))
    again = (cue(1, 2, "One."), cue(5, 6, "Once more."))
    assert place_finished_cues(again, build_finished_clock(twice, Seconds(0)), twice) == again


def test_texts_go_with_a_narration_and_with_the_picture_once_it_is_gone() -> None:
    narration = replace(sound_file("n.wav", 30), content="n")
    plain = clip()
    assert plain.sound
    said = plain.with_voice(narration, plain.sound, Seconds(2))
    later = plain.with_voice(narration, plain.sound, Seconds(5))
    clock = build_finished_clock(said, Seconds(1))

    assert place_finished_cues([cue(4, 6)], clock, later) == (cue(6, 8),)
    assert place_finished_cues([cue(4, 6)], clock, plain.keep_spans([span(2, 20)])) == (cue(1, 3),)


def test_times_tell_on_which_clock_a_file_is() -> None:
    own = (cue(3, 5), cue(6, 7.5), cue(9, 11))
    edit = clip().keep_spans([span(2, 20)])
    clock = build_finished_clock(edit, Seconds("1.84"))
    there = list_cue_edges([each.shift(Seconds("-0.16")) for each in own])
    at_sources = map_edges_to_sources(there, clock)

    assert measure_matching_share(there, there) == 1
    assert measure_matching_share(list_cue_edges(own), there) == 0
    assert at_sources == list_cue_edges(own)
    assert clock.is_source_clock is False
    assert build_finished_clock(clip(), Seconds(0)).is_source_clock


def test_a_clock_is_kept_in_the_ledger_as_it_is() -> None:
    clock = build_finished_clock(clip().keep_spans([span(2, 8), span(10, 20)]), Seconds("1.84"))
    said = SubtitleRecord(clock=clock, edges=(1, 2), says="s", text="a.nl.srt", text_clock=clock)

    read = SubtitleRecord.model_validate_json(said.model_dump_json(exclude_defaults=True))

    assert repr(read) == repr(said)


def test_a_file_whose_times_were_all_moved_is_known_by_their_distances() -> None:
    known = [700, 3_000, 3_560, 6_000, 9_120, 11_000]

    for by_ms in (500, -480, 1_900):
        share, found = find_moved_share([edge + by_ms for edge in known], known)
        assert share == 1
        assert abs(found - by_ms) <= ALIKE_MS
    assert find_moved_share([edge + 5_000 for edge in known], known)[0] < 0.5
    assert find_moved_share([100, 2_250, 4_400, 7_777, 8_400, 12_345], known)[0] < 0.5
    assert find_moved_share(known[:2], known) == (0.0, 0)
