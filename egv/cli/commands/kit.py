"""`egv kit`: list, show, create, check and preview brand kits."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from egv.cli.commands.printing import Action, AsJson, print_document, print_result
from egv.cli.grammar.run_options import LogFormat, ScreenOptions
from egv.cli.screen.terminal import Terminal
from egv.core.errors import UsageError


def list_kit_names() -> list[str]:
    """List the kits that can be called by name."""
    from egv.tools.library.kits import list_kits

    return [kit.name for kit in list_kits()]


KitWord = Annotated[str, typer.Argument(metavar="KIT", autocompletion=list_kit_names)]
KitWords = Annotated[list[str], typer.Argument(metavar="KIT...", autocompletion=list_kit_names)]


def kit_list(as_json: AsJson = False) -> Action:
    """List the brand kits that can be called by name, and where each is from."""

    def show(terminal: Terminal) -> int:
        from egv.app.authoring.kits import collect_kit_listing

        listing = collect_kit_listing()
        return print_result(terminal, listing, listing.to_lines(), as_json=as_json)

    return show


def kit_show(name: KitWord, as_json: AsJson = False) -> Action:
    """Show what a brand kit says, with every default filled in."""

    def show(terminal: Terminal) -> int:
        from egv.app.authoring.kits import load_kit_with_defaults

        return print_document(terminal, load_kit_with_defaults(name), as_json=as_json)

    return show


def kit_new(
    name: Annotated[str, typer.Argument(metavar="NAME")],
    logo: Annotated[
        Path | None,
        typer.Option("--logo", metavar="FILE", help="A PNG or SVG, copied into the kit."),
    ] = None,
    colour: Annotated[
        str | None, typer.Option("--colour", "--color", metavar="COLOUR", help="Your main colour.")
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="KIT", help="Begin as this one.", autocompletion=list_kit_names
        ),
    ] = None,
) -> Action:
    """Begin a brand kit of your own in brand_kits/NAME."""

    def write(terminal: Terminal) -> int:
        from egv.app.authoring.new_kit import NewKit, copy_kit, create_kit, parse_colour

        if source and (logo or colour):
            fault = "--from brings its own logo and colours; leave --logo and --colour out"
            raise UsageError(f"kit new: {fault}, or --from")
        begin = NewKit(name, colour=parse_colour(colour) if colour else None, logo=logo)
        path, *_ = copy_kit(name, source) if source else create_kit(begin)
        terminal.out.print_line(f"{path}: written. Make it yours, then:")
        terminal.out.print_line(f"  egv kit validate {name}")
        return 0

    return write


def kit_validate(
    names: KitWords,
    as_json: AsJson = False,
    log_format: Annotated[
        LogFormat, typer.Option(help="For people, or for GitHub Actions.")
    ] = LogFormat.TEXT,
    strict: Annotated[bool, typer.Option("--strict", help="Stop at warnings, too.")] = False,
) -> Action:
    """Check brand kits and their files; every finding with file, line and column."""

    def check(terminal: Terminal) -> int:
        from egv.app.authoring.kits import validate_kits
        from egv.cli.screen.reporter import RunReporter

        checked = validate_kits(names, strict=strict)
        for summary in checked.summaries:
            (terminal.err if as_json else terminal.out).print_line(summary)
        screen = ScreenOptions(as_json=as_json, log_format=log_format)
        RunReporter(screen, ("kit", "validate", *names), terminal).report_run(checked.result)
        return checked.result.exit_code

    return check


def list_common_formats() -> list[str]:
    """List the formats that every kit has."""
    from egv.core.kit.formats import BUILT_IN

    return list(BUILT_IN)


def kit_preview(
    name: KitWord,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FOLDER", help="Where it goes.")
    ] = None,
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format", metavar="FORMAT", help="Only this one.", autocompletion=list_common_formats
        ),
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace files that are no preview.")
    ] = False,
    as_json: AsJson = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Show errors only.")] = False,
) -> Action:
    """Show a brand kit in use: pictures of every format, and a page."""

    def show(terminal: Terminal) -> int:
        from egv.app.authoring.kit_preview import preview_kit

        if not (quiet or as_json):
            terminal.err.print_line(f"egv: drawing {name}, a few seconds a format")
        result = preview_kit(name, output, formats or (), overwrite=overwrite)
        if as_json:
            terminal.print_json(result.to_json())
        for picture in result.outputs:
            for note in picture.notes:
                terminal.err.print_line(f"egv: {note}", "yellow")
        if not (quiet or as_json):
            written = [str(picture.output) for picture in result.outputs]
            for path in (*written, *result.outputs[0].sidecars):
                terminal.out.print_line(f"{path}: written")
        return result.exit_code

    return show


def kit_schema() -> Action:
    """Print the JSON Schema of a brand kit, for editors."""

    def show(terminal: Terminal) -> int:
        from egv.app.authoring.kits import build_kit_schema

        terminal.print_json(json.dumps(build_kit_schema(), indent=1))
        return 0

    return show


KIT_VERBS = (kit_list, kit_show, kit_new, kit_validate, kit_preview, kit_schema)

KIT_PAGES = {
    "egv kit": """\
  egv kit new ours --logo logo.png --colour '#0B3D91'

