"""Lower thirds as drawn: their pieces within their box, and texts with room around them."""

import contextlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.errors import EnvironmentFault, UsageError
from egv.core.media.clip import Canvas
from egv.core.media.shape import Position, find_safe_area
from egv.core.media.timing import Seconds
from egv.core.text.placeholders import fill_lines
from egv.core.titles.fonts import Typeface
from egv.core.titles.lower_third import PlatePlace, draw_lower_third
from tests.conftest import FACE, a_kit
from tests.core.titles.plates import HERE, SIZES, TEXT, corner


@given(
    SIZES,
    st.sampled_from(["bar", "box", "line"]),
    st.sampled_from(Position),
    st.lists(
        st.text("abcde fgh", min_size=1, max_size=60).filter(str.strip), min_size=1, max_size=3
    ),
)
def test_the_pieces_of_a_plate_stand_in_its_box(
    size: tuple[int, int], style: str, position: Position, lines: list[str]
) -> None:
    canvas = Canvas(*size, Seconds(25))
    kit = a_kit(lower_third={"style": style, "position": position.value})
    plate = draw_lower_third(
        kit, lines, (TEXT, TEXT), PlatePlace(canvas, find_safe_area(canvas)), HERE
    )
    sizes = {each.name: each.size for each in plate.styles}

    assert plate.events
    for event in plate.events:
        x, y = corner(event.body)
        is_flush_right = "\\an9" in event.body
        assert plate.box.x <= x < plate.box.right + is_flush_right
        assert plate.box.y <= y < plate.box.bottom
        text = event.body.rpartition("}")[2]
        if "\\p1" not in event.body:
            rows = text.split("\\N")
            wide = max(FACE.measure_width(row, sizes[event.style]) for row in rows)
            left = x - wide if is_flush_right else x
            assert plate.box.x <= left
            assert left + wide <= plate.box.right
            assert y + len(rows) * sizes[event.style] <= plate.box.bottom + 1


@pytest.mark.parametrize(("style", "shapes"), [("bar", 2), ("box", 2), ("line", 1)])
def test_a_plate_has_the_pieces_of_its_style(style: str, shapes: int) -> None:
    canvas = Canvas(1920, 1080, Seconds(25))
    kit = a_kit(lower_third={"style": style})
    plate = draw_lower_third(
        kit, ["Nora", "Chief"], (TEXT, TEXT), PlatePlace(canvas, find_safe_area(canvas)), HERE
    )
    drawings = [event for event in plate.events if "\\p1" in event.body]

    assert len(drawings) == shapes
    assert len(plate.events) == shapes + 2
    assert all(text.outline_px > 0 for text in plate.styles) == (style == "line")
    assert [("b " in event.body.rpartition("}")[2]) for event in drawings] == (
        [style == "box"] * shapes
    )


@pytest.mark.parametrize("style", ["bar", "box", "line"])
@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (1080, 1080), (1080, 1350)])
def test_a_role_is_never_set_smaller_than_a_telephone_shows(
    style: str, size: tuple[int, int]
) -> None:
    canvas = Canvas(*size, Seconds(25))
    kit = a_kit(lower_third={"style": style, "size": 0.045})
    lines = ["Nora " * 8, "Programme manager for safety and health in all of our regions", "Care"]
    place = PlatePlace(canvas, find_safe_area(canvas))
    plate = draw_lower_third(kit, lines, (TEXT, TEXT), place, HERE)

    assert len(plate.styles) == 3
    assert all(text.size >= 0.034 * min(size) for text in plate.styles)


@pytest.mark.parametrize("style", ["bar", "box", "line"])
@pytest.mark.parametrize("position", ["bottom-left", "bottom-right"])
def test_a_name_read_from_the_right_is_flush_right(style: str, position: str) -> None:
    canvas = Canvas(1920, 1080, Seconds(25))
    kit = a_kit(lower_third={"style": style, "position": position})
    wide = replace(FACE, advances={**FACE.advances, **dict.fromkeys(range(0x600, 0x6FF), 500)})
    faces = (Typeface((wide,)),) * 2
    place = PlatePlace(canvas, find_safe_area(canvas))
    plate = draw_lower_third(kit, ["نورا الأبيض", "Engineer of roads"], faces, place, HERE)
    texts = [event.body for event in plate.events if "\\p1" not in event.body]

    assert all("\\an9" in body for body in texts)
    assert len({corner(body)[0] for body in texts}) == 1
    assert plate.box.right - corner(texts[0])[0] < 60


@pytest.mark.parametrize("position", ["bottom-left", "bottom-right"])
def test_the_longest_text_has_as_much_room_before_it_as_behind(position: str) -> None:
    canvas = Canvas(1920, 1080, Seconds(25))
    kit = a_kit(lower_third={"position": position})
    plate = draw_lower_third(
        kit, ["Nora Jansen"], (TEXT, TEXT), PlatePlace(canvas, find_safe_area(canvas)), HERE
    )
    _, stripe, text = (corner(event.body) for event in plate.events)
    stripe_px = int(plate.events[1].body.split("m 0 0 l ")[1].split()[0])
    left, right = plate.box.x, plate.box.right
    if stripe[0] == plate.box.x:
        left += stripe_px
    else:
        right -= stripe_px
    behind = right - text[0] - FACE.measure_width("Nora Jansen", plate.styles[0].size)

    assert behind == pytest.approx(text[0] - left, abs=1)
    assert behind > 10


def test_the_role_stands_under_the_name() -> None:
    canvas = Canvas(1920, 1080, Seconds(25))
    plate = draw_lower_third(
        a_kit(), ["Nora", "Chief"], (TEXT, TEXT), PlatePlace(canvas, find_safe_area(canvas)), HERE
    )
    name, role = (corner(event.body)[1] for event in plate.events[-2:])

    assert role - name == pytest.approx(plate.styles[0].size, abs=1)


def test_a_text_too_long_for_a_plate_is_refused_with_its_length() -> None:
    canvas = Canvas(1080, 1920, Seconds(25))
    with pytest.raises(UsageError, match=r"too long .* \(300 characters\); shorten it"):
        draw_lower_third(
            a_kit(), ["x" * 300], (TEXT, TEXT), PlatePlace(canvas, find_safe_area(canvas)), HERE
        )


@given(SIZES, st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
def test_a_plate_of_any_text_is_drawn_or_refused(size: tuple[int, int], text: str) -> None:
    canvas = Canvas(*size, Seconds(25))
    lines = fill_lines(["{name}", "{role}"], {"name": text, "role": f"\u200b{text}"})
    place = PlatePlace(canvas, find_safe_area(canvas))
    drawn = 0
    for line in lines:
        with contextlib.suppress(UsageError, EnvironmentFault):  # too long, or no font has it
            drawn += len(draw_lower_third(a_kit(), [line], (TEXT, TEXT), place, HERE).events)

    assert drawn % 3 == 0  # a ground, a stripe and a text for each


@pytest.mark.parametrize("text", ["\u0301", "\u0301\u0308 \u0301"])
def test_a_text_without_any_width_is_no_reason_to_fail(text: str) -> None:
    flat = replace(FACE, advances=dict.fromkeys(map(ord, f"{text} "), 0))
    canvas = Canvas(1920, 1080, Seconds(25))
    place = PlatePlace(canvas, find_safe_area(canvas))
    plate = draw_lower_third(a_kit(), [text], (Typeface((flat,)),) * 2, place, HERE)

    assert plate.events
