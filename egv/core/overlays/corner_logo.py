"""The corner logo: its drawing, its size and its place, off all faces and off a picture's edge."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from egv.core.cues.cue_layout import find_caption_height, plan_caption_layout
from egv.core.graph.frame_clock import repeat_image
from egv.core.graph.pads import Pad, Source, apply_filter, combine_pads
from egv.core.graph.splice import FrameRange
from egv.core.kit.house_style import BugStyle, Logo
from egv.core.media.clip import Canvas
from egv.core.media.shape import (
    Box,
    Position,
    find_safe_area,
    find_shape,
    find_short_side_px,
)
from egv.core.media.timing import Seconds, to_frame
from egv.core.overlays.framed_edit import FramedEdit, measure_backdrop_light
from egv.core.overlays.free_places import (
    choose_caption_place,
    find_clear_area,
    measure_face_cover,
    measure_features_cover,
    order_corners,
    to_relative_box,
)
from egv.core.overlays.ground import find_caption_part, has_drawn_subtitles, settle_box
from egv.core.programme.layers import Bug
from egv.core.programme.questions import ImageSizeOf, PngOfImage
from egv.core.titles.card import choose_logo

WIDEST = 0.3  # share of the safe width
SMALLER = 0.7  # of the kit's height, at least, where a face comes into every corner
CROWDED = 1e6  # as bad as s of a hidden face: a logo that leaves no room for subtitles
IMAGE = (("f", "png_pipe"), ("format_whitelist", "png_pipe"))
LOGO_SMALLER = "brand: a face comes into every corner, so the logo is smaller here"
LOGO_LOWER = "brand: a face comes into every corner, so the logo is smaller and lower here"
LOGO_OVER_FACE = (
    "brand: a face comes into every corner, so the logo sometimes covers part of one;"
    " --no-logo removes the logo"
)
LOGO_ON_CARDS = (
    "brand: eyes or a mouth come everywhere that the logo could be, so it is only on the cards;"
    " film from a little further away"
)


@dataclass(frozen=True, slots=True)
class PlacedBox:
    """A box, and the room kept free around it."""

    box: Box
    room: Box


@dataclass(frozen=True, slots=True)
class PlacedBug:
    """A corner logo ready to draw: its file, size and place, and the room kept free around it.

    `usual_position` is the kit's own position if the logo was moved because of a face there. `note`
    says what a face took from it. With `hides_features` no place is free of eyes and mouths, and
    the logo should not be shown.
    """

    logo: Path
    box: Box
    room: Box
    style: BugStyle
    usual_position: Position | None = None
    note: str = ""
    hides_features: bool = False


def place_bug(framed: FramedEdit) -> PlacedBug | None:
    """Place the corner logo, if there is one to show; its variant depends on the light under it.

    The logo is in the kit's own corner unless a face appears there; then in a corner free of
    `faces`, or in the one that hides the least of them.
    """
    edit, kit, faces, ask = framed.edit, framed.kit, framed.faces, framed.ask
    canvas, logo = edit.canvas, kit.spec.logo
    style = logo.bug.resolve_shape(find_shape(canvas))
    wanted = any(isinstance(layer, Bug) for layer in edit.layers)
    if not (wanted and style.enabled and logo.variants):
        return None
    size = ask(ImageSizeOf(choose_logo(kit, style.variant, 0.0)))
    usual = style.position
    chosen, note = _choose_style(framed, style, size) if faces else (style, "")
    first = plan_bug_box(canvas, logo, chosen, size, framed.parts)
    light, under = 0.0, to_relative_box(first.box, canvas)
    if chosen.variant == "auto":
        light = measure_backdrop_light(edit, under, ask)
    placed = _place_bug_file(framed, chosen, choose_logo(kit, chosen.variant, light))
    part = to_relative_box(placed.box, canvas)
    return replace(
        placed,
        usual_position=None if chosen.position is usual else usual,
        note=note,
        hides_features=measure_features_cover(part, faces) > 0,
    )


def _choose_style(
    framed: FramedEdit, style: BugStyle, size: tuple[int, int]
) -> tuple[BugStyle, str]:
    """Choose the position and height of the logo, with a note where no corner is free of faces."""
    measure_cover = _build_logo_measure(framed, size)
    best: list[BugStyle] = []
    for styles, note in _iter_choices(style):
        best.append(min(styles, key=measure_cover))
        if not _hides_face(framed, best[-1], size):
            return best[-1], note
    least = min(best, key=measure_cover)
    return least, LOGO_OVER_FACE


def _iter_choices(style: BugStyle) -> Iterator[tuple[list[BugStyle], str]]:
    """Yield the styles to choose from, the best first: in a corner, smaller, and lower."""
    small = style.model_copy(update={"height": SMALLER * style.height})
    corners, lower = order_corners(style.position), (Position.RIGHT, Position.LEFT)
    yield [_with_position(style, position) for position in corners], ""
    yield [_with_position(small, position) for position in corners], LOGO_SMALLER
    yield [_with_position(small, position) for position in lower], LOGO_LOWER


def _hides_face(framed: FramedEdit, style: BugStyle, size: tuple[int, int]) -> bool:
    canvas = framed.edit.canvas
    placed = plan_bug_box(canvas, framed.kit.spec.logo, style, size, framed.parts)
    return measure_face_cover(to_relative_box(placed.box, canvas), framed.faces, hair=False) > 0


def _build_logo_measure(framed: FramedEdit, size: tuple[int, int]) -> Callable[[BugStyle], float]:
    """Build a measure of the part of the faces hidden by a logo of `size` in some style.

    The subtitles that make room for the logo count too.
    """
    edit, kit, faces, spoken = framed.edit, framed.kit, framed.faces, framed.subtitled_part
    canvas, texts = edit.canvas, kit.spec.subtitles
    layout, height = None, find_caption_height(canvas, texts)
    if has_drawn_subtitles(edit):
        part = find_caption_part(spoken.edit, kit)
        layout = plan_caption_layout(canvas, texts, framed.measure_typeface(texts.font), part)

    def measure_cover(chosen: BugStyle) -> float:
        placed = plan_bug_box(canvas, kit.spec.logo, chosen, size, framed.parts)
        own = measure_face_cover(to_relative_box(placed.box, canvas), faces, hair=True)
        if layout is None:
            return own
        beside = replace(layout, area=find_clear_area(layout.area, [placed.room], height))
        crowds = CROWDED if beside.area.height < height else 0.0
        return own + crowds + choose_caption_place(texts.position, beside, canvas, spoken.faces)[1]

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


def plan_bug_box(
    canvas: Canvas, logo: Logo, style: BugStyle, size: tuple[int, int], parts: Sequence[Box] = ()
) -> PlacedBox:
    """Place a drawing of the logo, `size` px in its file, on `canvas` in `style`.

    It moves into one of the `parts` of the frame, where one has room.
    """
    area = find_safe_area(canvas)
    wide, high = size
    height = max(
        style.height * find_short_side_px(canvas), min(logo.min_height_px, canvas.height / 6)
    )
    height = min(height, WIDEST * area.width * high / wide)
    height = max(2, round(height))
    width = max(2, round(height * wide / high))
    clear = round(logo.clear_space * height)
    room = area.place_box(width + 2 * clear, height + 2 * clear, style.position)
    box = settle_box(Box(room.x + clear, room.y + clear, width, height), parts)
    return PlacedBox(box, Box(box.x - clear, box.y - clear, room.width, room.height))


def _place_bug_file(framed: FramedEdit, style: BugStyle, file: Path) -> PlacedBug:
    size, logo = framed.ask(ImageSizeOf(file)), framed.kit.spec.logo
    placed = plan_bug_box(framed.edit.canvas, logo, style, size, framed.parts)
    file = framed.ask(PngOfImage(file, placed.box.height))
    return PlacedBug(file, placed.box, placed.room, style)
