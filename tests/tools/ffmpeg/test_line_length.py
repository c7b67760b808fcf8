"""A line that is too long: its graph goes into a file, or it is one clear fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from egv.core.errors import UsageError
from egv.tools.ffmpeg.line_length import fit_line


def test_the_whole_line_counts_not_the_graph_alone(tmp_path: Path) -> None:
    argv = ["ffmpeg", "-i", "x" * 20_000, "-filter_complex", "g" * 15_000, "out.mp4"]
    short = fit_line(argv, tmp_path, is_windows=True)

    assert short[3:] == ["-/filter_complex", str(tmp_path / "graph.txt"), "out.mp4"]
    assert (tmp_path / "graph.txt").read_text() == "g" * 15_000
    assert fit_line(short, tmp_path, is_windows=True) == short


def test_a_line_that_no_file_makes_short_enough_is_one_clear_fault_on_windows(
    tmp_path: Path,
) -> None:
    argv = ["ffmpeg", *("-i", "clip " * 40) * 200, "out.mp4"]

    assert fit_line(argv, tmp_path, is_windows=False) == argv
    with pytest.raises(UsageError, match="41215 characters long, and Windows takes 32767; join"):
        fit_line(argv, tmp_path, is_windows=True)
