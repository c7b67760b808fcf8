"""The texts of a frame as one file, and the rows that are left beside what is taken."""

from __future__ import annotations

from egv.core.media.clip import Canvas
from egv.core.media.shape import Box
from egv.core.media.timing import Seconds, Span
from egv.core.overlays.free_places import find_clear_area
from egv.core.overlays.text_overlay import OverlayBuilder
from egv.core.picture.colour import WHITE
from egv.core.titles.ass import AssEvent, AssStyle, Ink
from egv.core.titles.fonts import Typeface
from tests.conftest import FACE

AREA = Box(10, 20, 300, 400)


def test_of_what_is_beside_a_box_the_taller_part_is_clear() -> None:
    assert find_clear_area(AREA, []) == AREA
    assert find_clear_area(AREA, [Box(50, 380, 80, 40)]) == Box(10, 20, 300, 360)
    assert find_clear_area(AREA, [Box(50, 20, 80, 40)]) == Box(10, 60, 300, 360)
    assert find_clear_area(AREA, [Box(0, 500, 80, 40)]) == AREA


def test_groups_of_events_keep_their_own_styles_and_their_layers() -> None:
    drawing, span = OverlayBuilder(), Span(Seconds(0), Seconds(1))
    for group, size in (("", 40), ("1", 50)):
        style = AssStyle("Plate", FACE, size, Ink(WHITE))
        event = AssEvent(0, span, "Plate", f"of size {size}")
        drawing.add_events([style], [event], [Typeface((FACE,))], 10, group)
    overlay = drawing.build_overlay(Canvas(640, 360, Seconds(25)), "reel")

    assert overlay.name == "texts-640x360-reel.ass"
    assert overlay.fonts == (FACE.path,)
    assert "Style: Plate,Letters,40.00" in overlay.ass
    assert "Style: Plate1,Letters,50.00" in overlay.ass
    assert "Dialogue: 10,0:00:00.00,0:00:00.99,Plate1,,0,0,0,,of size 50" in overlay.ass
