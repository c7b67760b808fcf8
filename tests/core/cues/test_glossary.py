"""A glossary changes what it lists, says so, and moves nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.cues.glossary import correct_words, parse_term
from egv.core.media.clip import Word
from egv.core.media.moments import show_moments
from egv.core.media.timing import Seconds, Span

TERMS = [
    parse_term("Softwerk=Sofwerk,soft werk"),
    parse_term("GDPR"),
    parse_term("Jan de Vries=Jan de vries"),
]


def spoken(text: str) -> tuple[Word, ...]:
    return tuple(Word(Span(Seconds(n), Seconds(n + 1)), w) for n, w in enumerate(text.split()))


@pytest.mark.parametrize(
    ("heard", "written"),
    [
        ("Bij Sofwerk, graag.", "Bij Softwerk, graag."),
        ("Bij soft werk.", "Bij Softwerk."),
        ("(sofwerk)", "(Softwerk)"),
        ("De gdpr geldt.", "De GDPR geldt."),
        ("Dat is jan de vries!", "Dat is Jan de Vries!"),
        ("Sofwerker softe werk", "Sofwerker softe werk"),
    ],
)
def test_what_is_listed_is_written_right(heard: str, written: str) -> None:
    found = correct_words(spoken(heard), TERMS)

    assert " ".join(word.text for word in found.words) == written
    assert bool(found.changes) == (heard != written)


def test_each_change_is_told_with_its_times() -> None:
    found = correct_words(spoken("Sofwerk en Sofwerk en soft werk"), TERMS)

    assert show_moments(found.changes, Seconds(0)) == (
        "'Sofwerk' at 0.0 s, 2.0 s: corrected to 'Softwerk'",
        "'soft werk' at 4.0 s: corrected to 'Softwerk'",
    )


def test_a_term_takes_the_time_of_the_words_it_replaces() -> None:
    [_, word, _] = correct_words(spoken("bij soft werk nu"), TERMS).words

    assert word.span == Span(Seconds(1), Seconds(3))


@given(st.lists(st.sampled_from(["sofwerk", "gdpr,", "soft", "werk", "a", "Jan"]), max_size=12))
def test_nothing_else_changes(heard: list[str]) -> None:
    words = spoken(" ".join(heard))
    others = [w for w in words if w.text in ("a", "Jan")]

    assert [w for w in correct_words(words, TERMS).words if w.text in ("a", "Jan")] == others


@pytest.mark.parametrize("text", ["", "=x", "x" * 61, f"a={'b' * 61}"])
def test_what_is_no_term_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="term"):
        parse_term(text)
