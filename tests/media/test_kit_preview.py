"""`egv kit preview`: what it shows is what a run makes, and nothing of it points elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from egv.tools.draw.contact_sheet import read_png_title
from tests.running import egv

pytestmark = [pytest.mark.media, pytest.mark.usefixtures("shared_cache")]

KIT = """\
schema: egv/kit@1
name: test
language: nl
palette: {primary: "#10344F", accent: "#F2A541"}
intro: {card: {duration: 1}}
outro: {enabled: false}
formats: {story: {size: [216, 384]}, square: {size: [240, 240]}}
"""


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    path = tmp_path / "test" / "kit.yaml"
    path.parent.mkdir()
    path.write_text(KIT)
    return path


class _Links(HTMLParser):
    """Every tag and the addresses in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.alts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("src", "href")]
        self.alts += [value or "" for name, value in attrs if name == "alt"]


def test_a_format_with_a_colon_has_a_file_name_that_every_system_takes(
    kit: Path, tmp_path: Path
) -> None:
    ran = egv("kit", "preview", kit, "-o", tmp_path / "look", "--format", "9:16", "--json")

    assert ran.code == 0, ran.err
    assert ran.output["output"] == str(tmp_path / "look" / "9x16.png")
    assert {path.name for path in (tmp_path / "look").iterdir()} == {
        "9x16.png", "index.html", "sheet.png",
    }  # fmt: skip


def test_a_kit_is_shown_in_each_format_on_a_sheet_and_on_a_page(kit: Path, tmp_path: Path) -> None:
    out = tmp_path / "look"
    line = ("kit", "preview", kit, "-o", out, "--format", "story", "--format", "square")
    ran = egv(*line, "--json")
    outputs = ran.json["outputs"]
    page = _Links((out / "index.html").read_text())

    assert ran.code == 0, ran.err
    assert sorted(path.name for path in out.iterdir()) == [
        "index.html", "sheet.png", "square.png", "story.png",
    ]  # fmt: skip
    assert [(each["format"], each["status"], each["kit"]) for each in outputs] == [
        ("story", "rendered", "test@0"), ("square", "rendered", "test@0"),
    ]  # fmt: skip
    assert outputs[0]["sidecars"] == [str(out / "sheet.png"), str(out / "index.html")]
    assert (
        read_png_title(out / "story.png")
        == read_png_title(out / "sheet.png")
        == "egv kit preview of test@0"
    )
    assert page.alts == [
        f"{word}: {what}"
        for word in ("story", "square")
        for what in ("intro", "intro, long texts", "programme", "programme, long texts")
    ]
    assert all(re.match(r"#|data:image/(png|jpeg);base64,", link) for link in page.links)
    assert not set(page.tags) & {"script", "link", "iframe", "object"}
    assert not re.search(r"url\((?!data:)|@import", (out / "index.html").read_text())
    assert set(stills(out / "square.png", (240, 240), 3)) == {True}
    again = egv(*line, "-q")
    assert (again.code, again.out, again.err) == (0, "", "")


def stills(sheet: Path, size: tuple[int, int], count: int) -> Iterator[bool]:
    """Whether each still of the first row holds what was drawn, and a line round its safe area."""
    picture = np.asarray(Image.open(sheet).convert("RGB")).astype(int)
    wide, high = size
    for number in range(count):
        x, y = 16 + number * (wide + 16), 54
        still = picture[y : y + high, x : x + wide]
        line = still[round(0.05 * high), round(0.05 * wide) : round(0.95 * wide)]
        yield bool(np.ptp(still, axis=(0, 1)).min() > 100 and (line > 240).all(axis=1).mean() > 0.3)


def test_a_file_that_is_no_preview_is_left_alone(kit: Path, tmp_path: Path) -> None:
    Image.new("RGB", (9, 9)).save(tmp_path / "square.png")
    before = (tmp_path / "square.png").read_bytes()
    ran = egv("kit", "preview", kit, "-o", tmp_path, "--format", "square", "--json")

    assert (ran.code, ran.json["error"]["kind"]) == (2, "conflict")
    assert "is not a preview; add --overwrite" in ran.json["error"]["message"]
    assert (tmp_path / "square.png").read_bytes() == before


def test_texts_that_a_kit_cannot_set_are_told_and_the_rest_is_shown(
    kit: Path, tmp_path: Path
) -> None:
    line = "{department} " * 14
    kit.write_text(KIT.replace("duration: 1", f'duration: 1, lines: ["{line}"]'))
    ran = egv("kit", "preview", kit, "-o", tmp_path / "look", "--format", "square")

    assert ran.code == 0
    assert "square: long texts cannot be drawn: brand: " in ran.err
    assert "too long for a card" in ran.err
    assert (tmp_path / "look" / "square.png").is_file()


def test_a_kit_that_cannot_be_drawn_at_all_is_refused(kit: Path, tmp_path: Path) -> None:
    line = "words " * 60
    kit.write_text(KIT.replace("duration: 1", f'duration: 1, lines: ["{line}"]'))
    ran = egv("kit", "preview", kit, "-o", tmp_path / "look", "--format", "square")

    assert ran.code == 2
    assert "too long for a card" in ran.err
    assert not (tmp_path / "look").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nope"], "nope: there is no such kit"),
        (["acme", "--format", "portret"], "no such format; did you mean 'portrait'?"),
    ],
)
def test_what_is_not_there_is_refused(words: list[str], said: str, tmp_path: Path) -> None:
    ran = egv("kit", "preview", *words, "-o", tmp_path / "look")

    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert not (tmp_path / "look").exists()
