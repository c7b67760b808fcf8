"""Deletion that follows no link and takes nothing that is no file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from egv.tools.store.safe_delete import (
    PathState,
    classify_path,
    join_real_path,
    list_folder_files,
    measure_size_bytes,
    remove_empty_folders,
    remove_file,
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A file, a folder, a link to each, a pipe and a link to nothing."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("abc")
    (tmp_path / "folder/inner").write_text("abcd")
    (tmp_path / "to-file").symlink_to("file")
    (tmp_path / "to-folder").symlink_to("folder")
    (tmp_path / "to-nothing").symlink_to("nothing")
    os.mkfifo(tmp_path / "pipe")
    return tmp_path.resolve()


@pytest.mark.posix("links", "named pipes")
@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("file", PathState.FILE),
        ("folder/inner", PathState.FILE),
        ("folder", PathState.OTHER),
        ("pipe", PathState.OTHER),
        ("to-file", PathState.LINK),
        ("to-nothing", PathState.LINK),
        ("to-folder", PathState.LINK),
        ("to-folder/inner", PathState.LINK),
        ("nothing", PathState.GONE),
        ("file/below", PathState.GONE),
    ],
)
def test_only_what_no_link_leads_to_is_a_file(home: Path, name: str, state: PathState) -> None:
    assert classify_path(join_real_path(home, name)) is state


@pytest.mark.posix("links", "named pipes")
def test_a_name_is_joined_without_following_links_below_its_base(home: Path) -> None:
    assert join_real_path(home / "to-folder", "inner") == home / "folder/inner"
    assert join_real_path(home, "to-folder/../file") == home / "file"


@pytest.mark.posix("links", "named pipes")
def test_links_in_a_folder_are_listed_and_not_followed(home: Path) -> None:
    names = [str(path.relative_to(home)) for path in list_folder_files(home)]

    assert "folder/inner" in names
    assert "to-file" in names
    assert "to-folder/inner" not in names


@pytest.mark.posix("links", "named pipes")
def test_what_is_gone_is_small_and_can_be_removed_again(home: Path) -> None:
    assert measure_size_bytes(home / "file") == 3
    remove_file(home / "file")
    remove_file(home / "file")

    assert measure_size_bytes(home / "file") == 0


@pytest.mark.posix("links", "named pipes")
def test_only_empty_folders_go(home: Path) -> None:
    (home / "a/b/c").mkdir(parents=True)
    (home / "a/kept").mkdir()
    (home / "a/kept/file").touch()
    remove_empty_folders(home / "a")

    assert not (home / "a/b").exists()
    assert (home / "a/kept/file").exists()
