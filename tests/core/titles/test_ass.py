"""ASS as libass reads it: typed text stays text, times fall between frames."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.errors import EnvironmentFault
from egv.core.media.clip import Canvas
from egv.core.media.timing import Seconds, Span
from egv.core.picture.colour import WHITE, Colour
from egv.core.titles.ass import (
    NOT_A_COMMAND,
    AssEvent,
    AssStyle,
    Ink,
    build_ass_file,
    escape_text,
    format_colour_tag,
    format_lines,
)
from egv.core.titles.fonts import FontFace, Typeface
from tests.conftest import FACE

SMILE = FontFace(**{
    **{name: getattr(FACE, name) for name in FontFace.__slots__},
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
    assert escape_text(text) == ass


def test_a_character_is_drawn_in_the_first_font_that_has_it() -> None:
    assert format_lines(["Hi \U0001f600!"], BOTH) == (
        "Hi {\\fnSmiles\\b1\\i0}\U0001f600{\\fnLetters\\b0\\i0}!"
    )


def test_a_character_that_no_font_has_is_named() -> None:
    with pytest.raises(
        EnvironmentFault, match=r"'日' \(U\+65E5.*none of the fonts Letters, Smiles"
    ):
        format_lines(["日"], BOTH)


def test_marks_that_only_join_need_no_glyph() -> None:
    assert format_lines(["a\u200d\ufe0fb"], BOTH) == "ab"


def test_lines_are_broken_only_where_they_were_set() -> None:
    assert format_lines(["one", "two"], BOTH) == "one\\Ntwo"


@pytest.mark.parametrize("rate", [Seconds(25), Seconds(60), NTSC])
@pytest.mark.parametrize("first", [1, 2, 29, 1799, 5999])
def test_an_event_starts_between_its_first_frame_and_the_one_before(
    rate: Seconds, first: int
) -> None:
    span = Span(first / rate, (first + 10) / rate)
    text = build_ass_file(Canvas(640, 360, rate), (), (AssEvent(0, span, "Caption", "x"),))
    start, end = text.splitlines()[-1].split(",")[1:3]

    assert (first - 1) / rate < seconds(start) <= first / rate
    assert (first + 9) / rate < seconds(end) <= (first + 10) / rate


def seconds(clock: str) -> Seconds:
    hours, minutes, rest = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + Seconds(rest)


def test_a_style_has_its_outline_and_its_shadow() -> None:
    style = AssStyle(
        "Caption", FACE, 60, Ink(WHITE), Ink(Colour("#102030")), 4, Ink(Colour("#405060"), 0.75), 3
    )
    fields = style.format_line().split(",")

    assert fields[1] == "Letters"
    assert fields[5:7] == ["&H00302010", "&H40605040"]
    assert fields[15:18] == ["1", "4.00", "3.00"]


def test_a_style_without_an_outline_and_a_shadow_has_none() -> None:
    fields = AssStyle("Caption", FACE, 60, Ink(WHITE)).format_line().split(",")

    assert fields[5:7] == ["&HFF000000"] * 2
    assert fields[15:18] == ["1", "0", "0"]


@given(st.text("abNnh{}\\ \u00a0", max_size=20))
def test_whatever_is_typed_is_drawn(text: str) -> None:
    ass = escape_text(text)

    assert not re.search(r"(?<!\\)[{}]", ass)  # no brace begins or ends a command
    assert not re.search(r"\\[Nn]", ass)  # and no break or space is one that was not typed
    drawn = ass.replace("\\h", "\u00a0").replace("\\{", "{").replace("\\}", "}")
    assert drawn.replace(NOT_A_COMMAND, "") == text


def test_a_text_that_ends_in_another_font_goes_back_to_its_own() -> None:
    assert format_lines(["Hi \U0001f600", "you"], BOTH) == (
        "Hi {\\fnSmiles\\b1\\i0}\U0001f600{\\fnLetters\\b0\\i0}\\Nyou"
    )


def test_a_text_in_one_font_says_nothing_of_fonts() -> None:
    assert format_lines(["Één\u00a0{x}"], BOTH) == "Één\\h\\{x\\}"


@pytest.mark.parametrize("mark", ["\u200b", "\u200c", "\u200d", "\u2060", "\ufe0e", "\ufe0f"])
def test_a_mark_without_a_glyph_takes_no_font(mark: str) -> None:
    assert BOTH.split_runs(f"a{mark}\U0001f600{mark}b") == [
        (FACE, "a"),
        (SMILE, "\U0001f600"),
        (FACE, "b"),
    ]


def test_a_joining_mark_that_a_font_has_is_kept() -> None:
    with_joiner = Typeface((FACE, replaced_advances({0x1F600: 900, 0x200D: 0})))

    assert "".join(part for _, part in with_joiner.split_runs("a\u200db")) == "a\u200db"


def replaced_advances(advances: dict[int, int]) -> FontFace:
    facts = {name: getattr(SMILE, name) for name in FontFace.__slots__}
    return FontFace(**{**facts, "advances": advances})


def test_a_text_is_as_wide_as_its_letters_in_the_fonts_that_draw_them() -> None:
    assert BOTH.measure_width("ab", 100) == 2 * 50
    assert BOTH.measure_width("a\U0001f600", 100) == 50 + 90
    assert BOTH.measure_width("a日", 100) == 50 + 100  # an em for what nobody has


def test_a_colour_is_written_blue_first_and_its_opacity_turned_round() -> None:
    assert format_colour_tag(Ink(Colour("#102030"))) == "\\1c&H302010&\\1a&H00&"
    assert format_colour_tag(Ink(Colour("#FF8000"), 0.25)) == "\\1c&H0080FF&\\1a&HBF&"


def test_a_style_has_its_face_its_size_and_its_ink() -> None:
    fields = AssStyle("PlateName", SMILE, 48.6, Ink(WHITE, 0.5)).format_line().split(",")

    assert (fields[1], fields[2], fields[3]) == ("Smiles", "48.60", "&H80FFFFFF")
    assert (fields[7], fields[8]) == ("-1", "0")


def test_a_file_holds_the_frame_and_events_as_they_come() -> None:
    events = [AssEvent(n, Span(Seconds(n), Seconds(n + 1)), "Caption", f"x{n}") for n in range(2)]
    text = build_ass_file(Canvas(640, 360, Seconds(25)), (), events)

    assert "PlayResX: 640\nPlayResY: 360\n" in text
    assert text.splitlines()[-2:] == [
        "Dialogue: 0,0:00:00.00,0:00:00.99,Caption,,0,0,0,,x0",
        "Dialogue: 1,0:00:00.99,0:00:01.99,Caption,,0,0,0,,x1",
    ]


def test_hours_and_minutes_are_written_out() -> None:
    span = Span(Seconds(3599), Seconds(7325))
    text = build_ass_file(Canvas(640, 360, Seconds(25)), (), (AssEvent(0, span, "Caption", "x"),))

    assert "0:59:58.99,2:02:04.99" in text
