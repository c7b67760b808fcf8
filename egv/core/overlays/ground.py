"""A whole picture on a larger frame: its place there, and the parts that no edge of it crosses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from egv.core.cues.cue_layout import find_caption_height
from egv.core.kit.kit import Kit
from egv.core.media.clip import Canvas
from egv.core.media.shape import Box, Position, find_safe_area, find_short_side_px
from egv.core.picture.crop import place_whole
from egv.core.programme.edit import Edit
from egv.core.programme.layers import Subtitles

GAP = 0.02  # of the frame's short side: the least distance of a text or logo from a picture's edge
NARROWEST = 0.33  # of the frame's width: a narrower part has no room for subtitles


def has_drawn_subtitles(edit: Edit) -> bool:
    """True where `edit` has subtitles in its picture, if anybody speaks."""
    return any(isinstance(layer, Subtitles) for layer in edit.layers)


def place_beside_texts(edit: Edit, canvas: Canvas, kit: Kit) -> Box | None:
    """Place the whole picture of `edit` on `canvas` so that its subtitles stand beside it, px.

    It moves up, or away from the side of the kit's name plate. None where there are no subtitles,
    or there is no room for them.
    """
    if not has_drawn_subtitles(edit):
        return None
    whole, text = (
        place_whole(edit.canvas.size, canvas.size),
        find_caption_height(canvas, kit.spec.subtitles),
    )
    if whole.width < canvas.width:
        is_left = kit.spec.lower_third.position in (
            Position.TOP_RIGHT, Position.RIGHT, Position.BOTTOM_RIGHT,
        )  # fmt: skip
        x = 0 if is_left else canvas.width - whole.width
        place = Box(x, whole.y, whole.width, whole.height)
    else:
        lowest = find_safe_area(canvas).bottom - text - 2 * _measure_gap(canvas) - whole.height
        place = Box(whole.x, max(0, min(whole.y, lowest // 2 * 2)), whole.width, whole.height)
    *bands, _ = _split_frame(place, canvas)
    return place if any(_has_text_room(band, canvas, text) for band in bands) else None


def list_whole_parts(edit: Edit) -> tuple[Box, ...]:
    """List the parts of the safe area that no edge of a picture of `edit` crosses.

    The ground under, beside and over a picture comes before the picture itself.
    """
    canvas = edit.canvas
    parts = [find_safe_area(canvas)]
    for left, top, right, bottom in dict.fromkeys(clip.placement.inside for clip in edit.clips):
        x, y = round(left * canvas.width), round(top * canvas.height)
        inside = Box(x, y, round(right * canvas.width) - x, round(bottom * canvas.height) - y)
        if inside.size != canvas.size:
            sides = [*_split_frame(inside, canvas)]
            parts = [both for part in parts for side in sides if (both := part.intersect(side))]
    return tuple(parts)


def find_caption_part(edit: Edit, kit: Kit) -> Box:
    """Find the part of the frame for subtitles: across no edge of a picture, if there is room."""
    canvas = edit.canvas
    height = find_caption_height(canvas, kit.spec.subtitles)
    parts = list_whole_parts(edit)
    fitting = (part for part in parts if _has_text_room(part, canvas, height))
    return next(fitting, find_safe_area(canvas))


def settle_box(box: Box, parts: Sequence[Box]) -> Box:
    """Return `box`, moved the least that brings it into one of `parts`; unmoved where none fits."""
    moved = [
        Box(
            min(max(box.x, part.x), part.right - box.width),
            min(max(box.y, part.y), part.bottom - box.height),
            box.width,
            box.height,
        )
        for part in parts
        if part.width >= box.width and part.height >= box.height
    ]
    return min(moved, key=lambda to: abs(to.x - box.x) + abs(to.y - box.y), default=box)


def _split_frame(inside: Box, canvas: Canvas) -> Iterator[Box]:
    """Yield the parts of the frame under, beside and over `inside`, and at last `inside`.

    All keep their distance from the edges of the picture that are seen.
    """
    gap, (wide, high) = _measure_gap(canvas), canvas.size
    beyond = [
        Box(0, inside.bottom + gap, wide, high - inside.bottom - gap),
        Box(0, 0, inside.x - gap, high),
        Box(inside.right + gap, 0, wide - inside.right - gap, high),
        Box(0, 0, wide, inside.y - gap),
    ]
    yield from (part for part in beyond if part.width > 0 and part.height > 0)
    x, y = inside.x + gap * (inside.x > 0), inside.y + gap * (inside.y > 0)
    right = inside.right - gap * (inside.right < wide)
    bottom = inside.bottom - gap * (inside.bottom < high)
    yield Box(x, y, right - x, bottom - y)


def _has_text_room(part: Box, canvas: Canvas, height: int) -> bool:
    free = part.intersect(find_safe_area(canvas))
    return free is not None and free.width >= NARROWEST * canvas.width and free.height >= height


def _measure_gap(canvas: Canvas) -> int:
    return round(GAP * find_short_side_px(canvas))
