"""Entrance and exit of a lower third: unfolding from its edge, or a fade; never outside its box.

The entrance takes 0.45 s. A wipe is a growing clip rectangle of libass, which can slow down; a
movement by libass's `move` tag cannot, so it is short and inside a fade.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from egv.core.kit.text_styles import LowerThirdMotion
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
    """One drawing of a lower third: its role, its top left corner, its style and its ASS body."""

    role: PieceRole
    x: int
    y: int
    style: str
    body: str


@dataclass(frozen=True, slots=True)
class PlateMotion:
    """The motion of the pieces of a lower third at `box` that is shown for `shown_ms`.

    The lower third is at the left or at the right, with its stripe on that side, `stripe_px` px
    wide; texts slide `slide_px` px.
    """

    motion: LowerThirdMotion
    box: Box
    stripe_px: int
    is_left: bool
    slide_px: int
    shown_ms: int

    def format_tags(self, piece: PlatePiece) -> str:
        """Format the override tags that place `piece` and animate its entrance and exit."""
        if self.motion is LowerThirdMotion.FADE:
            fade = self._limit_ms(FADE_MS)
            return f"\\an7\\pos({piece.x},{piece.y})\\fad({fade},{fade})"
        match piece.role:
            case PieceRole.GROUND:
                return self._unfold_ground(piece)
            case PieceRole.STRIPE:
                return self._grow_stripe(piece)
            case PieceRole.TEXT:
                return self._slide_text(piece)

    def _limit_ms(self, wanted: int) -> int:
        """Return `wanted`, or less where the lower third is too short to be read."""
        return min(wanted, wanted * self.shown_ms // (2 * (IN_MS + OUT_MS)))

    def _unfold_ground(self, piece: PlatePiece) -> str:
        """Unfold the ground from its edge, and fold it back."""
        edge = self.box.x if self.is_left else self.box.right
        return f"\\an7\\pos({piece.x},{piece.y}){self._wipe_piece(edge)}"

    def _wipe_piece(self, edge: int) -> str:
        """Wipe from `edge`, a vertical line at the stripe's end, to the other end of the box."""
        top, bottom = self.box.y, self.box.bottom
        closed = f"\\clip({edge},{top},{edge},{bottom})"
        left, right = (edge, self.box.right) if self.is_left else (self.box.x, edge)
        whole = f"\\clip({left},{top},{right},{bottom})"
        leaves = self.shown_ms - self._limit_ms(OUT_MS)
        return (
            f"{closed}\\t(0,{self._limit_ms(IN_MS)},{SLOWING},{whole})"
            f"\\t({leaves},{self.shown_ms},{GAINING},{closed})"
        )

    def _grow_stripe(self, piece: PlatePiece) -> str:
        """Grow the stripe from its foot; it is the last to go."""
        left, right = piece.x, piece.x + self.stripe_px
        closed = f"\\clip({left},{self.box.bottom},{right},{self.box.bottom})"
        whole = f"\\clip({left},{self.box.y},{right},{self.box.bottom})"
        return (
            f"\\an7\\pos({piece.x},{piece.y}){closed}\\t(0,{self._limit_ms(IN_MS)},{SLOWING},{whole})"
            f"\\fad(0,{self._limit_ms(LATE_MS)})"
        )

    def _slide_text(self, piece: PlatePiece) -> str:
        """Slide a text from behind the stripe, after the ground and never beyond it.

        The text is gone before the ground.
        """
        late, there = self._limit_ms(LATE_MS), self._limit_ms(IN_MS)
        gone = self.shown_ms - late
        leaves = self.shown_ms - self._limit_ms(OUT_MS)
        side = 1 if self.is_left else -1
        edge = self.box.x + self.stripe_px if self.is_left else self.box.right - self.stripe_px
        start = piece.x - side * self.slide_px
        return (
            f"\\an7\\move({start},{piece.y},{piece.x},{piece.y},{late},{there})"
            f"\\fade(255,0,255,{late},{there},{leaves},{gone}){self._wipe_piece(edge)}"
        )
