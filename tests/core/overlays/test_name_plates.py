"""Name plates among subtitles: the plate stands at its place, and the subtitles make way."""

from __future__ import annotations

from typing import Any

import pytest

from egv.core.media.clip import Cue
from egv.core.media.shape import find_safe_area
from egv.core.media.timing import Seconds, Span
from egv.core.overlays.framed_edit import FramedEdit
from egv.core.overlays.name_plates import DrawnPlates, draw_name_plates
from egv.core.overlays.text_overlay import OverlayBuilder
from egv.core.programme.layers import LowerThird, Subtitles
from egv.core.programme.questions import FontFaceAt, LightUnder, ShotsIn
from tests.conftest import FACE, a_kit, answering, delivered, programme
from tests.core.titles.plates import corner

WORLD: dict[Any, Any] = {FontFaceAt: FACE, LightUnder: 0.5, ShotsIn: ()}


def cue(start: float, end: float) -> Cue:
    return Cue(Span(Seconds(str(start)), Seconds(str(end))), "Hello there.")


def test_the_room_of_a_plate_is_its_box_with_a_gap_for_its_time() -> None:
    edit = programme().with_layer(LowerThird(Seconds(1), Seconds(3)))
    framed = FramedEdit(edit, a_kit(), (), answering(WORLD))
    drawing = OverlayBuilder()
    plates = draw_name_plates(drawing, framed, {"name": "Maria"}, (), None)
    [room], [place] = plates.taken, plates.places
    safe = find_safe_area(edit.canvas)

    assert (plates.whys, plates.notes) == ((), ())
    assert room.box.y < place.box.y < place.box.bottom < room.box.bottom
    assert drawing.events
    assert room.span == Span(Seconds(1), Seconds(4))
    assert room.box.x == safe.x
    assert room.box.y < safe.bottom < room.box.bottom


def test_a_plate_without_a_text_takes_no_room() -> None:
    edit = programme().with_layer(LowerThird(Seconds(1), Seconds(3)))
    framed = FramedEdit(edit, a_kit(), (), answering(WORLD))

    assert draw_name_plates(OverlayBuilder(), framed, {}, (), None) == DrawnPlates()


def test_a_subtitle_is_lifted_only_while_a_name_is_shown() -> None:
    edit = programme().with_cues((cue(0, 2), cue(2.5, 5), cue(6, 8)), "en")
    edit = edit.with_layer(Subtitles()).with_layer(LowerThird(Seconds(3), Seconds(2)))
    overlay = delivered(edit, a_kit(), answering(WORLD), name="Maria").overlay
    assert overlay
    first, second, third = (
        corner(line)[1]
        for line in overlay.ass.splitlines()
        if ",Caption," in line and "\\p1" not in line and line.startswith("Dialogue")
    )

    assert second < first == third


@pytest.mark.parametrize("position", ["top-left", "left"])
def test_a_name_elsewhere_leaves_the_subtitles_where_they_are(position: str) -> None:
    kit = a_kit(lower_third={"position": position})
    edit = programme().with_cues((cue(0, 2), cue(4, 6)), "en").with_layer(Subtitles())
    edit = edit.with_layer(LowerThird(Seconds(0), Seconds(2)))
    overlay = delivered(edit, kit, answering(WORLD), name="Maria").overlay
    assert overlay
    [with_name, alone] = (
        corner(line)[1]
        for line in overlay.ass.splitlines()
        if ",Caption," in line and "\\p1" not in line and line.startswith("Dialogue")
    )

    assert with_name == alone
