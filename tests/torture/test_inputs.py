"""Odd, broken and hostile clips (A of the torture matrix): refused in words, or made right."""

from __future__ import annotations

import os
import random
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
import pytest

from tests.running import beeps, flashes, frames, samples
from tests.torture.watching import QUICK, Row

pytestmark = [pytest.mark.media, pytest.mark.usefixtures("shared_cache")]
Maker = Callable[..., Path]
Make = Callable[[Maker, Path], Path]

LAVFI = ("-f", "lavfi", "-i")
PICTURE = (*LAVFI, "testsrc2=s=160x90:r=25:d=2")
TONE = (*LAVFI, "sine=440:d=2:r=48000")
FAST = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
SEED = (*PICTURE, *TONE, *FAST, "-c:a", "aac")
KEY = ("-encryption_scheme", "cenc-aes-ctr", "-encryption_key", "76a6c65c5ea762046bd749a2e632ccbb",
       "-encryption_kid", "a7e61c373e219033c21091fa607bf3b8")  # fmt: skip
# A flash and a beep at 1 s.
FLASH = (*LAVFI, "color=black:s=160x90:r=25:d=2,drawbox=t=fill:color=white:enable='gte(t,1)'")
BEEP = (*LAVFI, "sine=1000:d=2:r=48000,volume=0:enable='lt(t,1)'")


@dataclass(frozen=True)
class Input:
    """A way to make a clip, what egv must end in and say of it, and what then is true of it."""

    make: Make
    ends: str = "X0"
    says: str = ""
    words: tuple[str, ...] = QUICK
    check: Callable[[Path], None] = lambda _: None


def coded(*arguments: str, name: str = "a.mp4") -> Make:
    """What ffmpeg makes of `arguments`."""
    return lambda clip, _: clip(f"raw/{name}", *arguments)


def bent(bend: Callable[[bytes], bytes], *arguments: str, name: str = "a.mp4") -> Make:
    """That, with its bytes changed."""

    def make(clip: Maker, _: Path) -> Path:
        path = clip(f"raw/{name}", *(arguments or SEED))
        path.write_bytes(bend(path.read_bytes()))
        return path

    return make


def written(data: bytes) -> Make:
    """A file of these bytes."""

    def make(_: Maker, raw: Path) -> Path:
        (raw / "a.mp4").write_bytes(data)
        return raw / "a.mp4"

    return make


def grown(size: int, tail: bytes = b"") -> Make:
    """The seed with a hole behind it, and `tail` behind that."""

    def make(clip: Maker, _: Path) -> Path:
        path = clip("raw/a.mp4", *SEED)
        os.truncate(path, size)
        with path.open("ab") as file:
            file.write(tail)
        return path

    return make


def resized(clip: Maker, raw: Path) -> Path:
    """A transport stream whose picture changes its size on the way."""
    small, large = (
        clip(f"{size}.h264", *LAVFI, f"testsrc2=s={size}:r=25:d=1", *FAST).read_bytes()
        for size in ("160x90", "320x180")
    )
    (raw.parent / "both.h264").write_bytes(small + large)
    return clip("raw/a.ts", "-r", "25", "-i", str(raw.parent / "both.h264"), "-c", "copy")


def as_dolby_vision(data: bytes) -> bytes:
    """`data` with the boxes `pasp` and `btrt` made one that says Dolby Vision profile 5."""
    at = data.index(b"pasp") - 4
    assert data[at + 20 : at + 24] == b"btrt"
    record = bytes([1, 0, 5 << 1, 0x0D, 0]) + bytes(23)
    return data[:at] + struct.pack(">I4s", 36, b"dvcC") + record + data[at + 36 :]


def with_nan(data: bytes) -> bytes:
    """`data` with one sample of its float sound made no number."""
    at = data.rindex(np.full(8, 0.25, "<f4").tobytes())
    return data[:at] + struct.pack("<f", float("nan")) + data[at + 4 :]


def without_codec(data: bytes, which: int) -> bytes:
    """`data` with the `which`th of its AAC tracks made one of which nobody has the codec."""
    for word, other in ((b"mp4a", b"zzzz"), (b"esds", b"free")):
        parts = data.split(word)
        assert len(parts) > which
        data = word.join(parts[:which]) + other + word.join(parts[which:])
    return data


