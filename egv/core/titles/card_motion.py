"""The motion of a card: when its parts enter, how they slow down, and how its ground drifts."""

from __future__ import annotations

from dataclasses import dataclass

from egv.core.kit.plain_values import CardMotion

STILL_BY = 0.6  # share of a card's time by which every part stands still


@dataclass(frozen=True, slots=True)
class CardPace:
    """The time, s, that a part takes to enter, the time between two parts, and the drift.

    `drift` is the way that the ground goes while the card is shown, as a share of its width.
    """

    rise_s: float
    step_s: float
    drift: float


PACES = {
    CardMotion.CALM: CardPace(1.0, 0.1, 0.03),
    CardMotion.LIVELY: CardPace(0.6, 0.06, 0.05),
    CardMotion.NONE: CardPace(0.0, 0.0, 0.0),
}


def plan_card_pace(motion: CardMotion, seconds: float, parts: int) -> CardPace:
    """Plan the pace of a card with `parts` that is shown for `seconds`: a short one is faster."""
    pace = PACES[motion]
    needed = pace.rise_s + pace.step_s * max(0, parts - 1)
    share = min(1.0, STILL_BY * seconds / needed) if needed else 1.0
    return CardPace(pace.rise_s * share, pace.step_s * share, pace.drift)


def compute_entry(pace: CardPace, part: int, at: float) -> float:
    """Compute how far `part` has entered at `at` seconds, 0 to 1: fast at first, then slower."""
    if not pace.rise_s:
        return 1.0
    passed = (at - part * pace.step_s) / pace.rise_s
    if passed >= 1:
        return 1.0
    return 1 - 2 ** (-10 * passed) if passed > 0 else 0.0


def compute_drift(pace: CardPace, seconds: float, at: float) -> float:
    """Compute how far the ground still has to go at `at` of `seconds`, as a share of the width."""
    return pace.drift * max(0.0, 1 - at / seconds)
