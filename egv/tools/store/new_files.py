"""New files, which never replace an existing one."""

from __future__ import annotations

from pathlib import Path

from egv.core.errors import ConflictError, EnvironmentFault
from egv.tools.machine import shutdown


def write_new_file(path: Path, content: str | bytes) -> None:
    """Write a new file.

    Raises ConflictError where a file exists: it may hold somebody's work.
    """
    raw = content.encode() if isinstance(content, str) else content
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with shutdown.hold_interruptions(), path.open("xb") as file:
            file.write(raw)
    except FileExistsError:
        fault = f"{path}: this already exists and is left as it is; choose another name"
        raise ConflictError(fault) from None
    except OSError as error:
        raise EnvironmentFault(f"{path}: cannot be written ({error.strerror})") from None
