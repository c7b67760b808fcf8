"""The speech models that egv knows by name, and what it says where one is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from egv.core.cues.speech_models import (
    ADVISED,
    ALIASES,
    KNOWN,
    OWN_NEED,
    describe_skipped_subtitles,
    estimate_memory_bytes,
    find_model,
    parse_model_name,
)
from egv.core.text.run_notes import is_run_note


@pytest.mark.parametrize("alias", ALIASES)
def test_an_alias_is_the_model_it_stands_for(alias: str) -> None:
    assert find_model(alias) is KNOWN[ALIASES[alias]]


def test_models_are_listed_the_best_first_and_each_is_smaller_than_the_one_before() -> None:
    sizes = [model.download_bytes for model in KNOWN.values()]

    assert sizes == sorted(sizes, reverse=True)
    assert ADVISED in KNOWN


def test_an_unknown_model_is_refused_with_the_nearest() -> None:
    with pytest.raises(ValueError, match="smal is no model egv can fetch; did you mean 'small'"):
        find_model("smal")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        (
            None,
            "there is no speech model here; get one, once, with: egv model fetch small (486 MB)",
        ),
        (
            "turbo",
            "there is no speech model turbo here; get one, once, with: egv model fetch large-",
        ),
        ("my-own", "there is no speech model my-own here; put its folder there, or see: egv model"),
    ],
)
def test_skipped_subtitles_are_told_once_a_run_with_the_way_out(
    name: str | None, says: str
) -> None:
    told = describe_skipped_subtitles(name)

    assert says in told
    assert is_run_note(told)


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("models/small", "small"),
        ("hub/models--Systran--faster-whisper-small/snapshots/1a2b", "small"),
        ("hub/models--me--my-own/snapshots/1a2b", "me/my-own"),
    ],
)
def test_a_folder_is_called_as_its_model(folder: str, name: str) -> None:
    assert parse_model_name(Path(folder)) == name


def test_recognition_takes_more_memory_than_the_weights() -> None:
    assert estimate_memory_bytes(484_000_000) == 484_000_000 + OWN_NEED
