"""A kit: its languages, its lines with places, and the files that its looks depend on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from egv.core.kit.kit import Kit, KitFile
from egv.core.picture.colour import Colour
from tests.conftest import FACE, a_kit


def spec(**says: Any) -> KitFile:
    return KitFile.model_validate({"name": "test", **says})


@pytest.mark.parametrize(
    ("says", "languages"),
    [
        ({}, ("nl", "en")),
        ({"language": "en-GB"}, ("en", "nl")),
        ({"language": "fr"}, ("fr", "nl", "en")),
        ({"languages": ["fr", "fr"]}, ("fr",)),
    ],
)
def test_clips_are_in_the_languages_of_the_kit_or_the_usual_ones(
    says: dict[str, Any], languages: tuple[str, ...]
) -> None:
    assert spec(**says).spoken_languages == languages


@pytest.mark.parametrize("name", ["", "Acme", "a b", "-a", "x" * 61])
def test_a_name_that_could_be_no_folder_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        KitFile(name=name)


def test_a_format_of_ones_own_needs_a_shape() -> None:
    with pytest.raises(ValidationError, match="wall: a format of your own needs a size"):
        spec(formats={"wall": {"fit": "crop"}})


def test_terms_are_written_as_the_subtitle_step_reads_them() -> None:
    kit = spec(glossary={"egv": ["easy vee", "e g v"], "Karin": []})

    assert kit.terms == ("egv=easy vee,e g v", "Karin")


def test_every_line_with_places_is_listed_with_its_key() -> None:
    kit = spec(
        lower_third={"lines": ["{name}"]},
        intro={"card": {"lines": ["{title}", "{date}"]}},
        outro={"card": None, "cta": {"text": {"nl": "Kom", "en": "Come"}, "url": "a.example"}},
    )

    assert list(kit.list_text_lines()) == [
        (("lower_third", "lines", 0), "{name}"),
        (("intro", "card", "lines", 0), "{title}"),
        (("intro", "card", "lines", 1), "{date}"),
        (("outro", "cta", "text", "nl"), "Kom"),
        (("outro", "cta", "text", "en"), "Come"),
        (("outro", "cta", "url"), "a.example"),
    ]


def test_every_file_that_a_kit_names_is_listed_and_read() -> None:
    kit = Kit(
        spec(
            fonts={"body": {"file": "b.ttf"}},
            logo={"variants": {"white": {"file": "w.png"}}},
            intro={"clips": {"square": "in.mp4"}},
            music={"bed": "bed.wav"},
            colour={"lut": "look.cube"},
        ),
        Path("/kits/test"),
        {"body": (Path("/kits/test/b.ttf"), Path("/fonts/c.ttf"))},
        (Path("/kits/test/kit.yaml"),),
    )
    names = ["b.ttf", "w.png", "in.mp4", "bed.wav", "look.cube"]

    assert [str(path) for _, path in kit.spec.list_assets()] == names
    assert kit.asset_paths == (*(Path("/kits/test") / name for name in names), Path("/fonts/c.ttf"))
    assert kit.input_files[0] == Path("/kits/test/kit.yaml")


def test_a_setting_is_found_by_its_path_and_a_file_with_its_folder() -> None:
    kit = a_kit(audio={"lufs": -14}, music={"bed": "bed.wav", "licence": "CC0"})

    assert kit.get_setting("audio.lufs") == -14
    assert kit.get_setting("music.bed") == Path("/kits/test/bed.wav")
    assert kit.get_setting("colour.lut") is None


def test_a_colour_is_a_role_a_name_of_ones_own_or_written_out() -> None:
    kit = a_kit(palette={"primary": "#123456", "extra": {"leaf": "#00FF00"}})

    assert [str(kit.resolve_colour(word)) for word in ("primary", "leaf", Colour("#ABCDEF"))] == [
        "#123456", "#00FF00", "#ABCDEF",
    ]  # fmt: skip


def test_a_kit_is_recorded_by_its_name_and_version() -> None:
    assert a_kit(version="2.1").version_label == "test@2.1"
    assert FACE.path in a_kit().asset_paths
