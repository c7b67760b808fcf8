"""What of a programme a preview shows, and that it is dressed as in the whole."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from egv.core.delivery.deliver import Deliverable
from egv.core.delivery.excerpt import (
    choose_sample,
    choose_still,
    choose_still_frames,
    cut_excerpt,
    shrink_excerpt,
)
from egv.core.media.clip import Cue
from egv.core.media.timing import Seconds, Span
from egv.core.programme.edit import Edit
from egv.core.programme.layers import Bumpers, LowerThird
from tests.conftest import delivered, graph_of, programme

INTRO = 60  # frames


def edited(seconds: int, *cues: tuple[int, int], plate: int | None = None) -> Edit:
    edit = programme(seconds=seconds)
    edit = edit.with_cues([Cue(Span(Seconds(a), Seconds(b)), "words") for a, b in cues], "en")
    if plate is not None:
        edit = edit.with_layer(LowerThird(Seconds(plate), Seconds(5), (("name", "Maria"),)))
    return edit


def dressed(edit: Edit, intro: int = 0, outro: int = 0) -> Deliverable:
    """What `edit` is dressed as, with bumpers of so many frames."""
    shift = intro / edit.canvas.frame_rate
    return replace(
        delivered(replace(edit, cues=(), layers=(), bumpers=Bumpers())),
        cues=tuple(cue.shift(shift) for cue in edit.cues),
        frames=intro + edit.frames + outro,
        programme_start=intro,
    )


@given(st.integers(1, 100), st.integers(0, 90), st.integers(0, 90), st.integers(0, 5000))
def test_a_still_is_the_very_frame_of_the_whole(
    seconds: int, intro: int, outro: int, number: int
) -> None:
    edit = edited(seconds)
    whole = dressed(edit, intro, outro)
    number %= whole.frames
    shot = choose_still(edit, whole, number)
    first = shot.span.start * 30

    before = intro if shot.span.start == 0 else 0
    after = outro if shot.span.end == edit.duration else 0
    length = before + shot.span.duration * 30 + after
    at = shot.first + length if shot.first < 0 else shot.first
    assert 0 <= at < length
    assert number == (at if before else at + intro + first)


@given(st.integers(1, 100), st.integers(0, 90), st.integers(0, 90))
def test_stills_are_in_order_within_the_whole_and_show_the_cards(
    seconds: int, intro: int, outro: int
) -> None:
    whole = dressed(edited(seconds), intro, outro)
    stills = choose_still_frames(edited(seconds), whole, 9)

    assert list(stills) == sorted(set(stills))
    assert stills[0] >= 0
    assert stills[-1] < whole.frames
    assert len(stills) == 9
    assert intro < 2 or stills[0] < intro
    assert outro < 2 or stills[-1] >= whole.frames - outro


def test_stills_show_the_name_plate_and_fall_on_subtitles() -> None:
    edit = edited(60, (20, 22), (41, 43), plate=1)
    seconds = [frame / 30 for frame in choose_still_frames(edit, dressed(edit), 9)]

    assert 3.5 in seconds
    assert 21.0 in seconds


def test_a_sample_begins_at_the_end_of_the_intro_when_words_soon_follow() -> None:
    edit = edited(60, (2, 4))
    shot = choose_sample(edit, dressed(edit, INTRO + 90), Seconds(10))

    assert shot.span == Span(Seconds(0), Seconds(10))
    assert (shot.first, shot.end) == (90, 390)


def test_a_sample_begins_shortly_before_the_first_text() -> None:
    late, never = edited(60, (30, 32)), edited(4)

    assert choose_sample(late, dressed(late, INTRO), Seconds(10)).span == Span(
        Seconds(29), Seconds(39)
    )
    assert choose_sample(never, dressed(never), Seconds(10)).span == Span(Seconds(0), Seconds(4))


def test_an_excerpt_keeps_cues_as_laid_out_and_moves_the_name_plate() -> None:
    edit = replace(edited(60, (9, 14), (30, 31), plate=8), bumpers=Bumpers(intro=True, outro=True))
    part = cut_excerpt(edit, dressed(edit, INTRO), Span(Seconds(10), Seconds(20)))

    assert part.duration == 10
    assert [cue.span for cue in part.cues] == [Span(Seconds(0), Seconds(4))]
    assert part.cues_are_given
    assert part.layers == (LowerThird(Seconds(0), Seconds(3), (("name", "Maria"),)),)
    assert part.bumpers == Bumpers()


def test_a_preview_is_made_small_after_it_is_dressed_and_decoded_from_nearby() -> None:
    edit = edited(60)
    whole = dressed(edit)
    shot = choose_still(edit, whole, 40 * 30)
    part = cut_excerpt(edit, whole, shot.span)
    shown = shrink_excerpt(delivered(part), part, shot, 270)

    text = graph_of(shown.picture, None)
    assert text.rindex("scale=") > text.rindex("trim=")
    assert (shown.canvas.width, shown.canvas.height, shown.frames) == (480, 270, 1)
    assert "PTS+37.4/TB" in text


def test_the_facts_of_the_canvas_stay_those_of_the_clip() -> None:
    edit = edited(60)
    small = shrink_excerpt(dressed(edit), edit, choose_still(edit, dressed(edit), 0), 9000)

    assert (small.canvas.width, small.canvas.frame_rate) == (1920, Fraction(30))
