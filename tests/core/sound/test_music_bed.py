"""A music bed: long enough to be repeated, and read as raw sound only."""

from __future__ import annotations

from pathlib import Path

import pytest

from egv.core.errors import UsageError
from egv.core.media.timing import Seconds
from egv.core.sound.music_bed import RAW, SHORTEST_BED, build_bed_sound, check_bed_length
from tests.conftest import graph_of, sound_file


@pytest.mark.parametrize("seconds", [2, 2.5, 60])
def test_a_bed_that_is_long_enough_is_no_fault(seconds: float) -> None:
    check_bed_length(sound_file("bed.wav", seconds))

    assert seconds >= SHORTEST_BED


def test_a_bed_that_would_stutter_is_refused_with_both_lengths() -> None:
    with pytest.raises(UsageError, match=r"bed\.wav: it lasts 1\.9 s; .* at least 2\.0 s"):
        check_bed_length(sound_file("bed.wav", 1.9))


def test_a_prepared_bed_is_raw_stereo_and_exactly_as_long_as_asked() -> None:
    sound = build_bed_sound(Path("/tmp/bed.pcm"), Seconds("2.5"))

    assert "atrim=end_sample=120000" in graph_of(sound, None)
    assert dict(RAW)["format_whitelist"] == dict(RAW)["f"] == "s16le"
