"""Lines: as few as fit, broken where a reader pauses, evenly, the lower one the longer."""

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from egv.core.titles.line_breaking import CLINGING, CLINGS, OPENING, compute_break_cost, wrap_text

ARTICLES = ["de", "het", "een", "the", "a", "an"]
PLAIN = ["camera", "opname", "kantoor", "week", "video", "colleagues", "x", "voorbeeldzin"]
plain = st.lists(st.sampled_from(PLAIN), min_size=1, max_size=9)
mixed = st.lists(st.sampled_from([*PLAIN, *ARTICLES, "of", "omdat"]), min_size=1, max_size=9)
most = st.integers(1, 3)
limits = st.integers(6, 30)


def every_way(words: list[str], count: int, limit: int) -> Iterator[tuple[str, ...]]:
    """Every way to set `words` in `count` lines of at most `limit` characters."""
    for cuts in combinations(range(1, len(words)), count - 1):
        lines = [" ".join(words[a:b]) for a, b in pairwise((0, *cuts, len(words)))]
        if all(len(line) <= limit for line in lines):
            yield tuple(lines)


@given(mixed, most, limits)
def test_lines_fit_and_keep_every_word_in_order(words: list[str], most: int, limit: int) -> None:
    lines = wrap_text(" ".join(words), lambda line: len(line) <= limit, most)

    assert (lines is not None) == any(any(every_way(words, n + 1, limit)) for n in range(most))
    assert lines is None or " ".join(lines).split() == words
    assert all(len(line) <= limit for line in lines or ())


@given(mixed, most, limits)
def test_there_are_as_few_lines_as_fit_and_read_well(
    words: list[str], most: int, limit: int
) -> None:
    lines = wrap_text(" ".join(words), lambda line: len(line) <= limit, most)
    possible = [n for n in range(1, most + 1) if any(every_way(words, n, limit))]
    good = [n for n in possible if any(map(reads_well, every_way(words, n, limit)))]

    if good and lines:
        assert len(lines) == min(good)
    assert (lines is not None) == bool(possible)


def reads_well(lines: Sequence[str]) -> bool:
    return not any(
        compute_break_cost(one.split()[-1], other.split()[0]) >= CLINGS
        for one, other in pairwise(lines)
    )


@st.composite
def too_long(draw: st.DrawFn, words: st.SearchStrategy[list[str]]) -> tuple[list[str], int]:
    """Words, and a limit under which they do not fit one line but likely two."""
    listed = draw(words.filter(lambda drawn: len(drawn) > 1))
    length = len(" ".join(listed))
    half = min(length - 1, max(length // 2 + 2, *map(len, listed)))
    return listed, draw(st.integers(half, length - 1))


@given(too_long(mixed))
def test_a_line_ends_in_an_article_only_where_no_other_break_fits(
    text: tuple[list[str], int],
) -> None:
    words, limit = text
    lines = wrap_text(" ".join(words), lambda line: len(line) <= limit, 2)

    assume(lines and len(lines) == 2)
    assert reads_well(lines or ()) == any(map(reads_well, every_way(words, 2, limit)))


@pytest.mark.parametrize("article", ARTICLES)
def test_an_article_goes_down_with_its_noun(article: str) -> None:
    text = f"Wij openen morgen samen {article} vestiging bij Utrecht"
    lines = wrap_text(text, lambda line: len(line) <= 32, 2)

    assert lines is not None
    assert not lines[0].endswith(f" {article}")


@given(too_long(plain))
def test_plain_words_are_set_as_evenly_as_can_be(text: tuple[list[str], int]) -> None:
    words, limit = text
    lines = wrap_text(" ".join(words), lambda line: len(line) <= limit, 2)

    assume(lines and len(lines) == 2)
    upper, lower = lines or ()
    evenest = min(abs(len(a) - len(b)) for a, b in every_way(words, 2, limit))
    assert abs(len(upper) - len(lower)) <= 2 * evenest  # a heavy top counts double


@pytest.mark.parametrize(
    ("count", "lines"), [(4, (2, 2)), (5, (2, 3)), (7, (3, 4)), (3, (1, 2)), (6, (3, 3))]
)
def test_the_lower_line_is_the_longer(count: int, lines: tuple[int, int]) -> None:
    found = wrap_text(" ".join(["woord"] * count), lambda line: len(line) <= 5 * count, 2)

    assert found is not None
    assert tuple(len(line.split()) for line in found) == lines


def test_a_line_breaks_before_a_part_of_the_sentence() -> None:
    lines = wrap_text("Alles werkt prima omdat Karin dat regelde", lambda x: len(x) <= 30, 2)

    assert lines == ("Alles werkt prima", "omdat Karin dat regelde")


def test_the_breaks_of_the_text_itself_are_spaces() -> None:
    assert wrap_text("Een\nkorte  zin\n", lambda line: len(line) <= 30, 2) == ("Een korte zin",)


@pytest.mark.parametrize("text", ["", " \n ", "x" * 31, "kort " + "x" * 31])
def test_what_does_not_fit_is_no_lines(text: str) -> None:
    assert wrap_text(text, lambda line: len(line) <= 30, 3) is None


def test_a_break_costs_least_after_a_mark_and_most_after_an_article() -> None:
    costs = [
        compute_break_cost(*pair.split("|"))
        for pair in ("klaar.|de", "klaar,|ja", "klaar|omdat", "klaar|nu", "de|man")
    ]

    assert costs == sorted(costs)
    assert costs[0] == costs[1] == 0
    assert len(set(costs)) == 4


@given(st.sampled_from(sorted(CLINGING)), st.sampled_from(["", "“", "("]))
def test_a_clinging_word_clings_however_it_is_written(word: str, mark: str) -> None:
    assert compute_break_cost(f"{mark}{word.capitalize()}", "kantoor") == CLINGS


def test_every_word_that_opens_a_part_belongs_to_that_part() -> None:
    assert OPENING < CLINGING


def test_a_text_of_a_thousand_words_is_broken_with_few_looks() -> None:
    looked_at: list[str] = []

    def fits(line: str) -> bool:
        looked_at.append(line)
        return len(line) <= 40

    lines = wrap_text("woord " * 1000, fits, 1000)

    assert lines
    assert " ".join(lines).split() == ["woord"] * 1000
    assert len(looked_at) < 50_000
