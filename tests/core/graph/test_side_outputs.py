"""Side outputs: there where a source needs them, and nothing changes where none does."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from egv.core.graph.ffmpeg_command import compile_command
from egv.core.graph.pads import Pad, Source, apply_filter, combine_pads
from egv.core.graph.side_outputs import ONE_SHAPE, add_side_outputs

PLAIN = Source(Path("/a.mp4"))
CHANGING = Source(Path("/b.ts"), (), (1,))
JUMPING = Source(Path("/c.ts"), (("dts_delta_threshold", "1"),), (1,), (0, 1))


def join(*sources: Source) -> tuple[str, ...]:
    heard = tuple(apply_filter(Pad(source, "a", 1), "volume", volume=2) for source in sources)
    mixed = combine_pads(heard, "amix", inputs=len(heard)) if len(heard) > 1 else heard[0]
    return compile_command((mixed,), "out.m4a", {})


def read_graph(arguments: tuple[str, ...]) -> str:
    return arguments[arguments.index("-filter_complex") + 1]


def test_nothing_is_added_for_an_ordinary_source() -> None:
    arguments = join(PLAIN)

    assert "-dec" not in arguments
    assert "[0:1]" in read_graph(arguments)
    assert add_side_outputs(arguments, {}) == arguments


def test_sound_that_may_change_comes_from_a_decoder_of_its_own() -> None:
    arguments = join(PLAIN, CHANGING)
    at = arguments.index("-dec")

    assert arguments[at + 1] == "0:0"
    assert "[dec:0]" in read_graph(arguments)
    assert "[1:1]" not in read_graph(arguments)
    assert "[0:1]" in read_graph(arguments)
    assert arguments[at - 9 : at - 5] == ("-map", "1:1", "-af", ONE_SHAPE)
    assert at < arguments.index("-filter_complex")


def test_sound_that_nobody_reads_is_not_decoded() -> None:
    arguments = compile_command((apply_filter(Pad(CHANGING, "v"), "hflip"),), "out.mp4", {})

    assert "-dec" not in arguments


def test_streams_of_one_clock_are_read_together_whatever_is_made() -> None:
    seen = compile_command((apply_filter(Pad(JUMPING, "v"), "hflip"),), "out.mp4", {})
    copied = compile_command((Pad(JUMPING, "v"),), "out.mp4", {"c:v": "copy"})

    for arguments in (seen, copied):
        read = [b for a, b in pairwise(arguments) if a == "-map"]
        assert read[0] == "0:1"
        assert read.count("0:0") == (arguments is copied)  # never by a side output of its own
        assert arguments[arguments.index("-dts_delta_threshold") + 1] == "1"


def test_decoders_are_numbered_after_the_outputs_before_them() -> None:
    arguments = join(JUMPING, CHANGING)
    decoded = [b for a, b in pairwise(arguments) if a == "-dec"]

    assert decoded == ["1:0", "2:0"]
    assert "[dec:0]" in read_graph(arguments)
    assert "[dec:1]" in read_graph(arguments)
