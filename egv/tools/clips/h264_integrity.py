"""Check the pictures of a file by the structure of their packets: nothing is decoded."""

from __future__ import annotations

from pathlib import Path

from egv.core.media.decode_errors import DecodeLoss
from egv.tools.clips.container import open_container

AVCC = 1  # first byte of an H.264 configuration whose units follow their lengths


def measure_h264_loss(path: Path, index: int) -> DecodeLoss | None:
    """Measure how many packets of the H.264 track `index` are malformed.

    In MP4 and related formats a packet is a row of units, each after its length (ISO/IEC
    14496-15, 5.3): in overwritten data the lengths no longer add up. None for a track with
    another structure.
    """
    with open_container(path) as container:
        stream = container.streams[index]
        head = bytes(stream.codec_context.extradata or b"")
        if stream.codec_context.name != "h264" or len(head) < 5 or head[0] != AVCC:
            return None
        size = (head[4] & 3) + 1
        whole = [
            _is_well_formed(bytes(packet), size)
            for packet in container.demux(stream)
            if packet.size
        ]
    return DecodeLoss(whole.count(False), len(whole))


def _is_well_formed(packet: bytes, size: int) -> bool:
    """True where `packet` is a row of non-empty units, each after a length of `size` bytes."""
    at = 0
    while at < len(packet):
        length = int.from_bytes(packet[at : at + size])
        at += size + length
        if not length:
            return False
    return at == len(packet)
