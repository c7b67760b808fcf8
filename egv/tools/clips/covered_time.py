"""The time that packets cover, added up one by one: a clock that jumps back loses none of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from egv.core.media.timing import Seconds

if TYPE_CHECKING:
    import av

LONGEST = Seconds(1)  # s: a larger step between two packets is a gap, or a jump of the clock


class CoveredTime:
    """The time covered by each stream of a file; give it the packets in the file's order."""

    def __init__(self) -> None:
        self._latest: dict[int, Seconds] = {}
        self._covered: dict[int, Seconds] = {}

    def add_packet(self, packet: av.Packet[Any]) -> None:
        """Add the step from the packet before in the same stream."""
        if packet.dts is None or not packet.time_base or packet.is_discard:
            return
        stream, at = packet.stream_index, packet.dts * packet.time_base
        step = at - self._latest.get(stream, at)
        self._latest[stream] = at
        if abs(step) <= LONGEST:
            self._covered[stream] = self._covered.get(stream, Seconds(0)) + step

    @property
    def seconds(self) -> Seconds:
        """The time, s, that the stream with the most of it covers."""
        return max(self._covered.values(), default=Seconds(0))
