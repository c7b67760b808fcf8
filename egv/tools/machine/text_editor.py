"""The text editor of whoever sits at this machine: found, and opened on a file until it closes."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from egv.core.errors import EnvironmentFault, name_cause

VARIABLES = ("VISUAL", "EDITOR")
OF_SYSTEM = {"win32": ["notepad"], "darwin": ["open", "-t", "-W"]}
USUAL = ("nano", "vi")


def find_editor(
    environment: Mapping[str, str] = os.environ, system: str = sys.platform
) -> list[str]:
    """Find the command of the editor: `$VISUAL`, `$EDITOR`, else the usual one of the system.

    Raises EnvironmentFault where there is none.
    """
    for variable in VARIABLES:
        if said := environment.get(variable, "").strip():
            return _split_command(said, variable, system)
    if system in OF_SYSTEM:
        return OF_SYSTEM[system]
    if found := next(filter(None, map(shutil.which, USUAL)), None):
        return [found]
    raise EnvironmentFault(
        "--edit: no text editor was found; name yours in VISUAL, such as: export VISUAL=nano"
    )


def _split_command(said: str, variable: str, system: str) -> list[str]:
    """Split the command in `variable`; on Windows a path with blanks may stand without quotes."""
    try:
        words = shlex.split(said, posix=system != "win32")
    except ValueError:
        raise EnvironmentFault(f"{variable} is '{said}', and a quote in it never closes") from None
    words = [word.strip('"') for word in words]
    whole = said.strip('"')
    if system == "win32" and not shutil.which(words[0]) and shutil.which(whole):
        return [whole]
    return words


def edit_file(path: Path) -> None:
    """Open the file in the editor, and wait until it closes. Raises EnvironmentFault."""
    command = find_editor()
    try:
        code = subprocess.run([*command, str(path)], check=False).returncode  # noqa: S603
    except OSError as error:
        raise EnvironmentFault(
            f"--edit: the editor '{command[0]}' cannot be started ({name_cause(error)}); name"
            " another in VISUAL"
        ) from None
    if code:
        raise EnvironmentFault(
            f"--edit: the editor '{command[0]}' ended with exit code {code}, so no video is made;"
            f" what it saved is in {path}"
        )
