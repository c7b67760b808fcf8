"""Finished videos in the ledger: formats together, found by any name, gone with their file."""

from __future__ import annotations

from pathlib import Path

import pytest

from egv.app.records.ledger import PRACTICE, FinishedOutput, Ledger
from egv.app.records.ledger_lines import Provenance
from egv.app.records.results import OutputResult, Status
from egv.core.errors import UsageError
from egv.workflow.share.finished_videos import find_finished_videos, list_finished_videos


@pytest.fixture
def ledger(here: Path) -> Ledger:
    """Two formats of one clip, and one of another; the file of a third clip is gone."""
    ledger = Ledger(here / "out")
    for name, clip, shape in (
        ("jan.square.mp4", "jan.mov", "square"), ("jan.feed.mp4", "jan.mov", "feed"),
        ("li.mp4", "li.mov", ""), ("mo.mp4", "mo.mov", ""),
    ):  # fmt: skip
        (here / "out").mkdir(exist_ok=True)
        path = here / "out" / name
        path.write_bytes(name.encode())
        result = OutputResult(input=clip, status=Status.RENDERED, output=name, format=shape)
        about = Provenance(sources={f"../{clip}": f"#{clip}"})
        ledger.add_output(FinishedOutput(path, path, "k", result, {}, about))
    (here / "out/mo.mp4").unlink()
    return ledger


def test_formats_are_one_video_and_what_is_gone_is_none(ledger: Ledger) -> None:
    videos = list_finished_videos(ledger)

    assert [video.stem for video in videos] == ["jan", "li"]
    assert [path.name for path in videos[0].video_paths] == ["jan.square.mp4", "jan.feed.mp4"]
    assert videos[0].source_paths[0].name == "jan.mov"
    assert videos[0].folder == ledger.folder


@pytest.mark.parametrize(
    "word", ["jan", "JAN", "out/jan.feed.mp4", "jan.mov", "jan.square", "jan.feed.mp4"]
)
def test_a_video_is_found_by_any_of_its_names(ledger: Ledger, word: str) -> None:
    if word == "jan.feed.mp4":
        word = str(Path("out") / word)

    assert [video.stem for video in find_finished_videos([word], ledger)] == ["jan"]


def test_a_folder_is_all_its_videos_and_each_comes_once(ledger: Ledger) -> None:
    found = find_finished_videos(["li", "out", "jan"], ledger)

    assert [video.stem for video in found] == ["li", "jan"]


def test_a_word_that_is_no_video_is_refused_with_the_nearest(ledger: Ledger) -> None:
    with pytest.raises(
        UsageError, match="jam: egv made no video of this name here; did you mean 'jan'"
    ):
        find_finished_videos(["jam"], ledger)


def test_a_practice_take_is_refused_as_such(ledger: Ledger, here: Path) -> None:
    path = here / "out/jan.practice.mp4"
    path.write_bytes(b"practice")
    result = OutputResult(input="jan.mov", status=Status.RENDERED, output=path.name)
    Ledger(ledger.folder, PRACTICE).add_output(FinishedOutput(path, path, "k", result, {}))

    with pytest.raises(UsageError, match="this is a practice take, which is not shared"):
        find_finished_videos(["out/jan.practice.mp4"], ledger)


def test_where_nothing_was_made_no_choice_is_offered(here: Path) -> None:
    with pytest.raises(UsageError, match="made no video of this name here; make the video first"):
        find_finished_videos(["jan"], Ledger(here / "out"))
