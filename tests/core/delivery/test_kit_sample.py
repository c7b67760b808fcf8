"""The programme that shows a kit: what of it is shown, in which language, and that it fits."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from egv.core.delivery.deliver import deliver
from egv.core.delivery.kit_sample import (
    FRAMES,
    LONG,
    RATE,
    SHORT,
    SampleTexts,
    build_ground_clip,
    build_kit_sample,
    choose_sample,
    list_kit_moments,
)
from egv.core.kit.plain_values import CardForm
from egv.core.media.clip import Canvas
from egv.core.media.shape import FrameShape
from egv.core.programme.questions import CardClipOf, FontFaceAt, ImageSizeOf, ShotsIn
from egv.core.text.languages import list_required_letters
from egv.core.titles.card import plan_card_look
from egv.core.titles.card_layout import plan_card_layout
from egv.core.titles.fonts import Typeface
from egv.tools.draw.fonts import load_font_face
from egv.tools.library.kits import load_kit
from tests.conftest import FACE, a_kit, answering, media

WORLD = {
    FontFaceAt: FACE,
    ImageSizeOf: (300, 100),
    ShotsIn: (),
    CardClipOf: media(seconds=1, sound=False),
}
GROUND = build_ground_clip(Path("/ground.mp4"), (1920, 1080))


@pytest.mark.parametrize(
    ("says", "seen"),
    [
        ({}, ["intro", "programme"]),  # an outro says nothing that is not said
        ({"outro": {"cta": {"text": "Ask"}}}, ["intro", "programme", "outro"]),
        ({"intro": {"enabled": False}, "outro": {"enabled": False}}, ["programme"]),
    ],
)
def test_what_a_kit_has_is_shown_and_no_more(says: dict[str, object], seen: list[str]) -> None:
    edit = build_kit_sample(GROUND, SHORT["en"], "en")
    [whole] = deliver(edit, a_kit(**says), {}, answering(WORLD))
    shown = list(list_kit_moments(whole))

    assert [moment.part for moment in shown] == seen
    assert [moment.frame for moment in shown] == sorted({moment.frame for moment in shown})
    assert all(0 <= moment.frame < whole.frames for moment in shown)
    assert edit.frames == FRAMES


@pytest.mark.parametrize(("language", "title"), [("nl-BE", "Onze week"), ("pl", "Our week")])
def test_samples_are_in_the_kits_language_or_in_english(language: str, title: str) -> None:
    assert choose_sample(language, SHORT).title == title


@pytest.mark.parametrize("language", LONG)
def test_a_font_that_is_right_for_a_language_has_the_letters_of_its_samples(language: str) -> None:
    letters = {
        *list_required_letters(language),
        *"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ -.,",
    }

    for samples in (SHORT, LONG):
        said = "".join(getattr(samples[language], field.name) for field in fields(SampleTexts))
        assert not set(said) - letters


@pytest.mark.parametrize("form", CardForm)
@pytest.mark.parametrize("shape", FrameShape)
def test_the_long_samples_fit_the_kits_that_ship(shape: FrameShape, form: CardForm) -> None:
    assert LONG
    for name in ("acme", "neutral"):
        kit = load_kit(name)
        style = kit.spec.intro.model_copy(update={"layout": form})
        heading, body = (
            Typeface(tuple(load_font_face(path) for path in kit.typefaces[role]))
            for role in ("heading", "body")
        )
        wanted = kit.spec.find_format(shape.value)
        canvas = Canvas(*wanted.size, RATE, wanted.safe)
        for sample in LONG.values():
            look = plan_card_look(kit, style, (sample.title, sample.department), canvas)
            assert look
            layout = plan_card_layout(look, heading, body, (900, 240) if look.logo else None, 0)
            assert layout.texts[0][0].size >= 0.1 * min(wanted.size)
