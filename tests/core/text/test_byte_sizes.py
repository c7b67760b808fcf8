"""Sizes as people read them."""

from __future__ import annotations

import pytest

from egv.core.text.byte_sizes import format_file_size, format_size


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 MB"),
        (486_000_000, "486 MB"),
        (999_400_000, "999 MB"),
        (999_600_000, "1.0 GB"),
        (1_620_000_000, "1.6 GB"),
    ],
)
def test_a_large_size_is_in_megabytes_or_gigabytes(size: int, text: str) -> None:
    assert format_size(size) == text


def test_small_sizes_that_must_differ_have_decimals() -> None:
    assert [format_size(size, decimals=1) for size in (150_000, 250_001)] == ["0.1 MB", "0.3 MB"]


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 B"),
        (312, "312 B"),
        (999, "999 B"),
        (48_000, "48 kB"),
        (999.6, "1 kB"),
        (999_600, "1.0 MB"),
        (999_960_000, "1.0 GB"),
        (1_200_000, "1.2 MB"),
    ],
)
def test_a_file_may_be_small(size: int, text: str) -> None:
    assert format_file_size(size) == text
