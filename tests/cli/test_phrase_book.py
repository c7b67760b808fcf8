"""What egv says in Dutch: phrases with places, put together, and never a name."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.cli.screen.interpreter import open_phrase_book
from egv.cli.screen.phrase_book import (
    PhraseBook,
    anonymise_places,
    find_phrase_faults,
    parse_phrases,
)
from egv.core.text.translation import UiLanguage
from tests.phrases import find_missing_phrases
from tests.places import ROOT
from tests.running import egv

# Words of an English sentence that are no Dutch words; and what is quoted, or is no sentence.
ENGLISH = re.compile(
    r"\b(a|an|and|are|be|cannot|for|from|has|have|it|its|no|not|or|than|that|the|there|this|to|were"
    r"|which|with|write|your)\b"
)
QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|`[^`]*`|\S*[/.]\S+|--[a-z-]+|\bkies uit .*")
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
{words}; give another
  {words}; noem een ander
the logo is {size}
  het logo is {size}
{size} px in {shape}
  {size} px voor {shape}
'{word}' is unknown{advice}
  '{word}' is onbekend{advice}
did you mean {word}?
  bedoel je {word}?
{file}:{number}:{number2}: {word} stands twice
  {file}:{number}:{number2}: {word} staat er twee keer
""")
)


@pytest.mark.parametrize("files", ["1 file", "3 files"])
def test_a_prediction_is_dutch_to_its_end(files: str) -> None:
    said = f"1 clip: 1 planned; about 1.0 MB, about 3 s of work, {files} replaced."
    dutch = open_phrase_book(UiLanguage.NL).translate(said)

    assert dutch.endswith((", 1 bestand vervangen.", ", 3 bestanden vervangen."))


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
        ("all my clips", "all my clips"),  # the name of a folder: no number stands before it
        (
            "kit: the logo is 3 px in feed; give another",
            "kit: het logo is 3 px voor feed; noem een ander",
        ),
        ("'a' is unknown", "'a' is onbekend"),
        ("'a' is unknown; did you mean b?", "'a' is onbekend; bedoel je b?"),
        ("'a' is unknown; 'b' is unknown", "'a' is onbekend; 'b' is onbekend"),
        ("egv: error: a.yaml:2:1: x stands twice", "egv: fout: a.yaml:2:1: x staat er twee keer"),
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


@pytest.mark.parametrize(
    ("said", "translated"),
    [
        (
            "k.yaml:3:5: logo.height: the logo is 86 px in feed, 86 px in square high, less than"
            " its min_height_px of 90; raise height, or lower min_height_px",
            "k.yaml:3:5: logo.height: het logo is 86 px in feed, 86 px in square hoog, minder"
            " dan zijn min_height_px van 90; verhoog height, of verlaag min_height_px",
        ),
        (
            "a.mp4: 3 of 100 frames of its picture (3 %) and 4 of 9 packets of its sound (44 %)"
            " cannot be decoded; copy it from the camera again, or add --allow-damaged to use what"
            " can be read",
            "a.mp4: 3 van de 100 beeldjes (3 %) en 4 van de 9 stukjes geluid (44 %) zijn niet te"
            " lezen; kopieer hem opnieuw van de camera, of zet er --allow-damaged bij om te"
            " gebruiken wat te lezen is",
        ),
        (
            "a clip that is gone: Noor Wit withdrew consent; Mo's consent ended on 2026-01-01",
            "een clip die weg is: Noor Wit trok de toestemming in; de toestemming van Mo liep af op"
            " 2026-01-01",
        ),
        (
            "landscape: cropped to the face, and the frame follows once",
            "landscape: uitgesneden rond het gezicht, en het kader schuift één keer mee",
        ),
        (
            "a.mp4  clip  12 kB  stays: changed since egv made it; add --force to remove it too",
            "a.mp4  clip  12 kB  blijft: veranderd nadat egv het maakte; zet er --force bij om het"
            " ook weg te halen",
        ),
    ],
)
def test_what_is_put_together_below_the_screen_is_dutch(said: str, translated: str) -> None:
    assert open_phrase_book(UiLanguage.NL).translate(said) == translated


FAULTY = {
    "faulty.yaml": """
schema: egv/recipe@9
steps: [trimm, {trim: {silens: all}}, {normalise: {lufs: x}}]
outputs: [{format: tall}, {file: '{nope}.avi'}]
expect: {duration: {ideal: [30, 10]}}
foo: 1
""",
    "broken.yaml": "a: [1\nb: }",
    "twice.yaml": "x: 1\nx: 2\n",
    "empty.mp4": "",
    "text.mp4": "no video",
    "twice.csv": "file,file\na.mp4,x\n",
    "figures.csv": "output,vews\na.mp4,1\n",
    "kit/kit.yaml": """
schema: egv/kit@1
name: k
palette: {primary: blue, accent: 12}
music: {bed: m.wav}
locked: [palette.prim, name]
subtitles: {max_cps: 99, font: nofont}
intro: {audio: music}
""",
}


@pytest.mark.parametrize(
    "line",
    [
        "trim empty.mp4",
        "trim text.mp4 -n",
        "music --bed text.mp4 --licence x text.mp4",
        "normalise --lufs 3 text.mp4",
        "trim --start x text.mp4",
        "subtitle --language klingon text.mp4",
        "run -k nope text.mp4",
        "run -r nope text.mp4",
        "run --files-from twice.csv",
        "recipe validate faulty.yaml",
        "recipe validate broken.yaml",
        "recipe validate twice.yaml",
        "kit validate kit",
        "purge",
        "purge --older-than soon",
        "purge --expired",
        "review approve text.mp4 --by X",
        "review page .",
        "report --period soon",
        "report --space z",
        "report import figures.csv",
        "share digest --week 3",
        "share pack text.mp4",
        "model check kit",
    ],
)
def test_no_fault_is_told_half_in_english(
    line: str, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, text in FAULTY.items():
        (here / name).parent.mkdir(exist_ok=True)
        (here / name).write_text(text)
    monkeypatch.setenv("EGV_LANG", "nl")
    ran = egv(*line.split())

    assert ran.code
    assert ENGLISH.findall(QUOTED.sub("", ran.out + ran.err)) == [], ran.out + ran.err


def test_no_phrase_stands_in_the_book_twice() -> None:
    lines = [
        anonymise_places(line)
        for path in sorted((ROOT / "egv" / "phrases" / "nl").glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip() and line[0] not in " #"
    ]

    assert [line for line, count in Counter(lines).items() if count > 1] == []


def test_what_is_dutch_stays_as_it_is() -> None:
    book = open_phrase_book(UiLanguage.NL)
    said = [re.sub(r"\{[^{}]*\}", "7", text) for text in book.phrases.values()]

    assert [text for text in said if book.translate(text) != text] == []


def test_everything_that_egv_says_can_be_said_in_dutch() -> None:
    missing = [f"{one.module}:{one.line}: {one.text}" for one in find_missing_phrases()]

    assert missing == []  # python -m tests.phrases prints them as the book wants them
