"""How a name plate comes and goes: unfolding from its edge, or in its place; never outside its box.

Everything is there 0.45 s after it began. A wipe is a clip of libass that grows, and slows down; a
way (`\\move`) cannot slow down there, so it is short and in a fade.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from egv.core.kit_parts import Motion
from egv.core.shape import Box

IN_MS, OUT_MS = 450, 350
LATE_MS = 120  # how much later than the ground texts come, and earlier they go
FADE_MS = 300
SLOWING, GAINING = 0.45, 2.0  # exponents of libass's \t: under 1 it begins fast


class Role(Enum):
    """What a piece of a plate is."""

    GROUND = auto()
    STRIPE = auto()
    TEXT = auto()


@dataclass(frozen=True, slots=True)
class Piece:
    """One drawing of a plate: where its top left stands, its style and what it is, in ASS."""

    role: Role
    x: int
    y: int
    style: str
    body: str


@dataclass(frozen=True, slots=True)
class Way:
    """How the pieces of the plate at `box` move while it is shown for `shown_ms`.

    It stands at the left, or at the right, and has its stripe there, `stripe` px wide; texts come
    `way` px.
    """

    motion: Motion
    box: Box
    stripe: int
    is_left: bool
    way: int
    shown_ms: int

    def tags(self, piece: Piece) -> str:
        """The overrides that put `piece` in its place, now and while it comes and goes."""
        if self.motion is Motion.FADE:
            fade = self._ms(FADE_MS)
            return f"\\an7\\pos({piece.x},{piece.y})\\fad({fade},{fade})"
        match piece.role:
            case Role.GROUND:
                return self._unfolding(piece)
            case Role.STRIPE:
                return self._growing(piece)
            case Role.TEXT:
                return self._coming(piece)

    def _ms(self, wanted: int) -> int:
        """`wanted`, or less where all is shown so briefly that nobody could read it."""
        return min(wanted, wanted * self.shown_ms // (2 * (IN_MS + OUT_MS)))

    def _unfolding(self, piece: Piece) -> str:
        """Drawn from the edge on, and back to it."""
        edge = self.box.x if self.is_left else self.box.right
        return f"\\an7\\pos({piece.x},{piece.y}){self._wiped(edge)}"

    def _wiped(self, edge: int) -> str:
        """Seen from `edge`, a column at the stripe's end, to the other end of the box."""
        top, bottom = self.box.y, self.box.bottom
        closed = f"\\clip({edge},{top},{edge},{bottom})"
        left, right = (edge, self.box.right) if self.is_left else (self.box.x, edge)
        whole = f"\\clip({left},{top},{right},{bottom})"
        leaves = self.shown_ms - self._ms(OUT_MS)
        return (
            f"{closed}\\t(0,{self._ms(IN_MS)},{SLOWING},{whole})"
            f"\\t({leaves},{self.shown_ms},{GAINING},{closed})"
        )

    def _growing(self, piece: Piece) -> str:
        """Drawn from its foot on; the last to go."""
        left, right = piece.x, piece.x + self.stripe
        closed = f"\\clip({left},{self.box.bottom},{right},{self.box.bottom})"
        whole = f"\\clip({left},{self.box.y},{right},{self.box.bottom})"
        return (
            f"\\an7\\pos({piece.x},{piece.y}){closed}\\t(0,{self._ms(IN_MS)},{SLOWING},{whole})"
            f"\\fad(0,{self._ms(LATE_MS)})"
        )

    def _coming(self, piece: Piece) -> str:
        """From behind the stripe, a moment after the ground and never beyond it; gone before it."""
        late, there = self._ms(LATE_MS), self._ms(IN_MS)
        gone = self.shown_ms - late
        leaves = self.shown_ms - self._ms(OUT_MS)
        side = 1 if self.is_left else -1
        edge = self.box.x + self.stripe if self.is_left else self.box.right - self.stripe
        start = piece.x - side * self.way
        return (
            f"\\an7\\move({start},{piece.y},{piece.x},{piece.y},{late},{there})"
            f"\\fade(255,0,255,{late},{there},{leaves},{gone}){self._wiped(edge)}"
        )
