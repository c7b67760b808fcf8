"""How long a text takes to say: numbers and abbreviations count as they are said."""

import pytest

from egv.app.authoring.guide import FOLDER
from egv.core.project.script_sheet import WORDS_PER_SECOND
from egv.workflow.script.spoken_size import (
    count_number_words,
    find_full_words,
    is_initials,
    measure_words,
)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("7", 1), ("20", 1), ("21", 2), ("100", 1), ("250", 3), ("1000", 1), ("1.250", 4),
        ("1,250", 4), ("2026", 4), ("14:30", 3), ("3,5", 3), ("06", 2), ("0612345678", 10),
        ("1000000", 1), ("2000000", 2),
    ],
)  # fmt: skip
def test_a_number_is_as_many_words_as_are_said(number: str, words: int) -> None:
    assert count_number_words(number) == words


@pytest.mark.parametrize("language", ["nl", "en"])
def test_plain_language_takes_as_long_as_the_sheet_counts_on(language: str) -> None:
    guides = [path.read_text(encoding="utf-8") for path in FOLDER.glob(f"*.{language}.txt")]
    size = measure_words(" ".join(guides).split(), language)

    assert size.seconds == pytest.approx(size.words / WORDS_PER_SECOND, rel=0.05)


def test_what_is_written_short_takes_as_long_as_it_is_said() -> None:
    assert measure_words(["€", "1.250"], "nl").words == 5
    assert measure_words(["d.w.z."], "nl") == measure_words(["dat", "wil", "zeggen"], "nl")
    assert measure_words(["KPI"], "nl").letters > measure_words(["kpi"], "nl").letters
    assert measure_words(["–", "…"], "nl").letters == 0
    assert measure_words(["info@acme.nl"], "nl").words == 5


@pytest.mark.parametrize("word", ["m.b.t.", "mbt", "(M.b.t.)", "m.b.t.,"])
def test_an_abbreviation_is_found_as_people_write_it(word: str) -> None:
    assert find_full_words(word, "nl") == "over"
    assert find_full_words(word, "fr") == ""


@pytest.mark.parametrize("word", ["as", "no", "nr", "Max.", "dw"])
def test_a_word_is_no_abbreviation(word: str) -> None:
    assert find_full_words(word, "nl") == ""
    assert find_full_words(word, "en") == ""


def test_capitals_are_initials_unless_everybody_says_them() -> None:
    assert is_initials("KPI")
    assert not any(map(is_initials, ("TV", "Kpi", "A", "AGENDA", "B2B")))
