"""What a dry run says of the run to come: size, time, what is replaced, commands, the recipe."""

from __future__ import annotations

import json
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from egv.core.graph.input_guards import GUARDS
from tests.running import egv

pytestmark = [pytest.mark.media, pytest.mark.usefixtures("shared_cache")]

Maker = Callable[..., Path]
PICTURE = ("-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=2", "-f", "lavfi", "-i", "sine=d=2")
LINE = ("reframe", "normalise", "a.mp4", "--quality", "draft")


@pytest.fixture(autouse=True)
def source(clip: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clip in the working folder."""
    monkeypatch.chdir(tmp_path)
    return clip("a.mp4", *PICTURE, "-c:v", "mpeg4", "-c:a", "aac", "-shortest")


def test_time_size_and_what_is_replaced_are_foreseen() -> None:
    first = egv(*LINE, "-n")
    assert "the time is known once a video was made here" in first.out
    assert "replace" not in first.out
    made = egv(*LINE, "--json").json
    told = egv(*LINE, "--format", "square", "-o", "out/a.mp4", "-n")
    document = egv(*LINE, "--format", "square", "-o", "out/a.mp4", "-n", "--json").json

    assert "  replaces out/a.mp4" in told.out
    assert ", 1 file replaced.\nNothing was written." in told.out
    assert " of work" in told.out
    assert "planned in" not in told.err
    [planned], totals = document["outputs"], document["totals"]
    assert planned["replaces"] is True
    pace = made["outputs"][0]["seconds"] / made["outputs"][0]["duration"]
    assert planned["seconds"] == pytest.approx(pace * planned["duration"], abs=0.1)
    assert (totals["clips"], totals["planned"], totals["replaced"]) == (1, 1, 1)
    assert totals["size_bytes"] == planned["size_bytes"]
    assert planned["commands"]


def test_the_totals_of_a_run_are_the_sums_of_its_outputs() -> None:
    document = egv(*LINE, "--format", "reel", "--format", "square", "--json").json
    outputs, totals = document["outputs"], document["totals"]

    assert (totals["clips"], totals["outputs"], totals["rendered"]) == (1, 2, 2)
    assert totals["size_bytes"] == sum(Path(one["output"]).stat().st_size for one in outputs)
    assert totals["duration"] == pytest.approx(sum(one["duration"] for one in outputs))
    assert totals["seconds"] == max(one["seconds"] for one in outputs)  # made together


@pytest.mark.parametrize(("flag", "has_guards"), [("-v", False), ("-vv", True)])
def test_a_shown_command_can_be_read_and_pasted(flag: str, has_guards: bool) -> None:
    shown = [line for line in egv(*LINE, "-n", flag).err.splitlines() if " -nostdin " in line]

    assert len(shown) == 1
    assert [name for name in GUARDS if f"-{name}" in shown[0]] == (list(GUARDS) * has_guards)
    words = shlex.split(shown[0])
    sound = words.index(f"file:{Path('sound.m4a').absolute()}")
    words[sound] = "a.mp4"  # the one thing that is not there yet
    words[-1] = "pasted.mp4"
    Path("out").mkdir(exist_ok=True)
    subprocess.run([words[0], "-y", *words[1:]], check=True, capture_output=True)
    assert Path("pasted.mp4").stat().st_size > 1000


def test_the_real_run_shows_its_commands_without_guards_too() -> None:
    assert "-codec_whitelist" not in egv(*LINE, "-v").err
    again = egv(*LINE, "-vv", "-o", "other/")
    assert "-codec_whitelist" in again.err


@pytest.mark.parametrize(
    ("word", "place", "again"),
    [
        ("mine", "recipes/mine.yaml", "mine"),
        ("mine.yml", "mine.yml", "mine.yml"),
        ("ours/mine", "ours/mine.yaml", "ours/mine.yaml"),
    ],
)
@pytest.mark.parametrize("dry", [("-n",), ()])
def test_a_saved_recipe_is_where_it_is_said_and_found_again(
    word: str, place: str, again: str, dry: tuple[str, ...]
) -> None:
    told = egv(*LINE, "--save-recipe", word, *dry)
    plan = egv(*LINE, "-n", "--json").json["outputs"][0]["plan"]

    assert told.code == 0
    assert f"{place}: this line was written as a recipe. To do the same again:\n" in told.out
    assert f"  egv run -r {again} CLIP\n" in told.out
    assert ("Nothing was written" in told.out) is False
    first = Path(place).read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# yaml-language-server: $schema=")
    assert (Path(place).parent / first.partition("=")[2]).is_file()
    document = egv("run", "-r", again, "a.mp4", "--quality", "draft", "-n", "--json").json
    assert document["outputs"][0]["plan"] == plan
    saved = json.loads(egv(*LINE, "--save-recipe", word, "-n", "--json").out)
    assert (saved["recipe"], saved["recipe_word"]) == (place, again)
