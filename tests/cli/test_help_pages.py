"""The help pages: an example first, one screen each, fast, and true."""

from __future__ import annotations

import json
import os
import re
import shlex
from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from egv.app.plan.order import RunOptions
from egv.cli.binding.command import Command
from egv.cli.commands import COMMANDS
from egv.cli.grammar.chain import CommandLine
from egv.cli.grammar.options import list_options
from egv.cli.grammar.run_options import ScreenOptions, list_line_options
from egv.cli.help import build_help_page
from egv.cli.parsing import build_typer_group
from egv.cli.request import parse_request
from egv.cli.welcome import build_first_page
from egv.core.errors import UsageError
from egv.steps import STEPS
from tests import running
from tests.cli.conftest import Egv
from tests.places import GOLDEN


def name_commands() -> Iterator[tuple[str, Command]]:
    """Every command and subcommand, by the words that call it."""
    for command in COMMANDS:
        yield command.name, command
        for below in command.commands:
            yield f"{command.name} {below.name}", below


CALLED = dict(name_commands())
TOPICS = ("", "run", "preview", *(step.name for step in STEPS), *CALLED)
PAGES = {f"egv {topic}".strip(): build_help_page(topic) for topic in TOPICS}


@pytest.mark.parametrize("command", PAGES)
def test_a_page_is_what_it_was(command: str) -> None:
    golden = GOLDEN / f"help-{command.replace(' ', '-')}.txt"
    if os.environ.get("EGV_GOLDEN"):
        golden.write_text(PAGES[command], encoding="utf-8")

    assert PAGES[command] == golden.read_text(encoding="utf-8")


def test_no_golden_page_is_left_of_a_command_that_is_gone() -> None:
    kept = {path.name for path in GOLDEN.glob("help-*.txt")}

    assert kept == {f"help-{command.replace(' ', '-')}.txt" for command in PAGES}


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
    assert any(line.startswith(f"  {command} ") or line == f"  {command}" for line in examples)
    for line in examples:
        words = shlex.split(line.strip().split("  ")[0])
        asked = parse_request(words[1 : words.index(">") if ">" in words else None])
        assert isinstance(asked, CommandLine) or callable(asked)


@pytest.mark.parametrize("command", PAGES)
def test_an_example_is_the_same_line_in_every_shell(command: str) -> None:
    """Only double quotes, around plain text, part words alike in sh, PowerShell and cmd."""
    lines = [line for line in PAGES[command].splitlines() if line.startswith("  egv ")]
    examples = [line.partition("   ")[0] if "   " in line.strip() else line for line in lines]

    assert [line for line in examples if re.search(r"['$`%^!|&;\\]", line)] == []
    assert all(line.count('"') % 2 == 0 for line in examples)


def test_the_run_page_names_every_run_option_and_a_step_page_all_of_its_own() -> None:
    steps = {step.name: list_options(step) for step in STEPS}
    for topic, options in {"run": list_line_options(), **steps}.items():
        assert options
        for option in options:
            assert option.name in build_help_page(topic)
            assert option.bounds in build_help_page(topic)


@pytest.mark.parametrize("model", [RunOptions, ScreenOptions, *STEPS])
def test_every_field_of_a_line_has_help_and_so_is_an_option(model: type[BaseModel]) -> None:
    fields = set(model.model_fields)

    assert fields
    assert {option.field for option in list_options(model)} == fields


@pytest.mark.parametrize("topic", CALLED)
def test_the_page_of_a_command_names_all_that_typer_takes_with_its_help(topic: str) -> None:
    taken = build_typer_group(COMMANDS)
    for name in topic.split():
        taken = taken.commands[name]
    rows = [f"{line} " for line in build_help_page(topic).splitlines() if line.startswith("  ")]
    command = CALLED[topic]

    for parameter in taken.params:
        is_option = parameter.param_type_name == "option"
        for wanted in parameter.opts if is_option else (parameter.metavar,):
            assert any(f" {wanted} " in row.replace(",", " ") for row in rows), wanted
    for option in (option for options in command.list_sections().values() for option in options):
        assert option.help.endswith("."), option.name
    assert all(argument.help.endswith(".") for argument in command.list_arguments())
    assert command.examples
    assert command.purpose.endswith(".")


