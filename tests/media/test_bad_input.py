"""Bad input: one plain sentence with what to do, the right exit code, nothing half-written."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from egv.tools.clips.probe import probe
from tests.running import Ran, egv, made

pytestmark = pytest.mark.media
Maker = Callable[..., Path]

BARS = ("-f", "lavfi", "-i", "testsrc2=s=160x90:r=30:d=3", "-f", "lavfi", "-i", "sine=440:d=3")
FAST = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac")


def plain(clip: Maker, name: str = "a.mp4", *options: str) -> Path:
    return clip(name, *BARS, *FAST, *options)


def refused(tmp_path: Path, *words: object) -> Ran:
    """A run that must fail, say so plainly, and leave nothing behind in the output folder."""
    out = tmp_path / "out"
    ran = egv(*words, "-o", f"{out}/")
    lines = [line for line in ran.err.splitlines() if line.strip()]

    assert ran.code != 0
    assert "Traceback" not in ran.err + ran.out
    assert any("error" in line or "failed" in line for line in lines), ran.err
    assert not out.exists() or not list(out.iterdir())
    return ran


def test_a_missing_file(tmp_path: Path) -> None:
    ran = refused(tmp_path, "normalise", tmp_path / "gone.mp4")

    assert ran.code == 2
    assert "gone.mp4" in ran.err


def test_a_folder_without_clips(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "notes.txt").write_text("hello")
    ran = refused(tmp_path, "normalise", tmp_path / "raw")

    assert ran.code == 2
    assert "holds no clips" in ran.err


def test_a_text_file_named_mp4(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_text("this is a letter, not a film\n" * 40)
    ran = refused(tmp_path, "normalise", tmp_path / "a.mp4")

    assert ran.code == 1
    assert "not a video file" in ran.err


def test_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").touch()
    ran = refused(tmp_path, "normalise", tmp_path / "a.mp4")

    assert ran.code == 1
    assert "empty (0 bytes)" in ran.err


def test_a_recording_without_its_index(clip: Maker, tmp_path: Path) -> None:
    whole = plain(clip).read_bytes()
    (tmp_path / "a.mp4").write_bytes(whole[: len(whole) // 2])
    ran = refused(tmp_path, "normalise", tmp_path / "a.mp4")

    assert ran.code == 1
    assert "cut off" in ran.err


def test_a_faststart_clip_that_ends_early(clip: Maker, tmp_path: Path) -> None:
    whole = plain(clip, "a.mp4", "-movflags", "+faststart").read_bytes()
    (tmp_path / "a.mp4").write_bytes(whole[: len(whole) * 6 // 10])
    ran = refused(tmp_path, "normalise", tmp_path / "a.mp4")

    assert ran.code == 1
    assert "of 3.0 s" in ran.err


def test_a_clip_without_sound_is_rendered_with_a_note(clip: Maker, tmp_path: Path) -> None:
    source = clip("mute.mp4", *BARS[:4], *FAST[:-2])
    result = made("trim", "--end", "2", "normalise", source, "-o", tmp_path / "out.mp4")

    assert result["status"] == "rendered"
    assert "no sound" in " ".join(result["notes"])


def test_a_clip_without_picture(clip: Maker, tmp_path: Path) -> None:
    ran = refused(tmp_path, "normalise", clip("a.m4a", *BARS[4:]))

    assert ran.code == 1
    assert "no picture" in ran.err


def test_a_start_past_the_end(clip: Maker, tmp_path: Path) -> None:
    ran = refused(tmp_path, "trim", "--start", "95", plain(clip))

    assert ran.code == 2
    assert "1:35.0 is past the end" in ran.err
    assert "3.0 s" in ran.err


def test_a_recipe_with_three_mistakes(clip: Maker, tmp_path: Path) -> None:
    recipe = tmp_path / "r.yaml"
    recipe.write_text(
        "schema: egv/recipe@1\nname: mine\nsteps:\n  - trim: {silense: all}\n  - nomalise\n"
        "  - normalise:\n      lufs: 3\n"
    )
    ran = refused(tmp_path, "run", "-r", recipe, plain(clip))

    assert ran.code == 2
    for place in (f"{recipe}:4:12", f"{recipe}:5:5", f"{recipe}:7:7"):
        assert place in ran.err


def test_an_output_folder_that_cannot_be_made(clip: Maker, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file, not a folder")
    ran = egv("normalise", plain(clip), "-o", f"{tmp_path}/file/out/")

    assert ran.code == 5
    assert "cannot be written" in ran.err
    assert "-o" in ran.err


NAMES = (
    'it\'s "here"',
    "a:b",
    "50%d %s",
    "[x];,(y)",
    "😀 é",
    "two\nlines",
    "-dash",
    " space ",
    "$(id)`",
)


@pytest.mark.parametrize("name", NAMES)
def test_any_name_is_only_a_name(
    clip: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    plain(clip, f"{name}.mp4")
    monkeypatch.chdir(tmp_path)
    ran = egv(
        "trim", "--end", "1", "--force", "normalise", "-o", "out/", "--json", "--", f"{name}.mp4"
    )

    assert ran.code == 0, ran.err
    assert ran.output["input"] == f"{name}.mp4"
    assert {p.name for p in (tmp_path / "out").iterdir()} == {".egv", f"{name}.mp4"}


def test_one_bad_clip_of_three_fails_alone(clip: Maker, tmp_path: Path) -> None:
    for name in ("a.mp4", "c.mp4"):
        plain(clip, f"raw/{name}")
    (tmp_path / "raw" / "b.mp4").write_text("no film")
    ran = egv("run", tmp_path / "raw", "-o", f"{tmp_path}/out/", "--json")

    assert ran.code == 3
    assert [each["status"] for each in ran.json["outputs"]] == ["rendered", "failed", "rendered"]
    assert ran.json["outputs"][1]["error"]["kind"] == "input"


def test_a_playlist_in_disguise_opens_nothing_else(clip: Maker, tmp_path: Path) -> None:
    secret = plain(clip, "secret.mp4")
    (tmp_path / "a.mp4").write_text(f"ffconcat version 1.0\nfile {secret.name}\n")
    (tmp_path / "b.mp4").write_text(
        f"#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\n{secret}\n#EXT-X-ENDLIST\n"
    )
    for name in ("a.mp4", "b.mp4"):
        ran = refused(tmp_path, "normalise", tmp_path / name)

        assert ran.code == 1
        assert "not a video file" in ran.err


def test_a_title_in_another_encoding_than_utf8_is_read_as_far_as_it_can_be(
    clip: Maker, tmp_path: Path
) -> None:
    title = os.fsdecode(b"caf\xe9 \xc3\xa9")
    source = plain(
        clip, "a.mkv", "-metadata", f"title={title}", "-metadata:s:a", f"language={title}"
    )
    media = probe(source)
    made("normalise", source, "-o", tmp_path / "out.mp4")

    assert media.title == "caf\ufffd \xe9"
    assert media.audio is not None
    media.audio.language.encode()
