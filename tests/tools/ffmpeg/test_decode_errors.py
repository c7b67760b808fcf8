"""What ffmpeg says of broken input, counted."""

from pathlib import Path

from egv.core.media.decode_errors import DecodeLoss
from egv.tools.ffmpeg.decode_errors import LossCounter, LossTally, strip_level

ARGUMENTS = ("-i", "file:/raw/a b.mp4", "-ss", "2", "-i", "file:/kit/intro.mp4", "-f", "null", "-")
SUMMED_UP = (
    "[in#0/mov,mp4 @ 0x55f] [verbose]   Input stream #0:0 (video): 90 packets read (102250 bytes);"
    " 63 frames decoded; 21 decode errors; "
)


def test_undecoded_and_concealed_frames_are_both_lost() -> None:
    count = LossCounter(ARGUMENTS)
    count.read_line("[vist#0:0/h264 @ 0x1] [dec:h264 @ 0x2] [warning] corrupt decoded frame")
    count.read_line("[vist#1:0/h264 @ 0x1] [dec:h264 @ 0x2] [warning] corrupt decoded frame")
    count.read_line(SUMMED_UP)

    assert count.losses == {(Path("/raw/a b.mp4"), "video"): DecodeLoss(22, 84)}


def test_of_a_file_that_is_decoded_twice_the_worst_counts() -> None:
    tally, again = LossTally(), LossCounter(ARGUMENTS)
    again.read_line(SUMMED_UP)
    for count in (again, again, LossCounter(ARGUMENTS)):
        tally.add_run(count)

    assert tally.get_losses(Path("/raw/a b.mp4")) == {"video": DecodeLoss(21, 84)}
    assert tally.get_losses(Path("/raw/other.mp4")) == {}


def test_what_is_said_only_to_be_counted_is_not_shown_to_people() -> None:
    assert strip_level(SUMMED_UP) == ""
    assert strip_level("[mp4 @ 0x1] [error] No space left on device") == (
        "[mp4 @ 0x1] No space left on device"
    )
    assert strip_level("x264 [info] profile High") == "x264 profile High"
