"""The times of packets as ffmpeg plays them: where the clock of a file jumps, it counts on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from egv.core.graph.conform import STRICT_FORTH
from egv.core.media.timing import Seconds

if TYPE_CHECKING:
    import av
    from av.container import InputContainer

JUMPS_ALLOWED = 0x200  # AVFMT_TS_DISCONT: containers whose clock may start again, such as TS
BACK = Seconds(1, 10)  # s: ffmpeg counts on where a stream goes back by more (ffmpeg_demux.c)
FORTH = Seconds(10)  # s: and where it goes forth by more (its `dts_delta_threshold`)
FEW_JUMPS = 3  # short ones: gaps in what was received
REFUSED_BACK = Seconds(1, 2)  # s: elsewhere ffmpeg counts on nowhere, and the rest would be lost


class PacketClock:
    """The clock of one file, which starts at 0 with the earliest stream.

    Give it the packets of picture and sound in the file's order. It decides as ffmpeg does when it
    reads both (`ts_discontinuity_detect`), so a time here is the time of that frame in a filter.
    `jumps` are the times at which it counts on. `went_back` is where it does not count on.
    """

    def __init__(self, container: InputContainer, *, strict: bool = False) -> None:
        """Start the clock; with `strict` it is that of ffmpeg with `STRICT_JUMPS`."""
        self._forth = STRICT_FORTH if strict else FORTH
        self._origin = Seconds(container.start_time or 0) / 1_000_000
        self._may_jump = bool(container.format.flags & JUMPS_ALLOWED)
        self._offset = Seconds(0)
        self._decoded: dict[int, Seconds] = {}
        self._expected: dict[int, Seconds] = {}
        self._latest: Seconds | None = None
        self.jumps: list[Seconds] = []
        self.went_back: Seconds | None = None
        self._short_jumps = 0

    def needs_both(self, one: Seconds, other: Seconds) -> bool:
        """True where ffmpeg must read two streams together, which start at `one` and `other`.

        In a file whose clock may jump, it starts its own clock with the earliest stream it reads.
        """
        return self._may_jump and (bool(self.jumps) or one != other)

    @property
    def is_erratic(self) -> bool:
        """True where the clock jumps by less than a second time after time."""
        return self._short_jumps > FEW_JUMPS

    def find_time(self, packet: av.Packet[Any], *, counts: bool = True) -> Seconds | None:
        """Find when `packet` is shown or heard, s; None for a packet without a time.

        A packet that does not `count`, such as a subtitle, moves no clock.
        """
        if packet.pts is None or not packet.time_base:
            return None
        if counts and packet.dts is not None:
            self._read_decode_time(packet, packet.dts * packet.time_base)
        return packet.pts * packet.time_base - self._origin + self._offset

    def _read_decode_time(self, packet: av.Packet[Any], stamp: Seconds) -> None:
        stream, at = packet.stream_index, stamp - self._origin + self._offset
        if self._may_jump and (jump := self._find_jump(stream, at)):
            self.jumps.append(at - jump)
            self._short_jumps += abs(jump) < STRICT_FORTH
            self._offset -= jump
            at -= jump
        before = self._decoded.get(stream, at)
        if at < before - REFUSED_BACK:
            self.went_back = min(before, self.went_back or before)
        self._latest = self._decoded[stream] = at
        self._expected[stream] = at + (packet.duration or 0) * (packet.time_base or 0)

    def _find_jump(self, stream: int, at: Seconds) -> Seconds:
        """Find by how much the clock jumps before the packet of `stream` at `at`; 0 for no jump."""
        expected = self._expected.get(stream, self._latest)
        if expected is None:
            return Seconds(0)
        back = stream in self._decoded and at + BACK < self._decoded[stream]
        return at - expected if back or abs(at - expected) > self._forth else Seconds(0)
