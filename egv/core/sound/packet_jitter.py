"""Tell sound packets that are stamped when they arrived from packets that play when stamped."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from statistics import median

NOTICED_S = 0.01  # a smaller error is played on: `conform.MAX_GAP_S`
STEADY_S = 0.003  # of a step that stays: a 1 ms timebase rounds twice, and a clock drifts a little
BEGIN_S = 1.0
WINDOW_S = 0.5  # within this a stamp that is only late comes back


@dataclass
class SoundPackets:
    """The packets of a sound in the file's order: the stamp and length of each, s.

    With `exact` lengths their sum does not drift; a sum of lengths in whole milliseconds does.
    """

    exact: bool = True
    starts: list[float] = field(default_factory=list)
    lengths: list[float] = field(default_factory=list)

    def add_packet(self, start: float, length: float) -> None:
        """Add the packet that is `length` s long and stamped `start` s."""
        self.starts.append(start)
        self.lengths.append(length)


@dataclass(frozen=True)
class PacketJitter:
    """By how much stamps are early or late at most, and how late the first one is, s."""

    largest: float
    first: float


def measure_jitter(packets: SoundPackets) -> PacketJitter | None:
    """Measure by how much stamps are early or late; None where all are right.

    A stamp is right where it follows the packets before it, but for gaps and overlaps that stay.
    Stamps that drift away from the count of samples are not right, with a jitter near 0.
    """
    counted = accumulate(packets.lengths, initial=0.0)
    errors = [start - count for start, count in zip(packets.starts, counted, strict=False)]
    if not _has_unsteady_stamps(packets, errors):
        return None
    return PacketJitter(
        largest=_find_largest_deviation(packets.starts, errors),
        first=_find_first_deviation(packets.starts, errors),
    )


def _find_first_deviation(starts: Sequence[float], errors: Sequence[float]) -> float:
    """Find how late the first stamp is against the median of the first second."""
    begun = [error for at, error in zip(starts, errors, strict=True) if at < starts[0] + BEGIN_S]
    return errors[0] - median(begun)


def _has_unsteady_stamps(packets: SoundPackets, errors: Sequence[float]) -> bool:
    """True where a stamp is off by a noticeable amount and that does not stay."""
    followed = errors[0] if errors else 0.0
    for number, error in enumerate(errors):
        change = error - followed
        if abs(change) <= NOTICED_S:
            continue
        step = error - errors[number - 1]
        is_sudden = abs(step) > abs(change) - STEADY_S and step * change > 0
        if not packets.exact and abs(step) < NOTICED_S / 2:
            followed = error
            continue
        if not (is_sudden and _stays(packets, errors, number, up=change > 0)):
            return True
        followed = error
    return False


def _stays(packets: SoundPackets, errors: Sequence[float], first: int, *, up: bool) -> bool:
    """True where the error of packet `first` does not go back within the window after it."""
    slack = STEADY_S if packets.exact else NOTICED_S
    until = packets.starts[first] + WINDOW_S
    for number in range(first, len(errors)):
        if packets.starts[number] > until:
            break
        if (errors[number] - errors[first]) * (1 if up else -1) < -slack:
            return False
    return True


def _find_largest_deviation(starts: Sequence[float], errors: Sequence[float]) -> float:
    """Find the largest deviation from the mean error, of the half second before or after."""
    sums = [0.0, *accumulate(errors)]
    ordered = list(accumulate(starts, max))
    largest = 0.0
    for number, error in enumerate(errors):
        first = bisect_left(ordered, ordered[number] - WINDOW_S)
        end = max(number + 1, bisect_right(ordered, ordered[number] + WINDOW_S))
        before = (sums[number + 1] - sums[first]) / (number + 1 - first)
        after = (sums[end] - sums[number]) / (end - number)
        largest = max(largest, min(abs(error - before), abs(error - after)))
    return largest
