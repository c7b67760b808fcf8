"""`egv model`: list, fetch, check and locate speech models."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from egv.cli.binding.command import Command
from egv.cli.binding.printing import AsJson, IsQuiet, print_result
from egv.cli.dialogue.model_fetch import show_fetch
from egv.cli.screen.terminal import Terminal


def list_model_names() -> list[str]:
    """List the names of the models that egv knows."""
    from egv.core.cues.speech_models import KNOWN

    return list(KNOWN)


ModelWord = Annotated[
    str,
    typer.Argument(
        metavar="NAME|DIR",
        help="A name (egv model list) or a folder.",
        autocompletion=list_model_names,
    ),
]


def model_list(terminal: Terminal, as_json: AsJson = False) -> int:
    """List the speech models that egv knows, and where each is.

    The best comes first, with the size of the download. The one with a star is taken when none is
    named.
    """
    from egv.app.authoring.models import collect_model_listing

    listing = collect_model_listing()
    return print_result(terminal, listing, listing.to_lines(), as_json=as_json)


def model_fetch(
    terminal: Terminal,
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME|FILE",
            help="Its name (egv model list), or a zip file or folder that you got.",
            autocompletion=list_model_names,
        ),
    ],
    source: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="URL|DIR",
            help="A mirror or a folder.",
            show_default="EGV_MODEL_SOURCE, else the hub",
        ),
    ] = None,
    quiet: IsQuiet = False,
    as_json: AsJson = False,
) -> int:
    """Fetch a speech model over the network, and check every byte of it.

    It appears whole or not at all; stopped, the same line goes on where it was. It comes to
    EGV_MODEL_DIR, or to egv's own folder. A zip file or a folder with a model that somebody gave
    you is checked and copied there, without the network.
    """
    from egv.app.authoring.models import fetch_any_model

    if quiet or as_json:
        found = fetch_any_model(name, lambda *_: None, source)
    else:
        found = show_fetch(
            terminal, Path(name).name, lambda progress: fetch_any_model(name, progress, source)
        )
    line = f"{found.path}: the speech model is complete. Use it with: {found.usage_line}"
    return print_result(terminal, found, () if quiet else (line,), as_json=as_json)


def model_check(terminal: Terminal, model: ModelWord, as_json: AsJson = False) -> int:
    """Check a speech model: every file that is missing or broken, by name."""
    from egv.app.authoring.models import check_model

    found = check_model(model)
    line = f"{found.path}: the speech model is complete"
    return print_result(terminal, found, (line,), as_json=as_json)


def model_path(
    terminal: Terminal,
    model: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]",
            help="Its name: egv model list.",
            show_default="the one that is taken",
            autocompletion=list_model_names,
        ),
    ] = None,
) -> int:
    """Print the folder of a speech model, or of the one that is taken when none is named."""
    from egv.app.authoring.models import find_model_path

    terminal.out.print_raw(str(find_model_path(model)))
    return 0


MODEL = Command(
    "model",
    group_text="List, fetch and check the speech models that egv recognises words with.",
    examples=("egv model list", "egv model fetch small"),
    notes="""\
A model is looked for in $EGV_MODEL_DIR, in egv's own folder, and where other
programs keep what they fetched. Without --model the best one that fits the
free memory is taken. Only 'fetch' uses the network.""",
    commands=(
        Command("list", model_list, examples=("egv model list",)),
        Command(
            "fetch",
            model_fetch,
            examples=("egv model fetch small", "egv model fetch ~/Downloads/model.zip"),
            notes="""\
A mirror or folder holds NAME/ with the files and, on the web, their SHA256SUMS
(cd small && sha256sum * > SHA256SUMS). HF_ENDPOINT names another hub.""",
        ),
        Command(
            "check",
            model_check,
            examples=("egv model check models/small",),
            notes="The exit code is 0 when it is whole and 5 when it is not.",
        ),
        Command(
            "path",
            model_path,
            examples=("egv model path small", "egv subtitle clip.mov --model small"),
        ),
    ),
)
