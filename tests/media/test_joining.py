"""Several clips joined: in time, equally loud, one size, each cut and named by itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest

from egv.core.graph.conform import conform_picture, count_frames
from egv.core.graph.ffmpeg_command import MOST_CHARACTERS, compile_command, measure_line
from egv.core.graph.input_guards import GUARDS
from egv.core.graph.pads import Pad, Source, apply_filter, combine_pads
from egv.tools.clips.probe import probe
from egv.tools.ffmpeg.context import NO_CONTEXT
from egv.tools.ffmpeg.runner import run_ffmpeg
from egv.tools.measure.loudness import measure_loudness
from tests.running import beeps, egv, flashes, frames, made, packet_hash, samples

pytestmark = pytest.mark.media
Maker = Callable[..., Path]

FAST = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
FLASH = "drawbox=c=white:t=fill:enable='lt(mod(t,1),0.09)'"
BEEP = "aevalsrc='{gain}*sin(880*PI*t)*lt(mod(t,1),0.09)':s={rate}:d={seconds}"
KINDS: dict[str, tuple[str, int, str, tuple[str, ...]]] = {  # size, rate, sound, options
    "plain": ("160x90", 30, BEEP.format(gain=0.5, rate=48000, seconds=2.6), ("-c:a", "aac")),
    "soft mono, 25 Hz": (
        "160x90", 25, BEEP.format(gain=0.05, rate=44100, seconds=3.3), ("-ac", "1", "-c:a", "aac"),
    ),
    "unsteady, upright": (
        "90x160", 30, BEEP.format(gain=0.5, rate=48000, seconds=2.9),
        ("-vf", "select='lt(mod(n,30),3)+gt(mod(n*7,5),1)'", "-c:a", "pcm_s16le"),
    ),
    "NTSC, 5.1": (
        "320x180", 30, BEEP.format(gain=0.2, rate=48000, seconds=2.2),
        ("-vf", "fps=30000/1001", "-ac", "6", "-c:a", "ac3"),
    ),
}  # fmt: skip


def flash_and_beep(clip: Maker, number: int, kind: str) -> Path:
    size, rate, sound, options = KINDS[kind]
    seconds = sound.rpartition("d=")[2]
    picture = f"color=black:s={size}:r={rate}:d={seconds},{FLASH}"
    return clip(
        f"{number}.mkv", "-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", sound, *options,
        "-fps_mode", "passthrough", *FAST,
    )  # fmt: skip


def test_clips_of_every_kind_stay_in_time_after_every_join(clip: Maker, tmp_path: Path) -> None:
    clips = [flash_and_beep(clip, number, kind) for number, kind in enumerate(KINDS)]
    output = tmp_path / "film.mp4"
    result = made("trim", "--silence", "off", "--join", *clips, "-o", output)

    lengths = [2.6, 3.3, 2.9, 2.2]
    assert result["duration"] == pytest.approx(sum(lengths), abs=4 / 60)
    assert result["encodes"] == 1
    seen, heard = flashes(output), beeps(output)
    assert len(seen) == 3 + 4 + 3 + 3
    starts = [sum(lengths[:n]) for n in range(4)]
    wanted = [
        at + s for at, long in zip(starts, lengths, strict=True) for s in range(4) if s < long
    ]
    assert seen == pytest.approx(wanted, abs=0.05)
    for flash in seen:
        assert min(abs(flash - beep) for beep in heard) <= 0.020, (flash, heard)


def test_speakers_are_equally_loud_and_the_whole_is_on_target(clip: Maker, tmp_path: Path) -> None:
    voice = "aevalsrc='0.9*sin({hz}*2*PI*t)*lt(mod(t,1),0.6)':s=48000:d=3,volume={db}dB"
    clips = [
        clip(
            f"{db}.mp4", "-f", "lavfi", "-i", "testsrc2=s=160x90:r=30:d=3",
            "-f", "lavfi", "-i", voice.format(hz=400 + n * 200, db=db), *FAST, "-c:a", "aac",
        )
        for n, db in enumerate((-20, -3, -12))
    ]  # fmt: skip
    for words, target in ((["normalise"], -16.0), (["colour-correct"], None)):
        output = tmp_path / f"{words[0]}.mp4"
        made(*words, "--join", *clips, "-o", output)
        with av.open(str(output)) as container:
            pad = Pad(Source(output), "a", container.streams.audio[0].index)
        parts = [
            measure_loudness(
                apply_filter(pad, "atrim", start=3 * n + 0.2, end=3 * n + 2.8), NO_CONTEXT
            )
            for n in range(3)
        ]
        each = [part.integrated_lufs for part in parts]

        assert max(each) - min(each) < 1.0
        if target is not None:
            assert measure_loudness(pad, NO_CONTEXT).integrated_lufs == pytest.approx(
                target, abs=0.5
            )


def coloured(clip: Maker, name: str, colour: str, size: str, *sound: str) -> Path:
    tone = ("-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000:d=2") if sound else ()
    source = f"color={colour}:s={size}:r=30:d=2"
    return clip(name, "-f", "lavfi", "-i", source, *tone, *FAST, *sound)


def test_other_shapes_and_silent_clips_fit_in(clip: Maker, tmp_path: Path) -> None:
    wide = coloured(clip, "in/2 wide.mp4", "red", "320x180", "-c:a", "aac")
    coloured(clip, "in/10 tall.mp4", "blue", "90x160")
    coloured(clip, "in/11 wide.mp4", "green", "160x90", "-c:a", "aac")
    kit = tmp_path / "kit.yaml"
    kit.write_text(
        "schema: egv/kit@1\nname: small\nformats: {portrait: {size: [180, 320]}}\nlogo: {}\n"
    )
    formats = ("--format", "source", "--format", "portrait", "-k", kit)
    ran = egv(
        "trim", "--silence", "off", "--join", wide.parent, *formats, "-o", f"{tmp_path}/out/",
        "--json",
    )  # fmt: skip

    assert ran.code == 0, ran.err
    source, portrait = ran.json["outputs"]
    assert [Path(each).name for each in source["inputs"]] == [
        "2 wide.mp4",
        "10 tall.mp4",
        "11 wide.mp4",
    ]
    assert Path(source["output"]).name == "in.source.mp4"
    shown = {round(float(at), 3): picture for at, picture in frames(Path(source["output"]))}
    assert next(iter(shown.values())).shape == (180, 320, 3)
    assert len(shown) == 180
    for at, channel in ((1.967, 0), (2.0, 2), (3.967, 2), (4.0, 1)):
        middle = shown[at][90, 160]
        assert int(middle.argmax()) == channel, (at, middle)
    assert shown[3.0][90, 10].max() < shown[3.0][90, 160].max()  # a darker ground beside it
    sound = samples(Path(source["output"]))[0]
    assert np.abs(sound[int(2.1 * 48000) : int(3.9 * 48000)]).max() < 0.001
    assert np.abs(sound[int(4.1 * 48000) :]).max() > 0.05
    tall = {round(float(at), 3): picture for at, picture in frames(Path(portrait["output"]))}
    assert int(tall[3.0][20, 20].argmax()) == 2  # it fills the frame that has its shape


def test_each_clip_is_named_and_is_a_chapter(clip: Maker, tmp_path: Path) -> None:
    one = coloured(clip, "one.mp4", "gray", "320x180", "-c:a", "aac")
    two = coloured(clip, "two.mp4", "gray", "320x180", "-c:a", "aac")
    again = coloured(clip, "three.mp4", "gray", "320x180", "-c:a", "aac")
    for path, who in ((one, "Jan"), (two, "Maria"), (again, "Jan")):
        path.with_suffix(".egv.yaml").write_text(f"vars: {{name: {who}}}\n")
        path.with_suffix(".srt").write_text(f"1\n00:00:00,500 --> 00:00:01,500\n{who} speaks\n")
    output = tmp_path / "out.mp4"
    steps = ("lower-third", "--start", "0", "--duration", "1", "subtitle", "--no-burn")
    result = made(*steps, "--join", one, two, again, "-o", output)

    with av.open(str(output)) as container:
        chapters = [
            (c["start"] * float(c["time_base"] or 0), c["metadata"]["title"])
            for c in container.chapters()
        ]
    assert chapters == [(0, "one"), (2, "two"), (4, "three")]
    shown = {round(float(at), 2): picture for at, picture in frames(output)}

    def plated(at: float) -> bool:
        return float(shown[at][110:170, 10:120].std()) > 5

    assert [plated(at) for at in (0.5, 1.5, 2.5, 3.5, 4.5)] == [True, False, True, False, False]
    srt = Path(next(each for each in result["sidecars"] if each.endswith(".srt")))
    assert [line for line in srt.read_text().splitlines() if "-->" in line or "speaks" in line] == [
        "00:00:00,500 --> 00:00:01,500",
        "Jan speaks",
        "00:00:02,500 --> 00:00:03,500",
        "Maria speaks",
        "00:00:04,500 --> 00:00:05,500",
        "Jan speaks",
    ]


def test_a_rerun_does_nothing_until_any_clip_has_changed(clip: Maker, tmp_path: Path) -> None:
    coding = ("-c:a", "aac", "-metadata", "creation_time=2026-03-05T10:00:00Z")
    one = coloured(clip, "one.mp4", "red", "160x90", *coding)
    two = coloured(clip, "two.mp4", "blue", "160x90", *coding)
    line = ("trim", "--silence", "off", "--join", one, two, "-o", tmp_path / "out.mp4")

    assert made(*line)["status"] == "rendered"
    first = packet_hash(tmp_path / "out.mp4")
    assert made(*line)["status"] == "kept"
    coloured(clip, "two.mp4", "green", "160x90", *coding)
    again = made(*line)
    assert (again["status"], len(again["inputs"])) == ("rendered", 2)
    assert packet_hash(tmp_path / "out.mp4") != first


def test_one_unreadable_clip_ends_it_and_is_named(clip: Maker, tmp_path: Path) -> None:
    one = coloured(clip, "one.mp4", "red", "160x90", "-c:a", "aac")
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"no video" * 99)
    ran = egv("trim", "--join", one, broken, "-o", tmp_path / "out/film.mp4", "--json")
    error = ran.output["error"]

    assert ran.code == 1
    assert error["kind"] == "input"
    assert "broken.mp4" in error["message"]
    assert not list((tmp_path / "out").glob("*"))


def test_a_step_that_stops_names_the_clip(clip: Maker, tmp_path: Path) -> None:
    one = coloured(clip, "one.mp4", "red", "160x90", "-c:a", "aac")
    two = coloured(clip, "two.mp4", "red", "160x90", "-c:a", "aac")
    two.with_suffix(".egv.yaml").write_text("vars: {name: Jan}\n")
    ran = egv("trim", "--start", "1.5", "--join", one, two, "-o", tmp_path / "out/x.mp4", "--json")

    assert ran.code == 4
    assert ran.output["error"]["message"].startswith(
        "one.mp4: trim: 75% of the clip would be removed"
    )


def test_a_preview_shows_the_whole_of_several(clip: Maker, tmp_path: Path) -> None:
    one = coloured(clip, "one.mp4", "red", "160x90", "-c:a", "aac")
    two = coloured(clip, "two.mp4", "blue", "90x160")
    line = ("preview", "--join", one, two, "normalise", "-o", f"{tmp_path}/look/", "--json")
    ran = egv(*line)

    assert ran.code == 0, ran.err
    assert (tmp_path / "look/one.preview.png").is_file()
    shown = [picture for _, picture in frames(tmp_path / "look/one.preview.mp4")]
    assert len(shown) == 120
    assert int(shown[10][45, 80].argmax()) == 0
    assert int(shown[-10][45, 80].argmax()) == 2


def test_thirty_clips_with_long_names_are_one_line_of_ffmpeg(clip: Maker, tmp_path: Path) -> None:
    first = clip(
        "first.mp4", "-f", "lavfi", "-i", "testsrc2=s=64x36:r=10:d=0.2", "-f", "lavfi", "-i",
        "sine=d=0.2", "-c:a", "aac", *FAST,
    )  # fmt: skip
    clips = [tmp_path / f"{number:02}{'x' * 180}.mp4" for number in range(30)]
    for path in clips:
        path.hardlink_to(first)
    media = [probe(path) for path in clips]
    joined = combine_pads(tuple(map(conform_picture, media)), "concat", n=30)
    arguments = compile_command((joined,), str(tmp_path / "film.mp4"), {"c:v": "libx264"})
    run_ffmpeg(arguments, NO_CONTEXT)

    assert arguments.count("-i") == 30
    assert measure_line(arguments) < MOST_CHARACTERS
    assert GUARDS["codec_whitelist"] not in arguments
    assert len(frames(tmp_path / "film.mp4")) == sum(map(count_frames, media)) > 0
