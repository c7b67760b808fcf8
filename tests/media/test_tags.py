"""What a file states of its picture is carried out, or told where it cannot be."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import cast

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from tests.running import egv, frames, made, packet_hash

pytestmark = [pytest.mark.media, pytest.mark.usefixtures("shared_cache")]
Maker = Callable[..., Path]

TEST = ("-f", "lavfi", "-i", "testsrc2=s=180x144:r=25:d=0.4")
X264 = ("-c:v", "libx264", "-preset", "ultrafast", "-qp", "8", "-pix_fmt", "yuv420p")
FORCED = ("colour-correct", "--mode", "off", "--contrast", "1.0001")
ANCESTORS = (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsd")


def iter_boxes(data: bytearray, start: int, end: int) -> Iterator[tuple[int, int, bytes]]:
    """Every box from `start` to `end`: where it begins, its size and its kind."""
    while start + 8 <= end:
        size, kind = struct.unpack(">I4s", data[start : start + 8])
        yield start, size, kind
        start += size


def insert_box(path: Path, box: bytes) -> None:
    """Insert `box` into the first sample entry of a file whose index comes last."""
    data = bytearray(path.read_bytes())
    parents, start, end = [], 0, len(data)
    for wanted in ANCESTORS:
        start, size, _ = next(box for box in iter_boxes(data, start, end) if box[2] == wanted)
        parents.append(start)
        start, end = start + (16 if wanted == b"stsd" else 8), start + size
    for at in (*parents, start):
        size = struct.unpack(">I", data[at : at + 4])[0]
        data[at : at + 4] = struct.pack(">I", size + len(box))
    data[start + 86 : start + 86] = box
    path.write_bytes(data)


def build_box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", len(content) + 8, kind) + content


def read_size(path: Path) -> tuple[int, int]:
    high, wide = frames(path)[0][1].shape[:2]
    return wide, high


@pytest.mark.parametrize("suffix", ["mov", "mkv"])
def test_edges_that_the_container_cuts_off_are_cut_off(
    clip: Maker, tmp_path: Path, suffix: str
) -> None:
    source = clip("whole.mov", *TEST, "-c:v", "prores", "-profile:v", "0")
    insert_box(source, build_box(b"clap", struct.pack(">IIIIiIiI", 164, 1, 140, 1, 2, 1, 0, 1)))
    if suffix == "mkv":
        source = clip("cut.mkv", "-i", str(source), "-c", "copy")
    whole = clip("whole.mp4", *TEST, *X264)
    result = made("trim", source, "-o", tmp_path / "out.mp4")
    cut, seen = frames(whole)[5][1][2:142, 10:174], frames(tmp_path / "out.mp4")[5][1]

    assert seen.shape == cut.shape
    assert np.abs(seen.astype(int) - cut).mean() < 12
    assert "its container cuts off its edges" in result["why_encoded"]


@pytest.mark.parametrize("offset", [-60, 60])
def test_a_crop_that_reaches_over_the_picture_is_told(
    clip: Maker, tmp_path: Path, offset: int
) -> None:
    source = clip("over.mov", *TEST, "-c:v", "prores", "-profile:v", "0")
    values = (120, 1, 100, 1, 0, 1, offset, 1)
    insert_box(source, build_box(b"clap", struct.pack(">IIIIiIiI", *values)))
    result = made("trim", source, "-o", tmp_path / "out.mp4")

    assert read_size(tmp_path / "out.mp4") == (180, 144)
    assert any("a crop that reaches over its picture" in note for note in result["notes"])


@pytest.mark.parametrize("coder", ["libx264", "mpeg2video", "libvpx-vp9"])
def test_a_single_frame_that_the_decoder_holds_back_is_a_clip(
    clip: Maker, tmp_path: Path, coder: str
) -> None:
    source = clip("one.mkv", *TEST, "-frames:v", "1", "-c:v", coder)
    made(*FORCED, source, "-o", tmp_path / "out.mp4")

    assert len(frames(tmp_path / "out.mp4")) == 1


@pytest.mark.parametrize(("sar", "copied"), [("10239/10240", True), ("12/11", False)])
def test_pixels_that_are_nearly_square_are_copied(
    clip: Maker, tmp_path: Path, sar: str, copied: bool
) -> None:
    source = clip("a.mp4", *TEST, "-vf", f"setsar={sar}:max=20000", *X264)
    result = made("trim", source, "-o", tmp_path / "out.mp4")

    assert (result["encodes"] == 0) is copied, result["why_encoded"]
    assert ("its pixels are not square" in result["why_encoded"]) is not copied
    if copied:
        assert packet_hash(tmp_path / "out.mp4") == packet_hash(source)


def turn_picture(stored: NDArray[np.int64], path: Path) -> NDArray[np.int64]:
    """`stored`, turned and mirrored by the matrix in the file (ISO/IEC 14496-12, 6.2.2)."""
    with av.open(str(path)) as container:
        frame = next(container.decode(video=0))
        data = bytes(cast("Mapping[str, bytes]", frame.side_data)["DISPLAYMATRIX"])
    a, b, _, c, d = struct.unpack("<9i", data)[:5]
    turned = stored if a else stored.transpose(1, 0, 2)
    return turned[:: 1 if b + d > 0 else -1, :: 1 if a + c > 0 else -1]


@pytest.mark.parametrize(
    "options",
    [("-display_vflip",), ("-display_hflip",), ("-display_rotation", "90", "-display_hflip")],
)
def test_a_mirrored_picture_is_shown_as_its_tag_says(
    clip: Maker, tmp_path: Path, options: tuple[str, ...]
) -> None:
    flat = clip("flat.mp4", *TEST, *X264)
    source = clip("a.mp4", *options, "-i", str(flat), "-c", "copy")
    result = made("trim", source, "-o", tmp_path / "out.mp4")
    seen, stored = (frames(path)[5][1].astype(int) for path in (tmp_path / "out.mp4", flat))

    assert np.abs(seen - turn_picture(stored, source)).mean() < 8
    assert "stored mirrored" in result["why_encoded"]
    assert any("stored mirrored" in note for note in result["notes"])


def test_a_turn_by_an_odd_angle_keeps_the_frame_and_is_told(clip: Maker, tmp_path: Path) -> None:
    flat = clip("flat.mp4", *TEST, *X264)
    source = clip("a.mp4", "-display_rotation", "30", "-i", str(flat), "-c", "copy")
    result = made("trim", source, "-o", tmp_path / "out.mp4")

    assert read_size(tmp_path / "out.mp4") == (180, 144)
    assert any("turns its picture by 30°" in note for note in result["notes"])


def test_a_recording_all_round_is_told(clip: Maker, tmp_path: Path) -> None:
    source = clip("a.mp4", *TEST, *X264)
    header = build_box(b"svhd", bytes(5))
    pose = build_box(b"prhd", bytes(16))
    bounds = build_box(b"equi", bytes(20))
    insert_box(source, build_box(b"sv3d", header + build_box(b"proj", pose + bounds)))
    result = made("trim", source, "-o", tmp_path / "out.mp4")

    assert any("360° recording" in note for note in result["notes"])


@pytest.mark.parametrize(("packing", "place"), [("3", "beside"), ("4", "above")])
def test_pictures_for_both_eyes_are_told(
    clip: Maker, tmp_path: Path, packing: str, place: str
) -> None:
    source = clip("a.mp4", *TEST, *X264, "-x264-params", f"frame-packing={packing}")
    result = made("trim", source, "-o", tmp_path / "out.mp4")

    assert any(f"both eyes {place} each other" in note for note in result["notes"])


def test_colours_that_cannot_be_read_are_refused(clip: Maker, tmp_path: Path) -> None:
    tags = "setparams=colorspace=smpte2085:color_primaries=bt2020:color_trc=bt709"
    source = clip("a.mkv", *TEST, "-vf", tags, "-c:v", "ffv1", "-colorspace", "smpte2085")
    ran = egv("trim", source, "-o", tmp_path / "out.mp4")

    assert ran.code == 1
    assert "its colours are stored in a way that egv cannot read" in ran.err
    assert "export it with standard colours" in ran.err


def test_a_curve_that_is_not_known_is_told(clip: Maker, tmp_path: Path) -> None:
    source = clip("a.mp4", *TEST, *X264, "-vf", "setparams=color_trc=smpte428")
    result = made("trim", source, "-o", tmp_path / "out.mp4")

    assert any("a light curve that egv does not know" in note for note in result["notes"])


def test_promised_light_levels_change_nothing(clip: Maker, tmp_path: Path) -> None:
    level = "geq=lum='64+X*4':cb=512:cr=512,setparams=range=tv:color_primaries=bt2020"
    grey = f"nullsrc=s=176x96:r=25:d=0.12,format=yuv420p10le,{level}:color_trc=smpte2084"
    promise = "master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(40000000,50)"
    for name, more in (("plain", ""), ("promised", f":{promise}:max-cll=4000,400")):
        clip(
            f"in/{name}.mkv", "-f", "lavfi", "-i", f"{grey}:colorspace=bt2020nc", "-c:v",
            "libx265", "-preset", "ultrafast", "-x265-params", f"log-level=none:qp=1{more}",
        )  # fmt: skip
    ran = egv("trim", tmp_path / "in", "-o", tmp_path / "out", "--json")
    one, other = (
        frames(tmp_path / "out" / f"{name}.mp4")[1][1].astype(int) for name in ("plain", "promised")
    )

    assert ran.code == 0, ran.err
    assert np.abs(one - other).max() <= 2
