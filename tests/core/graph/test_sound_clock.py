"""The loop that plays sound on: evaluated as ffmpeg does, frame by frame."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import pytest

from egv.core.graph.pads import Pad, Source
from egv.core.graph.sound_clock import HARD_S, STAYS_S, follow_stamps
from egv.core.media.timing import Seconds

RATE = 48_000


def run_loop(
    stamps: list[float], jitter: float, first_late: float = 0, length: float = 0.02
) -> list[float]:
    """The times that the loop gives frames of `length` s stamped `stamps`, in Python's words."""
    expression = read_expression(jitter, first_late)
    kept = dict.fromkeys(range(5), 0.0)

    def store(place: int, value: float) -> float:
        kept[place] = value
        return value

    names = {
        "st": store, "ld": kept.__getitem__, "abs": abs, "max": max, "min": min,
        "clip": lambda x, low, high: max(low, min(high, x)), "gt": lambda a, b: float(a > b),
        "not_": lambda x: float(not x), "SR": RATE, "NB_SAMPLES": length * RATE, "TB": 1.0,
    }  # fmt: skip
    code = compile(to_python(expression), "loop", "eval")
    return [eval(code, {**names, "T": at, "N": n}) for n, at in enumerate(stamps)]


def read_expression(jitter: float, first_late: float = 0) -> str:
    pad = follow_stamps(
        Pad(Source(Path("/a.webm")), "a", 1), Seconds(str(jitter)), Seconds(str(first_late))
    )
    return dict(pad.node.options)["expr"]


def to_python(expression: str) -> str:
    """Put an ffmpeg expression in Python's words: `if(a,b,c)` is lazy, `(a;b)` is b."""
    parts, depth, start = [], 0, 0
    for at, sign in enumerate(expression):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign in ",;" and depth == 0:
            parts.append((expression[start:at], sign))
            start = at + 1
    parts.append((expression[start:], ""))
    if len(parts) > 1:
        words = [to_python(part) for part, _ in parts]
        return f"({', '.join(words)})[-1]" if parts[0][1] == ";" else ", ".join(words)
    opened = expression.find("(")
    if opened < 0:
        return expression
    closed = find_end(expression, opened)
    inner = expression[opened + 1 : closed]
    head, tail = expression[:opened], to_python(expression[closed + 1 :])
    if head.endswith("if"):
        test, then, other = (to_python(part) for part in split_arguments(inner))
        return f"{head[:-2]}(({then}) if ({test}) else ({other})){tail}"
    return f"{head.replace('not', 'not_')}({to_python(inner)}){tail}"


def find_end(text: str, opened: int) -> int:
    depth = 0
    for at in range(opened, len(text)):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if depth == 0:
            return at
    raise AssertionError(text)


def split_arguments(text: str) -> list[str]:
    found, depth, start = [], 0, 0
    for at, sign in enumerate(text):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "," and depth == 0:
            found.append(text[start:at])
            start = at + 1
    return [*found, text[start:]]


def count_hard_steps(times: list[float], length: float = 0.02) -> int:
    """The steps that `aresample` would fill or drop at once."""
    return sum(abs(b - a - length) > HARD_S for a, b in pairwise(times))


@pytest.mark.parametrize("ms", [8, 15, 25, 60])
def test_early_and_late_stamps_make_no_steps_and_stay_near_their_mean(ms: int) -> None:
    source = random.Random(ms)
    stamps = [n * 0.02 + source.uniform(-ms, ms) / 1000 for n in range(1500)]
    times = run_loop(stamps, ms / 1000, stamps[0])

    assert count_hard_steps(times) == 0
    assert max(abs(at - n * 0.02) for n, at in enumerate(times)) < STAYS_S / 2


@pytest.mark.parametrize("drift", [0.002, -0.002, 0.004])
def test_drift_is_taken_up_softly(drift: float) -> None:
    stamps = [n * 0.02 * (1 + drift) for n in range(2000)]
    times = run_loop(stamps, 0.001)

    assert count_hard_steps(times) == 0
    assert max(abs(a - b) for a, b in zip(times, stamps, strict=True)) < STAYS_S / 2


@pytest.mark.parametrize("gap", [0.03, 0.05, 0.6, -0.1])
def test_a_gap_that_stays_is_filled_within_a_second(gap: float) -> None:
    source = random.Random(5)
    right = [n * 0.02 + (gap if n >= 300 else 0) for n in range(600)]
    times = run_loop([at + source.uniform(-0.015, 0.015) for at in right], 0.015)

    assert count_hard_steps(times[10:]) == 1
    assert max(abs(a - b) for a, b in zip(times[350:], right[350:], strict=True)) < STAYS_S


def test_a_gap_that_is_smaller_than_the_jitter_is_filled_where_it_stays() -> None:
    source = random.Random(6)
    right = [n * 0.02 + (0.06 if n >= 300 else 0) for n in range(600)]
    times = run_loop([at + source.uniform(-0.03, 0.03) for at in right], 0.08)

    assert max(abs(a - b) for a, b in zip(times[340:], right[340:], strict=True)) < STAYS_S


def test_a_stall_is_no_gap() -> None:
    stamps = [n * 0.02 for n in range(600)]
    for late in range(6):
        stamps[300 + late] += 0.24 - 0.01 * late

    assert count_hard_steps(run_loop(stamps, 0.24)) == 0


def test_one_loop_serves_every_length_of_clip() -> None:
    assert len(read_expression(0.02)) < 1500
