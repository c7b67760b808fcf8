"""A working folder that somebody deleted: one sentence, from any command."""

from __future__ import annotations

from pathlib import Path

import pytest

from egv.core.errors import EnvironmentFault
from egv.tools.machine.working_folder import check_working_folder, find_machine_fault
from tests.running import egv

GONE = "the working folder is gone; go to another folder (cd)"


@pytest.fixture
def _in_a_deleted_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    try:
        (tmp_path / "gone").rmdir()
        Path.cwd()
    except FileNotFoundError:
        return
    except OSError:
        pass
    pytest.skip("this system keeps a folder that somebody works in")


@pytest.mark.usefixtures("_in_a_deleted_folder")
def test_a_folder_that_is_gone_is_told_from_a_bug() -> None:
    with pytest.raises(EnvironmentFault) as fault:
        check_working_folder()

    assert str(fault.value).startswith(GONE)
    assert str(find_machine_fault(FileNotFoundError(2, "x"))).startswith(GONE)


def test_in_a_folder_that_is_there_a_missing_file_is_a_bug() -> None:
    check_working_folder()
    assert find_machine_fault(FileNotFoundError(2, "x")) is None


@pytest.mark.usefixtures("_in_a_deleted_folder")
@pytest.mark.parametrize("line", ["run a.mp4", "check a.mp4", "kit list", "init", "report"])
def test_every_command_names_it_and_ends_with_5(line: str) -> None:
    ran = egv(*line.split())

    assert ran.code == 5
    assert GONE in ran.err


@pytest.mark.usefixtures("_in_a_deleted_folder")
def test_help_needs_no_folder() -> None:
    assert egv("--help").code == 0
