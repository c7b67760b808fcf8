"""No number with a point reaches a Dutch reader, except versions, names and what is typed."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from egv.cli.dialogue.model_fetch import FetchProgress
from egv.cli.main import main
from egv.cli.screen.terminal import OutputStream, Terminal
from tests.cli.test_screen import Stream
from tests.places import ROOT
from tests.running import egv

POINT = re.compile(r"\d\.\d")
NAMED = re.compile(
    r"\S*[@/]\S*|egv: \d\S*|Python \S+|ffmpeg: \S+|(?<=pakketten: ).*|av [\d.]+"
    r"|--\S+ \S+|\begv [a-z].*|\(\d+(?:\.\d+)+\)"
)
LINES = (
    ["doctor"],
    ["trim", "clip.mp4", "--end", "20", "normalise", "--lufs", "-16.5", "-n"],
    ["colour-correct", "clip.mp4", "--contrast", "1.04", "--saturation", "1.1", "-n"],
    ["run", "-r", "welcome", "clip.mp4", "-k", "acme", "--set", "name=Maria", "-n"],
    ["trim", "clip.mp4", "--end", "2.5"],
    ["check", "clip.mp4"],
    ["kit", "validate", "pale.yaml"],
    ["model", "list"],
    ["purge", "clip.mp4", "-n"],
)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with a clip and a kit of colours that differ too little; egv speaks Dutch."""
    monkeypatch.setenv("EGV_LANG", "nl")
    monkeypatch.chdir(tmp_path)
    shutil.copy(ROOT / "examples" / "sample.mp4", "clip.mp4")
    Path("pale.yaml").write_text(
        "schema: egv/kit@1\nname: pale\npalette: {primary: '#888888', on_primary: '#999999'}\n"
    )


def list_points(text: str) -> list[str]:
    """List the lines in which a number has a point."""
    return [line for line in text.splitlines() if POINT.search(NAMED.sub("", line))]


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("line", LINES, ids=" ".join)
def test_a_dutch_reader_sees_commas(line: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    main(line)
    out, err = capsys.readouterr()

    assert list_points(f"{out}{err}") == []


@pytest.mark.usefixtures("project")
def test_the_walk_sees_commas_at_all_and_json_has_none() -> None:
    line = ("trim", "clip.mp4", "--end", "20", "normalise", "-n")

    assert re.search(r"van -\d+,\d naar -16,0 LUFS", egv(*line).out)
    assert re.search(r"from -\d+\.\d to -16\.0 LUFS", egv(*line, "--json").out)


def test_a_download_says_how_much_of_it_has_arrived(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EGV_LANG", "nl")
    monkeypatch.setenv("TERM", "xterm")
    stream = Stream(terminal=True)
    voice = OutputStream(stream)
    with FetchProgress(Terminal(voice, voice), "small") as shown:
        shown.show_progress(12_500_000, 486_000_000)

    assert "12,5 MB van 486,0 MB" in stream.getvalue()
