"""What ffmpeg's MP4 writer will not be told: that a text track waits until a viewer wants it.

It switches the first track of each kind on if none is (`enable_tracks` in libavformat/movenc.c), so
viewers of a video with its subtitles drawn in would see them twice.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

ENABLED = 1  # of a track header's flags: ISO/IEC 14496-12, 8.3.2
SUBTITLES = b"sbtl"  # a handler; that of the track of chapters is `text`
HANDLER_AT = 8  # bytes into an `hdlr` box's content


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
        size, kind = struct.unpack(">I4s", file.read(8))
        head = 8
        if size == 1:
            size, head = struct.unpack(">Q", file.read(8))[0], 16
        size = size or end - start
        if size < head:
            return
        yield kind, (start + head, start + size)
        start += size
