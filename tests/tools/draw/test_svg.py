"""A drawing comes out as it says, crisp at every height, and is drawn once."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from egv.core.errors import UsageError
from egv.core.picture.colour import Colour
from egv.tools.draw import svg, svg_to_png
from egv.tools.draw.images import load_image_facts, measure_mean_colour

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100">'
DISC = f'{HEAD}<circle cx="100" cy="50" r="50" fill="#FF0000"/></svg>'


def drawing(folder: Path, text: str = DISC) -> Path:
    path = folder / "logo.svg"
    path.write_text(text)
    return path


def test_a_drawing_is_drawn_at_its_height_and_once(tmp_path: Path) -> None:
    path = drawing(tmp_path)
    png = svg.rasterise_svg(path, 86)
    drawn_at = png.stat().st_mtime_ns
    with Image.open(png) as picture:
        middle, corner = picture.getpixel((86, 43)), picture.getpixel((0, 0))

        assert picture.size == (172, 86)
    assert (middle, corner) == ((255, 0, 0, 255), (0, 0, 0, 0))
    assert svg.rasterise_svg(path, 86).stat().st_mtime_ns == drawn_at
    assert svg.rasterise_svg(path, 40) != png


def test_a_drawing_has_the_facts_of_a_large_logo(tmp_path: Path) -> None:
    path = drawing(tmp_path)
    facts = load_image_facts(path)

    assert (facts.width, facts.height, facts.has_transparency) == (2160, 1080, True)
    assert measure_mean_colour(path) == Colour("#FF0000")


def test_a_drawing_in_millimetres_has_its_shape(tmp_path: Path) -> None:
    path = drawing(tmp_path, DISC.replace("<svg ", '<svg width="6cm" height="30mm" '))

    with Image.open(svg.rasterise_svg(path, 50)) as picture:
        assert picture.size in ((100, 50), (101, 50))  # resvg rounds up


def test_a_drawing_that_fills_its_ground_is_told(tmp_path: Path) -> None:
    path = drawing(tmp_path, f'{HEAD}<rect width="200" height="100"/></svg>')

    assert not load_image_facts(path).has_transparency


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{HEAD}</svg>", "fully transparent"),
        (f"{HEAD}<text>Acme</text></svg>", "logo.svg: this SVG has letters"),
        (f"{HEAD}<a:b/></svg>", "this SVG cannot be drawn ("),
    ],
)
def test_a_drawing_that_cannot_be_used_is_told(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        load_image_facts(drawing(tmp_path, text))

    assert said in str(refused.value)


def test_what_takes_too_long_to_draw_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noise = '<filter id="f"><feTurbulence numOctaves="900" baseFrequency="0.9"/></filter>'
    shapes = '<rect width="200" height="100" filter="url(#f)"/>' * 50
    monkeypatch.setattr(svg, "WAIT_S", 1)

    with pytest.raises(UsageError, match="it takes too long"):
        svg.rasterise_svg(drawing(tmp_path, f"{HEAD}{noise}{shapes}</svg>"), 1080)


def test_the_drawer_bounds_itself() -> None:
    assert svg_to_png.CPU_S < svg.WAIT_S
