"""Line breaks of Dutch and English sentences, pinned, and legal by a list of their own (R6)."""

import os

import pytest

from egv.core.cues.cue_layout import lay_out_cues, plan_caption_layout, time_text_words
from egv.core.kit.text_styles import SubtitleStyle
from egv.core.media.clip import Canvas, Cue
from egv.core.media.timing import Seconds, Span
from egv.core.titles.fonts import Typeface
from tests.conftest import FACE
from tests.places import FIXTURES, GOLDEN

SENTENCES = (FIXTURES / "line_breaks.txt").read_text(encoding="utf-8").splitlines()
PINNED = GOLDEN / "line-breaks.txt"

# Words that a line may never end in: articles, and the prepositions and conjunctions of the rules.
NEVER = {"de", "het", "een", "the", "a", "an", "of", "van", "in", "op", "te", "to"}
SELDOM = NEVER | {
    "met", "naar", "bij", "voor", "uit", "aan", "door", "over", "en", "maar", "want", "dat", "die",
    "om", "als", "or", "and", "but", "that", "which", "for", "with", "at", "from", "by", "on",
    "into", "who", "hoe", "how", "voordat", "before", "because", "omdat",
}  # fmt: skip


LAYOUTS = {
    shape: plan_caption_layout(canvas, SubtitleStyle(), Typeface((FACE,)))
    for shape, canvas in (
        ("landscape", Canvas(1920, 1080, Seconds(25))),
        ("square", Canvas(1080, 1080, Seconds(25))),
        ("portrait", Canvas(1080, 1920, Seconds(25))),
    )
}


def cues_of(sentence: str, shape: str) -> list[str]:
    """`sentence`, spoken at 15 characters a second, as it is shown."""
    span = Span(Seconds(0), Seconds(len(sentence), 15))
    spoken = Cue(span, sentence, time_text_words(sentence, span))
    canvas = Canvas(1920, 1080, Seconds(25))
    return [cue.text for cue in lay_out_cues((spoken,), LAYOUTS[shape], canvas)]


def test_the_breaks_are_the_pinned_ones() -> None:
    shown = [(shape, cues_of(each, shape)) for each in SENTENCES for shape in LAYOUTS]
    text = "\n".join(f"[{shape}]\n" + "\n--\n".join(cues) + "\n" for shape, cues in shown)
    if os.environ.get("EGV_GOLDEN"):
        PINNED.write_text(text, encoding="utf-8")

    assert text == PINNED.read_text(encoding="utf-8")


@pytest.mark.parametrize("shape", LAYOUTS)
def test_hardly_a_line_ends_in_a_word_that_belongs_to_the_next(shape: str) -> None:
    lines = ["\n".join(cues_of(sentence, shape)).split("\n") for sentence in SENTENCES]
    ends = [line.split()[-1].lower() for each in lines for line in each[:-1]]

    assert len(SENTENCES) >= 60
    assert sum(end not in SELDOM for end in ends) / len(ends) >= 0.98
    assert sum(end in NEVER for end in ends) <= (1 if shape == "portrait" else 0)
