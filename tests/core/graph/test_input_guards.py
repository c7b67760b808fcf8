"""The guards before every input, and the length of a line with many of them."""

from __future__ import annotations

import subprocess
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.graph.conform import conform_picture, conform_sound_track
from egv.core.graph.ffmpeg_command import (
    MOST_CHARACTERS,
    compile_command,
    measure_line,
)
from egv.core.graph.input_guards import DECODERS, GUARDS, narrow_guards
from egv.core.graph.pads import Pad, Source, combine_pads
from egv.core.media.clip import AudioStream, Clip, VideoStream
from egv.core.media.timing import Seconds

LIMIT = 32_767  # of a whole line on Windows (CreateProcessW)
LONG = Path("/a folder with a name") / ("x" * 180)


def build_clip(number: int, codec: str = "h264") -> Clip:
    rate, length = Fraction(30), Seconds(20)
    video = VideoStream(0, codec, 1920, 1080, "yuv420p", rate, Seconds(0), length)
    audio = AudioStream(1, "aac", 48_000, 2)
    return Clip(LONG / f"clip number {number:03}.mp4", length, video, audio)


def compile_join(count: int, codec: str = "h264") -> tuple[str, ...]:
    clips = [build_clip(number, codec) for number in range(count)]
    picture = combine_pads(tuple(map(conform_picture, clips)), "concat", n=count)
    sounds = (conform_sound_track(clip, clip.audio) for clip in clips if clip.audio)
    sound = combine_pads(tuple(sounds), "concat", n=count, v=0, a=1)
    return compile_command((picture, Pad(sound.node, "a", 0)), "out.mp4", {"c:v": "libx264"})


def list_whitelists(arguments: tuple[str, ...]) -> set[str]:
    return {after for word, after in pairwise(arguments) if "codec_wh" in word}


def test_a_join_of_thirty_clips_with_long_paths_stays_below_the_limit_of_windows() -> None:
    arguments = compile_join(30)
    program = "C:\\Users\\Somebody\\AppData\\Local\\egv\\binaries\\ffmpeg-win-x86_64-v9.0.2.exe"
    without_graph = list(arguments)
    without_graph[without_graph.index("-filter_complex") + 1] = "C:\\Temp\\work\\graph.txt"
    line = subprocess.list2cmdline([program, "-nostdin", "-progress", "pipe:1", *without_graph])

    assert arguments.count("-i") == 30
    assert len(line) < LIMIT
    assert list_whitelists(arguments) == {"h264,aac"}


def test_each_file_keeps_the_decoders_of_its_streams_and_the_other_guards() -> None:
    arguments = compile_join(30, "libdav1d")

    assert list_whitelists(arguments) == {"av1,libdav1d,libaom-av1,aac"}
    assert arguments.count(GUARDS["format_whitelist"]) == 30
    assert arguments.count(GUARDS["protocol_whitelist"]) == 30
    assert arguments.count(GUARDS["max_pixels"]) == 30


def test_a_line_that_is_short_enough_has_the_usual_guards() -> None:
    arguments = compile_join(10)

    assert list_whitelists(arguments) == {GUARDS["codec_whitelist"]}
    assert measure_line(arguments) < MOST_CHARACTERS


def test_a_file_of_which_one_stream_is_not_known_keeps_all_decoders() -> None:
    clips = [build_clip(number) for number in range(40)]
    pads = (*map(conform_picture, clips), Pad(Source(clips[3].path), "a", 2))
    arguments = compile_command(pads, "out.mp4", {})
    at = arguments.index(f"file:{clips[3].path}")

    assert GUARDS["codec_whitelist"] in arguments[at - 9 : at]
    assert list_whitelists(arguments) == {GUARDS["codec_whitelist"], "h264"}


@pytest.mark.parametrize("decoders", [(), ("h264", "h264_cuvid"), ("",)])
def test_without_knowing_every_decoder_the_guards_are_the_usual_ones(
    decoders: tuple[str, ...],
) -> None:
    assert narrow_guards(decoders) is GUARDS


@given(st.sets(st.sampled_from(DECODERS), min_size=1))
def test_narrow_guards_let_through_what_is_read_and_nothing_that_was_refused(
    decoders: set[str],
) -> None:
    narrow = narrow_guards(decoders)
    allowed = set(narrow["codec_whitelist"].split(","))

    assert decoders <= allowed <= {*DECODERS}
    assert {**narrow, "codec_whitelist": ""} == {**GUARDS, "codec_whitelist": ""}
    assert narrow_guards(allowed) == narrow


def test_a_graph_does_not_count_since_it_is_read_from_a_file() -> None:
    assert measure_line(("-filter_complex", "x" * 50_000, "out")) < 50
