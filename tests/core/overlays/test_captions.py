"""Subtitles as drawn: the colour of their boxes, large type, and one look for a whole video."""

from __future__ import annotations

import re

import pytest

from egv.core.cues.cue_layout import LARGE_LINES, plan_caption_layout
from egv.core.kit.text_styles import SubtitleStyle
from egv.core.media.clip import Canvas, Cue
from egv.core.media.timing import Seconds, Span
from egv.core.overlays.captions import build_subtitle_ass, choose_box_colour
from egv.core.picture.colour import BLACK, Colour
from egv.core.programme.layers import Subtitles
from egv.core.programme.questions import FontFaceAt, LightUnder, ShotsIn
from tests.conftest import FACE, a_kit, answering, delivered, programme
from tests.core.titles.plates import TEXT

NAVY, YELLOW = "#10344F", "#FFEE00"
FOUR = {"landscape": (1920, 1080), "portrait": (1080, 1920), "square": (1080, 1080), "feed": (1080, 1350)}  # noqa: E501  # fmt: skip


@pytest.mark.parametrize(
    ("primary", "light", "chosen"),
    [
        (NAVY, 0.5, Colour(NAVY)),
        (NAVY, 0.9, Colour(NAVY)),
        (NAVY, 0.02, Colour(NAVY)),  # black would be seen even less
        (NAVY, 0.24, BLACK),  # as dark as the box itself
        (YELLOW, 0.2, BLACK),  # white letters are not readable on it
    ],
)
def test_a_box_is_in_primary_where_that_is_seen_and_read(
    primary: str, light: float, chosen: Colour
) -> None:
    kit = a_kit(palette={"primary": primary}, subtitles={"preset": "social"})

    assert choose_box_colour(kit, light) == chosen


def test_a_box_of_the_kits_own_colour_stays_that() -> None:
    kit = a_kit(subtitles={"box": {"colour": "secondary"}}, palette={"secondary": "#3E1111"})

    assert choose_box_colour(kit, 0.0) == choose_box_colour(kit, 1.0) == Colour("#3E1111")


@pytest.mark.parametrize("light", [0.24, 0.8])
def test_the_picture_under_the_subtitles_is_looked_at_where_they_stand(light: float) -> None:
    asked: list[LightUnder] = []
    world = answering({FontFaceAt: FACE, LightUnder: light, ShotsIn: ()})

    def ask(question: object) -> object:
        if isinstance(question, LightUnder):
            asked.append(question)
        return world(question)  # type: ignore[arg-type]

    kit = a_kit(palette={"primary": NAVY}, subtitles={"preset": "social"})
    edit = programme().with_cues((Cue(Span(Seconds(0), Seconds(2)), "Hello."),), "en")
    overlay = delivered(edit.with_layer(Subtitles()), kit, ask).overlay  # type: ignore[arg-type]
    assert overlay

    [question] = asked
    assert question.part[1] > 0.7  # the rows at the bottom
    assert ("4F3410" in overlay.ass) == (light == 0.8)


@pytest.mark.parametrize("shape", FOUR)
def test_large_type_is_larger_where_telephones_show_it_in_two_lines(shape: str) -> None:
    canvas = Canvas(*FOUR[shape], Seconds(25))
    usual, large = (
        plan_caption_layout(canvas, SubtitleStyle(large=is_large), TEXT)
        for is_large in (False, True)
    )

    assert (large.size > 1.15 * usual.size) == (shape != "landscape")
    assert large.lines == LARGE_LINES


def test_what_a_kit_says_goes_before_large_type() -> None:
    canvas = Canvas(1080, 1920, Seconds(25))
    style = SubtitleStyle(large=True, size=0.05, max_lines=3, max_chars=30)
    layout = plan_caption_layout(canvas, style, TEXT)

    assert (layout.size, layout.lines, layout.chars) == (54, 3, 30)


def test_each_line_has_its_box_and_all_are_one_shape() -> None:
    cue = Cue(Span(Seconds(0), Seconds(2)), "A first line that is long\nand a short")
    ass = build_subtitle_ass(
        [cue], Canvas(1920, 1080, Seconds(25)), a_kit(), answering({FontFaceAt: FACE})
    )
    ground, letters = (line for line in ass.splitlines() if line.startswith("Dialogue"))

    assert ground.count("m ") == 3  # two boxes, and what joins them
    assert "\\p1" in ground
    assert re.search(r"\\blur\d", ground)
    assert letters.endswith("A first line that is long\\Nand a short")


def test_without_a_box_no_shape_is_drawn() -> None:
    cue = Cue(Span(Seconds(0), Seconds(2)), "Hello.")
    canvas = Canvas(1920, 1080, Seconds(25))
    for preset in ("clean", "bold"):
        kit = a_kit(subtitles={"preset": preset})
        ass = build_subtitle_ass([cue], canvas, kit, answering({FontFaceAt: FACE}))

        assert ass.count("Dialogue") == 1
        assert "\\p1" not in ass
