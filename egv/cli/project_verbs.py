"""`egv init`: five questions, each with a default and a flag, and a project that works."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from egv.cli.demo_verbs import demo
from egv.cli.recipe_verbs import recipe_names
from egv.cli.terminal import Terminal
from egv.cli.verbs import Action
from egv.core.errors import UsageError
from egv.core.shell_words import shell_line
from egv.core.tongue import Both, Tongue, tongue_of

if TYPE_CHECKING:
    from egv.app.new_project import NewProject

QUESTIONS = {
    "name": Both("Hoe heet je organisatie", "Name of your organisation"),
    "logo": Both(
        "Bestand met het logo, SVG of PNG met een doorzichtige achtergrond",
        "Logo file, SVG or PNG with a transparent ground",
    ),
    "colour": Both(
        "Hoofdkleur, zes cijfers uit je huisstijl", "Main colour, six digits of your house style"
    ),
    "language": Both(
        "Taal die in de video's gesproken wordt, zoals nl, en of de",
        "Language spoken in the videos, such as nl, en or de",
    ),
    "departments": Both(
        "Afdelingen die video's maken, met komma's ertussen",
        "Departments that make videos, with commas between",
    ),
}
HOW = Both(
    "Met Enter houd je wat tussen haken staat. Met Ctrl-C stop je, en is er niets gemaakt.",
    "Enter keeps what stands in brackets; Ctrl-C stops, and nothing is made.",
)
NONE = Both("geen", "none")
WRITTEN = Both("{file}: geschreven", "{file}: written")
NEXT = Both("Zet een opname in de map, en dan:", "Put a clip in the folder, then:")
RUN = Both("egv run JOUW-OPNAME.mp4", "egv run YOUR-CLIP.mp4")


def init(
    folder: Annotated[Path, typer.Argument(metavar="[FOLDER]")] = Path(),
    name: Annotated[str | None, typer.Option("--name", metavar="TEXT")] = None,
    logo: Annotated[str | None, typer.Option("--logo", metavar="FILE")] = None,
    colour: Annotated[str | None, typer.Option("--colour", "--color", metavar="HEX")] = None,
    language: Annotated[str | None, typer.Option("--language", metavar="LANG")] = None,
    departments: Annotated[str | None, typer.Option("--departments", metavar="NAMES")] = None,
    recipe: Annotated[
        str | None, typer.Option("--recipe", metavar="RECIPE", autocompletion=recipe_names)
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "--no-input", help="Ask nothing.")] = False,
) -> Action:
    """Begin a project in a folder: egv.yaml and a brand kit."""
    flags = {
        "name": name,
        "logo": logo,
        "colour": colour,
        "language": language,
        "departments": departments,
        "recipe": recipe,
    }
    said = {field: text for field, text in flags.items() if text is not None}

    def begin(terminal: Terminal) -> int:
        from egv.app.new_project import begun, check_free, usual_project

        check_free(folder)
        tongue = tongue_of(os.environ)
        new = replace(usual_project(tongue), **said)
        if not yes and sys.stdin.isatty():
            new = replace(new, **_answers(new, said, terminal, tongue))
        project, kit, *more = begun(new, folder)
        for path in (project, kit, *more):
            terminal.out.say(WRITTEN.within(tongue, file=path))
        _tell_findings(kit, terminal)
        _tell_next(folder, terminal, tongue)
        return 0

    return begin


def _answers(
    usual: NewProject, said: dict[str, str], terminal: Terminal, tongue: Tongue
) -> dict[str, str]:
    """What whoever sits at the terminal says to the questions that no flag answers."""
    left = {field: words for field, words in QUESTIONS.items() if field not in said}
    if left:
        terminal.err.say(HOW.within(tongue))
    return {
        field: _answer(
            f"{number}/{len(left)}  {words.within(tongue)}"
            f" [{getattr(usual, field) or NONE.within(tongue)}]: ",
            field,
            getattr(usual, field),
            terminal,
        )
        for number, (field, words) in enumerate(left.items(), 1)
    }


def _answer(question: str, field: str, usual: str, terminal: Terminal) -> str:
    from egv.app.new_project import CHECKS

    while True:
        terminal.err.ask(question)
        line = sys.stdin.readline()
        if not line:
            raise UsageError("init: the questions were not answered; add --yes for the defaults")
        text = line.strip() or usual
        try:
            CHECKS[field](text)
        except UsageError as error:
            terminal.err.say(f"     {error}")
        else:
            return text


def _tell_findings(kit: Path, terminal: Terminal) -> None:
    """What `egv kit validate` says of the new kit: advice, or it would not have been kept."""
    from egv.app.kits import kits_checked

    for each in kits_checked([str(kit)]).result.findings:
        terminal.err.say(f"egv: warning: {each.text}", "yellow")


def _tell_next(folder: Path, terminal: Terminal, tongue: Tongue) -> None:
    from egv.app.new_project import model_to_fetch

    out = terminal.out
    out.say(NEXT.within(tongue))
    if folder != Path():
        out.say(f"  cd {shell_line([str(folder)])}")
    if fetch := model_to_fetch(tongue):
        out.say(f"  {fetch}")
    out.say(f"  {RUN.within(tongue)}")


PROJECT_VERBS: tuple[Callable[..., Action], ...] = (init, demo)
