"""Subtitles as drawn on one frame: their boxes, their letters, and their places off name plates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from egv.core.cues.cue_layout import CaptionLayout, plan_caption_layout
from egv.core.kit.kit import Kit
from egv.core.kit.text_styles import AUTO, CaptionPosition
from egv.core.media.clip import Canvas, Cue
from egv.core.media.shape import Box
from egv.core.media.timing import Span
from egv.core.overlays.framed_edit import measure_typeface
from egv.core.overlays.free_places import DrawnBox, find_clear_area
from egv.core.overlays.text_overlay import OverlayBuilder
from egv.core.picture.colour import BLACK, Colour
from egv.core.picture.contrast import READABLE, measure_contrast, measure_worst_contrast
from egv.core.programme.questions import Ask
from egv.core.titles.ass import AssEvent, AssStyle, Ink, format_colour_tag, format_lines
from egv.core.titles.shapes import draw_line_boxes

CAPTION, CAPTIONS = "Caption", "subtitle"
CAPTION_LAYER = 10
STANDS_OUT = 2.0  # contrast with the picture under it from which a box in primary is seen as one
MIDDLE_LIGHT = 0.5  # of a picture that is not known


@dataclass(frozen=True, slots=True)
class TakenRoom:
    """A part of the frame that something takes for a time."""

    span: Span
    box: Box


@dataclass(frozen=True, slots=True)
class PlannedCaptions:
    """Subtitles, their layout and their usual place; `light`, 0 to 1, is that under them."""

    cues: tuple[Cue, ...]
    layout: CaptionLayout
    place: CaptionPosition
    light: float = MIDDLE_LIGHT

    @property
    def is_at_top(self) -> bool:
        """True for subtitles at the top."""
        return self.place is CaptionPosition.TOP

    def measure_rows(self, span: Span) -> int:
        """Measure the rows, px, that the highest subtitle shown within `span` needs."""
        shown = (cue.text for cue in self.cues if cue.span.overlap(span))
        return max((self.layout.place_text_box(text).height for text in shown), default=0)

    def place_box(self, cue: Cue, taken: Sequence[TakenRoom]) -> Box:
        """Place the box of `cue`: at its usual place, or beyond what is shown at the same time.

        A subtitle stays where it is for all of its time.
        """
        rooms = [room.box for room in taken if room.span.overlap(cue.span)]
        box = self._place_in_layout(self.layout, cue)
        if not any(room.y < box.bottom and box.y < room.bottom for room in rooms):
            return box
        area = find_clear_area(self.layout.area, rooms)
        return self._place_in_layout(replace(self.layout, area=area), cue)

    def list_moved_boxes(self, room: TakenRoom) -> list[Box]:
        """List the boxes of the cues that make way for `room`, at the places that they take."""
        usual = [(cue, self._place_in_layout(self.layout, cue)) for cue in self.cues]
        moved = [(self.place_box(cue, [room]), box) for cue, box in usual]
        return [to for to, box in moved if to != box]

    def list_boxes(self, span: Span) -> list[Box]:
        """List the boxes, at their usual place, of the cues shown within `span`."""
        return [
            self._place_in_layout(self.layout, cue) for cue in self.cues if cue.span.overlap(span)
        ]

    def _place_in_layout(self, layout: CaptionLayout, cue: Cue) -> Box:
        box = layout.place_text_box(cue.text)
        return replace(box, y=layout.area.y) if self.is_at_top else box


def draw_captions(
    drawing: OverlayBuilder, planned: PlannedCaptions, kit: Kit, taken: Sequence[TakenRoom]
) -> tuple[DrawnBox, ...]:
    """Draw subtitles clear of what is `taken` while they are shown, and return their places."""
    layout, events, places = planned.layout, list[AssEvent](), list[DrawnBox]()
    ground = _choose_ground(kit, planned.light)
    for cue in planned.cues:
        box = planned.place_box(cue, taken)
        if ground:
            events.append(_draw_ground(cue, box, planned, kit, ground))
        events.append(_draw_letters(cue, box, layout, kit))
        places.append(DrawnBox(CAPTIONS, cue.span, box))
    drawing.add_events([_build_style(kit, layout)], events, [layout.typeface], CAPTION_LAYER)
    return tuple(places)


def build_subtitle_ass(cues: Sequence[Cue], canvas: Canvas, kit: Kit, ask: Ask) -> str:
    """Build an ASS file that shows `cues` unchanged on `canvas` in the style of `kit`."""
    style = kit.spec.subtitles
    layout = plan_caption_layout(canvas, style, measure_typeface(kit, style.font, ask))
    drawing = OverlayBuilder()
    draw_captions(drawing, PlannedCaptions(tuple(cues), layout, style.position), kit, ())
    return drawing.build_overlay(canvas).ass


def choose_box_colour(kit: Kit, light: float) -> Colour:
    """Choose the colour of the boxes over a picture of `light`, 0 to 1.

    `auto` is primary where the text is readable on it and it stands out from the picture, or does
    so more than black; else black.
    """
    style = kit.spec.subtitles
    if style.box.colour != AUTO:
        return kit.resolve_colour(style.box.colour)
    primary, text = kit.spec.palette.primary, kit.resolve_colour(style.text)
    under = Colour.from_rgb([255 * light] * 3)
    seen, seen_black = measure_contrast(primary, under), measure_contrast(BLACK, under)
    is_readable = measure_worst_contrast(text, primary, style.box.opacity) >= READABLE
    return primary if is_readable and seen >= min(STANDS_OUT, seen_black) else BLACK


def _choose_ground(kit: Kit, light: float) -> Ink | None:
    opacity = kit.spec.subtitles.box.opacity
    return Ink(choose_box_colour(kit, light), opacity) if opacity else None


def _build_style(kit: Kit, layout: CaptionLayout) -> AssStyle:
    style, size = kit.spec.subtitles, layout.size
    ink = Ink(kit.resolve_colour(style.text))
    if style.box.opacity:
        return AssStyle(CAPTION, layout.typeface.faces[0], size, ink)
    return AssStyle(
        CAPTION,
        layout.typeface.faces[0],
        size,
        ink,
        outline=Ink(kit.resolve_colour(style.outline.colour)),
        outline_px=style.outline.width * size,
        shadow=Ink(kit.resolve_colour(style.shadow.colour), style.shadow.opacity),
        shadow_px=style.shadow.offset * size if style.shadow.opacity else 0,
    )


def _draw_ground(cue: Cue, box: Box, planned: PlannedCaptions, kit: Kit, ground: Ink) -> AssEvent:
    """Draw the boxes behind the lines of `cue`; their soft edge ends at the edge of `box`."""
    layout, style = planned.layout, kit.spec.subtitles.box
    soft = style.soft * layout.size
    widths = [layout.measure_line_box(line) - 2 * soft for line in cue.text.split("\n")]
    shape = draw_line_boxes(
        widths, layout.size, layout.row_padding - soft, style.radius * layout.size
    )
    middle = layout.area.x + layout.area.width / 2
    x, y = middle - max(widths) / 2, box.y + soft
    blur = f"\\blur{soft:.1f}" if soft else ""
    tags = f"\\an7\\pos({x:.0f},{y:.0f}){blur}{format_colour_tag(ground)}\\p1"
    return AssEvent(0, cue.span, CAPTION, f"{{{tags}}}{shape}")


def _draw_letters(cue: Cue, box: Box, layout: CaptionLayout, kit: Kit) -> AssEvent:
    style = kit.spec.subtitles
    x = layout.area.x + layout.area.width // 2
    y = round(box.bottom - layout.row_padding)
    soft = 0.0 if style.box.opacity else style.shadow.soft * layout.size
    blur = f"\\blur{soft:.1f}" if soft and (style.shadow.opacity or style.outline.width) else ""
    text = format_lines(cue.text.split("\n"), layout.typeface)
    return AssEvent(1, cue.span, CAPTION, f"{{\\an2\\pos({x},{y}){blur}}}{text}")
