"""The curve that a sound under a voice is led along, as ffmpeg is given it."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.graph.pads import Filter, Pad, Source
from egv.core.media.timing import Seconds, Span
from egv.core.sound.ducking import LEAD, duck, fade_sound, plan_ducking

SOUND = Pad(Source(Path("/clips/bed.wav")), "a", 0)

phrases = st.lists(st.integers(0, 400_000), min_size=2, max_size=60, unique=True).map(
    lambda n: [
        Span(Seconds(a, 100), Seconds(b, 100))
        for a, b in zip(sorted(n)[::2], sorted(n)[1::2], strict=False)
    ]
)


def expression(speech: list[Span], duck_db: float) -> str:
    """What the `volume` filter of a ducked sound is told."""
    node = duck(SOUND, plan_ducking(speech, duck_db)).node
    while isinstance(node, Filter) and node.name != "volume":
        node = node.inputs[0].node
    assert isinstance(node, Filter)
    return dict(node.options)["volume"]


def gain_db(written: str, at: float) -> float:
    """The gain that ffmpeg works out of it, in dB."""
    python = re.sub(r"\bif\(", "choose(", written)
    words = {
        "choose": lambda test, one, other: one if test else other,
        "lt": lambda a, b: a < b,
        "between": lambda x, low, high: low <= x <= high,
        "exp": math.exp,
        "t": at,
    }
    return 20 * math.log10(eval(python, {"__builtins__": {}}, words))


@given(phrases, st.floats(1, 40))
def test_it_is_all_the_way_down_while_anybody_speaks(speech: list[Span], duck_db: float) -> None:
    written = expression(speech, duck_db)

    assert speech
    for span in speech[:5]:
        for at in (span.start - LEAD / 2, span.start, (span.start + span.end) / 2, span.end):
            assert gain_db(written, float(at)) == pytest.approx(-duck_db, abs=0.02)


@given(phrases, st.floats(1, 40))
def test_it_is_all_the_way_up_in_the_middle_of_a_long_pause(
    speech: list[Span], duck_db: float
) -> None:
    written = expression(speech, duck_db)
    pauses = [(a.end, b.start) for a, b in pairwise(speech) if b.start - a.end > 4]

    for end, start in pauses[:5]:
        assert gain_db(written, float((end + start) / 2)) == pytest.approx(0, abs=0.02)
    assert gain_db(written, float(speech[-1].end) + 2) == pytest.approx(0, abs=0.02)


@given(phrases)
def test_it_never_jumps(speech: list[Span]) -> None:
    points = plan_ducking(speech, 12)

    assert len(points) > len(speech)
    assert all(one[0] < other[0] for one, other in pairwise(points))
    assert all(
        abs(b[1] - a[1]) / float(b[0] - a[0]) <= 12 / 0.3 + 1e-6 for a, b in pairwise(points)
    )


def test_a_breath_between_two_words_brings_nothing_up() -> None:
    said = [Span(Seconds(1), Seconds(2)), Span(Seconds(4), Seconds(5))]

    assert len(plan_ducking(said, 10)) == 4


def test_without_speech_the_sound_is_left_as_it_is() -> None:
    assert duck(SOUND, plan_ducking((), 10)) is SOUND


def test_a_thousand_phrases_nest_no_deeper_than_ffmpeg_can_read() -> None:
    speech = [Span(Seconds(6 * n), Seconds(6 * n + 2)) for n in range(1000)]
    written = expression(speech, 10)
    depth = deepest = 0
    for mark in written:
        depth += (mark == "(") - (mark == ")")
        deepest = max(deepest, depth)

    assert deepest < 20
    assert len(written) < 200_000


@pytest.mark.parametrize(
    ("seconds", "rise", "fall"), [(10, 48_000, 96_000), (1, 24_000, 24_000), (3, 48_000, 72_000)]
)
def test_fades_leave_each_other_room(seconds: int, rise: int, fall: int) -> None:
    node = fade_sound(SOUND, Seconds(seconds), 1.0, 2.0).node
    assert isinstance(node, Filter)
    before = node.inputs[0].node
    assert isinstance(before, Filter)

    assert dict(before.options)["ns"] == str(rise)
    assert dict(node.options) == {
        "t": "out", "ss": str(seconds * 48_000 - fall), "ns": str(fall), "curve": "hsin",
    }  # fmt: skip


def test_no_fade_is_no_filter() -> None:
    assert fade_sound(SOUND, Seconds(10), 0, 0) is SOUND
