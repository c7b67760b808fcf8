"""A new project works from the start, asks nothing of a script, and writes nothing over."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from egv.app.authoring.new_kit import NewKit, format_kit_text, to_slug
from egv.app.plan.order import USUAL, Order, RunOptions
from egv.app.plan.plan import plan_run
from egv.app.plan.settings import load_settings
from egv.core.kit.parse import parse_kit
from egv.core.picture.colour import BLACK
from egv.core.picture.colour_words import parse_colour
from egv.core.picture.contrast import READABLE, measure_contrast
from egv.tools.library.kits import load_kit_file
from tests.places import ROOT
from tests.running import egv, frames, made

LOGO = ROOT / "brand_kits/acme/logo/acme-white.png"


@pytest.fixture(autouse=True)
def _in_it(here: Path) -> None:
    """Every test is at work in an empty folder."""


@given(st.integers(0, 0xFFFFFF))
def test_texts_can_be_read_on_every_colour(number: int) -> None:
    text = format_kit_text(NewKit("ours", colour=parse_colour(f"{number:06x}")))
    kit, faults = parse_kit(yaml.safe_load(text))

    assert faults == ()
    assert kit is not None
    assert measure_contrast(kit.palette.text_on_primary, kit.palette.primary) >= READABLE


@settings(max_examples=40)  # each is read with the slow YAML reader
@given(st.text())
def test_every_title_is_kept_as_it_is_shown(title: str) -> None:
    says = yaml.safe_load(format_kit_text(NewKit("ours", title=f"x{title}", language="no")))

    assert says["title"] == "x" + "".join(filter(str.isprintable, title))
    assert says["language"] == "no"


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Acme", "acme"), ("Société Générale", "societe-generale"), (" A & B -- C ", "a-b-c")],
)
def test_a_name_becomes_the_name_of_a_folder(name: str, slug: str) -> None:
    assert to_slug(name) == slug


def test_a_new_project_is_used_by_the_next_run(here: Path) -> None:
    ran = egv("init", "--name", "Acme Two", "--logo", LOGO, "--colour", "#ffee00", "--yes")
    plan = plan_run(Order(("a.mp4",), recipe=USUAL), load_settings(RunOptions()))

    assert ran.code == 0
    assert ran.out.splitlines()[-1] == "  egv run YOUR-CLIP.mp4"
    assert (here / "brand_kits/acme-two/logo/logo.png").read_bytes() == LOGO.read_bytes()
    assert plan.kit.version_label == "acme-two@1"
    assert plan.kit.spec.palette.text_on_primary == BLACK


@pytest.mark.parametrize(("ending", "held"), [("jpg", "png"), ("webp", "png"), ("svg", "svg")])
def test_a_logo_of_any_usual_kind_is_held_by_the_kit_and_gives_its_colour(
    here: Path, ending: str, held: str
) -> None:
    logo = here / f"our logo.{ending}"
    if ending == "svg":
        logo.write_text(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1">'
            '<rect width="1" height="1" fill="#0044CC"/></svg>'
        )
    else:
        picture = Image.new("RGB", (200, 100), "white")
        picture.paste((0, 68, 204), (0, 0, 100, 100))
        picture.save(logo, quality=95)
    ran = egv("init", "--name", "Ours", "--logo", logo.as_uri(), "--yes")
    kit = load_kit_file(here / "brand_kits/ours/kit.yaml")
    red, green, blue = kit.spec.palette.primary.rgb

    assert ran.code == 0, ran.err
    assert kit.spec.logo.variants["logo"].file.suffix == f".{held}"
    assert (red <= 6, abs(green - 68) <= 6, abs(blue - 204) <= 6) == (True, True, True)


def test_what_is_there_is_left_alone(here: Path) -> None:
    assert egv("init", "--yes").code == 0
    before = {path: path.read_bytes() for path in here.rglob("*") if path.is_file()}
    again = egv("init", "--yes", "--colour", "#FF0000")

    assert again.code == 2
    assert {path: path.read_bytes() for path in here.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("tongue", ["nl", "en"])
def test_the_videos_are_in_the_language_of_the_user_unless_an_option_says_otherwise(
    here: Path, tongue: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EGV_LANG", tongue)
    egv("init", "usual", "--yes")
    egv("init", "other", "--yes", "--language", "German")

    usual = (here / "usual/egv.yaml").read_text()
    assert yaml.safe_load(usual)["language"] == tongue
    assert ("egv leest de" in usual, "egv reads the" in usual) == (tongue == "nl", tongue == "en")
    assert yaml.safe_load((here / "other/egv.yaml").read_text())["language"] == "de"


@pytest.mark.parametrize(
    "words",
    [
        ("--colour", "blurple"), ("--language", "klingon"), ("--recipe", "welcom"),
        ("--logo", "gone.png"), ("--logo", str(ROOT / "README.md")),
        ("--name", "…"), ("--departments", "HR, …"),
    ],
)  # fmt: skip
def test_a_wrong_answer_writes_nothing(here: Path, words: tuple[str, ...]) -> None:
    ran = egv("init", *words, "--yes")

    assert ran.code == 2, ran.err
    assert not list(here.iterdir())


@pytest.mark.media
def test_three_commands_lead_from_an_empty_folder_to_a_video(
    here: Path, light_sample: Path
) -> None:
    assert egv("init", "--name", "Acme", "--logo", LOGO, "--language", "en", "--yes").code == 0
    shutil.copyfile(light_sample, here / "sample.mp4")
    shutil.copyfile(light_sample.with_suffix(".txt"), here / "sample.txt")  # what it says
    result = made("run", "sample.mp4", "--quality", "draft")

    assert result["output"] == "out/sample.mp4"
    assert len(frames(here / "out/sample.mp4")) > 150
    assert (here / ".egv/ledger.jsonl").is_file()
    assert not (here / "out/.egv").exists()
    assert egv("run", "sample.mp4", "--quality", "draft", "--json").output["status"] == "kept"
