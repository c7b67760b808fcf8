"""Without a speech model, whoever sits at a terminal is offered one; nobody else is asked."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from egv.tools.models.check import find_model_faults
from tests.cli.at_a_terminal import Met, met
from tests.conftest import SAMPLE
from tests.scripted_whisper import build
from tests.tools.model_hub import Hub, serving

OFFER = "Fetch small now"


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A hub with the model `small`, and a machine without any."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("EGV_MODEL_DIR", str(tmp_path / "m"))
    for name in ("HF_HUB_CACHE", "HF_HOME", "EGV_MODEL_SOURCE"):
        monkeypatch.delenv(name, raising=False)
    with serving(build(tmp_path / "h" / "small", [(0, 1, "Hallo.")])) as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.address)
        yield hub


def began(folder: Path, *keys: bytes, tongue: str = "en") -> Met:
    """`egv init` in a new folder, its one question left answered by Enter, then `keys`."""
    folder.mkdir()
    given = ("--name", "A", "--colour", "10344F", "--language", "nl", "--departments", "HR")
    return met(folder, [b"\n", *keys], *given, EGV_LANG=tongue)


def test_one_key_fetches_it(hub: Hub, tmp_path: Path) -> None:
    done = began(tmp_path / "new", b"maybe\n", b"\n")

    assert done.code == 0, done.screen
    assert f"{OFFER} (486 MB, from {hub.address.removeprefix('http://')})? [Yes/no] " in done.screen
    assert "type y or n" in done.screen
    assert find_model_faults(tmp_path / "m" / "small") == ()
    assert OFFER not in began(tmp_path / "other").screen


def test_whoever_refuses_gets_none_and_the_line_for_later(hub: Hub, tmp_path: Path) -> None:
    done = began(tmp_path / "new", b"nee\n", tongue="nl")

    assert "Nu small ophalen (486 MB, van " in done.screen
    said = " ".join(done.screen.split())
    assert "een run vraagt het niet meer. Toch een? egv model fetch small" in said
    assert not hub.asked


@pytest.mark.media
@pytest.mark.usefixtures("hub")
def test_a_refusal_is_remembered_by_runs_and_doctor_still_offers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    shutil.copy(SAMPLE, tmp_path / "talk.mp4")
    line = ("subtitle", "--emit", "srt", "--language", "en", "talk.mp4")
    screens = [
        met(tmp_path, [key], *words, command=command).screen
        for key, (command, *words) in ((b"n\n", line), (b"n\n", line), (b"n\n", ("doctor",)))
    ]

    assert [OFFER in screen for screen in screens] == [True, False, True]
    assert "egv model fetch" in screens[1]


@pytest.mark.usefixtures("hub")
def test_a_download_that_fails_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_COLOR", "1")
    done = began(tmp_path / "new", b"J\n")

    assert done.code == 0, done.screen
    assert "cannot be reached" in " ".join(done.screen.split())
    assert (tmp_path / "new" / "egv.yaml").is_file()


@pytest.mark.media
@pytest.mark.usefixtures("hub")
def test_a_run_goes_on_with_the_model_or_without(tmp_path: Path) -> None:
    shutil.copy(SAMPLE, tmp_path / "talk.mp4")
    line = ("--emit", "srt", "--language", "en", "talk.mp4")
    silent = met(tmp_path, [], *line, "--no-input", command="subtitle")
    refused = met(tmp_path, [b"\x04"], *line, command="subtitle")
    fetched = met(tmp_path, [b"\n"], *line, command="subtitle")

    assert OFFER not in silent.screen
    assert silent.code == refused.code == 5
    assert OFFER in refused.screen
    assert fetched.code == 0, fetched.screen
    assert "Hallo" in next(tmp_path.glob("out/talk.*.srt")).read_text()
