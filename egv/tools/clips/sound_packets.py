"""Facts of a sound that its packets tell: its bounds, its jitter, and what may change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from egv.core.media.clip import AudioStream
from egv.core.media.timing import Seconds
from egv.core.sound.packet_jitter import SoundPackets, measure_jitter
from egv.tools.clips.container import decode_tag

if TYPE_CHECKING:
    import av
    from av.audio.stream import AudioStream as AvAudio

FINE = Seconds(1, 8000)  # a timebase at least so fine states lengths exactly
OPUS = {"opus", "libopus"}
OPUS_MS = (*(10, 20, 40, 60) * 3, *(10, 20) * 2, *(2.5, 5, 10, 20) * 4)  # by config: RFC 6716, 3.1
HEADED = {  # each frame states its own channels and rate, so a recording may change them
    "ac3", "eac3", "dca", "mp1float", "mp2", "mp2float", "mp3", "mp3float", "aac_latm",
}  # fmt: skip
ADTS = {b"\xff\xf0", b"\xff\xf1", b"\xff\xf8", b"\xff\xf9"}  # AAC with a header of its own
SINGLE, PAIR = 0, 1  # the first element of an AAC frame: one channel, two (ISO/IEC 14496-3, 4.4.2)
SETTLED = ("mov", "matroska")  # containers that state the channels and rate of AAC once for all


class SoundScan:
    """The packets of one sound stream, read in the file's order."""

    def __init__(self, stream: AvAudio) -> None:
        self._stream = stream
        context = stream.codec_context
        rate = context.sample_rate or 0
        self._frame = Seconds(context.frame_size or 0, rate) if rate else Seconds(0)
        self._tick = Seconds(1) * (stream.time_base or 0)
        named = context.name in OPUS
        self._packets = SoundPackets(exact=named or bool(self._frame) or self._tick <= FINE)
        self.start: Seconds | None = None
        self.end = Seconds(0)
        self._has_headers = False
        self._elements: set[int] = set()

    def add_packet(self, packet: av.Packet[Any], at: Seconds) -> None:
        """Add a packet that is heard from `at` on."""
        if self.start is None:
            self._has_headers = bytes(packet)[:2] in ADTS
        self._has_headers |= packet.has_sidedata("new_extradata")
        self._elements.add(packet.size and bytes(packet)[0] >> 5)
        length = Seconds(packet.duration or 0) * self._tick
        self.start = at if self.start is None else self.start
        if packet.is_discard:
            return
        self.end = max(self.end, at + length)
        self._packets.add_packet(float(at), float(self._find_true_length(packet, length)))

    def _find_true_length(self, packet: av.Packet[Any], length: Seconds) -> Seconds:
        """Find the length of what `packet` holds; `length` is stated, rounded or up to the next."""
        if self._stream.codec_context.name in OPUS:
            return read_opus_length(bytes(packet)[:2])
        if not self._frame:
            return length
        whole = max(1, round(length / self._frame)) * self._frame
        return whole if abs(whole - length) <= self._tick else self._frame

    def build_stream(self) -> AudioStream:
        """Build the facts of the stream from the packets read."""
        context = self._stream.codec_context
        jitter = measure_jitter(self._packets)
        return AudioStream(
            index=self._stream.index,
            codec=context.name,
            sample_rate=context.sample_rate,
            channels=context.channels,
            start=self.start or Seconds(0),
            language=decode_tag(self._stream.language).replace("und", ""),
            jitter=_round_time(jitter.largest) if jitter else None,
            first_late=_round_time(jitter.first) if jitter else Seconds(0),
            may_change=self._may_change(),
        )

    def _may_change(self) -> bool:
        """True where the channels or the rate of the stream may change on the way."""
        codec, container = self._stream.codec_context.name, self._stream.container.format.name
        if codec in HEADED or self._has_headers:
            return True
        both = self._elements >= {SINGLE, PAIR}
        return codec == "aac" and (both or not container.startswith(SETTLED))


def _round_time(seconds: float) -> Seconds:
    return Seconds(round(seconds * 10_000), 10_000)


def read_opus_length(head: bytes) -> Seconds:
    """Read the length, s, of an Opus packet from its first two bytes: RFC 6716, 3.1 and 3.2."""
    if not head:
        return Seconds(0)
    coded = head[0] & 3
    count = (1, 2, 2)[coded] if coded < 3 else (head[1] & 0x3F if head[1:] else 0)
    return Seconds(OPUS_MS[head[0] >> 3]) / 1000 * count
