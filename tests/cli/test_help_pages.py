"""The help pages: an example first, one screen each, fast, and true."""

from __future__ import annotations

import os
import shlex

import pytest

from egv.cli.grammar.chain import CommandLine
from egv.cli.grammar.options import list_options
from egv.cli.grammar.run_options import RunWords
from egv.cli.group import parse_request
from egv.cli.help import VERBS, build_help_page
from egv.steps import STEPS
from tests import running
from tests.cli.conftest import Egv
from tests.places import GOLDEN

TOPICS = ["", "run", "preview", *(step.name for step in STEPS)]
PAGES = {f"egv {topic}".strip(): build_help_page(topic) for topic in TOPICS} | VERBS


@pytest.mark.parametrize("command", PAGES)
def test_a_page_is_what_it_was(command: str) -> None:
    golden = GOLDEN / f"help-{command.replace(' ', '-')}.txt"
    if os.environ.get("EGV_GOLDEN"):
        golden.write_text(PAGES[command], encoding="utf-8")

    assert PAGES[command] == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("command", PAGES)
def test_a_page_fits_a_screen_and_shows_an_example_first(command: str) -> None:
    lines = PAGES[command].splitlines()

    assert len(lines) <= 40
    assert max(map(len, lines)) <= 80
    assert next(line for line in lines if "egv " in line and line.startswith("  egv"))
    assert [line.startswith(("  egv", "Usage")) for line in lines].index(True) <= 2
    assert not any(line.startswith("Usage") for line in lines[:1])


@pytest.mark.parametrize("command", PAGES)
def test_every_example_on_a_page_is_a_line_that_egv_understands(command: str) -> None:
    examples = [line for line in PAGES[command].splitlines() if line.startswith("  egv ")]

    assert examples
    for line in examples:
        words = shlex.split(line.strip().split("  ")[0])
        asked = parse_request(words[1 : words.index(">") if ">" in words else None])
        assert isinstance(asked, CommandLine) or callable(asked)


def test_the_run_page_names_every_run_option_and_a_step_page_all_of_its_own() -> None:
    for topic, model in [("run", RunWords), *((step.name, step) for step in STEPS)]:
        options = list_options(model)
        assert options
        for option in options:
            assert option.name in build_help_page(topic)
            assert option.help


def test_the_main_page_names_every_step_and_every_exit_code() -> None:
    words = build_help_page("").replace(",", " ").replace(":", " ").split()

    assert {step.name for step in STEPS} <= set(words)
    assert {"0", "1", "2", "3", "4", "5", "130", "143"} <= set(words)


@pytest.mark.parametrize(
    ("line", "topic"),
    [
        ("--help", ""),
        ("-h", ""),
        ("run --help", "run"),
        ("run a.mp4 -h", "run"),
        ("trim --help", "trim"),
        ("preview a.mp4 --help", "preview"),
        ("trim a.mp4 normalize --lufs 3 --help", "normalise"),
        ("run trim --bogus --help", "trim"),
        ("-n --help", ""),
    ],
)
def test_help_may_be_asked_anywhere_and_is_about_the_step_under_the_cursor(
    line: str, topic: str
) -> None:
    assert parse_request(line.split()) == build_help_page(topic)


def test_help_goes_to_standard_output_and_an_empty_line_is_a_mistake(egv: Egv) -> None:
    asked, empty = egv("--help"), egv()

    assert (asked.returncode, asked.stdout, asked.stderr) == (0, build_help_page(""), "")
    assert (empty.returncode, empty.stdout, empty.stderr) == (2, "", build_help_page(""))


@pytest.mark.parametrize("command", VERBS)
def test_the_other_commands_have_pages_too(command: str) -> None:
    ran = running.egv(*command.split()[1:], "--help")

    assert (ran.code, ran.out, ran.err) == (0, VERBS[command], "")


def test_help_loads_nothing_heavy(egv: Egv) -> None:
    timed = egv("--help", env={"PYTHONPROFILEIMPORTTIME": "1"})
    loaded = {line.rpartition("|")[2].strip() for line in timed.stderr.splitlines()}

    assert "egv.cli.main" in loaded
    assert not loaded & {"numpy", "av", "ffmpeg", "rich", "faster_whisper", "egv.app.run.run"}


def test_the_version_is_told(egv: Egv) -> None:
    from egv import __version__

    assert egv("--version").stdout == f"egv {__version__}\n"
