"""`egv demo` shows lines that can be typed, and writes over nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from egv.app.authoring.demo import (
    EXAMPLES,
    build_demo_line,
    choose_demo_recipes,
    write_sample,
)
from egv.app.plan.order import RunOptions
from egv.app.plan.plan import plan_run
from egv.app.plan.recipes import load_recipe
from egv.app.plan.settings import load_settings
from egv.cli.grammar.chain import parse_command_line
from egv.core.text.translation import UiLanguage
from tests.running import egv


@pytest.fixture(autouse=True)
def _in_it(here: Path) -> None:
    """Every test is at work in an empty folder."""


def build_line(name: str, sample: Path, tongue: UiLanguage = UiLanguage.EN) -> tuple[str, ...]:
    return build_demo_line(load_recipe(name), sample, load_settings(RunOptions()), "draft", tongue)


@pytest.mark.parametrize("tongue", UiLanguage)
@pytest.mark.parametrize("name", choose_demo_recipes(all_of_them=True))
def test_every_line_of_the_demo_is_right(name: str, tongue: UiLanguage) -> None:
    order = parse_command_line(build_line(name, Path("demo/sample.mp4"), tongue)).order
    plan = plan_run(order, load_settings(order.options))

    assert plan.kit.version_label == "acme@2026.1"
    assert plan.language == tongue


def test_one_recipe_is_shown_unless_others_are_named() -> None:
    assert choose_demo_recipes() == ("welcome",)
    assert choose_demo_recipes(("social",)) == ("social",)
    assert len(choose_demo_recipes(all_of_them=True)) > 10


def test_a_project_is_shown_in_its_own_kit(here: Path) -> None:
    assert egv("init", "--name", "Ours", "--yes").code == 0
    order = parse_command_line(build_line("welcome", here / "sample.mp4")).order

    assert plan_run(order, load_settings(order.options)).kit.version_label == "ours@1"


def test_the_sample_is_written_once_and_over_nothing(here: Path) -> None:
    first = write_sample(here / "demo", UiLanguage.EN)
    written_at = first.stat().st_mtime_ns
    write_sample(here / "demo", UiLanguage.EN)

    assert first.read_bytes() == (EXAMPLES / "sample.mp4").read_bytes()
    assert first.stat().st_mtime_ns == written_at
    assert sum(path.stat().st_size for path in EXAMPLES.glob("sample*")) < 3_000_000
    assert (EXAMPLES / "voice.nl.m4a").stat().st_size < 300_000
    assert "CC0" in (EXAMPLES / "NOTICE.txt").read_text()


@pytest.mark.media
def test_the_sample_speaks_dutch_to_who_reads_dutch(here: Path) -> None:
    clip = write_sample(here, UiLanguage.NL)
    again = write_sample(here, UiLanguage.NL)

    assert clip == again == here / "voorbeeld.mp4"
    assert "Laat mij uw stem horen." in clip.with_suffix(".txt").read_text(encoding="utf-8")
    assert abs(clip.stat().st_size - (EXAMPLES / "sample.mp4").stat().st_size) < 300_000


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("-r", "welcom"), "did you mean 'welcome'?"),
        (("--quality", "best-ever"), "--quality"),
        (("-o", "mine"), "is not the sample"),
    ],
)
def test_what_is_wrong_is_told_before_any_work(
    here: Path, words: tuple[str, ...], said: str
) -> None:
    (here / "mine").mkdir()
    (here / "mine/sample.mp4").write_text("mine")
    ran = egv("demo", *words)

    assert ran.code == 2
    assert said in ran.err
    assert [*here.rglob("*")] == [here / "mine", here / "mine/sample.mp4"]


@pytest.mark.media
def test_a_video_is_made_and_the_next_command_is_named(here: Path) -> None:
    shown = egv("demo")
    again = egv("demo", "--json")

    assert shown.code == 0, shown.err
    assert "1 of 1: egv run -r welcome demo/sample.mp4 -k acme --set name=Maria" in shown.out
    assert "ready: demo/welcome.mp4" in shown.out
    assert "egv init" in shown.out
    assert (here / "demo/welcome.mp4").is_file()
    assert again.output["status"] == "kept"


@pytest.mark.media
@pytest.mark.parametrize("tongue", UiLanguage)
def test_a_new_project_is_shown_in_its_own_kit(
    here: Path, tongue: UiLanguage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first hour: a kit that is all from `init`, and a picture that is made much lighter."""
    monkeypatch.setenv("EGV_LANG", tongue)
    begun = egv("init", "--yes", "--name", "Acme", "--colour", "10344F", "--language", tongue)
    ran = egv("demo", "--json")

    assert (begun.code, ran.code) == (0, 0), ran.out
    assert len([*here.glob("demo/welcome*.mp4")]) == 1
