"""The checklist as lines: what to improve first, then what is right, in one language."""

from __future__ import annotations

import re

import pytest

from egv.app.records.results import ErrorResult
from egv.core.text.translation import UiLanguage
from egv.workflow.check.check import CheckedClip, CheckReport, ClipFinding, count_findings
from egv.workflow.check.findings import CheckTopic, FindingWeight
from egv.workflow.check.formats import (
    build_check_page,
    format_check_lines,
    format_finding,
    format_topics,
)
from egv.workflow.check.unmeasured import MeasuringGap

DARK = ClipFinding(
    topic=CheckTopic.SOUND,
    weight=FindingWeight.FIX,
    tip="It is quiet here.",
    times=(3.4, 61.9),
    cure="egv normalise a.mov",
)


def report(*clips: CheckedClip, **says: object) -> CheckReport:
    counts = {
        "to_mend": count_findings(clips, FindingWeight.FIX),
        "tips": count_findings(clips, FindingWeight.TIP),
    }
    return CheckReport.model_validate(
        {"ok": True, "exit_code": 0, "clips": clips, **counts, **says}
    )


def lines(*clips: CheckedClip, tongue: UiLanguage = UiLanguage.EN, **says: object) -> list[str]:
    return list(format_check_lines(report(*clips, **says), tongue))


def test_a_finding_comes_before_what_is_fine_with_its_times_and_its_cure() -> None:
    fine = (CheckTopic.LIGHT, CheckTopic.ECHO)
    verdict, name, finding, cure, right = lines(
        CheckedClip(input="a.mov", findings=(DARK,), fine=fine)
    )

    assert verdict == "1 thing to mend before sharing."
    assert name == "a.mov"
    assert "It is quiet here (" in finding
    assert "0:03, 1:01" in finding
    assert cure.endswith("egv normalise a.mov")
    assert right == f"  Nothing else found in: {format_topics(fine, UiLanguage.EN)}"


def test_a_clip_that_cannot_be_read_has_no_checklist() -> None:
    fault = ErrorResult(kind="input", message="a.mov: not a video file")

    verdict, _, why = lines(CheckedClip(input="a.mov", error=fault))

    assert verdict == "Nothing was checked: no clip can be read."
    assert "not a video file" in why


def test_the_verdict_counts_what_to_mend_in_all_clips() -> None:
    tip = DARK.model_copy(update={"weight": FindingWeight.TIP})
    fault = ErrorResult(kind="input", message="c.mov: not a video file")
    bad = CheckedClip(input="a.mov", findings=(DARK, tip, DARK))
    good, broken = CheckedClip(input="b.mov"), CheckedClip(input="c.mov", error=fault)

    assert lines(good)[0] == "Nothing to mend was found."
    assert lines(good, tongue=UiLanguage.NL)[0] == "Niets gevonden dat je moet aanpassen."
    assert lines(bad, good)[0] == "2 things to mend before sharing; 1 tip."
    assert lines(bad, bad, tongue=UiLanguage.NL)[0] == (
        "4 dingen om aan te passen voor je deelt; 2 tips."
    )
    assert lines(good, broken)[0] == "Nothing to mend was found; 1 clip cannot be read."


def test_what_was_not_measured_is_told_with_the_reason() -> None:
    gaps = {
        CheckTopic.ECHO: MeasuringGap.NO_SPEECH,
        CheckTopic.SPEECH: MeasuringGap.NO_SPEECH,
        CheckTopic.MUSIC: MeasuringGap.NO_MUSIC,
    }

    assert lines(CheckedClip(input="a.mov", unmeasured=gaps))[2:] == [
        "  Not measured: echo, speech (no speech was found); music licence (egv added no music)"
    ]


@pytest.mark.parametrize("tongue", UiLanguage)
@pytest.mark.parametrize("gap", MeasuringGap)
def test_every_reason_has_its_words(gap: MeasuringGap, tongue: UiLanguage) -> None:
    clip = CheckedClip(input="a.mov", unmeasured={CheckTopic.ECHO: gap})

    assert re.fullmatch(r"  .+: \w+ \(.+\)", lines(clip, tongue=tongue)[2])


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


@pytest.mark.parametrize("tongue", UiLanguage)
def test_the_goal_of_the_recipe_stands_below_what_was_found(tongue: UiLanguage) -> None:
    told = lines(CheckedClip(input="a.mov", findings=(DARK,), goal="You know it."), tongue=tongue)

    assert told[-1].endswith(": You know it.")
    assert len(told) == 1 + len(lines(CheckedClip(input="a.mov", findings=(DARK,)), tongue=tongue))
