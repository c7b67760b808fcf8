"""Where faces stand on a frame, and which places for a logo or a text stay free of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from egv.core.ask import Ask, FocusOf
from egv.core.captions import CaptionLayout
from egv.core.edit import Edit
from egv.core.kit_parts import CaptionPosition
from egv.core.media import Canvas
from egv.core.people import enclose
from egv.core.shape import Box, Position, Shares

FEATURES = 4.0  # eyes and mouth count so much more than the rest of a head
CORNERS = (Position.TOP_LEFT, Position.TOP_RIGHT, Position.BOTTOM_LEFT, Position.BOTTOM_RIGHT)


@dataclass(frozen=True, slots=True)
class ShownFace:
    """All of the frame that a face crosses in `seconds`: itself, its head, its eyes and mouth."""

    seconds: float
    face: Shares
    head: Shares
    features: Shares


def find_shown_faces(edit: Edit, ask: Ask) -> tuple[ShownFace, ...]:
    """The faces in `edit`, of all its clips, where they stand on its canvas."""
    return tuple(face for clip in edit.clips for face in _of_clip(clip, ask))


def _of_clip(clip: Edit, ask: Ask) -> Iterator[ShownFace]:
    focus = ask(FocusOf(clip.clock))
    for track in focus.faces:
        for ends in track.stretches(focus.step):
            parts = [(box.face, box.head, box.features) for box in ends]
            face, head, features = (
                enclose(
                    [
                        clip.placement.place_on_frame(p, b.at)
                        for p, b in zip(pair, ends, strict=True)
                    ]
                )
                for pair in zip(*parts, strict=True)
            )
            seconds = float(max(ends[1].at - ends[0].at, focus.step))
            yield ShownFace(seconds, face, head, features)


def measure_hidden(part: Shares, faces: Sequence[ShownFace], *, hair: bool) -> float:
    """How much `part` of the frame hides of `faces`, s of all of a face; with its `hair` or not.

    0 where it hides nothing.
    """
    return sum(
        face.seconds
        * (
            _hidden_of(part, face.head if hair else face.face)
            + FEATURES * _shared(part, face.features)
        )
        for face in faces
    )


def _hidden_of(part: Shares, head: Shares) -> float:
    """Which share of a head lies under `part`; it is round, and leaves its box's corners free."""
    left, top, right, bottom = head
    away = 0.0
    for low, high, near, far in ((left, right, part[0], part[2]), (top, bottom, part[1], part[3])):
        middle, reach = (low + high) / 2, max((high - low) / 2, 1e-9)
        away += ((min(max(middle, near), far) - middle) / reach) ** 2
    return _shared(part, head) if away < 1 else 0.0


def _shared(part: Shares, of: Shares) -> float:
    """Which share of `of` lies under `part`."""
    wide = min(part[2], of[2]) - max(part[0], of[0])
    high = min(part[3], of[3]) - max(part[1], of[1])
    area = (of[2] - of[0]) * (of[3] - of[1])
    return max(wide, 0.0) * max(high, 0.0) / area if area else 0.0


def measure_shares(box: Box, canvas: Canvas) -> Shares:
    """`box` as shares of the width and height of `canvas`."""
    wide, high = canvas.size
    return box.x / wide, box.y / high, box.right / wide, box.bottom / high


def order_corners(position: Position) -> tuple[Position, ...]:
    """Where else something at `position` may stand: across first, then above or below; it first."""

    def changes(corner: Position) -> tuple[bool, bool]:
        return _is_across(corner, position, "top"), _is_across(corner, position, "left")

    return tuple(dict.fromkeys((position, *sorted(CORNERS, key=changes))))


def _is_across(one: Position, other: Position, word: str) -> bool:
    return (word in one.value) != (word in other.value)


def choose_caption_place(
    usual: CaptionPosition, layout: CaptionLayout, canvas: Canvas, faces: Sequence[ShownFace]
) -> tuple[CaptionPosition, float]:
    """Where subtitles hide the least of `faces` throughout; and how much that is.

    They stay at their `usual` height where they hide none there, or no less than at the other.
    """
    area, high = layout.area, round(layout.lines * layout.size + 2 * layout.padding)
    rows = {
        CaptionPosition.BOTTOM: Box(area.x, area.bottom - high, area.width, high),
        CaptionPosition.TOP: Box(area.x, area.y, area.width, high),
    }

    def hidden(position: CaptionPosition) -> float:
        part = measure_shares(rows[position], canvas)
        return measure_hidden(part, faces, hair=False)

    best = min((usual, *(each for each in rows if each is not usual)), key=hidden)
    return best, hidden(best)
