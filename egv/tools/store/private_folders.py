"""Folders for egv's own state, which may name people: closed to those whom it does not concern."""

from __future__ import annotations

import contextlib
import stat
from pathlib import Path

EVERYBODY = stat.S_IRWXO
GROUP = stat.S_IRWXG


def make_state_folder(folder: Path) -> None:
    """Make `folder`, closed to all but its owner; and its group, if that may write beside it.

    A team that makes videos in one folder together needs one list of them; else names of people
    and files are nobody's business. Faults as in `make_private_folder`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    is_shared = folder.parent.stat().st_mode & stat.S_IWGRP
    _make_closed_folder(folder, EVERYBODY if is_shared else EVERYBODY | GROUP)


def make_private_folder(folder: Path) -> None:
    """Make `folder`, closed to all but its owner.

    The folder of another user stays as it is, and so does one on Windows, where the folder above it
    says who may read it. Raises OSError where it cannot be made.
    """
    _make_closed_folder(folder, EVERYBODY | GROUP)


def _make_closed_folder(folder: Path, closed: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    mode = folder.stat().st_mode
    if mode & closed:
        with contextlib.suppress(PermissionError):  # another user's, or a drive without rights
            folder.chmod(stat.S_IMODE(mode) & ~closed)
