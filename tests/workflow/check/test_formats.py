"""The checklist as lines: what to improve first, then what is right, in one language."""

from __future__ import annotations

import pytest

from egv.app.records.results import ErrorResult
from egv.core.text.translation import UiLanguage
from egv.workflow.check.check import CheckedClip, CheckReport, ClipFinding
from egv.workflow.check.findings import CheckTopic, FindingWeight
from egv.workflow.check.formats import (
    build_check_page,
    format_check_lines,
    format_finding,
    format_topics,
)

DARK = ClipFinding(
    topic=CheckTopic.SOUND,
    weight=FindingWeight.FIX,
    tip="It is quiet here.",
    times=(3.4, 61.9),
    cure="egv normalise a.mov",
)


def report(*clips: CheckedClip, **says: object) -> CheckReport:
    return CheckReport.model_validate({"ok": True, "exit_code": 0, "clips": clips, **says})


def lines(*clips: CheckedClip, tongue: UiLanguage = UiLanguage.EN, **says: object) -> list[str]:
    return list(format_check_lines(report(*clips, **says), tongue))


def test_a_finding_comes_before_what_is_fine_with_its_times_and_its_cure() -> None:
    fine = (CheckTopic.LIGHT, CheckTopic.ECHO)
    name, finding, cure, right = lines(CheckedClip(input="a.mov", findings=(DARK,), fine=fine))

    assert name == "a.mov"
    assert "It is quiet here (" in finding
    assert "0:03, 1:01" in finding
    assert cure.endswith("egv normalise a.mov")
    assert right.endswith(format_topics(fine, UiLanguage.EN))


def test_a_clip_that_cannot_be_read_has_no_checklist() -> None:
    fault = ErrorResult(kind="input", message="a.mov: not a video file")

    assert len(lines(CheckedClip(input="a.mov", error=fault))) == 2
    assert "not a video file" in lines(CheckedClip(input="a.mov", error=fault))[1]


def test_a_clip_without_findings_is_praised() -> None:
    praised, found = (
        lines(CheckedClip(input="a.mov", fine=(CheckTopic.LIGHT,), findings=findings))
        for findings in ((), (DARK,))
    )

    assert len(praised) == 3
    assert praised[1] not in found


def test_the_kits_advice_and_whom_to_ask_come_last() -> None:
    told = lines(CheckedClip(input="a.mov"), do=("Film upright.",), contact="av@acme.example")

    assert "Film upright." in told[-2]
    assert "av@acme.example" in told[-1]


def test_a_tip_for_the_whole_clip_has_no_times() -> None:
    whole = DARK.model_copy(update={"times": ()})

    assert format_finding(whole, UiLanguage.EN) == "It is quiet here."


@pytest.mark.parametrize("topic", CheckTopic)
def test_every_topic_has_a_name_in_both_languages(topic: CheckTopic) -> None:
    names = [format_topics((topic,), tongue) for tongue in (UiLanguage.NL, UiLanguage.EN)]

    assert all(names)
    assert format_topics((topic, topic), UiLanguage.EN) == f"{names[1]}, {names[1]}"


def test_the_page_says_what_the_lines_say_and_runs_nothing() -> None:
    hostile = CheckedClip(input="<script>a.mov", findings=(DARK,))
    page = build_check_page(report(hostile), UiLanguage.EN)

    assert "<script>a.mov" not in page
    assert "&lt;script&gt;a.mov" in page
    assert "It is quiet here (" in page
