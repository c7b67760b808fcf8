"""The name plates of a programme on one frame: each at its place, off faces and logo."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

from egv.core.errors import UsageError
from egv.core.kit.kit import Kit
from egv.core.media.clip import Canvas
from egv.core.media.shape import Box, Position, find_safe_area, find_short_side_px
from egv.core.media.timing import Span
from egv.core.overlays.captions import PlannedCaptions, TakenRoom
from egv.core.overlays.framed_edit import FramedEdit
from egv.core.overlays.free_places import (
    DrawnBox,
    find_clear_area,
    measure_face_cover,
    measure_features_cover,
    order_corners,
    to_relative_box,
)
from egv.core.overlays.ground import settle_box
from egv.core.overlays.text_overlay import OverlayBuilder
from egv.core.programme.edit import Explanation
from egv.core.programme.layers import LOWER_THIRD
from egv.core.text.placeholders import fill_lines
from egv.core.titles.fonts import Typeface
from egv.core.titles.lower_third import (
    DrawnLowerThird,
    PlatePlace,
    build_room_error,
    draw_lower_third,
)

GAP = 0.35  # between a lower third and the subtitles above it, of the height of a name
PLATE_LAYER = 0
PASSING = 0.25  # of the safe height: room for any name plate above or below a logo in the middle
SMALLER = 0.75  # of the kit's size: a name plate beside eyes and mouth
PLATE_OVER_FACE = (
    "lower-third: faces fill so much of the picture that the name plate covers eyes or a mouth;"
    " film from a little further away"
)


@dataclass(frozen=True, slots=True)
class DrawnPlates:
    """The name plates as drawn: their places, the room that each keeps, and what is to be told."""

    places: tuple[DrawnBox, ...] = ()
    taken: tuple[TakenRoom, ...] = ()
    whys: tuple[Explanation, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _PlateTexts:
    """The texts of one plate, when it is shown, and what takes room on the frame by then.

    `rows` are the px that subtitles of its time need, which are at the top with `is_under_rows`.
    """

    lines: Sequence[str]
    span: Span
    blocked: Sequence[Box]
    rows: int = 0
    is_under_rows: bool = False


def draw_name_plates(
    drawing: OverlayBuilder,
    framed: FramedEdit,
    texts: Mapping[str, str],
    room: Sequence[Box],
    captions: PlannedCaptions | None,
) -> DrawnPlates:
    """Draw the name plates outside `room` and each other; explain each one moved.

    The `captions` of its time make way for a plate, or it for them where they cannot.
    """
    edit, kit, drawn = framed.edit, framed.kit, DrawnPlates()
    for number, layer in enumerate(edit.lower_thirds):
        if lines := fill_lines(kit.spec.lower_third.lines, {**texts, **dict(layer.texts)}):
            span = layer.find_shown_span(edit.duration)
            seen = framed.select_clips([span])
            others = [it.box for it in drawn.taken if it.span.overlap(span)]
            said = _PlateTexts(lines, span, [*room, *others])
            try:
                place, plate = _place_among_captions(seen, said, captions)
            except UsageError:  # by itself too, if it is the text that is too long
                _choose_plate(seen, replace(said, blocked=room))
                earlier = [p.find_shown_span(edit.duration) for p in edit.lower_thirds[:number]]
                raise build_room_error(lines[0], span, earlier) from None
            drawn = _add_plate(drawn, seen, place, DrawnBox(LOWER_THIRD, span, plate.box))
            # Each lower third has its own text size, so each needs its own styles.
            drawing.add_events(
                plate.styles, plate.events, _measure_faces(framed), PLATE_LAYER, str(number or "")
            )
    return drawn


def _add_plate(
    drawn: DrawnPlates, framed: FramedEdit, place: PlatePlace, shown: DrawnBox
) -> DrawnPlates:
    """Add a plate, and what is to be told of it, to those that are `drawn`."""
    box = shown.box
    is_moved = place.position is not framed.kit.spec.lower_third.position
    why = Explanation(LOWER_THIRD, f"{place.position}, clear of the face")
    return DrawnPlates(
        (*drawn.places, shown),
        (*drawn.taken, _keep_room(framed, shown.span, box)),
        (*drawn.whys, *([why] if is_moved else [])),
        (*drawn.notes, *([PLATE_OVER_FACE] if _is_on_features(box, framed) else [])),
    )


def _keep_room(framed: FramedEdit, span: Span, box: Box) -> TakenRoom:
    """Return the room of a plate or a subtitle: its `box`, with a gap above and below it."""
    gap = _measure_gap(framed.kit, framed.edit.canvas)
    return TakenRoom(span, Box(box.x, box.y - gap, box.width, box.height + 2 * gap))


def _place_among_captions(
    framed: FramedEdit, said: _PlateTexts, captions: PlannedCaptions | None
) -> tuple[PlatePlace, DrawnLowerThird]:
    """Draw a plate at its place if the `captions` can make way for it, else clear of them.

    They cannot where that takes them out of their part of the frame, or onto eyes or a mouth.
    """
    rows = captions.measure_rows(said.span) if captions else 0
    if captions is None or not rows:
        return _choose_plate(framed, said)
    gap, area = 2 * _measure_gap(framed.kit, framed.edit.canvas), captions.layout.area
    lifting = replace(said, rows=rows + gap, is_under_rows=captions.is_at_top)
    shown = [_keep_room(framed, said.span, box).box for box in captions.list_boxes(said.span)]
    clear = replace(said, blocked=[*said.blocked, *shown])
    try:
        place, plate = _choose_plate(framed, lifting)
    except UsageError:
        return _choose_plate(framed, clear)
    moved = captions.list_moved_boxes(_keep_room(framed, said.span, plate.box))
    is_inside = all(area.y <= box.y and box.bottom <= area.bottom for box in moved)
    if is_inside and not any(_is_on_features(box, framed) for box in moved):
        return place, plate
    with suppress(UsageError):
        return _choose_plate(framed, clear)
    return place, plate


def _choose_plate(framed: FramedEdit, said: _PlateTexts) -> tuple[PlatePlace, DrawnLowerThird]:
    """Draw a lower third where it hides the least of the faces, outside what is blocked.

    It stands in one part of the frame, not across the edge of a picture, where it fits.
    """
    canvas, usual = framed.edit.canvas, framed.kit.spec.lower_third.position
    height = round(PASSING * find_safe_area(canvas).height) if usual.is_at_edge else 0
    clear = partial(find_clear_area, taken=said.blocked, height=height)
    area, parts = clear(find_safe_area(canvas)), [clear(part) for part in framed.parts]
    draw_plate = partial(draw_lower_third, framed.kit, said.lines, _measure_faces(framed))

    def draw(place: PlatePlace) -> tuple[PlatePlace, DrawnLowerThird]:
        position = place.position or usual
        free = _leave_rows(area, said.rows, position, is_at_top=said.is_under_rows)
        place = replace(place, area=free)
        plate = draw_plate(place, said.span)
        box = settle_box(plate.box, parts)
        return place, plate if box == plate.box else draw_plate(replace(place, area=box), said.span)

    def measure_cover(plate: tuple[PlatePlace, DrawnLowerThird]) -> float:
        return measure_face_cover(to_relative_box(plate[1].box, canvas), framed.faces, hair=False)

    tried: list[tuple[PlatePlace, DrawnLowerThird]] = []
    for places in _iter_places(PlatePlace(canvas, area), usual, has_faces=bool(framed.faces)):
        tried.append(min(map(draw, places), key=measure_cover))
        if not _is_on_features(tried[-1][1].box, framed):
            return tried[-1]
    return min(tried, key=measure_cover)


def _iter_places(
    place: PlatePlace, usual: Position, *, has_faces: bool
) -> Iterator[list[PlatePlace]]:
    """Yield the places to choose from, the best first: at the usual height, smaller, elsewhere."""
    corners = [replace(place, position=position) for position in order_corners(usual)]
    small = [replace(corner, share=SMALLER) for corner in corners]
    yield from (corners[:2], small[:2], corners[2:], small[2:]) if has_faces else (corners[:1],)


def _is_on_features(box: Box, framed: FramedEdit) -> bool:
    return measure_features_cover(to_relative_box(box, framed.edit.canvas), framed.faces) > 0


def _measure_faces(framed: FramedEdit) -> tuple[Typeface, Typeface]:
    return framed.measure_typeface("heading"), framed.measure_typeface("body")


def _leave_rows(area: Box, rows: int, position: Position, *, is_at_top: bool) -> Box:
    """Return `area` without `rows` for subtitles: beyond a plate at the edge, else at their place.

    A plate stands at its own edge, and the subtitles make way for it.
    """
    word = position.value.partition("-")[0]
    at_top = word == "bottom" or (word != "top" and is_at_top)
    return Box(area.x, area.y + rows if at_top else area.y, area.width, area.height - rows)


def _measure_gap(kit: Kit, canvas: Canvas) -> int:
    return round(GAP * kit.spec.lower_third.size * find_short_side_px(canvas))
