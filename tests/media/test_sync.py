"""Picture and sound stay within 20 ms from start to end, measured on flashes and beeps."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.running import beeps, flashes, made
from tests.variants import take_one_in

pytestmark = pytest.mark.media

PICTURE = "color=black:s=160x90:r=30:d=12,drawbox=c=white:t=fill:enable='lt(mod(t,1),0.09)'"
SOUND = "aevalsrc='0.5*sin(880*PI*t)*lt(mod(t,1),0.09)':s=48000:d=12"
VARIABLE = "select='lt(mod(n,30),3)+gt(mod(n*7,5),1)'"
Maker = Callable[..., Path]

SHAPES: dict[str, tuple[str, ...]] = {  # filters, since ffmpeg starts every input at 0
    "constant": (),
    "variable rate": ("-vf", VARIABLE),
    "sound 0.5 s late": ("-af", "aselect='gte(t,0.5)'"),
    "picture 0.5 s late": ("-vf", "select='gte(t,0.5)'"),
    "holes in the sound": ("-af", "aselect='not(between(t,3.3,3.8)+between(t,6.2,6.26))'"),
    "44.1 kHz mono": ("-ar", "44100", "-ac", "1"),
    "NTSC": ("-vf", "fps=30000/1001"),
}


def flash_and_beep(clip: Maker, shape: str) -> Path:
    return clip(
        "flash.mkv", "-f", "lavfi", "-i", PICTURE, "-f", "lavfi", "-i", SOUND, *SHAPES[shape],
        "-fps_mode", "passthrough", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "pcm_s16le",
    )  # fmt: skip


def assert_in_time(path: Path, fewest: int) -> None:
    seen, heard = flashes(path), beeps(path)
    assert len(seen) >= fewest
    for flash in seen:
        if flash == 0:  # in a clip whose sound comes late there is no beep yet
            continue
        assert min(abs(flash - beep) for beep in heard) <= 0.020, (flash, heard)


@pytest.mark.parametrize("shape", take_one_in(2, SHAPES))
def test_sound_stays_with_the_picture(clip: Maker, tmp_path: Path, shape: str) -> None:
    source = flash_and_beep(clip, shape)
    output = tmp_path / "out.mp4"
    made("trim", "--silence", "off", "--end", "11.9", "normalise", source, "-o", output)

    assert_in_time(output, fewest=10)


@pytest.mark.parametrize("shape", ["constant", "variable rate", "NTSC"])
def test_sound_stays_with_the_picture_over_many_cuts(
    clip: Maker, tmp_path: Path, shape: str
) -> None:
    source = flash_and_beep(clip, shape)
    output = tmp_path / "out.mp4"
    cuts = [f"--cut={n + 0.31 + n / 100:.3f}-{n + 0.66 + n / 90:.3f}" for n in range(12)]
    made("trim", "--silence", "off", *cuts, "--force", source, "-o", output)

    assert_in_time(output, fewest=10)


def test_a_late_start_is_found_without_decoding_what_is_before(clip: Maker, tmp_path: Path) -> None:
    source = flash_and_beep(clip, "variable rate")
    output = tmp_path / "out.mp4"
    result = made("trim", "--silence", "off", "--start", "7.5", "--force", source, "-o", output)

    assert result["duration"] == pytest.approx(4.5, abs=0.05)
    assert flashes(output) == pytest.approx([0.5, 1.5, 2.5, 3.5], abs=0.034)
    assert_in_time(output, fewest=4)
