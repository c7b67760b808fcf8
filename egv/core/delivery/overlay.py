"""Drawing of an edit's layers on one frame: lower thirds, subtitles and logo, without overlap."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from egv.core.cues.cue_layout import plan_caption_layout
from egv.core.cues.cue_timing import choose_reading_pace
from egv.core.delivery.captions import PlannedCaptions, draw_captions, find_caption_rows
from egv.core.delivery.framed_edit import FramedEdit, measure_backdrop_light
from egv.core.delivery.free_places import (
    ShownFace,
    choose_caption_place,
    measure_face_cover,
    order_corners,
    to_relative_box,
)
from egv.core.delivery.name_plates import draw_name_plates
from egv.core.delivery.shown_cues import ShownCues, find_shot_cuts, plan_shown_cues
from egv.core.delivery.text_overlay import OverlayBuilder, TextOverlay, find_clear_area
from egv.core.graph.frame_clock import repeat_image
from egv.core.graph.pads import Pad, Source, apply_filter, combine_pads
from egv.core.graph.splice import FrameRange
from egv.core.kit.house_style import BugStyle, Logo
from egv.core.kit.kit import Kit
from egv.core.kit.text_styles import AUTO
from egv.core.media.clip import Canvas, Cue
from egv.core.media.shape import (
    Box,
    Position,
    find_safe_area,
    find_shape,
    find_short_side_px,
)
from egv.core.media.timing import Seconds, to_frame
from egv.core.programme.edit import Edit, Explanation
from egv.core.programme.layers import Bug, Subtitles
from egv.core.programme.questions import Ask, ImageSizeOf, PngOfImage
from egv.core.titles.card import choose_logo

FONT_FOLDER = "fonts"  # relative to the folder in which the final command runs
WIDEST_BUG = 0.3  # share of the safe width
IMAGE = (("f", "png_pipe"), ("format_whitelist", "png_pipe"))
SUBTITLES_OVER_FACE = (
    "subtitle: faces fill so much of the picture that subtitles sometimes cover one; film from"
    " a little further away"
)
NOTHING_SAID = ShownCues()


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


def dress_picture(
    framed: FramedEdit, texts: dict[str, str], bug: PlacedBug | None, word: str = ""
) -> DressedPicture:
    """Draw lower thirds and subtitles on the picture of an edit, away from its faces.

    `word` makes the file name of the texts unique among formats of one size.
    """
    edit, drawing = framed.edit, OverlayBuilder()
    room = [bug.room] if bug else []
    shown, captions, whys, notes = _plan_captions(framed, room)
    taken, moved = draw_name_plates(drawing, framed, texts, room, captions)
    if captions:
        draw_captions(drawing, captions, framed.kit, taken)
    done = DressedPicture(edit.picture, shown.cues, None, shown, (*whys, *moved), notes)
    if not drawing.events:
        return done
    overlay = drawing.build_overlay(edit.canvas, word)
    drawn = apply_filter(edit.picture, "ass", filename=overlay.name, fontsdir=FONT_FOLDER)
    return replace(done, picture=drawn, overlay=overlay)


def _plan_captions(
    framed: FramedEdit, room: Sequence[Box]
) -> tuple[ShownCues, PlannedCaptions | None, tuple[Explanation, ...], tuple[str, ...]]:
    """Plan the cues of an edit as shown, and as drawn clear of `room`, with its reasons and notes.

    Without subtitles in the picture nothing is drawn.
    """
    edit, style = framed.edit, framed.kit.spec.subtitles
    if not edit.cues:
        return NOTHING_SAID, None, (), ()
    layout = plan_caption_layout(edit.canvas, style, framed.measure_typeface(style.font))
    language = edit.language or framed.kit.spec.main_language
    pace = choose_reading_pace(language, edit.canvas.frame_rate, style.max_cps)
    shown = plan_shown_cues(edit, layout, pace, find_shot_cuts(edit, framed.ask))
    if not any(isinstance(layer, Subtitles) for layer in edit.layers):
        return shown, None, (), ()
    layout = replace(layout, area=find_clear_area(layout.area, room))
    place, hides = choose_caption_place(style.position, layout, edit.canvas, framed.faces)
    planned = PlannedCaptions(shown.drawn, layout, place)
    if style.box.colour == AUTO and style.box.opacity:
        part = to_relative_box(find_caption_rows(layout, place), edit.canvas)
        planned = replace(planned, light=measure_backdrop_light(edit, part, framed.ask))
    why = f"at the {place}, clear of the face"
    whys = () if place is style.position else (Explanation("subtitle", why),)
    return shown, planned, whys, (SUBTITLES_OVER_FACE,) if hides else ()


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
        light = measure_backdrop_light(edit, to_relative_box(first.box, canvas), ask)
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
        beside = replace(layout, area=find_clear_area(layout.area, [placed.room]))
        return own + choose_caption_place(texts.position, beside, canvas, faces)[1]

    return measure_cover


def _with_position(style: BugStyle, position: Position) -> BugStyle:
    return style.model_copy(update={"position": position})


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
