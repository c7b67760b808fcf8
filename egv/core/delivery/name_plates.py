"""The name plates of a programme on one frame: each at its place, off faces and logo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from egv.core.delivery.captions import PlannedCaptions, TakenRoom
from egv.core.delivery.framed_edit import FramedEdit
from egv.core.delivery.free_places import measure_face_cover, order_corners, to_relative_box
from egv.core.delivery.text_overlay import OverlayBuilder, find_clear_area
from egv.core.errors import UsageError
from egv.core.kit.kit import Kit
from egv.core.media.clip import Canvas
from egv.core.media.shape import Box, Position, find_safe_area, find_short_side_px
from egv.core.programme.edit import Explanation
from egv.core.programme.layers import LOWER_THIRD
from egv.core.text.placeholders import fill_lines
from egv.core.titles.lower_third import (
    DrawnLowerThird,
    PlatePlace,
    build_room_error,
    draw_lower_third,
)

GAP = 0.35  # between a lower third and the subtitles above it, of the height of a name
PLATE_LAYER = 0


def draw_name_plates(
    drawing: OverlayBuilder,
    framed: FramedEdit,
    texts: Mapping[str, str],
    room: Sequence[Box],
    captions: PlannedCaptions | None,
) -> tuple[tuple[TakenRoom, ...], tuple[Explanation, ...]]:
    """Draw the name plates outside `room` and each other; explain each one moved.

    Return the room that each takes. Next to it is room left for the `captions` of its time.
    """
    edit, kit = framed.edit, framed.kit
    taken, whys = list[TakenRoom](), list[Explanation]()
    usual = kit.spec.lower_third.position
    places = (usual, *(order_corners(usual)[1:2] if framed.faces else ()))
    for number, layer in enumerate(edit.lower_thirds):
        if lines := fill_lines(kit.spec.lower_third.lines, {**texts, **dict(layer.texts)}):
            typefaces = (framed.measure_typeface("heading"), framed.measure_typeface("body"))
            span = layer.find_shown_span(edit.duration)
            alone = find_clear_area(find_safe_area(edit.canvas), room)
            area = find_clear_area(alone, [it.box for it in taken if it.span.overlap(span)])
            if captions and (rows := captions.measure_rows(span)):
                rows += 2 * _measure_gap(kit, edit.canvas)
                area = _leave_rows(area, rows, usual, is_at_top=captions.is_at_top)
            draw_plate = partial(draw_lower_third, kit, lines, typefaces, span=span)
            try:
                plates = [draw_plate(PlatePlace(edit.canvas, area, place)) for place in places]
            except UsageError:  # by itself too, if it is the text that is too long
                draw_plate(PlatePlace(edit.canvas, alone))
                earlier = [p.find_shown_span(edit.duration) for p in edit.lower_thirds[:number]]
                raise build_room_error(lines[0], span, earlier) from None
            if best := _find_clearest(plates, framed):
                whys.append(Explanation(LOWER_THIRD, f"{places[best]}, clear of the face"))
            taken.append(TakenRoom(span, _add_gap(plates[best].box, kit, edit.canvas)))
            # Each lower third has its own text size, so each needs its own styles.
            drawing.add_events(
                plates[best].styles, plates[best].events, typefaces, PLATE_LAYER, str(number or "")
            )
    return tuple(taken), tuple(whys)


def _find_clearest(plates: Sequence[DrawnLowerThird], framed: FramedEdit) -> int:
    """Find the first of `plates` that hides the least of the faces."""
    parts = [to_relative_box(plate.box, framed.edit.canvas) for plate in plates]
    hidden = [measure_face_cover(part, framed.faces, hair=False) for part in parts]
    return hidden.index(min(hidden))


def _leave_rows(area: Box, rows: int, position: Position, *, is_at_top: bool) -> Box:
    """Return `area` without `rows` for subtitles: beyond a plate at the edge, else at their place.

    A plate stands at its own edge, and the subtitles make way for it.
    """
    word = position.value.partition("-")[0]
    at_top = word == "bottom" or (word != "top" and is_at_top)
    return Box(area.x, area.y + rows if at_top else area.y, area.width, area.height - rows)


def _measure_gap(kit: Kit, canvas: Canvas) -> int:
    return round(GAP * kit.spec.lower_third.size * find_short_side_px(canvas))


def _add_gap(plate: Box, kit: Kit, canvas: Canvas) -> Box:
    """Return the room of a name plate, with a gap above and below it."""
    gap = _measure_gap(kit, canvas)
    return Box(plate.x, plate.y - gap, plate.width, plate.height + 2 * gap)
