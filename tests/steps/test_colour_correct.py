"""From measured colours to filters that stay in YUV."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from egv.core.picture.colour_plan import Lut
from egv.core.picture.colour_stats import ColourStats
from egv.core.programme.edit import Edit
from egv.core.programme.questions import ColourOf, LutAt
from egv.steps.colour_correct import ColourCorrect
from tests.conftest import answering, graph_text, programme

DIM_AND_WARM = ColourStats(
    black=0.02, whites=(0.7, 0.65, 0.6), warmths=(0.3, 0.3), drawn=0.1, shadow=0.02, middle=0.3,
    near_white=0.1, near_white_warmth=0.3,
)  # fmt: skip
RIGHT = ColourStats(black=0.01, whites=(0.98, 0.97, 0.96), warmths=(0.08, 0.08), drawn=0.1)
SCREEN = ColourStats(black=0.1, whites=(0.4, 0.4, 0.4), warmths=(-0.3, -0.3), drawn=0.9)


def corrected(colour: ColourStats, **options: Any) -> Edit:
    step = ColourCorrect.from_options(options).resolve_options()
    return step.apply(programme(), answering({ColourOf: colour, LutAt: Lut(3, 17)}))


def test_a_dim_warm_clip_is_made_brighter_and_cooler() -> None:
    done = corrected(DIM_AND_WARM)

    assert "colorcorrect" in graph_text(done)
    assert done.explanations[0].text == "0.5 stop brighter, about 850 K cooler"


def test_a_clip_without_anything_white_is_hardly_made_cooler() -> None:
    done = corrected(replace(DIM_AND_WARM, near_white=0.0))

    assert done.explanations[0].text == "0.5 stop brighter, about 300 K cooler"


def test_a_flat_clip_gets_contrast_and_a_dim_one_lighter_dark_tones() -> None:
    flat = replace(RIGHT, black=0.2, whites=(0.8, 0.8, 0.8), shadow=0.2)
    dim = replace(RIGHT, middle=0.14)

    assert corrected(flat).explanations[0].text == "contrast raised by 25%"
    assert corrected(dim).explanations[0].text == "dark tones 0.7 stop brighter"
    facts = dict(corrected(flat, contrast=1.2).explanations[0].facts)
    assert facts["contrast"] == pytest.approx(1.2 * 0.64**-0.5, abs=0.001)


def test_auto_goes_twice_as_far_as_gentle() -> None:
    gentle, auto = (
        dict(corrected(DIM_AND_WARM, mode=m).explanations[0].facts) for m in ("gentle", "auto")
    )

    assert auto["stops"] == pytest.approx(2 * gentle["stops"], abs=0.02)
    assert auto["warmth"] == pytest.approx(2 * gentle["warmth"], abs=0.01)


def test_a_clip_that_is_right_keeps_its_very_picture() -> None:
    done = corrected(RIGHT)

    assert done.has_untouched_picture
    assert done.explanations[0].text == "nothing to correct"


def test_a_screen_recording_keeps_its_colours() -> None:
    done = corrected(SCREEN)

    assert done.has_untouched_picture
    assert "screen recording" in done.notes[0]


def test_off_asks_nothing() -> None:
    step = ColourCorrect.from_options({"mode": "off"}).resolve_options()
    done = step.apply(programme(), answering({}))

    assert done.has_untouched_picture


def test_without_a_cast_one_plain_table_does() -> None:
    done = corrected(RIGHT, exposure=1, saturation=0)

    assert "lutyuv" in graph_text(done)
    assert "colorcorrect" not in graph_text(done)
    assert done.explanations[0].text == "exposure +1 as set, saturation 0"


def test_a_look_comes_last() -> None:
    text = graph_text(corrected(DIM_AND_WARM, lut=Path("/looks/it's warm.cube")))

    assert text.index("colorcorrect") < text.index("lut3d")
    assert ColourCorrect(lut=Path("/looks/a.cube")).list_input_files() == (Path("/looks/a.cube"),)
