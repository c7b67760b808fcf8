"""What ffmpeg says of broken input, counted."""

from pathlib import Path

from egv.core.damage import Loss
from egv.tools.damage import Count, Tally, plain

ARGUMENTS = ("-i", "file:/raw/a b.mp4", "-ss", "2", "-i", "file:/kit/intro.mp4", "-f", "null", "-")
SUMMED_UP = (
    "[in#0/mov,mp4 @ 0x55f] [verbose]   Input stream #0:0 (video): 90 packets read (102250 bytes);"
    " 63 frames decoded; 21 decode errors; "
)


def test_undecoded_and_concealed_frames_are_both_lost() -> None:
    count = Count(ARGUMENTS)
    count.hear("[vist#0:0/h264 @ 0x1] [dec:h264 @ 0x2] [warning] corrupt decoded frame")
    count.hear("[vist#1:0/h264 @ 0x1] [dec:h264 @ 0x2] [warning] corrupt decoded frame")
    count.hear(SUMMED_UP)

    assert count.losses == {(Path("/raw/a b.mp4"), "video"): Loss(22, 84)}


def test_of_a_file_that_is_decoded_twice_the_worst_counts() -> None:
    tally, again = Tally(), Count(ARGUMENTS)
    again.hear(SUMMED_UP)
    for count in (again, again, Count(ARGUMENTS)):
        tally.add(count)

    assert tally.of(Path("/raw/a b.mp4")) == {"video": Loss(21, 84)}
    assert tally.of(Path("/raw/other.mp4")) == {}


def test_what_is_said_only_to_be_counted_is_not_shown_to_people() -> None:
    assert plain(SUMMED_UP) == ""
    assert plain("[mp4 @ 0x1] [error] No space left on device") == (
        "[mp4 @ 0x1] No space left on device"
    )
    assert plain("x264 [info] profile High") == "x264 profile High"
