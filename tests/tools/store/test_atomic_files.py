"""Files appear whole or not at all, and nothing foreign is replaced."""

import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from egv.core.errors import ConflictError, EnvironmentFault
from egv.tools.store.atomic_files import (
    check_disk_room,
    check_own,
    check_replaceable,
    commit_text,
    create_file,
    find_existing_folder,
    is_marked,
    open_part_file,
    open_part_folder,
    write_aside,
    write_new_file,
)


def list_names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_written_aside_takes_its_name_with_its_folder(tmp_path: Path) -> None:
    place = tmp_path / "new" / "a.txt"
    with write_aside(place) as part:
        part.write_text("whole")
        assert not place.exists()

    assert place.read_text() == "whole"
    assert list_names(place.parent) == ["a.txt"]


def test_the_old_file_stays_when_the_writer_fails(tmp_path: Path) -> None:
    place = tmp_path / "a.txt"
    place.write_text("old")
    with pytest.raises(RuntimeError), write_aside(place) as part:  # noqa: PT012
        part.write_text("ha")
        raise RuntimeError

    assert place.read_text() == "old"
    assert list_names(tmp_path) == ["a.txt"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_mode_holds_from_the_first_byte(tmp_path: Path) -> None:
    with write_aside(tmp_path / "a", mode=0o600) as part:
        assert part.stat().st_mode & 0o777 == 0o600
    create_file(tmp_path / "b", b"1", mode=0o600)

    assert (tmp_path / "b").stat().st_mode & 0o777 == 0o600


def test_a_new_file_never_replaces_another(tmp_path: Path) -> None:
    place = tmp_path / "sub" / "a.txt"
    write_new_file(place, "mine")

    with pytest.raises(ConflictError, match="this already exists and is left as it is"):
        write_new_file(place, "yours")
    with pytest.raises(FileExistsError):
        create_file(place, b"yours")
    assert place.read_text() == "mine"
    assert list_names(place.parent) == ["a.txt"]


def test_a_file_in_the_place_of_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    below = tmp_path / "file" / "sub" / "a.txt"

    with pytest.raises(EnvironmentFault, match=r"a\.txt: cannot be written"):
        write_new_file(below, "")
    with pytest.raises(EnvironmentFault, match="choose another folder with -o"):
        commit_text("", below)
    with pytest.raises(EnvironmentFault), open_part_file(below):
        pass
    with pytest.raises(EnvironmentFault), open_part_folder(below):
        pass


def test_only_files_that_name_the_schema_are_replaced(tmp_path: Path) -> None:
    ours, theirs, empty = (tmp_path / name for name in ("ours", "theirs", "empty"))
    ours.write_text('{"schema": "egv/result@1"}')
    theirs.write_text("a letter")
    empty.touch()

    for path in (ours, empty, tmp_path / "none"):
        check_replaceable(path, "egv/result", "--report")
    with pytest.raises(
        ConflictError, match=r"--report .*theirs: this file exists and is not an egv/result"
    ):
        check_replaceable(theirs, "egv/result", "--report")


def test_what_is_not_ours_is_named_with_the_fault(tmp_path: Path) -> None:
    check_own(tmp_path / "none", lambda _: False, "it is foreign")
    check_own(tmp_path, lambda _: True, "it is foreign")

    with pytest.raises(ConflictError, match="it is foreign"):
        check_own(tmp_path, lambda _: False, "it is foreign")


def test_a_mark_is_looked_for_near_the_head_or_everywhere(tmp_path: Path) -> None:
    path = tmp_path / "page"
    path.write_text(" " * 2000 + "mark")

    assert not is_marked(path, "mark")
    assert is_marked(path, "mark", within=-1)


def test_the_nearest_folder_that_exists_is_found(tmp_path: Path) -> None:
    assert find_existing_folder(tmp_path) == tmp_path
    assert find_existing_folder(tmp_path / "a" / "b") == tmp_path


def test_a_drive_that_is_not_there_is_the_machines_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "exists", lambda _: False)

    with pytest.raises(EnvironmentFault, match="its drive is not there"):
        find_existing_folder(tmp_path / "a")


def test_a_small_file_on_a_full_disk_is_told_in_figures_that_mean_something(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=20_000))

    with pytest.raises(EnvironmentFault, match=r": 20 kB free, about \d+ kB needed; free some"):
        check_disk_room(tmp_path / "a.mp4", 100_000)
