"""What egv says in Dutch: phrases with places, put together, and never a name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.cli.commands import COMMANDS
from egv.cli.grammar.tokens import PREVIEW, RUN
from egv.cli.main import main
from egv.cli.screen.interpreter import open_phrase_book
from egv.cli.screen.phrase_book import PhraseBook, find_phrase_faults, parse_phrases
from egv.core.text.translation import UiLanguage
from egv.steps import STEPS
from tests.phrases import find_missing_phrases

BOOK = PhraseBook(
    parse_phrases("""\
# a comment
looking at {count}
  {count} bekijken
{number} clips
  {number} filmpjes
nothing to cut
  niets weg te knippen
cut {time} s at the start
  {time} s van het begin geknipt
egv: error
  egv: fout
{file}: there is no such file
  {file}: dit bestand is er niet
give {{stem}} or {name}
  noem {name} of {{stem}}
""")
)


@pytest.mark.parametrize(
    ("said", "translated"),
    [
        ("nothing to cut", "niets weg te knippen"),
        ("  nothing to cut", "  niets weg te knippen"),
        ("looking at 3 clips", "3 filmpjes bekijken"),
        ("egv: error: a.mp4: there is no such file", "egv: fout: a.mp4: dit bestand is er niet"),
        ("trim: nothing to cut", "trim: niets weg te knippen"),
        ("cut 2 s at the start; nothing to cut", "2 s van het begin geknipt; niets weg te knippen"),
        ("give {stem} or -o", "noem -o of {stem}"),
        ("nothing to cut\nnothing to cut", "niets weg te knippen\nniets weg te knippen"),
        ("a line that nobody translated: yet", "a line that nobody translated: yet"),
        ("", ""),
    ],
)
def test_a_line_is_translated_with_what_it_is_put_together_of(said: str, translated: str) -> None:
    assert BOOK.translate(said) == translated


def test_a_name_of_one_word_is_no_phrase() -> None:
    book = PhraseBook({"clip": "filmpje", "{file} is ready": "{file} is klaar"})

    assert book.translate("clip is ready") == "clip is klaar"


@given(st.text(max_size=80))
def test_any_text_comes_out(text: str) -> None:
    assert BOOK.translate(text).count("\n") == text.count("\n")
    assert PhraseBook({}).translate(text) == text


@pytest.mark.parametrize("text", ["one phrase", "one\ntwo", "  indented\n  twice"])
def test_a_phrase_without_a_translation_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="indented"):
        parse_phrases(text)


def test_faults_in_a_book_are_found() -> None:
    assert len(find_phrase_faults([("a {x} here", "een {y}"), ("{x}: {y}", "{x}: {y}")])) == 2
    assert len(find_phrase_faults([("{x} and {x}", "{x} en {x}")])) == 1


def test_the_shipped_book_is_whole() -> None:
    assert find_phrase_faults(open_phrase_book(UiLanguage.NL).phrases.items()) == []


# Words that no Dutch sentence has; what stands between quotes and after "egv" is typed, not said.
ENGLISH = re.compile(
    r"\b(the|this|that|and|with|for|from|which|would|are|not|does|there|its|what|when)\b"
)
TYPED = re.compile(r"'[^']*'|\"[^\"]*\"|\[.*?\]|--?[a-z][\w-]*|\begv .*|\S*[./=_]\S*")
PAGES = [
    [],
    [RUN],
    [PREVIEW],
    *([step.name] for step in STEPS),
    *([command.name] for command in COMMANDS),
    *([command.name, below.name] for command in COMMANDS for below in command.commands),
]


def list_english_lines(text: str) -> list[str]:
    """List the lines in which an English word is said."""
    return [line for line in text.splitlines() if ENGLISH.search(TYPED.sub("", line))]


@pytest.mark.parametrize("page", PAGES, ids=" ".join)
def test_a_help_page_is_dutch(
    page: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EGV_LANG", "nl")

    assert main([*page, "--help"]) == 0
    said = capsys.readouterr().out
    assert list_english_lines(said) == []
    assert "Gebruik: egv" in said
    assert max(map(len, said.splitlines())) <= 80


@pytest.mark.parametrize(
    "line",
    [
        "trmi clip.mp4", "trim --bogus x", "trim --lufs 3 x", "trim music --role x y",
        "trim -output x", "trim --start", "trim --start xx y", "trim x --quality y", "run",
        "trim nope.mp4", "trim *.xyz", "run x -r nope", "run x -k nope", "run x --skip foo",
        "trim x --skip trim", "trim -v -q x", "trim then", "trim -j 99 x", "run x --set foo",
        "trim --start 1 --start 2 x", "trim --force=1 x", "guide foo", "kit", "kit foo", "kit show",
        "kit list --foo", "kit list extra", "kit show nope", "kit new !! --colour zz",
        "kit new a --from acme --logo x.png", "recipe script standard", "config schema foo",
        "report -o x.txt", "check x -o y.pdf", "demo -r nope", "demo --quality x",
        "share pack x --set foo", "review done x y", "--quality x kit list", "doctor --foo",
        "recipe list", "kit list", "model list", "guide", "doctor", "config show --origin",
        "init --yes --name Acme", "recipe new mine", "recipe validate welcome",
    ],
)  # fmt: skip
def test_a_line_is_answered_in_dutch(
    line: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("EGV_LANG", "nl")
    monkeypatch.chdir(tmp_path)

    main(line.split())
    out, err = capsys.readouterr()
    assert list_english_lines(f"{out}{err}") == []
    assert f"{out}{err}".strip()


def test_everything_that_egv_says_can_be_said_in_dutch() -> None:
    missing = [f"{one.module}:{one.line}: {one.text}" for one in find_missing_phrases()]

    assert missing == []  # python -m tests.phrases prints them as the book wants them
