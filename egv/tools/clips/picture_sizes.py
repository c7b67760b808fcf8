"""Find whether a picture changes its size on the way, from the headers of its key frames."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from egv.core.graph.input_guards import GUARDS
from egv.tools.clips.picture_content import find_length_size, split_units

if TYPE_CHECKING:
    import av
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

PARAMETERS = {"h264": (0x1F, 0, {7}), "hevc": (0x3F, 1, {33})}  # mask, shift, kinds: of an SPS
HEVC_LENGTH_AT = 21
HEADS = {  # bytes that hold the size at the start of a key frame, and some that never change
    "vp8": (3, 10), "vp9": (0, 9), "mpeg2video": (0, 7), "mpeg1video": (0, 7),
}  # fmt: skip
ALIKE = Fraction(1, 50)  # of the aspect: a smaller difference is only rounding to even sizes


class SizeScan:
    """The sizes of the key frames of one picture.

    A key frame is decoded only where its header is new, so that this costs next to nothing.
    """

    def __init__(self, stream: VideoStream) -> None:
        self._stream = stream
        self._heads: set[bytes] = set()
        self.sizes: list[tuple[int, int]] = []

    def add_key_frame(self, packet: av.Packet[Any]) -> None:
        """Add a key frame."""
        head = self._read_head(bytes(packet))
        if packet.has_sidedata("new_extradata"):
            head += bytes(packet.get_sidedata("new_extradata"))
        if head in self._heads:
            return
        self._heads.add(head)
        if len(self._heads) > 1 or head:
            frame = self._decode_alone(packet)
            size = (frame.width, frame.height) if frame else None
            if size and size not in self.sizes:
                self.sizes.append(size)

    def _read_head(self, data: bytes) -> bytes:
        """Read the part of a key frame that holds its size; empty for an unknown codec."""
        codec = self._stream.codec_context.name
        if codec in HEADS:
            first, end = HEADS[codec]
            return data[first:end]
        if codec not in PARAMETERS:
            return b""
        mask, shift, kinds = PARAMETERS[codec]
        size = self._find_length_size()
        units = split_units(data, size)
        return b"".join(unit for unit in units if (unit[0] >> shift) & mask in kinds)

    def _find_length_size(self) -> int:
        parameters = self._stream.codec_context.extradata or b""
        if self._stream.codec_context.name == "h264":
            return find_length_size(parameters)
        if parameters[:1] == b"\1" and len(parameters) > HEVC_LENGTH_AT:
            return (parameters[HEVC_LENGTH_AT] & 3) + 1
        return 0

    def _decode_alone(self, packet: av.Packet[Any]) -> VideoFrame | None:
        """Decode one key frame by a decoder of its own; None where it cannot be decoded."""
        import av

        context = av.CodecContext.create(self._stream.codec_context.name, "r")
        if not isinstance(context, av.VideoCodecContext):
            return None
        context.options = {"max_pixels": GUARDS["max_pixels"]}
        context.extradata = self._stream.codec_context.extradata
        if packet.has_sidedata("new_extradata"):
            context.extradata = bytes(packet.get_sidedata("new_extradata"))
        try:
            frames = [*context.decode(av.Packet(bytes(packet))), *context.decode(None)]
        except av.error.FFmpegError:
            return None
        return next(iter(frames), None)

    @property
    def changes(self) -> bool:
        """True where not all key frames have one size."""
        return len(self.sizes) > 1

    @property
    def is_scalable(self) -> bool:
        """True where all sizes have one aspect, so that nothing is distorted."""
        aspects = [Fraction(width, height) for width, height in self.sizes]
        return max(aspects) - min(aspects) <= ALIKE * min(aspects)
