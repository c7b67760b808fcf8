"""The return slip of a real run: measured, one of a clip, left alone once edited, and purged."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from egv.core.media.clip import START
from egv.core.media.timing import Span
from egv.tools.clips.clip_cache import load_clip
from egv.tools.ffmpeg.context import NO_CONTEXT
from egv.workflow.check.measuring import GLANCE_S, measure_clip, measure_glance
from egv.workflow.slip.files import SlipState, read_slip_state
from egv.workflow.slip.goods import measure_clearance_db
from tests.conftest import SAMPLE
from tests.running import Ran, egv

pytestmark = [pytest.mark.media, pytest.mark.usefixtures("shared_cache")]
KIT = """\
schema: egv/kit@1
name: small
owner: {contact: comms@acme.example}
outro: {enabled: false}
formats:
  wide: {aspect: "16:9", size: [320, 180]}
  block: {aspect: "1:1", size: [180, 180]}
"""
RECIPE = "schema: egv/recipe@1\nname: news\nsteps: [normalise: {}, subtitle: {burn: false}]\n"
PROJECT = "schema: egv/project@1\nkit: kit/kit.yaml\nrecipe: recipes/news.yaml\n"
BOTH = ("--format", "wide", "--format", "block")
PAGE, TEXT = Path("out/sample.slip.html"), Path("out/sample.slip.txt")


@pytest.fixture
def project(here: Path, light_sample: Path) -> Path:
    """A project with one clip, of which is known who made it and what is said."""
    for place, text in (("kit/kit.yaml", KIT), ("recipes/news.yaml", RECIPE)):
        Path(place).parent.mkdir()
        Path(place).write_text(text)
    Path("egv.yaml").write_text(PROJECT)
    shutil.move(light_sample.parent, here / "raw")
    Path("raw/sample.egv.yaml").write_text('maker: "Maria <b>..</b>"\n')
    return here


def run(*words: str) -> Ran:
    ran = egv("run", "raw/", *words, "--no-input", "--quality", "draft", "--json")
    assert ran.code == 0, ran.out + ran.err
    return ran


def slips() -> list[str]:
    return sorted(path.name for path in Path().rglob("*.slip.*"))


@pytest.mark.usefixtures("project")
def test_one_slip_of_a_clip_tells_what_was_measured_and_stays_while_nothing_changes() -> None:
    made = run(*BOTH)
    assert [output["slip"] for output in made.json["outputs"]] == [str(PAGE)] * 2
    assert slips() == [PAGE.name, TEXT.name]

    text, page = TEXT.read_text("utf-8"), PAGE.read_text("utf-8")
    assert "- The voice is easy to hear: " in text
    assert "- made the sound as loud as other videos" in text
    assert "- made 2 shapes: wide, block" in text
    assert "Questions? comms@acme.example" in text
    assert "For Maria <b>..</b>" in text
    assert "Maria &lt;b&gt;..&lt;/b&gt;" in page

    before = PAGE.stat()
    kept = run(*BOTH)
    assert {output["status"] for output in kept.json["outputs"]} == {"kept"}
    assert kept.json["outputs"][0]["slip"] == str(PAGE)
    assert PAGE.stat() == before


@pytest.mark.usefixtures("project")
def test_an_edited_slip_stays_and_a_purge_takes_it() -> None:
    run()
    TEXT.write_text(TEXT.read_text("utf-8").replace("Your", "Our"), encoding="utf-8")
    PAGE.unlink()
    again = run("--skip", "normalise")
    told = egv("share", "pack", "out/")
    packed = {path.name for path in Path("out/share").rglob("*")}

    assert "not as egv wrote it" in " ".join(again.output["notes"])
    assert TEXT.read_text("utf-8").startswith("Our video")
    assert read_slip_state(PAGE) is SlipState.OWN
    assert told.code == 0, told.err
    assert packed
    assert not [name for name in packed if "slip" in name]

    Path("out/other.slip.txt").write_text("not of this clip")
    assert egv("purge", "raw/sample.mp4", "--yes").code == 0
    assert slips() == ["other.slip.txt"]


@pytest.mark.usefixtures("project")
def test_a_draft_and_practice_have_their_own_and_figures_are_not_kept() -> None:
    Path("recipes/news.yaml").write_text(RECIPE + "approval: review\n")
    with Path("egv.yaml").open("a") as settings:
        settings.write("slip: progress\n")
    run("--practice")
    assert slips() == ["sample.practice.slip.html", "sample.practice.slip.txt"]
    assert Path("out/sample.practice.slip.txt").read_text().startswith("Your practice video")

    run()
    assert "This is a draft" in TEXT.read_text("utf-8")
    assert not Path(".egv/progress.jsonl").exists()


@pytest.mark.usefixtures("project")
def test_no_slip_where_it_is_switched_off_or_outside_a_project() -> None:
    with Path("egv.yaml").open("a") as settings:
        settings.write("slip: off\n")
    assert run().output["slip"] == ""
    assert slips() == []

    Path("egv.yaml").unlink()
    run("-r", "recipes/news.yaml", "-k", "kit/kit.yaml", "--overwrite")
    assert slips() == []


@pytest.mark.usefixtures("project")
def test_a_watched_folder_gets_them_too() -> None:
    assert egv("watch", "raw/", "--once", "--quality", "draft", "--no-input").code == 0
    assert slips() == [PAGE.name, TEXT.name]


@pytest.mark.usefixtures("project")
def test_what_stands_in_the_way_is_a_note_and_the_video_is_made() -> None:
    PAGE.mkdir(parents=True)
    made = run().output

    assert made["status"] == "rendered"
    assert made["slip"] == ""
    assert f"slip: {PAGE}: this is not as egv wrote it, so it is kept" in made["notes"]
    assert read_slip_state(TEXT) is SlipState.OWN


@pytest.mark.usefixtures("project")
def test_a_programme_of_several_clips_has_one_slip() -> None:
    shutil.copy("raw/sample.mp4", "raw/second.mp4")
    shutil.copy("raw/sample.txt", "raw/second.txt")
    made = run("--join").output

    assert slips() == [Path(made["slip"]).name, Path(made["slip"]).with_suffix(".txt").name]
    assert "- put 2 clips together" in Path(made["slip"]).with_suffix(".txt").read_text("utf-8")


def test_a_glance_measures_what_the_checklist_measures(clip: Callable[..., Path]) -> None:
    still = ("-f", "lavfi", "-i", "color=gray:s=320x180:r=12:d=40")
    tail = clip("tail.mp4", *still, "-c:v", "libx264", "-preset", "ultrafast")
    glance = measure_glance(load_clip(tail), NO_CONTEXT)[0]
    assert len(glance.light) == GLANCE_S * 8

    media = load_clip(SAMPLE)
    looks, sounds = measure_glance(media, NO_CONTEXT)
    whole, heard = measure_clip(media, Span(START, media.duration), NO_CONTEXT)

    assert looks.sharpness == pytest.approx(whole.sharpness, rel=0.2)
    assert looks.middle == pytest.approx(whole.middle, abs=0.05)
    assert len(looks.faces) == len(whole.faces) > 0
    assert measure_clearance_db(sounds) == pytest.approx(measure_clearance_db(heard))
    assert measure_glance(media, NO_CONTEXT, listen=False)[1] is None
