"""Drawing of an edit's layers on one frame: lower thirds, subtitles and logo, without overlap."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from egv.core.cues.cue_layout import CaptionLayout, plan_caption_layout
from egv.core.cues.cue_timing import choose_reading_pace
from egv.core.delivery.framed_edit import FramedEdit, measure_typeface
from egv.core.delivery.free_places import (
    ShownFace,
    choose_caption_place,
    measure_face_cover,
    order_corners,
    to_relative_box,
)
from egv.core.delivery.shown_cues import ShownCues, find_shot_cuts, plan_shown_cues
from egv.core.errors import UsageError
from egv.core.graph.frame_clock import repeat_image
from egv.core.graph.pads import Pad, Source, apply_filter, combine_pads
from egv.core.graph.splice import FrameRange
from egv.core.kit.house_style import BugStyle, Logo
from egv.core.kit.kit import Kit
from egv.core.kit.text_styles import CaptionPosition
from egv.core.media.clip import Canvas, Cue
from egv.core.media.shape import (
    Box,
    Position,
    RelativeBox,
    find_safe_area,
    find_shape,
    find_short_side_px,
)
from egv.core.media.timing import Seconds, Span, to_frame
from egv.core.programme.edit import Edit, Explanation
from egv.core.programme.layers import LOWER_THIRD, Bug, Subtitles
from egv.core.programme.questions import Ask, ImageSizeOf, LightUnder, PngOfImage
from egv.core.text.placeholders import fill_lines
from egv.core.titles.ass import AssEvent, AssStyle, Ink, build_ass_file, format_lines
from egv.core.titles.card import choose_logo
from egv.core.titles.fonts import Typeface
from egv.core.titles.lower_third import PlatePlace, build_room_error, draw_lower_third

CAPTION = "Caption"
FONT_FOLDER = "fonts"  # relative to the folder in which the final command runs
GAP = 0.35  # between a lower third and the subtitles under it, as a share of a subtitle line
WIDEST_BUG = 0.3  # share of the safe width
IMAGE = (("f", "png_pipe"), ("format_whitelist", "png_pipe"))
PLATE_LAYER, CAPTION_LAYER = 0, 10
SUBTITLES_OVER_FACE = (
    "subtitle: faces fill so much of the picture that subtitles sometimes cover one; film from"
    " a little further away"
)
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

    `explanations` describe texts away from their usual place, `notes` the faces that texts hide.
    """

    picture: Pad
    cues: tuple[Cue, ...]
    overlay: TextOverlay | None
    shown: ShownCues = NOTHING_SAID
    whys: tuple[Explanation, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlacedBox:
    """A box, and the room kept free around it."""

    box: Box
    room: Box


@dataclass(frozen=True, slots=True)
class PlacedBug:
    """A corner logo ready to draw: its file, size and place, and the room kept free around it.

    `usual_position` is the kit's own position if the logo was moved because of a face there. The
    logo may still hide part of a face.
    """

    logo: Path
    box: Box
    room: Box
    style: BugStyle
    usual_position: Position | None = None
    hides_a_face: bool = False


@dataclass(slots=True)
class _OverlayBuilder:
    """The drawing so far: styles, events, and the typefaces that they need."""

    styles: list[AssStyle] = field(default_factory=list)
    events: list[AssEvent] = field(default_factory=list)
    faces: list[Typeface] = field(default_factory=list)

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
    edit, kit = framed.edit, framed.kit
    drawing, shown = _OverlayBuilder(), NOTHING_SAID
    whys: list[Explanation] = []
    notes: list[str] = []
    taken: list[tuple[Span, Box]] = []  # room of subtitles, kept free by lower thirds
    room = [bug.room] if bug else []
    if edit.cues:
        style = kit.spec.subtitles
        layout = plan_caption_layout(edit.canvas, style, framed.measure_typeface(style.font))
        language = edit.language or kit.spec.main_language
        pace = choose_reading_pace(language, edit.canvas.frame_rate, style.max_cps)
        shown = plan_shown_cues(edit, layout, pace, find_shot_cuts(edit, framed.ask))
        if any(isinstance(layer, Subtitles) for layer in edit.layers):
            layout = replace(layout, area=_find_clear_area(layout.area, room))
            usual = style.position
            place, hides = choose_caption_place(usual, layout, edit.canvas, framed.faces)
            taken = _draw_captions(drawing, shown.drawn, layout, kit, place)
            if place is not usual:
                whys.append(Explanation("subtitle", f"at the {place}, clear of the face"))
            if hides:
                notes.append(SUBTITLES_OVER_FACE)
    whys += _draw_lower_thirds(drawing, framed, texts, room, taken)
    done = DressedPicture(edit.picture, shown.cues, None, shown, tuple(whys), tuple(notes))
    if not drawing.events:
        return done
    overlay = drawing.build_overlay(edit.canvas, word)
    drawn = apply_filter(edit.picture, "ass", filename=overlay.name, fontsdir=FONT_FOLDER)
    return replace(done, picture=drawn, overlay=overlay)


def _draw_lower_thirds(
    drawing: _OverlayBuilder,
    framed: FramedEdit,
    texts: dict[str, str],
    room: Sequence[Box],
    taken: Sequence[tuple[Span, Box]],
) -> list[Explanation]:
    """Draw the lower thirds outside `room`, `taken` and each other; explain each one moved."""
    edit, kit, faces = framed.edit, framed.kit, framed.faces
    taken = [*taken]
    usual, whys = kit.spec.lower_third.position, []
    places = (usual, *(order_corners(usual)[1:2] if faces else ()))
    for number, layer in enumerate(edit.lower_thirds):
        said = {**texts, **dict(layer.texts)}
        if lines := fill_lines(kit.spec.lower_third.lines, said):
            typefaces = (framed.measure_typeface("heading"), framed.measure_typeface("body"))
            span = layer.find_shown_span(edit.duration)
            boxes = [box for when, box in taken if when.overlap(span)]
            alone = _find_clear_area(find_safe_area(edit.canvas), room)
            area = _find_clear_area(alone, boxes)
            draw_plate = partial(draw_lower_third, kit, lines, typefaces, span=span)
            try:
                plates = [draw_plate(PlatePlace(edit.canvas, area, place)) for place in places]
            except UsageError:  # by itself too, if it is the text that is too long
                draw_plate(PlatePlace(edit.canvas, alone))
                earlier = [p.find_shown_span(edit.duration) for p in edit.lower_thirds[:number]]
                raise build_room_error(lines[0], span, earlier) from None
            parts = [to_relative_box(plate.box, edit.canvas) for plate in plates]
            hidden = [measure_face_cover(part, faces, hair=False) for part in parts]
            best = hidden.index(min(hidden))
            if best:
                whys.append(Explanation(LOWER_THIRD, f"{places[best]}, clear of the face"))
            taken.append((span, _add_gap(plates[best].box, kit, edit.canvas)))
            # Each lower third has its own text size, so each needs its own styles.
            drawing.add_events(
                plates[best].styles, plates[best].events, typefaces, PLATE_LAYER, str(number or "")
            )
    return whys


def _add_gap(plate: Box, kit: Kit, canvas: Canvas) -> Box:
    """Return the room of a name plate, with a gap above and below it."""
    gap = round(GAP * kit.spec.lower_third.size * find_short_side_px(canvas))
    return Box(plate.x, plate.y - gap, plate.width, plate.height + 2 * gap)


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
) -> list[tuple[Span, Box]]:
    """Draw `cues` at `place`, and return the room that each takes, with its time."""
    at_top = place is CaptionPosition.TOP
    boxes = [_place_caption_box(cue, layout, at_top=at_top) for cue in cues]
    events = [_draw_caption(cue, box, layout) for cue, box in zip(cues, boxes, strict=True)]
    drawing.add_events(
        [_build_caption_style(kit, layout)], events, [layout.typeface], CAPTION_LAYER
    )
    gap = round(GAP * layout.size)
    return [
        (cue.span, Box(box.x, box.y - gap, box.width, box.height + 2 * gap))
        for cue, box in zip(cues, boxes, strict=True)
    ]


