"""Cutting by number: the select expression, the sound tree, the fades."""

from collections.abc import Iterable
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from egv.core.graph.pads import Filter, list_upstream_filters
from egv.core.graph.splice import (
    FrameRange,
    build_select_expression,
    build_setpts_expression,
    splice_sound,
)
from tests.conftest import programme


def evaluated(expression: str, frames: Iterable[int]) -> list[int]:
    """What ffmpeg's evaluator makes of `expression` for each of `frames`."""
    code = compile(expression.replace("if(", "choose("), "expression", "eval")
    names = {
        "__builtins__": {},
        "between": lambda x, low, high: low <= x <= high,
        "lt": lambda x, y: x < y,
        "choose": lambda test, yes, no: yes if test else no,
    }
    return [int(eval(code, names, {"pts": frame, "PTS": frame})) for frame in frames]


def cut_lists(numbers: list[int]) -> list[FrameRange]:
    numbers = sorted(numbers)[: len(numbers) // 2 * 2]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


@given(st.lists(st.integers(0, 400), min_size=2, max_size=60, unique=True))
def test_select_keeps_exactly_the_kept_frames(numbers: list[int]) -> None:
    kept = cut_lists(numbers)
    expression = build_select_expression(kept)

    wanted = {n for first, end in kept for n in range(first, end)}
    assert {n for n, kept in enumerate(evaluated(expression, range(401))) if kept} == wanted


@given(st.lists(st.integers(0, 400), min_size=2, max_size=60, unique=True))
def test_a_kept_frame_is_numbered_by_the_kept_ones_before_it(numbers: list[int]) -> None:
    kept = cut_lists(numbers)
    expression = build_setpts_expression(kept)

    frames = [n for first, end in kept for n in range(first, end)]
    assert evaluated(expression, frames) == [*range(len(frames))]


def test_a_thousand_cuts_nest_only_as_deep_as_their_logarithm() -> None:
    expression = build_select_expression([(n * 10, n * 10 + 5) for n in range(1000)])
    depth = deepest = 0
    for mark in expression:
        depth += (mark == "(") - (mark == ")")
        deepest = max(deepest, depth)

    assert deepest < 15


def segments(frames: list[FrameRange], total: int, rate: Fraction) -> list[Filter]:
    sound = programme().sound
    assert sound is not None
    spliced = splice_sound(sound, frames, total, rate)
    return [each for each in list_upstream_filters((spliced,)) if each.name in ("atrim", "afade")]


def test_sound_is_cut_on_the_samples_of_the_frame_grid() -> None:
    rate = Fraction(30000, 1001)
    [*_, cut, fade_in, fade_out] = segments([(10, 20)], 300, rate)

    assert dict(cut.options) == {"start_pts": "16016", "end_pts": "32032"}
    assert dict(fade_in.options)["t"] == "in"
    assert dict(fade_out.options) | {"t": "out", "ss": str(16016 - 384), "ns": "384"} == dict(
        fade_out.options
    )


def test_no_fade_where_nothing_was_cut() -> None:
    fades = [each for each in segments([(0, 20)], 300, Fraction(30)) if each.name == "afade"]

    assert [dict(each.options)["t"] for each in fades] == ["out"]


def test_no_stream_of_a_thousand_cuts_has_a_thousand_readers() -> None:
    sound = programme(seconds=1000).sound
    assert sound is not None
    spliced = splice_sound(
        sound, [(n * 30, n * 30 + 15) for n in range(1000)], 30_000, Fraction(30)
    )
    readers: dict[object, int] = {}
    for each in list_upstream_filters((spliced,)):
        for pad in each.inputs:
            readers[pad] = readers.get(pad, 0) + 1

    assert max(readers.values()) <= 24
