"""Pictures that can be seen through lie on the kit's background, whatever program made them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import av
import pytest

from tests.running import made

pytestmark = [pytest.mark.media, pytest.mark.usefixtures("shared_cache")]
Maker = Callable[..., Path]
# Red at the left, and nothing (of a colour that must not be seen) at the right.
HALF = (
    "color=0xE43E3E:s=160x90:r=25:d=0.4,drawbox=x=iw/2:w=iw/2:h=ih:t=fill:color=0x00FF00,"
    "format=rgba,geq=r='r(X,Y)':g='g(X,Y)':b='b(X,Y)':a='if(gte(X,W/2),0,255)'"
)
KIT = "schema: egv/kit@1\nname: k\npalette: {background: '#204080'}\n"
CODINGS = {
    "qtrle": ("-c:v", "qtrle", "-pix_fmt", "argb"),
    "png": ("-c:v", "png", "-pix_fmt", "rgba"),
    "prores": ("-c:v", "prores_ks", "-profile:v", "4444", "-pix_fmt", "yuva444p10le"),
}


@pytest.mark.parametrize("coding", CODINGS)
def test_what_is_clear_shows_the_background(clip: Maker, tmp_path: Path, coding: str) -> None:
    source = clip("a.mov", "-f", "lavfi", "-i", HALF, *CODINGS[coding])
    (tmp_path / "kit.yaml").write_text(KIT)
    result = made("trim", source, "-k", tmp_path / "kit.yaml", "-o", tmp_path / "out.mp4")
    with av.open(str(tmp_path / "out.mp4")) as container:
        pixels = next(container.decode(video=0)).to_ndarray(format="rgb24")

    assert pixels[45, 30] == pytest.approx((0xE4, 0x3E, 0x3E), abs=6)
    assert pixels[45, 130] == pytest.approx((0x20, 0x40, 0x80), abs=6)
    assert any("it lies on the kit's background, #204080" in note for note in result["notes"])


def test_where_no_kit_is_shown_a_kit_is_not_claimed(clip: Maker, tmp_path: Path) -> None:
    source = clip("a.mov", "-f", "lavfi", "-i", HALF, *CODINGS["qtrle"])
    result = made("trim", source, "-o", tmp_path / "out.mp4")
    [note] = [note for note in result["notes"] if "seen through" in note]

    assert "a plain background (-k names a kit), #FFFFFF" in note


@pytest.mark.parametrize("name", ["bed.aiff", "bed.w64", "bed.caf", "bed.au"])
def test_sound_of_any_studio_is_a_bed(clip: Maker, tmp_path: Path, name: str) -> None:
    bed = clip(name, "-f", "lavfi", "-i", "sine=440:d=4")
    picture = (
        "-f",
        "lavfi",
        "-i",
        "color=gray:s=160x90:r=25:d=2",
        "-f",
        "lavfi",
        "-i",
        "sine=300:d=2",
    )
    source = clip("a.mp4", *picture, "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac")
    words = ("music", "--bed", bed, "--licence", "own", source)

    assert made(*words, "-o", tmp_path / "out.mp4")["status"] == "rendered"