def is_silent(output: Path) -> None:
    assert np.abs(samples(output)).max() == 0


def sounds_of(hz: int) -> Callable[[Path], None]:
    def check(output: Path) -> None:
        spectrum = np.abs(np.fft.rfft(samples(output)[0][12000:60000]))
        assert int(spectrum.argmax()) == pytest.approx(hz, abs=2)

    return check


def has_size(width: int, height: int) -> Callable[[Path], None]:
    def check(output: Path) -> None:
        assert frames(output)[0][1].shape == (height, width, 3)

    return check


def holds_only_picture_and_sound(output: Path) -> None:
    with av.open(str(output)) as container:
        assert sorted(s.type for s in container.streams) == ["audio", "video"]


def is_in_time(output: Path) -> None:
    [flash], [beep] = flashes(output), beeps(output)[:1]
    assert abs(flash - beep) < 0.04


def lasts(seconds: float) -> Callable[[Path], None]:
    def check(output: Path) -> None:
        with av.open(str(output)) as container:
            assert (container.duration or 0) / 1e6 == pytest.approx(seconds, abs=0.09)

    return check


NORMALISE = ("normalise",)
TWO = ("-map", "0", "-map", "1", "-map", "2")
HIGH = (*LAVFI, "sine=2000:d=2:r=48000")
TINY = ("-c:v", "ffv1")
TWO_TRACKS = (*PICTURE, *TONE, *HIGH, *TWO, *FAST, "-c:a", "aac")
FOUR = (*PICTURE, *TONE, *HIGH, *TONE, *HIGH, *TWO, "-map", "3", "-map", "4", *FAST,
        "-c:a", "pcm_s16le", "-ac", "1")  # fmt: skip
SILENCE = (*LAVFI, "anullsrc=r=48000:d=2")
COVER = (*LAVFI, "color=red:s=64x64:d=0.04")
QUIET = (*LAVFI, "aevalsrc=0.25:d=2:s=48000")
VIDEO_FIRST = ("-map", "0", "-map", "1", "-map", "2")

