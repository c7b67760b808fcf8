"""A watched folder: what is at rest is made once, and what failed gets a note that goes again."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from egv.app.plan.order import Order
from egv.app.records.results import ErrorResult, OutputResult, RunResult, Status
from egv.cli.commands.watch import WATCH_WORD, parse_watch
from egv.core.text.translation import UiLanguage
from egv.tools.library.clip_notes import ATTENTION_MARK
from egv.tools.library.subtitle_files import list_clip_text_files
from egv.workflow.watch.watch import FolderWatch, WatchCaller
from tests.places import ROOT
from tests.running import egv

STOP = RunResult(ok=False, exit_code=130)
NOTE = Path("raw/a.mov.needs-attention.txt")


class Caller:
    """What a watch asks for: each wait does the next of `changes`, the runs are written down."""

    def __init__(self, *changes: Callable[[], object]) -> None:
        self.changes, self.told = list(changes), list[str]()
        self.runs = list[tuple[str, list[str]]]()
        self.fault: ErrorResult | None = None

    def wait(self, seconds: float) -> None:
        assert seconds > 0
        self.changes.pop(0)()

    def run(self, order: Order) -> RunResult:
        names = sorted(path.name for path in order.only or ())
        self.runs.append((order.inputs[0], names))
        if "stop.mov" in names:
            return STOP
        status = Status.FAILED if self.fault else Status.RENDERED
        outputs = tuple(
            OutputResult(input=f"{order.inputs[0]}/{name}", status=status, error=self.fault)
            for name in names
        )
        return RunResult(ok=not self.fault, exit_code=1 if self.fault else 0, outputs=outputs)

    def watch(self) -> FolderWatch:
        caller = WatchCaller(self.run, self.told.append, self.wait, str.upper, UiLanguage.EN)
        return FolderWatch(Order(("raw",)), caller)


def put(name: str, content: str = "clip") -> Callable[[], object]:
    return lambda: Path("raw", name).write_text(content)


def nothing() -> None:
    pass


@pytest.fixture(autouse=True)
def _with_a_folder(here: Path) -> None:
    (here / "raw").mkdir()


def test_a_clip_is_made_once_when_it_rests_and_again_when_it_changes() -> None:
    put("a.mov")()
    caller = Caller(
        put("b.mov", "x"), put("b.mov", "xy"), nothing, put("a.mov", "other"), nothing,
        put("a.srt", "text"), nothing, put("stop.mov"), nothing,
    )  # fmt: skip

    assert caller.watch().run_until_interrupted() == 130
    assert [names for _, names in caller.runs] == [
        ["a.mov"], ["b.mov"], ["a.mov"], ["a.mov"], ["stop.mov"],
    ]  # fmt: skip
    assert sum("b.mov: still being copied" in line for line in caller.told) == 1


def test_a_slip_beside_the_clip_is_no_change_of_it() -> None:
    put("a.mov")()
    slips = [put(f"a.slip.{kind}", "Your video is ready") for kind in ("html", "txt")]
    caller = Caller(nothing, *slips, nothing, put("stop.mov"), nothing)

    assert caller.watch().run_until_interrupted() == 130
    assert [names for _, names in caller.runs] == [["a.mov"], ["stop.mov"]]


def test_one_pass_leaves_out_what_is_being_copied() -> None:
    put("a.mov")()
    put("b.mov", "x")()
    put("empty.mov", "")()
    caller = Caller(put("b.mov", "xy"))

    assert caller.watch().run_once() == 0
    assert caller.runs == [("raw", ["a.mov"])]


def test_a_folder_that_goes_away_is_told_once_and_survived() -> None:
    caller = Caller(
        lambda: shutil.rmtree("raw"), nothing, lambda: Path("raw").mkdir(), put("stop.mov"), nothing
    )

    assert caller.watch().run_until_interrupted() == 130
    assert [line for line in caller.told if "cannot be read" in line] == caller.told[1:2]
    assert any("there again" in line for line in caller.told)


def test_the_folder_of_a_department_is_a_run_of_its_own() -> None:
    Path("egv.yaml").write_text("schema: egv/project@1\nspaces: {hr: {}}\n")
    for folder in ("raw/hr", "raw/other"):
        Path(folder).mkdir()
        Path(folder, "b.mov").write_text("clip")
    put("a.mov")()
    caller = Caller(nothing)

    caller.watch().run_once()
    assert caller.runs == [("raw", ["a.mov"]), ("raw/hr", ["b.mov"])]


def test_what_failed_gets_a_note_that_goes_when_it_is_made() -> None:
    put("a.mov")()
    caller = Caller(nothing, nothing)
    caller.fault = ErrorResult(kind="input", message="a.mov: torn; export it again")

    assert caller.watch().run_once() == 1
    text = NOTE.read_text()
    assert "A.MOV: TORN; EXPORT IT AGAIN" in text
    assert ATTENTION_MARK in text
    assert list_clip_text_files(Path("raw/a.mov")) == ()

    caller.fault = None
    caller.watch().run_once()
    assert not NOTE.exists()


def test_a_file_of_somebody_else_in_the_place_of_a_note_stays() -> None:
    put("a.mov")()
    NOTE.write_text("mine")
    caller = Caller(nothing, nothing)
    caller.fault = ErrorResult(kind="input", message="torn")
    caller.watch().run_once()
    caller.fault = None
    caller.watch().run_once()

    assert NOTE.read_text() == "mine"


def test_the_examples_of_the_page_are_lines_that_egv_reads() -> None:
    text = (ROOT / "docs/watch.md").read_text(encoding="utf-8")
    lines = re.findall(r"egv (watch [^#\"\n]*)", text)

    assert len(lines) == 5
    for line in lines:
        words = line.split()
        assert words[0] == WATCH_WORD
        assert callable(parse_watch(words))


def test_the_line_to_give_again_is_the_one_that_was_given(here: Path) -> None:
    (here / "raw" / "a.mp4").write_text("no film")
    ran = egv("watch", "raw", "--once", "-k", "acme", "-o", "ready/")

    assert ran.code == 1
    assert "\n  egv watch raw --once -k acme -o ready/\n" in ran.out
