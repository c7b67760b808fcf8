"""Clips that attack (F of the torture matrix): nothing else is read, nothing goes without end."""

from __future__ import annotations

import ctypes
import os
import re
import socket
import struct
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import av
import pytest

from egv.core.errors import RenderError
from egv.core.graph.ffmpeg_command import compile_command
from egv.core.graph.pads import Pad, Source, apply_filter
from egv.tools.clips.container import find_picture_stream, open_container
from egv.tools.ffmpeg import runner
from egv.tools.ffmpeg.context import NO_CONTEXT
from tests.places import ROOT
from tests.running import egv, frames
from tests.torture.test_inputs import FAST, LAVFI, SEED
from tests.torture.watching import QUICK, Row

pytestmark = [pytest.mark.media, pytest.mark.usefixtures("shared_cache")]
Maker = Callable[..., Path]
DASH = """<?xml version="1.0"?>
<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT2S"
 profiles="urn:mpeg:dash:profile:isoff-on-demand:2011" minBufferTime="PT1S"><Period>
<AdaptationSet mimeType="video/mp4" contentType="video"><Representation id="1" bandwidth="9000"
 codecs="avc1.42c00c" width="160" height="90"><BaseURL>{url}</BaseURL></Representation>
</AdaptationSet></Period></MPD>"""
HLS = "#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\n{url}\n#EXT-X-ENDLIST\n"
FTYP = struct.pack(">I4s4sI", 16, b"ftyp", b"isom", 0).decode("latin-1")
LISTS = {
    "F1 DASH": DASH,
    "F4 HLS": HLS,
    "F4 HLS behind an MP4 head": FTYP + HLS,
    "F4 a list behind an MP4 head": FTYP + "ffconcat version 1.0\nfile '{url}'\n",
    "F5 concat": "ffconcat version 1.0\nfile '{url}'\n",
    "F5 IMF": '<CompositionPlaylist xmlns="http://www.smpte-ra.org/schemas/2067-3/2016">'
    "<Id>urn:uuid:0</Id><X>{url}</X></CompositionPlaylist>",
    "F5 SDP": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\n"
    "m=video {port} RTP/AVP 96\na=rtpmap:96 H264/90000\n",
    "F5 ffmetadata": ";FFMETADATA1\ntitle={url}\n",
    "F5 AviSynth": 'DirectShowSource("{url}")\n',
    "F5 VapourSynth": "import vapoursynth\nvapoursynth.core.ffms2.Source('{url}').set_output()\n",
    "F5 a terminal's art": "\x1b[31m{url}\x1b[0m\n" * 40,
    "F5 a filter graph": "movie={url}\n",
    "F5 RTSP": "[Reference]\nRef1={url}\n",
    "F5 SMIL": '<asx version="3.0"><entry><ref href="{url}"/></entry></asx>',
}


