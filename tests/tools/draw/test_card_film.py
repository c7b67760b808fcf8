"""Cards as drawn: readable on what is really under them, within the margins, and in motion."""

from __future__ import annotations

import base64
from dataclasses import replace
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray

from egv.core.kit.kit import Kit
from egv.core.kit.plain_values import CardForm, CardMotion
from egv.core.media.clip import Canvas
from egv.core.media.shape import Box, FrameShape, find_safe_area
from egv.core.picture.colour import Colour
from egv.core.picture.contrast import READABLE, measure_contrast
from egv.core.titles.card import CardLook, plan_card_look
from egv.core.titles.card_layout import CardLayout, plan_card_layout
from egv.core.titles.fonts import Typeface
from egv.tools.draw.card_film import CardFilm, build_card_film
from egv.tools.draw.card_photo import encode_photo
from egv.tools.draw.fonts import load_font_face
from egv.tools.library.kits import load_kit
from tests.places import FIXTURES
from tests.variants import take_one_in

Picture = NDArray[np.uint8]
SIZES = {"landscape": (960, 540), "portrait": (540, 960), "square": (720, 720), "feed": (576, 720)}
TEXTS = {
    "short": ("Our week", "Operations"),
    "long": (
        "What we have learned from our customers in the third quarter",
        "Customer service and quality management",
    ),
    "nl": ("Zo halveerden we de wachttijd", "Klantenservice"),
    "ar": ("ماذا تعلمنا من عملائنا هذا العام", "قسم العمليات"),
    "word": ("Veiligheidsinformatie",),
}
ARABIC = FIXTURES / "arabic.ttf"  # letters of DejaVu Sans Bold
END = 2.5  # s


