"""What egv keeps about people can be read by those whom it concerns."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from egv.app.records.ledger import STATE, Ledger
from egv.app.records.ledger_lines import FailureRecord
from egv.tools.store.crash_log import write_crash_log
from egv.tools.store.private_folders import make_private_folder, make_state_folder

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")


def read_rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_crash_log_is_read_by_its_user_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EGV_CACHE", str(tmp_path))
    (tmp_path / "crash").mkdir(mode=0o755)  # of an earlier egv
    log = write_crash_log(ValueError("Maria Jansen"))

    assert "Maria Jansen" in log.read_text()
    assert read_rights(log) == 0o600
    assert read_rights(log.parent) == 0o700


@pytest.mark.parametrize(("beside", "rights"), [(0o755, 0o700), (0o750, 0o700), (0o775, 0o770)])
def test_the_state_of_a_project_is_open_to_who_may_write_beside_it(
    tmp_path: Path, beside: int, rights: int
) -> None:
    tmp_path.chmod(beside)
    (tmp_path / "egv.yaml").touch()
    folder = tmp_path / STATE
    folder.mkdir()
    folder.chmod(0o775)
    Ledger(tmp_path).add_failures([FailureRecord(failed="Maria.mp4", kind="input")])

    assert read_rights(folder) == rights


def test_a_folder_that_is_closed_enough_stays_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "deep/own"
    make_private_folder(folder)
    make_state_folder(folder)

    assert read_rights(folder) == 0o700


def test_the_folder_of_another_user_stays_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, mode: int) -> None:
        raise PermissionError(1, "Operation not permitted", str(path), mode)

    tmp_path.chmod(0o755)
    monkeypatch.setattr(Path, "chmod", refuse)
    make_private_folder(tmp_path)

    assert read_rights(tmp_path) == 0o755
