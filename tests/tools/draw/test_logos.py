"""The colours of a house are those of its logo; a file that is no logo is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from egv.core.errors import UsageError
from egv.tools.draw.logos import find_house_colours, prepare_logo


def paint_logo(path: Path, *stripes: tuple[str, int]) -> Path:
    """Paint a picture of vertical stripes, each with its colour and its width, px."""
    picture = Image.new("RGBA", (sum(width for _, width in stripes), 40))
    at = 0
    for colour, width in stripes:
        picture.paste(Image.new("RGBA", (width, 40), colour), (at, 0))
        at += width
    picture.convert("RGB" if path.suffix == ".jpg" else "RGBA").save(path)
    return path


def test_the_most_frequent_colour_comes_first_and_greys_do_not_count(tmp_path: Path) -> None:
    logo = paint_logo(
        tmp_path / "a.png",
        ("#FFFFFF", 90), ("#777777", 60), ("#0044CC", 30), ("#FF8800", 50), ("#22AA22", 1),
    )  # fmt: skip

    assert [colour.hex for colour in find_house_colours(logo)] == ["#FF8800", "#0044CC"]
    assert find_house_colours(paint_logo(tmp_path / "b.png", ("#000000", 9), ("#FFF", 9))) == ()


def test_what_cannot_be_seen_has_no_colour(tmp_path: Path) -> None:
    logo = paint_logo(tmp_path / "a.png", ("#FF000000", 90), ("#0044CC", 30))

    assert [colour.hex for colour in find_house_colours(logo)] == ["#0044CC"]


def test_a_photo_of_a_logo_becomes_an_upright_png(tmp_path: Path) -> None:
    photo = paint_logo(tmp_path / "a.jpg", ("#0044CC", 30), ("#FFFFFF", 30))
    turned = Image.Exif()
    turned[0x0112] = 6
    with Image.open(photo) as image:
        image.save(tmp_path / "turned.jpg", exif=turned)
    made = prepare_logo(tmp_path / "turned.jpg", tmp_path)

    with Image.open(made) as image:
        assert (image.format, image.size) == ("PNG", (40, 60))


@pytest.mark.parametrize("name", ["logo.png", "logo.jpg", "logo.webp", "logo.gif"])
def test_what_is_no_picture_is_refused_and_leaves_nothing(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"\xff\xd8\xff\xe0no picture")
    with pytest.raises(UsageError, match="SVG, PNG, JPG or WebP"):
        prepare_logo(tmp_path / name, tmp_path / "work")

    assert [path.name for path in tmp_path.iterdir()] == [name]
