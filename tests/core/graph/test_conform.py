"""Any clip in one form: upright, square, of a constant rate, in BT.709; 48 kHz stereo."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.graph.conform import (
    build_seeking_source,
    build_source,
    conform_one_frame,
    conform_picture,
    conform_sound,
    conform_sound_track,
    count_frames,
)
from egv.core.graph.ffmpeg_command import compile_command
from egv.core.media.clip import TransferKind
from egv.core.media.fields import Fields
from egv.core.media.timing import Seconds
from tests.conftest import graph_of, media


def picture_graph(seek: float = 0, **facts: Any) -> str:
    clip = media(**facts)
    return graph_of(conform_picture(clip, Seconds(str(seek))), None)


def test_an_ordinary_clip_is_only_held_to_its_rate_and_tagged() -> None:
    graph = picture_graph()

    assert not [part for part in ("bwdif", "scale", "crop", "zscale", "tonemap") if part in graph]
    assert "fps=" in graph
    assert "setsar=sar=1" in graph
    assert "format=pix_fmts=yuv420p" in graph
    assert "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv" in graph


@pytest.mark.parametrize(
    ("facts", "filters"),
    [
        ({"fields": Fields.INTERLACED}, ["bwdif=mode=send_field:parity=auto"]),
        (
            {"fields": Fields.INTERLACED, "field_order": "bff"},
            ["bwdif=mode=send_field:parity=bff"],
        ),
        ({"fields": Fields.MIXED}, ["idet", "deint=interlaced"]),
        ({"fields": Fields.WHOLE}, ["setparams=field_mode=prog"]),
        (
            {"fields": Fields.FILM, "stored_rate": Fraction(30000, 1001), "field_order": "tff"},
            [
                "fps=eof_action=pass:fps=30000/1001",
                "fieldmatch=combmatch=full:order=tff",
                "decimate",
            ],
        ),
        ({"width": 1440, "sar": Fraction(4, 3)}, ["scale=flags=bicubic:h=1080:w=1920"]),
        ({"width": 1919, "height": 1079}, ["crop=h=1078:w=1918:x=0:y=0"]),
        ({"full_range": True}, ["zscale=f=point:m=bt709", "rin=full"]),
        ({"colour_tag": "smpte170m"}, ["min=smpte170m", "rin=limited"]),
        ({"primaries": "smpte432", "curve": "untagged"}, ["pin=smpte432", "tin=bt709"]),
        ({"curve": "iec61966-2-1"}, ["pin=bt709", "tin=iec61966-2-1"]),
        ({"pixel_format": "bgr0", "colour_tag": "untagged"}, ["format=pix_fmts=gbrp", "min=gbr"]),
        ({"pixel_format": "gray"}, ["zscale="]),
        ({"transfer": TransferKind.HLG}, ["tin=arib-std-b67", "npl=100", "peak=10"]),
        ({"transfer": TransferKind.PQ}, ["tin=smpte2084", "npl=100", "peak=10"]),
    ],
)
def test_what_is_odd_about_a_clip_is_mended(facts: dict[str, Any], filters: list[str]) -> None:
    graph = picture_graph(**facts)

    assert [part for part in filters if part not in graph] == []


@pytest.mark.parametrize("tag", ["smpte170m", "smpte240m", "bt2020-10", "bt2020-12", "untagged"])
def test_a_curve_that_displays_as_bt709_does_is_left_alone(tag: str) -> None:
    assert picture_graph(curve=tag) == picture_graph()


def test_tones_are_mapped_in_linear_light_and_brought_back() -> None:
    graph = picture_graph(transfer=TransferKind.HLG)
    order = [graph.index(part) for part in ("t=linear", "gbrpf32le", "tonemap=", "t=bt709")]

    assert order == sorted(order)


def test_timestamps_stay_when_decoding_starts_later() -> None:
    assert "setpts=expr=PTS+2/TB" in picture_graph(seek=2)
    assert "PTS+" not in picture_graph().replace("PTS+1", "")


KEYS = (Seconds(0), Seconds(10), Seconds(20))


@pytest.mark.parametrize(
    ("at", "facts", "start"),
    [
        (13, {}, 13),
        (13, {"indexed": False}, Seconds(19, 2)),
        (10, {"indexed": False}, Seconds(19, 2)),
        (9, {"indexed": False}, 0),
        (Seconds(1, 4), {"indexed": False}, 0),
        (13, {"indexed": False, "has_jumps": True, "needs_sound": True}, 0),
    ],
)
def test_decoding_starts_where_ffmpeg_can_be_sent(
    at: Seconds, facts: dict[str, Any], start: Seconds
) -> None:
    clip = media(seconds=30, keyframes=KEYS, **facts)
    source, found = build_seeking_source(clip, Seconds(at))

    assert found == start
    assert ("ss" in dict(source.options)) == (not facts.get("has_jumps"))


def test_streams_whose_times_belong_together_are_read_together() -> None:
    alone, both = (build_source(media(needs_sound=needed)) for needed in (False, True))
    jumping = build_source(media(needs_sound=True, has_jumps=True))

    assert alone.together == ()
    assert len(both.together) == 2
    assert jumping.options == (("dts_delta_threshold", "1"),)


def test_a_picture_that_changes_its_size_is_scaled_before_anything_else() -> None:
    arguments = compile_command(
        (conform_picture(media(changes_size=True, fields=Fields.INTERLACED)),), "out.mp4", {}
    )
    graph = arguments[arguments.index("-filter_complex") + 1]

    assert arguments[arguments.index("-reinit_filter:v") + 1] == "0"
    assert "[0:0]scale=" in graph


@pytest.mark.parametrize(("codec", "threads"), [("theora", "1"), ("h264", None)])
def test_theora_is_decoded_by_one_thread(codec: str, threads: str | None) -> None:
    clip = media(codec=codec)
    sources = (build_source(clip), build_seeking_source(clip, Seconds(5))[0])

    assert [dict(source.options).get("threads") for source in sources] == [threads, threads]


def test_only_sound_that_is_stamped_early_and_late_is_steered() -> None:
    clip = media()
    assert clip.audio
    late = replace(clip.audio, jitter=Seconds(15, 1000))
    graph = graph_of(conform_sound_track(clip, late), None)

    assert "asetpts" in graph
    assert "async=1000" in graph
    assert "asetpts" not in graph_of(conform_sound_track(clip, clip.audio), None)


@given(st.integers(1, 10**6), st.sampled_from([Fraction(25), Fraction(30000, 1001), Fraction(60)]))
def test_a_clip_has_as_many_frames_as_its_length_holds_and_at_least_one(
    ms: int, rate: Fraction
) -> None:
    clip = media(seconds=Seconds(ms, 1000), rate=rate)
    frames = count_frames(clip)

    assert frames >= 1
    assert frames == 1 or abs(frames / rate - clip.duration) <= 1 / (2 * rate)


def test_one_frame_is_made_small_before_its_tones_are_mapped() -> None:
    clip = media(transfer=TransferKind.PQ)
    graph = graph_of(conform_one_frame(clip, Seconds(3), (160, 90), exactly=True), None)

    assert graph.index("scale=flags=area:h=90:w=160") < graph.index("tonemap")
    assert graph.index("trim=end_frame=1") < graph.index("scale=")


def test_only_a_frame_that_may_be_near_is_taken_from_a_key_frame() -> None:
    exact, near = (
        conform_one_frame(media(), Seconds(3), (160, 90), exactly=exactly)
        for exactly in (True, False)
    )

    assert graph_of(exact, None) == graph_of(near, None)
    assert exact != near


def test_sound_is_stereo_at_48_khz_from_the_clips_start_and_as_long_as_its_frames() -> None:
    clip = media()
    assert clip.audio
    whole = graph_of(conform_sound(clip, clip.audio, 250, Fraction(25)), None)
    track = graph_of(conform_sound_track(clip, clip.audio), None)

    assert "aresample=async=1:first_pts=0:min_hard_comp=0.01:osr=48000" in track
    assert "channel_layouts=stereo" in track
    assert "end_sample=480000" in whole
    assert "end_sample" not in track
