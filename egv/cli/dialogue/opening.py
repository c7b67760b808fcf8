"""Opening what a command made, for `--open`; it never changes the exit code."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from egv.cli.screen.terminal import OutputStream

OpensResult = Annotated[
    bool, typer.Option("--open", help="Open what was made with your own viewer.")
]


def open_made_files(paths: Sequence[str], voice: OutputStream) -> None:
    """Open the only one of `paths`, or the folder of the first; tell `voice` where none can be."""
    from egv.tools.machine.viewer import open_with_viewer

    if not paths:
        return
    path = Path(paths[0]) if len(paths) == 1 else Path(paths[0]).parent
    if not open_with_viewer(path):
        voice.print_line(
            f"egv: note: --open: this machine has no screen or no viewer; open {path} yourself",
            "yellow",
        )
