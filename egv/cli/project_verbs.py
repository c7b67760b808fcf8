"""`egv init`: five questions, each with a default and a flag, and a project that works."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from egv.cli.recipe_verbs import recipe_names
from egv.cli.terminal import Terminal
from egv.cli.verbs import Action
from egv.core.errors import UsageError


def init(
    folder: Annotated[Path, typer.Argument(metavar="[FOLDER]")] = Path(),
    name: Annotated[str | None, typer.Option("--name", metavar="TEXT")] = None,
    logo: Annotated[Path | None, typer.Option("--logo", metavar="FILE")] = None,
    colour: Annotated[str | None, typer.Option("--colour", "--color", metavar="HEX")] = None,
    language: Annotated[str | None, typer.Option("--language", metavar="LANG")] = None,
    recipe: Annotated[
        str | None, typer.Option("--recipe", metavar="RECIPE", autocompletion=recipe_names)
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "--no-input", help="Ask nothing.")] = False,
) -> Action:
    """Begin a project in a folder: egv.yaml and a brand kit."""
    flags = (name, colour, language, recipe)

    def begin(terminal: Terminal) -> int:
        from egv.app.new_project import NewProject, begun

        usual = NewProject()
        silent = yes or logo is not None or any(each is not None for each in flags)
        asks = not silent and sys.stdin.isatty()

        def said(flag: str | None, question: str, default: str) -> str:
            if flag is not None or not asks:
                return default if flag is None else flag
            return _answer(terminal, question, default)

        title = said(name, "Name of your organisation", usual.name)
        image = said(str(logo) if logo else None, "Logo, a PNG with transparency", "")
        project = NewProject(
            name=title,
            logo=Path(image) if image else None,
            colour=said(colour, "Main colour", usual.colour),
            language=said(language, "Language that is spoken", usual.language),
            recipe=said(recipe, "Recipe", usual.recipe),
        )
        for path in begun(project, folder):
            terminal.out.say(f"{path}: written")
        there = "" if folder == Path() else f"cd {shlex.quote(str(folder))} && "
        terminal.out.say("Put a clip in the folder, then:")
        terminal.out.say(f"  {there}egv run YOUR-CLIP.mp4")
        return 0

    return begin


def _answer(terminal: Terminal, question: str, default: str) -> str:
    terminal.err.ask(f"{question} [{default or 'none'}] ")
    line = sys.stdin.readline()
    if not line:
        raise UsageError("init: the questions were not answered; add --yes for the defaults")
    return line.strip() or default


PROJECT_VERBS: tuple[Callable[..., Action], ...] = (init,)
