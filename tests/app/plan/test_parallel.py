"""How many clips are worked on at once: what the machine has room for."""

from __future__ import annotations

from pathlib import Path

import pytest

from egv.app.plan.parallel import (
    choose_here,
    choose_parallelism,
    count_cores,
    estimate_clip_bytes,
    estimate_memory,
    explain_wait,
)

GB = 10**9


@pytest.mark.parametrize(
    ("asked", "cores", "free", "count"),
    [
        (None, 2, 16 * GB, 2),
        (None, 16, 64 * GB, 8),
        (None, 16, 4 * GB, 2),
        (None, 2, GB // 2, 1),
        (None, 8, None, 4),
        (1, 8, 64 * GB, 1),
        (8, 2, 64 * GB, 2),
        (8, 4, GB, 4),  # each clip then waits for its memory
        (64, 64, None, 64),
    ],
)
def test_no_more_clips_than_cores_and_memory(
    asked: int | None, cores: int, free: int | None, count: int
) -> None:
    chosen = choose_parallelism(asked, cores, free)

    assert chosen.count == count
    assert bool(chosen.note) == bool(asked and count < asked)
    assert f"at most {count} (cores: {cores}" in chosen.why


def test_what_a_person_asked_for_is_told_when_it_is_lowered() -> None:
    assert choose_parallelism(8, 2, None).note == (
        "at once: 2 clips instead of 8, for this machine has 2 cores"
    )
    assert choose_here(None).count <= max(8, count_cores())


@pytest.mark.parametrize(
    ("megapixels", "measured_gb"), [(2.07, 0.36), (8.29, 0.96), (18.66, 1.95), (69.12, 6.07)]
)
def test_the_estimate_is_above_what_was_measured_and_not_far(
    megapixels: float, measured_gb: float
) -> None:
    estimated = estimate_clip_bytes(megapixels * 1e6) / GB

    assert measured_gb < estimated < 1.2 * measured_gb + 0.8


def test_a_file_that_cannot_be_read_takes_what_any_clip_takes(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"none")

    assert estimate_memory([tmp_path / "a.mp4", tmp_path / "gone"]) == estimate_clip_bytes(0)


def test_a_wait_for_memory_is_told_with_both_numbers() -> None:
    assert explain_wait("a.mov", 7.02e9, 4e9) == (
        "at once: fewer, for a.mov takes about 7.1 GB of memory, and egv counts on 4.0 GB"
    )
