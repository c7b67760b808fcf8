"""`egv init`: five questions, each with a default and an option, and a project that works."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from egv.cli.binding.command import Command
from egv.cli.commands.recipe import list_recipe_names
from egv.cli.dialogue.answers import can_answer, read_answer
from egv.cli.dialogue.model_fetch import can_offer_model, offer_missing_model
from egv.cli.screen.terminal import Terminal
from egv.core.errors import UsageError
from egv.core.text.translation import Translated, UiLanguage, detect_ui_language
from egv.tools.machine.shell import format_line_to_paste

if TYPE_CHECKING:
    from egv.app.authoring.new_project import NewProject

QUESTIONS = {
    "name": Translated("Hoe heet je organisatie", "Name of your organisation"),
    "logo": Translated(
        "Bestand met het logo (SVG, PNG, JPG of WebP), of sleep het hierheen",
        "Logo file (SVG, PNG, JPG or WebP), or drag it here",
    ),
    "colour": Translated(
        "Hoofdkleur van je huisstijl, zoals blauw of #0044CC",
        "Main colour of your house style, such as blue or #0044CC",
    ),
    "language": Translated(
        "Taal die in de video's gesproken wordt: nl (Nederlands), en (Engels), de (Duits)…",
        "Language spoken in the videos: en (English), nl (Dutch), de (German)…",
    ),
    "departments": Translated(
        "Afdelingen die video's maken, met komma's ertussen",
        "Departments that make videos, separated by commas",
    ),
}
HOW = Translated(
    "Met Enter houd je wat tussen haken staat. Met Ctrl-C stop je, en is er niets gemaakt.",
    "Press Enter to keep the value in brackets, or Ctrl-C to stop without making anything.",
)
NONE = Translated("geen", "none")
WRITTEN = Translated("{file}: geschreven", "{file}: written")
NEXT = Translated("Zet een opname in de map, en dan:", "Put a clip in the folder, then:")
IN_LOGO = Translated("In je logo: {colours}", "In your logo: {colours}")
DRAWING = Translated(
    "Je huisstijl wordt getekend; dat duurt een paar tellen.",
    "Drawing your house style; this takes a few seconds.",
)
LOOK = Translated("{file}: zo ziet je huisstijl eruit", "{file}: what your house style looks like")
PREVIEWED = ("landscape", "portrait")  # formats
SHOW = Translated(
    "egv kit preview {kit} --open    # je huisstijl in elk formaat",
    "egv kit preview {kit} --open    # your house style in every format",
)
RUN = Translated("egv run JOUW-OPNAME.mp4", "egv run YOUR-CLIP.mp4")


@dataclass(frozen=True, slots=True)
class InitOptions:
    """The folder, and the answers to the questions."""

    folder: Annotated[
        Path, typer.Argument(metavar="[FOLDER]", help="Where it begins.", show_default="this one")
    ] = Path()
    name: Annotated[
        str | None,
        typer.Option(
            "--name",
            metavar="TEXT",
            help="Name of your organisation.",
            show_default="My organisation",
        ),
    ] = None
    logo: Annotated[
        str | None,
        typer.Option(
            "--logo", metavar="FILE", help="Logo: SVG or PNG, best without a ground; JPG, WebP."
        ),
    ] = None
    colour: Annotated[
        str | None,
        typer.Option(
            "--colour",
            "--color",
            metavar="COLOUR",
            help="Main colour: blue, #04C.",
            show_default="that of the logo",
        ),
    ] = None
    language: Annotated[
        str | None,
        typer.Option(
            "--language",
            metavar="LANG",
            help="Language that is spoken.",
            show_default="as EGV_LANG: nl or en",
        ),
    ] = None
    departments: Annotated[
        str | None,
        typer.Option(
            "--departments",
            metavar="NAMES",
            help="With commas between: each gets a space, --space NAME.",
        ),
    ] = None
    recipe: Annotated[
        str | None,
        typer.Option(
            "--recipe",
            metavar="RECIPE",
            help="What 'egv run' does: egv recipe list.",
            show_default="standard",
            autocompletion=list_recipe_names,
        ),
    ] = None
    no_preview: Annotated[bool, typer.Option("--no-preview", help="Draw nothing at the end.")] = (
        False
    )
    yes: Annotated[bool, typer.Option("--yes", "--no-input", help="Ask nothing.")] = False


def init(
    terminal: Terminal,
    options: InitOptions,
) -> int:
    """Begin a project in a folder: egv.yaml and a brand kit.

    Both have a comment on every part, and texts that can be read on your colour. At a terminal it
    asks what no option answers, and then draws what it looks like; with --yes it asks nothing.
    Nothing is written over.
    """
    from egv.app.authoring.models import has_any_model
    from egv.app.authoring.new_project import check_no_project, create_project, propose_project
    from egv.app.plan.editor_schemas import connect_editor

    given = {field: getattr(options, field) for field in QUESTIONS | {"recipe": ""}}
    said = {field: text for field, text in given.items() if text is not None}
    check_no_project(options.folder)
    tongue = detect_ui_language(os.environ)
    new = replace(propose_project(tongue), **said)
    asks = not options.yes and can_answer()
    if asks:
        new = _ask_questions(new, said, terminal, tongue)
    elif "colour" not in said:
        new = _adopt_logo_colour(new, terminal, tongue)
    project, kit, *more = create_project(new, options.folder)
    connect_editor(project, "project", options.folder)
    connect_editor(kit, "kit", options.folder)
    for path in (project, kit, *more):
        terminal.out.print_line(WRITTEN.render(tongue, file=path))
    _print_warnings(kit, terminal)
    if asks and not options.no_preview:
        _draw_preview(kit, options.folder, terminal, tongue)
    if not options.yes and can_offer_model(terminal) and not has_any_model():
        offer_missing_model(terminal)
    _print_next_steps(options.folder, kit.parent.name, terminal, tongue)
    return 0


def _ask_questions(
    project: NewProject, said: dict[str, str], terminal: Terminal, tongue: UiLanguage
) -> NewProject:
    """Ask the user at the terminal the questions that no option answers."""
    left = {field: words for field, words in QUESTIONS.items() if field not in said}
    if left:
        terminal.err.print_line(HOW.render(tongue))
    for number, (field, words) in enumerate(left.items(), 1):
        if field == "colour":
            project = _adopt_logo_colour(project, terminal, tongue)
        usual = getattr(project, field)
        shown = usual or NONE.render(tongue)
        question = f"{number}/{len(left)}  {words.render(tongue)} [{shown}]: "
        project = replace(project, **{field: _ask_question(question, field, usual, terminal)})
    return project


def _adopt_logo_colour(project: NewProject, terminal: Terminal, tongue: UiLanguage) -> NewProject:
    """Propose the main colour of the logo, and name the others that are in it."""
    from egv.app.authoring.new_project import find_logo_colours

    colours = [colour.hex for colour in find_logo_colours(project.logo)]
    if not colours:
        return project
    terminal.err.print_line(f"     {IN_LOGO.render(tongue, colours=', '.join(colours))}")
    return replace(project, colour=colours[0])


def _draw_preview(kit: Path, folder: Path, terminal: Terminal, tongue: UiLanguage) -> None:
    """Draw the new kit in use, beside the videos that the project in `folder` will make."""
    from egv.app.authoring.kit_preview import preview_kit

    terminal.err.print_line(DRAWING.render(tongue))
    home = folder / "out" / "preview" / kit.parent.name
    page = preview_kit(str(kit), home, PREVIEWED, overwrite=False).outputs[0].sidecars[-1]
    terminal.out.print_line(LOOK.render(tongue, file=page))


def _ask_question(question: str, field: str, usual: str, terminal: Terminal) -> str:
    from egv.app.authoring.new_project import CHECKS

    while True:
        terminal.err.print_question(question)
        line = read_answer()
        if not line:
            raise UsageError("init: the questions were not answered; add --yes to use the defaults")
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


def _print_next_steps(folder: Path, kit: str, terminal: Terminal, tongue: UiLanguage) -> None:
    from egv.app.authoring.new_project import suggest_model_fetch

    out = terminal.out
    out.print_line(NEXT.render(tongue))
    if folder != Path():
        out.print_line(f"  cd {format_line_to_paste([str(folder)])}")
    if fetch := suggest_model_fetch(tongue):
        out.print_line(f"  {fetch}")
    out.print_line(f"  {SHOW.render(tongue, kit=kit)}")
    out.print_line(f"  {RUN.render(tongue)}")


INIT = Command(
    "init",
    init,
    examples=(
        "egv init",
        'egv init videos --name "Acme" --logo logo.png --colour "#10344F" --yes',
    ),
)
