"""What the layouts of cards look like, sheet by sheet; `make golden` draws them anew.

And what is filmed of them: the wipe to the programme, and a still card.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from egv.core.kit.plain_values import CardForm, CardMotion
from egv.core.media.clip import Canvas
from egv.core.titles.card import CardLook, plan_card_look
from egv.tools.draw.card_film import build_card_film
from egv.tools.draw.card_photo import encode_photo
from egv.tools.draw.cards import make_card, name_card
from egv.tools.library.kits import load_kit
from tests.media.branded import CODING, GREY, KIT, write_kit
from tests.media.test_golden_pictures import Picture, unlike
from tests.places import GOLDEN
from tests.running import frames, made

pytestmark = [pytest.mark.media, pytest.mark.usefixtures("shared_cache")]

Maker = Callable[..., Path]
SHEETS = GOLDEN / "cards"
SIZES = ((960, 540), (540, 960), (720, 720), (576, 720))
TEXTS = (
    ("Our week", "Operations"),
    ("What we have learned from our customers in the third quarter", "Customer service"),
)
HIGH, GAP = 200, 8  # px: of each picture on a sheet, and between them


def planned(form: CardForm, size: tuple[int, int], lines: tuple[str, ...]) -> CardLook:
    kit = load_kit("acme")
    style = kit.spec.intro.model_copy(update={"layout": form})
    look = plan_card_look(kit, style, lines, Canvas(*size, Fraction(25)))
    assert look
    return replace(look, photo=hills()) if form is CardForm.PHOTO else look


def hills() -> str:
    """A bright sky over dark hills, as a photo."""
    y, x = np.mgrid[0:90, 0:160]
    sky = y < 55 + 12 * np.sin(x / 22)
    bright = np.stack([190 + y // 2, 200 + 0 * y, 215 + 0 * y], axis=2)
    picture = np.where(sky[..., None], bright, (70, 95, 60))
    return encode_photo(picture.astype(np.uint8))


def sheet(form: CardForm) -> Picture:
    """Short and long texts in every shape, as they stand at the end."""
    rows = [
        [
            Image.fromarray(build_card_film(planned(form, size, lines)).draw_frame(2.5)).resize(
                (size[0] * HIGH // size[1], HIGH), Image.Resampling.LANCZOS
            )
            for size in SIZES
        ]
        for lines in TEXTS
    ]
    wide = sum(picture.width + GAP for picture in rows[0]) + GAP
    whole = Image.new("RGB", (wide, len(rows) * (HIGH + GAP) + GAP), "#888888")
    for number, row in enumerate(rows):
        x = GAP
        for picture in row:
            whole.paste(picture, (x, GAP + number * (HIGH + GAP)))
            x += picture.width + GAP
    return np.asarray(whole)


@pytest.mark.parametrize("form", CardForm)
def test_a_layout_looks_as_it_did_in_every_shape(form: CardForm) -> None:
    drawn, path = sheet(form), SHEETS / f"{form.value}.png"
    if os.environ.get("EGV_GOLDEN"):
        SHEETS.mkdir(exist_ok=True)
        Image.fromarray(drawn).quantize(128).save(path, optimize=True)

    assert unlike(drawn, np.asarray(Image.open(path).convert("RGB"))) == ""


def test_the_sheets_are_those_there_are_and_small() -> None:
    files = sorted(SHEETS.iterdir())

    assert [path.stem for path in files] == sorted(form.value for form in CardForm)
    assert sum(path.stat().st_size for path in files) < 300_000


PRIMARY = np.array((0x10, 0x34, 0x4F))
GROUND = np.array((128, 128, 128))


def test_a_wipe_passes_in_the_primary_colour_and_never_through_black_or_white(
    clip: Maker, tmp_path: Path
) -> None:
    kit = write_kit(tmp_path)
    text = KIT.replace("lines: []", 'lines: [Hello], background: "#808080", duration: 1')
    text = text.replace("type: fade", "type: wipe, duration: 0.8").replace("outro: {en", "x: {en")
    text = text.replace("x: {enabled: false}", "outro: {card: {lines: [Bye], duration: 1}}")
    kit.write_text(text)
    grey = GREY.format(size="320x180", rate=25, seconds=2)
    source = clip("clip.mp4", "-f", "lavfi", "-i", grey, *CODING)
    made("brand", "--no-logo", source, "-k", kit, "-o", tmp_path / "out.mp4")
    seen = [picture.astype(int) for _, picture in frames(tmp_path / "out.mp4")]

    assert len(seen) == 100
    for number in (25, 75):  # the joints: all is covered
        assert np.abs(seen[number] - PRIMARY).max() <= 8
    for number in range(25, 36):  # the programme appears from behind the curtain
        row = seen[number][150]
        apart = np.minimum(np.abs(row - PRIMARY).max(axis=1), np.abs(row - GROUND).max(axis=1))
        assert np.quantile(apart, 0.9) <= 8  # all but the edge is one of the two
    shown = [(np.abs(seen[n][150] - GROUND).max(axis=1) <= 8).mean() for n in range(25, 36)]
    assert shown == sorted(shown)
    assert shown[0] == 0
    assert shown[-1] == 1


def test_a_still_card_is_filmed_as_one_picture() -> None:
    moving = planned(CardForm.DISC, (320, 180), ("Hello",))
    still = replace(moving, motion=CardMotion.NONE)
    (_, first), *_, (_, last) = frames(make_card(still))
    film = [picture.astype(int) for _, picture in frames(make_card(moving))]

    assert (first == last).all()
    assert len(film) == round(25 * moving.seconds)
    assert np.abs(film[-1] - last).max() < 40
    assert np.abs(film[-1] - film[-5]).max() > 10  # it moves to its last frame


@pytest.mark.parametrize(
    "change",
    [
        {"form": CardForm.BAND},
        {"motion": CardMotion.LIVELY},
        {"seconds": 2.0},
        {"photo": "x"},
        {"size": 0.1},
    ],
)
def test_whatever_changes_a_card_has_it_drawn_anew(change: dict[str, object]) -> None:
    look = planned(CardForm.DISC, (320, 180), ("Hello",))

    assert name_card(look) == name_card(replace(look))
    assert name_card(replace(look, **change)) != name_card(look)  # type: ignore[arg-type]