def test_the_main_page_names_every_step_every_command_and_every_exit_code() -> None:
    words = build_help_page("").translate(dict.fromkeys(b",:()", " ")).split()

    assert {step.name for step in STEPS} <= set(words)
    assert {command.name for command in COMMANDS} | {"run", "preview"} <= set(words)
    assert {"0", "1", "2", "3", "4", "5", "130", "143"} <= set(words)


@pytest.mark.parametrize(
    ("line", "topic"),
    [
        ("--help", ""),
        ("-h", ""),
        ("run --help", "run"),
        ("run a.mp4 -h", "run"),
        ("trim --help", "trim"),
        ("clip.mov trim --help", "trim"),
        ("raw trim --help", "trim"),
        ("preview a.mp4 --help", "preview"),
        ("trim a.mp4 normalize --lufs 3 --help", "normalise"),
        ("run trim --bogus --help", "trim"),
        ("-n --help", ""),
        ("bogus --help", ""),
        ("kit -h", "kit"),
        ("kit --bogus new ours --help", "kit new"),
        ("doctor --help --json", "doctor"),
        ("report --period 2026 --help", "report"),
    ],
)
def test_help_may_be_asked_anywhere_and_is_about_the_step_under_the_cursor(
    line: str, topic: str
) -> None:
    assert parse_request(line.split()) == build_help_page(topic)


def test_help_goes_to_standard_output_and_an_empty_line_shows_the_way(egv: Egv) -> None:
    asked, empty = egv("--help"), egv()

    assert (asked.returncode, asked.stdout, asked.stderr) == (0, build_help_page(""), "")
    assert (empty.returncode, empty.stdout, empty.stderr) == (0, build_first_page(), "")
    assert len(build_first_page().splitlines()) == 10
    assert {"run", "recipe", "kit"} <= {*build_first_page().splitlines()[-1].split()}
    for line in (line for line in build_first_page().splitlines() if line.startswith("  egv ")):
        assert parse_request(line.split("  ")[1].split()[1:])


@pytest.mark.parametrize("topic", [topic for topic in TOPICS if topic] + ["normalize", "kit list"])
def test_help_and_a_word_is_the_page_of_that_word(topic: str) -> None:
    assert parse_request(["help", *topic.split()]) == parse_request([*topic.split(), "--help"])


@pytest.mark.parametrize("line", ["help", "help help", "help --help"])
def test_help_alone_is_the_main_page(line: str) -> None:
    assert parse_request(line.split()) == build_help_page("")


@pytest.mark.parametrize(
    ("line", "fault", "hint"),
    [
        ("help docter", "there is no page about 'docter'; did you mean 'doctor'?", "egv help"),
        ("help bogus", "there is no page about 'bogus'; choose from trim,", "egv help"),
        ("help kit bogus", "there is no page 'kit bogus'; leave out 'bogus'", "egv help kit"),
        ("help trim a.mp4", "there is no page 'trim a.mp4'; leave out 'a.mp4'", "egv help trim"),
    ],
)
def test_help_about_something_else_is_refused(line: str, fault: str, hint: str) -> None:
    with pytest.raises(UsageError) as refusal:
        parse_request(line.split())

    assert fault in str(refusal.value)
    assert refusal.value.hint == hint


@pytest.mark.parametrize("topic", CALLED)
def test_the_other_commands_have_pages_too(topic: str) -> None:
    ran = running.egv(*topic.split(), "--help")

    assert (ran.code, ran.out, ran.err) == (0, PAGES[f"egv {topic}"], "")


@pytest.mark.parametrize("words", [("--help",), ("trim", "--help")])
def test_help_loads_nothing_heavy(egv: Egv, words: tuple[str, ...]) -> None:
    timed = egv(*words, env={"PYTHONPROFILEIMPORTTIME": "1"})
    loaded = {line.rpartition("|")[2].strip() for line in timed.stderr.splitlines()}
    heavy = {"numpy", "av", "ffmpeg", "rich", "typer", "faster_whisper", "egv.app.run.run"}

    assert "egv.cli.main" in loaded
    assert not loaded & heavy


def test_the_version_is_told(egv: Egv) -> None:
    from egv import __version__

    assert egv("--version").stdout == egv("version").stdout == f"egv {__version__}\n"
    document = json.loads(egv("version", "--json").stdout)
    assert document == {"schema": "egv/version@1", "egv": __version__}
