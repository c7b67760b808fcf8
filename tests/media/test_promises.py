"""What every render promises: one encode or a copy, upright and true, plays everywhere, private."""

import os
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from av.subtitles.subtitle import AssSubtitle

from tests.running import egv, frames, made, packet_hash, samples

pytestmark = pytest.mark.media
Maker = Callable[..., Path]

BARS = "testsrc2=s=160x90:r=30:d=2"
HLG = "color_primaries=bt2020:color_trc=arib-std-b67:colorspace=bt2020nc"
TONE = "sine=frequency=440:sample_rate=48000:d=2"
FAST = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac")


def plain(clip: Maker, name: str = "a.mp4", *options: str) -> Path:
    return clip(name, "-f", "lavfi", "-i", BARS, "-f", "lavfi", "-i", TONE, *FAST, *options)


def facts(path: Path) -> dict[str, Any]:
    with av.open(str(path)) as container:
        video = container.streams.video[0]
        context = video.codec_context
        first = next(iter(container.decode(video)))
        return {
            "codec": context.name, "profile": context.profile, "format": context.pix_fmt,
            "size": (context.width, context.height), "rate": video.average_rate,
            "tags": (int(context.colorspace), int(context.color_trc), int(context.color_primaries)),
            "range": int(context.color_range), "rotation": first.rotation,
            "sar": video.sample_aspect_ratio,
        }  # fmt: skip


def test_sound_alone_leaves_the_picture_bit_for_bit(clip: Maker, tmp_path: Path) -> None:
    source, output = plain(clip), tmp_path / "out.mp4"
    result = made("normalise", source, "-o", output)

    assert result["encodes"] == 0
    assert packet_hash(source) == packet_hash(output)


