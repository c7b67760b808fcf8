"""Damage in a clip: limits for what cannot be decoded, and the messages about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from egv.core.media.timing import Seconds

MOST_LOST = Fraction(1, 100)
FEW = 3  # a recording cut from a stream starts with frames that refer to missing frames
WAY_OUT = "copy it from the camera again, or add --allow-damaged to use what can be read"
PARTS = {"video": "frames of its picture", "audio": "packets of its sound"}
EFFECTS = {"video": "the picture may freeze or break up", "audio": "the sound may fall silent"}


@dataclass(frozen=True, slots=True)
class DecodeLoss:
    """Decode losses of a track: `lost` of its `parts`, frames or packets, missing or damaged."""

    lost: int = 0
    parts: int = 0

    @property
    def lost_share(self) -> Fraction:
        """The lost share of the whole, 0 to 1."""
        return Fraction(self.lost, self.parts) if self.parts else Fraction(0)

    @property
    def is_serious(self) -> bool:
        """True where a viewer would miss something."""
        return self.lost > FEW and self.lost_share > MOST_LOST


LossesByTrack = Mapping[str, DecodeLoss]  # by kind of track, `video` or `audio`


def explain_refusal(losses: LossesByTrack) -> str:
    """Explain why a clip with these `losses` is refused, with advice; "" when it is accepted."""
    serious = {kind: loss for kind, loss in losses.items() if loss.is_serious}
    return f"{_format_counts(serious)} cannot be decoded; {WAY_OUT}" if serious else ""


def describe_losses(losses: LossesByTrack) -> tuple[str, ...]:
    """Describe the `losses` in a clip that is used all the same; few losses go unmentioned."""
    seen = {kind: loss for kind, loss in losses.items() if loss.lost > FEW}
    if not seen:
        return ()
    effects = " and ".join(EFFECTS[kind] for kind in seen)
    return (
        f"the clip is damaged: {_format_counts(seen)} could not be decoded; in those places"
        f" {effects}",
    )


def describe_damage(
    losses: LossesByTrack, there: Seconds, promised: Seconds, *, cut_off: bool
) -> tuple[str, ...]:
    """Describe the damage of a clip; () for an intact one.

    With `cut_off` the clip ends at `there` s of the `promised` s.
    """
    if not cut_off:
        return describe_losses(losses)
    cut = (
        f"{float(there):.1f} s of {float(promised):.1f} s could be read, and the video"
        " contains only that part"
    )
    return (f"the clip is damaged: {cut}", *describe_losses(losses))


def _format_counts(losses: LossesByTrack) -> str:
    return " and ".join(
        f"{loss.lost} of {loss.parts} {PARTS[kind]} ({_format_percent(loss.lost_share)})"
        for kind, loss in losses.items()
    )


def _format_percent(share: Fraction) -> str:
    return f"{float(share) * 100:.0f} %" if share >= MOST_LOST else "under 1 %"
