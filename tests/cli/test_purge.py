"""`egv purge`: all of a clip goes, nothing of another, and only when it is asked for."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

import pytest

from egv.app.records.ledger import Ledger
from egv.tools.library.clip_notes import ATTENTION, ATTENTION_MARK
from egv.tools.store import cache
from egv.tools.store.crash_log import find_crash_folder
from egv.tools.store.json_lines import append_line, read_whole_lines
from egv.tools.store.pseudonyms import compute_pseudonym
from egv.workflow.report.figures import group_videos
from tests.cli.purging import PROJECT, lines, made, purged, tree
from tests.running import egv


@pytest.fixture(autouse=True)
def _project(here: Path) -> None:
    (here / "egv.yaml").write_text(PROJECT)


def test_it_only_shows_what_it_would_do_until_it_is_told_to() -> None:
    made("out/a.mp4", "raw/a.mov")
    made("out/b.mp4", "raw/b.mov")
    before = tree(), lines()
    shown = egv("purge", "raw/a.mov")

    assert shown.code == 0
    assert "out/a.mp4" in shown.out
    assert "b." not in shown.out
    assert "Nothing is removed yet; add --yes" in shown.out
    assert (tree(), lines()) == before
    assert not egv("purge", "raw/a.mov", "--json", "-n", "--yes").json["done"]
    assert (tree(), lines()) == before

    done = egv("purge", "raw/a.mov", "--yes")
    assert done.code == 0
    assert "2 files" not in done.out
    assert tree() == ["out/b.en.srt", "out/b.mp4", "raw/a.mov", "raw/b.mov"]
    assert "a.m" not in lines().replace("b.m", "")
    assert cache.list_entries_by_content([cache.hash_content(Path("raw/b.mov"))])
    assert egv("purge", "raw/a.mov", "--yes").out.endswith("Nothing to remove.\n")


def test_the_clips_themselves_go_only_by_their_own_word() -> None:
    made("out/a.mp4", "raw/a.mov")
    Path("raw/a.egv.yaml").write_text("people: [{name: Jan, withdrawn: true}]\n")
    Path("raw/a.txt").write_text("my own notes")
    ran = egv("purge", "--withdrawn")
    assert "raw/a.mov: Jan withdrew consent" in ran.out
    assert "add --sources to remove it too" in ran.out

    assert "raw/a.mov" not in purged("--withdrawn")
    made("out/a.mp4", "raw/a.mov")
    assert {"raw/a.mov", "raw/a.egv.yaml"} < set(purged("--withdrawn", "--sources"))
    assert tree() == ["raw/a.txt"]


def test_a_clip_file_that_another_clip_uses_stays() -> None:
    made("out/a.mp4", "raw/a.mov")
    Path("raw/a.mp4").write_bytes(b"another")
    Path("raw/a.egv.yaml").write_text("people: [{name: Jan}]\n")

    assert "raw/a.egv.yaml" not in purged("raw/a.mov", "--sources")
    assert Path("raw/a.egv.yaml").exists()


@pytest.mark.posix("links")
def test_a_video_that_took_the_name_in_other_capitals_stays_with_its_corrected_subtitles() -> None:
    made("out/Monday.mp4", "raw/a.mov")
    made("out/monday.mp4", "raw/b.mov")
    Path("out/monday.en.srt").write_text("corrected by hand")
    Path("raw/a.mov").unlink()
    for name in ("onday.mp4", "onday.en.srt"):  # as on a drive that keeps no capitals apart
        Path(f"out/M{name}").unlink()
        Path(f"out/M{name}").hardlink_to(f"out/m{name}")

    assert not [path for path in purged("raw/A.mov", "--force") if path.startswith("out/")]
    assert Path("out/monday.en.srt").read_text() == "corrected by hand"
    assert "raw/a.mov" not in lines()


def test_a_person_is_found_however_the_name_is_written() -> None:
    made("out/a.mp4", "raw/a.mov", people=["Jan de Vries"])
    made("out/b.mp4", "raw/b.mov")
    made("out/c.mp4", "raw/c.mov", people=["Li"])
    made("out/ac.mp4", "raw/c.mov", "raw/d.mov", people=["Li", "Jan de Vries"])
    Path("raw/b.egv.yaml").write_text("vars: {name: ' JAN  de vries'}\n")
    gone = purged("--person", "jan DE  Vries")

    assert [each for each in gone if each.endswith(".mp4")] == [
        "out/a.mp4",
        "out/ac.mp4",
        "out/b.mp4",
    ]
    assert "out/c.mp4" in tree()
    kept = cache.list_entries_by_content([cache.hash_content(Path("raw/c.mov"))])
    assert any("words" in str(place) for places in kept.values() for place in places)
    record = Path(".egv/deletions.jsonl").read_text()
    assert "jan" not in record.casefold()
    assert "raw" not in record
    assert json.loads(record)["files"]["video"] == 3
    assert egv("purge", "--person", "  ").code == 2


def test_consent_that_ended_or_is_withdrawn_after_the_video_was_made_counts() -> None:
    for clip in "abc":
        made(f"out/{clip}.mp4", f"raw/{clip}.mov")
    Path("raw/a.egv.yaml").write_text("people: [{name: Jan, until: 2026-01-31}, {name: Li}]\n")
    Path("raw/b.egv.yaml").write_text("people: [{name: Mo, until: 2999-01-01}]\n")
    ran = egv("purge", "--withdrawn")

    assert "raw/a.mov: Jan's consent ended on 2026-01-31" in ran.out
    assert "b.mp4" not in ran.out
    Path("raw/b.egv.yaml").write_text("people: [{name: Mo, untill: 2999-01-01}]\n")
    assert "did you mean 'until'?" in egv("purge", "--withdrawn").err
    Path("raw/b.egv.yaml").unlink()
    assert "out/a.mp4" in purged("--withdrawn")
    assert "out/c.mp4" in tree()


def test_what_is_past_its_time_goes_and_each_department_has_its_own() -> None:
    made("out/a.mp4", "raw/a.mov", days_ago=31, space="hr")
    made("out/b.mp4", "raw/b.mov", days_ago=29, space="hr")
    made("out/c.mp4", "raw/c.mov", days_ago=31, space="it")
    made("out/d.mp4", "raw/d.mov", days_ago=701)
    made("out/e.mp4", "raw/e.mov", days_ago=800)
    made("out/e.mp4", "raw/e.mov", days_ago=3)
    shown = egv("purge", "--expired").out

    assert "kept for 30 days" in shown
    assert "kept for 700 days" in shown
    assert purged("--expired", "--space", "it") == []
    found = [each for each in purged("--expired") if each.endswith(".mp4")]
    assert found == ["out/a.mp4", "out/d.mp4"]
    assert [each for each in purged("--older-than", "30") if each.endswith(".mp4")] == ["out/c.mp4"]
    Path("egv.yaml").write_text("schema: egv/project@1\n")
    assert "no rule for how long" in egv("purge", "--expired").err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "nothing says what to remove; add --expired"),
        (["--older-than", "soon"], "neither a number of days nor a date"),
        (["--older-than", "2999-01-01"], "this is not in the past"),
        (["--older-than", "0"], "this is not in the past"),
        (["--older-than", "9" * 30], "neither a number of days nor a date"),
        (["--expired", "--space", "hrr"], "did you mean 'hr'?"),
        (
            ["raw/b.mov"],
            "egv made nothing here from a clip of this name; did you mean 'raw/a.mov'?",
        ),
        (["out/a.mp4"], "egv made this file from raw/a.mov; name that clip"),
        (["--expire"], "No such option: --expire"),
    ],
)
def test_what_asks_for_nothing_there_is_is_refused(words: list[str], said: str) -> None:
    made("out/a.mp4", "raw/a.mov")
    before = tree()
    ran = egv("purge", *words, "--yes")

    assert ran.code == 2
    assert said in ran.err
    assert tree() == before


def test_renamed_files_are_found_by_what_is_in_them() -> None:
    made("out/a.mp4", "raw/a.mov")
    Path("out/a.mp4").rename("out/final.mp4")
    Path("out/a.en.srt").rename("out/final.srt")
    Path("raw/a.mov").rename("raw/jan.mov")
    Path("out/mine.mp4").write_bytes(b"somebody else's")

    assert {"out/final.mp4", "out/final.srt", "raw/jan.mov"} < set(
        purged("raw/jan.mov", "--sources")
    )
    assert tree() == ["out/mine.mp4"]


def test_corrected_subtitles_go_and_a_changed_video_only_with_force() -> None:
    made("out/a.mp4", "raw/a.mov")
    Path("out/a.mp4").write_bytes(b"cut by a person")
    Path("out/a.en.srt").write_text("corrected")
    shown = egv("purge", "raw/a.mov").out
    assert "corrected by hand since" in shown
    assert "add --force to remove it too" in shown

    assert "out/a.en.srt" in purged("raw/a.mov")
    assert "out/a.mp4" in tree()
    assert "a.mp4" in lines()
    assert "out/a.mp4" in purged("raw/a.mov", "--force")
    assert "a.mp4" not in lines()


def test_packs_pages_reviews_and_crash_logs_of_a_clip_go() -> None:
    made("out/a&b.mp4", "raw/a&b.mov", people=["Jan"])
    made("out/c.mp4", "raw/c.mov")
    for stem in ("a&b", "c"):
        pack = Path(f"out/share/{stem}")
        pack.mkdir(parents=True)
        content = cache.hash_content(Path(f"raw/{stem}.mov"))
        (pack / "pack.json").write_text(json.dumps({"sources": {f"raw/{stem}.mov": content}}))
        (pack / "post.txt").write_text("look")
        Path(f".egv/draft-{stem}.json").write_text(
            json.dumps({"clip": {"path": f"raw/{stem}.mov"}})
        )
    reviews = [{"output": f"out/{stem}.mp4", "by": "Mo", "seal": stem[0]} for stem in ("a&b", "c")]
    for each in reviews:
        append_line(Path(".egv/reviews.jsonl"), each)
        append_line(Path(".egv/metrics.jsonl"), {"output": each["output"], "views": 7})
    head = '<meta name="generator" content="egv">'
    Path("out/review.html").write_text(f"{head}<a href='x'>a&amp;b.mp4</a>")
    Path("out/share/digest-2026-W47.html").write_text(f"{head}<a href='a%26b/a%26b.mp4'>")
    Path("out/share/digest-2026-W47.md").write_text("[a&b](a%26b/a%26b.mp4)")
    Path("out/other.html").write_text(f"{head}c.mp4")
    Path("out/mine.html").write_text("a&b.mp4")
    find_crash_folder().mkdir()
    (find_crash_folder() / "crash-1.log").write_text("arguments: ['run', 'raw/a&b.mov']")
    (find_crash_folder() / "crash-2.log").write_text("arguments: ['run', 'raw/c.mov']")
    (find_crash_folder() / "crash-3.log").write_text("name=JAN")
    purged("--person", "Jan")

    assert [each for each in tree() if each.startswith("out/")] == [
        "out/c.en.srt",
        "out/c.mp4",
        "out/mine.html",
        "out/other.html",
        "out/share/c/pack.json",
        "out/share/c/post.txt",
    ]
    assert not Path("out/share/a&b").exists()
    assert [path.name for path in Path(".egv").glob("draft-*")] == ["draft-c.json"]
    assert read_whole_lines(Path(".egv/reviews.jsonl"))[0] == [{"seal": "a"}, reviews[1]]
    assert read_whole_lines(Path(".egv/metrics.jsonl"))[0] == [{"output": "out/c.mp4", "views": 7}]
    assert [path.name for path in find_crash_folder().iterdir()] == ["crash-2.log"]


def test_the_note_that_a_clip_failed_goes_also_where_its_folder_could_not_be_written() -> None:
    made("out/a.mp4", "raw/a.mov")
    made("out/b.mp4", "raw/b.mov")
    for note in ("raw/a.mov", "out/a.mov", "out/b.mov"):
        Path(f"{note}{ATTENTION}").write_text(f"What is wrong\n{ATTENTION_MARK}\n")
    Path(f"raw/b.mov{ATTENTION}").write_text("somebody's own words")

    assert [path for path in purged("raw/a.mov") if ATTENTION in path] == [
        f"out/a.mov{ATTENTION}", f"raw/a.mov{ATTENTION}",
    ]  # fmt: skip
    assert [path for path in purged("raw/b.mov") if ATTENTION in path] == [f"out/b.mov{ATTENTION}"]


def test_what_another_department_uses_stays() -> None:
    made("out/hr.mp4", "raw/a.mov", days_ago=100, space="hr")
    made("out/it.mp4", "raw/a.mov", days_ago=100, space="it")
    gone = purged("--older-than", "50", "--space", "hr", "--sources")

    assert [each for each in gone if not each.endswith(".json")] == ["out/hr.en.srt", "out/hr.mp4"]
    assert tree() == ["out/it.en.srt", "out/it.mp4", "raw/a.mov"]


def test_practice_takes_go_too_and_count_for_nothing() -> None:
    made("out/a.mp4", "raw/a.mov", people=["Jan"])
    Path(".egv/ledger.jsonl").rename(".egv/practice.jsonl")

    assert "out/a.mp4" in purged("--person", "Jan")
    assert Path(".egv/practice.jsonl").read_text() == ""
    assert not Path(".egv/ledger.jsonl").exists()


def test_figures_keep_their_totals_and_lose_their_people() -> None:
    made("out/a.mp4", "raw/a.mov", people=["Jan"], space="hr")
    made("out/b.mp4", "raw/b.mov", people=["Li"], space="hr")
    purged("--person", "Jan")
    ledger = Ledger(Path())
    videos = group_videos(ledger.made, ledger.purged)

    assert [each.space for each in videos] == ["hr", "hr"]
    assert sum(each.seconds for each in videos) == 120
    assert compute_pseudonym("Jan") not in lines()
    assert egv("report", "--json").json["whole"]["now"]["videos"] == 2


LEFT = ".egv-f00d00-f00d00-01234567"  # of another machine, where its run was killed


def leave_unfinished(folder: Path) -> tuple[Path, Path]:
    """What a killed run leaves in `folder`: a lock that nobody holds, and a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    lock, part = folder / f"{LEFT}.lock", folder / f"{LEFT}-89abcdef.part"
    lock.touch()
    part.mkdir()
    (part / "voice.wav").write_text("what somebody said")
    return lock, part