def test_any_chain_is_one_encode_and_plays_everywhere(clip: Maker, tmp_path: Path) -> None:
    output = tmp_path / "out.mp4"
    result = made(
        "trim", "--start", "0.5", "--silence", "off", "then", "normalise", plain(clip), "-o", output
    )
    found = facts(output)

    assert result["encodes"] == 1
    assert (found["codec"], found["profile"], found["format"]) == ("h264", "High", "yuv420p")
    assert (found["tags"], found["range"]) == ((1, 1, 1), 1)
    assert found["rate"] == 30
    data = output.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    with av.open(str(output)) as container:
        assert container.streams.audio[0].codec_context.name == "aac"
        assert container.streams.audio[0].rate == 48000


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_rotated_clips_come_out_upright(clip: Maker, tmp_path: Path, degrees: int) -> None:
    plain(clip, "flat.mp4")
    source = clip(
        "rotated.mp4",
        "-display_rotation",
        str(degrees),
        "-i",
        str(tmp_path / "flat.mp4"),
        "-c",
        "copy",
    )
    output = tmp_path / "out.mp4"
    result = made("normalise", source, "-o", output)
    wanted = np.rot90(frames(tmp_path / "flat.mp4")[10][1], degrees // 90)

    assert facts(output)["size"] == ((90, 160) if degrees % 180 else (160, 90))
    assert facts(output)["rotation"] == 0
    assert "stored rotated" in result["why_encoded"]
    assert np.abs(frames(output)[10][1].astype(int) - wanted).mean() < 6


def test_odd_sizes_and_oblong_pixels_come_out_even_and_square(clip: Maker, tmp_path: Path) -> None:
    odd = clip("odd.mkv", "-f", "lavfi", "-i", "testsrc2=s=161x91:r=30:d=1", "-c:v", "ffv1")
    wide = clip(
        "wide.mkv", "-f", "lavfi", "-i", "testsrc2=s=120x90:r=30:d=1,setsar=4/3", "-c:v", "ffv1"
    )
    for source in (odd, wide):
        made("normalise", source, "-o", f"{tmp_path}/out/")

    assert facts(tmp_path / "out/odd.mp4")["size"] == (160, 90)
    assert facts(tmp_path / "out/wide.mp4")["size"] == (160, 90)
    assert facts(tmp_path / "out/wide.mp4")["sar"] in (None, 1)


def test_full_range_and_ten_bit_keep_their_grey(clip: Maker, tmp_path: Path) -> None:
    grey = "color=0x808080:s=160x90:r=30:d=1"
    full = clip(
        "full.mp4", "-f", "lavfi", "-i", grey, "-vf", "scale=out_range=full,format=yuvj420p",
        "-color_range", "pc", "-c:v", "libx264",
    )  # fmt: skip
    ten = clip("ten.mkv", "-f", "lavfi", "-i", grey, "-pix_fmt", "yuv422p10le", "-c:v", "ffv1")
    for source in (full, ten):
        output = tmp_path / "out" / source.name
        made("normalise", source, "-o", output.with_suffix(".mp4"))

        assert facts(output.with_suffix(".mp4"))["format"] == "yuv420p"
        assert np.abs(frames(output.with_suffix(".mp4"))[5][1].astype(int) - 128).mean() < 3


def test_hdr_comes_out_as_bt709_with_white_where_white_was(clip: Maker, tmp_path: Path) -> None:
    source = clip(
        "hlg.mkv", "-f", "lavfi", "-i", "color=0xBFBFBF:s=160x90:r=30:d=1",
        "-vf", f"format=yuv420p10le,setparams={HLG}",
        "-c:v", "libx265", "-x265-params", "log-level=none",
    )  # fmt: skip
    output = tmp_path / "out.mp4"
    result = made("normalise", source, "-o", output)
    picture = frames(output)[5][1]

    assert "HDR (hlg)" in result["why_encoded"]
    assert (facts(output)["format"], facts(output)["tags"]) == ("yuv420p", (1, 1, 1))
    assert np.ptp(picture.mean(axis=(0, 1))) < 4
    assert 150 < picture.mean() < 245  # 75 % HLG is diffuse white: bright, and not blown out


def test_interlaced_comes_out_progressive(clip: Maker, tmp_path: Path) -> None:
    moving = "testsrc2=s=160x96:r=50:d=2,tinterlace=interleave_top,fieldorder=tff"
    source = clip(
        "i.mkv", "-f", "lavfi", "-i", moving, "-c:v", "libx264", "-flags", "+ilme+ildct",
        "-x264-params", "tff=1",
    )  # fmt: skip
    output = tmp_path / "out.mp4"
    made("normalise", source, "-o", output)

    assert facts(output)["rate"] == 50
    for _, picture in frames(output)[10:20]:
        rows = picture.astype(int).mean(axis=2)
        combed = np.abs(2 * rows[1:-1] - rows[:-2] - rows[2:]).mean()
        smooth = np.abs(2 * rows[2:-2] - rows[:-4] - rows[4:]).mean()
        assert combed < 1.6 * smooth


def test_metadata_is_dropped_but_title_language_chapters_and_texts(
    clip: Maker, tmp_path: Path
) -> None:
    (tmp_path / "t.srt").write_text(
        "1\n00:00:00,200 --> 00:00:00,800\nEen\n\n2\n00:00:01,200 --> 00:00:01,600\nTwee\n"
    )
    (tmp_path / "c.txt").write_text(
        ";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=1000\ntitle=Begin\\; \\# \\= en\n"
        "[CHAPTER]\nTIMEBASE=1/1000\nSTART=1000\nEND=2000\ntitle=Slot\n"
    )
    source = clip(
        "tagged.mp4", "-f", "lavfi", "-i", BARS, "-f", "lavfi", "-i", TONE,
        "-i", str(tmp_path / "t.srt"), "-i", str(tmp_path / "c.txt"), "-map_chapters", "3",
        "-map", "0", "-map", "1", "-map", "2",
        *FAST, "-c:s", "mov_text", "-movflags", "use_metadata_tags", "-metadata", "title=Onze week",
        "-metadata", "location=+52.37+004.89/",
        "-metadata", "artist=Jan", "-metadata", "make=Phone",
        "-metadata:s:a:0", "language=nld", "-metadata:s:s:0", "language=nld",
        "-metadata", "creation_time=2026-01-01T00:00:00Z",
    )  # fmt: skip
    output = tmp_path / "out.mp4"
    made("trim", "--cut", "0.5-1", "--silence", "off", source, "-o", output)

    raw = output.read_bytes()
    assert not [word for word in (b"+52.37", b"Jan", b"Phone", b"2026-01", b"Lavf") if word in raw]
    with av.open(str(output)) as container:
        assert container.metadata.get("title") == "Onze week"
        assert container.streams.audio[0].language == "nld"
        assert container.streams.subtitles[0].language == "nld"
        chapters = [
            (c["start"] * (c["time_base"] or 1), c["metadata"]["title"])
            for c in container.chapters()
        ]
        texts = [
            (round(float(p.pts * p.time_base), 2), s.dialogue.decode())
            for p in container.demux(subtitles=0)
            if p.size > 2 and p.pts is not None and p.time_base is not None
            for s in p.decode()
            if isinstance(s, AssSubtitle)
        ]
    assert [title for _, title in chapters] == ["Begin; # = en", "Slot"]
    assert chapters[1][0] == Fraction(1, 2)
    assert [(at, text.split(",")[-1]) for at, text in texts] == [(0.2, "Een"), (0.7, "Twee")]


def test_an_output_can_be_named_after_the_day_it_was_recorded(clip: Maker, tmp_path: Path) -> None:
    source = plain(clip, "a.mp4", "-metadata", "creation_time=2026-03-05T10:00:00Z")
    result = made("normalise", source, "-o", f"{tmp_path}/out/{{date}}_{{stem}}.mp4")

    assert result["output"] == f"{tmp_path}/out/2026-03-05_a.mp4"


def test_a_camera_whose_clock_is_wrong_does_not_name_an_output(clip: Maker, tmp_path: Path) -> None:
    source = plain(clip, "a.mp4", "-metadata", "creation_time=2039-03-05T10:00:00Z")
    os.utime(source, (1_767_268_800, 1_767_268_800))  # noon UTC, 1 January 2026
    result = made("normalise", source, "-o", f"{tmp_path}/out/{{date}}_{{stem}}.mp4")

    assert result["output"] == f"{tmp_path}/out/2026-01-01_a.mp4"
    [note] = result["notes"]
    assert "the clock of the camera is ahead (it says 2039-03-05)" in note


def test_the_same_command_gives_the_same_bytes(clip: Maker, tmp_path: Path) -> None:
    source = plain(clip)
    for name in ("one.mp4", "two.mp4"):
        made("trim", "--end", "1.5", "--silence", "off", "normalise", source, "-o", tmp_path / name)

    assert (tmp_path / "one.mp4").read_bytes() == (tmp_path / "two.mp4").read_bytes()


def test_a_rerun_does_nothing_until_something_changes(clip: Maker, tmp_path: Path) -> None:
    source, output = plain(clip), tmp_path / "out" / "a.mp4"
    line = ("normalise", source, "-o", f"{tmp_path}/out/")
    first = made(*line)
    inode = output.stat().st_ino
    again = made(*line)
    louder = made("normalise", "--lufs", "-20", *line[1:])

    assert (first["status"], again["status"], louder["status"]) == ("rendered", "kept", "rendered")
    assert again["steps"] == first["steps"]
    assert output.stat().st_ino != inode
    assert sorted(p.name for p in output.parent.iterdir()) == [".egv", "a.mp4"]


def test_a_changed_source_is_rendered_again(clip: Maker, tmp_path: Path) -> None:
    recorded = ("-metadata", "creation_time=2026-03-05T10:00:00Z")
    line = ("normalise", plain(clip, "a.mp4", *recorded), "-o", f"{tmp_path}/out/")
    made(*line)
    plain(clip, "a.mp4", *recorded, "-metadata", "title=new")

    assert made(*line)["status"] == "rendered"


def test_a_file_that_egv_did_not_make_is_kept(clip: Maker, tmp_path: Path) -> None:
    source = plain(clip)
    (tmp_path / "out.mp4").write_text("mine")
    refused = egv("normalise", source, "-o", tmp_path / "out.mp4", "--json")

    assert refused.code == 2
    assert refused.json["error"]["kind"] == "conflict"
    assert (tmp_path / "out.mp4").read_text() == "mine"
    assert egv("normalise", source, "-o", tmp_path / "out.mp4", "--overwrite").code == 0


@pytest.mark.parametrize("how", ["name", "hard link", "symbolic link", "dots"])
def test_a_source_is_never_an_output_by_whatever_name(
    clip: Maker, tmp_path: Path, how: str
) -> None:
    source = plain(clip)
    before = source.read_bytes()
    other = tmp_path / "other.mp4"
    match how:
        case "hard link":
            other.hardlink_to(source)
        case "symbolic link":
            other.symlink_to(source)
        case "dots":
            other = tmp_path / "x" / ".." / "a.mp4"
            (tmp_path / "x").mkdir()
        case _:
            other = source
    ran = egv("normalise", source, "-o", other, "--overwrite")

    assert ran.code == 2
    assert "egv never overwrites clips" in ran.err
    assert source.read_bytes() == before


def test_a_dry_run_writes_nothing_and_shows_the_command(clip: Maker, tmp_path: Path) -> None:
    source = plain(clip)
    before = sorted(tmp_path.rglob("*"))
    result = made(
        "trim",
        "--end",
        "1",
        "--silence",
        "off",
        "normalise",
        source,
        "-o",
        f"{tmp_path}/new/",
        "-n",
        "-v",
    )

    assert sorted(tmp_path.rglob("*")) == before
    assert result["status"] == "planned"
    assert result["duration"] == 1
    assert result["size_bytes"] > 0
    assert "-crf" in result["commands"][-1]


def test_sound_of_any_shape_comes_out_as_48_khz_stereo(clip: Maker, tmp_path: Path) -> None:
    shapes = {
        "mono8k": ("sine=440:sample_rate=8000:d=2", ()),
        "surround": ("sine=440:d=2,aformat=channel_layouts=5.1", ()),
        "high": ("sine=440:sample_rate=192000:d=2", ()),
    }
    for name, (sound, options) in shapes.items():
        source = clip(
            f"{name}.mkv", "-f", "lavfi", "-i", BARS, "-f", "lavfi", "-i", sound, *options,
            "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "pcm_s16le",
        )  # fmt: skip
        made("normalise", source, "-o", f"{tmp_path}/out/")
        sound_out = samples(tmp_path / f"out/{name}.mp4")

        assert sound_out.shape[0] == 2
        assert np.abs(sound_out[0] - sound_out[1]).max() < 0.02  # heard from the middle
