"""Recipes on the sample clip: planned, rendered, and done again only when a word has changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from egv.tools.library.recipes import BUILT_IN
from tests.places import ROOT
from tests.running import Ran, egv, frames, loudness
from tests.variants import take_one_in

Maker = Callable[..., Path]
pytestmark = [pytest.mark.media, pytest.mark.usefixtures("shared_cache")]

EXAMPLES = ROOT / "examples"
SAMPLE = EXAMPLES / "sample.mp4"
SCRIPT = EXAMPLES / "sample.script.txt"
SAID = ("--set", "title=A good day", "--set", "name=Maria")
RECIPES = sorted(path.stem for path in BUILT_IN.glob("[!_]*.yaml"))


def words(recipe: str, sample: Path = SAMPLE, script: Path = SCRIPT) -> tuple[object, ...]:
    more: tuple[str, ...] = ()
    if recipe == "interview-duo":
        more = ("--set", "host=Jan")
    if recipe == "knowledge-transfer":
        more = ("--set", "role=Engineer")
    return ("run", "-r", recipe, sample, "-k", "acme", *SAID, *more, "subtitle", "--script", script)


@pytest.mark.parametrize("recipe", take_one_in(3, RECIPES))
def test_every_recipe_plans_the_sample_and_shows_its_words(recipe: str, tmp_path: Path) -> None:
    ran = egv(*words(recipe), "-n", "-o", tmp_path / "out", "--json")
    planned = ran.json["outputs"][0]

    assert ran.code == 0, ran.err
    assert {each["name"]: each["text"] for each in planned["texts"]}["title"] == "A good day"
    assert planned["kit"] == "acme@2026.1"
    assert not [note for note in planned["notes"] if "--name" in note]
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("recipe", "lufs"),
    [
        ("weekly-update", -16),
        pytest.param("social", -14, marks=pytest.mark.torture),
        ("interview-duo", -16),
    ],
)
def test_a_recipe_makes_a_finished_video(
    recipe: str, lufs: float, light_sample: Path, tmp_path: Path
) -> None:
    line = (*words(recipe, light_sample, light_sample.with_suffix(".txt")), "--quality", "draft")
    ran = egv(*line, "-o", tmp_path / "out", "--json")

    assert len(ran.json["outputs"]) == (2 if recipe == "social" else 1)
    for done in ran.json["outputs"]:
        assert done["encodes"] == 1
        assert loudness(Path(done["output"])).integrated_lufs == pytest.approx(lufs, abs=0.5)
        assert len(done["sidecars"]) == 2
        assert [step["step"] for step in done["steps"]].count("lower-third") == (
            2 if recipe == "interview-duo" else 1
        )


def test_each_clip_shows_the_words_of_its_own_row(clip: Maker, tmp_path: Path) -> None:
    for name in ("a.mp4", "b.mp4"):
        clip(name, "-f", "lavfi", "-i", "testsrc2=s=640x360:r=24:d=2", "-pix_fmt", "yuv420p")
    manifest = tmp_path / "clips.csv"
    manifest.write_text("file;title\na.mp4;One\nb.mp4;Something quite different\n")
    skipped = (f"--skip={step}" for step in ("trim", "colour-correct", "normalise", "subtitle"))
    line: tuple[object, ...] = ("run", "brand", "--no-logo", "--no-outro", *skipped)
    line = (*line, "--files-from", manifest, "-k", "acme", "--quality", "draft")
    out = tmp_path / "out"
    first = egv(*line, "-o", out, "--json")
    manifest.write_text("file;title\na.mp4;One\nb.mp4;Two\n")
    second = egv(*line, "-o", out, "--json")
    (tmp_path / "a.egv.yaml").write_text("vars: {role: Chief}\n")
    third = egv(*line, "-o", out, "--json")

    def statuses(ran: Ran) -> list[str]:
        return [each["status"] for each in ran.json["outputs"]]

    assert first.code == 0, first.err
    assert statuses(first) == ["rendered", "rendered"]
    assert statuses(second) == ["kept", "rendered"]
    assert statuses(third) == ["rendered", "kept"]
    one, two = (card(out / name) for name in ("a.mp4", "b.mp4"))
    assert np.abs(one.astype(int) - two.astype(int)).max() > 100


def card(path: Path) -> NDArray[np.uint8]:
    """The intro card, when all of it can be read."""
    return frames(path)[40][1]


def test_a_missing_text_is_an_error_before_any_work(tmp_path: Path) -> None:
    ran = egv("run", "-r", "weekly-update", SAMPLE, "-o", tmp_path / "out", "--json")

    assert ran.code == 2
    assert ran.json["error"]["kind"] == "usage"
    assert "title (What is the one message?), name" in ran.json["error"]["message"]
    assert ran.json["error"]["hint"].endswith("--set title=TEXT --set name=TEXT")
    assert not (tmp_path / "out").exists()
