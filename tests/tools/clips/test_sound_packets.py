"""Lengths of Opus packets by their first bytes: RFC 6716, 3.1 and 3.2."""

from __future__ import annotations

import pytest

from egv.core.media.timing import Seconds
from egv.tools.clips.sound_packets import read_opus_length


@pytest.mark.parametrize(
    ("config", "code", "count", "ms"),
    [(0, 0, 0, 10), (3, 0, 0, 60), (13, 1, 0, 40), (16, 0, 0, "2.5"), (31, 2, 0, 40),
     (31, 3, 6, 120), (28, 3, 3, "7.5")],
)  # fmt: skip
def test_a_packet_is_as_long_as_its_frames(config: int, code: int, count: int, ms: str) -> None:
    head = bytes([config << 3 | code, count])

    assert read_opus_length(head) == Seconds(ms) / 1000


def test_a_packet_without_content_has_no_length() -> None:
    assert read_opus_length(b"") == 0
    assert read_opus_length(b"\xfb") == 0