def place_bug(edit: Edit, kit: Kit, faces: Sequence[ShownFace], ask: Ask) -> PlacedBug | None:
    """Place the corner logo, if there is one to show; its variant depends on the light under it.

    The logo is in the kit's own corner unless a face appears there; then in a corner free of
    `faces`, or in the one that hides the least of them.
    """
    canvas, logo = edit.canvas, kit.spec.logo
    style = logo.bug.resolve_shape(find_shape(canvas))
    wanted = any(isinstance(layer, Bug) for layer in edit.layers)
    if not (wanted and style.enabled and logo.variants):
        return None
    size = ask(ImageSizeOf(choose_logo(kit, style.variant, 0.0)))
    framed = FramedEdit(edit, kit, faces, ask)
    usual, measure_cover = style.position, _build_logo_measure(framed, style, size)
    position = min(order_corners(usual), key=measure_cover) if faces else usual
    style, light = _with_position(style, position), 0.0
    if style.variant == "auto":
        first = plan_bug_box(canvas, logo, style, size)
        light = _measure_backdrop_light(edit, to_relative_box(first.box, canvas), ask)
    placed = _place_bug_file(edit, kit, style, choose_logo(kit, style.variant, light), ask)
    hides = measure_face_cover(to_relative_box(placed.box, canvas), faces, hair=False) > 0
    return replace(placed, usual_position=None if position is usual else usual, hides_a_face=hides)


