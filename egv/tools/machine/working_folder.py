"""The working folder, which somebody may delete or unplug while egv is at work in it."""

from __future__ import annotations

import os
from pathlib import Path

from egv.core.errors import EnvironmentFault, to_environment_fault
from egv.tools.machine.path_limit import explain_too_long


def check_working_folder() -> None:
    """Raise EnvironmentFault where the working folder is gone."""
    try:
        Path.cwd()
    except OSError:
        raise _build_gone_fault() from None


def find_machine_fault(error: BaseException) -> EnvironmentFault | None:
    """Find the fault of the machine behind `error`; None where the cause is a bug in egv."""
    if isinstance(error, FileNotFoundError):
        try:
            Path.cwd()
        except OSError:
            return _build_gone_fault()
        if fault := explain_too_long(Path(os.fsdecode(error.filename or ""))):
            return EnvironmentFault(fault)
    return to_environment_fault(error)


def _build_gone_fault() -> EnvironmentFault:
    return EnvironmentFault(
        "the working folder is gone; go to another folder (cd) and run the same line again"
    )
