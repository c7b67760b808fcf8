"""The programme that shows a kit: what of it is shown, in which language, and that it fits."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from egv.core.ask import CardOf, FaceAt, ShotsIn, SizeOf
from egv.core.card import card_look
from egv.core.card_layout import card_layout
from egv.core.deliver import deliver
from egv.core.faces import Typeface
from egv.core.languages import letters_of
from egv.core.media import Canvas
from egv.core.shape import Shape
from egv.core.specimen import (
    FRAMES,
    LONG,
    RATE,
    SHORT,
    Sample,
    ground_media,
    moments,
    sample_in,
    specimen,
)
from egv.tools.fonts import face_at
from egv.tools.kits import kit_called
from tests.conftest import FACE, a_kit, answering, media

WORLD = {FaceAt: FACE, SizeOf: (300, 100), ShotsIn: (), CardOf: media(seconds=1, sound=False)}
GROUND = ground_media(Path("/ground.mp4"), (1920, 1080))


@pytest.mark.parametrize(
    ("says", "seen"),
    [
        ({}, ["intro", "programme"]),  # an outro says nothing that is not said
        ({"outro": {"cta": {"text": "Ask"}}}, ["intro", "programme", "outro"]),
        ({"intro": {"enabled": False}, "outro": {"enabled": False}}, ["programme"]),
    ],
)
def test_what_a_kit_has_is_shown_and_no_more(says: dict[str, object], seen: list[str]) -> None:
    edit = specimen(GROUND, SHORT["en"], "en")
    [whole] = deliver(edit, a_kit(**says), {}, answering(WORLD))
    shown = list(moments(whole))

    assert [moment.word for moment in shown] == seen
    assert [moment.frame for moment in shown] == sorted({moment.frame for moment in shown})
    assert all(0 <= moment.frame < whole.frames for moment in shown)
    assert edit.frames == FRAMES


@pytest.mark.parametrize(("language", "title"), [("nl-BE", "Onze week"), ("pl", "Our week")])
def test_samples_are_in_the_kits_language_or_in_english(language: str, title: str) -> None:
    assert sample_in(language, SHORT).title == title


@pytest.mark.parametrize("language", LONG)
def test_a_font_that_is_right_for_a_language_has_the_letters_of_its_samples(language: str) -> None:
    letters = {*letters_of(language), *"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ -.,"}

    for samples in (SHORT, LONG):
        said = "".join(getattr(samples[language], field.name) for field in fields(Sample))
        assert not set(said) - letters


@pytest.mark.parametrize("shape", Shape)
def test_the_long_samples_fit_the_kits_that_ship(shape: Shape) -> None:
    for name in ("acme", "neutral"):
        kit = kit_called(name)
        assert kit.says.intro.card
        heading, body = (
            Typeface(tuple(face_at(path) for path in kit.typefaces[role]))
            for role in ("heading", "body")
        )
        wanted = kit.says.format(shape.value)
        canvas = Canvas(*wanted.size, RATE, wanted.safe)
        for sample in LONG.values():
            look = card_look(kit, kit.says.intro.card, (sample.title, sample.department), canvas)
            assert look
            layout = card_layout(look, heading, body, (900, 240) if look.logo else None, 0)
            assert layout.texts[0][0].size > 0.65 * look.size * min(wanted.size)
