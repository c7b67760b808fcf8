"""Times as they come: early and late stamps, sound that changes, clocks that jump, weak indexes."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from egv.tools.clips.probe import probe
from tests.running import beeps, egv, flashes, frames, made, samples
from tests.variants import take_one_in

pytestmark = pytest.mark.media
Maker = Callable[..., Path]

COLOUR = ("colour-correct", "--mode", "off", "--contrast", "1.02")  # so that it is encoded
H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "25")
VP8 = ("-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "60k")
MPEG2 = ("-c:v", "mpeg2video", "-q:v", "6", "-bf", "2")
JITTER = "floor((random(1)-0.5)*2*{ms}+0.5)*0.001/TB"


def picture(seconds: float = 6, size: str = "160x90", rate: int = 25) -> tuple[str, ...]:
    """A picture that is white for 0.12 s from each second on."""
    white = "drawbox=c=white:t=fill:enable='lt(mod(t,1),0.12)'"
    return ("-f", "lavfi", "-i", f"color=black:s={size}:r={rate}:d={seconds},{white}")


def sound(seconds: float = 6, speed: float = 1) -> tuple[str, ...]:
    """A sound that beeps for 0.1 s from each second on, with its clock at `speed`."""
    beep = f"0.5*sin(880*PI*t)*lt(mod(t*{speed},1),0.1)"
    return ("-f", "lavfi", "-i", f"aevalsrc='{beep}':s=48000:d={seconds}")


def assert_together(path: Path, fewest: int, within: float = 0.02) -> None:
    """Every flash has its beep, and there are enough of them."""
    seen, heard = flashes(path), beeps(path)
    assert len(seen) >= fewest
    late = [min((beep - flash for beep in heard), key=abs) for flash in seen if flash > 0]
    assert max(map(abs, late)) <= within, (seen, heard)


def count_holes(path: Path) -> int:
    """The silences of over 2 ms in a steady tone."""
    quiet = np.abs(samples(path)[0][24_000:-24_000]) < 1e-4
    edges = np.flatnonzero(np.diff(np.concatenate([[False], quiet, [False]]).astype(int)))
    return int((np.diff(edges)[::2] > 96).sum())


# Sound packets that are stamped when they arrived

TONE = ("-f", "lavfi", "-i", "aevalsrc='0.3*sin(2*PI*440*t)':s=48000:d=6")
STAMPED = {  # container and coding, and what stamps it
    "opus in WebM, 8 ms": ("webm", ("-c:a", "libopus"), JITTER.format(ms=8)),
    "opus in WebM, 25 ms": ("webm", ("-c:a", "libopus"), JITTER.format(ms=25)),
    "AAC in Matroska, 15 ms": ("mkv", ("-c:a", "aac"), JITTER.format(ms=15)),
    "AAC in MP4, 12 ms": ("mp4", ("-c:a", "aac"), JITTER.format(ms=12)),
    "Opus in MP4, 12 ms": ("mp4", ("-c:a", "libopus"), JITTER.format(ms=12)),
    "PCM in MOV, 15 ms": ("mov", ("-c:a", "pcm_s16le"), JITTER.format(ms=15)),
    "one packet a second late": ("webm", ("-c:a", "libopus"), "if(eq(mod(N,50),25),0.03/TB,0)"),
    "a clock that is 0.2 % slow": ("webm", ("-c:a", "libopus"), "PTS*0.002"),
}


@pytest.mark.parametrize("name", take_one_in(3, STAMPED))
def test_sound_stamped_early_and_late_is_played_on(clip: Maker, tmp_path: Path, name: str) -> None:
    kind, coding, stamp = STAMPED[name]
    video = VP8 if kind == "webm" else H264
    clean = clip(f"clean.{kind}", *picture(), *TONE, *video, *coding)
    source = clip(f"a.{kind}", "-i", str(clean), "-c", "copy", "-bsf:a", f"setts=ts='PTS+{stamp}'")
    made(*COLOUR, source, "-o", tmp_path / "out.mp4")
    made(*COLOUR, clean, "-o", tmp_path / "straight.mp4")

    assert probe(clean).audio.jitter is None  # type: ignore[union-attr]
    assert count_holes(tmp_path / "straight.mp4") == 0
    assert count_holes(tmp_path / "out.mp4") == 0


GAPS = "aselect='gte(t,0.5)*not(between(t,3.3,3.9)+between(t,6.2,6.27)+between(t,8.4,8.45))'"


@pytest.mark.parametrize(("kind", "ms"), take_one_in(3, [("webm", 15), ("webm", 25), ("mkv", 12)]))
def test_jitter_drift_gaps_and_a_late_start_come_together(
    clip: Maker, tmp_path: Path, kind: str, ms: int
) -> None:
    coding = (*VP8, "-c:a", "libopus") if kind == "webm" else (*H264, "-c:a", "aac")
    inputs = (*picture(12), *sound(12, 1.002), "-af", GAPS)  # ffmpeg starts every input at 0
    clean = clip(f"clean.{kind}", *inputs, *coding)
    stamp = f"setts=ts='PTS*1.002+{JITTER.format(ms=ms)}'"
    source = clip(f"a.{kind}", "-i", str(clean), "-c", "copy", "-bsf:a", stamp)
    made(*COLOUR, source, "-o", tmp_path / "out.mp4")

    assert probe(source).audio.jitter > 0  # type: ignore[union-attr,operator]
    assert_together(tmp_path / "out.mp4", fewest=11, within=0.02 + 0.007)  # and what Opus adds


def test_a_voice_over_that_is_stamped_early_and_late_is_played_on(
    clip: Maker, tmp_path: Path
) -> None:
    under = clip("under.mp4", *picture(4), *H264)
    clean = clip("clean.webm", *TONE, "-c:a", "libopus", "-t", "4")
    stamp = f"setts=ts='PTS+{JITTER.format(ms=15)}'"
    voice = clip("voice.webm", "-i", str(clean), "-c", "copy", "-bsf:a", stamp)
    made("voice-over", "--file", voice, under, "-o", tmp_path / "out.mp4")

    assert count_holes(tmp_path / "out.mp4") == 0


# Sound and pictures that change on the way

CODINGS = {
    "AAC": ("aac", [("48000", "1"), ("48000", "2"), ("44100", "6")]),
    "AC-3": ("ac3", [("48000", "2"), ("48000", "6"), ("48000", "1")]),
    "MP2": ("mp2", [("44100", "2"), ("48000", "1"), ("48000", "2")]),
}


@pytest.mark.parametrize("kind", ["ts", "mkv"])
@pytest.mark.parametrize("name", take_one_in(2, CODINGS))
def test_sound_may_change_its_channels_and_rate(
    clip: Maker, tmp_path: Path, name: str, kind: str
) -> None:
    codec, shapes = CODINGS[name]
    if kind == "mkv" and codec == "aac":  # there AAC states its rate once
        shapes = [("48000", "1"), ("48000", "2"), ("48000", "1")]
    parts = []
    for number, (rate, channels) in enumerate(shapes):
        coding = (*H264, "-c:a", codec, "-ar", rate, "-ac", channels)
        at = ("-output_ts_offset", str(2 * number))
        parts.append(clip(f"{number}.ts", *picture(2), *sound(2), *coding, *at).read_bytes())
    source = tmp_path / "a.ts"
    source.write_bytes(b"".join(parts))
    if kind != "ts":
        source = clip(f"a.{kind}", "-i", str(source), "-c", "copy")
    made(*COLOUR, source, "-o", tmp_path / "out.mp4")

    assert len(frames(tmp_path / "out.mp4")) == pytest.approx(150, abs=2)
    assert len(beeps(tmp_path / "out.mp4")) == 6
    # Half a frame of the picture, and the delay of each encoder, of which only the first is cut.
    assert_together(tmp_path / "out.mp4", fewest=6, within=0.02 + 1024 / 44_100 + 0.02)


SIZED = {"H.264 in TS": ("ts", H264), "VP8 in WebM": ("webm", VP8)}


def make_sized(clip: Maker, sizes: tuple[str, str], name: str) -> Path:
    """A clip whose picture has one size for 2 s and another for the next 2 s."""
    kind, coding = SIZED[name]
    if kind == "ts":
        parts = [
            clip(f"{n}.ts", *picture(2, size), *coding, "-output_ts_offset", str(2 * n))
            for n, size in enumerate(sizes)
        ]
        source = parts[0].with_name("sized.ts")
        source.write_bytes(b"".join(part.read_bytes() for part in parts))
        return source
    parts = [clip(f"{n}.ivf", *picture(2, size), *coding) for n, size in enumerate(sizes)]
    listed = parts[0].with_name("list.txt")
    listed.write_text("".join(f"file '{part}'\n" for part in parts), encoding="utf-8")
    return clip("sized.webm", "-f", "concat", "-safe", "0", "-i", str(listed), "-c", "copy")


@pytest.mark.parametrize("name", SIZED)
def test_a_picture_that_changes_its_size_is_scaled(clip: Maker, tmp_path: Path, name: str) -> None:
    source = make_sized(clip, ("160x90", "320x180"), name)
    result = made(*COLOUR, source, "-o", tmp_path / "out.mp4")
    shown = frames(tmp_path / "out.mp4")

    assert len(shown) == pytest.approx(100, abs=1)
    assert {frame.shape for _, frame in shown} == {(90, 160, 3)}
    assert flashes(tmp_path / "out.mp4") == pytest.approx([0, 1, 2, 3], abs=0.021)
    assert any("scaled to 160x90" in note for note in result["notes"])


@pytest.mark.parametrize("name", SIZED)
def test_a_picture_that_changes_its_shape_is_refused(
    clip: Maker, tmp_path: Path, name: str
) -> None:
    source = make_sized(clip, ("160x90", "90x160"), name)
    ran = egv(*COLOUR, source, "-o", tmp_path / "out.mp4", "--json")

    assert ran.code == 1
    assert "changes its shape on the way (160x90, 90x160)" in ran.output["error"]["message"]


# Pictures that stop, and pictures that start late

STOPPED = {
    "webm": (*VP8, "-c:a", "libopus"),
    "mp4": (*H264, "-c:a", "aac"),
    "mkv": (*H264, "-c:a", "flac"),
    "mov": (*H264, "-c:a", "pcm_s16le"),
    "ts": (*H264, "-c:a", "mp2"),
    "flv": (*H264, "-c:a", "aac"),
}


@pytest.mark.parametrize("line", [("normalise",), COLOUR])
@pytest.mark.parametrize("kind", take_one_in(2, STOPPED))
def test_a_picture_that_stops_is_held_to_the_end_of_the_sound(
    clip: Maker, tmp_path: Path, kind: str, line: tuple[str, ...]
) -> None:
    source = clip(f"a.{kind}", *picture(2, rate=10), *sound(5), *STOPPED[kind])
    result = made(*line, source, "-o", tmp_path / "out.mp4")
    shown = frames(tmp_path / "out.mp4")

    assert float(shown[-1][0]) == pytest.approx(5, abs=0.11)
    assert samples(tmp_path / "out.mp4").shape[1] / 48_000 == pytest.approx(5, abs=0.11)
    assert len(beeps(tmp_path / "out.mp4")) == 5
    assert any("the last frame is held" in note for note in result["notes"])


def test_sound_that_is_a_little_longer_than_the_picture_changes_nothing(
    clip: Maker, tmp_path: Path
) -> None:
    source = clip("a.mp4", *picture(2), *sound(2.09), *H264, "-c:a", "aac")
    result = made("normalise", source, "-o", tmp_path / "out.mp4")

    assert result["encodes"] == 0
    assert result["notes"] == []
    assert len(frames(tmp_path / "out.mp4")) == 50


@pytest.mark.parametrize("kind", take_one_in(2, ["ts", "mpg", "mkv"]))
@pytest.mark.parametrize("line", [("normalise",), COLOUR])
def test_a_picture_that_starts_after_the_sound_stays_with_it(
    clip: Maker, tmp_path: Path, kind: str, line: tuple[str, ...]
) -> None:
    coding = (*MPEG2, "-c:a", "mp2") if kind == "mpg" else (*H264, "-c:a", "mp2")
    late = ("-vf", "select='gte(t,0.6)'", "-fps_mode", "passthrough")
    source = clip(f"a.{kind}", *picture(), *sound(), *late, *coding)
    made(*line, source, "-o", tmp_path / "out.mp4")

    assert_together(tmp_path / "out.mp4", fewest=5, within=0.04)


# Times that jump

GLUED = {
    "AAC in TS": ("ts", (*H264, "-c:a", "aac")),
    "B-frames and AC-3 in TS": ("ts", (*H264, "-preset", "veryfast", "-bf", "3", "-c:a", "ac3")),
    "MP3 in AVI": ("avi", (*H264, "-c:a", "mp3")),  # it has no times: it only counts
    "MPEG-2 in VOB": ("vob", (*MPEG2, "-c:a", "mp2")),
}


@pytest.mark.parametrize("name", take_one_in(2, GLUED))
def test_recordings_glued_together_are_counted_on(clip: Maker, tmp_path: Path, name: str) -> None:
    kind, coding = GLUED[name]
    parts = [clip(f"{n}.{kind}", *picture(n), *sound(n), *coding) for n in (3, 2, 4)]
    source = tmp_path / f"glued.{kind}"
    source.write_bytes(b"".join(part.read_bytes() for part in parts))
    result = made(*COLOUR, source, "-o", tmp_path / "out.mp4")

    assert result["duration"] == pytest.approx(9, abs=0.2)
    assert len(beeps(tmp_path / "out.mp4")) == 9
    assert_together(
        tmp_path / "out.mp4", fewest=9, within=0.045
    )  # the encoders' delay, and half a frame
    assert kind == "avi" or any("the times in the clip jump at" in note for note in result["notes"])


def test_a_clip_whose_times_jump_is_cut_where_it_was_asked(clip: Maker, tmp_path: Path) -> None:
    parts = [clip(f"{n}.ts", *picture(n), *sound(n), *H264, "-c:a", "aac") for n in (3, 4)]
    source = tmp_path / "glued.ts"
    source.write_bytes(b"".join(part.read_bytes() for part in parts))
    line = ("trim", "--silence", "off", "--start", "4.5", "--force")
    made(*line, source, "-o", tmp_path / "out.mp4")

    assert flashes(tmp_path / "out.mp4") == pytest.approx([0.54, 1.54], abs=0.06)
    assert_together(tmp_path / "out.mp4", fewest=2, within=0.045)


@pytest.mark.parametrize("kind", ["flv", "mkv", "mp4", "webm"])
def test_other_files_glued_together_are_refused_by_name(
    clip: Maker, tmp_path: Path, kind: str
) -> None:
    video = VP8 if kind == "webm" else H264
    audio = "libopus" if kind == "webm" else "aac"
    parts = [clip(f"{n}.{kind}", *picture(n), *sound(n), *video, "-c:a", audio) for n in (2, 3)]
    source = tmp_path / f"glued.{kind}"
    source.write_bytes(b"".join(part.read_bytes() for part in parts))
    ran = egv(*COLOUR, source, "-o", tmp_path / "out.mp4", "--json")

    assert ran.code == 1
    assert "glued together" in ran.output["error"]["message"]


# Starts that have to be found

WEAK = {
    "ts": (*H264, "-c:a", "aac"),
    "m2ts": (*H264, "-preset", "veryfast", "-bf", "2", "-c:a", "ac3"),
    "mpg": (*MPEG2, "-c:a", "mp2"),
    "flv": (*H264, "-c:a", "aac"),
    "avi": (*H264, "-c:a", "mp3"),
    "ogv": ("-c:v", "libtheora", "-c:a", "libvorbis"),
    "webm": (*VP8, "-c:a", "libopus", "-f", "matroska", "-live", "1"),
}
COUNTED = "nullsrc=s=64x48:r=25:d=12,geq=lum='30+16*floor(T)':cb=128:cr=128"


@pytest.mark.parametrize("kind", take_one_in(3, WEAK))
def test_a_late_start_shows_what_is_there(clip: Maker, tmp_path: Path, kind: str) -> None:
    long_gop = ("-g", "100", "-sc_threshold", "1000000000" if kind == "mpg" else "0")
    inputs = ("-f", "lavfi", "-i", COUNTED, *sound(12))
    source = clip(f"a.{kind}", *inputs, *WEAK[kind], *long_gop)
    line = ("trim", "--silence", "off", "--start", "6.5", "--force")
    made(*line, source, "-o", tmp_path / "out.mp4")
    light = [float(frame.mean()) for _, frame in frames(tmp_path / "out.mp4")]
    seconds = [round((value * 219 / 255 + 16 - 30) / 16) for value in light]

    assert seconds[0] == 6
    assert [b for a, b in pairwise(seconds) if b != a] == [7, 8, 9, 10, 11]
    assert seconds.index(7) == pytest.approx(12.5, abs=1.5)


# Sound that begins later than the picture

BEGUN_LATE = {
    "aac.m2ts": ("-c:a", "aac", "-mpegts_m2ts_mode", "1", "-f", "mpegts"),
    "ac3.m2ts": ("-c:a", "ac3"),
    "aac.ts": ("-c:a", "aac"),
    "aac.mkv": ("-c:a", "aac"),
    "aac.mov": ("-c:a", "aac"),
    "aac.flv": ("-c:a", "aac"),
}


@pytest.mark.parametrize("name", take_one_in(6, BEGUN_LATE))
def test_sound_that_begins_late_is_heard_in_its_place(
    clip: Maker, tmp_path: Path, name: str
) -> None:
    source = clip(name, *picture(6), "-itsoffset", "2", *sound(4), *H264, *BEGUN_LATE[name])
    made("trim", "--silence", "off", "normalise", source, "-o", tmp_path / "out.mp4")
    seen, heard = flashes(tmp_path / "out.mp4"), beeps(tmp_path / "out.mp4")

    assert len(heard) >= 3
    assert min(heard) == pytest.approx(2, abs=0.05)
    for beep in heard:
        assert min(abs(beep - flash) for flash in seen) <= 0.02


# A picture that is copied is compared by content

COPIED = {
    "plain.ts": ("-c:a", "aac"),
    "cam.m2ts": ("-c:a", "ac3", "-f", "mpegts", "-mpegts_m2ts_mode", "1"),
    "CAM.MTS": ("-bf", "2", "-preset", "veryfast", "-c:a", "ac3", "-f", "mpegts"),
    "old.avi": ("-c:a", "mp3"),
    "start_codes.avi": ("-bsf:v", "h264_mp4toannexb", "-c:a", "mp3"),
    "stream.flv": ("-c:a", "aac"),
    "a.mkv": ("-c:a", "aac"),
    "filler.ts": ("-x264-params", "aud=1:nal-hrd=cbr:vbv-bufsize=400:vbv-maxrate=300:bitrate=300:"
                  "filler=1", "-c:a", "aac"),
}  # fmt: skip


@pytest.mark.parametrize("name", take_one_in(3, COPIED))
def test_an_untouched_h264_picture_is_copied_from_any_container(
    clip: Maker, tmp_path: Path, name: str
) -> None:
    source = clip(name, *picture(2), *sound(2), *H264, *COPIED[name])
    result = made("normalise", source, "-o", tmp_path / "out.mp4")

    assert result["encodes"] == 0
    assert len(frames(tmp_path / "out.mp4")) == 50
    assert_together(tmp_path / "out.mp4", fewest=2, within=0.03)


# Streams that nobody wants


def test_a_track_that_is_not_used_need_not_be_there(clip: Maker, tmp_path: Path) -> None:
    tracks = ("-map", "0", "-map", "1", "-map", "1", "-c:a:0", "aac", "-c:a:1", "pcm_s16le")
    whole = clip("whole.mov", *picture(), *sound(), *tracks, *H264, "-movflags", "+faststart")
    data = bytearray(whole.read_bytes())
    offsets = data.rindex(b"stco") + 8  # of the last track: a count, and an offset of each chunk
    count = int.from_bytes(data[offsets : offsets + 4], "big")
    for chunk in range(count // 6, count):
        at = offsets + 4 + 4 * chunk
        data[at : at + 4] = (int.from_bytes(data[at : at + 4], "big") + 50_000_000).to_bytes(
            4, "big"
        )
    source = tmp_path / "cut.mov"
    source.write_bytes(bytes(data))
    result = made("normalise", "--allow-damaged", source, "-o", tmp_path / "out.mp4")

    assert count > 6
    assert result["duration"] == pytest.approx(6, abs=0.05)
    assert_together(tmp_path / "out.mp4", fewest=6, within=0.03)
