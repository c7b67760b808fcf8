"""`egv kit`: list, show, create, check and preview brand kits."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from egv.cli.binding.command import Command
from egv.cli.binding.printing import AsJson, IsQuiet, MessageReader, print_document, print_result
from egv.cli.dialogue.opening import OpensResult, open_made_files
from egv.cli.grammar.run_options import LogFormat, ScreenOptions
from egv.cli.screen.interpreter import find_screen_language
from egv.cli.screen.terminal import Terminal
from egv.core.errors import UsageError


def list_kit_names() -> list[str]:
    """List the kits that can be called by name."""
    from egv.tools.library.kit_places import list_kits

    return [kit.name for kit in list_kits()]


KIT_HELP = "A name (egv kit list), a folder with a kit.yaml, or the file itself."
KitWord = Annotated[
    str, typer.Argument(metavar="KIT", help=KIT_HELP, autocompletion=list_kit_names)
]
KitWords = Annotated[
    list[str], typer.Argument(metavar="KIT...", help=KIT_HELP, autocompletion=list_kit_names)
]


def kit_list(terminal: Terminal, as_json: AsJson = False) -> int:
    """List the brand kits that can be called by name, and where each is from."""
    from egv.app.authoring.kits import collect_kit_listing

    listing = collect_kit_listing()
    return print_result(terminal, listing, listing.to_lines(), as_json=as_json)


def kit_show(terminal: Terminal, name: KitWord, as_json: AsJson = False) -> int:
    """Show what a brand kit says, with every default filled in.

    What it has from the kit it extends is filled in too. It is printed as YAML, or as JSON.
    """
    from egv.app.authoring.kits import load_kit_with_defaults

    return print_document(terminal, load_kit_with_defaults(name), as_json=as_json)


@dataclass(frozen=True, slots=True)
class NewKitOptions:
    """The name of a new kit, and what it begins with."""

    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the new kit.")]
    logo: Annotated[
        Path | None,
        typer.Option(
            "--logo", metavar="FILE", help="Your logo: SVG, PNG, JPG or WebP, copied into the kit."
        ),
    ] = None
    colour: Annotated[
        str | None,
        typer.Option(
            "--colour",
            "--color",
            metavar="COLOUR",
            help="Your main colour; others that go with it are added.",
        ),
    ] = None
    source: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="KIT",
            help="Begin as a copy of this kit.",
            autocompletion=list_kit_names,
        ),
    ] = None


def kit_new(
    terminal: Terminal,
    options: NewKitOptions,
) -> int:
    """Begin a brand kit of your own in brand_kits/NAME.

    It has a comment on every part. A file that is there already is left alone.
    """
    from egv.app.authoring.new_kit import NewKit, copy_kit, create_kit
    from egv.app.plan.editor_schemas import connect_editor
    from egv.core.picture.colour_words import parse_colour

    if options.source and (options.logo or options.colour):
        fault = "--from takes its logo and colours from another kit; remove --logo and --colour"
        raise UsageError(f"kit new: {fault}, or --from")
    colour = parse_colour(options.colour) if options.colour else None
    tongue = find_screen_language()
    begin = NewKit(options.name, colour=colour, logo=options.logo, tongue=tongue)
    path, *_ = copy_kit(options.name, options.source) if options.source else create_kit(begin)
    connect_editor(path, "kit")
    terminal.out.print_line(f"{path}: written. Make it yours, then:")
    terminal.out.print_line(f"  egv kit validate {options.name}")
    return 0


def kit_validate(
    terminal: Terminal,
    names: KitWords,
    as_json: AsJson = False,
    log_format: MessageReader = LogFormat.TEXT,
    strict: Annotated[bool, typer.Option("--strict", help="A warning gives exit code 4.")] = False,
) -> int:
    """Check brand kits and their files; every finding with file, line and column.

    All findings are told at once, each with what to do about it.
    """
    from egv.app.authoring.kits import validate_kits
    from egv.cli.screen.reporter import RunReporter

    checked = validate_kits(names, strict=strict)
    for summary in checked.summaries:
        (terminal.err if as_json else terminal.out).print_line(summary)
    screen = ScreenOptions(as_json=as_json, log_format=log_format)
    RunReporter(screen, ("kit", "validate", *names), terminal).report_run(checked.result)
    return checked.result.exit_code


def list_common_formats() -> list[str]:
    """List the words for a format that a kit always has."""
    from egv.app.authoring.listing import list_format_offers

    return [word for word, _ in list_format_offers()]


@dataclass(frozen=True, slots=True)
class PreviewOptions:
    """The kit to draw, in which formats, and where."""

    name: KitWord
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FOLDER",
            help="Where it goes.",
            show_default="preview/KIT in the output folder",
        ),
    ] = None
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="Only this one (egv list formats), or one of the kit's own.",
            autocompletion=list_common_formats,
        ),
    ] = None
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace files that are no preview.")
    ] = False
    opens_result: OpensResult = False
    as_json: AsJson = False
    quiet: IsQuiet = False


def kit_preview(
    terminal: Terminal,
    options: PreviewOptions,
) -> int:
    """Show a brand kit in use: pictures of every format, and a page.

    In seconds it draws each format with cards, logo, name plate and subtitles, and what apps and
    players may cover; a sheet of all of them; and index.html, a page that needs no other file. What
    makes videos draws them, with short and long texts in the language of the kit.
    """
    from egv.app.authoring.kit_preview import preview_kit

    if not (options.quiet or options.as_json):
        terminal.err.print_line(
            f"egv: drawing {options.name}; this takes a few seconds for each format"
        )
    result = preview_kit(
        options.name, options.output, options.formats or (), overwrite=options.overwrite
    )
    if options.as_json:
        terminal.print_json(result.to_json())
    for picture in result.outputs:
        for note in picture.notes:
            terminal.err.print_line(f"egv: {note}", "yellow")
    if not (options.quiet or options.as_json):
        written = [str(picture.output) for picture in result.outputs]
        for path in (*written, *result.outputs[0].sidecars):
            terminal.out.print_line(f"{path}: written")
    if options.opens_result:
        open_made_files(result.outputs[0].sidecars[-1:], terminal.err)
    return result.exit_code


def kit_schema(terminal: Terminal) -> int:
    """Print the JSON Schema of a brand kit, as 'egv config schema kit' does.

    With it an editor can complete and check a kit.
    """
    from egv.app.plan.editor_schemas import build_kit_schema

    terminal.print_json(json.dumps(build_kit_schema(), indent=1))
    return 0


KIT = Command(
    "kit",
    group_text="List, show, begin and check brand kits.",
    examples=("egv kit list", 'egv kit new ours --logo logo.png --colour "#0B3D91"'),
    notes="""\
KIT is a name from the list, a folder with a kit.yaml, or the file itself. A
name is looked for in ./brand_kits, then among those that come with egv.""",
    commands=(
        Command(
            "list",
            kit_list,
            examples=("egv kit list",),
            notes="'here' is ./brand_kits, and 'built-in' comes with egv.",
        ),
        Command("show", kit_show, examples=("egv kit show acme",)),
        Command(
            "new",
            kit_new,
            examples=(
                'egv kit new ours --logo logo.png --colour "#0B3D91"',
                "egv kit new ours --from acme",
            ),
        ),
        Command(
            "validate",
            kit_validate,
            examples=(
                "egv kit validate ours",
                "egv kit validate brand_kits/* --strict --log-format github",
            ),
            notes="""\
With errors a kit cannot be used and the exit code is 2. Warnings are advice:
the exit code is 0, or with --strict 4.""",
        ),
        Command(
            "preview",
            kit_preview,
            examples=("egv kit preview ours", "egv kit preview acme -o look/ --format portrait"),
        ),
        Command("schema", kit_schema, examples=("egv kit schema > kit.schema.json",)),
    ),
)
