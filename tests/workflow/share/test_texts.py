"""The checklist of a pack: egv ticks what it knows, and leaves the rest to a person."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from egv.core.kit.guidelines import Guidelines
from egv.core.project.recipe_parts import Approval, Audience
from egv.core.text.translation import UiLanguage
from egv.workflow.share.texts import AUDIENCES, SharingReadiness, format_checklist

READY = SharingReadiness(
    name="week",
    audience=Audience.TEAM,
    approval=Approval.REVIEW,
    has_consent=True,
    has_captions=True,
    licence="CC0",
    guidelines=Guidelines(do=({"nl": "Film rechtop.", "en": "Film upright."},), dont=("Zoom.",)),
)


def ticks(ready: SharingReadiness) -> list[bool]:
    found = re.findall(r"^- \[(x| )\]", format_checklist(ready, UiLanguage.EN), re.MULTILINE)
    return [mark == "x" for mark in found]


@pytest.mark.parametrize(
    ("tongue", "line"), [(UiLanguage.NL, "Film rechtop."), (UiLanguage.EN, "Film upright.")]
)
def test_advice_of_the_kit_is_in_the_language_of_the_reader(tongue: UiLanguage, line: str) -> None:
    assert line in format_checklist(READY, tongue)


def test_what_egv_knows_is_ticked_and_advice_never() -> None:
    assert ticks(READY) == [True] * 5 + [False] * 3


@pytest.mark.parametrize(
    ("change", "at"),
    [({"approval": Approval.DIRECT}, 2), ({"has_consent": False}, 3), ({"has_captions": False}, 4)],
)
def test_what_is_lacking_is_left_open_and_said_in_other_words(
    change: dict[str, object], at: int
) -> None:
    lacking = replace(READY, **change)  # type: ignore[arg-type]
    lines = [format_checklist(ready, UiLanguage.EN).splitlines() for ready in (READY, lacking)]

    assert ticks(lacking) == [tick and place != at for place, tick in enumerate(ticks(READY))]
    assert sum(one != other for one, other in zip(*lines, strict=True)) == 1


def test_what_the_last_check_found_is_left_open_and_nothing_is_said_where_there_was_none() -> None:
    found = ticks(replace(READY, findings=("The picture is dark.", "It is silent for 6 s.")))

    assert found == [True] * 5 + [False] * 5
    assert ticks(replace(READY, findings=())) == [True] * 6 + [False] * 3
    assert ticks(READY) == [True] * 5 + [False] * 3


def test_the_goal_of_the_recipe_is_left_for_a_person_to_hold_the_video_against() -> None:
    text = format_checklist(replace(READY, goal="Everybody knows the plan."), UiLanguage.EN)

    assert "- [ ] There is one message: Everybody knows the plan.\n" in text
    assert "one message" not in format_checklist(READY, UiLanguage.EN)


def test_without_music_there_is_no_licence_to_tell() -> None:
    assert len(ticks(replace(READY, licence=""))) == len(ticks(READY)) - 1


@pytest.mark.parametrize("tongue", UiLanguage)
@pytest.mark.parametrize("audience", Audience)
def test_every_audience_is_told_in_both_languages(audience: Audience, tongue: UiLanguage) -> None:
    text = format_checklist(replace(READY, audience=audience), tongue)

    assert AUDIENCES[audience].render(tongue) in text
    assert "week" in text.splitlines()[0]
