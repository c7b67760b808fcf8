"""Damaged clips: refused with the way out, and with --allow-damaged made of what can be read."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import av
import pytest

from egv.app.render.answers import Answers
from egv.core.delivery.deliver import Deliverable, deliver
from egv.core.errors import RenderError
from egv.core.programme.edit import create_edit
from egv.tools.clips.clip_cache import load_clip
from egv.tools.clips.verify import verify_output
from egv.tools.library.kits import load_kit
from tests.running import egv, frames, made, samples

pytestmark = pytest.mark.media
Maker = Callable[..., Path]

# A tone that steps up and a picture that turns white each second, so that both have a clock.
FLASH = (
    "color=black:s=160x90:r=30:d=3,geq=lum='if(lt(mod(T,1),0.1),235,random(1)*40)':cb=128:cr=128"
)
BEEP = "aevalsrc='sin(6000*t)*lt(mod(t,1),0.1)':s=48000:d=3"
ENCODED = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")


@pytest.fixture
def whole(clip: Maker) -> bytes:
    """A clip of 3 s with its index in front, each of its seconds beginning with a beep."""
    sources = ("-f", "lavfi", "-i", FLASH, "-f", "lavfi", "-i", BEEP)
    options = (*ENCODED, "-g", "30", "-c:a", "aac", "-movflags", "+faststart")
    return clip("whole.mp4", *sources, *options).read_bytes()


@pytest.fixture
def cut(whole: bytes, tmp_path: Path) -> Path:
    """The clip, of which the end is missing."""
    path = tmp_path / "cut.mp4"
    path.write_bytes(whole[: len(whole) * 46 // 100])
    return path


@pytest.fixture
def holed(whole: bytes, tmp_path: Path) -> Path:
    """The clip with a fifth of its bytes zero, in the middle."""
    first, end = len(whole) * 4 // 10, len(whole) * 6 // 10
    path = tmp_path / "holed.mp4"
    path.write_bytes(whole[:first] + bytes(end - first) + whole[end:])
    return path


@pytest.mark.torture_case("A2")
def test_a_cut_off_clip_is_refused_with_the_way_out(cut: Path, tmp_path: Path) -> None:
    ran = egv("normalise", cut, "-o", f"{tmp_path}/out/", "--json")

    assert ran.code == 1
    assert ran.output["error"]["kind"] == "input"
    assert "s of 3.0 s" in ran.output["error"]["message"]
    assert "--allow-damaged" in ran.output["error"]["message"]


@pytest.mark.torture_case("A2")
def test_what_there_is_of_a_cut_off_clip_is_made_in_sync(cut: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.mp4"
    line = ("normalise", cut, "--allow-damaged", "--verify", "full", "-o", out)
    result = made(*line)
    [note] = (note for note in result["notes"] if "damaged" in note)
    shown, heard = frames(out), samples(out)
    white = [float(at) for at, frame in shown if frame.mean() > 180]
    beeps = abs(heard[0]) > 0.1

    assert 1.0 < result["duration"] < 2.0
    assert f"{result['duration']:.1f} s of 3.0 s could be read" in note
    assert abs(len(shown) / 30 - result["duration"]) < 0.01
    assert abs(heard.shape[1] / 48_000 - result["duration"]) < 0.04
    second_flash = next(at for at in white if at > 0.5)
    second_beep = (24_000 + int(beeps[24_000:].argmax())) / 48_000
    assert abs(second_flash - 1) < 0.04
    assert abs(second_beep - second_flash) < 0.04
    assert made(*line)["status"] == "kept"


@pytest.mark.torture_case("A2")
def test_a_trim_and_subtitles_go_by_the_real_length(cut: Path, tmp_path: Path) -> None:
    words = tmp_path / "cut.srt"
    words.write_text(
        "1\n00:00:00,500 --> 00:00:01,200\nHier\n\n2\n00:00:02,000 --> 00:00:02,900\nWeg\n"
    )
    line = ("trim", "--start", "0.4", "subtitle", "--from", words, "--soft", cut)
    result = made(*line, "--allow-damaged", "-o", tmp_path / "out.mp4")
    said = [Path(each).read_text() for each in result["sidecars"]]
    late = egv("trim", "--start", "2", cut, "--allow-damaged", "-o", tmp_path / "late.mp4")

    assert 0.6 < result["duration"] < 1.6
    assert all("Hier" in text and "Weg" not in text for text in said)
    assert late.code == 2
    assert "past the end" in late.err


@pytest.mark.torture_case("A7")
@pytest.mark.parametrize(
    "steps", [("normalise",), ("trim", "--end", "2.9")], ids=["copied", "encoded"]
)
def test_a_hole_in_the_middle_is_refused_whether_copied_or_encoded(
    holed: Path, tmp_path: Path, steps: tuple[str, ...]
) -> None:
    ran = egv(*steps, holed, "-o", f"{tmp_path}/out/", "--json")

    assert ran.code == 1
    assert ran.output["error"]["kind"] == "input"
    assert "frames of its picture" in ran.output["error"]["message"]
    assert "--allow-damaged" in ran.output["error"]["message"]
    assert not list((tmp_path / "out").glob("*.mp4"))


@pytest.mark.torture_case("A7")
def test_around_a_hole_the_clip_is_made_at_its_full_length(holed: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.mp4"
    result = made("normalise", holed, "--allow-damaged", "-o", out)
    [note] = (note for note in result["notes"] if "damaged" in note)

    assert result["encodes"] == 1
    assert "could not be decoded" in note
    assert len(frames(out)) == 90
    assert abs(samples(out).shape[1] / 48_000 - 3) < 0.04


@pytest.mark.torture_case("A7")
def test_flipped_bits_are_found_by_whoever_decodes_although_every_frame_does(
    whole: bytes, tmp_path: Path
) -> None:
    chance, flipped = random.Random(1), bytearray(whole)
    for _ in range(40):
        flipped[chance.randrange(len(whole) * 3 // 10, len(whole) * 7 // 10)] ^= 16
    (tmp_path / "flipped.mp4").write_bytes(flipped)
    for line in (("normalise", "--verify", "full"), ("colour-correct", "--exposure", "0.5")):
        ran = egv(*line, tmp_path / "flipped.mp4", "-o", f"{tmp_path}/out/", "--json")

        assert ran.code == 1
        assert "cannot be decoded" in ran.output["error"]["message"]


def break_frames(path: Path, chosen: Callable[[int], bool]) -> None:
    """Overwrite the inside of frames; each keeps its units and their lengths."""
    data, chance = bytearray(path.read_bytes()), random.Random(1)
    with av.open(str(path)) as container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
        for packet in (packet for number, packet in enumerate(packets) if chosen(number)):
            assert packet.pos is not None
            at, end = packet.pos, packet.pos + packet.size
            while at < end:
                length = int.from_bytes(data[at : at + 4], "big")
                inside = range(at + 4 + min(8, length), at + 4 + length)
                data[inside.start : inside.stop] = chance.randbytes(len(inside))
                at += 4 + length
    path.write_bytes(data)


@pytest.mark.parametrize("line", [("normalise",), ("normalise", "--verify", "full")])
def test_a_copied_picture_is_looked_at(clip: Maker, tmp_path: Path, line: tuple[str, ...]) -> None:
    source = clip("a.mp4", "-f", "lavfi", "-i", FLASH, *ENCODED, "-g", "30", "-bf", "2")
    good = made(*line, source, "-o", tmp_path / "good.mp4")
    break_frames(source, lambda number: number >= 0)
    ran = egv(*line, source, "-o", tmp_path / "out.mp4", "--json")

    assert good["encodes"] == 0
    assert good["looked_at"] == ("all its" if line[1:] else "72 of its 90") + " frames looked at"
    assert ran.code == 1
    assert "frames of its picture" in ran.output["error"]["message"]
    assert "cannot be decoded; copy it from the camera again" in ran.output["error"]["message"]
    assert not (tmp_path / "out.mp4").exists()


def test_a_few_broken_frames_in_a_copied_picture_are_told(clip: Maker, tmp_path: Path) -> None:
    long = FLASH.replace("d=3", "d=18")
    source = clip("a.mp4", "-f", "lavfi", "-i", long, *ENCODED, "-g", "10", "-bf", "0")
    break_frames(source, lambda number: number % 10 == 9 and number < 50)
    result = made("normalise", source, "-o", tmp_path / "out.mp4")

    assert result["encodes"] == 0
    assert result["looked_at"] == "all its frames looked at"
    assert any("5 of 540 frames of its picture (under 1 %)" in note for note in result["notes"])


@pytest.mark.torture_case("A1")
def test_a_clip_without_its_index_stays_refused(clip: Maker, tmp_path: Path) -> None:
    plain = clip("plain.mp4", "-f", "lavfi", "-i", FLASH, *ENCODED)
    plain.write_bytes(plain.read_bytes()[:-3000])
    ran = egv("normalise", plain, "--allow-damaged", "-o", f"{tmp_path}/out/", "--json")

    assert ran.code == 1
    assert "index is missing" in ran.output["error"]["message"]


@pytest.mark.torture_case("C14")
def test_damage_between_the_samples_is_found_by_verify_full(clip: Maker) -> None:
    options = ("-g", "10", "-bf", "0", "-colorspace", "bt709")
    source = clip("noise.mp4", "-f", "lavfi", "-i", FLASH, *ENCODED, *options)
    planned = planned_as_encoded(source)
    with av.open(str(source)) as container:
        hit = [packet for packet in container.demux(video=0) if packet.size][44]
    verify_output(source, planned, all_of_it=True)
    assert hit.pos is not None
    data, half = bytearray(source.read_bytes()), hit.size // 2
    data[hit.pos + half : hit.pos + hit.size] = bytes(hit.size - half)
    source.write_bytes(data)

    verify_output(source, planned, all_of_it=False)
    with pytest.raises(RenderError, match="its picture is damaged in GOP 4"):
        verify_output(source, planned, all_of_it=True)


def planned_as_encoded(source: Path) -> Deliverable:
    """What would be planned if the file at `source` were a picture that egv had encoded."""
    edit = create_edit(load_clip(source))
    [planned] = deliver(edit, load_kit("neutral"), {}, Answers())
    return replace(planned, picture=edit.picture)