INPUTS = {
    "A1 the index is missing": Input(bent(lambda d: d[: len(d) // 2]), "X3", "index.*untrunc"),
    "A2 faststart, cut off": Input(
        bent(lambda d: d[: len(d) * 6 // 10], *SEED, "-movflags", "+faststart"),
        "X3", r"ends at 1\.\d s of 2\.0 s",
    ),
    "A4 empty": Input(written(b""), "X3", "is empty"),
    "A4 random": Input(written(random.Random(4).randbytes(1000)), "X3", "not a video file"),
    "A4 zeros": Input(written(bytes(100_000)), "X3", "not a video file"),
    "A5 48 bytes": Input(
        written(struct.pack(">I4s24x", 32, b"ftyp") + struct.pack(">I4sI4s", 8, b"free", 8,
                                                                  b"mdat")),
        "X3", "index.*untrunc",
    ),
    "A8 encrypted": Input(coded(*SEED, *KEY), "X3", "encrypted and cannot be read"),
    "A10 silent track": Input(
        coded(*PICTURE, *SILENCE, *FAST, "-c:a", "aac"), says="silence", words=NORMALISE,
        check=is_silent,
    ),
    "A13 not a number": Input(
        bent(with_nan, *PICTURE, *QUIET, *FAST, "-c:a", "pcm_f32le", name="a.mkv"),
        "X3", "invalid samples",
    ),
    "A19 the second track has no codec": Input(
        bent(lambda d: without_codec(d, 2), *TWO_TRACKS),
        says=r"2 sound tracks: track 1 \(aac mono\) is used", check=sounds_of(440),
    ),
    "A19 the first track has no codec": Input(
        bent(lambda d: without_codec(d, 1), *TWO_TRACKS), says=r"track 2 \(aac mono\) is used",
        check=sounds_of(2000),
    ),
    "A19 the second track is the default one": Input(
        coded(*TWO_TRACKS, "-disposition:a:0", "0", "-disposition:a:1", "default"),
        says=r"track 2 \(aac mono\) is used", check=sounds_of(2000),
    ),
    "A19 no track has a codec": Input(
        bent(lambda d: without_codec(d, 1)), "X3", r"its sound \(zzzz\) cannot be decoded",
    ),
    "A20 four mono tracks": Input(
        coded(*FOUR, name="a.mov"),
        says=r"4 sound tracks: track 1 \(pcm_s16le mono\) is used.*track 4 \(pcm_s16le",
        check=sounds_of(440),
    ),
    "A22 a cover": Input(
        coded(*COVER, *PICTURE, *TONE, *VIDEO_FIRST, "-c:v:0", "mjpeg", "-c:v:1", "libx264",
              "-pix_fmt:v:1", "yuv420p", "-c:a", "aac", "-disposition:v:0", "attached_pic"),
        check=has_size(160, 90),
    ),
    "A22 two pictures": Input(
        coded(*COVER, *PICTURE, *TONE, *VIDEO_FIRST, *FAST, "-c:a", "aac",
              "-disposition:v:0", "0", "-disposition:v:1", "default", name="a.mkv"),
        check=has_size(160, 90),
    ),
    "A22 sound with a cover": Input(
        coded(*COVER, *TONE, "-c:v", "mjpeg", "-c:a", "aac", "-disposition:v", "attached_pic"),
        "X3", "no picture",
    ),
    "A23 a time code": Input(
        coded(*SEED, "-timecode", "10:00:00:00"), check=holds_only_picture_and_sound
    ),
    "A25 sound alone": Input(coded(*TONE, "-c:a", "aac"), "X3", "no picture"),
    "A25 a PDF": Input(written(b"%PDF-1.7\n" + bytes(900)), "X3", "not a video file"),
    "A25 a Word file": Input(written(b"PK\3\4" + bytes(900)), "X3", "not a video file"),
    "A28 rotated, oblong pixels": Input(
        coded(*PICTURE, *FAST, "-vf", "scale=120:60,setsar=1/2", "-metadata:s:v", "rotate=0"),
        check=has_size(60, 60),
    ),
    "A31 2x2": Input(
        coded(*LAVFI, "testsrc2=s=2x2:d=0.2", *TINY, name="a.mkv"), "X3", "2x2.*at least 16"
    ),
    "A31 16x9000": Input(
        coded(*LAVFI, "testsrc2=s=16x9000:d=0.08", *TINY, name="a.mkv"), "X3", "at most 10:1"
    ),
    "A34 Dolby Vision 5": Input(
        bent(as_dolby_vision), "X3", "Dolby Vision profile 5 is not supported; record in HLG or SDR"
    ),
    "A40 ten hours of two frames": Input(
        coded(*LAVFI, "testsrc=s=64x64:r=1:d=2", "-vf", "setpts=N*36000/TB",
              "-fps_mode", "passthrough", *FAST),
        "X3", "stands still for 10.0 h",
    ),
    "A41 the clock starts at 10 s": Input(
        coded(*FLASH, *BEEP, *FAST, "-c:a", "aac", "-output_ts_offset", "10", name="a.ts"),
        check=is_in_time,
    ),
    "A41 the picture starts late": Input(
        coded("-itsoffset", "0.4", *FLASH, *BEEP, *FAST, "-c:a", "aac", name="a.mkv"),
        check=lasts(2.4),
    ),
    "A43 the sound is shorter": Input(
        coded(*PICTURE, *LAVFI, "sine=440:d=1:r=48000", *FAST, "-c:a", "aac"), check=lasts(2)
    ),
    "A43 the sound is longer": Input(
        coded(*PICTURE, *LAVFI, "sine=440:d=4:r=48000", *FAST, "-c:a", "aac"), check=lasts(4)
    ),
    "A44 no length": Input(
        coded(*SEED, "-f", "matroska", "-live", "1", name="a.webm"), check=lasts(2)
    ),
    "A46 the size changes": Input(resized, check=lasts(2)),
    "A49 5 TB": Input(grown(5 << 40), "X3", "5.5 TB.*at most 2 TB"),
    "A49 10 GB for 2 s": Input(grown(10 << 30, b"end"), "X3", "11 GB for 2.0 s is not a usable"),
    "A49 900 GB of nothing": Input(grown(900 << 30), "X3", "not copied to the end"),
}  # fmt: skip


@pytest.mark.parametrize("name", INPUTS)
def test_a_strange_file_is_rendered_right_or_refused_with_its_reason(
    clip: Maker, row: Row, name: str
) -> None:
    case = INPUTS[name]
    path = case.make(clip, row.raw)
    ended = row.run(*case.words, path, ends=case.ends, says=case.says, within=10)

    for each in ended.json["outputs"]:
        if each["status"] == "rendered":
            case.check(Path(each["output"]))


def fifo(path: Path) -> None:
    os.mkfifo(path)


def listening(path: Path) -> None:
    socket.socket(socket.AF_UNIX).bind(path.name)  # a long path is no address


ODD = {
    "B12 a pipe": (fifo, "X3", "not a regular file"),
    "B12 a socket": (listening, "X3", "not a regular file"),
    "B12 a device": (lambda path: path.symlink_to("/dev/zero"), "X3", "not a regular file"),
    "B12 a process's memory": (lambda path: path.symlink_to("/proc/self/maps"), "X3", "empty"),
    "B12 a folder": (lambda path: path.mkdir(), "X2", "has no clips"),
}


@pytest.mark.torture_case("B12")
@pytest.mark.filterwarnings("ignore::ResourceWarning")  # the socket is left to its file
@pytest.mark.parametrize("name", ODD)
def test_what_is_not_a_regular_file_is_refused_within_a_second(
    row: Row, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(row.raw)
    make, ends, says = ODD[name]
    make(row.raw / "a.mp4")

    row.run(*QUICK, "a.mp4", ends=ends, says=says, within=1)


@pytest.mark.torture_case("B12")
@pytest.mark.parametrize("how", ["folder", "pattern"])
def test_a_pipe_among_clips_is_passed_over_and_told(clip: Maker, row: Row, how: str) -> None:
    clip("raw/a.mp4", *SEED)
    os.mkfifo(row.raw / "pipe.mp4")
    named = row.raw if how == "folder" else f"{row.raw}/*.mp4"
    ended = row.run(*QUICK, named, says="pipe.mp4: not a regular file")

    assert ended.output["status"] == "rendered"


FLIPPED = (  # the seed as ten of its kind
    ("a.mp4", SEED),
    ("b.mp4", (*SEED, "-movflags", "+faststart")),
    ("c.mp4", (*SEED, "-movflags", "+frag_keyframe+empty_moov")),
    ("d.mov", (*PICTURE, *TONE, *FAST, "-c:a", "pcm_s16le")),
    ("e.mkv", SEED),
    ("f.webm", (*PICTURE, *TONE, "-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libopus")),
    ("g.ts", SEED),
    ("h.avi", (*PICTURE, *TONE, "-c:v", "mpeg4", "-c:a", "mp3")),
    ("i.mpg", (*PICTURE, *TONE, "-c:v", "mpeg2video", "-c:a", "mp2")),
    ("j.mov", (*PICTURE, *TONE, "-c:v", "prores", "-c:a", "aac")),
)


def flip(clip: Maker, row: Row, name: str, arguments: tuple[str, ...], seed: int) -> None:
    """A clip of which 1 to 50 bits are turned is rendered whole, or refused."""
    chance = random.Random(f"{name} {seed}")
    data = bytearray(clip(f"raw/{name}", *arguments).read_bytes())
    for _ in range(chance.randint(1, 50)):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path = row.raw / f"{seed}-{name}"
    (row.raw / name).unlink()
    path.write_bytes(data)
    # A turned bit may ask for frames of up to 70 megapixels, of which a decoder keeps several.
    row.run(*QUICK, path, ends="X0 X3 X4", within=60, memory_mb=3000)


@pytest.mark.torture_case("A7")
@pytest.mark.parametrize(("name", "arguments"), FLIPPED, ids=[name for name, _ in FLIPPED])
def test_a_clip_with_turned_bits_is_rendered_whole_or_refused(
    clip: Maker, row: Row, name: str, arguments: tuple[str, ...]
) -> None:
    flip(clip, row, name, arguments, seed=1)


@pytest.mark.torture_case("A7")
@pytest.mark.torture
@pytest.mark.parametrize(("name", "arguments"), FLIPPED, ids=[name for name, _ in FLIPPED])
def test_a_clip_is_rendered_whole_or_refused_whichever_bits_are_turned(
    clip: Maker, row: Row, name: str, arguments: tuple[str, ...]
) -> None:
    for seed in range(200):
        flip(clip, row, name, arguments, seed)
