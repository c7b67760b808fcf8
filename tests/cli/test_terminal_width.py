"""Lines on a terminal: wrapped between words to its width, and in the language of the user."""

from __future__ import annotations

import io

import pytest

from egv.cli.screen.interpreter import open_phrase_book, translate
from egv.cli.screen.phrase_book import PhraseBook
from egv.cli.screen.terminal import OutputStream
from egv.core.text.translation import UiLanguage

LONG = "  note  normalise: the sound is very quiet and mostly noise; raised by only 20 dB"


class Screen(io.StringIO):
    """A terminal of which the width is that of the environment."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    return Screen()


@pytest.mark.parametrize("columns", [40, 60, 81])
def test_a_line_is_wrapped_between_words(
    columns: int, screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    OutputStream(screen).print_line(LONG)
    lines = screen.getvalue().splitlines()

    assert max(map(len, lines)) <= columns
    assert " ".join(" ".join(lines).split()) == " ".join(LONG.split())
    assert all(line.startswith("    ") for line in lines[1:])


def test_a_name_and_a_line_to_paste_are_never_broken(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    stream = OutputStream(screen)
    stream.print_line(f"made  out/{'x' * 60}.mp4: 1 encode")
    stream.print_raw("  egv trim normalise raw/ -o out/ --lufs -16")

    assert "x" * 60 in screen.getvalue()
    assert screen.getvalue().endswith("\n  egv trim normalise raw/ -o out/ --lufs -16\n")


def test_a_log_is_not_wrapped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    log = io.StringIO()
    OutputStream(log).print_line(LONG)

    assert log.getvalue() == f"{LONG}\n"


def test_the_screen_speaks_the_language_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EGV_LANG", "nl")

    assert translate("Usage") == "Gebruik"
    monkeypatch.setenv("EGV_LANG", "en")
    assert translate("Usage") == "Usage"
    monkeypatch.setenv("EGV_LANG", "fr")  # the error about it is in English
    assert translate("Usage") == "Usage"


def test_a_book_is_opened_once() -> None:
    book = open_phrase_book(UiLanguage.NL)

    assert isinstance(book, PhraseBook)
    assert open_phrase_book(UiLanguage.NL) is book
