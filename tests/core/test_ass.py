"""ASS as libass reads it: typed text stays text, times fall between frames."""

import pytest

from egv.core.ass import Event, Ink, Style, document, escaped, lines_of_text
from egv.core.errors import EnvironmentFault
from egv.core.faces import Face, Typeface
from egv.core.media import Canvas
from egv.core.timing import Seconds, Span
from tests.conftest import FACE

SMILE = Face(**{
    **{name: getattr(FACE, name) for name in Face.__slots__},
    "family": "Smiles", "bold": True, "advances": {0x1F600: 900},
})  # fmt: skip
BOTH = Typeface((FACE, SMILE))
NTSC = Seconds(30000, 1001)


@pytest.mark.parametrize(
    ("text", "ass"),
    [
        ("{naam}", "\\{naam\\}"),
        ("C:\\Nora", "C:\\\u2060Nora"),
        ("a\u00a0b", "a\\hb"),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
        ("bell\x07 and\x1b[31m", "bell and[31m"),
    ],
)
def test_no_character_is_a_command(text: str, ass: str) -> None:
    assert escaped(text) == ass


def test_a_character_is_drawn_in_the_first_font_that_has_it() -> None:
    assert lines_of_text(["Hi \U0001f600!"], BOTH) == (
        "Hi {\\fnSmiles\\b1\\i0}\U0001f600{\\fnLetters\\b0\\i0}!"
    )


def test_a_character_that_no_font_has_is_named() -> None:
    with pytest.raises(
        EnvironmentFault, match=r"'日' \(U\+65E5.*none of the fonts Letters, Smiles"
    ):
        lines_of_text(["日"], BOTH)


def test_marks_that_only_join_need_no_glyph() -> None:
    assert lines_of_text(["a\u200d\ufe0fb"], BOTH) == "ab"


def test_lines_are_broken_only_where_they_were_set() -> None:
    assert lines_of_text(["one", "two"], BOTH) == "one\\Ntwo"


@pytest.mark.parametrize("rate", [Seconds(25), Seconds(60), NTSC])
@pytest.mark.parametrize("first", [1, 2, 29, 1799, 5999])
def test_an_event_starts_between_its_first_frame_and_the_one_before(
    rate: Seconds, first: int
) -> None:
    span = Span(first / rate, (first + 10) / rate)
    text = document(Canvas(640, 360, rate), (), (Event(0, span, "Caption", "x"),))
    start, end = text.splitlines()[-1].split(",")[1:3]

    assert (first - 1) / rate < seconds(start) <= first / rate
    assert (first + 9) / rate < seconds(end) <= (first + 10) / rate


def seconds(clock: str) -> Seconds:
    hours, minutes, rest = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + Seconds(rest)


def test_a_style_is_one_box_with_its_opacity() -> None:
    style = Style("Caption", FACE, 60, Ink("#FFFFFF"), Ink("#102030", 0.75), 20)
    fields = style.line().split(",")

    assert fields[1] == "Letters"
    assert fields[6] == "&H40302010"
    assert (fields[15], fields[17]) == ("4", "20.00")
