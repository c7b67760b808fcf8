"""Loudness figures, and the filters that change them."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.graph.pads import Pad, Source, apply_filter
from egv.core.sound.loudness import (
    ABSOLUTE_GATE_LUFS,
    MAX_GAIN_DB,
    MAX_VOICE_GAIN_DB,
    Loudness,
    apply_gain,
    compute_gain_cap_db,
    limit_peaks,
    undo_gain,
)
from tests.conftest import graph_of

SOUND = Pad(Source(Path("/clips/a.wav")), "a", 0)
levels = st.floats(-69, -1)


@pytest.mark.parametrize(
    ("lufs", "silent"),
    [(-math.inf, True), (math.nan, True), (ABSOLUTE_GATE_LUFS, True), (-69.9, False), (0, False)],
)
def test_there_is_nothing_to_measure_at_the_gate_and_below(lufs: float, silent: bool) -> None:
    assert Loudness(lufs, -9).is_silence == silent


@given(levels, levels, st.floats(-20, 20))
def test_a_gain_moves_every_level_and_no_range(lufs: float, peak: float, gain_db: float) -> None:
    before = Loudness(lufs, peak, 4.0, lufs - 20)
    after = before.with_gain(gain_db)

    assert after.integrated_lufs - lufs == pytest.approx(gain_db)
    assert after.true_peak_dbtp - peak == pytest.approx(gain_db)
    assert after.noise_floor_dbfs - before.noise_floor_dbfs == pytest.approx(gain_db)
    assert after.range_lu == before.range_lu


@pytest.mark.parametrize(
    ("floor", "cap"), [(-60, MAX_VOICE_GAIN_DB), (-42, MAX_GAIN_DB), (-35, MAX_GAIN_DB)]
)
def test_a_voice_clear_of_its_noise_may_be_raised_further(floor: float, cap: float) -> None:
    assert compute_gain_cap_db(Loudness(-30, -9, 4, floor)) == cap


@given(st.floats(-40, 40))
def test_a_gain_can_be_undone(gain_db: float) -> None:
    undone = undo_gain(apply_gain(SOUND, gain_db))

    assert undone is not None
    assert undone[0] is SOUND
    assert undone[1] == pytest.approx(gain_db, abs=0.0051)  # it is written with two decimals


def test_what_is_no_constant_gain_is_not_undone() -> None:
    curve = apply_filter(SOUND, "volume", volume="if(lt(t,1),0,1)", eval="frame")

    assert undo_gain(SOUND) is None
    assert undo_gain(curve) is None
    assert undo_gain(apply_filter(SOUND, "anull")) is None


@given(st.floats(-9, 0))
def test_peaks_are_held_under_the_ceiling_between_samples_too(peak_dbtp: float) -> None:
    graph = graph_of(limit_peaks(SOUND, peak_dbtp), None)
    limit = float(graph.partition("limit=")[2].partition(":")[0])

    assert 20 * math.log10(limit) <= peak_dbtp + 1e-3
    assert graph.index("192000") < graph.index("alimiter") < graph.index("48000")


def test_a_quick_limiter_stays_at_its_rate() -> None:
    graph = graph_of(limit_peaks(SOUND, -1.5, oversampled=False), None)

    assert "alimiter" in graph
    assert "192000" not in graph
