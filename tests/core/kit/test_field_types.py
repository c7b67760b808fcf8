"""The types that sections of a kit share: a list may be one text, a file stays in its folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import TypeAdapter, ValidationError

from egv.core.kit.field_types import Asset, Texts
from egv.core.kit.plain_values import SidecarKind


@pytest.mark.parametrize(
    ("written", "texts"), [("one", ("one",)), (["one", "two"], ("one", "two")), (None, ())]
)
def test_one_text_is_a_list_of_one_and_nothing_an_empty_list(
    written: object, texts: tuple[str, ...]
) -> None:
    assert TypeAdapter(Texts).validate_python(written) == texts


def test_a_file_is_named_from_the_folder_of_the_kit_and_stays_in_it() -> None:
    asset = TypeAdapter(Asset)

    assert asset.validate_python("fonts/own.ttf") == Path("fonts/own.ttf")
    with pytest.raises(ValidationError, match="copy the file there"):
        asset.validate_python("../own.ttf")


def test_a_kind_of_sidecar_is_the_ending_of_its_file() -> None:
    assert [f".{kind}" for kind in SidecarKind] == [".srt", ".vtt", ".ass", ".json", ".txt"]
