"""`egv init`: five questions, each with a default and a flag, and a project that works."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from egv.cli.demo_verbs import demo
from egv.cli.recipe_verbs import recipe_names
from egv.cli.terminal import Terminal
from egv.cli.verbs import Action
from egv.core.errors import UsageError
from egv.core.shell_words import shell_line

if TYPE_CHECKING:
    from egv.app.new_project import NewProject

QUESTIONS = {
    "name": "Name of your organisation",
    "logo": "Logo file, SVG or PNG with a transparent ground",
    "colour": "Main colour, six digits of your house style",
    "language": "Language spoken in the videos, such as nl, en or de",
    "departments": "Departments that make videos, with commas between",
}


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
        from egv.app.new_project import NewProject, begun, check_free

        check_free(folder)
        asks = not yes and sys.stdin.isatty()
        answers = said | _answers(NewProject(**said), said, terminal) if asks else said
        project, kit, *more = begun(NewProject(**answers), folder)
        for path in (project, kit, *more):
            terminal.out.say(f"{path}: written")
        _tell_findings(kit, terminal)
        _tell_next(folder, terminal)
        return 0

    return begin


def _answers(usual: NewProject, said: dict[str, str], terminal: Terminal) -> dict[str, str]:
    """What whoever sits at the terminal says to the questions that no flag answers."""
    left = {field: words for field, words in QUESTIONS.items() if field not in said}
    if left:
        terminal.err.say("Enter keeps what stands in brackets; Ctrl-C stops, and nothing is made.")
    return {
        field: _answer(f"{number}/{len(left)}  {words}", field, getattr(usual, field), terminal)
        for number, (field, words) in enumerate(left.items(), 1)
    }


def _answer(question: str, field: str, usual: str, terminal: Terminal) -> str:
    from egv.app.new_project import CHECKS

    while True:
        terminal.err.ask(f"{question} [{usual or 'none'}]: ")
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


def _tell_next(folder: Path, terminal: Terminal) -> None:
    from egv.app.new_project import model_to_fetch

    out = terminal.out
    out.say("Put a clip in the folder, then:")
    if folder != Path():
        out.say(f"  cd {shell_line([str(folder)])}")
    if fetch := model_to_fetch():
        out.say(f"  {fetch}")
    out.say("  egv run YOUR-CLIP.mp4")


PROJECT_VERBS: tuple[Callable[..., Action], ...] = (init, demo)
