"""The content of a copied picture: the same in every container, however its units are framed.

H.264 (ITU-T H.264, annex B; ISO/IEC 14496-15) comes as NAL units after start codes in TS and often
in AVI, and after their lengths in MP4 and Matroska.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from egv.tools.clips.container import discard_streams

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.stream import Stream

START_CODE = b"\0\0\1"
WITH_LENGTHS = 1  # the version in front of the parameters of a stream with lengths: `avcC`
LENGTH_AT = 4  # offset of the byte whose last two bits are the length's size less one
KIND = 0x1F  # bits of a unit's first byte
NO_CONTENT = {9, 12}  # access unit delimiter and filler: players skip them, muxers drop or add them


def hash_picture(container: InputContainer, stream: Stream) -> str:
    """Hash the content of all packets of `stream`, which is the only one read."""
    discard_streams(container, [stream])
    digest = hashlib.sha256()
    context = stream.codec_context
    is_h264 = context is not None and context.name == "h264"
    size = find_length_size(context.extradata or b"") if is_h264 else 0
    for packet in container.demux(stream):
        if not packet.size:
            continue
        data = bytes(packet)
        for unit in split_units(data, size) if is_h264 else (data,):
            digest.update(len(unit).to_bytes(8, "big"))
            digest.update(unit)
    return digest.hexdigest()


def find_length_size(parameters: bytes) -> int:
    """Find how many bytes state a unit's length; 0 for a stream with start codes."""
    with_lengths = len(parameters) > LENGTH_AT and parameters[0] == WITH_LENGTHS
    return (parameters[LENGTH_AT] & 3) + 1 if with_lengths else 0


def split_units(data: bytes, length_size: int) -> tuple[bytes, ...]:
    """Split a packet in its NAL units with content, without what frames or fills them."""
    units = _iter_after_lengths(data, length_size) if length_size else _iter_after_codes(data)
    bare = (unit.rstrip(b"\0") for unit in units)
    return tuple(unit for unit in bare if unit and unit[0] & KIND not in NO_CONTENT)


def _iter_after_codes(data: bytes) -> Iterable[bytes]:
    """Yield what follows each start code; a unit itself never holds one."""
    return data.split(START_CODE)[1:]


def _iter_after_lengths(data: bytes, size: int) -> Iterator[bytes]:
    at = 0
    while at + size <= len(data):
        end = at + size + int.from_bytes(data[at : at + size], "big")
        yield data[at + size : end]
        at = end
