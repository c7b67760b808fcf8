"""`egv guide`: one screen each, in both languages, with commands that can be typed."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from itertools import pairwise

import pytest

from egv.app.authoring.guide import FOLDER, TOPICS, find_guide
from egv.app.plan.plan import plan_run
from egv.cli.grammar.chain import parse_command_line
from egv.cli.request import parse_request
from egv.core.media.timing import Seconds, Span
from egv.core.text.translation import UiLanguage
from egv.steps.trim import Trim
from tests.running import egv

EVERY = [(each.en, tongue) for each in TOPICS for tongue in UiLanguage]


@pytest.mark.parametrize(("topic", "tongue"), EVERY)
def test_a_how_to_fits_on_a_screen(topic: str, tongue: UiLanguage) -> None:
    lines = find_guide(topic, tongue).text.splitlines()

    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80
    assert lines[0]
    assert not lines[1]


@pytest.mark.parametrize(("topic", "tongue"), EVERY)
def test_an_item_is_one_line_for_the_screen_to_wrap(topic: str, tongue: UiLanguage) -> None:
    found = find_guide(topic, tongue)
    lines = [*found.to_lines()]

    assert not [line for before, line in pairwise(lines) if before and re.match(r" {1,3}\S", line)]
    assert " ".join(lines).split() == found.text.split()


def commands() -> Iterator[str]:
    for topic, tongue in EVERY:
        yield from re.findall(r"^ {5}(egv .*)$", find_guide(topic, tongue).text, re.MULTILINE)
        yield from re.findall(
            r": (egv (?:share|run) .*)$", find_guide(topic, tongue).text, re.MULTILINE
        )


@pytest.mark.parametrize("line", sorted(set(commands())))
def test_every_command_in_a_how_to_can_be_typed(line: str) -> None:
    parse_request(shlex.split(line)[1:])


@pytest.mark.parametrize("tongue", UiLanguage)
def test_the_line_of_the_first_guide_takes_the_first_attempt_out(tongue: UiLanguage) -> None:
    text = find_guide("first-video", tongue).text
    [line] = re.findall(r"^ {5}egv (run .*--cut.*)$", text, re.MULTILINE)
    plan = plan_run(parse_command_line(shlex.split(line)).order)
    [trim] = [step for step in plan.steps if isinstance(step, Trim)]

    assert trim.cut == (Span(Seconds(4), Seconds(13)),)
    assert len(plan.steps) > 1  # in the course of the recipe, not instead of it


def test_there_is_a_file_for_each_and_no_other() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {f"{t}.{tongue}.txt" for t, tongue in EVERY}


def test_names_of_both_languages_are_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EGV_LANG", "nl")
    assert egv("guide", "first-video").out.startswith("Je eerste video\n")
    monkeypatch.setenv("EGV_LANG", "en")
    assert egv("guide", "Eerste-Video").out.startswith("Your first video\n")
    assert egv("guide", "privacy", "--json").json["language"] == "en"


def test_without_a_topic_there_is_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EGV_LANG", "nl")
    said = egv("guide").out
    assert "egv guide eerste-video" in said
    assert re.search(r"^  praten +Praten tegen een camera$", said, re.MULTILINE)

    assert len(egv("guide", "--json").json["guides"]) == len(TOPICS)


def test_what_is_no_topic_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EGV_LANG", "en")
    ran = egv("guide", "subtitels")
    assert ran.code == 2
    assert "there is no how-to of this name; did you mean 'subtitles'" in ran.err

    monkeypatch.setenv("EGV_LANG", "fr")
    unknown = egv("guide")
    assert unknown.code == 2
    assert "EGV_LANG=fr: egv speaks nl, en; choose one" in unknown.err
