"""The files of a slip: their names, and that a slip which somebody edited is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from egv.core.errors import UsageError
from egv.tools.library.slip_names import is_slip
from egv.tools.library.subtitle_files import list_clip_text_files
from egv.workflow.slip.files import (
    UNSEALED,
    SlipState,
    locate_slips,
    read_slip_state,
    seal_text,
    write_slip_files,
)

TEXT = f"Je video is klaar: café\n\n{UNSEALED}\n"


@pytest.mark.parametrize(
    ("video", "format_name", "mark", "slip"),
    [
        ("out/a.mp4", "source", "", "out/a.slip.html"),
        ("out/a.portrait.mp4", "portrait", "", "out/a.slip.html"),
        ("out/a.9x16.mp4", "9:16", "", "out/a.slip.html"),
        ("out/a.draft.mp4", "source", "draft", "out/a.slip.html"),
        ("out/a.portrait.draft.mp4", "portrait", "draft", "out/a.slip.html"),
        ("out/a.practice.mp4", "source", "practice", "out/a.practice.slip.html"),
        ("out/a.draft.mp4", "source", "", "out/a.draft.slip.html"),  # that is the clip's own name
    ],
)
def test_a_clip_has_one_slip(video: str, format_name: str, mark: str, slip: str) -> None:
    page, text = locate_slips(Path(video), format_name, mark)

    assert page == Path(slip)
    assert text == Path(slip).with_suffix(".txt")


def test_the_seal_tells_whether_somebody_edited_it(tmp_path: Path) -> None:
    path = tmp_path / "a.slip.txt"
    assert read_slip_state(path) is SlipState.GONE

    path.write_text(seal_text(TEXT), encoding="utf-8")
    assert read_slip_state(path) is SlipState.OWN

    path.write_text(path.read_text("utf-8").replace("klaar", "af"), encoding="utf-8")
    assert read_slip_state(path) is SlipState.EDITED

    path.write_text("a shopping list", encoding="utf-8")
    assert read_slip_state(path) is SlipState.FOREIGN

    folder = tmp_path / "b.slip.txt"
    folder.mkdir()
    assert read_slip_state(folder) is SlipState.FOREIGN


@pytest.mark.parametrize("written", ["a shopping list", seal_text(TEXT).replace("klaar", "af")])
def test_what_egv_did_not_write_so_is_left_alone(tmp_path: Path, written: str) -> None:
    page, text = tmp_path / "a.slip.html", tmp_path / "a.slip.txt"
    text.write_text(written, encoding="utf-8")

    assert list(write_slip_files({page: TEXT, text: TEXT})) == [text]
    assert text.read_text("utf-8") == written
    assert read_slip_state(page) is SlipState.OWN


def test_egvs_own_slip_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.slip.txt"
    for text in (TEXT, TEXT.replace("klaar", "opnieuw klaar")):
        assert list(write_slip_files({path: text})) == []

    assert "opnieuw klaar" in path.read_text("utf-8")


def test_a_name_that_no_disk_holds_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="disk allows"):
        list(write_slip_files({tmp_path / f"{'a' * 250}.slip.txt": TEXT}))


def test_a_slip_is_never_taken_for_what_is_said_in_a_clip(tmp_path: Path) -> None:
    clips = [tmp_path / "a.slip.mov", tmp_path / "a.mov"]
    slip = tmp_path / "a.slip.txt"
    slip.write_text("what I say", encoding="utf-8")
    assert list_clip_text_files(clips[0]) == (slip,)

    slip.write_text(seal_text(TEXT), encoding="utf-8")
    assert is_slip(slip)
    assert [list_clip_text_files(clip) for clip in clips] == [(), ()]
