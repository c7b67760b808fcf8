"""Project files: the nearest one upward, its paths from the working folder, its faults told."""

from __future__ import annotations

from pathlib import Path

import pytest

from egv.core.errors import ProjectError
from egv.tools.library.projects import (
    FoundProject,
    find_nearest_project,
    load_project,
    load_user_project,
)

HEAD = "schema: egv/project@1\n"


def write(folder: Path, text: str = "") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "egv.yaml").write_text(HEAD + text)
    return folder / "egv.yaml"


def nearest() -> FoundProject:
    found = find_nearest_project()
    assert found
    return found


def test_the_nearest_project_upward_counts(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(here, "output: outer/\n")
    inner = write(here / "a/b", "output: inner/\n")
    (here / "a/b/c").mkdir()
    monkeypatch.chdir(here / "a/b/c")

    assert nearest().path == inner
    monkeypatch.chdir(here / "a")
    assert nearest().spec.output == "outer/"


@pytest.mark.usefixtures("here")
def test_without_a_project_there_is_none() -> None:
    assert load_user_project() is None
    assert find_nearest_project() is None


def test_a_users_own_project_is_in_the_users_settings(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(here / "config"))
    write(here / "config/egv", "jobs: 3\n")
    found = load_user_project()

    assert found
    assert found.spec.jobs == 3


def test_paths_in_a_project_are_from_its_own_folder(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(here)
    (here / "sub").mkdir()

    assert nearest().locate_output("videos/") == "videos/"
    monkeypatch.chdir(here / "sub")
    assert nearest().locate_output("videos/") == f"{here}/videos/"
    assert nearest().locate_kit("kits/own.yaml") == f"{here}/kits/own.yaml"


def test_a_name_is_the_projects_own_kit_or_recipe_where_it_has_one(here: Path) -> None:
    write(here)

    assert (nearest().locate_kit("acme"), nearest().locate_recipe("news")) == ("acme", "news")
    for path in ("brand_kits/acme/kit.yaml", "recipes/news.yaml"):
        (here / path).parent.mkdir(parents=True)
        (here / path).touch()
    assert nearest().locate_kit("acme") == "brand_kits/acme/kit.yaml"
    assert nearest().locate_recipe("news") == "recipes/news.yaml"
    assert nearest().locate_recipe("news.yaml") == "./news.yaml"


def test_every_fault_is_told_with_its_line(here: Path) -> None:
    path = write(here, "jobs: 0\noutptu: a\n")

    with pytest.raises(ProjectError) as refused:
        load_project(path)
    assert "egv.yaml:2:" in str(refused.value)
    assert "egv.yaml:3:" in str(refused.value)


@pytest.mark.posix("links")
def test_a_folder_or_a_broken_link_in_its_place_is_told(here: Path) -> None:
    (here / "egv.yaml").symlink_to("nothing")
    with pytest.raises(ProjectError):
        find_nearest_project()
    (here / "egv.yaml").unlink()
    (here / "egv.yaml").mkdir()
    with pytest.raises(
        ProjectError, match="this is a folder, but a project file must have this name"
    ):
        find_nearest_project()
