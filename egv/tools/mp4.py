"""Boxes of MP4 files: what PyAV does not tell, and what ffmpeg's writer will not be told.

That is, that a text track waits until a viewer wants it. ffmpeg switches the first track of each
kind on if none is (`enable_tracks` in libavformat/movenc.c), so viewers of a video with its
subtitles drawn in would see them twice.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO

ENABLED = 1  # of a track header's flags: ISO/IEC 14496-12, 8.3.2
SUBTITLES = b"sbtl"  # a handler; that of the track of chapters is `text`
HANDLER_AT = 8  # bytes into an `hdlr` box's content
ENTRIES_AT, ENTRY_HEAD = 8, 78  # bytes into `stsd`, and into a visual sample entry, 12.1.3
DOLBY = (b"dvcC", b"dvvC", b"dvwC")


@dataclass(frozen=True, slots=True)
class DolbyVision:
    """How a picture is Dolby Vision; `compatible` where what lies below is HLG, PQ or SDR."""

    profile: int
    compatible: bool


def dolby_vision(path: Path) -> DolbyVision | None:
    """How the first such picture of the MP4 or MOV file at `path` is Dolby Vision; else None."""
    with path.open("rb") as file:
        for _, (start, end) in _entries(file):
            for kind, (at, _) in _boxes(file, start + ENTRY_HEAD, end):
                if kind in DOLBY:
                    file.seek(at)  # version (2 bytes), profile (7 bits), …, compatibility (4)
                    record = _read(file, 5)
                    return DolbyVision(record[2] >> 1, record[4] >> 4 != 0)
    return None


def codec_tags(path: Path) -> tuple[str, ...]:
    """What the MP4 or MOV file at `path` calls the codec of each of its tracks; else nothing."""
    with path.open("rb") as file:
        return tuple(kind.decode("ascii", "replace").strip() for kind, _ in _entries(file))


def _entries(file: BinaryIO) -> Iterator[tuple[bytes, tuple[int, int]]]:
    """The sample entry of each track, as a box."""
    spans = [(0, file.seek(0, 2))]
    for wanted in (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsd"):
        spans = [span for each in spans for kind, span in _boxes(file, *each) if kind == wanted]
    for start, end in spans:
        yield from islice(_boxes(file, start + ENTRIES_AT, end), 1)


def show_text_tracks(path: Path, shown: Sequence[bool]) -> None:
    """Switch the text tracks of the MP4 file at `path`, in their order, on or off."""
    with path.open("r+b") as file:
        size = file.seek(0, 2)
        moov = next(span for kind, span in _boxes(file, 0, size) if kind == b"moov")
        texts = [
            header
            for kind, track in _boxes(file, *moov)
            if kind == b"trak" and (header := _text_header(file, track))
        ]
        for at, wanted in zip(texts, shown, strict=True):
            file.seek(at + 3)  # after the version, the last byte of the flags
            flags = file.read(1)[0]
            file.seek(at + 3)
            file.write(bytes([flags | ENABLED if wanted else flags & ~ENABLED]))


def _text_header(file: BinaryIO, track: tuple[int, int]) -> int | None:
    """Where the content of the `tkhd` box of a text track begins; None for another track."""
    boxes = dict(_boxes(file, *track))
    media = dict(_boxes(file, *boxes[b"mdia"]))
    file.seek(media[b"hdlr"][0] + HANDLER_AT)
    return boxes[b"tkhd"][0] if file.read(4) == SUBTITLES else None


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, tuple[int, int]]]:
    """The boxes from `start` to `end`: kind, and where the content begins and ends."""
    while start + 8 <= end:
        file.seek(start)
        head = 8
        size, kind = struct.unpack(">I4s", _read(file, 8))
        if size == 1:
            size, head = struct.unpack(">Q", _read(file, 8))[0], 16
        size = size or end - start
        if size < head:
            return
        yield kind, (start + head, start + size)
        start += size


def _read(file: BinaryIO, size: int) -> bytes:
    """The next `size` bytes, as noughts where the file ends."""
    return file.read(size).ljust(size, b"\0")
