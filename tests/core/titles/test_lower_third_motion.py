"""How a name plate comes and goes, read off the overrides that libass obeys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.kit.text_styles import LowerThirdBacking, LowerThirdMotion
from egv.core.media.clip import Canvas
from egv.core.media.shape import Box, Position, find_safe_area
from egv.core.media.timing import Seconds, Span
from egv.core.titles.fonts import Typeface
from egv.core.titles.lower_third import DrawnLowerThird, PlatePlace, draw_lower_third
from egv.core.titles.lower_third_motion import PieceRole, PlateMotion, PlatePiece
from tests.conftest import FACE, a_kit

TEXT = Typeface((FACE,))
CANVAS = Canvas(1920, 1080, Seconds(25))
NUMBERS = re.compile(r"\\(clip|move|fade|fad|t)\(([-\d.,]+)")
STYLES = st.sampled_from(["bar", "box", "line"])


def plate(seconds: float = 5.0, **style: str) -> DrawnLowerThird:
    kit = a_kit(lower_third=style)
    span = Span(Seconds(1), Seconds(1) + Seconds(str(seconds)))
    return draw_lower_third(
        kit, ["Nora", "Chief"], (TEXT, TEXT), PlatePlace(CANVAS, find_safe_area(CANVAS)), span
    )


def numbers(body: str) -> Iterator[tuple[str, list[float]]]:
    """Every override that has times or places in it, with its numbers."""
    for tag, values in NUMBERS.findall(body):
        yield tag, [float(value) for value in values.split(",") if value]


@given(STYLES, st.sampled_from(Position))
def test_a_plate_that_slides_is_never_seen_outside_its_box(style: str, position: Position) -> None:
    drawn = plate(style=style, position=position.value)

    assert drawn.events
    for event in drawn.events:
        clips = [values for tag, values in numbers(event.body) if tag == "clip"]
        assert clips
        for left, top, right, bottom in clips:
            assert drawn.box.x <= left <= right <= drawn.box.right
            assert drawn.box.y <= top <= bottom <= drawn.box.bottom


@pytest.mark.parametrize(("position", "sign"), [("bottom-left", 1), ("bottom-right", -1)])
def test_texts_slide_in_from_the_side_the_plate_stands_at(position: str, sign: int) -> None:
    moves = [
        values
        for event in plate(position=position).events
        for tag, values in numbers(event.body)
        if tag == "move"
    ]

    assert len(moves) == 2
    assert all((stop - start) * sign > 0 for start, _, stop, *_ in moves)


def test_a_plate_that_fades_stands_still() -> None:
    events = plate(motion="fade").events

    assert events
    for event in events:
        assert [tag for tag, _ in numbers(event.body)] == ["fad"]
        assert "\\pos(" in event.body


@given(STYLES, st.sampled_from(["slide", "fade"]), st.floats(0.04, 60))
def test_all_is_there_within_half_a_second_and_for_half_of_its_time(
    style: str, motion: str, seconds: float
) -> None:
    shown = round(Seconds(str(seconds)) * 1000)
    events = plate(seconds, style=style, motion=motion).events

    assert events
    for event in events:
        for tag, values in numbers(event.body):
            match tag:
                case "move":
                    assert values[4] <= values[5] <= min(500, shown / 2)
                case "fade":
                    assert values[3] <= values[4] <= min(500, shown / 2)
                    assert values[4] <= values[5] <= values[6] <= shown
                    assert shown - values[5] <= min(500, shown / 2)
                case "fad":
                    assert max(values) <= min(500, shown / 2)
                case "t":
                    assert values[0] == 0 or values[1] == shown
                    assert values[1] - values[0] <= min(500, shown / 2)


@given(
    st.sampled_from(LowerThirdMotion),
    st.sampled_from([b for b in LowerThirdBacking if b is not LowerThirdBacking.BOX]),
    st.sampled_from(PieceRole),
    st.booleans(),
    st.integers(1, 60_000),
)
def test_every_piece_comes_before_it_goes(
    motion: LowerThirdMotion,
    backing: LowerThirdBacking,
    role: PieceRole,
    is_left: bool,
    shown_ms: int,
) -> None:
    box = Box(100, 800, 600, 120)
    tags = PlateMotion(motion, backing, box, is_left, 40, shown_ms).format_tags(
        PlatePiece(role, 150, 820, "Plate", "Nora", box)
    )
    wipes = [values for tag, values in numbers(tags) if tag == "t"]

    assert tags.startswith("\\an7\\")
    assert [a <= b <= shown_ms for a, b, *_ in wipes] == [True] * len(wipes)
    assert all(one[1] <= other[0] for one, other in pairwise(wipes))
    assert (motion is LowerThirdMotion.FADE) == (not wipes)


def test_texts_start_behind_the_stripe_of_their_side() -> None:
    box = Box(100, 800, 600, 120)
    piece = PlatePiece(PieceRole.TEXT, 150, 820, "Name", "Nora", box)
    starts = [
        next(values[0] for tag, values in numbers(PlateMotion(
            LowerThirdMotion.SLIDE, LowerThirdBacking.BAR, box, is_left, 40, 5000
        ).format_tags(piece)) if tag == "move")
        for is_left in (True, False)
    ]  # fmt: skip

    assert starts == [150 - 40, 150 + 40]


def test_a_box_rises_the_name_first() -> None:
    moves = [
        values
        for event in plate(style="box").events
        for tag, values in numbers(event.body)
        if tag == "move"
    ]

    assert len(moves) == 4  # two grounds and their texts
    assert all(x == to_x and y > to_y for x, y, to_x, to_y, *_ in moves)
    assert [start > 0 for *_, start, _ in moves] == [False, True, False, True]


def test_the_texts_of_a_line_come_out_of_it() -> None:
    name, role = plate(style="line").events[1:]
    (_, up), (_, down) = (next(numbers(event.body)) for event in (name, role))

    assert up[1] > up[3]
    assert down[1] < down[3]
    clips = [
        [values for tag, values in numbers(event.body) if tag == "clip"] for event in (name, role)
    ]
    assert clips[0][0][1] == clips[0][0][3] == clips[1][0][1] == clips[1][0][3]