def _build_logo_measure(
    framed: FramedEdit, style: BugStyle, size: tuple[int, int]
) -> Callable[[Position], float]:
    """Build a measure of the part of the faces hidden by a logo of `size` in a corner.

    The subtitles that make room for the logo count too.
    """
    edit, kit, faces = framed.edit, framed.kit, framed.faces
    canvas, texts = edit.canvas, kit.spec.subtitles
    layout = None
    if edit.cues and any(isinstance(layer, Subtitles) for layer in edit.layers):
        layout = plan_caption_layout(canvas, texts, framed.measure_typeface(texts.font))

    def measure_cover(position: Position) -> float:
        placed = plan_bug_box(canvas, kit.spec.logo, _with_position(style, position), size)
        own = measure_face_cover(to_relative_box(placed.box, canvas), faces, hair=True)
        if layout is None:
            return own
        beside = replace(layout, area=_find_clear_area(layout.area, [placed.room]))
        return own + choose_caption_place(texts.position, beside, canvas, faces)[1]

    return measure_cover


def _with_position(style: BugStyle, position: Position) -> BugStyle:
    return style.model_copy(update={"position": position})


def _measure_backdrop_light(edit: Edit, part: RelativeBox, ask: Ask) -> float:
    """Measure the light, 0 to 1, of `edit` under `part` of its frame; longer clips count more."""
    lights = [
        (ask(LightUnder(clip.clock, clip.placement.map_to_picture(part))), float(clip.duration))
        for clip in edit.clips
    ]
    return sum(light * length for light, length in lights) / sum(length for _, length in lights)


def draw_bug(picture: Pad, bug: PlacedBug, canvas: Canvas, shown: FrameRange, frames: int) -> Pad:
    """Draw the logo on `picture`, `frames` long, during `shown`, faded in and out at the ends."""
    rate, style, box = canvas.frame_rate, bug.style, bug.box
    logo = apply_filter(Pad(Source(bug.logo, IMAGE), "v", 0), "scale", w=box.width, h=box.height)
    logo = apply_filter(logo, "format", pix_fmts="yuva420p")
    logo = apply_filter(logo, "colorchannelmixer", aa=style.opacity) if style.opacity < 1 else logo
    first, end = shown
    fade = min(to_frame(Seconds(str(style.fade)), rate), (end - first) // 3)
    if fade:
        logo = repeat_image(logo, rate, frames)
        logo = apply_filter(logo, "fade", t="in", s=first, n=fade, alpha=1)
        logo = apply_filter(logo, "fade", t="out", s=end - fade, n=fade, alpha=1)
    return combine_pads(
        (picture, logo),
        "overlay",
        x=box.x,
        y=box.y,
        format="yuv420",
        enable=f"between(n,{first},{end - 1})",
    )


def plan_bug_box(canvas: Canvas, logo: Logo, style: BugStyle, size: tuple[int, int]) -> PlacedBox:
    """Place a drawing of the logo, `size` px in its file, on `canvas` in `style`."""
    area = find_safe_area(canvas)
    wide, high = size
    height = max(
        style.height * find_short_side_px(canvas), min(logo.min_height_px, canvas.height / 6)
    )
    height = min(height, WIDEST_BUG * area.width * high / wide)
    height = max(2, round(height))
    width = max(2, round(height * wide / high))
    clear = round(logo.clear_space * height)
    room = area.place_box(width + 2 * clear, height + 2 * clear, style.position)
    return PlacedBox(Box(room.x + clear, room.y + clear, width, height), room)


def _place_bug_file(edit: Edit, kit: Kit, style: BugStyle, file: Path, ask: Ask) -> PlacedBug:
    placed = plan_bug_box(edit.canvas, kit.spec.logo, style, ask(ImageSizeOf(file)))
    file = ask(PngOfImage(file, placed.box.height))
    return PlacedBug(file, placed.box, placed.room, style)


def _find_clear_area(area: Box, taken: Sequence[Box]) -> Box:
    """Find the taller part of `area` above or below the rows of each box in `taken`."""
    for box in taken:
        above, below = min(area.bottom, box.y) - area.y, area.bottom - max(area.y, box.bottom)
        y = area.y if above > below else max(area.y, box.bottom)
        area = Box(area.x, y, area.width, max(above, below))
    return area


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
