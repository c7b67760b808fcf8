"""Stamps of sound packets: right, right with gaps that stay, or early and late."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.sound.packet_jitter import SoundPackets, measure_jitter


def packets(
    errors: list[float], length: float = 0.02, *, stated: float | None = None
) -> SoundPackets:
    """Packets of `length` s, each stamped with its error, s; `stated` is their length in the file.

    With a stated length that is rounded their sum drifts.
    """
    found = SoundPackets(exact=stated is None)
    for number, error in enumerate(errors):
        found.add_packet(number * length + error, length if stated is None else stated)
    return found


def measure_largest(errors: list[float]) -> float:
    jitter = measure_jitter(packets(errors))
    assert jitter is not None
    return jitter.largest


def test_stamps_that_follow_the_samples_are_right() -> None:
    assert measure_jitter(packets([0.0] * 500)) is None
    assert measure_jitter(packets([])) is None
    assert measure_jitter(packets([0.3])) is None


@given(st.lists(st.sampled_from([0.0, 0.0005, -0.0005]), min_size=2, max_size=200))
def test_stamps_in_milliseconds_are_right(rounding: list[float]) -> None:
    assert measure_jitter(packets(rounding, 1024 / 44_100)) is None


@pytest.mark.parametrize("gap", [0.012, 0.02, 0.06, 0.5, 30.0, -0.015, -0.2])
def test_gaps_and_overlaps_that_stay_are_right(gap: float) -> None:
    assert measure_jitter(packets([0.0] * 100 + [gap] * 100)) is None


def test_a_gap_after_every_packet_is_right() -> None:
    assert measure_jitter(packets([0.38 * number for number in range(100)])) is None


@pytest.mark.parametrize("ms", [8, 12, 25, 60])
def test_stamps_of_arrival_are_measured(ms: int) -> None:
    source = random.Random(ms)
    errors = [source.uniform(-ms, ms) / 1000 for _ in range(1000)]
    jitter = measure_jitter(packets(errors))

    assert jitter is not None
    assert jitter.largest == pytest.approx(ms / 1000, rel=0.35)
    assert jitter.first == pytest.approx(errors[0], abs=0.3 * ms / 1000)


def test_one_late_packet_is_no_gap() -> None:
    errors = [0.0] * 100 + [0.03] + [0.0] * 100

    assert measure_largest(errors) == pytest.approx(0.03, abs=0.003)


def test_a_stall_that_is_caught_up_is_no_gap() -> None:
    errors = [0.0] * 100 + [0.2, 0.16, 0.12, 0.08, 0.04] + [0.0] * 100

    assert measure_largest(errors) == pytest.approx(0.18, abs=0.03)


def test_a_gap_among_late_packets_is_not_taken_for_jitter() -> None:
    source = random.Random(1)
    errors = [source.uniform(-0.015, 0.015) + (0.6 if n > 200 else 0) for n in range(400)]
    jitter = measure_jitter(packets(errors))

    assert jitter is not None
    assert jitter.largest < 0.03


def test_a_clock_that_drifts_is_not_right_but_has_no_jitter() -> None:
    jitter = measure_jitter(packets([0.00004 * number for number in range(1000)]))

    assert jitter is not None
    assert jitter.largest < 0.002


def test_lengths_in_whole_milliseconds_are_no_drift() -> None:
    assert measure_jitter(packets([0.0] * 2000, 1024 / 48_000, stated=0.021)) is None
    assert measure_jitter(packets([0.0, 0.03] * 500, 1024 / 48_000, stated=0.021)) is not None
