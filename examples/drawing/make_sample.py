"""Make the demo's raw clip: a presenter filmed by a phone in a dim, warm room, with dead air.

In examples/:
python -m drawing.make_sample [OUT]          what the phone recorded (examples/sample.mp4)
python -m drawing.make_sample --clean OUT    the same take in good, neutral light
"""

import argparse
import subprocess
import wave
from collections.abc import Iterator
from pathlib import Path

import imageio_ffmpeg
import numpy as np
from numpy.typing import NDArray

from drawing.performance import Pose, Track, poses
from drawing.room import HEIGHT, WIDTH
from drawing.scene import scene

HERE = Path(__file__).parents[1]
VOICE = HERE / "voice.wav"
FPS, FRAMES = 30, 840
LEAD_S = 2.3  # the voice file itself opens with 0.7 s of silence

VOICE_GAIN_DB = -10.1  # to -33 LUFS with the room tone
ROOM_TONE_RMS_DB = -62.0

EXPOSURE_STOPS = -1.0
LIGHT = np.array([1.17, 0.975, 0.72])  # red, green, blue of the lamp, at daylight's luminance
FLARE = 0.010  # of the scene's white, from a greasy lens
SENSOR_NOISE = 0.9  # standard deviation, 8-bit steps
GRAIN = 16  # steps of the grade in one 8-bit step, so that the noise dithers it

Pixels = NDArray[np.uint8]


def main() -> None:
    """Read the command line and write one clip."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("out", nargs="?", type=Path, metavar="OUT")
    parser.add_argument("--clean", type=Path, metavar="OUT", help="write the well-lit take instead")
    asked = parser.parse_args()
    if asked.clean and asked.out:
        parser.error("give OUT or --clean OUT, not both")
    out = asked.clean or asked.out or HERE / "sample.mp4"
    record(out, well_lit=asked.clean is not None)
    print(f"{out}: {FRAMES / FPS:g} s, {out.stat().st_size / 1e6:.2f} MB")


def record(out: Path, *, well_lit: bool) -> None:
    """Film the whole take into `out`."""
    voice, rate = _voice()
    take = poses(voice, rate, LEAD_S, FRAMES, FPS)
    with subprocess.Popen(_encoder(out), stdin=subprocess.PIPE) as encoder:
        assert encoder.stdin is not None
        for frame in _sensor(take, _response(well_lit)):
            encoder.stdin.write(frame.tobytes())
    if encoder.returncode:
        raise SystemExit(f"{out}: ffmpeg could not write it")


def _voice() -> tuple[Track, int]:
    with wave.open(str(VOICE)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), np.int16)
        return samples / 32768, file.getframerate()


def _sensor(take: list[Pose], response: NDArray[np.int16]) -> Iterator[Pixels]:
    chance = np.random.default_rng(1)
    noise = chance.normal(0, SENSOR_NOISE * GRAIN, (2 * HEIGHT, WIDTH, 1)).astype(np.int16)
    for pose in take:
        frame = np.asarray(scene(pose))
        graded = np.stack([response[c][frame[..., c]] for c in range(3)], axis=-1)
        offset = int(chance.integers(HEIGHT))
        graded += noise[offset : offset + HEIGHT]
        yield np.clip(graded // GRAIN, 0, 255).astype(np.uint8)


def _response(well_lit: bool) -> NDArray[np.int16]:
    """What the phone makes of each 8-bit value of red, green and blue, in grains."""
    code = np.arange(256) / 255
    if well_lit:
        return _in_grains(np.stack([code] * 3))
    # ITU-R BT.709 transfer: light is dimmed, coloured and flared as light, not as code values.
    light = np.where(code < 0.081, code / 4.5, ((code + 0.099) / 1.099) ** (1 / 0.45))
    seen = (light[None, :] + FLARE) / (1 + FLARE) * LIGHT[:, None] * 2**EXPOSURE_STOPS
    coded = np.where(seen < 0.018, seen * 4.5, 1.099 * seen**0.45 - 0.099)
    return _in_grains(np.minimum(coded, 1))


def _in_grains(coded: Track) -> NDArray[np.int16]:
    grains: NDArray[np.int16] = np.round(coded * 255 * GRAIN + GRAIN / 2).astype(np.int16)
    return grains


def _encoder(out: Path) -> list[str]:
    duration = FRAMES / FPS
    # The rms of anoisesrc is its amplitude over the root of 3; the low-pass takes 5.2 dB more.
    hiss = 10 ** ((ROOM_TONE_RMS_DB + 5.2) / 20) * 3**0.5
    graph = (
        f"[1:a]volume={VOICE_GAIN_DB}dB,adelay={LEAD_S * 1000:.0f},aresample=48000[voice];"
        f"anoisesrc=r=48000:d={duration}:a={hiss:.6f}:c=white:seed=7,lowpass=f=7000[tone];"
        "[voice][tone]amix=duration=longest:normalize=0,aresample=osf=fltp[sound];"
        "[0:v]scale=out_color_matrix=bt709:out_range=tv:flags=accurate_rnd+full_chroma_inp,"
        "format=yuv420p,setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709[picture]"
    )
    return [
        *(imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y"),
        *("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{WIDTH}x{HEIGHT}", "-r", f"{FPS}"),
        *("-i", "-", "-i", str(VOICE), "-filter_complex", graph),
        *("-map", "[picture]", "-map", "[sound]", "-t", f"{duration}", "-map_metadata", "-1"),
        # A fixed number of threads: x264's choices depend on it.
        *("-c:v", "libx264", "-preset", "medium", "-crf", "20", "-g", "60", "-threads", "4"),
        *("-c:a", "aac", "-b:a", "96k", "-ac", "1", "-movflags", "+faststart"),
        *("-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact", str(out)),
    ]


if __name__ == "__main__":
    main()
