"""`egv init`: five questions, each with a default and an option, and a project that works."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from egv.cli.commands.demo import demo
from egv.cli.commands.printing import Action
from egv.cli.commands.recipe import list_recipe_names
from egv.cli.screen.terminal import Terminal
from egv.core.errors import UsageError
from egv.core.text.shell_quoting import format_shell_line
from egv.core.text.translation import Translated, UiLanguage, detect_ui_language

if TYPE_CHECKING:
    from egv.app.authoring.new_project import NewProject

QUESTIONS = {
    "name": Translated("Hoe heet je organisatie", "Name of your organisation"),
    "logo": Translated(
        "Bestand met het logo, SVG of PNG met een doorzichtige achtergrond",
        "Logo file, SVG or PNG with a transparent ground",
    ),
    "colour": Translated(
        "Hoofdkleur, zes cijfers uit je huisstijl", "Main colour, six digits of your house style"
    ),
    "language": Translated(
        "Taal die in de video's gesproken wordt, zoals nl, en of de",
        "Language spoken in the videos, such as nl, en or de",
    ),
    "departments": Translated(
        "Afdelingen die video's maken, met komma's ertussen",
        "Departments that make videos, with commas between",
    ),
}
HOW = Translated(
    "Met Enter houd je wat tussen haken staat. Met Ctrl-C stop je, en is er niets gemaakt.",
    "Enter keeps what stands in brackets; Ctrl-C stops, and nothing is made.",
)
NONE = Translated("geen", "none")
WRITTEN = Translated("{file}: geschreven", "{file}: written")
NEXT = Translated("Zet een opname in de map, en dan:", "Put a clip in the folder, then:")
RUN = Translated("egv run JOUW-OPNAME.mp4", "egv run YOUR-CLIP.mp4")


def init(
    folder: Annotated[Path, typer.Argument(metavar="[FOLDER]")] = Path(),
    name: Annotated[str | None, typer.Option("--name", metavar="TEXT")] = None,
    logo: Annotated[str | None, typer.Option("--logo", metavar="FILE")] = None,
    colour: Annotated[str | None, typer.Option("--colour", "--color", metavar="HEX")] = None,
    language: Annotated[str | None, typer.Option("--language", metavar="LANG")] = None,
    departments: Annotated[str | None, typer.Option("--departments", metavar="NAMES")] = None,
    recipe: Annotated[
        str | None, typer.Option("--recipe", metavar="RECIPE", autocompletion=list_recipe_names)
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
        from egv.app.authoring.new_project import check_no_project, create_project, propose_project

        check_no_project(folder)
        tongue = detect_ui_language(os.environ)
        new = replace(propose_project(tongue), **said)
        if not yes and sys.stdin.isatty():
            new = replace(new, **_ask_questions(new, said, terminal, tongue))
        project, kit, *more = create_project(new, folder)
        for path in (project, kit, *more):
            terminal.out.print_line(WRITTEN.render(tongue, file=path))
        _print_warnings(kit, terminal)
        _print_next_steps(folder, terminal, tongue)
        return 0

    return begin


def _ask_questions(
    usual: NewProject, said: dict[str, str], terminal: Terminal, tongue: UiLanguage
) -> dict[str, str]:
    """Ask the user at the terminal the questions that no option answers."""
    left = {field: words for field, words in QUESTIONS.items() if field not in said}
    if left:
        terminal.err.print_line(HOW.render(tongue))
    return {
        field: _ask_question(
            f"{number}/{len(left)}  {words.render(tongue)}"
            f" [{getattr(usual, field) or NONE.render(tongue)}]: ",
            field,
            getattr(usual, field),
            terminal,
        )
        for number, (field, words) in enumerate(left.items(), 1)
    }


def _ask_question(question: str, field: str, usual: str, terminal: Terminal) -> str:
    from egv.app.authoring.new_project import CHECKS

    while True:
        terminal.err.print_question(question)
        line = sys.stdin.readline()
        if not line:
            raise UsageError("init: the questions were not answered; add --yes for the defaults")
        text = line.strip() or usual
        try:
            CHECKS[field](text)
        except UsageError as error:
            terminal.err.print_line(f"     {error}")
        else:
            return text


def _print_warnings(kit: Path, terminal: Terminal) -> None:
    """Print the warnings on the new kit; errors stop the command earlier."""
    from egv.app.authoring.kits import validate_kits

    for fault in validate_kits([str(kit)]).result.findings:
        terminal.err.print_line(f"egv: warning: {fault.text}", "yellow")


def _print_next_steps(folder: Path, terminal: Terminal, tongue: UiLanguage) -> None:
    from egv.app.authoring.new_project import suggest_model_fetch

    out = terminal.out
    out.print_line(NEXT.render(tongue))
    if folder != Path():
        out.print_line(f"  cd {format_shell_line([str(folder)])}")
    if fetch := suggest_model_fetch(tongue):
        out.print_line(f"  {fetch}")
    out.print_line(f"  {RUN.render(tongue)}")


PROJECT_VERBS: tuple[Callable[..., Action], ...] = (init, demo)

PROJECT_PAGES = {
    "egv init": """\
  egv init
  egv init videos --name "Acme" --logo logo.png --colour "#10344F" --yes

