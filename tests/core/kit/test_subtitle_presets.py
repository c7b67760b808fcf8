"""Presets of subtitles: a look under one name, whose fields a kit may replace one by one."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from egv.core.kit.parse import parse_kit
from egv.core.kit.text_styles import PRESETS, SubtitlePreset, SubtitleStyle
from egv.core.picture.colour import BLACK, Colour

PALETTES = (("#FFFFFF", "#000000"), ("#FFEE00", "#101010"), ("#000000", "#FFFFFF"))


def style(**says: Any) -> SubtitleStyle:
    return SubtitleStyle.model_validate(says)


def faults(**says: Any) -> list[tuple[str, str]]:
    _, found = parse_kit({"schema": "egv/kit@1", "name": "test", **says})
    return [(".".join(map(str, each.path)), each.message) for each in found]


def test_every_preset_says_what_it_is_and_no_two_are_alike() -> None:
    looks = [style(preset=word.value) for word in SubtitlePreset]

    assert set(PRESETS) == set(SubtitlePreset)
    assert len({repr(look.model_copy(update={"preset": ""})) for look in looks}) == len(looks)


def test_without_a_preset_subtitles_look_as_on_television() -> None:
    assert style() == style(preset="broadcast")
    assert style().box.colour == BLACK


@pytest.mark.parametrize("word", SubtitlePreset)
def test_every_preset_is_readable_with_any_palette(word: SubtitlePreset) -> None:
    for primary, letters in (
        ("#FFFFFF", "#000000"),
        ("#FFEE00", "#101010"),
        ("#000000", "#FFFFFF"),
    ):
        palette = {"primary": primary, "text_on_primary": letters}

        assert not [at for at, _ in faults(palette=palette, subtitles={"preset": word.value})
                    if at.startswith("subtitles")]  # fmt: skip


def test_a_field_goes_before_the_preset_and_leaves_the_others() -> None:
    own = style(preset="social", box={"radius": 0.1}, text="#FFEE00", large=False)

    assert own.box.radius == 0.1
    assert own.box.colour == "auto"
    assert own.text == Colour("#FFEE00")
    assert not own.large


def test_a_preset_that_is_none_is_named_with_those_there_are() -> None:
    [(at, words)] = faults(subtitles={"preset": "socal"})

    assert at == "subtitles.preset"
    assert "social" in words
    with pytest.raises(ValidationError):
        style(preset=["social"])


def test_a_preset_says_only_what_a_kit_could_say() -> None:
    assert PRESETS
    for said in PRESETS.values():
        assert set(said) <= set(SubtitleStyle.model_fields) - {"preset"}
        for key, inner in said.items():
            if isinstance(inner, dict):
                assert set(inner) <= set(type(getattr(style(), key)).model_fields)


@pytest.mark.parametrize(
    ("says", "at", "words"),
    [
        ({"box": {"radius": 0.6}}, "subtitles.box.radius", "above the limit 0.5"),
        ({"box": {"soft": -1}}, "subtitles.box.soft", "below the limit 0"),
        ({"shadow": {"offset": 0.3}}, "subtitles.shadow.offset", "above the limit 0.2"),
        ({"shadow": {"soft": 0.3}}, "subtitles.shadow.soft", "above the limit 0.1"),
        ({"shadow": {"opacity": 2}}, "subtitles.shadow.opacity", "above the limit 1"),
        ({"shadow": {"colour": "yelow"}}, "subtitles.shadow.colour", "is not a colour"),
        ({"outline": {"colour": "auto"}}, "subtitles.outline.colour", "is not a colour"),
        ({"large": "very"}, "subtitles.large", "true or false"),
        ({"preset": "social", "text": "#333333"}, "subtitles.text", "at least 4.5 is needed"),
        ({"preset": "clean", "outline": {"width": 0}}, "subtitles.text", "at least 4.5"),
    ],
)
def test_a_mistake_in_a_look_is_named_at_its_place(
    says: dict[str, Any], at: str, words: str
) -> None:
    [(path, message)] = faults(subtitles=says)

    assert path == at
    assert words in message
