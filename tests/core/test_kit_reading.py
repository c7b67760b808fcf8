"""Kits: every mistake in one run, each where it stands and with the way out."""

from pathlib import Path
from typing import Any

import pytest

from egv.core.card import card_look, logo_for
from egv.core.contrast import contrast, over, worst_contrast
from egv.core.kit_reading import kit_of
from egv.core.media import Canvas
from egv.core.shape import Shape
from egv.core.texts import filled, filled_lines
from egv.core.timing import Seconds
from tests.conftest import a_kit

LANDSCAPE = Canvas(1920, 1080, Seconds(25))
LOGOS = {
    "variants": {
        "dark": {"file": "dark.png", "for_background": "light"},
        "light": {"file": "light.png", "for_background": "dark"},
        "tile": {"file": "tile.png"},
    }
}


def mistakes(**says: Any) -> list[tuple[str, str]]:
    _, found = kit_of({"schema": "egv/kit@1", "name": "test", **says})
    return [(".".join(map(str, each.path)), each.words) for each in found]


def test_the_least_kit_is_a_name() -> None:
    kit, found = kit_of({"schema": "egv/kit@1", "name": "test", "x-note": {"free": 1}})

    assert not found
    assert kit is not None
    assert kit.subtitles.burn


@pytest.mark.parametrize(
    ("says", "at", "words"),
    [
        ({"palete": {}}, "palete", "did you mean 'palette'?"),
        ({"logo": {"bug": {"hight": 1}}}, "logo.bug.hight", "did you mean 'height'?"),
        ({"palette": {"primary": "navy"}}, "palette.primary", "write it in quotes"),
        ({"logo": {"bug": {"position": "up"}}}, "logo.bug.position", "'top-left'"),
        ({"subtitles": {"box": {"opacity": 2}}}, "subtitles.box.opacity", "above the limit 1"),
        ({"lower_third": {"text": "yelow"}}, "lower_third.text", "is no colour"),
        ({"logo": {"bug": {"variant": "x"}}}, "logo.bug.variant", "no logo variant x"),
        ({"intro": {"card": {"lines": ["{titel}"]}}}, "intro.card.lines.0", "mean 'title'?"),
        ({"lower_third": {"lines": [{"name": None}]}}, "lower_third.lines.0", "put quotes around"),
        ({"subtitles": {"text": "#444444"}}, "subtitles.text", "at least 4.5 is needed"),
        ({"subtitles": {"box": {"opacity": 0.4}}}, "subtitles.text", "or a higher opacity"),
        ({"lower_third": {"background": "accent"}}, "lower_third.text", "choose colours further"),
        ({"fonts": {"caption": "serif"}}, "fonts.caption", "has no font of its own"),
        ({"subtitles": {"font": "title"}}, "subtitles.font", "is no role"),
        ({"colour": {"lut": "../look.cube"}}, "colour.lut", "stays inside it"),
        ({"name": "Acme Ltd"}, "name", "pattern"),
        ({"logo": None}, "logo", "should be a map"),
        ({"subtitles": {"sidecar": 3}}, "subtitles.sidecar", "should be a list"),
        ({"languages": ["nl", "Klingon"]}, "languages.1", "is no language egv knows"),
        ({"logo": {"variants": {"a": {"file": "../x.png"}}}}, "logo.variants.a.file", "inside it"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_at_its_place(says: dict[str, Any], at: str, words: str) -> None:
    [(place, said)] = mistakes(**says)

    assert place == at
    assert words in said


def test_all_mistakes_come_in_one_run() -> None:
    found = mistakes(
        schema="egv/kit@2",
        palete={},
        logo={"bug": {"position": "up", "variant": "x"}},
        lower_third={"lines": ["{naam}"]},
        subtitles={"text": "#555555"},
    )

    assert [place for place, _ in found] == [
        "schema",
        "logo.bug.position",
        "palete",
        "logo.bug.variant",
        "lower_third.lines.0",
        "subtitles.text",
    ]


@pytest.mark.parametrize("data", [None, [], "kit", 3])
def test_what_is_no_map_is_no_kit(data: Any) -> None:
    kit, [mistake] = kit_of(data)

    assert kit is None
    assert "starts with 'schema: egv/kit@1'" in mistake.words


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#FFFFFF", "#0B3D91") == pytest.approx(10.0, abs=0.1)
    assert over("#000000", 0.75, "#FFFFFF") == "#404040"
    assert worst_contrast("#FFFFFF", "#000000", 0.75) == pytest.approx(10.4, abs=0.1)
    assert worst_contrast("#FFFFFF", "#000000", 0.5) < 4.5


def test_places_are_filled_once_and_by_a_closed_list() -> None:
    texts = {"name": "{role} {0.__class__}", "role": "chief"}

    assert filled("{name}, {role}{cta}", texts) == "{role} {0.__class__}, chief"
    assert filled_lines(["{title}", "{role}"], texts) == ("chief",)


@pytest.mark.parametrize(
    ("word", "light", "file"),
    [("auto", 0.1, "light.png"), ("auto", 0.9, "dark.png"), ("tile", 0.5, "tile.png")],
)
def test_the_logo_suits_what_it_stands_on(word: str, light: float, file: str) -> None:
    assert logo_for(a_kit(logo=LOGOS), word, light) == Path("/kits/test") / file


def test_a_card_with_nothing_to_show_is_none() -> None:
    plain, branded = a_kit(), a_kit(logo=LOGOS)
    assert plain.says.intro.card is not None
    assert branded.says.intro.card is not None

    assert card_look(plain, plain.says.intro.card, (), LANDSCAPE) is None
    assert card_look(plain, plain.says.intro.card, ("Hello",), LANDSCAPE) is not None
    assert card_look(branded, branded.says.intro.card, (), LANDSCAPE) is not None


def test_a_format_may_differ() -> None:
    style = a_kit(
        logo={**LOGOS, "bug": {"per_format": {"portrait": {"variant": "tile"}}}}
    ).says.logo

    assert style.bug.for_shape(Shape.PORTRAIT).variant == "tile"
    assert style.bug.for_shape(Shape.LANDSCAPE).variant == "auto"


def test_the_letters_of_a_card_show_on_its_colour() -> None:
    kit = a_kit(palette={"primary": "#FFE9A0"})
    assert kit.says.intro.card is not None
    look = card_look(kit, kit.says.intro.card, ("Hello",), LANDSCAPE)

    assert look is not None
    assert contrast(look.ink, look.background) > 4.5
