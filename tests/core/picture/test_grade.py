"""A colour correction as filters: what they do to a pixel is what the correction says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from egv.core.graph.pads import Pad, Source
from egv.core.picture.colour_plan import ColourCorrection
from egv.core.picture.grade import apply_correction, apply_lut
from tests.conftest import graph_of

PICTURE = Pad(Source(Path("/clips/a.mp4")), "v", 0)
corrections = st.builds(
    ColourCorrection,
    gain=st.floats(0.5, 2),
    lift=st.floats(1, 2.2),
    contrast=st.floats(0.5, 1.5),
    saturation=st.floats(0, 2),
    warmth=st.floats(-0.3, 0.3),
)


def graph(correction: ColourCorrection) -> str:
    return graph_of(apply_correction(PICTURE, correction), None)


def value_of(text: str, plane: str, val: float) -> float:
    """What ffmpeg's `lutyuv` makes of `val` in a plane, before it truncates."""
    written = re.search(rf"[=:]{plane}=(clip\([^:\[]*)", text.replace("\\", "").replace("'", ""))
    assert written
    return float(eval(written[1], {"__builtins__": {}}, {"val": val, "clip": clip}))


def clip(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)


def test_a_correction_that_changes_nothing_is_no_filter() -> None:
    assert apply_correction(PICTURE, ColourCorrection()) is PICTURE


@given(corrections, st.integers(0, 255))
def test_every_level_stays_within_what_video_may_have(
    correction: ColourCorrection, val: int
) -> None:
    assume(correction != ColourCorrection())  # that one is no filter
    text = graph(correction)

    assert 16 <= value_of(text, "y", val) <= 235
    assert 16 <= value_of(text, "u", val) <= 240
    assert 16 <= value_of(text, "v", val) <= 240


@given(st.floats(1.01, 2))
def test_a_gain_makes_brighter_in_proportion_to_the_distance_from_black(gain: float) -> None:
    text = graph(ColourCorrection(gain=gain))

    assert int(value_of(text, "y", 16)) == 16
    assert value_of(text, "y", 66) == pytest.approx(min(235, 16.5 + 50 * gain), abs=0.01)


@given(st.floats(0, 2).filter(lambda value: value != 1))
def test_saturation_moves_colours_from_grey_and_leaves_grey(saturation: float) -> None:
    text = graph(ColourCorrection(saturation=saturation))

    assert int(value_of(text, "u", 128)) == int(value_of(text, "v", 128)) == 128
    assert value_of(text, "u", 148) == pytest.approx(128.5 + 20 * saturation, abs=0.01)
    assert "colorcorrect" not in text


@given(st.floats(0.5, 1.5).filter(lambda value: value != 1))
def test_contrast_turns_about_mid_grey(contrast: float) -> None:
    middle = 16 + 219 / 2
    text = graph(ColourCorrection(contrast=contrast))

    assert value_of(text, "y", middle) == pytest.approx(middle + 0.5, abs=0.01)


@given(st.floats(1.05, 2.2))
def test_a_lift_keeps_both_ends_and_raises_all_between(lift: float) -> None:
    text = graph(ColourCorrection(lift=lift))
    levels = [int(value_of(text, "y", val)) for val in range(16, 236)]

    assert (levels[0], levels[-1]) == (16, 235)
    assert levels == sorted(levels)
    assert all(after >= val for val, after in enumerate(levels, start=16))
    assert levels[30] > 46


@given(st.floats(1.05, 2.2))
def test_a_lift_makes_black_no_noisier_than_a_gain_of_its_size(lift: float) -> None:
    text = graph(ColourCorrection(lift=lift))
    steps = [value_of(text, "y", val + 1) - value_of(text, "y", val) for val in range(16, 235)]

    assert max(steps) <= lift


@pytest.mark.parametrize("warmth", [-0.2, 0.2])
def test_warmth_tints_by_brightness_so_that_black_stays_black(warmth: float) -> None:
    text = graph(ColourCorrection(warmth=warmth))
    ends = {name: float(value) for name, value in re.findall(r"\b(rl|rh|bl|bh)=(-?[\d.]+)", text)}

    assert set(ends) == {"rl", "rh", "bl", "bh"}
    black = 16 / 255
    for plane in "rb":
        at_black = ends[f"{plane}l"] + (ends[f"{plane}h"] - ends[f"{plane}l"]) * black
        assert at_black == pytest.approx(0.5 / 255, abs=1e-5)
    assert (ends["rh"] > ends["rl"]) == (warmth > 0)
    assert (ends["bh"] > ends["bl"]) == (warmth < 0)


@pytest.mark.parametrize(("dimensions", "name"), [(1, "lut1d"), (3, "lut3d")])
def test_a_look_is_applied_in_its_dimensions_and_brought_back_to_video(
    dimensions: int, name: str
) -> None:
    text = graph_of(apply_lut(PICTURE, Path("/kits/look.cube"), dimensions), None)

    assert f"{name}=file=/kits/look.cube" in text
    assert text.index(name) < text.index("out_range=limited") < text.index("yuv420p")
