"""The help pages, made of the declared steps, options and commands: an example comes first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from textwrap import wrap
from typing import TYPE_CHECKING

from egv.cli.grammar.completion import summarise_step
from egv.cli.grammar.options import Option, list_options
from egv.cli.grammar.run_options import list_line_options
from egv.cli.grammar.tokens import (
    HELP,
    HELP_WORD,
    PREVIEW,
    RUN,
    StepType,
    find_first_name,
    index_steps,
    is_chain,
)
from egv.cli.screen.interpreter import translate
from egv.core.errors import UsageError
from egv.core.text.faults import suggest_or_list
from egv.steps import STEPS

if TYPE_CHECKING:
    from egv.cli.binding.command import Command

WIDTH = 80
HEADLINE = 60
ROW = re.compile(r"\s+((?:\S+ )*\S+)\s{2,}(\S.*)")
OFTEN = ("output", "kit", "formats", "dry_run", "as_json")
Table = Sequence[tuple[str, str]]

MAIN = """\
egv turns raw clips into finished videos, in one encode, on your own machine.

  egv run raw/ -k acme -o ready/           finished videos in your house style
  egv clip.mov trim normalise -o out.mp4   the steps that you name, on one clip
"""
USAGES = (
    "egv STEP [OPTIONS] [STEP [OPTIONS]]... CLIP... [RUN OPTIONS]",
    "egv run [-r RECIPE] CLIP... [RUN OPTIONS]",
)
TOPICS = (
    ("preview, watch", "Show what a run will make; make all that comes in a folder."),
    ("recipe, kit", "List, show, begin and check recipes and brand kits."),
    ("init, demo", "Begin a project with a brand kit; see all on a sample clip."),
    ("guide, check", "Short how-tos; say what clips still need to be shared."),
    ("review, share", "Approve drafts; put all that posting needs in one folder."),
    ("report, purge", "Count the videos made; forget what may not be kept."),
    ("feedback, privacy", "Say what could be better; write privacy papers."),
    ("model, doctor", "Fetch speech models; say what this machine has and lacks."),
    ("config, list", "Show the settings here; name all steps, kits, formats."),
)
EXIT_CODES = (
    "Exit codes: 0 all done, 1 failed, 2 wrong words or files, before any work, 3 in part, 4 a"
    " gate, 5 the machine lacks something, 129, 130, 143 stopped."
)


@dataclass(frozen=True, slots=True)
class HelpPage:
    """The parts of a page, in their order. A table stands under its title; `notes` as written."""

    examples: Sequence[str]
    text: str
    usages: Sequence[str]
    tables: Mapping[str, Table] = field(default_factory=dict)
    notes: str = ""

    def __str__(self) -> str:
        tables = [
            f"{_format_title(title, table)}\n{format_table(table)}"
            for title, table in self.tables.items()
        ]
        parts = [
            "\n".join(f"  {example}" for example in self.examples),
            fill_page(self.text),
            _format_usages(self.usages),
            *tables,
            fill_page(self.notes),
        ]
        return "\n\n".join(part for part in parts if part) + "\n"


def find_help_topic(words: Sequence[str]) -> str | None:
    """Find the page that a line asks for: a step, `run`, `preview`, `kit list`, or "" for the main.

    None where the line asks for no help.
    """
    before = words[: words.index("--")] if "--" in words else words
    asked = [at for at, word in enumerate(before) if word in HELP]
    if not asked:
        return None
    named = before[: asked[0]]
    if find_first_name(named) and not is_chain(named) and (path := _find_path(named)):
        return " ".join(command.name for command in path)
    steps = [step for step in named if step in index_steps()]
    if steps:
        return steps[-1]
    return next((word for word in (RUN, PREVIEW) if word in named), "")


def find_named_topic(words: Sequence[str]) -> str:
    """Find the page that `egv help` followed by `words` asks for; "" for the main page.

    Raises UsageError where there is none.
    """
    if not words or words == (HELP_WORD,):
        return ""
    topic = words[0] if words[0] in (*index_steps(), RUN, PREVIEW) else ""
    topic = topic or " ".join(command.name for command in _find_path(words))
    if topic == " ".join(words):
        return index_steps()[topic].name if topic in index_steps() else topic
    if topic:
        wrong = words[len(topic.split())]
        fault = f"help: there is no page '{' '.join(words)}'; leave out '{wrong}'"
        raise UsageError(fault, hint=f"egv help {topic}")
    from egv.cli.commands import COMMANDS

    known = [*(step.name for step in STEPS), RUN, PREVIEW, *(command.name for command in COMMANDS)]
    advice = suggest_or_list(words[0], known)
    raise UsageError(f"help: there is no page about '{words[0]}'{advice}", hint="egv help")


def build_help_page(topic: str) -> str:
    """Build the page of a step, of `run` or `preview`, of a command, or the main page."""
    if topic == RUN:
        return str(_build_run_page())
    if topic == PREVIEW:
        return str(_build_preview_page())
    if topic in index_steps():
        return str(_build_step_page(index_steps()[topic]))
    if topic:
        return str(_build_command_page(topic, _find_path(topic.split())[-1]))
    return _build_main_page()


def format_table(pairs: Table) -> str:
    """Format a table: words on the left, their meaning on the right, wrapped."""
    left = max(len(words) for words, _ in pairs) + 4
    lines = []
    for words, meaning in pairs:
        first, *more = wrap(translate(meaning), WIDTH - left) or [""]
        lines += [f"  {words:<{left - 2}}{first}".rstrip(), *(" " * left + line for line in more)]
    return "\n".join(lines)


def fill_page(text: str) -> str:
    """Fill the paragraphs of `text` to the width of a page, in the user's language.

    A line that begins with a space is a row: words, two spaces or more, and their meaning, which
    may go on in lines that are indented further.
    """
    lines: list[str] = []
    for kind, group in groupby(text.splitlines(), lambda line: line[:1].strip() and "prose"):
        block = list(group)
        lines += wrap(translate(" ".join(block)), WIDTH) if kind == "prose" else _fill_rows(block)
    return "\n".join(lines)


def _fill_rows(lines: Sequence[str]) -> Iterator[str]:
    """Yield the rows of a table, filled; their meanings begin at the column where they stood."""
    rows: list[tuple[str, str]] = []
    left = 0
    for line in lines:
        if row := ROW.fullmatch(line):
            left = max(left, row.start(2))
            rows.append((f"  {translate(row[1])}", row[2]))
        elif rows and line.strip():
            rows[-1] = (rows[-1][0], f"{rows[-1][1]} {line.strip()}")
        else:
            rows.append(("", line))
    left = max(left, *(len(words) + 2 for words, _ in rows))
    for words, meaning in rows:
        first, *more = wrap(translate(meaning), WIDTH - left) or [""]
        yield f"{words:<{left}}{first}" if words else meaning
        yield from (" " * left + line for line in more)


def list_option_rows(options: Sequence[Option]) -> Table:
    """List a row for each of `options`: its spellings, and its meaning with values and default."""
    indent = "    " if any(_has_letter(option) for option in options) else ""
    return [(_format_spelling(option, indent), _describe_option(option)) for option in options]


def _format_usages(usages: Sequence[str]) -> str:
    label = f"{translate('Usage')}: "
    return label + f"\n{' ' * len(label)}".join(usages)


def _format_title(title: str, table: Table) -> str:
    has_default = any(meaning.endswith("]") for _, meaning in table)
    return f"{translate(f'{title} (default in brackets)' if has_default else title)}:"


def _find_path(words: Sequence[str]) -> tuple[Command, ...]:
    """Find the command that `words` name, and its subcommand; empty where there is none."""
    from egv.cli.commands import COMMANDS

    name = find_first_name(words)
    command = next((command for command in COMMANDS if command.name == name), None)
    if command is None:
        return ()
    rest = words[words.index(name) + 1 :]
    below = next((found for word in rest if (found := command.find_command(word))), None)
    return (command, below) if below else (command,)


def _build_main_page() -> str:
    often = [option for option in list_line_options() if option.field in OFTEN]
    tables = {
        "Steps, in any order and number (egv STEP --help)": [
            (step.name, _shorten_summary(step)) for step in STEPS
        ],
        "Recipes, set-up, review and sharing (egv help WORD, egv version)": TOPICS,
        "Run options, anywhere on the line (all of them: egv run --help)": list_option_rows(often),
    }
    parts = [f"{translate(title)}:\n{format_table(table)}" for title, table in tables.items()]
    return (
        "\n\n".join([fill_page(MAIN), _format_usages(USAGES), *parts, fill_page(EXIT_CODES)]) + "\n"
    )


def _build_run_page() -> HelpPage:
    return HelpPage(
        ('egv run -r weekly-update raw/ --set title="Our week" -o finished/',),
        "Do what a recipe says to every clip; 'egv recipe list' names them. A step named on the"
        " line overrides its options in the recipe, or is added to it.",
        ("egv run [-r RECIPE] CLIP... [STEP [OPTIONS]]... [RUN OPTIONS]",),
        {"Run options, of every line, anywhere on it": list_option_rows(list_line_options())},
    )


def _build_preview_page() -> HelpPage:
    return HelpPage(
        (
            "egv preview clip.mov -k acme",
            'egv preview clip.mov -r weekly-update --set title="Our week" --set name=Maria',
        ),
        "Show what 'egv run' will make of a clip, in a fraction of its time: a sheet of nine"
        " stills, dressed as they will be, and a small sample of ten seconds. They go to preview/"
        " in the output folder, or to -o, as CLIP.preview.png and .mp4. No run takes them for its"
        " own: the one that follows makes all.",
        ("egv preview [-r RECIPE] CLIP... [STEP [OPTIONS]]... [RUN OPTIONS]",),
        notes="Steps, recipe and options are those of 'egv run': egv run --help",
    )


def _build_step_page(step: StepType) -> HelpPage:
    also = f" {translate('Also written')}: {', '.join(step.aliases)}." if step.aliases else ""
    return HelpPage(
        (step.example,),
        translate(summarise_step(step)) + also,
        (f"egv {step.name} [OPTIONS] [STEP [OPTIONS]]... CLIP... [RUN OPTIONS]",),
        {f"Options of {step.name}": list_option_rows(list_options(step))},
        "Options of the run, such as -o, -n and --json: egv run --help",
    )


def _build_command_page(topic: str, command: Command) -> HelpPage:
    tables: dict[str, Table] = {}
    if command.commands:
        rows = [(_format_call(below, below.name), below.purpose) for below in command.commands]
        tables[f"Commands (egv {topic} COMMAND --help)"] = rows
    if arguments := command.list_arguments():
        tables["Arguments"] = [
            (argument.metavar, _describe_value(argument.help, argument.default))
            for argument in arguments
        ]
    for title, options in command.list_sections().items():
        tables[title or "Options"] = list_option_rows(options)
    return HelpPage(
        command.examples,
        command.text,
        tuple(_list_usages(topic, command)),
        tables,
        command.notes,
    )


def _list_usages(topic: str, command: Command) -> Iterator[str]:
    """Yield the ways to call `command`: by itself, and with one of its own commands."""
    if command.run:
        call = _format_call(command, f"egv {topic}")
        yield f"{call} [OPTIONS]" if command.list_sections() else call
    if command.commands:
        yield f"egv {topic} COMMAND ..."


def _format_call(command: Command, name: str) -> str:
    """Format a call of `command` as `name`, with its arguments and the options it requires."""
    required = (f"{option.name} {option.metavar}" for option in command.list_required_options())
    arguments = (argument.metavar for argument in command.list_arguments())
    return " ".join((name, *arguments, *required))


def _has_letter(option: Option) -> bool:
    return not option.flags[0].startswith("--")


def _format_spelling(option: Option, indent: str) -> str:
    flags = ", ".join(option.flags)
    if option.off_spelling:
        flags += f"/{option.off_spelling}"
    value = " WORD" if option.choices else f" {option.metavar}" if option.metavar else ""
    return f"{'' if _has_letter(option) else indent}{flags}{value}"


def _describe_option(option: Option) -> str:
    allowed = ", ".join(option.choices) or option.bounds.replace(" to ", f" {translate('to')} ")
    text = translate(option.help)
    if allowed:
        text = f"{text.removesuffix('.')} ({allowed})."
    repeatable = f" {translate('Repeatable.')}" if option.repeatable else ""
    return _describe_value(f"{text}{repeatable}", option.default)


def _describe_value(text: str, default: str) -> str:
    said = translate(default) if " " in default else default
    return f"{translate(text)} [{said}]" if default else text


def _shorten_summary(step: StepType) -> str:
    """Shorten a step's summary at a comma, to fit beside its name."""
    text = summarise_step(step)
    return text if len(text) <= HEADLINE else f"{text[: text.rfind(', ', 0, HEADLINE)]}."
