"""`egv doctor`, `egv version` and `egv list`: what this machine has, and what this egv knows."""

from __future__ import annotations

from typing import Annotated

import typer

from egv.cli.binding.command import Command
from egv.cli.binding.printing import AsJson, print_result
from egv.cli.dialogue.model_fetch import can_offer_model, offer_missing_model
from egv.cli.screen.interpreter import find_screen_language
from egv.cli.screen.terminal import Terminal
from egv.core.errors import UsageError
from egv.core.text.faults import suggest_or_list

KINDS = ("steps", "recipes", "kits", "formats")


def doctor(terminal: Terminal, as_json: AsJson = False) -> int:
    """Say what this machine has and what it lacks, and what to do about it.

    It looks at ffmpeg and its parts, Python packages, the speech model, fonts, memory, free disk
    and the cache. Nothing is written or sent; at a terminal it offers to fetch a speech model where
    there is none.
    """
    from egv.app.authoring.doctor import examine_machine
    from egv.app.authoring.models import has_any_model

    report = examine_machine()
    print_result(terminal, report, report.to_lines(), as_json=as_json)
    if not as_json and can_offer_model(terminal) and not has_any_model():
        offer_missing_model(terminal)
    return 0 if report.ok else 5


DOCTOR = Command(
    "doctor",
    doctor,
    examples=("egv doctor", "egv doctor --json"),
    notes="The exit code is 0 when nothing is missing, else 5; advice alone is no lack.",
)


def version(terminal: Terminal, as_json: AsJson = False) -> int:
    """Show which egv this is.

    'egv doctor' also says which ffmpeg and which speech models it uses.
    """
    from egv.app.authoring.version import VersionDocument

    document = VersionDocument()
    return print_result(terminal, document, document.to_lines(), as_json=as_json)


VERSION = Command("version", version, examples=("egv version",))


def list_words(
    terminal: Terminal,
    what: Annotated[
        str,
        typer.Argument(
            metavar="[WHAT]",
            help="steps, recipes, kits or formats.",
            show_default="all four",
            autocompletion=lambda: [*KINDS],
        ),
    ] = "",
    as_json: AsJson = False,
) -> int:
    """List the steps, recipes, kits and formats that you can name on a line.

    The formats are those that every kit has, with the other words for each, and those of the kit
    that is used here.
    """
    kind = next((kind for kind in KINDS if what.lower() in (kind, kind[:-1])), "")
    if what and not kind:
        fault = f"list: there is no list of '{what}'{suggest_or_list(what, KINDS)}"
        raise UsageError(fault, hint="egv list")
    from egv.app.authoring.listing import collect_listing

    language = "en" if as_json else find_screen_language()
    listing = collect_listing((kind,) if kind else KINDS, language)
    return print_result(terminal, listing, listing.to_lines(), as_json=as_json)


LIST = Command("list", list_words, examples=("egv list", "egv list formats", "egv list kits"))
