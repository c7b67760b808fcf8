"""Intro, programme and outro on one clock: how long they are, how they meet, what is heard."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.delivery.bumpers import Bumper, BumperedProgramme, build_bumper, join_bumpers
from egv.core.graph.pads import Pad, Source
from egv.core.kit.bumper_styles import BumperJoint, Transition
from egv.core.media.clip import Canvas
from egv.core.media.timing import Seconds
from egv.core.picture.colour import BLACK
from tests.conftest import graph_of, media

HD = Canvas(1920, 1080, Seconds(25))


def clip_pads(name: str, *, sound: bool = True) -> tuple[Pad, Pad | None]:
    source = Source(Path(f"/clips/{name}.mp4"))
    return Pad(source, "v", 0), Pad(source, "a", 1) if sound else None


def bare(frames: int, *, sound: bool = True) -> BumperedProgramme:
    """A programme without bumpers."""
    return BumperedProgramme(*clip_pads("programme", sound=sound), frames, 0)


def crossfade(seconds: float) -> Transition:
    return Transition(type=BumperJoint.CROSSFADE, duration=seconds)


bumpers = st.none() | st.builds(
    lambda frames, joint, share, sound: Bumper(
        *clip_pads("bumper", sound=sound), frames, joint, max(1, frames * share // 200)
    ),
    st.integers(2, 400),
    st.sampled_from(BumperJoint),
    st.integers(1, 100),
    st.booleans(),
)
RATES = st.sampled_from([Seconds(25), Seconds(30000, 1001), Seconds(60)])


@given(st.integers(1, 5000), RATES, bumpers, bumpers, st.booleans())
def test_the_whole_is_as_long_as_its_parts_less_their_overlaps(
    frames: int, rate: Seconds, intro: Bumper | None, outro: Bumper | None, sound: bool
) -> None:
    canvas = Canvas(1920, 1080, rate)
    whole = join_bumpers(bare(frames, sound=sound), canvas, intro, outro, BLACK)
    lengths = [each.frames for each in (intro, outro) if each]
    overlaps = [b.joint_frames for b in (intro, outro) if b and b.joint is BumperJoint.CROSSFADE]

    assert whole.frames == frames + sum(lengths) - sum(overlaps)
    assert whole.offset == (intro.frames - intro.overlap_frames if intro else 0)
    heard = [sound, *(each.sound is not None for each in (intro, outro) if each)]
    assert (whole.sound is not None) == any(heard)
    if whole.sound:
        assert f"atrim=end_sample={round(whole.frames * 48000 / rate)}[" in graph_of(
            whole.picture, whole.sound
        )


@pytest.mark.parametrize(
    ("joint", "there", "absent"),
    [
        (
            BumperJoint.CROSSFADE,
            ["xfade=duration=0.4:offset=1.6:transition=fade"],
            ["concat", "=t="],
        ),
        (BumperJoint.FADE, ["fade=n=5:s=45:t=out", "fade=n=5:s=0:t=in", "concat"], ["xfade"]),
        (BumperJoint.CUT, ["concat"], ["xfade", "fade=n", "overlay"]),
        (
            BumperJoint.WIPE,
            ["concat", "c=0x000000:d=0.4:r=25:s=1920x1080", "setpts=expr=PTS+45", "(n-1-50)/5"],
            ["xfade", "fade=n"],
        ),
    ],
)
def test_pictures_meet_as_the_kit_says(
    joint: BumperJoint, there: list[str], absent: list[str]
) -> None:
    intro = Bumper(*clip_pads("intro"), 50, joint, 10)
    whole = join_bumpers(bare(100), HD, intro, None, BLACK)
    graph = graph_of(whole.picture, whole.sound)

    assert [part for part in (*there, *absent) if part in graph] == there


def test_a_fade_and_a_crossfade_count_alike() -> None:
    intro = Bumper(*clip_pads("intro"), 50, BumperJoint.FADE, 10)
    outro = Bumper(*clip_pads("outro"), 50, BumperJoint.CROSSFADE, 10)
    whole = join_bumpers(bare(100), HD, intro, outro, BLACK)
    graph = graph_of(whole.picture, None)

    # xfade refuses the microseconds in which concat counts
    assert "concat=a=0:n=2:v=1[s2];[s2]settb=expr=1/25[s3];[s3][2:0]xfade" in graph


def test_the_outro_is_heard_from_the_frame_it_is_seen() -> None:
    outro = Bumper(*clip_pads("outro"), 50, BumperJoint.CROSSFADE, 10)
    whole = join_bumpers(bare(100), HD, None, outro, BLACK)

    assert f"adelay=all=true:delays={90 * 1920}S" in graph_of(whole.picture, whole.sound)


def test_a_bumper_overlaps_by_half_its_length_at_most() -> None:
    canvas = Canvas(1920, 1080, Seconds(25))
    long = build_bumper(media(), canvas, Seconds(2), BLACK, crossfade(3))
    none = build_bumper(media(), canvas, Seconds(2), BLACK, crossfade(0))

    assert (long.frames, long.overlap_frames) == (50, 25)
    assert (none.joint, none.overlap_frames) == (BumperJoint.CUT, 0)
