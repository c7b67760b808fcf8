"""A project that counts makers asks who made a clip: once, at a terminal; Enter is an answer."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from egv.app.plan.order import Order, RunOptions
from egv.app.plan.plan import plan_run, write_recipe
from egv.tools.store.pseudonyms import compute_pseudonym
from tests.cli.at_a_terminal import Met, met
from tests.conftest import SAMPLE

QUESTION = "Who made this?"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project that counts makers, with one short clip."""
    shutil.copy(SAMPLE, tmp_path / "talk.mp4")
    (tmp_path / "egv.yaml").write_text("schema: egv/project@1\nreport: {ask_maker: true}\n")
    return tmp_path


def ran(folder: Path, keys: list[bytes], *words: str) -> Met:
    line = ("--start", "1", "--end", "2", "--force", "talk.mp4", "--quality", "draft", *words)
    done = met(folder, keys, *line, command="trim", last=b"\n", EGV_LANG="en")
    assert done.code == 0, done.screen
    return done


def read_makers(folder: Path) -> list[Any]:
    lines = (folder / ".egv" / "ledger.jsonl").read_text().splitlines()
    return [json.loads(line)["about"].get("makers", []) for line in lines if '"about"' in line]


@pytest.mark.media
def test_an_answer_is_counted_and_never_written_down(project: Path) -> None:
    done = ran(project, [b"Maria Bos\n"])

    assert done.screen.count(QUESTION) == 1
    assert read_makers(project) == [[compute_pseudonym("Maria Bos")]]
    state = (path for path in project.rglob("*") if path.is_file() and path.suffix != ".mp4")
    assert not [path for path in state if b"Maria" in path.read_bytes()]
    assert QUESTION not in ran(project, []).screen  # the video is there


@pytest.mark.media
def test_enter_skips_it_and_whoever_is_named_is_not_asked_about(project: Path) -> None:
    assert QUESTION in ran(project, [b"\n"], "-o", "made-a.mp4").screen
    assert read_makers(project) == [[]]

    assert QUESTION not in ran(project, [], "-o", "made-b.mp4", "--set", "maker=Mo").screen
    (project / "talk.egv.yaml").write_text("schema: egv/clip@1\nmaker: Jo Smit\n")
    assert QUESTION not in ran(project, [], "-o", "made-c.mp4").screen
    assert QUESTION not in ran(project, [], "-o", "made-d.mp4", "--no-input").screen
    assert read_makers(project)[1:3] == [[compute_pseudonym(name)] for name in ("Mo", "Jo Smit")]


@pytest.mark.media
def test_elsewhere_nobody_is_asked(project: Path) -> None:
    (project / "egv.yaml").write_text("schema: egv/project@1\n")

    assert QUESTION not in ran(project, []).screen


def test_a_saved_recipe_forgets_who_made_the_clip(tmp_path: Path) -> None:
    order = Order(
        ("a.mp4",), (), "", RunOptions(variables=(("maker", "Jo Smit"), ("title", "Week")))
    )
    write_recipe(plan_run(order), tmp_path / "saved.yaml")

    saved = (tmp_path / "saved.yaml").read_text()
    assert "Week" in saved
    assert "Jo Smit" not in saved
