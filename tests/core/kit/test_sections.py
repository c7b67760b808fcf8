"""Sections of a kit: what may be written, and what an override changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from egv.core.kit.bumper_styles import BugHidingPart, BumperStyle, CallToAction
from egv.core.kit.house_style import BugStyle, Fonts, Palette
from egv.core.kit.inheritance import InheritedPath
from egv.core.kit.sections import ColourStyle, FormatStyle
from egv.core.kit.text_styles import LowerThirdStyle
from egv.core.media.shape import FrameShape, Position
from egv.core.text.yaml_model import YamlModel


@pytest.mark.parametrize("colour", ["#0b3d91", "#0B3D91"])
def test_a_colour_is_read_in_either_case(colour: str) -> None:
    assert Palette(primary=colour) == Palette(primary="#0B3D91")


@pytest.mark.parametrize("colour", ["0B3D91", "#0B3D9", "#0B3D91FF", "#0B3D9G", "blue", ""])
def test_what_is_no_colour_is_refused_with_an_example(colour: str) -> None:
    with pytest.raises(
        ValidationError, match='not a colour; write six digits in quotes, such as "#0B3D91"'
    ):
        Palette(primary=colour)


@pytest.mark.parametrize("file", ["../a.cube", "/a.cube", "https://a.example/a.cube", "C:/a.cube"])
def test_a_file_outside_the_kits_folder_is_refused(file: str) -> None:
    with pytest.raises(ValidationError, match="stay inside it"):
        ColourStyle(lut=file)


def test_a_parents_file_may_lie_outside_the_childs_folder() -> None:
    style = ColourStyle.model_validate({"lut": InheritedPath(Path("../parent/a.cube"))})

    assert style.lut == Path("../parent/a.cube")


def test_a_font_may_be_the_name_of_another_role() -> None:
    assert Fonts.model_validate({"heading": "body"}).heading.role == "body"


@pytest.mark.parametrize(("written", "lines"), [("{name}", ("{name}",)), (None, ()), ([], ())])
def test_one_line_may_be_written_without_a_list(written: Any, lines: tuple[str, ...]) -> None:
    assert LowerThirdStyle.model_validate({"lines": written}).lines == lines


@pytest.mark.parametrize(
    ("model", "data", "says"),
    [
        (BumperStyle, {"audio": "music"}, "music is not for bumpers"),
        (FormatStyle, {"aspect": 1.5}, "put quotes around it"),
        (
            FormatStyle,
            {"aspect": "4:5", "size": [1920, 1080]},
            "4:5 and size 1920x1080 do not agree",
        ),
        (FormatStyle, {"size": [1081, 1080]}, "multiple of 2"),
        (LowerThirdStyle, {"lines": ["a", "b", "c", "d"]}, "at most 3"),
    ],
)
def test_what_cannot_be_is_refused_with_the_way_out(
    model: type[YamlModel], data: dict[str, Any], says: str
) -> None:
    with pytest.raises(ValidationError, match=says):
        model.model_validate(data)


def test_a_size_may_say_its_own_aspect_too() -> None:
    style = FormatStyle.model_validate({"aspect": "16:9", "size": [854, 480]})

    assert style.size == (854, 480)


def test_the_logo_of_one_format_changes_only_what_is_said() -> None:
    style = BugStyle.model_validate({"per_format": {"portrait": {"position": "top-left"}}})
    portrait = style.resolve_shape(FrameShape.PORTRAIT)

    assert portrait.position is Position.TOP_LEFT
    assert portrait.model_copy(update={"position": style.position}) == style
    assert style.resolve_shape(FrameShape.SQUARE) is style


@pytest.mark.parametrize(
    ("hidden", "part", "is_card", "is_hidden"),
    [
        (["intro"], BugHidingPart.INTRO, False, True),
        (["intro"], BugHidingPart.OUTRO, True, False),
        (["title-card"], BugHidingPart.OUTRO, True, True),
        (["title-card"], BugHidingPart.OUTRO, False, False),
        ([], BugHidingPart.INTRO, True, False),
    ],
)
def test_a_logo_is_hidden_in_the_bumpers_that_are_named_and_on_every_card(
    hidden: list[str], part: BugHidingPart, is_card: bool, is_hidden: bool
) -> None:
    style = BugStyle.model_validate({"hide_during": hidden})

    assert style.is_logo_hidden(part, is_card=is_card) == is_hidden


@pytest.mark.parametrize(
    ("written", "language", "line"),
    [
        ({"text": "Kom langs", "url": "acme.example"}, "nl", "Kom langs acme.example"),
        ({"text": {"nl": "Kom langs", "en": "Visit us"}}, "en", "Visit us"),
        ({"text": {"nl": "Kom langs"}, "url": "acme.example"}, "en", "acme.example"),
        ({}, "nl", ""),
    ],
)
def test_a_call_to_action_is_its_text_in_the_language_and_its_address(
    written: dict[str, Any], language: str, line: str
) -> None:
    assert CallToAction.model_validate(written).localise_line(language) == line
