"""Elements of Matroska files (RFC 9559) that PyAV does not give: the crop of a picture track."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

SEGMENT, TRACKS, TRACK, VIDEO = 0x18538067, 0x1654AE6B, 0xAE, 0xE0
CLUSTER, KIND = 0x1F43B675, 0x83
LEFT, TOP, RIGHT, BOTTOM = 0x54CC, 0x54BB, 0x54DD, 0x54AA
STREAMS = {1, 2, 17, 33}  # kinds of tracks that become a stream: ffmpeg leaves out the others
MOST_BYTES = 8  # of a number
Edges = tuple[int, int, int, int]  # px off the left, top, right and bottom
UNCROPPED: Edges = (0, 0, 0, 0)


def read_pixel_crop(path: Path, index: int) -> Edges:
    """Read the crop of the picture that is stream `index` of the Matroska file at `path`."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        tracks = [
            track
            for kind, segment in _iter_elements(file, (0, size))
            if kind == SEGMENT
            for kind_below, below in _iter_elements(file, segment)
            if kind_below == TRACKS
            for kind_of_track, track in _iter_elements(file, below)
            if kind_of_track == TRACK and _read_fields(file, track).get(KIND) in STREAMS
        ]
        if index >= len(tracks):
            return UNCROPPED
        found = {}
        for kind, video in _iter_elements(file, tracks[index]):
            if kind == VIDEO:
                found = _read_fields(file, video)
    left, top, right, bottom = (found.get(edge, 0) for edge in (LEFT, TOP, RIGHT, BOTTOM))
    return left, top, right, bottom


def _read_fields(file: BinaryIO, span: tuple[int, int]) -> dict[int, int]:
    """Read the numbers in the element whose content is at `span`."""
    fields = {}
    for kind, (start, end) in _iter_elements(file, span):
        if end - start <= MOST_BYTES:
            file.seek(start)
            fields[kind] = int.from_bytes(file.read(end - start), "big")
    return fields


def _iter_elements(file: BinaryIO, span: tuple[int, int]) -> Iterator[tuple[int, tuple[int, int]]]:
    """Yield the elements within `span`, before any picture data: kind, start and end of content."""
    start, end = span
    while start < end:
        file.seek(start)
        kind = _read_number(file, with_mark=True)
        size = _read_number(file, with_mark=False)
        if kind in (-1, CLUSTER):
            return
        at = file.tell()
        stop = end if size < 0 else min(at + size, end)
        if stop < at:  # its own head reaches over the end of what it is in
            return
        yield kind, (at, stop)
        start = stop


def _read_number(file: BinaryIO, *, with_mark: bool) -> int:
    """Read a number of variable length; -1 for one that is unknown or broken."""
    first = file.read(1)
    if not first or not first[0]:
        return -1
    length = 9 - first[0].bit_length()
    value = int.from_bytes(first + file.read(length - 1), "big")
    if with_mark:
        return value
    bare = value & ((1 << 7 * length) - 1)
    return -1 if bare == (1 << 7 * length) - 1 else bare
