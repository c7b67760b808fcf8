"""Entrance and exit of a lower third: the movement of its shape, or a fade; never outside its box.

A bar unfolds from its side, a box rises part by part, a line draws out and its texts come from it.
The entrance takes 0.45 s. A wipe is a growing clip rectangle of libass, which can slow down; a
movement by libass's `move` tag cannot, so it is short and inside a fade.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from egv.core.kit.text_styles import LowerThirdBacking, LowerThirdMotion
from egv.core.media.shape import Box

IN_MS, OUT_MS = 450, 350
LATE_MS = 120  # delay of texts after the ground; they also go this much earlier
FADE_MS = 300
SLOWING, GAINING = 0.45, 2.0  # exponents of libass's \t: under 1 the start is fast


class PieceRole(Enum):
    """The role of a piece in a lower third."""

    GROUND = auto()
    STRIPE = auto()
    TEXT = auto()


@dataclass(frozen=True, slots=True)
class PlatePiece:
    """One drawing of a lower third: its role, its corner, its style and its ASS body.

    It is seen within `part`. `order` is 0 for what belongs to the name, else 1. The corner is the
    top left one, or the top right one where `anchor` is 9.
    """

    role: PieceRole
    x: int
    y: int
    style: str
    body: str
    part: Box
    order: int = 0
    anchor: int = 7


@dataclass(frozen=True, slots=True)
class PlateMotion:
    """The motion of the pieces of a lower third at `box` that is shown for `shown_ms`.

    The lower third comes from the left or from the right; texts move `slide_px` px.
    """

    motion: LowerThirdMotion
    backing: LowerThirdBacking
    box: Box
    is_left: bool
    slide_px: int
    shown_ms: int

    def format_tags(self, piece: PlatePiece) -> str:
        """Format the override tags that place `piece` and animate its entrance and exit."""
        if self.motion is LowerThirdMotion.FADE:
            fade = self._limit_ms(FADE_MS)
            return f"{self._stand(piece)}\\fad({fade},{fade})"
        match self.backing, piece.role:
            case LowerThirdBacking.BOX, _:
                return self._rise(piece)
            case LowerThirdBacking.LINE, PieceRole.TEXT:
                return self._emerge(piece)
            case LowerThirdBacking.BAR, PieceRole.STRIPE:
                return self._grow_stripe(piece)
            case _, PieceRole.TEXT:
                return self._slide_text(piece)
            case _:
                return f"{self._stand(piece)}{self._wipe_piece(self._side, piece.part)}"

    @property
    def _side(self) -> int:
        """The column from which the lower third comes."""
        return self.box.x if self.is_left else self.box.right

    def _limit_ms(self, wanted: int) -> int:
        """Return `wanted`, or less where the lower third is too short to be read."""
        return min(wanted, wanted * self.shown_ms // (2 * (IN_MS + OUT_MS)))

    def _stand(self, piece: PlatePiece) -> str:
        return f"\\an{piece.anchor}\\pos({piece.x},{piece.y})"

    def _move(self, piece: PlatePiece, dx: int, dy: int, start: int) -> str:
        """Move `piece` to its place from `dx`, `dy` px beside it, from `start` ms on."""
        x, y = piece.x, piece.y
        there = self._limit_ms(IN_MS)
        return f"\\an{piece.anchor}\\move({x + dx},{y + dy},{x},{y},{start},{there})"

    def _fade(self, start: int) -> str:
        """Appear from `start` ms on, and be gone before the ground."""
        leaves = self.shown_ms - self._limit_ms(OUT_MS)
        gone = self.shown_ms - self._limit_ms(LATE_MS)
        return f"\\fade(255,0,255,{start},{self._limit_ms(IN_MS)},{leaves},{gone})"

    def _wipe_piece(self, edge: int, part: Box) -> str:
        """Wipe `part` from `edge`, a column at one end of the box, to the other end."""
        top, bottom = part.y, part.bottom
        closed = f"\\clip({edge},{top},{edge},{bottom})"
        left, right = (edge, self.box.right) if self.is_left else (self.box.x, edge)
        return self._open_clip(closed, f"\\clip({left},{top},{right},{bottom})")

    def _open_clip(self, closed: str, whole: str) -> str:
        leaves = self.shown_ms - self._limit_ms(OUT_MS)
        return (
            f"{closed}\\t(0,{self._limit_ms(IN_MS)},{SLOWING},{whole})"
            f"\\t({leaves},{self.shown_ms},{GAINING},{closed})"
        )

    def _grow_stripe(self, piece: PlatePiece) -> str:
        """Grow the stripe from its foot; it is the last to go."""
        part = piece.part
        closed = f"\\clip({part.x},{part.bottom},{part.right},{part.bottom})"
        whole = f"\\clip({part.x},{part.y},{part.right},{part.bottom})"
        return (
            f"{self._stand(piece)}{closed}\\t(0,{self._limit_ms(IN_MS)},{SLOWING},{whole})"
            f"\\fad(0,{self._limit_ms(LATE_MS)})"
        )

    def _slide_text(self, piece: PlatePiece) -> str:
        """Slide a text from behind the stripe, after the ground and never beyond it.

        The text is gone before the ground.
        """
        late, side = self._limit_ms(LATE_MS), 1 if self.is_left else -1
        move = self._move(piece, -side * self.slide_px, 0, late)
        return f"{move}{self._fade(late)}{self._wipe_piece(self._side, self.box)}"

    def _rise(self, piece: PlatePiece) -> str:
        """Rise from behind the lower edge of the box: the name first, then the others."""
        start = self._limit_ms(LATE_MS) * piece.order
        box = self.box
        whole = f"\\clip({box.x},{box.y},{box.right},{box.bottom})"
        return f"{self._move(piece, 0, self.slide_px, start)}{self._fade(start)}{whole}"

    def _emerge(self, piece: PlatePiece) -> str:
        """Come out of the stroke, the name upwards and the others downwards, and go back."""
        late, part = self._limit_ms(LATE_MS), piece.part
        edge, way = (part.y, -1) if piece.order else (part.bottom, 1)
        closed = f"\\clip({part.x},{edge},{part.right},{edge})"
        whole = f"\\clip({part.x},{part.y},{part.right},{part.bottom})"
        return f"{self._move(piece, 0, way * self.slide_px, late)}{self._open_clip(closed, whole)}"
