"""What the shells are offered, asked through their own protocol."""

from __future__ import annotations

from pathlib import Path

import pytest

from egv.cli.grammar.completion import list_suggestions
from egv.cli.grammar.options import list_options
from egv.cli.grammar.run_options import list_line_options
from egv.steps import STEPS
from tests.cli.conftest import Egv

STEP_NAMES = [step.name for step in STEPS]
RUN = {word for each in list_line_options() for word in (each.name, each.off_spelling) if word} | {
    "--help"
}


def offered(words: str, incomplete: str = "") -> list[str]:
    """The words offered after a line."""
    verbs = {"doctor": "", "config": ""}
    return [each.value for each in list_suggestions(words.split(), incomplete, verbs)]


def own(name: str) -> set[str]:
    """The options of the step `name`."""
    step = next(each for each in STEPS if each.name == name)
    return {spelling for each in list_options(step) for spelling in each.spellings}


def test_an_empty_line_offers_steps_and_commands() -> None:
    assert offered("") == [*STEP_NAMES, "run", "preview", "help", "doctor", "config"]
    assert offered("", "no") == ["normalise"]
    assert offered("-n --quality best", "do") == ["doctor"]


def test_options_are_those_of_the_step_under_the_cursor_and_of_the_run() -> None:
    assert set(offered("trim", "--")) == own("trim") | RUN
    assert set(offered("trim --start 2 then normalise a.mp4", "--")) == own("normalise") | RUN
    assert set(offered("run a.mp4", "--")) == RUN
    assert offered("trim", "--st") == ["--start"]


def test_an_option_already_given_is_offered_again_only_where_it_may_repeat() -> None:
    assert "--start" not in offered("trim --start 2", "--")
    assert "--cut" in offered("trim --cut 1-2", "--")
    assert "--start" in offered("trim --start 2 normalise trim", "--")
    assert "--dry-run" not in offered("trim -n normalise", "--")


@pytest.mark.parametrize(
    ("line", "incomplete", "values"),
    [
        ("trim --silence", "", ["ends", "all", "off"]),
        ("trim --silence", "a", ["all"]),
        ("trim --silence =", "a", ["all"]),
        ("run --quality", "", ["draft", "good", "best"]),
        ("trim --progress", "p", ["plain"]),
        ("run --skip", "", STEP_NAMES),
        ("trim --start", "", []),
        ("colour-correct --lut", "", []),
        ("trim -o", "", []),
        ("trim --", "", []),
    ],
)
def test_values_are_offered_where_they_are_known_and_files_left_to_the_shell(
    line: str, incomplete: str, values: list[str]
) -> None:
    assert offered(line, incomplete) == values


def test_after_a_step_come_steps_and_files_and_a_started_file_name_is_left_to_the_shell() -> None:
    Path("raw").mkdir()

    assert offered("trim") == [*STEP_NAMES, "a.mp4", "b.mp4", "clip.mov", "raw/"]
    assert offered("trim", "nor") == ["normalise"]
    assert offered("trim", "a.m") == []
    assert offered("a.mp4", "nor") == ["normalise"]
    assert set(offered("a.mp4 trim", "--")) == own("trim") | RUN


def test_the_words_for_a_format_are_offered_with_those_of_the_kit() -> None:
    Path("kit.yaml").write_text(
        "schema: egv/kit@1\nname: ours\nformats: {lobby: {size: [1200, 600]}}\n", encoding="utf-8"
    )

    assert {"landscape", "reel", "tiktok", "linkedin"} <= set(offered("run --format"))
    assert not any(":" in word for word in offered("run --format"))  # a shell cuts there
    assert offered("run --format", "ti") == ["tiktok"]
    assert offered("run -k kit.yaml --format", "l") == ["linkedin", "landscape", "lobby"]
    assert offered("run -k gone --format", "ti") == ["tiktok"]


def test_after_help_come_the_words_that_have_a_page() -> None:
    assert offered("help") == [*STEP_NAMES, "doctor", "config"]
    assert offered("help", "do") == ["doctor"]


def test_bash_is_answered_through_its_protocol(egv: Egv) -> None:
    env = {"_EGV_COMPLETE": "complete_bash", "COMP_WORDS": "egv trim --sil", "COMP_CWORD": "2"}

    assert egv(env=env).stdout.split() == ["--silence"]


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_zsh_and_fish_get_the_help_with_the_words(egv: Egv, shell: str) -> None:
    env = {
        "_EGV_COMPLETE": f"complete_{shell}",
        "_TYPER_COMPLETE_ARGS": "egv run --skip trim --pro",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }
    answer = egv(env=env).stdout

    assert "--progress" in answer
    assert "How progress is shown" in answer
    assert "--silence" not in answer


def test_options_of_another_command_are_completed_too(egv: Egv) -> None:
    env = {"_EGV_COMPLETE": "complete_bash", "COMP_WORDS": "egv doctor --", "COMP_CWORD": "2"}

    assert "--json" in egv(env=env).stdout.split()
    assert "--lufs" not in egv(env=env).stdout