def test_what_stopped_runs_left_unfinished_goes_too_wherever_it_lies() -> None:
    made("out/a.mp4", "raw/a.mov")
    made("out/b.mp4", "raw/b.mov")
    places = (Path("out"), Path(tempfile.gettempdir()), cache.find_cache_folder() / "speech")
    left = [path for place in places for path in leave_unfinished(place)]
    shown = egv("purge", "raw/a.mov").out
    assert "and 3 unfinished files of stopped runs would be removed. Nothing is" in shown
    assert all(path.exists() for path in left)
    done = egv("purge", "raw/a.mov", "--yes").out

    assert "and 3 unfinished files of stopped runs removed. It is noted" in done
    assert not any(path.exists() for path in left)


def test_a_purge_of_nobody_still_clears_up() -> None:
    made("out/a.mp4", "raw/a.mov")
    leave_unfinished(Path("out"))

    assert egv("purge", "--person", "Nobody", "--yes").out.splitlines()[-1] == (
        "1 unfinished file of stopped runs removed."
    )
    assert egv("purge", "--person", "Nobody", "--yes").out.endswith("Nothing to remove.\n")


def test_what_a_run_may_still_work_on_stays_and_is_told() -> None:
    made("out/a.mp4", "raw/a.mov")
    lock, part = leave_unfinished(Path("out"))
    lock.unlink()  # as on a drive without locks
    ran = egv("purge", "--person", "Nobody", "--yes")
    assert "stays, for another run may still work on it; once it is a day old it goes" in ran.out
    assert part.exists()
    os.utime(part, (0, 0))
    os.utime(part / "voice.wav", (0, 0))

    assert (
        "1 unfinished file of stopped runs removed."
        in egv("purge", "--person", "Nobody", "--yes").out
    )
    assert not part.exists()
