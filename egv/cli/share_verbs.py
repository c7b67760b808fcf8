"""`egv share`: packs that are ready to post, and the weekly overview of them."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from egv.cli.terminal import Terminal
from egv.cli.verbs import Action, AsJson, told
from egv.core.errors import UsageError
from egv.core.tongue import tongue_of


def share_pack(
    clips: Annotated[list[str], typer.Argument(metavar="CLIP...")],
    said: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=TEXT", help="Fill in a post.")
    ] = None,
    as_json: AsJson = False,
) -> Action:
    """Put all that posting a video needs in one folder."""
    texts = dict(map(_text, said or ()))

    def pack(terminal: Terminal) -> int:
        from egv.app.sharing import packs_made

        made = packs_made(clips, texts, tongue_of(os.environ), date.today())
        return told(terminal, made, made.lines(), as_json=as_json)

    return pack


def share_digest(
    folder: Annotated[Path | None, typer.Argument(metavar="[FOLDER]")] = None,
    week: Annotated[
        str, typer.Option("--week", metavar="WEEK", help="Such as 2026-W47. [this week]")
    ] = "",
    as_json: AsJson = False,
) -> Action:
    """Write the overview of a week's packs, to post, adapt or skip."""

    def write(terminal: Terminal) -> int:
        from egv.app.sharing import digest_here

        made = digest_here(folder, week, tongue_of(os.environ), date.today())
        return told(terminal, made, made.lines(), as_json=as_json)

    return write


SHARE_VERBS = (share_pack, share_digest)


def _text(word: str) -> tuple[str, str]:
    name, sign, text = word.partition("=")
    if not sign or not name:
        raise UsageError(f"--set {word}: write NAME=TEXT, such as --set name=Maria")
    return name, text
