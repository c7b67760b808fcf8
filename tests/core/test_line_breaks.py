"""Line breaks of Dutch and English sentences, pinned, and legal by a list of their own (R6)."""

import os
from pathlib import Path

import pytest

from egv.core.lines import wrapped

SENTENCES = Path(__file__).with_name("line_breaks.txt").read_text(encoding="utf-8").splitlines()
PINNED = Path(__file__).parents[1] / "golden" / "line-breaks.txt"

# Words that a line may never end in: articles, and the prepositions and conjunctions of the rules.
NEVER = {"de", "het", "een", "the", "a", "an", "of", "van", "in", "op", "te", "to"}
SELDOM = NEVER | {
    "met", "naar", "bij", "voor", "uit", "aan", "door", "over", "en", "maar", "want", "dat", "die",
    "om", "als", "or", "and", "but", "that", "which", "for", "with", "at", "from", "by", "on",
    "into", "who", "hoe", "how", "voordat", "before", "because", "omdat",
}  # fmt: skip


def broken(chars: int, most: int) -> list[tuple[str, ...]]:
    found = [wrapped(sentence, lambda line: len(line) <= chars, most) for sentence in SENTENCES]
    return [lines or (sentence,) for lines, sentence in zip(found, SENTENCES, strict=True)]


def test_the_breaks_are_the_pinned_ones() -> None:
    text = "\n\n".join("\n".join(lines) for lines in broken(42, 2)) + "\n"
    if os.environ.get("EGV_GOLDEN"):
        PINNED.write_text(text, encoding="utf-8")

    assert text == PINNED.read_text(encoding="utf-8")


@pytest.mark.parametrize(("chars", "most"), [(42, 2), (32, 3), (25, 4)])
def test_hardly_a_line_ends_in_a_word_that_belongs_to_the_next(chars: int, most: int) -> None:
    ends = [line.split()[-1].lower() for lines in broken(chars, most) for line in lines[:-1]]
    legal = sum(end not in SELDOM for end in ends) / len(ends)

    assert len(SENTENCES) >= 60
    assert legal >= 0.9  # the others do not fit any other way; a second cue would be the way out
