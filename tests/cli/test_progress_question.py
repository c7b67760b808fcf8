"""A maker at a terminal is asked once whether the slip may compare; nobody else ever sees it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from egv.app.records.ledger import Ledger
from egv.workflow.slip.progress import ProgressFile
from tests.cli.at_a_terminal import Met, met
from tests.running import egv

pytestmark = [pytest.mark.media, pytest.mark.usefixtures("shared_cache")]
PROJECT = "schema: egv/project@1\nrecipe: news.yaml\nslip: progress\n"
RECIPE = "schema: egv/recipe@1\nname: news\nsteps: [normalise: {}]\n"
ASKED, PART = "Ben jij de maker?", "Jij en je vorige video"
FIRST, SECOND, THIRD = "raw/sample.mp4", "raw/second.mp4", "raw/third.mp4"


@pytest.fixture
def project(here: Path, light_sample: Path) -> Path:
    """A project in which Maria made three recordings, the last of them in a quieter room."""
    Path("egv.yaml").write_text(PROJECT)
    Path("news.yaml").write_text(RECIPE)
    shutil.move(light_sample.parent, here / "raw")
    Path(FIRST).with_suffix(".txt").unlink()
    for name in (SECOND, THIRD):  # other bytes, and the same picture and sound
        shutil.copy(FIRST, name)
        with Path(name).open("ab") as clip:
            clip.write(b"\0\0\0\x08free" * (1 if name == SECOND else 2))
    for name in (FIRST, SECOND, THIRD):
        Path(name).with_suffix(".egv.yaml").write_text("maker: Maria\n")
    return here


def run(here: Path, clip: str, *keys: bytes) -> Met:
    done = met(here, keys, clip, "--quality", "draft", command="run", last=b"\n", EGV_LANG="nl")
    assert done.code == 0, done.screen
    return done


def slip(clip: str) -> str:
    return Path("out", Path(clip).with_suffix(".slip.txt").name).read_text("utf-8")


def test_whoever_says_yes_sees_it_at_the_terminal_only(project: Path) -> None:
    assert ASKED in run(project, FIRST, b"ja\n").screen
    assert PART not in slip(FIRST)

    assert ASKED not in run(project, SECOND).screen
    assert "Dit is je tweede video." in slip(SECOND)

    assert egv("run", THIRD, "--quality", "draft", "--no-input").code == 0
    assert "vorige video" not in slip(THIRD)
    assert "last video" not in slip(THIRD)


def test_enter_is_later_and_no_is_for_good(project: Path) -> None:
    assert ASKED in run(project, FIRST, b"\n").screen
    assert ASKED in run(project, SECOND, b"n\n").screen
    assert ASKED not in run(project, THIRD).screen
    assert PART not in slip(THIRD)

    [maker] = Ledger(Path()).made[-1].about.makers
    assert ProgressFile(Ledger(Path())).find_answer(maker) is False
    assert "voice_db" not in Path(".egv/progress.jsonl").read_text()


def test_nobody_is_asked_without_a_terminal_or_without_the_setting(project: Path) -> None:
    ran = egv("run", FIRST, "--quality", "draft", "--no-input")
    assert ran.code == 0, ran.err
    assert not Path(".egv/progress.jsonl").exists()

    Path("egv.yaml").write_text(PROJECT.replace("progress", "on"))
    assert ASKED not in run(project, SECOND).screen
