"""PNG files that programs draw differently come out upright, in 8 bits, as their first frame."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from egv.core.errors import UsageError
from egv.core.picture.colour import Colour
from egv.tools.draw.images import load_image_facts, measure_mean_colour, rasterise_image

RED, CLEAR = (228, 0, 43, 255), (0, 0, 0, 0)


def picture() -> Image.Image:
    """Red, with its left quarter clear."""
    image = Image.new("RGBA", (40, 20), RED)
    image.paste(CLEAR, (0, 0, 10, 20))
    return image


def shown(path: Path) -> Image.Image:
    with Image.open(rasterise_image(path, 20)) as image:
        assert image.mode == "RGBA"
        drawn: Image.Image = image.convert("RGBA")
    return drawn


@pytest.mark.parametrize(
    ("orientation", "size", "clear"),
    [(2, (40, 20), (39, 9)), (3, (40, 20), (39, 9)), (6, (20, 40), (9, 0)), (8, (20, 40), (9, 39))],
)
def test_a_turned_picture_is_upright(
    tmp_path: Path, orientation: int, size: tuple[int, int], clear: tuple[int, int]
) -> None:
    exif = Image.Exif()
    exif[0x112] = orientation
    picture().save(tmp_path / "a.png", exif=exif.tobytes())
    facts, upright = load_image_facts(tmp_path / "a.png"), shown(tmp_path / "a.png")

    assert (facts.width, facts.height) == size == upright.size
    assert upright.getpixel(clear) == CLEAR
    assert upright.getpixel((size[0] // 2, size[1] // 2)) == RED


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@pytest.mark.parametrize(("key", "hidden"), [(0, 0), (None, 255)])
def test_grey_of_16_bits_keeps_its_tone(tmp_path: Path, key: int | None, hidden: int) -> None:
    grey = np.full((20, 40), 51400, ">u2")
    grey[:, :10] = 0
    rows = b"".join(b"\0" + row.tobytes() for row in grey)
    parts = [chunk(b"IHDR", struct.pack(">IIBBBBB", 40, 20, 16, 0, 0, 0, 0))]
    parts += [chunk(b"tRNS", struct.pack(">H", key))] if key is not None else []
    parts += [chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b"")]
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(parts))

    assert shown(tmp_path / "a.png").getpixel((30, 9)) == (200, 200, 200, 255)
    assert shown(tmp_path / "a.png").getpixel((5, 9)) == (0, 0, 0, hidden)
    assert load_image_facts(tmp_path / "a.png").has_transparency == (hidden == 0)


def test_a_moving_picture_is_its_first_frame(tmp_path: Path) -> None:
    green = Image.new("RGBA", (40, 20), (0, 255, 0, 255))
    picture().save(tmp_path / "a.png", save_all=True, append_images=[green], duration=500)

    assert shown(tmp_path / "a.png").getpixel((30, 9)) == RED
    assert measure_mean_colour(tmp_path / "a.png") == Colour("#E4002B")


@pytest.mark.parametrize("mode", ["RGBA", "RGB", "P", "LA", "L", "1"])
def test_a_plain_picture_is_used_as_it_is(tmp_path: Path, mode: str) -> None:
    picture().convert(mode).save(tmp_path / "a.png")

    assert rasterise_image(tmp_path / "a.png", 20) == tmp_path / "a.png"


def test_a_picture_of_which_nothing_is_seen_is_refused(tmp_path: Path) -> None:
    Image.new("RGBA", (40, 20), CLEAR).save(tmp_path / "a.png")

    with pytest.raises(UsageError, match="nothing in it can be seen"):
        load_image_facts(tmp_path / "a.png")


def test_transparency_is_what_can_be_seen_through(tmp_path: Path) -> None:
    Image.new("RGBA", (40, 20), RED).save(tmp_path / "a.png")

    assert not load_image_facts(tmp_path / "a.png").has_transparency
