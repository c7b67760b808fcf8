"""`egv purge` with something in the way: links, other runs, a torn ledger, a person who says no."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from egv.app.records.ledger import Ledger
from egv.tools.store import cache
from egv.workflow.purge.rules import compute_line_id
from tests.cli.purging import PROJECT, lines, made, purged, tree
from tests.running import egv


@pytest.fixture(autouse=True)
def _project(here: Path) -> None:
    (here / "egv.yaml").write_text(PROJECT)


@pytest.mark.posix("links")
def test_links_are_not_followed_and_a_forged_ledger_reaches_no_file_of_yours() -> None:
    made("out/a.mp4", "raw/a.mov")
    Path("mine").mkdir()
    Path("out/a.mp4").rename("mine/a.mp4")
    Path("out/a.mp4").symlink_to(Path("mine/a.mp4").absolute())
    Path("precious.txt").write_text("mine")
    forged = json.loads(lines())
    forged["sidecars"] = {"precious.txt": "0" * 64, "out/a.en.srt": "0" * 64}
    Path(".egv/ledger.jsonl").write_text(f"{json.dumps(forged)}\n")
    shown = egv("purge", "raw/a.mov").out
    assert "a link leads to it" in shown

    assert "out/a.en.srt" in purged("raw/a.mov", "--force")
    assert Path("mine/a.mp4").exists()
    assert Path("precious.txt").exists()
    assert Path("out/a.mp4").is_symlink()


@pytest.mark.posix("links")
def test_a_folder_that_became_a_link_is_left_alone() -> None:
    made("out/a.mp4", "raw/a.mov")
    Path("out").rename("elsewhere")
    Path("out").symlink_to("elsewhere")
    before = tree()

    assert "out/a.mp4" not in purged("raw/a.mov")
    assert tree() == before


def test_a_purge_that_was_stopped_is_finished_by_the_next_whatever_that_is_about() -> None:
    made("out/a.mp4", "raw/a.mov", people=["Jan"])
    made("out/b.mp4", "raw/b.mov", days_ago=900)
    made("out/c.mp4", "raw/c.mov")
    content = cache.hash_content(Path("raw/a.mov"))
    line = compute_line_id(Ledger(Path()).made[0])
    Path("out/a.mp4").unlink()
    journal = Path(".egv/purge.json")
    journal.write_text(json.dumps({"clips": [content], "lines": [line], "sources": [content]}))
    assert "left by a purge that was stopped" in egv("purge", "--expired").out

    gone = purged("--expired")
    assert {"raw/a.mov", "out/a.en.srt", "out/b.mp4"} < set(gone)
    assert tree() == ["out/c.en.srt", "out/c.mp4", "raw/b.mov", "raw/c.mov"]
    assert json.loads(Path(".egv/deletions.jsonl").read_text())["rules"] == [
        "expired",
        "unfinished",
    ]
    assert sorted(path.name for path in Path(".egv").iterdir()) == [
        "deletions.jsonl",
        "ledger.jsonl",
    ]


@pytest.mark.skipif(not Path("/proc/version").is_file(), reason="no file that nobody can remove")
def test_what_cannot_be_removed_is_told_and_stays_known() -> None:
    made("out/a.mp4", "raw/a.mov")
    stuck = Path("/proc/version")
    line = json.loads(lines())
    line["output"] = os.path.relpath(stuck, Path.cwd().resolve())
    line["content"] = cache.hash_content(stuck)
    Path(".egv/ledger.jsonl").write_text(f"{json.dumps(line)}\n")
    ran = egv("purge", "raw/a.mov", "--yes")

    assert ran.code == 5
    # The system refuses root with one word, and every other user with another.
    assert re.search("not removed: (not permitted|permission denied)", ran.out)
    assert "1 file could not be removed" in ran.out
    assert "out/a.en.srt" not in tree()
    assert "proc/version" in lines()
    assert Path(".egv/purge.json").exists()


def test_a_torn_ledger_is_read_as_far_as_it_is_whole() -> None:
    made("out/a.mp4", "raw/a.mov")
    made("out/b.mp4", "raw/b.mov")
    with Path(".egv/ledger.jsonl").open("a") as ledger:
        ledger.write('{"output": "out/a.square.mp4", "about": {"sou')

    assert "out/a.mp4" in purged("raw/a.mov")
    assert "a.square" not in lines()
    assert "out/b.mp4" in lines()


class Keyboard(io.StringIO):
    """Standard input of somebody who sits at a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("typed", "words", "gone"),
    [
        ("yes\n", [], True),
        ("y\n", [], True),
        ("j\n", [], True),
        (" JA\n", [], True),
        ("n\n", [], False),
        ("\n", [], False),
        ("yeah\n", [], False),
        ("", [], False),
        ("yes\n", ["--no-input"], False),
    ],
)
def test_at_a_terminal_it_asks(
    typed: str, words: list[str], gone: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    made("out/a.mp4", "raw/a.mov")
    monkeypatch.setattr(sys, "stdin", Keyboard(typed))
    ran = egv("purge", "raw/a.mov", *words)

    assert ran.code == 0
    assert ran.err.count(" for good? [y/N] ") == (0 if words else 1)
    assert ("Nothing was removed." in ran.err) is not (gone or bool(words))
    assert ("add --yes" in ran.out) is bool(words)  # who is asked need not be told
    assert ("out/a.mp4" not in tree()) is gone


def test_it_asks_in_the_language_of_who_sits_there(monkeypatch: pytest.MonkeyPatch) -> None:
    made("out/a.mp4", "raw/a.mov")
    monkeypatch.setenv("EGV_LANG", "nl")
    monkeypatch.setattr(sys, "stdin", Keyboard("ja\n"))
    ran = egv("purge", "raw/a.mov")

    assert " voorgoed verwijderen? [j/N] " in ran.err
    assert " bestanden (" in ran.err
    assert "out/a.mp4" not in tree()


def test_while_another_egv_makes_the_video_nothing_goes() -> None:
    made("out/a.mp4", "raw/a.mov")
    code = (
        "import sys; from pathlib import Path; from egv.app.records.ledger import Ledger\n"
        "with Ledger(Path()).claim_outputs([Path('out/a.mp4')], lambda: None):\n"
        "    print(flush=True); sys.stdin.read()"
    )
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", code], stdin=pipe, stdout=pipe) as other:
        assert other.stdout
        other.stdout.readline()
        ran = egv("purge", "raw/a.mov", "--yes")
        other.communicate()

    assert ran.code == 2
    assert "another egv is making one of these videos" in ran.err
    assert "out/a.mp4" in tree()
    assert "out/a.mp4" in purged("raw/a.mov")
