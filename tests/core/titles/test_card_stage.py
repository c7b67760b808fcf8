"""The ground and the motion of cards as numbers: rooms on the frame, and entries in time."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.kit.plain_values import CardForm, CardMotion
from egv.core.media.clip import Canvas
from egv.core.media.shape import Box, find_safe_area
from egv.core.media.timing import Seconds
from egv.core.titles.card import CardLook, plan_card_look
from egv.core.titles.card_motion import (
    STILL_BY,
    compute_drift,
    compute_entry,
    plan_card_pace,
)
from egv.core.titles.card_stage import plan_card_stage
from tests.conftest import a_kit

SIZES = ((1920, 1080), (1080, 1920), (1080, 1080), (1080, 1350), (427, 240))


def look(form: CardForm, size: tuple[int, int], *, logo: bool = True) -> CardLook:
    variants = {
        "dark": {"file": "a.png", "for_background": "light"},
        "light": {"file": "b.png", "for_background": "dark"},
    }
    logos = {"variants": variants} if logo else {}
    card = {"logo": "light" if logo else "auto"}
    kit = a_kit(logo=logos, intro={"layout": form.value, "card": card})
    made = plan_card_look(kit, kit.spec.intro, ("Hello",), Canvas(*size, Seconds(25)))
    assert made
    return made


def is_within(box: Box, area: Box) -> bool:
    across = area.x <= box.x < box.right <= area.right
    return across and area.y <= box.y < box.bottom <= area.bottom


@pytest.mark.parametrize("logo", [True, False])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("form", CardForm)
def test_texts_and_logo_have_room_in_the_safe_area(
    form: CardForm, size: tuple[int, int], logo: bool
) -> None:
    planned = look(form, size, logo=logo)
    stage, area = plan_card_stage(planned), find_safe_area(planned.canvas)

    assert is_within(stage.words, area)
    assert stage.words.height >= 0.3 * area.height
    assert stage.words.width >= 0.55 * area.width
    assert not stage.logo or is_within(stage.logo, area)
    assert not (stage.logo and stage.logo.is_overlapping(stage.words))
    for field in stage.fields:
        assert is_within(field.box, Box(0, 0, *size))
        if field.colour != planned.background:  # texts stand on no other colour
            assert not field.box.is_overlapping(stage.words)


@pytest.mark.parametrize("form", CardForm)
def test_a_logo_suits_the_colour_that_it_stands_on(form: CardForm) -> None:
    planned = look(form, SIZES[0])
    assert planned.logo

    assert planned.logo.name == ("a.png" if form is CardForm.BAND else "b.png")


def test_a_kit_with_a_logo_for_dark_grounds_only_has_no_white_paper() -> None:
    variants = {"light": {"file": "b.png", "for_background": "dark"}}
    kit = a_kit(logo={"variants": variants}, intro={"layout": "band"})
    made = plan_card_look(kit, kit.spec.intro, ("Hello",), Canvas(*SIZES[0], Seconds(25)))
    assert made

    assert made.ground != kit.spec.palette.background
    assert made.ground != made.background


@given(
    st.sampled_from(CardMotion),
    st.floats(0.5, 15),
    st.integers(1, 12),
    st.lists(st.floats(0, 15), min_size=2, max_size=20).map(sorted),
)
def test_parts_come_once_in_order_and_stand_still_in_time(
    motion: CardMotion, seconds: float, parts: int, times: list[float]
) -> None:
    pace = plan_card_pace(motion, seconds, parts)
    assert parts
    for part in range(parts):
        entries = [compute_entry(pace, part, at) for at in times]

        assert all(0 <= one <= other <= 1 for one, other in pairwise(entries))
        assert compute_entry(pace, part, STILL_BY * seconds + 1e-6) == 1
        if part and pace.rise_s:
            assert all(
                compute_entry(pace, part - 1, at) >= compute_entry(pace, part, at) for at in times
            )


def test_a_part_is_fast_at_first_and_the_ground_never_stops() -> None:
    pace = plan_card_pace(CardMotion.CALM, 2.5, 4)
    halves = compute_entry(pace, 0, 0.5), compute_entry(pace, 0, 1.0)
    drifts = [compute_drift(pace, 2.5, at / 25 * 2.5) for at in range(26)]

    assert halves[0] > 0.9
    assert halves[1] == 1
    assert all(one > other for one, other in pairwise(drifts))
    assert drifts[0] == pytest.approx(0.03)
    assert drifts[-1] == 0
    assert compute_drift(plan_card_pace(CardMotion.NONE, 2.5, 4), 2.5, 0) == 0
