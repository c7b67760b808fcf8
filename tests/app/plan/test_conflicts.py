"""What stands where an output would is looked at, by every name that drives take for the same."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from egv.app.plan.conflicts import check_paths_free, check_sidecars
from egv.app.records.ledger import FinishedOutput, Ledger
from egv.app.records.ledger_lines import Provenance
from egv.app.records.results import OutputResult, Status
from egv.app.records.source_match import ClipSources
from egv.app.render.commit import remove_old_sidecars
from egv.core.errors import ConflictError
from egv.tools.store.atomic_files import commit_text

RESULT = OutputResult(input="a.mov", status=Status.RENDERED)
OUT = Path("out")


@pytest.fixture(autouse=True)
def _in_a_folder(here: Path) -> None:
    (here / OUT).mkdir()


@pytest.fixture
def ledger() -> Ledger:
    return Ledger(OUT)


def make(ledger: Ledger, name: str, of: str, says: str = "", **beside: str) -> Path:
    """A finished video called `name`, of the clip `of`, with files beside it."""
    path = OUT / name
    path.write_text(f"video of {of}{says}")
    sidecars = {OUT / f"{path.stem}.{kind}": text for kind, text in beside.items()}
    about = Provenance(sources={f"../{of}": of}, recordings={f"../{of}": f"{of} at 9"})
    ledger.add_output(FinishedOutput(path, path, "key", RESULT, sidecars, about))
    for beside_it, text in sidecars.items():
        beside_it.write_text(text)
    return path


def clip(name: str, content: str = "", recording: str = "") -> ClipSources:
    return ClipSources({f"../{name}": content or name}, {f"../{name}": recording or f"{name} at 9"})


@pytest.mark.parametrize("name", ["img.mp4", "IMG.MP4"])
def test_a_video_of_another_clip_is_told_with_whose_it_is(ledger: Ledger, name: str) -> None:
    make(ledger, "img.mp4", "day1/img.mov")
    check_paths_free([OUT / name], ledger, clip("day1/img.mov"))
    check_paths_free([OUT / name], ledger, clip("day2/img.mov"), overwrite=True)

    with pytest.raises(
        ConflictError, match=r"made from day1/img\.mov, not from day2/img\.mov"
    ) as told:
        check_paths_free([OUT / name], ledger, clip("day2/img.mov"))
    assert "add --overwrite" in str(told.value)
    assert "-o 'out/{stem}-{date}.mp4'" in str(told.value)
    with pytest.raises(ConflictError, match="a different recording"):
        check_paths_free([OUT / name], ledger, clip("day1/img.mov", "other", "at 12"))


def test_a_foreign_file_is_seen_in_other_capitals_and_in_other_accents(ledger: Ledger) -> None:
    (OUT / "Zoe\u0308.MP4").write_text("mine")

    with pytest.raises(
        ConflictError, match=r"\(on many drives the same name as zoë\.mp4\): this file exists"
    ):
        check_paths_free([OUT / "zoë.mp4"], ledger)


@pytest.mark.parametrize("kind", ["video", "no video"])
def test_subtitles_whose_video_was_moved_away_are_not_left_to_the_next_clip(
    ledger: Ledger, kind: str
) -> None:
    path = make(ledger, "a.mp4", "day1/a.mov", **{"nl.srt": "een"})
    if kind == "no video":
        of = Provenance(sources={"../day1/a.mov": "day1/a.mov"})
        ledger.add_output(FinishedOutput(path, None, "key", RESULT, {OUT / "a.nl.srt": "twee"}, of))
    path.unlink()
    (OUT / "a.nl.srt").write_text("corrected by hand")
    check_sidecars([path], ledger, clip("day1/a.mov"))
    check_sidecars([path], ledger, clip("day2/a.mov"), overwrite=True)

    with pytest.raises(
        ConflictError, match=r"out/a\.nl\.srt: this file was made from day1/a\.mov, not from"
    ):
        check_sidecars([path], ledger, clip("day2/a.mov"))
    (OUT / "a.nl.srt").unlink()
    check_sidecars([path], ledger, clip("day2/a.mov"))


def test_what_nothing_says_the_clip_of_is_not_replaced(ledger: Ledger) -> None:
    path = OUT / "a.mp4"
    path.write_text("video")
    ledger.add_output(FinishedOutput(path, path, "key", RESULT, {}))

    with pytest.raises(ConflictError, match="no record of the clip it was made from"):
        check_paths_free([path], ledger, clip("a.mov"))


def test_the_video_that_was_written_last_says_whose_the_file_is(ledger: Ledger) -> None:
    path = make(ledger, "a.mp4", "day1/a.mov")
    make(ledger, "a.mp4", "day2/a.mov")
    check_paths_free([path], ledger, clip("day2/a.mov"))

    with pytest.raises(ConflictError, match=r"made from day2/a\.mov"):
        check_paths_free([path], ledger, clip("day1/a.mov"))


def test_a_kept_name_is_a_clip_where_only_its_capitals_are_those_of_an_output(
    ledger: Ledger,
) -> None:
    path = make(ledger, "a.mp4", "a.mov")
    (OUT / "A.MP4").write_text("a clip of somebody")
    (OUT / "A.mp4").write_bytes(path.read_bytes())

    assert path in ledger
    assert OUT / "A.mp4" in ledger
    assert OUT / "A.MP4" not in ledger


@pytest.mark.parametrize("links", ["the drive has second names", "it has none"])
def test_a_name_that_was_taken_meanwhile_is_not_given(
    monkeypatch: pytest.MonkeyPatch, links: str
) -> None:
    def refused(*_: Any, **__: Any) -> None:
        raise OSError(errno.EPERM, "no second names")

    if links == "it has none":
        monkeypatch.setattr(os, "link", refused)
    commit_text("one", OUT / "a.srt", is_new=True)

    with pytest.raises(ConflictError, match="appeared under this name while egv was working"):
        commit_text("other", OUT / "a.srt", is_new=True)
    assert (OUT / "a.srt").read_text() == "one"
    commit_text("other", OUT / "a.srt")
    assert (OUT / "a.srt").read_text() == "other"
    assert [path.name for path in OUT.iterdir()] == ["a.srt"]


def test_subtitles_that_a_video_has_no_more_go_but_for_what_somebody_changed(
    ledger: Ledger,
) -> None:
    path = make(ledger, "a.mp4", "a.mov", **{"nl.srt": "een", "nl.vtt": "twee", "nl.txt": "drie"})
    make(ledger, "b.mp4", "b.mov", **{"nl.srt": "een"})
    make(ledger, "a.mp4", "a.mov", says=" without")
    (OUT / "a.nl.vtt").write_text("corrected")
    (OUT / "a.en.srt").write_text("mine")
    notes = remove_old_sidecars(path, (), [OUT / "a.nl.txt"], ledger)

    assert sorted(each.name for each in OUT.iterdir() if each.is_file()) == [
        "a.en.srt", "a.mp4", "a.nl.txt", "a.nl.vtt", "b.mp4", "b.nl.srt",
    ]  # fmt: skip
    assert [note.split(": ")[0] for note in notes] == ["out/a.nl.srt", "out/a.nl.vtt"]
    assert "this file was edited" in notes[1]
    assert not remove_old_sidecars(path, [OUT / "a.nl.VTT"], [OUT / "a.nl.txt"], ledger)


def test_files_that_were_made_without_a_video_stay(ledger: Ledger) -> None:
    path = make(ledger, "a.mp4", "a.mov", **{"nl.srt": "een"})
    ledger.add_output(
        FinishedOutput(
            path, None, "key", RESULT, {OUT / "a.nl.srt": "een"}, Provenance(sources={"a": "a"})
        )
    )

    assert not remove_old_sidecars(path, (), (), ledger)
    assert (OUT / "a.nl.srt").exists()


def test_a_folder_that_ignores_capitals_has_one_file_for_both_names(
    ledger: Ledger, here: Path
) -> None:
    (here / "probe").touch()
    if not (here / "PROBE").exists():
        pytest.skip("no folder that ignores capitals here, as those of Windows and macOS do")
    path = make(ledger, "Clip.mp4", "day1/clip.mov")

    assert (OUT / "clip.mp4") in ledger
    assert ledger.find_records(OUT / "clip.mp4") == ledger.find_records(path)
    with pytest.raises(ConflictError, match="made of"):
        check_paths_free([OUT / "clip.mp4"], ledger, clip("day2/clip.mov"))
