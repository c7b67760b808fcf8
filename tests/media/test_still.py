"""How long a picture stands still costs no memory, wherever its frames are held or repeated."""

import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from egv.core.graph.ffmpeg_command import compile_command
from egv.core.graph.frame_clock import hold_rate, repeat_image
from egv.core.graph.pads import Pad, Source, combine_pads
from egv.core.overlays.corner_logo import IMAGE
from egv.core.picture.colour_plan import ColourCorrection
from egv.core.picture.crop import pad_over_blur, place_whole
from egv.core.picture.grade import apply_correction
from egv.core.programme.edit import Edit, create_edit
from egv.tools.clips.clip_cache import load_clip
from egv.tools.ffmpeg.runner import find_ffmpeg
from tests.running import frames

pytestmark = pytest.mark.media
Maker = Callable[..., Path]
BRIGHTER = ColourCorrection(gain=1.2)
SIZE = (320, 180)
CODED = {"c:v": "libx264", "preset": "ultrafast", "fps_mode": "passthrough"}


def standing(clip: Maker, seconds: int, size: str = "320x180") -> Path:
    """A picture that moves for a second, stands still for `seconds`, and moves for a second."""
    late = f"setpts=if(lt(N\\,30)\\,N\\,N+30*{seconds})/30/TB,setparams=range=tv:colorspace=bt709"
    return clip(
        f"still-{seconds}.mp4", "-f", "lavfi", "-i", f"testsrc2=s={size}:r=30:d=2", "-vf", late,
        "-fps_mode", "passthrough", "-c:v", "libx264", "-preset", "ultrafast",
        "-video_track_timescale", "15360",
    )  # fmt: skip


def peak_mb(picture: Pad, output: Path, coded: Mapping[str, str] = CODED) -> float:
    """The most memory that ffmpeg holds while it renders `picture`."""
    arguments = [find_ffmpeg(), "-v", "error", *compile_command((picture,), str(output), coded)]
    process = subprocess.Popen(arguments)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return usage.ru_maxrss / 1024


def corrected(edit: Edit) -> Pad:
    return apply_correction(edit.picture, BRIGHTER)


def on_its_blur(edit: Edit) -> Pad:
    return pad_over_blur(edit.picture, SIZE, (180, 320), place_whole(SIZE, (180, 320)))


def after_another(edit: Edit) -> Pad:
    another = create_edit(edit.clock[0].media)
    return combine_pads((corrected(another), corrected(edit)), "concat", n=2, v=1, a=0)


def at_another_rate(edit: Edit) -> Pad:
    return apply_correction(
        hold_rate(edit.picture, edit.canvas.frame_rate * 2, edit.frames * 2), BRIGHTER
    )


@pytest.mark.parametrize("drawn", [corrected, on_its_blur, after_another, at_another_rate])
def test_a_still_minute_takes_no_more_memory_than_a_still_second(
    clip: Maker, tmp_path: Path, drawn: Callable[[Edit], Pad]
) -> None:
    peaks = [
        peak_mb(drawn(create_edit(load_clip(standing(clip, seconds)))), tmp_path / f"{seconds}.mp4")
        for seconds in (1, 60)
    ]

    assert peaks[1] < 1.3 * peaks[0]


def test_a_held_frame_and_a_repeated_image_take_no_memory(clip: Maker, tmp_path: Path) -> None:
    edit = create_edit(load_clip(standing(clip, 1)))
    logo = clip("logo.png", "-f", "lavfi", "-i", "testsrc2=s=160x90:d=1", "-frames:v", "1")

    def held(longer: int) -> Pad:
        shown = edit.hold_last_frame(longer)
        image = repeat_image(Pad(Source(logo, IMAGE), "v", 0), edit.canvas.frame_rate, shown.frames)
        return combine_pads(
            (apply_correction(shown.picture, BRIGHTER), image), "overlay", format="yuv420"
        )

    peaks = [peak_mb(held(longer), tmp_path / f"{longer}.mp4") for longer in (30, 1800)]

    assert peaks[1] < 1.3 * peaks[0]


def test_the_frames_shown_are_those_of_the_clip(clip: Maker, tmp_path: Path) -> None:
    source = standing(clip, 5)
    edit = create_edit(load_clip(source))
    output = tmp_path / "out.mkv"
    peak_mb(edit.picture, output, {"c:v": "ffv1", "fps_mode": "passthrough"})
    own, shown = ([picture for _, picture in frames(path)] for path in (source, output))
    expected = [*own[:30], *[own[29]] * 150, *own[30:]]

    assert edit.frames == len(shown) == len(expected)
    assert all((one == other).all() for one, other in zip(shown, expected, strict=True))


@pytest.mark.torture
def test_an_hour_of_still_1080p_takes_under_a_gigabyte(clip: Maker, tmp_path: Path) -> None:
    # An hour is the most that egv takes.
    edit = create_edit(load_clip(standing(clip, 3590, "1920x1080")))

    assert peak_mb(corrected(edit), tmp_path / "-", {"f": "null"}) < 1000
