"""What the worked example looks like, picture by picture; `make golden` draws them anew.

Pictures are compared as an eye would, softened a little: noise of an encoder passes, a logo that
moved, another colour or another font does not.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from bench.ciede2000 import difference, lab
from egv.app.render.answers import Answers
from egv.app.run.stills import Dressing, write_still
from egv.core.delivery.excerpt import choose_still
from egv.core.delivery.kit_sample import (
    FRAMES,
    RATE,
    SHORT,
    build_ground_clip,
    build_kit_sample,
    list_kit_moments,
)
from egv.core.kit.kit import Kit
from egv.core.kit.sections import FormatStyle
from egv.core.kit.text_styles import LowerThirdBacking
from egv.core.media.shape import FrameShape
from egv.core.picture.colour import Colour
from egv.core.programme.edit import Edit
from egv.core.programme.questions import LightUnder, Question, ShotsIn
from egv.tools.draw.fonts import BOLD, PLAIN
from egv.tools.ffmpeg import runner
from egv.tools.ffmpeg.context import NO_CONTEXT
from egv.tools.library.kits import load_kit
from tests.places import GOLDEN

pytestmark = [pytest.mark.media, pytest.mark.usefixtures("shared_cache")]

Picture = NDArray[np.uint8]
GOLDEN = GOLDEN / "pictures"
SIZES = {"landscape": (960, 540), "portrait": (540, 960), "square": (720, 720), "feed": (576, 720)}
LONG_PX = 480
SOFT_PX = 1.2  # radius of the softening: letters are smoothed in as many ways as there are versions
TILE_PX = 12
ALL_DE, TILE_DE = 1.0, 6.0  # mean CIEDE2000 of the picture, and of any tile, that may differ


def house(style: LowerThirdBacking = LowerThirdBacking.BAR) -> Kit:
    """The worked example at half its size, with name plates of this style."""
    kit = load_kit("acme")
    plate = kit.spec.lower_third.model_copy(update={"style": style})
    formats = {word: FormatStyle(size=size) for word, size in SIZES.items()}
    return saying(kit, lower_third=plate, formats=formats)


def saying(kit: Kit, **says: Any) -> Kit:
    """`kit`, which also says this."""
    return replace(kit, spec=kit.spec.model_copy(update=says))


def ask(question: Question[Any]) -> Any:
    """The ground is grey and never changes."""
    match question:
        case ShotsIn():
            return ()
        case LightUnder():
            return 0.2
        case _:
            return Answers()(question)


def stills(kit: Kit, word: str, wanted: tuple[str, ...], folder: Path) -> Iterator[Picture]:
    """The `wanted` pictures of the specimen in the format `word`."""
    wide, high = SIZES[word]
    path = folder / f"{word}.mp4"
    source = f"color=0x5A6670:s={wide}x{high}:r={RATE}:d={FRAMES / RATE}"
    coding = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
    runner.run_ffmpeg(("-f", "lavfi", "-i", source, *coding, str(path)), NO_CONTEXT)
    edit: Edit = build_kit_sample(build_ground_clip(path, SIZES[word]), SHORT["en"], "en")
    dressing = Dressing(kit, {}, word)
    whole = dressing.dress_edit(edit, ask)
    side = LONG_PX * min(wide, high) // max(wide, high)
    for moment in list_kit_moments(whole):
        if moment.part in wanted:
            shot = choose_still(edit, whole, moment.frame)
            shown = dressing.dress_shot(edit, whole, shot, ask, side)
            still = write_still(shown, folder / f"{word}-{moment.part}", NO_CONTEXT)
            yield np.asarray(Image.open(still).convert("RGB"))


PICTURES = [
    *(
        (word, style, ("programme",))
        for word in SIZES
        for style in (LowerThirdBacking.BOX, LowerThirdBacking.LINE)
    ),
    *((word, LowerThirdBacking.BAR, ("intro", "programme", "outro")) for word in SIZES),
]


@pytest.mark.parametrize(("word", "style", "wanted"), PICTURES)
def test_the_worked_example_looks_as_it_did(
    tmp_path: Path, word: str, style: LowerThirdBacking, wanted: tuple[str, ...]
) -> None:
    names = [f"{word}-{style.value if each == 'programme' else each}.png" for each in wanted]

    assert names
    for name, picture in zip(names, stills(house(style), word, wanted, tmp_path), strict=True):
        if os.environ.get("EGV_GOLDEN"):
            GOLDEN.mkdir(exist_ok=True)
            Image.fromarray(picture).save(GOLDEN / name, optimize=True)
        assert unlike(picture, golden(name)) == "", name


def test_the_pictures_are_those_there_are_and_small() -> None:
    files = sorted(path for path in GOLDEN.iterdir() if not path.name.startswith("sheet-"))

    assert len(files) == len(SIZES) * (len(LowerThirdBacking) + 2)
    assert sum(path.stat().st_size for path in files) < 1_000_000
    assert set(SIZES) == {shape.value for shape in FrameShape}


def golden(name: str) -> Picture:
    return np.asarray(Image.open(GOLDEN / name).convert("RGB"))


def unlike(one: Picture, other: Picture) -> str:
    """In what two pictures differ so that one would see it; nothing when they look alike."""
    if one.shape != other.shape:
        return f"{one.shape} is not {other.shape}"
    apart = difference(softened(one), softened(other)).reshape(one.shape[:2])
    high, wide = (int(side) // TILE_PX * TILE_PX for side in one.shape[:2])
    tiles = apart[:high, :wide].reshape(high // TILE_PX, TILE_PX, -1, TILE_PX).mean(axis=(1, 3))
    if apart.mean() > ALL_DE or tiles.max() > TILE_DE:
        y, x = np.unravel_index(tiles.argmax(), tiles.shape)
        return f"mean {apart.mean():.2f}, {tiles.max():.1f} at {x * TILE_PX},{y * TILE_PX}"
    return ""


def softened(picture: Picture) -> NDArray[np.float64]:
    """The colours of `picture`, a little out of focus, as CIE L*a*b*."""
    image = Image.fromarray(picture).filter(ImageFilter.GaussianBlur(SOFT_PX))
    return lab(np.asarray(image, dtype=np.float64).reshape(-1, 3) / 255)


@cache
def programme() -> Picture:
    """The name plate, subtitle and logo of the square, as kept."""
    return golden("square-bar.png")


def test_noise_of_an_encoder_is_not_seen() -> None:
    from io import BytesIO

    for name in ("square-bar.png", "landscape-intro.png"):
        kept, coded = golden(name), BytesIO()
        Image.fromarray(kept).save(coded, "JPEG", quality=80)
        noisy = kept.astype(int) + np.random.default_rng(7).normal(0, 2, kept.shape)

        assert unlike(np.asarray(Image.open(coded)), kept) == ""
        assert unlike(noisy.clip(0, 255).astype(np.uint8), kept) == ""


def _moved(kit: Kit) -> Kit:
    return saying(kit, logo=kit.spec.logo.model_copy(update={"clear_space": 0.4}))


def _recoloured(kit: Kit) -> Kit:
    return saying(kit, palette=kit.spec.palette.model_copy(update={"accent": Colour("#F25541")}))


def _reset(kit: Kit) -> Kit:
    return replace(kit, typefaces={**kit.typefaces, "heading": (BOLD,), "caption": (PLAIN,)})


@pytest.mark.parametrize("change", [_moved, _recoloured, _reset])
def test_a_moved_logo_another_colour_and_another_font_are_seen(tmp_path: Path, change: Any) -> None:
    [picture] = stills(change(house()), "square", ("programme",), tmp_path)

    assert unlike(picture, programme())