def photo() -> str:
    """Stripes from black to white with some noise: the worst a photo can be."""
    noise = np.random.default_rng(5).integers(-30, 30, (90, 160, 3))
    light = np.linspace(0, 255, 160)[None, :, None] * (np.arange(90) // 15 % 2)[:, None, None]
    return encode_photo((light + noise).clip(0, 255).astype(np.uint8))


def planned(
    kit: Kit, form: CardForm, word: str, text: str, motion: CardMotion = CardMotion.CALM
) -> CardLook:
    style = kit.spec.intro.model_copy(update={"layout": form, "motion": motion})
    look = plan_card_look(kit, style, TEXTS[text], Canvas(*SIZES[word], Fraction(25)))
    assert look
    look = replace(look, heading=(*look.heading, ARABIC), body=(*look.body, ARABIC))
    return replace(look, photo=photo()) if form is CardForm.PHOTO else look


def coloured(primary: str, secondary: str) -> Kit:
    kit = load_kit("acme")
    colours = {"primary": Colour(primary), "secondary": Colour(secondary)}
    palette = kit.spec.palette.model_copy(update=colours)
    return replace(kit, spec=kit.spec.model_copy(update={"palette": palette}))


def laid_out(look: CardLook) -> CardLayout:
    heading, body = (
        Typeface(tuple(load_font_face(path) for path in paths))
        for paths in (look.heading, look.body)
    )
    return plan_card_layout(look, heading, body, (900, 240) if look.logo else None, 0)


def ground(film: CardFilm, at: float = END) -> Picture:
    """The card without all that stands on it."""
    return replace(film, pieces=()).draw_frame(at)


def part(picture: Picture, box: Box) -> NDArray[np.int_]:
    return picture[box.y : box.bottom, box.x : box.right].astype(int)


COMBINED = [*product(CardForm, FrameShape, TEXTS)]


@pytest.mark.parametrize(("form", "shape", "text"), take_one_in(3, COMBINED))
def test_a_card_can_be_read_and_keeps_its_margins(
    form: CardForm, shape: FrameShape, text: str
) -> None:
    look = planned(load_kit("acme"), form, shape.value, text)
    film = build_card_film(look)
    whole, bare = film.draw_frame(END), ground(film)
    drawn = np.abs(whole.astype(int) - bare).max(axis=2) > 24
    area, short = find_safe_area(look.canvas), min(look.canvas.size)
    texts = laid_out(look).texts

    assert not outside(drawn, area)
    assert len(texts) == len(TEXTS[text])
    for number, (_, box) in enumerate(texts):
        ink = look.soft_ink if number else look.ink
        letters = np.abs(part(whole, box) - ink.rgb).max(axis=2) == 0
        assert letters.mean() > 0.02  # whole pixels in the very ink
        assert least_contrast(ink, part(bare, box)) >= READABLE
    headline = texts[0][0]
    assert 0.1 * short <= headline.size <= 0.24 * short or text == "word"
    widths = [headline.typeface.measure_width(line, 1) for line in headline.lines]
    assert widths[-1] >= 0.35 * max(widths)
    assert len(headline.lines[-1].split()) > 1 or len(TEXTS[text][0].split()) < 3  # no widow
    assert len(texts) == 1 or headline.size > 1.6 * texts[1][0].size


def outside(mask: NDArray[np.bool_], area: Box) -> int:
    """The number of pixels of `mask` outside `area`."""
    inside = mask[area.y : area.bottom, area.x : area.right]
    return int(mask.sum() - inside.sum())


def least_contrast(ink: Colour, pixels: NDArray[np.int_]) -> float:
    seen = np.unique(pixels.reshape(-1, 3), axis=0)
    return min(measure_contrast(ink, Colour.from_rgb(pixel)) for pixel in seen)


# A primary colour, and a secondary one in which a strong disc would hide the letters.
BRANDS = (
    *(("#10344F", "#FFF1C0"), ("#FFD100", "#202020"), ("#7F7F7F", "#202020")),
    *(("#E2001A", "#FFF1C0"), ("#FFFFFF", "#202020"), ("#000000", "#FFF1C0")),
)


@pytest.mark.parametrize(("form", "brand"), take_one_in(4, product(CardForm, BRANDS)))
def test_letters_stand_out_on_the_colours_of_any_brand(
    form: CardForm, brand: tuple[str, str]
) -> None:
    look = planned(coloured(*brand), form, "square", "short")
    film = build_card_film(look)
    bare = [ground(film, at) for at in (0.6 * END, END)]

    assert laid_out(look).texts
    for picture in bare:
        for number, (_, box) in enumerate(laid_out(look).texts):
            ink = look.soft_ink if number else look.ink
            assert least_contrast(ink, part(picture, box)) >= READABLE


def test_layouts_are_clearly_different() -> None:
    kit = load_kit("acme")
    shown = [
        build_card_film(planned(kit, form, "landscape", "short")).draw_frame(END)
        for form in CardForm
    ]

    assert len(shown) > 1
    for number, one in enumerate(shown):
        for other in shown[:number]:
            assert np.abs(one.astype(int) - other).max(axis=2).mean() > 12


@pytest.mark.parametrize("form", [form for form in CardForm if form is not CardForm.PHOTO])
@pytest.mark.parametrize(("motion", "share"), [("calm", 0.03), ("lively", 0.05), ("none", 0.0)])
def test_the_ground_drifts_to_the_last_frame(form: CardForm, motion: str, share: float) -> None:
    look = planned(load_kit("acme"), form, "landscape", "short", CardMotion(motion))
    film = replace(build_card_film(look), pieces=())
    assert look.shade
    shade = np.array(look.shade.rgb)
    edges = [
        np.argwhere((film.draw_frame(at) == shade).all(axis=2).any(axis=0)).min()
        for at in (1.5, END)
    ]
    last, end = film.draw_frame(END - 1 / 25), film.draw_frame(END)
    way = share * look.canvas.width * (1 - 1.5 / END)

    if form is not CardForm.SPLIT:  # there, the edge of its disc is under the texts' field
        assert edges[0] - edges[1] == pytest.approx(way, abs=1.5)
    assert (last != end).any() == (motion != "none")


def test_a_photo_drifts_too() -> None:
    look = planned(load_kit("acme"), CardForm.PHOTO, "square", "short")
    film = build_card_film(look)
    first, last = film.draw_frame(0).astype(int), film.draw_frame(END).astype(int)
    way = round(0.03 * 720)

    assert np.abs(first[:400, : 720 - way] - last[:400, way:]).max() > 0  # texts have come
    bare = replace(film, pieces=(), stage=replace(film.stage, fields=()))
    first, last = (bare.draw_frame(at).astype(int) for at in (0, END))
    assert (first[:, :-way] == last[:, way:]).all()


@pytest.mark.parametrize("form", CardForm)
def test_parts_enter_one_after_another_and_then_stand_still(form: CardForm) -> None:
    look = planned(load_kit("acme"), form, "landscape", "long")
    film = build_card_film(look)
    boxes = [laid_out(look).texts[0][1], laid_out(look).texts[1][1]]
    seen = [
        [
            float(np.abs(part(film.draw_frame(at), box) - part(ground(film, at), box)).sum())
            for box in boxes
        ]
        for at in (0.0, 0.5, 0.62 * END, END)
    ]

    assert seen[0] == [0, 0]
    assert seen[1][0] / seen[3][0] > 0
    assert seen[1][1] / seen[3][1] < seen[1][0] / seen[3][0]  # the headline leads
    assert seen[2] == pytest.approx(seen[3], rel=0.05)


def test_a_still_card_is_whole_from_its_first_frame_and_equal_looks_are_equal() -> None:
    kit = load_kit("acme")
    assert len(CardForm) > 1
    for form in CardForm:
        still = build_card_film(planned(kit, form, "feed", "nl", CardMotion.NONE))
        calm = build_card_film(planned(kit, form, "feed", "nl"))
        again = build_card_film(planned(kit, form, "feed", "nl"))

        assert (still.draw_frame(0) == still.draw_frame(END)).all()
        assert np.abs(still.draw_frame(0).astype(int) - calm.draw_frame(END)).mean() < 4
        for at in (0.3, 1.0, END):
            assert (calm.draw_frame(at) == again.draw_frame(at)).all()


def test_a_short_card_is_complete_in_time() -> None:
    look = replace(planned(load_kit("acme"), CardForm.DISC, "landscape", "long"), seconds=0.5)
    film = build_card_film(look)

    assert (film.draw_frame(0.3)[:, :480] == film.draw_frame(0.5)[:, :480]).all()
    assert (film.draw_frame(0.1) != film.draw_frame(0.5)).any()


def test_arabic_starts_at_the_right() -> None:
    for form in (CardForm.DISC, CardForm.BAND):
        look = planned(load_kit("acme"), form, "landscape", "ar")
        area = find_safe_area(look.canvas)

        assert {box.right for _, box in laid_out(look).texts} == {area.right}


def test_a_photo_is_small_and_whole() -> None:
    kept = base64.b64decode(photo())

    assert kept.startswith(b"\x89PNG")
    assert len(kept) < 50_000
