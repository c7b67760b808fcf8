"""Pads become one argument list: deterministic, split where shared, safe with any name."""

import time
from pathlib import Path

from egv.core.graph.ffmpeg_command import add_chapters, compile_command, format_file_url
from egv.core.graph.pads import (
    Pad,
    Source,
    apply_filter,
    combine_pads,
    list_upstream_filters,
    replace_pads,
)

CLIP = Pad(Source(Path("/clips/a.mp4")), "v", 0)


def compiled(*pads: Pad) -> str:
    return " ".join(compile_command(pads, "out.mp4", {"c:v": "libx264"}))


def test_a_pad_with_two_readers_is_split_once() -> None:
    shared = apply_filter(CLIP, "setsar", sar=1)
    both = combine_pads((apply_filter(shared, "hflip"), apply_filter(shared, "vflip")), "hstack")

    text = compiled(both)
    assert text.count("split=") == 1
    assert "hflip" in text
    assert "vflip" in text


def test_equal_filters_on_one_pad_stay_two() -> None:
    shared = apply_filter(CLIP, "setsar", sar=1)

    text = compiled(
        combine_pads((apply_filter(shared, "hflip"), apply_filter(shared, "hflip")), "hstack")
    )
    assert text.count("hflip") == 2


def test_the_same_pads_give_the_same_arguments() -> None:
    def build() -> Pad:
        return combine_pads((apply_filter(CLIP, "hflip"), apply_filter(CLIP, "vflip")), "hstack")

    assert compiled(build()) == compiled(build())


def test_a_graph_shared_twelve_levels_deep_compiles_at_once() -> None:
    pad = CLIP
    for _ in range(12):
        pad = combine_pads((apply_filter(pad, "hflip"), apply_filter(pad, "vflip")), "hstack")

    start = time.process_time()
    compiled(pad)
    assert time.process_time() - start < 1


def test_a_long_chain_compiles() -> None:
    pad = CLIP
    for _ in range(150):
        pad = apply_filter(pad, "null")

    assert compiled(pad).count("null") == 150


def test_a_hostile_path_stays_one_word_and_a_file() -> None:
    name = "-a 'b' %d [x]:\n$(id).mp4"

    arguments = compile_command((Pad(Source(Path("/c") / name), "v", 0),), "out.mp4", {})
    assert f"file:/c/{name}" in arguments
    assert format_file_url(Path("/c") / name) == f"file:/c/{name}"


def test_a_hostile_text_in_an_option_is_escaped() -> None:
    text = compiled(apply_filter(CLIP, "lut3d", file="/kits/it's a [b]:c,d;e.cube"))

    assert text.count("lut3d") == 1
    assert "[b]" not in text


def test_every_input_is_told_what_it_may_open() -> None:
    arguments = compile_command((CLIP, Pad(Source(Path("/s.m4a")), "a", 0)), "out.mp4", {})

    assert arguments.count("-i") == 2
    assert arguments.count("-protocol_whitelist") == 2
    assert arguments.count("-format_whitelist") == 2


def test_chapters_are_one_more_input_and_are_mapped() -> None:
    arguments = add_chapters(
        compile_command((apply_filter(CLIP, "hflip"),), "out.mp4", {}), Path("/w/a.txt")
    )

    assert arguments.count("-i") == 2
    assert arguments[-3:] == ("-map_chapters", "1", "out.mp4")


def test_replacing_a_pad_changes_only_what_stands_on_it() -> None:
    other = Pad(Source(Path("/clips/b.mp4")), "v", 0)
    left, right = apply_filter(CLIP, "hflip"), apply_filter(other, "vflip")

    done = replace_pads(combine_pads((left, right), "hstack"), {CLIP: other})
    names = {each.name: each for each in list_upstream_filters((done,))}
    assert names["hflip"].inputs == (other,)
    assert names["vflip"] is right.node


def test_every_file_is_opened_behind_the_protocol_guard_chapters_too() -> None:
    written = compile_command((apply_filter(CLIP, "hflip"),), "out.mp4", {"c:v": "libx264"})
    words = add_chapters(written, Path("chapters.txt"))
    openings = [at for at, word in enumerate(words) if word == "-i"]
    befores = [words[left:at] for left, at in zip((0, *openings), openings, strict=False)]

    assert len(openings) == 2
    assert all("-protocol_whitelist" in before for before in befores)