List, show, begin and check brand kits.

Usage: egv kit list [--json]
       egv kit show KIT [--json]
       egv kit new NAME [--logo FILE] [--colour COLOUR] [--from KIT]
       egv kit validate KIT... [--strict] [--json]
       egv kit preview KIT [-o FOLDER] [--format FORMAT]... [--json]
       egv kit schema

KIT is a name from the list, a folder with a kit.yaml, or the file itself. A
name is looked for in ./brand_kits, then among those that come with egv.
""",
    "egv kit list": """\
  egv kit list

List the kits that can be called by name, and where each is from: 'here' is
./brand_kits, and 'built-in' comes with egv.

Usage: egv kit list [--json]
""",
    "egv kit show": """\
  egv kit show acme

Show what a kit says, with every default and what it has from the kit it extends
filled in, as YAML or JSON.

Usage: egv kit show KIT [--json]
""",
    "egv kit new": """\
  egv kit new ours --logo logo.png --colour '#0B3D91'
  egv kit new ours --from acme

Begin a kit of your own in brand_kits/NAME, with a comment on every part: in
your colour and others that go with it, with your logo (PNG or SVG), or as a
copy of another kit. A file that is there already is left alone.

Usage: egv kit new NAME [--logo FILE] [--colour COLOUR] [--from KIT]
""",
    "egv kit validate": """\
  egv kit validate ours
  egv kit validate brand_kits/* --strict --log-format github

Check kits and every file they name: all findings at once, with file, line and
column, and what to do. With errors a kit cannot be used and the exit code is 2.
Warnings are advice: the exit code is 0, or with --strict 4.

Usage: egv kit validate KIT... [--strict] [--json] [--log-format text|github]
""",
    "egv kit preview": """\
  egv kit preview ours
  egv kit preview acme -o look/ --format portrait

Show a kit in use, in seconds: a picture of each format (landscape, portrait,
square, feed and the kit's own) with cards, logo, name plate and subtitles, and
what apps and players may cover; a sheet of all of them; and index.html, a page
that needs no other file. What makes videos draws them, with short and long
texts in the kit's language. They go to preview/KIT in the output folder.

Usage: egv kit preview KIT [-o FOLDER] [--format FORMAT]... [OPTIONS]

  -o, --output FOLDER  Where it goes.
      --format FORMAT  Only this one. Repeatable.
      --overwrite      Replace files that are no preview.
      --json           Print one JSON document.
  -q, --quiet          Show errors only.
""",
    "egv kit schema": """\
  egv kit schema > kit.schema.json

Print the JSON Schema of a kit, so that an editor can complete and check it.

Usage: egv kit schema
""",
}
