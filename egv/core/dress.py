"""Drawing of an edit's layers on one frame: lower thirds, subtitles and logo, without overlap."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from egv.core.ask import Ask, DrawingAt, FaceAt, LightUnder, SizeOf
from egv.core.ass import Event, Ink, Style, document, lines_of_text
from egv.core.captions import CaptionLayout, caption_layout
from egv.core.card import logo_for
from egv.core.cue_rules import pace_of
from egv.core.drawing import is_drawing
from egv.core.edit import Edit, Why
from egv.core.faces import Typeface
from egv.core.free_places import (
    ShownFace,
    choose_caption_place,
    measure_hidden,
    measure_shares,
    order_corners,
)
from egv.core.graph import Pad, Source, filtered, joined
from egv.core.kit import Kit
from egv.core.kit_parts import BugStyle, CaptionPosition, Logo
from egv.core.layers import LOWER_THIRD, Bug, Subtitles
from egv.core.media import Canvas, Cue
from egv.core.plate import name_plate
from egv.core.shape import Box, Position, Shares, safe_area, shape_of, short_side
from egv.core.splice import Frames
from egv.core.steady import repeat_image
from egv.core.subtitled import Shown, cuts_of, shown_cues
from egv.core.texts import filled_lines
from egv.core.timing import Seconds, Span, frame_at

CAPTION = "Caption"
FONT_FOLDER = "fonts"  # relative to the folder in which the final command runs
GAP = 0.35  # between a lower third and the subtitles under it, as a share of a subtitle line
WIDEST_BUG = 0.3  # share of the safe width
IMAGE = (("f", "png_pipe"), ("format_whitelist", "png_pipe"))
PLATE_LAYER, CAPTION_LAYER = 0, 10
SUBTITLES_OVER_FACE = (
    "subtitle: faces fill so much of the picture that subtitles lie over one at times;"
    " film from a little further away"
)
NOTHING_SAID = Shown((), (), ())


@dataclass(frozen=True, slots=True)
class Overlay:
    """Texts to draw: the name of the ASS file, its content, and the fonts it needs."""

    name: str
    ass: str
    fonts: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Dressed:
    """A picture with its texts drawn on it, the cues as laid out, and the faults in these cues.

    `explanations` describe texts away from their usual place, `notes` the faces that texts hide.
    """

    picture: Pad
    cues: tuple[Cue, ...]
    overlay: Overlay | None
    faults: tuple[str, ...] = ()
    whys: tuple[Why, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """A box, and the room kept free around it."""

    box: Box
    room: Box


@dataclass(frozen=True, slots=True)
class BugPlace:
    """A corner logo ready to draw: its file, size and place, and the room kept free around it.

    `usual_position` is the kit's own position if the logo was moved because of a face there. The
    logo may still hide part of a face.
    """

    logo: Path
    box: Box
    room: Box
    style: BugStyle
    off: Position | None = None
    hides_a_face: bool = False


def typeface(kit: Kit, role: str, ask: Ask) -> Typeface:
    """Measure the fonts for `role` in `kit`."""
    return Typeface(tuple(ask(FaceAt(path)) for path in kit.typefaces[role]))


@dataclass(slots=True)
class _Drawing:
    """The drawing so far: styles, events, and the typefaces that they need."""

    styles: list[Style] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    faces: list[Typeface] = field(default_factory=list)

    def add(
        self,
        styles: Sequence[Style],
        events: Sequence[Event],
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

    def overlay(self, canvas: Canvas, word: str = "") -> Overlay:
        """Build the file that draws all events, with its fonts; `word` makes its name unique."""
        fonts = dict.fromkeys(face.path for typeface in self.faces for face in typeface.faces)
        name = "-".join(filter(None, ("texts", f"{canvas.width}x{canvas.height}", word))) + ".ass"
        return Overlay(name, document(canvas, self.styles, self.events), tuple(fonts))


def dressed(
    edit: Edit,
    kit: Kit,
    texts: dict[str, str],
    bug: BugPlace | None,
    faces: Sequence[ShownFace],
    ask: Ask,
    word: str = "",
) -> Dressed:
    """Draw the lower thirds and subtitles of `edit` on its picture, away from `faces`.

    `word` makes the file name of the texts unique among formats of one size.
    """
    drawing, shown = _Drawing(), NOTHING_SAID
    whys: list[Why] = []
    notes: list[str] = []
    taken: list[tuple[Span, Box]] = []  # room of subtitles, kept free by lower thirds
    room = [bug.room] if bug else []
    if edit.cues:
        style = kit.says.subtitles
        layout = caption_layout(edit.canvas, style, typeface(kit, style.font, ask))
        language = edit.language or kit.says.main_language
        pace = pace_of(language, edit.canvas.frame_rate, style.max_cps)
        shown = shown_cues(edit, layout, pace, cuts_of(edit, ask))
        if any(isinstance(layer, Subtitles) for layer in edit.layers):
            layout = replace(layout, area=_clear_of(layout.area, room))
            usual = style.position
            place, hides = choose_caption_place(usual, layout, edit.canvas, faces)
            taken = _draw_captions(drawing, shown.drawn, layout, kit, place)
            if place is not usual:
                whys.append(Why("subtitle", f"at the {place}, off the face"))
            if hides:
                notes.append(SUBTITLES_OVER_FACE)
    whys += _draw_plates(drawing, edit, kit, texts, room, taken, faces, ask)
    done = Dressed(edit.picture, shown.cues, None, shown.faults, tuple(whys), tuple(notes))
    if not drawing.events:
        return done
    overlay = drawing.overlay(edit.canvas, word)
    drawn = filtered(edit.picture, "ass", filename=overlay.name, fontsdir=FONT_FOLDER)
    return replace(done, picture=drawn, overlay=overlay)


def _draw_plates(
    drawing: _Drawing,
    edit: Edit,
    kit: Kit,
    texts: dict[str, str],
    room: Sequence[Box],
    taken: Sequence[tuple[Span, Box]],
    faces: Sequence[ShownFace],
    ask: Ask,
) -> list[Why]:
    """Draw the lower thirds outside `room` and `taken`; explain each one that was moved."""
    usual, whys = kit.says.lower_third.position, []
    places = (usual, *(order_corners(usual)[1:2] if faces else ()))
    for number, layer in enumerate(edit.plates):
        said = {**texts, **dict(layer.texts)}
        if lines := filled_lines(kit.says.lower_third.lines, said):
            typefaces = (typeface(kit, "heading", ask), typeface(kit, "body", ask))
            span = layer.within(edit.duration)
            boxes = [box for when, box in taken if when.overlap(span)]
            area = _clear_of(safe_area(edit.canvas), [*room, *boxes])
            plates = [
                name_plate(kit, lines, typefaces, edit.canvas, area, span, place)
                for place in places
            ]
            parts = [measure_shares(plate.box, edit.canvas) for plate in plates]
            hidden = [measure_hidden(part, faces, hair=False) for part in parts]
            best = hidden.index(min(hidden))
            if best:
                whys.append(Why(LOWER_THIRD, f"{places[best]}, off the face"))
            # Each lower third has its own text size, so each needs its own styles.
            drawing.add(
                plates[best].styles, plates[best].events, typefaces, PLATE_LAYER, str(number or "")
            )
    return whys


def subtitle_document(cues: Sequence[Cue], canvas: Canvas, kit: Kit, ask: Ask) -> str:
    """Build an ASS file that shows `cues` unchanged on `canvas` in the style of `kit`."""
    style = kit.says.subtitles
    layout = caption_layout(canvas, style, typeface(kit, style.font, ask))
    drawing = _Drawing()
    _draw_captions(drawing, cues, layout, kit, style.position)
    return drawing.overlay(canvas).ass


def _draw_captions(
    drawing: _Drawing,
    cues: Sequence[Cue],
    layout: CaptionLayout,
    kit: Kit,
    place: CaptionPosition,
) -> list[tuple[Span, Box]]:
    """Draw `cues` at `place`, and return the room that each takes, with its time."""
    at_top = place is CaptionPosition.TOP
    boxes = [_caption_box(cue, layout, at_top=at_top) for cue in cues]
    events = [_caption(cue, box, layout) for cue, box in zip(cues, boxes, strict=True)]
    drawing.add([_caption_style(kit, layout)], events, [layout.typeface], CAPTION_LAYER)
    gap = round(GAP * layout.size)
    return [
        (cue.span, Box(box.x, box.y - gap, box.width, box.height + 2 * gap))
        for cue, box in zip(cues, boxes, strict=True)
    ]


def bug_place(edit: Edit, kit: Kit, faces: Sequence[ShownFace], ask: Ask) -> BugPlace | None:
    """Place the corner logo, if there is one to show; its variant depends on the light under it.

    The logo is in the kit's own corner unless a face appears there; then in a corner free of
    `faces`, or in the one that hides the least of them.
    """
    canvas, logo = edit.canvas, kit.says.logo
    style = logo.bug.for_shape(shape_of(canvas))
    wanted = any(isinstance(layer, Bug) for layer in edit.layers)
    if not (wanted and style.enabled and logo.variants):
        return None
    size = ask(SizeOf(_file(logo_for(kit, style.variant, 0.0))))
    usual, hidden = style.position, _hidden_by_logo(edit, kit, style, size, faces, ask)
    position = min(order_corners(usual), key=hidden) if faces else usual
    style, light = _at(style, position), 0.0
    if style.variant == "auto":
        first = bug_box(canvas, logo, style, size)
        light = _light_under(edit, measure_shares(first.box, canvas), ask)
    placed = _placed(edit, kit, style, logo_for(kit, style.variant, light), ask)
    hides = measure_hidden(measure_shares(placed.box, canvas), faces, hair=False) > 0
    return replace(placed, off=None if position is usual else usual, hides_a_face=hides)


def _hidden_by_logo(
    edit: Edit,
    kit: Kit,
    style: BugStyle,
    size: tuple[int, int],
    faces: Sequence[ShownFace],
    ask: Ask,
) -> Callable[[Position], float]:
    """Build a measure of the part of `faces` hidden by a logo of `size` in a corner.

    The subtitles that make room for the logo count too.
    """
    canvas, texts = edit.canvas, kit.says.subtitles
    layout = None
    if edit.cues and any(isinstance(layer, Subtitles) for layer in edit.layers):
        layout = caption_layout(canvas, texts, typeface(kit, texts.font, ask))

    def hidden(position: Position) -> float:
        placed = bug_box(canvas, kit.says.logo, _at(style, position), size)
        own = measure_hidden(measure_shares(placed.box, canvas), faces, hair=True)
        if layout is None:
            return own
        beside = replace(layout, area=_clear_of(layout.area, [placed.room]))
        return own + choose_caption_place(texts.position, beside, canvas, faces)[1]

    return hidden


def _at(style: BugStyle, position: Position) -> BugStyle:
    return style.model_copy(update={"position": position})


def _light_under(edit: Edit, part: Shares, ask: Ask) -> float:
    """Measure the light, 0 to 1, of `edit` under `part` of its frame; longer clips count more."""
    lights = [
        (ask(LightUnder(clip.clock, clip.placement.under(part))), float(clip.duration))
        for clip in edit.clips
    ]
    return sum(light * length for light, length in lights) / sum(length for _, length in lights)


def with_bug(picture: Pad, bug: BugPlace, canvas: Canvas, shown: Frames, frames: int) -> Pad:
    """Draw the logo on `picture`, `frames` long, during `shown`, faded in and out at the ends."""
    rate, style, box = canvas.frame_rate, bug.style, bug.box
    logo = filtered(Pad(Source(bug.logo, IMAGE), "v", 0), "scale", w=box.width, h=box.height)
    logo = filtered(logo, "format", pix_fmts="yuva420p")
    logo = filtered(logo, "colorchannelmixer", aa=style.opacity) if style.opacity < 1 else logo
    first, end = shown
    fade = min(frame_at(Seconds(str(style.fade)), rate), (end - first) // 3)
    if fade:
        logo = repeat_image(logo, rate, frames)
        logo = filtered(logo, "fade", t="in", s=first, n=fade, alpha=1)
        logo = filtered(logo, "fade", t="out", s=end - fade, n=fade, alpha=1)
    return joined(
        (picture, logo),
        "overlay",
        x=box.x,
        y=box.y,
        format="yuv420",
        enable=f"between(n,{first},{end - 1})",
    )


def bug_box(canvas: Canvas, logo: Logo, style: BugStyle, size: tuple[int, int]) -> Placed:
    """Place a drawing of the logo, `size` px in its file, on `canvas` in `style`."""
    area = safe_area(canvas)
    wide, high = size
    height = max(style.height * short_side(canvas), min(logo.min_height_px, canvas.height / 6))
    height = min(height, WIDEST_BUG * area.width * high / wide)
    height = max(2, round(height))
    width = max(2, round(height * wide / high))
    clear = round(logo.clear_space * height)
    room = area.placed(width + 2 * clear, height + 2 * clear, style.position)
    return Placed(Box(room.x + clear, room.y + clear, width, height), room)


def _placed(edit: Edit, kit: Kit, style: BugStyle, file: Path | None, ask: Ask) -> BugPlace:
    file = _file(file)
    placed = bug_box(edit.canvas, kit.says.logo, style, ask(SizeOf(file)))
    if is_drawing(file):
        file = ask(DrawingAt(file, placed.box.height))
    return BugPlace(file, placed.box, placed.room, style)


def _file(file: Path | None) -> Path:
    assert file is not None  # a kit with variants has one for each background
    return file


def _clear_of(area: Box, taken: Sequence[Box]) -> Box:
    """Find the taller part of `area` above or below the rows of each box in `taken`."""
    for box in taken:
        above, below = min(area.bottom, box.y) - area.y, area.bottom - max(area.y, box.bottom)
        y = area.y if above > below else max(area.y, box.bottom)
        area = Box(area.x, y, area.width, max(above, below))
    return area


def _caption_style(kit: Kit, layout: CaptionLayout) -> Style:
    style = kit.says.subtitles
    return Style(
        name=CAPTION,
        face=layout.typeface.faces[0],
        size=layout.size,
        ink=Ink(kit.colour(style.text)),
        box=Ink(kit.colour(style.box.colour), style.box.opacity) if style.box.opacity else None,
        padding=layout.padding,
        outline=Ink(kit.colour(style.outline.colour)),
        outline_px=style.outline.width * layout.size,
    )


def _caption_box(cue: Cue, layout: CaptionLayout, *, at_top: bool) -> Box:
    box = layout.box(cue.text)
    return replace(box, y=layout.area.y) if at_top else box


def _caption(cue: Cue, box: Box, layout: CaptionLayout) -> Event:
    x, y = layout.area.x + layout.area.width // 2, round(box.bottom - layout.padding)
    text = lines_of_text(cue.text.split("\n"), layout.typeface)
    return Event(0, cue.span, CAPTION, f"{{\\an2\\pos({x},{y})}}{text}")
