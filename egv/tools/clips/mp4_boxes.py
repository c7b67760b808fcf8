"""Boxes of MP4 files: facts that PyAV does not give, and a flag that ffmpeg's writer cannot set.

The flag hides a text track until a viewer asks for it. ffmpeg enables the first track of each kind
if none is enabled (`enable_tracks` in libavformat/movenc.c), so viewers of a video with burnt-in
subtitles would see them twice.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from egv.tools.picture.matroska import UNCROPPED, Edges

ENABLED = 1  # a flag of a track header: ISO/IEC 14496-12, 8.3.2
SUBTITLES = b"sbtl"  # handler type of subtitle tracks; that of a chapter track is `text`
HANDLER_AT = 8  # offset in bytes into the content of an `hdlr` box
ENTRIES_AT, ENTRY_HEAD = 8, 78  # bytes into `stsd`, and into a visual sample entry: 12.1.3
DOLBY = (b"dvcC", b"dvvC", b"dvwC")


@dataclass(frozen=True, slots=True)
class DolbyVisionProfile:
    """A Dolby Vision profile; `is_compatible` where the base layer is HLG, PQ or SDR."""

    profile: int
    is_compatible: bool


def read_dolby_vision(path: Path) -> DolbyVisionProfile | None:
    """Read the Dolby Vision profile of the first such picture in the MP4 or MOV file; else None."""
    with path.open("rb") as file:
        for _, (start, end) in _iter_sample_entries(file):
            for kind, (at, _) in _iter_boxes(file, start + ENTRY_HEAD, end):
                if kind in DOLBY:
                    file.seek(at)  # version (2 bytes), profile (7 bits), …, compatibility (4)
                    record = _read_with_padding(file, 5)
                    return DolbyVisionProfile(record[2] >> 1, record[4] >> 4 != 0)
    return None


def read_codec_tags(path: Path) -> tuple[str, ...]:
    """Read the codec tag of each track in the MP4 or MOV file at `path`; empty for other files."""
    with path.open("rb") as file:
        return tuple(
            kind.decode("ascii", "replace").strip() for kind, _ in _iter_sample_entries(file)
        )


def read_clean_aperture(path: Path, index: int, size: tuple[int, int]) -> Edges | None:
    """Read the crop of the picture of coded `size` that is track `index` of the file at `path`.

    As in ffmpeg, a crop that begins within a pixel takes that pixel along. None for one that
    reaches over the picture: where it does so at the left or the top, ffmpeg would fail.
    """
    with path.open("rb") as file:
        entries = [span for _, span in _iter_sample_entries(file)]
        if index >= len(entries):
            return UNCROPPED
        start, end = entries[index]
        for kind, (at, _) in _iter_boxes(file, start + ENTRY_HEAD, end):
            if kind == b"clap":
                file.seek(at)
                values = struct.unpack(">IIIIiIiI", _read_with_padding(file, 32))
                return _find_edges(values, size)
    return UNCROPPED


def _find_edges(values: tuple[int, ...], size: tuple[int, int]) -> Edges | None:
    """Find the crop that the eight `values` of a clean aperture make of a picture of `size`."""
    if not all(values[1::2]):
        return None
    wide, high, across, down = (
        Fraction(value, below) for value, below in zip(values[::2], values[1::2], strict=True)
    )
    firsts, lasts = [], []
    for side, kept, off in ((size[0], wide, across), (size[1], high, down)):
        middle = Fraction(side - 1, 2) + off
        first, last = middle - (kept - 1) / 2, middle + (kept - 1) / 2
        if not 0 < kept <= side or first <= -1 or int(last) > side - 1:
            return None
        firsts.append(int(first))
        lasts.append(side - 1 - int(last))
    return firsts[0], firsts[1], lasts[0], lasts[1]


def _iter_sample_entries(file: BinaryIO) -> Iterator[tuple[bytes, tuple[int, int]]]:
    """Yield the first sample entry of each track, as a box."""
    spans = [(0, file.seek(0, 2))]
    for wanted in (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsd"):
        spans = [
            span for parent in spans for kind, span in _iter_boxes(file, *parent) if kind == wanted
        ]
    for start, end in spans:
        yield from islice(_iter_boxes(file, start + ENTRIES_AT, end), 1)


def switch_text_tracks(path: Path, shown: Sequence[bool]) -> None:
    """Switch the text tracks of the MP4 file at `path` on or off, in their order."""
    with path.open("r+b") as file:
        size = file.seek(0, 2)
        moov = next(span for kind, span in _iter_boxes(file, 0, size) if kind == b"moov")
        texts = [
            header
            for kind, track in _iter_boxes(file, *moov)
            if kind == b"trak" and (header := _find_text_header(file, track))
        ]
        for at, wanted in zip(texts, shown, strict=True):
            file.seek(at + 3)  # after the version, the last byte of the flags
            flags = file.read(1)[0]
            file.seek(at + 3)
            file.write(bytes([flags | ENABLED if wanted else flags & ~ENABLED]))


def _find_text_header(file: BinaryIO, track: tuple[int, int]) -> int | None:
    """Find the start of the `tkhd` content of a text track; None for another kind of track."""
    boxes = dict(_iter_boxes(file, *track))
    media = dict(_iter_boxes(file, *boxes[b"mdia"]))
    file.seek(media[b"hdlr"][0] + HANDLER_AT)
    return boxes[b"tkhd"][0] if file.read(4) == SUBTITLES else None


def _iter_boxes(file: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, tuple[int, int]]]:
    """Yield the boxes from `start` to `end`: the kind, and the start and end of the content."""
    while start + 8 <= end:
        file.seek(start)
        head = 8
        size, kind = struct.unpack(">I4s", _read_with_padding(file, 8))
        if size == 1:
            size, head = struct.unpack(">Q", _read_with_padding(file, 8))[0], 16
        size = size or end - start
        if size < head:
            return
        yield kind, (start + head, start + size)
        start += size


def _read_with_padding(file: BinaryIO, size: int) -> bytes:
    """Read the next `size` bytes, padded with zeros at the end of the file."""
    return file.read(size).ljust(size, b"\0")
