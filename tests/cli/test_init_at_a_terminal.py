"""`egv init` as somebody meets it who sits at a terminal, a real one."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from PIL import Image

from egv.tools.library.kits import load_kit_file
from tests.cli.at_a_terminal import met
from tests.places import ROOT

CTRL_C, CTRL_D = b"\x03", b"\x04"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    folder = tmp_path / "videos"
    folder.mkdir()
    return folder


def files(folder: Path) -> list[str]:
    return sorted(str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_file())


def test_enter_five_times_is_what_yes_makes(here: Path) -> None:
    asked = met(here, [b"\n"] * 5)
    (here / "asked").mkdir()
    for name in ("egv.yaml", "brand_kits"):
        (here / name).rename(here / "asked" / name)
    silent = met(here, [], "--yes")

    assert asked.code == silent.code == 0, asked.screen
    assert [line[:3] for line in asked.screen.splitlines() if "]: " in line] == [
        f"{number}/5" for number in range(1, 6)
    ]
    assert "]: " not in silent.screen
    for name in ("egv.yaml", "brand_kits/my-organisation/kit.yaml"):
        assert (here / name).read_bytes() == (here / "asked" / name).read_bytes()


def test_what_is_answered_is_what_is_made(here: Path) -> None:
    picture = Image.new("RGBA", (300, 100))
    picture.paste((255, 255, 255, 255), (20, 20, 280, 80))
    picture.save(here / "our logo.png")
    dropped = f"'{here}/our logo.png'\n"  # as terminals write a file that is dropped on them
    answers = ['Zorg & "Zo"\n', dropped, "00a3ad\n", "Nederlands\n", "HR, Productie\n"]
    done = met(here, [each.encode() for each in answers])
    project = yaml.safe_load((here / "egv.yaml").read_text())
    kit = load_kit_file(here / "brand_kits/zorg-zo/kit.yaml").spec

    assert done.code == 0, done.screen
    assert (project["kit"], project["language"]) == ("zorg-zo", "nl")
    assert project["spaces"]["productie"] == {"output": "out/productie/"}
    assert (kit.title, kit.palette.primary.hex) == ('Zorg & "Zo"', "#00A3AD")
    assert kit.logo.variants["logo"].for_background == "dark"
    assert done.screen.splitlines()[-1] == "  egv run YOUR-CLIP.mp4"


def test_a_wrong_answer_is_asked_again(here: Path) -> None:
    answers = [b"\n", b"gone.png\n", b"\n", b"blurple\n", b"\n", b"klingon\n", b"\n", b"\n"]
    done = met(here, answers)

    assert done.code == 0, done.screen
    assert "gone.png: there is no such file" in done.screen
    assert "blurple: this is not a colour" in done.screen
    assert "klingon" in done.screen
    assert files(here) == [
        ".egv/kit.schema.json",
        ".egv/project.schema.json",
        "brand_kits/my-organisation/kit.yaml",
        "egv.yaml",
    ]


def test_only_what_no_option_says_is_asked(here: Path) -> None:
    done = met(here, [b"\n"] * 3, "--name", "Acme", "--colour", "10344F")

    assert done.code == 0, done.screen
    assert "1/3  Logo" in done.screen
    assert load_kit_file(here / "brand_kits/acme/kit.yaml").spec.palette.primary.hex == "#10344F"


@pytest.mark.parametrize(("key", "code"), [(CTRL_C, 128 + signal.SIGINT), (CTRL_D, 2)])
def test_who_goes_away_leaves_nothing_behind(here: Path, key: bytes, code: int) -> None:
    gone = met(here, [b"Acme\n", b"\n", key])

    assert gone.code == code, gone.screen
    assert "Traceback" not in gone.screen
    assert not files(here)
    assert not [*here.iterdir()]


def test_a_project_that_is_there_is_told_before_any_question(here: Path) -> None:
    (here / "egv.yaml").write_text("mine\n")
    done = met(here, [b"\n"] * 5)

    assert done.code == 2
    assert "]: " not in done.screen


def test_the_questions_are_in_the_language_of_who_sits_there(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EGV_LANG", "nl")
    done = met(here, [b"\n"] * 5)
    project = yaml.safe_load((here / "egv.yaml").read_text())

    assert done.code == 0, done.screen
    assert "1/5  Hoe heet je organisatie [Mijn organisatie]: " in done.screen
    assert "gesproken wordt: nl (Nederlands), en (Engels), de (Duits)… [nl]: " in done.screen
    assert "Zet een opname in de map, en dan:" in done.screen
    assert (project["kit"], project["language"]) == ("mijn-organisatie", "nl")


@pytest.mark.skipif(shutil.which("setsid") is None, reason="only a POSIX shell has such jobs")
def test_a_job_in_the_background_of_a_shell_asks_nothing_and_ends(tmp_path: Path) -> None:
    """`egv … &`: its shell would stop it as soon as it read from the terminal."""
    near, far = os.openpty()
    job = f"'{sys.executable}' -m egv init here & wait $!; echo code $?"
    with subprocess.Popen(
        ["setsid", "--ctty", "--wait", "sh", "-m", "-c", job],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=far,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as shell:
        said, _ = shell.communicate(timeout=60)
    os.close(near)
    os.close(far)

    assert "code 0" in said
    assert (tmp_path / "here" / "egv.yaml").is_file()
