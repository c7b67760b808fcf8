"""Files that come with egv: in its package, and what a checkout keeps beside it."""

from __future__ import annotations

from pathlib import Path

import egv

PACKAGE = Path(egv.__file__).parent


def find_shipped_folder(name: str) -> Path:
    """The folder `name` of the package; in a checkout that of the repository, beside it."""
    installed = PACKAGE / name
    return installed if installed.is_dir() else PACKAGE.parent / name