Begin a project in a folder (default: this one): egv.yaml and a brand kit in
brand_kits/, with a comment on every part and texts that can be read on your
colour. At a terminal it asks what no option answers; with --yes, nothing.
Nothing is written over.

Usage: egv init [FOLDER] [OPTIONS]

  --name TEXT          Name of your organisation. [My organisation]
  --logo FILE          Logo: an SVG, or a PNG with a transparent ground.
  --colour HEX         Main colour. [#1F3A5F]
  --language LANG      Language that is spoken. [as EGV_LANG: nl or en]
  --departments NAMES  With commas between: each gets a space, --space NAME.
  --recipe RECIPE      What 'egv run' does: egv recipe list. [standard]
  --yes, --no-input    Ask nothing.
""",
    "egv demo": """\
  egv demo
  egv demo -r welcome -r social -o look/ --quality good

Make a video of the sample clip that comes with egv with every recipe, in your
brand kit, or in 'acme' where there is none; and show each line that did it. The
videos are drafts, made for time. A line given again does only what is new.

Usage: egv demo [-o FOLDER] [-r RECIPE]... [OPTIONS]

  -o, --output FOLDER  Where sample and videos go. [demo]
  -r, --recipe RECIPE  Only this one: egv recipe list. Repeatable.
  --quality WORD       draft, good or best. [draft]
  --json               Print one JSON document.
""",
    "egv config": """\
  egv config show --origin

Show the settings that hold here, and the JSON Schemas of what egv reads and
writes.

Usage: egv config show [--origin] [--space SPACE] [--json]
       egv config schema result|project

A setting is taken from the first of these that states it:

  an option on the line    -k, -r, -o; of a department: --space
  the environment          EGV_KIT, EGV_RECIPE, EGV_OUTPUT, EGV_LANGUAGE,
                           EGV_JOBS, EGV_SPACE
  egv.yaml                 the nearest one, from this folder upward
  your own egv.yaml        in your configuration folder, for every project
  built-in                 what egv itself does

Limits, so that no clip takes a machine or a night; 'limits' in egv.yaml says
the first three otherwise:

  memory       8 GB for one ffmpeg (max_memory_gb; on Linux)
  time         240 times the length of the clip (max_times_length)
  free disk    1.2 times what is to be made; under 5 GB it is told (min_free_gb)
  a clip       at most 12 hours, 70 megapixels and 2 TB; sides of 16 px or more,
               and none ten times the other
""",
    "egv config show": """\
  egv config show
  egv config show --origin --space hr

Show every setting that holds here; with --origin who says it: an option, a
variable, a file with its line, or egv itself ('built-in').

Usage: egv config show [--origin] [--space SPACE] [--json]
""",
    "egv config schema": """\
  egv config schema result > result.schema.json
  egv config schema project > project.schema.json

Print the JSON Schema of what --json prints ('result'), or of an egv.yaml
('project'), so that an editor can complete and check it.

Usage: egv config schema result|project
""",
}
