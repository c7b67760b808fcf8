"""Drawing of an edit's layers on one frame: lower thirds, subtitles and logo, without overlap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from egv.core.cues.cue_layout import CaptionLayout, plan_caption_layout
from egv.core.cues.cue_timing import choose_reading_pace
from egv.core.delivery.corner_logo import PlacedBug
from egv.core.delivery.framed_edit import FramedEdit, measure_typeface
from egv.core.delivery.free_places import (
    DrawnBox,
    choose_caption_place,
    find_clear_area,
    measure_face_cover,
    measure_features_cover,
    order_corners,
    to_relative_box,
)
from egv.core.delivery.ground import find_caption_part, has_drawn_subtitles, settle_box
from egv.core.delivery.shown_cues import ShownCues, find_shot_cuts, plan_shown_cues
from egv.core.graph.pads import Pad, apply_filter
from egv.core.kit.kit import Kit
from egv.core.kit.text_styles import CaptionPosition
from egv.core.media.clip import Canvas, Cue
from egv.core.media.shape import Box, Position, find_safe_area, find_short_side_px
from egv.core.media.timing import Span
from egv.core.programme.edit import Explanation
from egv.core.programme.layers import LOWER_THIRD
from egv.core.programme.questions import Ask
from egv.core.text.placeholders import fill_lines
from egv.core.titles.ass import AssEvent, AssStyle, Ink, build_ass_file, format_lines
from egv.core.titles.fonts import Typeface
from egv.core.titles.lower_third import DrawnLowerThird, PlatePlace, draw_lower_third

CAPTION, CAPTIONS = "Caption", "subtitle"
FONT_FOLDER = "fonts"  # relative to the folder in which the final command runs
GAP = 0.35  # between a lower third and the subtitles under it, as a share of a subtitle line
PLATE_LAYER, CAPTION_LAYER = 0, 10
SUBTITLES_OVER_FACE = (
    "subtitle: faces fill so much of the picture that subtitles sometimes cover one; film from"
    " a little further away"
)
PLATE_OVER_FACE = (
    "lower-third: faces fill so much of the picture that the name plate covers eyes or a mouth;"
    " film from a little further away"
)
PASSING = 0.25  # of the safe height: room for any name plate above or below a logo in the middle
SMALLER = 0.75  # of the kit's size: a name plate beside eyes and mouth
NOTHING_SAID = ShownCues()


@dataclass(frozen=True, slots=True)
class TextOverlay:
    """Texts to draw: the name of the ASS file, its content, and the fonts it needs."""

    name: str
    ass: str
    fonts: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class DressedPicture:
    """A picture with its texts drawn on it, the cues as laid out, and how these are shown.

    `whys` describe texts away from their usual place, `notes` the faces that texts hide, and
    `places` where texts are.
    """

    picture: Pad
    cues: tuple[Cue, ...]
    overlay: TextOverlay | None
    shown: ShownCues = NOTHING_SAID
    whys: tuple[Explanation, ...] = ()
    notes: tuple[str, ...] = ()
    places: tuple[DrawnBox, ...] = ()


@dataclass(slots=True)
class _OverlayBuilder:
    """The drawing so far: styles, events, and the typefaces that they need.

    `places` are where texts are, `taken` the room that they keep free around them, with its time.
    """

    styles: list[AssStyle] = field(default_factory=list)
    events: list[AssEvent] = field(default_factory=list)
    faces: list[Typeface] = field(default_factory=list)
    places: list[DrawnBox] = field(default_factory=list)
    taken: list[tuple[Span, Box]] = field(default_factory=list)
    whys: list[Explanation] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add_events(
        self,
        styles: Sequence[AssStyle],
        events: Sequence[AssEvent],
        faces: Sequence[Typeface],
        layer: int,
        group: str = "",
    ) -> None:
        """Draw `events` above `layer`, in `styles`; `group` is appended to the style names."""
        self.styles += [replace(style, name=style.name + group) for style in styles]
        self.events += [
            replace(event, layer=layer + event.layer, style=event.style + group) for event in events
        ]
        self.faces += faces

    def take_place(self, place: DrawnBox, gap: int) -> None:
        """Note the place of a text, which keeps `gap` px free above and below it."""
        box = place.box
        free = Box(box.x, box.y - gap, box.width, box.height + 2 * gap)
        self.places.append(place)
        self.taken.append((place.span, free))

    def build_overlay(self, canvas: Canvas, word: str = "") -> TextOverlay:
        """Build the file that draws all events, with its fonts; `word` makes its name unique."""
        fonts = dict.fromkeys(face.path for typeface in self.faces for face in typeface.faces)
        name = "-".join(filter(None, ("texts", f"{canvas.width}x{canvas.height}", word))) + ".ass"
        return TextOverlay(name, build_ass_file(canvas, self.styles, self.events), tuple(fonts))


def dress_picture(
    framed: FramedEdit, texts: dict[str, str], bug: PlacedBug | None, word: str = ""
) -> DressedPicture:
    """Draw lower thirds and subtitles on the picture of an edit, away from its faces.

    `word` makes the file name of the texts unique among formats of one size.
    """
    edit, drawing = framed.edit, _OverlayBuilder()
    room = [bug.room] if bug else []
    shown = _dress_captions(drawing, framed, room) if edit.cues else NOTHING_SAID
    _draw_lower_thirds(drawing, framed, texts, room)
    done = DressedPicture(
        edit.picture, shown.cues, None, shown, tuple(drawing.whys), tuple(drawing.notes),
        tuple(drawing.places),
    )  # fmt: skip
    if not drawing.events:
        return done
    overlay = drawing.build_overlay(edit.canvas, word)
    drawn = apply_filter(edit.picture, "ass", filename=overlay.name, fontsdir=FONT_FOLDER)
    return replace(done, picture=drawn, overlay=overlay)


def _dress_captions(drawing: _OverlayBuilder, framed: FramedEdit, room: Sequence[Box]) -> ShownCues:
    """Plan the subtitles, and draw them outside `room`, if they are drawn at all."""
    edit, kit, style = framed.edit, framed.kit, framed.kit.spec.subtitles
    typeface, is_drawn = framed.measure_typeface(style.font), has_drawn_subtitles(edit)
    part = find_caption_part(edit, kit) if is_drawn else None
    layout = plan_caption_layout(edit.canvas, style, typeface, part)
    language = edit.language or kit.spec.main_language
    pace = choose_reading_pace(language, edit.canvas.frame_rate, style.max_cps)
    shown = plan_shown_cues(edit, layout, pace, find_shot_cuts(edit, framed.ask))
    if is_drawn:
        most = max((len(cue.text.split("\n")) for cue in shown.drawn), default=0)
        layout, usual = replace(layout, lines=max(layout.lines, most)), style.position
        layout = replace(layout, area=find_clear_area(layout.area, room, layout.height))
        place, hides = choose_caption_place(usual, layout, edit.canvas, framed.faces)
        _draw_captions(drawing, shown.drawn, layout, kit, place)
        if place is not usual:
            drawing.whys.append(Explanation(CAPTIONS, f"at the {place}, clear of the face"))
        if hides:
            drawing.notes.append(SUBTITLES_OVER_FACE)
    return shown


def _draw_lower_thirds(
    drawing: _OverlayBuilder, framed: FramedEdit, texts: dict[str, str], room: Sequence[Box]
) -> None:
    """Draw the lower thirds outside `room`, subtitles and each other; explain each moved."""
    edit, kit, usual = framed.edit, framed.kit, framed.kit.spec.lower_third.position
    gap = round(GAP * kit.spec.lower_third.size * find_short_side_px(edit.canvas))
    for number, layer in enumerate(edit.lower_thirds):
        said = {**texts, **dict(layer.texts)}
        if lines := fill_lines(kit.spec.lower_third.lines, said):
            span = layer.find_shown_span(edit.duration)
            taken = [box for when, box in drawing.taken if when.overlap(span)]
            place, plate = _choose_plate(framed, lines, span, [*room, *taken])
            if place.position is not usual:
                why = Explanation(LOWER_THIRD, f"{place.position}, clear of the face")
                drawing.whys.append(why)
            if _is_on_features(plate, framed):
                drawing.notes.append(PLATE_OVER_FACE)
            drawing.take_place(DrawnBox(LOWER_THIRD, span, plate.box), gap)
            # Each lower third has its own text size, so each needs its own styles.
            drawing.add_events(
                plate.styles, plate.events, _measure_plate_faces(framed), PLATE_LAYER,
                str(number or ""),
            )  # fmt: skip


def _choose_plate(
    framed: FramedEdit, lines: Sequence[str], span: Span, blocked: Sequence[Box]
) -> tuple[PlatePlace, DrawnLowerThird]:
    """Draw a lower third where it hides the least of the faces, outside the boxes `blocked`.

    It stands in one part of the frame, not across the edge of a picture, where it fits.
    """
    kit, canvas, typefaces = framed.kit, framed.edit.canvas, _measure_plate_faces(framed)
    usual, safe = kit.spec.lower_third.position, find_safe_area(canvas)
    height = round(PASSING * safe.height) if usual.is_at_edge else 0
    area = find_clear_area(safe, blocked, height)
    parts = [find_clear_area(part, blocked, height) for part in framed.parts]

    def draw(place: PlatePlace) -> tuple[PlatePlace, DrawnLowerThird]:
        plate = draw_lower_third(kit, lines, typefaces, place, span)
        box = settle_box(plate.box, parts)
        if box != plate.box:
            plate = draw_lower_third(kit, lines, typefaces, replace(place, area=box), span)
        return place, plate

    def measure_cover(plate: tuple[PlatePlace, DrawnLowerThird]) -> float:
        return measure_face_cover(to_relative_box(plate[1].box, canvas), framed.faces, hair=False)

    tried: list[tuple[PlatePlace, DrawnLowerThird]] = []
    for places in _iter_plate_places(PlatePlace(canvas, area), usual):
        tried.append(min(map(draw, places), key=measure_cover))
        if not _is_on_features(tried[-1][1], framed):
            return tried[-1]
    return min(tried, key=measure_cover)


def _iter_plate_places(place: PlatePlace, usual: Position) -> Iterator[list[PlatePlace]]:
    """Yield the places to choose from, the best first: at the usual height, smaller, elsewhere."""
    corners = [replace(place, position=position) for position in order_corners(usual)]
    small = [replace(corner, share=SMALLER) for corner in corners]
    yield from (corners[:2], small[:2], corners[2:], small[2:])


def _is_on_features(plate: DrawnLowerThird, framed: FramedEdit) -> bool:
    part = to_relative_box(plate.box, framed.edit.canvas)
    return measure_features_cover(part, framed.faces) > 0


def _measure_plate_faces(framed: FramedEdit) -> tuple[Typeface, Typeface]:
    return framed.measure_typeface("heading"), framed.measure_typeface("body")


def build_subtitle_ass(cues: Sequence[Cue], canvas: Canvas, kit: Kit, ask: Ask) -> str:
    """Build an ASS file that shows `cues` unchanged on `canvas` in the style of `kit`."""
    style = kit.spec.subtitles
    layout = plan_caption_layout(canvas, style, measure_typeface(kit, style.font, ask))
    drawing = _OverlayBuilder()
    _draw_captions(drawing, cues, layout, kit, style.position)
    return drawing.build_overlay(canvas).ass


def _draw_captions(
    drawing: _OverlayBuilder,
    cues: Sequence[Cue],
    layout: CaptionLayout,
    kit: Kit,
    place: CaptionPosition,
) -> None:
    """Draw `cues` at `place`."""
    at_top = place is CaptionPosition.TOP
    boxes = [_place_caption_box(cue, layout, at_top=at_top) for cue in cues]
    events = [_draw_caption(cue, box, layout) for cue, box in zip(cues, boxes, strict=True)]
    drawing.add_events(
        [_build_caption_style(kit, layout)], events, [layout.typeface], CAPTION_LAYER
    )
    for cue, box in zip(cues, boxes, strict=True):
        drawing.take_place(DrawnBox(CAPTIONS, cue.span, box), round(GAP * layout.size))


def _build_caption_style(kit: Kit, layout: CaptionLayout) -> AssStyle:
    style = kit.spec.subtitles
    return AssStyle(
        name=CAPTION,
        face=layout.typeface.faces[0],
        size=layout.size,
        ink=Ink(kit.resolve_colour(style.text)),
        box=Ink(kit.resolve_colour(style.box.colour), style.box.opacity)
        if style.box.opacity
        else None,
        padding=layout.padding,
        outline=Ink(kit.resolve_colour(style.outline.colour)),
        outline_px=style.outline.width * layout.size,
    )


def _place_caption_box(cue: Cue, layout: CaptionLayout, *, at_top: bool) -> Box:
    box = layout.place_text_box(cue.text)
    return replace(box, y=layout.area.y) if at_top else box


def _draw_caption(cue: Cue, box: Box, layout: CaptionLayout) -> AssEvent:
    x, y = layout.area.x + layout.area.width // 2, round(box.bottom - layout.padding)
    text = format_lines(cue.text.split("\n"), layout.typeface)
    return AssEvent(0, cue.span, CAPTION, f"{{\\an2\\pos({x},{y})}}{text}")
