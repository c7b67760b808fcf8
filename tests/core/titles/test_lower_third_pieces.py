"""The three shapes of a lower third: what is drawn of each, in which colours, and its size."""

from __future__ import annotations

import pytest

from egv.core.kit.text_styles import LowerThirdBacking
from egv.core.media.clip import Canvas
from egv.core.media.shape import find_safe_area
from egv.core.media.timing import Seconds
from egv.core.picture.colour import BLACK, WHITE, Colour
from egv.core.titles.ass import Ink
from egv.core.titles.lower_third import PlatePlace, draw_lower_third
from egv.core.titles.lower_third_pieces import NAME, ROLE, PlateSetting, PlateText
from tests.conftest import a_kit
from tests.core.titles.plates import HERE, TEXT


def test_letters_without_a_ground_have_an_edge_that_differs_from_them() -> None:
    canvas = Canvas(1920, 1080, Seconds(25))
    place = PlatePlace(canvas, find_safe_area(canvas))
    for colour, edge in (("#FFFFFF", BLACK), ("#101010", WHITE)):
        kit = a_kit(lower_third={"style": "line", "text": colour})
        plate = draw_lower_third(kit, ["Nora"], (TEXT, TEXT), place, HERE)
        assert plate.styles[0].outline == Ink(edge)


def test_the_rest_of_a_box_is_set_the_other_way_round() -> None:
    canvas = Canvas(1920, 1080, Seconds(25))
    place = PlatePlace(canvas, find_safe_area(canvas))
    kit = a_kit(lower_third={"style": "box", "background": "#102030", "text": "#F0F0F0"})
    name, role, third = draw_lower_third(
        kit, ["Nora", "Chief", "Care"], (TEXT, TEXT), place, HERE
    ).styles

    assert name.ink == Ink(Colour("#F0F0F0"))
    assert role.ink == third.ink == Ink(Colour("#102030"))


@pytest.mark.parametrize("backing", LowerThirdBacking)
def test_a_shape_is_as_large_as_its_texts_and_the_room_around_them(
    backing: LowerThirdBacking,
) -> None:
    name, role = (PlateText(style, TEXT, 50, ("Nora Jansen",)) for style in (NAME, ROLE))
    one, both = PlateSetting(backing, 50, (name,)), PlateSetting(backing, 50, (name, role))

    assert one.width == both.width > name.width
    assert one.height > 50
    assert both.height >= one.height + 50


def test_only_a_bar_has_a_stroke_at_its_side_and_only_a_line_one_below_the_name() -> None:
    settings = {backing: PlateSetting(backing, 50, ()) for backing in LowerThirdBacking}

    assert {b for b, setting in settings.items() if setting.stripe_px} == {LowerThirdBacking.BAR}
    assert {b for b, setting in settings.items() if setting.rule_px} == {LowerThirdBacking.LINE}