@contextmanager
def unheard() -> Iterator[int]:
    """A port on this machine to which, within this, nothing may connect."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.05)
        yield int(listener.getsockname()[1])
        with pytest.raises(TimeoutError):
            listener.accept()


IN_OPEN = 0x20  # inotify(7): it tells of every process, egv's own and each ffmpeg


@contextmanager
def opens(folder: Path) -> Iterator[list[str]]:
    """The names of the files in `folder` that anybody opens within this; known at its end."""
    libc, names = ctypes.CDLL(None, use_errno=True), list[str]()
    with open(libc.inotify_init1(os.O_NONBLOCK), "rb", buffering=0) as told:  # noqa: PTH123
        assert libc.inotify_add_watch(told.fileno(), os.fsencode(folder), IN_OPEN) >= 0
        yield names
        events = told.read(1 << 20) or b""
    while events:  # watch, mask, cookie, length of the name, the name and noughts
        length = struct.unpack("=iIII", events[:16])[3]
        names.append(events[16 : 16 + length].rstrip(b"\0").decode())
        events = events[16 + length :]


@contextmanager
def untouched(canary: Path) -> Iterator[None]:
    """Nobody opens `canary` within this."""
    with opens(canary.parent) as names:
        yield

    assert canary.name not in names


def test_a_canary_that_is_opened_sings(clip: Maker) -> None:
    canary = clip("canary/a.mp4", *SEED)
    with pytest.raises(AssertionError), untouched(canary):
        clip("b.mp4", "-i", str(canary), "-c", "copy")


@pytest.mark.torture_case("F19")
def test_only_what_the_plan_names_is_opened(clip: Maker, row: Row) -> None:
    clip("raw/a.mp4", *SEED)
    for name in ("b.mp4", "a.mov", "secret.txt", "logo.png"):
        (row.raw / name).write_bytes((row.raw / "a.mp4").read_bytes())
    with opens(row.raw) as names:
        egv("colour-correct", "normalise", row.raw / "a.mp4", "-o", f"{row.out}/")

    assert set(names) - {""} == {"a.mp4"}


@pytest.mark.torture_case("F1", "F2", "F4", "F5")
@pytest.mark.parametrize(
    ("name", "where"),
    [*((name, "file") for name in LISTS), ("F1 DASH", "web"), ("F4 HLS", "web"), ("F5 SDP", "web")],
)
def test_a_list_of_files_named_mp4_is_refused_and_opens_none(
    clip: Maker, row: Row, name: str, where: str
) -> None:
    canary = clip("canary/a.mp4", *SEED)
    path = row.raw / "a.mp4"
    with unheard() as port, untouched(canary):
        url = str(canary) if where == "file" else f"http://127.0.0.1:{port}/a.mp4"
        text = LISTS[name].replace("{url}", url).replace("{port}", str(port))
        path.write_bytes(text.encode("latin-1"))
        row.run(*QUICK, path, ends="X3", says="not a video file|index", within=5)


RARE = ("magicyuv", "cinepak", "zmbv", "snow", "jpegls", "asv1")


@pytest.mark.torture_case("F8")
@pytest.mark.parametrize("codec", RARE)
def test_a_rare_codec_is_named_and_never_started(clip: Maker, row: Row, codec: str) -> None:
    path = clip("raw/a.mkv", *LAVFI, "testsrc2=s=160x96:r=25:d=0.2", "-c:v", codec, "-strict", "-2")
    row.run(*QUICK, path, ends="X3", says=f"codec {codec} not accepted; export it as H.264")

    with open_container(path) as container:  # and if egv did ask
        stream = container.streams.video[0]
        with pytest.raises(av.error.FFmpegError):
            [*container.decode(stream)]


@pytest.mark.torture_case("F8")
def test_no_ffmpeg_starts_a_rare_codec(clip: Maker) -> None:
    path = clip("a.mkv", *LAVFI, "testsrc2=s=160x96:r=25:d=0.2", "-c:v", "magicyuv")
    pad = apply_filter(Pad(Source(path), "v", 0), "null")
    with pytest.raises(RenderError):
        runner.run_measurement(
            compile_command((pad,), "-", {"f": "null", "v": "error"}), NO_CONTEXT
        )


USUAL = {
    "prores.mov": ("-c:v", "prores"), "dnxhd.mov": ("-c:v", "dnxhd", "-profile:v", "dnxhr_lb",
                                                  "-vf", "scale=256:120,format=yuv422p"),
    "mjpeg.avi": ("-c:v", "mjpeg"), "png.mov": ("-c:v", "png"), "vp8.webm": ("-c:v", "libvpx"),
    "vp9.webm": ("-c:v", "libvpx-vp9", "-deadline", "realtime"), "mpeg4.avi": ("-c:v", "mpeg4"),
    "hevc.mp4": ("-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none"),
    "mpeg2.mpg": ("-c:v", "mpeg2video"), "wmv.asf": ("-c:v", "wmv2"),
    "av1.mkv": ("-c:v", "libaom-av1", "-cpu-used", "8"), "qtrle.mov": ("-c:v", "qtrle"),
    "utvideo.avi": ("-c:v", "utvideo"), "raw.avi": ("-c:v", "rawvideo", "-pix_fmt", "yuv420p"),
    "cfhd.mov": ("-c:v", "cfhd", "-pix_fmt", "yuv422p10"), "flv.flv": ("-c:v", "flv"),
    "huffyuv.avi": ("-c:v", "huffyuv"), "theora.ogg": ("-c:v", "libtheora"),
}  # fmt: skip


@pytest.mark.torture_case("F8")
@pytest.mark.parametrize("name", USUAL)
def test_a_usual_codec_is_accepted_by_both_who_decode(clip: Maker, name: str) -> None:
    path = clip(name, *LAVFI, "testsrc2=s=160x96:r=25:d=0.12", *USUAL[name])
    with open_container(path) as container:
        video = find_picture_stream(container, path)
        assert next(iter(container.decode(video))).width >= 160
    pad = apply_filter(Pad(Source(path), "v", 0), "null")

    runner.run_measurement(compile_command((pad,), "-", {"f": "null", "v": "error"}), NO_CONTEXT)


@pytest.mark.torture_case("F10")
def test_a_container_that_lies_about_its_size_comes_out_at_its_own(clip: Maker, row: Row) -> None:
    path = clip("raw/a.mp4", *SEED)
    data = bytearray(path.read_bytes())
    at = data.index(b"avc1", data.index(b"stsd")) + 28
    data[at : at + 4] = struct.pack(">HH", 32767, 32767)
    path.write_bytes(data)
    ended = row.run(*QUICK, path)

    assert frames(Path(ended.output["output"]))[0][1].shape == (90, 160, 3)


@pytest.mark.torture_case("F10")
def test_a_picture_beyond_the_limit_is_never_decoded(clip: Maker, row: Row) -> None:
    large = (*LAVFI, "color=s=9000x8000:d=0.04", "-c:v", "png", "-pred", "none")
    path = clip("raw/a.mov", *large)

    row.run(*QUICK, path, ends="X3", says="9000x8000 is over 70 megapixels", memory_mb=100)


@pytest.mark.torture_case("F7")
def test_attachments_are_left_alone(clip: Maker, row: Row, tmp_path: Path) -> None:
    (tmp_path / "font.ttf").write_bytes(bytes(20 << 20))
    path = clip("raw/a.mkv", *SEED, "-attach", str(tmp_path / "font.ttf"),
                "-metadata:s:t", "mimetype=font/ttf")  # fmt: skip
    row.run(*QUICK, path, memory_mb=600)  # what Python loads on first use is in it


@pytest.mark.torture_case("F11")
def test_a_million_frames_a_second_are_refused(clip: Maker, row: Row) -> None:
    path = clip("raw/a.mp4", *LAVFI, "testsrc=s=64x64:r=1000000:d=0.0005", *FAST,
                "-video_track_timescale", "1000000")  # fmt: skip
    row.run(*QUICK, path, ends="X3", says="less than a frame")


@pytest.mark.torture_case("F11")
def test_more_frames_than_a_screen_shows_are_rendered_at_a_usual_rate(
    clip: Maker, row: Row
) -> None:
    path = clip("raw/a.mp4", *LAVFI, "testsrc=s=64x64:r=20000:d=0.1", *FAST,
                "-video_track_timescale", "20000")  # fmt: skip
    ended = row.run(*QUICK, path)

    assert len(frames(Path(ended.output["output"]))) == 6


@pytest.mark.torture_case("F16")
def test_a_clip_of_too_many_frames_is_refused_at_a_first_look(
    clip: Maker, row: Row, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EGV_CACHE", str(row.temporary.parent / "cache"))  # nobody has looked yet
    monkeypatch.setattr("egv.tools.clips.probe.MAX_FRAMES", 20)

    row.run(*QUICK, clip("raw/a.mp4", *SEED), ends="X3", says="over 20 frames", within=2)


@pytest.mark.torture_case("F17")
def test_the_libraries_are_no_older_than_their_last_known_hole() -> None:
    """CVE-2026-8461 (magicyuv) is mended in FFmpeg 8.1.2, which av 18.1 embeds."""
    number = re.match(r"n?(\d+)\.(\d+)\.(\d+)", runner.read_version())
    if number:  # a build from git has none
        assert tuple(map(int, number.groups())) >= (8, 1, 2)
    assert av.library_versions["libavcodec"] >= (62, 28, 102)
    assert tuple(map(int, av.__version__.split(".")[:2])) >= (18, 1)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert any(bound.startswith("av>=18.1") for bound in project["project"]["dependencies"])


@pytest.mark.torture_case("F20")
def test_the_output_names_no_place_and_no_device(clip: Maker, row: Row) -> None:
    tags = {"location": "+52.37+004.89/", "make": "Telefoon", "model": "Model-9",
            "com.apple.quicktime.location.ISO6709": "+52.37+004.89+001/"}  # fmt: skip
    words = [word for name, value in tags.items() for word in ("-metadata", f"{name}={value}")]
    path = clip("raw/a.mov", *SEED, "-movflags", "use_metadata_tags", *words)
    assert b"+52.37" in path.read_bytes()
    ended = row.run(*QUICK, path)
    written = Path(ended.output["output"]).read_bytes()

    assert not [word for word in (b"52.37", b"Telefoon", b"Model-9", b"ISO6709") if word in written]
