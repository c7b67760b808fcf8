"""Mistakes that once went unseen, made again: each output is refused, and good ones are not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from egv.core.media.timing import Seconds
from egv.tools.clips import probe as probing
from egv.tools.clips.packet_clock import PacketClock
from tests.media.test_times import COLOUR, COUNTED, H264, TONE, VP8, picture, sound
from tests.running import egv, made

pytestmark = pytest.mark.media
Maker = Callable[..., Path]


def assert_refused(words: str, *line: object) -> None:
    ran = egv(*line, "--json")

    assert ran.code == 1
    assert words in ran.output["error"]["message"]
    assert "the finished file failed its check" in ran.output["error"]["message"]


@pytest.fixture
def jittered(clip: Maker) -> Path:
    clean = clip("clean.webm", *picture(), *TONE, *VP8, "-c:a", "libopus")
    stamp = "setts=ts='PTS+floor((random(1)-0.5)*50+0.5)*0.001/TB'"
    return clip("a.webm", "-i", str(clean), "-c", "copy", "-bsf:a", stamp)


def test_sound_that_is_broken_up_is_found(
    jittered: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(*COLOUR, jittered, "-o", tmp_path / "good.mp4")
    monkeypatch.setenv("EGV_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("egv.tools.clips.sound_packets.measure_jitter", lambda _: None)

    assert_refused("is broken up", *COLOUR, jittered, "-o", tmp_path / "out.mp4")


def test_a_start_that_was_not_found_is_found(
    clip: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    coding = (*H264, "-c:a", "aac", "-g", "100", "-sc_threshold", "0")
    source = clip("a.ts", "-f", "lavfi", "-i", COUNTED, *sound(12), *coding)
    line = ("trim", "--silence", "off", "--start", "6.5", "--force", source)
    made(*line, "-o", tmp_path / "good.mp4")
    monkeypatch.setattr("egv.core.graph.conform._find_landing", lambda _, at: at)

    words = "it does not show what a.ts shows at 6.5 s"
    assert_refused(words, *line, "-o", tmp_path / "out.mp4")


@pytest.mark.parametrize("line", [("normalise",), COLOUR], ids=["copied", "encoded"])
def test_an_end_that_was_cut_off_is_found(
    clip: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: tuple[str, ...]
) -> None:
    source = clip("a.mp4", *picture(2), *sound(5), *H264, "-c:a", "aac")
    monkeypatch.setattr(probing, "LATE_SOUND", Seconds(100))

    words = "a.mp4 lasts at least 5.0 s, and only 2.0 s of it were used"
    assert_refused(words, *line, source, "-o", tmp_path / "out.mp4")


def test_a_second_recording_that_was_lost_is_found(
    clip: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = [clip(f"{n}.ts", *picture(n), *sound(n), *H264, "-c:a", "aac") for n in (4, 3)]
    source = tmp_path / "glued.ts"
    source.write_bytes(b"".join(part.read_bytes() for part in parts))
    monkeypatch.setattr(PacketClock, "_find_jump", lambda *_: Seconds(0))
    monkeypatch.setattr("egv.tools.clips.packet_clock.REFUSED_BACK", Seconds(100))

    assert_refused("glued.ts lasts at least", *COLOUR, source, "-o", tmp_path / "out.mp4")


@pytest.mark.parametrize(
    "inputs",
    [
        ("-f", "lavfi", "-i", "color=black:s=160x90:r=25:d=3"),
        ("-f", "lavfi", "-i", "color=gray:s=160x90:r=25:d=3", "-f", "lavfi", "-i", "anullsrc=d=3"),
        (*picture(3), *sound(3)),
        ("-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=5", *TONE, "-t", "5"),
    ],
    ids=["black", "grey and silent", "flashes", "moving"],
)
def test_what_cannot_be_told_is_not_refused(
    clip: Maker, tmp_path: Path, inputs: tuple[str, ...]
) -> None:
    source = clip("a.mp4", *inputs, *H264, "-g", "30")
    cut = ("trim", "--silence", "off", "--start", "0.5", "--cut", "1.2-1.6", "--force")
    made(*cut, "colour-correct", "--contrast", "1.3", source, "-o", tmp_path / "wide.mp4")
    made(
        *cut,
        "reframe",
        "--fit",
        "blur",
        "--format",
        "portrait",
        source,
        "-o",
        tmp_path / "high.mp4",
    )
