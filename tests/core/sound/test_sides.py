"""What is wrong with the two sides of a sound, and what is only wide."""

from __future__ import annotations

from pathlib import Path

import pytest

from egv.core.graph.pads import Pad, Source
from egv.core.sound.sides import SideFault, Sides, describe_stretches, find_side_fault, mend_sides
from tests.conftest import graph_of

SOUND = Pad(Source(Path("/clips/a.wav")), "a", 0)
LENGTH = 20


def sides(
    left: float | list[float] = -20.0,
    right: float | list[float] = -20.0,
    alike: float | list[float] = 0.6,
) -> Sides:
    """Ten seconds with these levels and this correlation, constant or each half second."""
    columns = (
        tuple(value) if isinstance(value, list) else (value,) * LENGTH
        for value in (left, right, alike)
    )
    return Sides(*columns)


PAUSES = [-20.0 if at % 5 else -70.0 for at in range(LENGTH)]
TURNS = [-20.0 if at < 10 else -55.0 for at in range(LENGTH)]
FAULTY = {
    "a dead side": (sides(right=-120.0), SideFault.LEFT_ONLY),
    "a side with its own hiss": (sides(left=-62.0, right=PAUSES), SideFault.RIGHT_ONLY),
    "crosstalk": (sides(right=-60.0, alike=1.0), SideFault.LEFT_ONLY),
    "an inverted side": (sides(alike=-0.99), SideFault.INVERTED),
    "an inverted and softer side": (sides(right=-29.0, alike=-0.95), SideFault.INVERTED),
    "two voices": (sides(left=TURNS, right=TURNS[::-1], alike=0.1), SideFault.APART),
}
SOUND_AS_IT_SHOULD_BE = {
    "nothing": Sides(),
    "silence": sides(-120.0, -120.0, 0.0),
    "a dead side of a sound nobody hears": sides(-80.0, -120.0, 0.0),
    "mono": sides(alike=1.0),
    "a voice off the middle": sides(right=-29.0, alike=0.9),
    "wide music": sides(alike=[-0.5 if at % 2 else 0.2 for at in range(LENGTH)]),
    "music that goes to and fro": sides(
        left=[-20.0 + 8 * (at % 3 - 1) for at in range(LENGTH)], alike=0.0
    ),
    "a half that is inverted": sides(alike=[-1.0 if at < 10 else 1.0 for at in range(LENGTH)]),
    "a half with one side": sides(right=[-20.0 if at < 10 else -90.0 for at in range(LENGTH)]),
    "a voice on the left over music": sides(
        left=[-20.0 if at % 2 else -34.0 for at in range(LENGTH)], right=-34.0
    ),
}


@pytest.mark.parametrize(("heard", "fault"), FAULTY.values(), ids=FAULTY)
def test_a_fault_is_found_and_mended(heard: Sides, fault: SideFault) -> None:
    assert find_side_fault(heard) is fault
    assert "pan=" in graph_of(mend_sides(SOUND, fault), None)


@pytest.mark.parametrize("heard", SOUND_AS_IT_SHOULD_BE.values(), ids=SOUND_AS_IT_SHOULD_BE)
def test_no_fault_is_found_where_there_is_none(heard: Sides) -> None:
    assert find_side_fault(heard) is None


def test_a_stretch_is_told_where_it_is() -> None:
    opposed = sides(alike=[-1.0 if 8 <= at < 16 else 1.0 for at in range(LENGTH)])
    one_sided = sides(right=[-20.0 if at < 10 else -90.0 for at in range(LENGTH)])

    assert describe_stretches(opposed) == (
        "from 4.0 s to 8.0 s both sides of the sound cancel each other on one speaker;"
        " left as it is"
    )
    assert describe_stretches(one_sided).startswith("from 5.0 s to 10.0 s the sound is on the left")


def test_a_pause_does_not_end_a_stretch_and_a_moment_is_none() -> None:
    level = [-20.0 if at % 4 else -70.0 for at in range(LENGTH)]
    paused = sides(level, level, [-1.0 if at % 4 and at < 12 else 1.0 for at in range(LENGTH)])
    moment = sides(alike=[-1.0 if at < 3 else 1.0 for at in range(LENGTH)])

    assert describe_stretches(paused).startswith("from 0.5 s to 6.5 s both sides")
    assert describe_stretches(moment) == ""
