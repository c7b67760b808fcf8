"""Speech split into cues: every word once, none that overflows or stays too long."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from egv.core.cues.cue_split import LONGEST, split_into_cues
from egv.core.media.clip import Word
from egv.core.media.timing import Seconds, Span
from egv.core.titles.fonts import Typeface
from tests.conftest import FACE

TEXT = Typeface((FACE,))


@dataclass(frozen=True)
class Room:
    """A room for text in a cue: every letter is half as wide as high."""

    typeface: Typeface = TEXT
    size: float = 10.0
    width: float = 1000.0
    chars: int = 20
    lines: int = 2


def spoken(text: str, pauses: dict[int, float] | None = None) -> list[Word]:
    """Words of 0.3 s, one right after the other, but for `pauses` after some of them."""
    words, at = [], Seconds(0)
    for number, word in enumerate(text.split()):
        words.append(Word(Span(at, at + Seconds(3, 10)), word))
        at += Seconds(3, 10) + Seconds(str((pauses or {}).get(number, 0)))
    return words


def split(words: list[Word], room: Room) -> list[list[str]]:
    return [[word.text for word in words[a:b]] for a, b in split_into_cues(words, room)]


def test_nothing_said_is_no_cue() -> None:
    assert split_into_cues((), Room()) == ()


def test_what_fits_is_one_cue() -> None:
    assert split(spoken("We open today."), Room()) == [["We", "open", "today."]]


def test_a_cue_ends_where_a_sentence_does() -> None:
    words = spoken("We open a new office today. Karin tells us all about it now.")

    assert split(words, Room(chars=30))[0][-1] == "today."


def test_a_cue_ends_at_a_pause_although_words_cling() -> None:
    words = "one two three four five six seven eight nine ten"
    plain = split(spoken(words), Room(chars=15))
    paused = split(spoken(words, pauses={3: 2.0}), Room(chars=15))

    assert plain[0][-1] != "four"
    assert paused[0][-1] == "four"


def test_no_word_is_left_alone_where_it_can_have_company() -> None:
    after_a_sentence = spoken("said town no. man")
    before_a_pause = spoken("and all said", pauses={0: 2.0})

    assert split(after_a_sentence, Room(chars=8)) == [["said", "town"], ["no.", "man"]]
    assert split(before_a_pause, Room(chars=8)) == [["and", "all", "said"]]


def test_a_narrow_frame_splits_by_width_as_a_short_line_does_by_characters() -> None:
    words = spoken("words " * 12)
    # Two lines of 20 characters; at 10 px a letter takes 5 px.
    assert split(words, Room(width=100)) == split(words, Room(chars=20))


@given(
    st.lists(st.tuples(st.text("abc.,", min_size=1, max_size=30), st.integers(1, 4000)),
             min_size=1, max_size=30),
    st.integers(4, 40),
    st.integers(1, 3),
)  # fmt: skip
def test_every_word_is_in_one_cue_that_fits_its_room(
    heard: list[tuple[str, int]], chars: int, lines: int
) -> None:
    words, at = [], Seconds(0)
    for text, length in heard:
        words.append(Word(Span(at, at + Seconds(length, 1000)), text))
        at += Seconds(length, 1000)
    cuts = split_into_cues(words, Room(chars=chars, lines=lines))

    assert [cuts[0][0], cuts[-1][1]] == [0, len(words)]
    assert all(one[1] == other[0] for one, other in pairwise(cuts))
    for first, end in cuts:
        assert first < end
        if end - first > 1:
            assert words[end - 1].span.end - words[first].span.start <= LONGEST
            assert count_lines([word.text for word in words[first:end]], chars) <= lines


def count_lines(texts: list[str], chars: int) -> int:
    """The lines that `texts` need when each line takes as many as it can."""
    lines, used = 1, 0
    for text in texts:
        if used and used + 1 + len(text) > chars:
            lines, used = lines + 1, 0
        used += len(text) + (1 if used else 0)
    return lines
