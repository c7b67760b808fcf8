"""Refuse files glued together with a program such as `cat` of which ffmpeg reads only a part."""

from __future__ import annotations

from pathlib import Path

from egv.core.errors import InputError
from egv.core.media.timing import format_clock
from egv.tools.clips.packet_clock import PacketClock

ONE_BY_ONE = "give egv the recordings one by one, or export it again as one"
LOOKED_AT = 64 << 20  # bytes after the last packet of the first recording: indexes are smaller
STARTS = {  # how a file starts, and another that follows it: magic bytes, and where they are in it
    b"\x1aE\xdf\xa3": (0, 4),  # EBML: Matroska and WebM
    b"ftyp": (4, 8),  # MP4 and MOV
    b"FLV\x01": (0, 4),
    b"AVI LIST": (8, 16),  # RIFF; a part of one large file says AVIX
    b"\x30\x26\xb2\x75\x8e\x66\xcf\x11": (0, 8),  # ASF
}


def check_single_recording(path: Path, read_bytes: int) -> None:
    """Refuse the file at `path` if another starts after its first `read_bytes`, all that was read.

    Raises InputError.
    """
    with path.open("rb") as file:
        head = file.read(16)
        magic = next((m for m, (a, b) in STARTS.items() if head[a:b] == m), None)
        if magic is None:
            return
        file.seek(max(read_bytes, len(head)))
        rest = file.read(LOOKED_AT)
    if magic in rest:
        share = len(rest) / path.stat().st_size
        raise InputError(
            f"{path.name}: it is several files glued together, and players show only the first"
            f" ({share * 100:.0f} % of it comes after that); {ONE_BY_ONE}"
        )


def check_clock(path: Path, clock: PacketClock) -> None:
    """Raise InputError where the times of the clip at `path` cannot be put in order."""
    if clock.is_erratic:
        raise InputError(
            f"{path.name}: its times jump back and forth from {format_clock(min(clock.jumps))} on,"
            " so picture and sound cannot be brought together; export it again"
        )
    if clock.went_back is not None:
        raise InputError(
            f"{path.name}: its times jump back at {format_clock(clock.went_back)}, as where"
            f" recordings are glued together; {ONE_BY_ONE}"
        )
