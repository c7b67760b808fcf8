"""The contract of a step: its options, where they come from, and what is wrong with them."""

from __future__ import annotations

from typing import ClassVar

import pytest

from egv.core.errors import UsageError
from egv.core.programme.step import (
    Step,
    declare_kit_option,
    declare_option,
    find_option_name,
    format_flag,
    list_text_fields,
)
from tests.conftest import a_kit, answering, programme


class Sample(Step):
    """A step with every kind of option; no step of egv, so it is not registered."""

    name: ClassVar[str] = "sample"
    lufs: float = declare_kit_option("audio.lufs", -20.0, help="Loudness.", ge=-70, le=-5)
    headline: str = declare_option("", help="Headline.", text="title", alias="head")
    size: int = declare_option(3, help="Size.", ge=1)


class PerClip(Sample):
    """A step that is done on each clip."""

    is_per_clip: ClassVar[bool] = True


@pytest.mark.parametrize(
    ("said", "kit", "value"),
    [
        (-14, a_kit(audio={"lufs": -18}), -14),
        (None, a_kit(audio={"lufs": -18}), -18),
        (None, a_kit(), -16),  # what a kit has when it says nothing
        (None, None, -20),
    ],
)
def test_an_option_is_what_was_said_else_the_kits_else_built_in(
    said: float | None, kit: object, value: float
) -> None:
    step = Sample.from_options({"lufs": said}).resolve_options(kit)  # type: ignore[arg-type]

    assert step.lufs == value


@pytest.mark.parametrize(
    ("said", "texts", "shown"),
    [
        ("", {"title": "News"}, "News"),
        ("{title}!", {"title": "News"}, "News!"),
        ("Own", {"title": "News"}, "Own"),
        ("{title}", {}, ""),
        ("", {}, ""),
    ],
)
def test_a_text_fills_its_places_and_an_empty_one_is_the_text_of_that_name(
    said: str, texts: dict[str, str], shown: str
) -> None:
    assert Sample(head=said).resolve_options(texts=texts).headline == shown  # type: ignore[call-arg]


def test_every_fault_in_options_is_told_with_its_flag() -> None:
    with pytest.raises(UsageError) as refused:
        Sample.from_options({"lufs": 3, "size": 0})

    assert str(refused.value) == (
        "sample: --lufs 3 is above the limit -5; sample: --size 0 is below the limit 1"
    )


def test_an_option_is_known_to_people_by_its_alias() -> None:
    assert find_option_name(Sample, "headline") == "head"
    assert find_option_name(Sample, "size") == "size"
    assert format_flag("peak_dbtp") == "--peak-dbtp"
    assert list_text_fields(Sample) == {"headline": "title"}


def test_what_an_option_is_when_nobody_says_it() -> None:
    assert Sample().model_dump() == {"lufs": -20.0, "headline": "", "size": 3}


@pytest.mark.parametrize("narrated", [False, True])
def test_a_step_is_done_on_each_clip_or_on_the_whole(narrated: bool) -> None:
    one, other = Sample(), PerClip()

    assert one.split_for_concat(narrated=narrated) == (None, one)
    assert other.split_for_concat(narrated=narrated) == (other, None)


def test_a_step_that_says_nothing_of_itself_checks_nothing_and_reads_no_file() -> None:
    edit, world = programme(), answering({})
    Sample().check_required_options()
    Sample().check_clip(edit, world)

    assert Sample().preview_effect(edit, world) is edit
    assert Sample().list_input_files() == ()
    with pytest.raises(NotImplementedError):
        Sample().apply(edit, world)
