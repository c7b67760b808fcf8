"""An Edit's clock, cues and chapters move together."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.graph.pads import Filter, Pad, Source, apply_filter
from egv.core.media.clip import Chapter, Cue, TextTrack
from egv.core.media.fields import Fields
from egv.core.media.retime import retime_span
from egv.core.media.timing import Seconds, Span
from egv.core.programme.edit import create_edit
from tests.conftest import delivered, graph_text, media, programme


def span(start: float, end: float) -> Span:
    return Span(Fraction(str(start)), Fraction(str(end)))


def test_keeping_everything_changes_nothing() -> None:
    edit = programme(seconds=10)

    assert edit.keep_spans([span(0, 10)]) is edit


def test_keeping_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="no frame"):
        programme(seconds=10).keep_spans([span(3, 3.01)])


def test_the_clock_says_where_each_moment_comes_from() -> None:
    edit = programme(seconds=10).keep_spans([span(1, 3), span(5, 9)]).keep_spans([span(1, 4)])

    assert [each.span for each in edit.clock] == [span(2, 3), span(5, 7)]
    assert edit.duration == 3


def test_cues_and_chapters_move_with_the_cuts() -> None:
    track = TextTrack(
        "nl", (Cue(span(0, 2), "weg"), Cue(span(2, 6), "half"), Cue(span(8, 9), "later"))
    )
    whole = replace(
        programme(seconds=10), text_tracks=(track,), chapters=(Chapter(span(5, 10), "Slot"),)
    )
    edit = whole.keep_spans([span(3, 5), span(8, 10)])

    assert edit.text_tracks[0].cues == (Cue(span(0, 2), "half"), Cue(span(2, 3), "later"))
    assert edit.chapters == (Chapter(span(2, 4), "Slot"),)


def test_a_text_track_whose_cues_were_all_cut_is_gone() -> None:
    track = TextTrack("nl", (Cue(span(0, 1), "weg"),))
    edit = replace(programme(seconds=10), text_tracks=(track,)).keep_spans([span(3, 5)])

    assert edit.text_tracks == ()


spans = st.lists(st.integers(0, 300), min_size=2, max_size=20, unique=True).map(
    lambda n: [
        Span(Seconds(a, 30), Seconds(b, 30))
        for a, b in zip(sorted(n)[::2], sorted(n)[1::2], strict=False)
    ]
)


@given(spans)
def test_a_cut_never_lengthens_and_stays_on_the_grid(kept: list[Span]) -> None:
    edit = programme(seconds=10).keep_spans(kept)

    assert edit.duration <= 10
    assert edit.duration * 30 == edit.frames


@given(spans, st.integers(0, 299), st.integers(1, 60))
def test_a_retimed_cue_lies_inside_the_programme(kept: list[Span], start: int, length: int) -> None:
    span = Span(Seconds(start, 30), Seconds(start + length, 30))
    moved = retime_span(span, kept)

    assert (moved is not None) == any(span.overlap(each) for each in kept)
    if moved:
        assert 0 <= moved.start < moved.end <= sum(s.duration for s in kept)
        assert moved.duration <= Seconds(length, 30)


def test_an_untouched_clip_that_plays_everywhere_is_copied() -> None:
    planned = delivered(programme())

    assert planned.copied_source
    assert planned.picture.index == 0


@pytest.mark.parametrize(
    ("fact", "reason"),
    [
        ({"codec": "hevc"}, "hevc, not H.264"),
        ({"rotation": 90}, "stored rotated"),
        ({"fields": Fields.INTERLACED}, "interlaced"),
        ({"constant_rate": False}, "frame rate varies"),
        ({"pixel_format": "yuv420p10le"}, "yuv420p10le"),
        ({"colour_tag": "bt2020"}, "bt2020"),
        ({"sar": Fraction(4, 3)}, "not square"),
        ({"width": 1919}, "odd"),
        ({"full_range": True}, "full-range"),
    ],
)
def test_a_clip_that_does_not_play_everywhere_is_encoded_and_says_why(
    fact: dict[str, object], reason: str
) -> None:
    planned = delivered(programme(**fact))

    assert not planned.copied_source
    assert reason in planned.why_encoded


def test_a_changed_picture_is_encoded() -> None:
    edit = programme()
    planned = delivered(edit.with_picture(apply_filter(edit.picture, "hflip")))

    assert planned.why_encoded == "a step changed the picture"


def test_a_long_unwanted_start_is_not_decoded() -> None:
    late = programme(seconds=600).keep_spans([span(300, 310)])
    planned = delivered(late)

    assert dict(first_source(planned.picture).options)["ss"] == "298"
    assert "PTS+298/TB" in graph_text(replace(late, picture=planned.picture))


def first_source(pad: Pad) -> Source:
    while isinstance(pad.node, Filter):
        pad = pad.node.inputs[-1]
    return pad.node


def test_sd_without_tags_is_read_as_bt601_and_hd_as_bt709() -> None:
    small = graph_text(programme(width=720, height=576, colour_tag="untagged"))
    large = graph_text(programme(colour_tag="untagged"))

    assert "min=smpte170m" in small
    assert "zscale" not in large


def test_the_sound_is_exactly_as_long_as_the_picture() -> None:
    text = graph_text(create_edit(media(seconds=Fraction(1001, 100), rate=Fraction(30000, 1001))))

    assert "end_sample=480480" in text
    assert "end_pts=300" in text


def test_a_held_frame_is_the_last_that_was_kept() -> None:
    edit = programme(seconds=10).keep_spans([span(1, 3), span(5, 6)]).hold_last_frame(45)

    assert edit.frames == 90 + 45
    assert edit.clock[-1].still
    assert edit.clock[-1].seen_span == Span(Seconds(179, 30), Seconds(6))
    assert "end_pts=135" in graph_text(edit)
    assert f"atrim=end_sample={135 * 1600}" in graph_text(edit)


def test_what_is_cut_out_of_a_held_frame_still_shows_that_frame() -> None:
    edit = programme(seconds=10).hold_last_frame(60).keep_spans([span(9, 10.5), span(11, 12)])
    only = edit.keep_spans([span(2, 2.5)])

    assert [each.span.duration for each in edit.clock] == [1, Seconds(1, 2), 1]
    assert [each.still for each in edit.clock] == [False, True, True]
    assert {each.span.start for each in edit.clock[1:]} == {Seconds(299, 30)}
    assert [each.seen_span for each in only.clock] == [Span(Seconds(299, 30), Seconds(10))]


def test_a_frame_held_twice_is_held_longer() -> None:
    edit = programme(seconds=10).hold_last_frame(30).hold_last_frame(30)

    assert edit.duration == 12
    assert {each.seen_span for each in edit.clock[1:]} == {Span(Seconds(299, 30), Seconds(10))}


@given(spans)
def test_the_voice_is_kept_as_the_clip_is(kept: list[Span]) -> None:
    edit = programme(seconds=10).keep_spans(kept)

    assert edit.voice.kept == tuple(each.span for each in edit.clock)
