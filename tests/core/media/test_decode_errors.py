"""How much of a clip may be lost, and what is said of it."""

from hypothesis import given
from hypothesis import strategies as st

from egv.core.media.decode_errors import (
    FEW,
    DecodeLoss,
    describe_damage,
    describe_losses,
    explain_refusal,
)
from egv.core.media.timing import Seconds


def test_a_hundredth_of_a_track_may_be_lost_and_no_more() -> None:
    assert explain_refusal({"video": DecodeLoss(10, 1000), "audio": DecodeLoss(0, 500)}) == ""
    assert explain_refusal({"video": DecodeLoss(11, 1000)}).startswith(
        "11 of 1000 frames of its picture (1 %)"
    )
    assert "--allow-damaged" in explain_refusal({"audio": DecodeLoss(9, 90)})


def test_a_few_frames_at_the_seam_of_a_recording_are_no_damage() -> None:
    losses = {"video": DecodeLoss(FEW, 30)}

    assert explain_refusal(losses) == ""
    assert describe_losses(losses) == ()


@given(st.integers(0, 400), st.integers(0, 400))
def test_whatever_is_refused_is_said_when_it_is_used_all_the_same(lost: int, decoded: int) -> None:
    losses = {"video": DecodeLoss(lost, lost + decoded)}

    assert bool(describe_losses(losses)) >= bool(explain_refusal(losses))
    assert 0 <= losses["video"].lost_share <= 1


def test_a_clip_that_was_cut_off_is_told_by_its_real_length() -> None:
    said = describe_damage({"video": DecodeLoss(1, 40)}, Seconds(13, 10), Seconds(3), cut_off=True)

    assert said == (
        "the clip is damaged: 1.3 s of 3.0 s could be read, and the video contains only that part",
    )
    assert (
        describe_damage({"video": DecodeLoss(0, 90)}, Seconds(3), Seconds(3), cut_off=False) == ()
    )


def test_picture_and_sound_are_counted_apart() -> None:
    [note] = describe_losses({"video": DecodeLoss(22, 84), "audio": DecodeLoss(5, 1000)})

    assert "22 of 84 frames of its picture (26 %) and 5 of 1000 packets of its sound" in note
    assert "(under 1 %)" in note
    assert "freeze" in note
    assert "silent" in note
