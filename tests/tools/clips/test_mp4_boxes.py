"""Boxes of MP4 files: codecs and Dolby Vision are read, text tracks switched, garbage survived."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from egv.tools.clips.mp4_boxes import (
    DolbyVisionProfile,
    read_clean_aperture,
    read_codec_tags,
    read_dolby_vision,
    switch_text_tracks,
)


def box(kind: bytes, *content: bytes, large: bool = False) -> bytes:
    body = b"".join(content)
    if large:
        return struct.pack(">I4sQ", 1, kind, len(body) + 16) + body
    return struct.pack(">I4s", len(body) + 8, kind) + body


def track(handler: bytes, codec: bytes, *inside: bytes, flags: int = 1) -> bytes:
    """A track with one sample entry."""
    entry = box(codec, bytes(78), *inside)
    table = box(b"stsd", struct.pack(">II", 0, 1), entry)
    media = box(b"mdia", box(b"hdlr", bytes(8), handler, bytes(12)),
                box(b"minf", box(b"stbl", table)))  # fmt: skip
    return box(b"trak", box(b"tkhd", struct.pack(">I", flags), bytes(80)), media)


def movie(tmp_path: Path, *tracks: bytes, large: bool = False) -> Path:
    path = tmp_path / "a.mp4"
    path.write_bytes(box(b"ftyp", b"isom") + box(b"moov", *tracks, large=large))
    return path


@pytest.mark.parametrize("large", [False, True])
def test_the_codec_of_each_track_is_read(tmp_path: Path, large: bool) -> None:
    path = movie(tmp_path, track(b"vide", b"avc1"), track(b"soun", b"mp4a"), large=large)

    assert read_codec_tags(path) == ("avc1", "mp4a")
    assert read_dolby_vision(path) is None


@pytest.mark.parametrize(
    ("profile", "compatibility", "compatible"), [(5, 0, False), (8, 4, True), (8, 1, True)]
)
def test_dolby_vision_is_read_with_what_its_base_can_be_shown_as(
    tmp_path: Path, profile: int, compatibility: int, compatible: bool
) -> None:
    record = bytes([1, 0, profile << 1, 0, compatibility << 4])
    path = movie(tmp_path, track(b"vide", b"dvh1", box(b"dvcC", record)))

    assert read_dolby_vision(path) == DolbyVisionProfile(profile, compatible)


def test_only_text_tracks_are_switched_and_nothing_else_changes(tmp_path: Path) -> None:
    def tracks(*flags: int) -> tuple[bytes, ...]:
        kinds = ((b"vide", b"avc1"), (b"sbtl", b"tx3g"), (b"sbtl", b"tx3g"))
        return tuple(track(*kind, flags=n) for kind, n in zip(kinds, flags, strict=True))

    path = movie(tmp_path, *tracks(3, 3, 2))
    switch_text_tracks(path, [False, True])
    switched = path.read_bytes()

    assert switched == movie(tmp_path, *tracks(3, 2, 3)).read_bytes()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.data())
def test_a_file_that_is_cut_or_bent_is_read_as_far_as_it_makes_sense(
    tmp_path: Path, data: st.DataObject
) -> None:
    path = movie(tmp_path, track(b"vide", b"avc1"), track(b"soun", b"mp4a"))
    whole = bytearray(path.read_bytes())
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] = data.draw(st.integers(0, 255))
    path.write_bytes(whole[: data.draw(st.integers(0, len(whole)))])

    assert len(read_codec_tags(path)) <= 10
    assert read_dolby_vision(path) is None


def clap(*values: int) -> bytes:
    """A clean aperture: width, height and the offsets of its middle, each as a fraction."""
    return box(b"clap", struct.pack(">IIIIiIiI", *values))


@pytest.mark.parametrize(
    ("values", "edges"),
    [
        ((164, 1, 144, 1, 0, 1, 0, 1), (8, 0, 8, 0)),
        ((160, 1, 140, 1, -10, 1, 2, 1), (0, 4, 20, 0)),
        ((165, 1, 143, 1, 0, 1, 0, 1), (7, 0, 8, 1)),
        ((328, 2, 144, 1, 0, 1, 0, 1), (8, 0, 8, 0)),
        ((180, 1, 144, 1, 0, 1, 0, 1), (0, 0, 0, 0)),
        ((200, 1, 144, 1, 0, 1, 0, 1), None),
        ((164, 1, 144, 1, 40, 1, 0, 1), None),
        ((164, 1, 144, 1, -40, 1, 0, 1), None),
        ((164, 0, 144, 1, 0, 1, 0, 1), None),
    ],
)
def test_a_clean_aperture_is_read_as_ffmpeg_reads_it(
    tmp_path: Path, values: tuple[int, ...], edges: tuple[int, ...] | None
) -> None:
    path = movie(tmp_path, track(b"soun", b"mp4a"), track(b"vide", b"apco", clap(*values)))

    assert read_clean_aperture(path, 1, (180, 144)) == edges
    assert read_clean_aperture(path, 0, (180, 144)) == (0, 0, 0, 0)
    assert read_clean_aperture(path, 2, (180, 144)) == (0, 0, 0, 0)
