"""The crop of a Matroska track is read as RFC 9559 writes it, and garbage is survived."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from egv.tools.picture.matroska import UNCROPPED, read_pixel_crop


def element(kind: int, content: bytes, *, unknown: bool = False) -> bytes:
    """An element with a size of eight bytes, or of an unknown size."""
    head = kind.to_bytes((kind.bit_length() + 7) // 8, "big")
    size = (1 << 56) - 1 if unknown else len(content)
    return head + ((1 << 56) | size).to_bytes(8, "big") + content


def track(kind: int, **edges: int) -> bytes:
    names = {"left": 0x54CC, "top": 0x54BB, "right": 0x54DD, "bottom": 0x54AA}
    video = b"".join(element(names[edge], bytes([px])) for edge, px in edges.items())
    return element(0xAE, element(0x83, bytes([kind])) + element(0xE0, video))


def matroska(tmp_path: Path, *tracks: bytes, unknown: bool = False) -> Path:
    path = tmp_path / "a.mkv"
    segment = element(0x1654AE6B, b"".join(tracks)) + element(0x1F43B675, b"\xff" * 40)
    head = element(0x1A45DFA3, b"")
    path.write_bytes(head + element(0x18538067, segment, unknown=unknown))
    return path


@pytest.mark.parametrize("unknown", [False, True])
def test_the_crop_of_a_track_is_read(tmp_path: Path, unknown: bool) -> None:
    path = matroska(tmp_path, track(2), track(1, left=8, top=2, right=6, bottom=4), unknown=unknown)

    assert read_pixel_crop(path, 0) == UNCROPPED
    assert read_pixel_crop(path, 1) == (8, 2, 6, 4)
    assert read_pixel_crop(path, 2) == UNCROPPED


def test_tracks_that_ffmpeg_leaves_out_are_not_counted(tmp_path: Path) -> None:
    path = matroska(tmp_path, track(18, left=2), track(1, left=8))

    assert read_pixel_crop(path, 0) == (8, 0, 0, 0)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300), st.integers(0, 60))
def test_garbage_has_some_crop_or_none(tmp_path: Path, garbage: bytes, at: int) -> None:
    path = matroska(tmp_path, track(1, left=8))
    whole = path.read_bytes()
    path.write_bytes(whole[:at] + garbage + whole[at:])

    assert len(read_pixel_crop(path, 0)) == 4
