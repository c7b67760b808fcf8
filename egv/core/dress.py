"""An edit's layers drawn on one frame: name plate, subtitles, corner logo, none over another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from egv.core.ask import Ask, FaceAt, LightUnder, SizeOf
from egv.core.ass import Event, Ink, Style, document, lines_of_text
from egv.core.captions import CaptionLayout, caption_layout, laid_out
from egv.core.card import logo_for
from egv.core.cue_rules import pace_of, timed, violations
from egv.core.edit import Edit
from egv.core.faces import Typeface
from egv.core.graph import Pad, Source, filtered, joined
from egv.core.kit import Kit
from egv.core.kit_parts import BugStyle, CaptionPosition
from egv.core.layers import Bug, LowerThird, Subtitles
from egv.core.media import Canvas, Cue
from egv.core.plate import name_plate
from egv.core.shape import Box, safe_area, shape_of, short_side
from egv.core.splice import Frames
from egv.core.texts import filled_lines
from egv.core.timing import Seconds, Span, frame_at

CAPTION = "Caption"
ASS_FILE, FONT_FOLDER = "texts.ass", "fonts"  # as the final command finds them where it runs
GAP = 0.35  # between a name plate and the subtitles under it, of a line of these
WIDEST_BUG = 0.3  # of the safe width
IMAGE = (("f", "png_pipe"), ("format_whitelist", "png_pipe"))
PLATE_LAYER, CAPTION_LAYER = 0, 10


@dataclass(frozen=True, slots=True)
class Overlay:
    """Texts to draw: the ASS file and the fonts it needs."""

    ass: str
    fonts: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Dressed:
    """A picture with its texts drawn on it, the cues as laid out, and what is wrong with these."""

    picture: Pad
    cues: tuple[Cue, ...]
    overlay: Overlay | None
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BugPlace:
    """A corner logo, ready to draw: its file, its size and place, the room kept free around it."""

    logo: Path
    box: Box
    room: Box
    style: BugStyle


def typeface(kit: Kit, role: str, ask: Ask) -> Typeface:
    """The fonts of a role of `kit`, measured."""
    return Typeface(tuple(ask(FaceAt(path)) for path in kit.typefaces[role]))


def dressed(
    edit: Edit, picture: Pad, kit: Kit, texts: dict[str, str], bug: BugPlace | None, ask: Ask
) -> Dressed:
    """`picture`, that of `edit`, with name plates and subtitles drawn on it."""
    canvas = edit.canvas
    layout = caption_layout(
        canvas, kit.says.subtitles, typeface(kit, kit.says.subtitles.font, ask)
    ) if edit.cues else None  # fmt: skip
    pace = pace_of(edit.language or kit.says.language[:2], canvas.frame_rate)
    cues = laid_out(edit.cues, layout, canvas) if layout else ()
    if not edit.cues_are_given:
        cues = timed(cues, pace, edit.duration)
    styles: list[Style] = []
    events: list[Event] = []
    faces: list[Typeface] = []
    captions: list[tuple[Span, Box]] = []
    if layout and any(isinstance(layer, Subtitles) for layer in edit.layers):
        at_top = kit.says.subtitles.position is CaptionPosition.TOP
        layout = replace(layout, area=_clear_of(layout.area, [bug.room] if bug else []))
        captions = [(cue.span, _caption_box(cue, layout, at_top=at_top)) for cue in cues]
        styles.append(_caption_style(kit, layout))
        events += [_caption(cue, box, layout) for cue, (_, box) in zip(cues, captions, strict=True)]
        faces.append(layout.typeface)
    lines = filled_lines(kit.says.lower_third.lines, texts)
    plate_faces = (typeface(kit, "heading", ask), typeface(kit, "body", ask)) if lines else ()
    for layer in edit.layers:
        if isinstance(layer, LowerThird) and lines:
            span = layer.within(edit.duration)
            taken = [_with_gap(box, layout) for shown, box in captions if shown.overlap(span)]
            area = _clear_of(safe_area(canvas), [*([bug.room] if bug else []), *taken])
            plate = name_plate(kit, lines, plate_faces, canvas, area, span)
            styles += [style for style in plate.styles if style.name not in _names(styles)]
            events += [replace(event, layer=PLATE_LAYER + event.layer) for event in plate.events]
            faces += plate_faces
    faults = tuple(violations(cues, pace))
    if not events:
        return Dressed(picture, cues, None, faults)
    used = dict.fromkeys(face.path for each in faces for face in each.faces)
    drawn = filtered(picture, "ass", filename=ASS_FILE, fontsdir=FONT_FOLDER)
    return Dressed(drawn, cues, Overlay(document(canvas, styles, events), tuple(used)), faults)


def bug_place(edit: Edit, kit: Kit, ask: Ask) -> BugPlace | None:
    """Where the corner logo goes, if there is one to show; its variant by the light under it."""
    canvas, logo = edit.canvas, kit.says.logo
    style = logo.bug.for_shape(shape_of(canvas))
    wanted = any(isinstance(layer, Bug) for layer in edit.layers)
    if not (wanted and style.enabled and logo.variants):
        return None
    light = 0.0
    if style.variant == "auto":
        first = _placed(edit, kit, style, logo_for(kit, "auto", 0.0), ask)
        light = ask(LightUnder(edit.clock, _shares(first.box, canvas)))
    return _placed(edit, kit, style, logo_for(kit, style.variant, light), ask)


def with_bug(picture: Pad, bug: BugPlace, canvas: Canvas, shown: Frames, frames: int) -> Pad:
    """`picture`, `frames` long, with the logo on it while `shown`, faded in and out at the ends."""
    rate, style, box = canvas.frame_rate, bug.style, bug.box
    logo = filtered(Pad(Source(bug.logo, IMAGE), "v", 0), "scale", w=box.width, h=box.height)
    logo = filtered(logo, "format", pix_fmts="yuva420p")
    logo = filtered(logo, "colorchannelmixer", aa=style.opacity) if style.opacity < 1 else logo
    first, end = shown
    fade = min(frame_at(Seconds(str(style.fade)), rate), (end - first) // 3)
    if fade:
        # On the picture's own clock: an image comes at 25 Hz, and rounding would add a frame.
        logo = filtered(filtered(logo, "loop", loop=-1, size=1), "settb", expr=1 / rate)
        logo = filtered(filtered(logo, "setpts", expr="N"), "trim", end_pts=frames)
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


def _names(styles: Sequence[Style]) -> set[str]:
    return {style.name for style in styles}


def _placed(edit: Edit, kit: Kit, style: BugStyle, logo: Path | None, ask: Ask) -> BugPlace:
    assert logo is not None
    canvas = edit.canvas
    area = safe_area(canvas)
    wide, high = ask(SizeOf(logo))
    height = max(
        style.height * short_side(canvas), min(kit.says.logo.min_height_px, canvas.height / 6)
    )
    height = min(height, WIDEST_BUG * area.width * high / wide)
    height = max(2, round(height))
    width = max(2, round(height * wide / high))
    clear = round(kit.says.logo.clear_space * height)
    room = area.placed(width + 2 * clear, height + 2 * clear, style.position)
    return BugPlace(logo, Box(room.x + clear, room.y + clear, width, height), room, style)


def _shares(box: Box, canvas: Canvas) -> tuple[float, float, float, float]:
    return (
        round(box.x / canvas.width, 3),
        round(box.y / canvas.height, 3),
        round(box.right / canvas.width, 3),
        round(box.bottom / canvas.height, 3),
    )


def _clear_of(area: Box, taken: Sequence[Box]) -> Box:
    """The higher part of `area` that is left above or below the rows of each box in `taken`."""
    for box in taken:
        above, below = min(area.bottom, box.y) - area.y, area.bottom - max(area.y, box.bottom)
        y = area.y if above > below else max(area.y, box.bottom)
        area = Box(area.x, y, area.width, max(above, below))
    return area


def _with_gap(box: Box, layout: CaptionLayout | None) -> Box:
    """A subtitle's `box` with the room above and below it that a name plate leaves free."""
    gap = round(GAP * layout.size) if layout else 0
    return Box(box.x, box.y - gap, box.width, box.height + 2 * gap)


def _caption_style(kit: Kit, layout: CaptionLayout) -> Style:
    style = kit.says.subtitles
    return Style(
        name=CAPTION,
        face=layout.typeface.faces[0],
        size=layout.size,
        ink=Ink(kit.colour(style.text)),
        box=Ink(kit.colour(style.box.colour), style.box.opacity) if style.box.opacity else None,
        padding=layout.padding,
    )


def _caption_box(cue: Cue, layout: CaptionLayout, *, at_top: bool) -> Box:
    box = layout.box(cue.text)
    return replace(box, y=layout.area.y) if at_top else box


def _caption(cue: Cue, box: Box, layout: CaptionLayout) -> Event:
    x, y = layout.area.x + layout.area.width // 2, round(box.bottom - layout.padding)
    text = lines_of_text(cue.text.split("\n"), layout.typeface)
    return Event(CAPTION_LAYER, cue.span, CAPTION, f"{{\\an2\\pos({x},{y})}}{text}")
