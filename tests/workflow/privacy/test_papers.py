"""Privacy papers say what the settings say, and leave open what they do not."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from egv.core.project.project import ConsentPolicy
from egv.core.text.translation import UiLanguage
from egv.workflow.privacy.facts import PrivacyFacts
from egv.workflow.privacy.papers import (
    Paper,
    build_form,
    build_notice,
    build_record,
    format_paper_markdown,
    format_paper_page,
)
from tests.running import egv

DAY = date(2026, 11, 30)
SETTLED = PrivacyFacts("Zorg & Zo", "Comms", "comms@zorg.example", 730, {"hr": 365},
                       ConsentPolicy.WARN)  # fmt: skip
PAPERS = (build_notice, build_form, build_record)


@pytest.mark.parametrize("tongue", UiLanguage)
@pytest.mark.parametrize("build", PAPERS)
def test_what_is_settled_is_said_and_nothing_stays_open(
    build: Callable[[PrivacyFacts, UiLanguage, date], Paper], tongue: UiLanguage
) -> None:
    paper = build(SETTLED, tongue, DAY)
    text = format_paper_markdown(paper)

    assert "Zorg & Zo" in text
    assert "comms@zorg.example" in text
    assert "730" in text
    assert "hr: 365" in text
    assert not re.search("fill in|invullen", text)
    assert "2026" in text


def test_what_no_setting_says_stays_open_and_is_never_made_up() -> None:
    bare = PrivacyFacts("Acme")
    notice = format_paper_markdown(build_notice(bare, UiLanguage.EN, DAY))
    record = format_paper_markdown(build_record(bare, UiLanguage.EN, DAY))

    assert "fill in: how long" in notice
    assert "fill in: who, and how to reach them" in notice
    assert "fill in: legal basis" in record
    assert "Consent (GDPR" not in record


def test_a_page_escapes_what_a_kit_says() -> None:
    kit = PrivacyFacts("<script>alert(1)</script>")

    assert "<script>alert" not in format_paper_page(build_form(kit, UiLanguage.NL, DAY),
                                                    UiLanguage.NL)  # fmt: skip


@pytest.fixture(autouse=True)
def _in_a_project(here: Path) -> None:
    (here / "egv.yaml").write_text("schema: egv/project@1\nlanguage: nl\n")


def test_a_paper_is_written_once_in_the_language_of_the_project() -> None:
    assert egv("privacy", "sheet", "-o", "bericht.html").code == 0
    assert "Er wordt gefilmd" in Path("bericht.html").read_text(encoding="utf-8")
    again = egv("privacy", "sheet", "-o", "bericht.html")
    assert again.code == 2
    assert "already exists" in again.err
    assert egv("privacy", "form", "-o", "form.pdf").code == 2
    assert not Path("form.pdf").exists()
    assert "Register van verwerkingen" in egv("privacy", "record").out


def made(name: str, at: str) -> dict[str, object]:
    about = {"at": f"{at}T12:00:00Z", "sources": {name: "h"}}
    return {"output": f"out/{name}.mp4", "key": "k", "content": "c", "result": {}, "about": about}


def test_what_is_about_to_end_is_listed_the_earliest_first() -> None:
    today = date.today()
    Path(".egv").mkdir()
    lines = [made("a.mov", "2020-01-01"), made("b.mov", f"{today}"), made("b.mov", "2020-01-01")]
    Path(".egv/ledger.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    people = "{name: Mo, until: 2020-02-01}, {name: Jo, withdrawn: true}, {name: Li}"
    Path("b.egv.yaml").write_text(f"people: [{people}]\n")
    assert "Nothing says how long videos are kept" in egv("privacy", "due").out

    with Path("egv.yaml").open("a") as file:
        file.write("privacy: {retention_days: 365}\n")
    found = json.loads(egv("privacy", "due", "--json").out)
    assert [(item["clip"], item["person"]) for item in found["items"]] == [
        ("b.mov", "Jo"), ("b.mov", "Mo"), ("a.mov", ""),
    ]  # fmt: skip
    said = egv("privacy", "due").out
    assert "a.mov: the time to keep it ended on 31 December 2020" in said
    assert "b.mov: Jo withdrew the consent" in said
    far = json.loads(egv("privacy", "due", "--days", "366", "--json").out)
    assert ("b.mov", "") in [(item["clip"], item["person"]) for item in far["items"]]
