"""Sentences: a stop ends one, unless it belongs to an abbreviation or a number."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.cues.sentences import PAUSE, build_spoken_cues, is_sentence_end, split_sentences
from egv.core.media.clip import Word
from egv.core.media.timing import Seconds, Span

TOKENS = ["een", "twee", "drie.", "vier!", "dhr.", "5.000", "“zes?”", "\n", "\n\n", " \n \n"]


def said(*words_and_times: tuple[str, Seconds, Seconds]) -> list[Word]:
    return [Word(Span(start, end), text) for text, start, end in words_and_times]


@pytest.mark.parametrize(
    "word",
    [
        "dhr.", "mevr.", "drs.", "ir.", "bijv.", "o.a.", "m.b.t.", "d.w.z.", "t.o.v.", "incl.",
        "Mr.", "Mrs.", "Dr.", "e.g.", "i.e.", "approx.", "Ph.D.", "J.", "J.P.",
    ],
)  # fmt: skip
@pytest.mark.parametrize("around", ["{}", "({}", "“{}", "{})"])
def test_an_abbreviation_ends_no_sentence(word: str, around: str) -> None:
    assert not is_sentence_end(around.format(word))


@pytest.mark.parametrize("word", ["nr.", "blz.", "no.", "max.", "vol.", "(ca."])
def test_some_are_abbreviations_before_a_number_only(word: str) -> None:
    assert not is_sentence_end(word, "5")
    assert is_sentence_end(word, "Dat")


@pytest.mark.parametrize("word", ["enz.", "etc.", "Ltd.", "U.S.", "a.m."])
def test_some_end_a_sentence_before_a_capital_only(word: str) -> None:
    assert not is_sentence_end(word, "and")
    assert is_sentence_end(word, "Then")


def test_answers_and_lists_are_what_they_are() -> None:
    assert split_sentences("No. That is wrong.") == ("No.", "That is wrong.")
    assert split_sentences("So am I. We go.") == ("So am I.", "We go.")
    assert split_sentences("1. Klik hier. 2. Sla op. Het is 2026. Klaar.") == (
        "1. Klik hier.", "2. Sla op.", "Het is 2026.", "Klaar.",
    )  # fmt: skip
    assert split_sentences("Vraag (J. Smit) om 9 a.m. op dag 3. Dank.") == (
        "Vraag (J. Smit) om 9 a.m. op dag 3.", "Dank.",
    )  # fmt: skip


def test_the_initials_of_a_name_end_no_sentence() -> None:
    text = "Vraag het aan J. K. Smit van de balie."

    assert split_sentences(text) == (text,)


@pytest.mark.parametrize("word", ["5.000", "10.30", "2.5", "1.234,50", "v2.0", "egv.nl", "€3.99"])
def test_a_stop_within_a_word_ends_no_sentence(word: str) -> None:
    assert split_sentences(f"Het kost {word} per stuk.") == (f"Het kost {word} per stuk.",)


@pytest.mark.parametrize("word", ["2026.", "5.000.", "klaar!", "wat?", "nou…", "Wat?!", "egv.nl."])
@pytest.mark.parametrize("closing", ["", '"', "”", "’", ")", "»", ").", "]"])
def test_a_stop_ends_a_sentence_whatever_closes_after_it(word: str, closing: str) -> None:
    assert is_sentence_end(word + closing)


@pytest.mark.parametrize("word", ["klaar", "klaar,", "klaar:", "klaar;", "–", "”", ""])
def test_other_marks_end_none(word: str) -> None:
    assert not is_sentence_end(word)


def test_a_line_break_is_a_space_and_an_empty_line_is_an_end() -> None:
    text = "Eén zin\n  over twee regels\n \nEn een kop\n\n\nSlot."

    assert split_sentences(text) == ("Eén zin over twee regels", "En een kop", "Slot.")


@given(st.lists(st.sampled_from(TOKENS), max_size=30))
def test_a_sentence_holds_one_end_at_most_and_it_comes_last(tokens: list[str]) -> None:
    found = split_sentences(" ".join(tokens))

    assert " ".join(found).split() == " ".join(tokens).split()
    for sentence in found:
        assert not any(map(is_sentence_end, sentence.split()[:-1]))


@pytest.mark.parametrize(("silence", "count"), [(PAUSE, 2), (PAUSE - Seconds(1, 1000), 1)])
def test_half_a_second_of_silence_begins_a_new_cue(silence: Seconds, count: int) -> None:
    words = said(("one", Seconds(1), Seconds(2)), ("two", 2 + silence, 3 + silence))

    assert len(build_spoken_cues(words)) == count


def test_a_cue_lasts_from_its_first_word_to_its_last() -> None:
    words = said(
        ("Ask", Seconds(1), Seconds("1.2")),
        ("dhr.", Seconds("1.2"), Seconds("1.5")),
        ("Smit.", Seconds("1.6"), Seconds(2)),
        ("Thanks.", Seconds("2.1"), Seconds("2.4")),
    )
    first, second = build_spoken_cues(words)

    assert (first.text, first.span) == ("Ask dhr. Smit.", Span(Seconds(1), Seconds(2)))
    assert (second.text, second.span) == ("Thanks.", Span(Seconds("2.1"), Seconds("2.4")))


@given(st.lists(st.tuples(st.sampled_from(["a", "b.", "c?"]), st.integers(0, 900)), min_size=1))
def test_no_long_silence_lies_within_a_cue(heard: list[tuple[str, int]]) -> None:
    words, at = [], Seconds(0)
    for text, gap in heard:
        at += Seconds(gap, 1000)
        words.append(Word(Span(at, at + Seconds(1, 5)), text))
        at += Seconds(1, 5)
    cues = build_spoken_cues(words)

    assert [word for cue in cues for word in cue.words] == words
    for cue in cues:
        assert all(b.span.start - a.span.end < PAUSE for a, b in pairwise(cue.words))
        assert cue.span == Span(cue.words[0].span.start, cue.words[-1].span.end)
