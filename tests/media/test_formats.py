"""Other shapes from one decode: sizes, what stays in view, branding, names, and what is kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from egv.core.media.timing import Span
from egv.core.picture.crop import Follow, choose_crop_window
from egv.core.picture.crop_choice import place_crop
from egv.tools.clips.probe import probe
from egv.tools.ffmpeg.context import NO_CONTEXT
from egv.tools.measure.face_detector import FaceDetector
from egv.tools.measure.focus import find_focus
from tests.conftest import SAMPLE, SHARED
from tests.running import egv, frames, made, packet_hash

pytestmark = [pytest.mark.media, pytest.mark.usefixtures("shared_cache")]

Maker = Callable[..., Path]
CODING = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
SIZES = {
    "landscape": (1920, 1080), "portrait": (1080, 1920), "square": (1080, 1080),
    "feed": (1080, 1350),
}  # fmt: skip
SHARP = {**SIZES, "portrait": (360, 640), "square": (648, 648), "feed": (512, 640)}  # of 640x360
NOISE = "noise=alls=20:allf=t"  # no screen is so restless
WALKER = (  # a bright square that stands left for 2 s, and right after that
    "color=0x505050:s=640x360:r=24:d=4,drawbox=x=60:y=140:w=80:h=80:c=white:t=fill:"
    "enable='lt(t,2)',drawbox=x=500:y=140:w=80:h=80:c=white:t=fill:enable='gte(t,2)'," + NOISE
)


def moving(clip: Maker, name: str = "a.mp4", size: str = "640x360", seconds: int = 1) -> Path:
    source = f"testsrc2=s={size}:r=24:d={seconds},{NOISE}"
    sound = ("-f", "lavfi", "-i", f"sine=d={seconds}")
    return clip(name, "-f", "lavfi", "-i", source, *sound, *CODING, "-c:a", "aac")


def wanted(*words: str) -> tuple[str, ...]:
    return tuple(part for word in words for part in ("--format", word))


def test_every_format_is_made_in_one_run_and_named_after_it(clip: Maker, tmp_path: Path) -> None:
    out = f"{tmp_path}/out/"
    branded = ("brand", "--title", "Hello", "--no-outro", "-k", "acme")
    line = (*branded, moving(clip), *wanted(*SIZES), "-o", out)
    ran = egv(*line, "--quality", "draft", "--json", "-v")
    outputs = ran.json["outputs"]

    assert ran.code == 0
    assert [(each["format"], each["encodes"]) for each in outputs] == [(w, 1) for w in SIZES]
    for each in outputs:
        assert Path(each["output"]).name == f"a.{each['format']}.mp4"
        first = frames(Path(each["output"]))[-1][1]
        assert first.shape[:2] == SHARP[each["format"]][::-1]
    commands = [line for line in ran.err.splitlines() if "-crf" in line]
    assert [line.count("-i file:" + str(moving(clip))) for line in commands] == [1]  # one decode
    again = egv(*line, "--quality", "draft", "--json").json["outputs"]
    assert {each["status"] for each in again} == {"kept"}


def test_a_format_that_the_clip_has_is_copied(clip: Maker, tmp_path: Path) -> None:
    source = moving(clip, size="1080x1080")
    result = made("normalise", source, *wanted("square"), "-o", tmp_path / "out.mp4")

    assert result["encodes"] == 0
    assert packet_hash(tmp_path / "out.mp4") == packet_hash(source)


def column_of_square(picture: NDArray[np.uint8]) -> float:
    """Where the bright square's middle is, as a share of the width; -1 where there is none."""
    bright = np.flatnonzero(picture.mean(axis=2).max(axis=0) > 215)
    return float(bright.mean() / picture.shape[1]) if len(bright) > 20 else -1.0


@pytest.mark.parametrize(
    ("focus", "there"),
    [
        ("left", (True, False)),
        pytest.param("right", (False, True), marks=pytest.mark.torture),
    ],
)
def test_a_side_that_is_named_stays_in_view(
    clip: Maker, tmp_path: Path, focus: str, there: tuple[bool, bool]
) -> None:
    source = clip("w.mp4", "-f", "lavfi", "-i", WALKER, *CODING)
    words = ("reframe", "--fit", "crop", "--focus", focus, source, *wanted("portrait"))
    made(*words, "-o", tmp_path / "out.mp4", "--quality", "draft")
    seen = frames(tmp_path / "out.mp4")
    early, late = (column_of_square(seen[n][1]) >= 0 for n in (12, 84))

    assert (early, late) == there


@pytest.mark.parametrize(("fit", "colour"), [("pad", True), ("blur", False)])
def test_a_whole_picture_stands_in_the_middle(
    clip: Maker, tmp_path: Path, fit: str, colour: bool
) -> None:
    words = ("reframe", "--fit", fit, moving(clip), *wanted("portrait"), "-k", "acme")
    result = made(*words, "-o", tmp_path / "out.mp4", "--quality", "draft")
    picture = frames(tmp_path / "out.mp4")[20][1].astype(float)
    bar = picture[40:500]
    edges = np.abs(np.diff(picture.mean(axis=2), axis=0)).mean(axis=1)

    assert result["steps"][-1]["facts"]["fit"] == fit
    assert sorted(np.argsort(edges)[-2:]) == pytest.approx([656, 1263], abs=8)
    assert (bar.std(axis=(0, 1)).max() < 4) == colour


def test_a_screen_is_never_cut_unless_it_is_asked_for(clip: Maker, tmp_path: Path) -> None:
    flat = "color=white:s=640x360:r=24:d=2,drawbox=x=40:y=40:w=200:h=60:c=navy:t=fill"
    source = clip("s.mp4", "-f", "lavfi", "-i", flat, *CODING)
    words = (source, *wanted("portrait"), "--quality", "draft", "-o")
    whole = made("reframe", *words, tmp_path / "a.mp4")
    cut = made("reframe", "--fit", "crop", *words, tmp_path / "b.mp4")

    assert whole["steps"][-1]["facts"]["fit"] == "blur"
    assert "looks like a screen recording, so portrait shows all of it" in whole["notes"][0]
    assert cut["steps"][-1]["facts"]["fit"] == "crop"


def speaker(clip: Maker, name: str, *look: str) -> Path:
    """A second of the sample, in which somebody speaks, looked at in another way."""
    return clip(name, "-ss", "3", "-t", "1", "-i", str(SAMPLE), "-vf", ",".join(look), *CODING)


def test_a_speaker_is_cut_with_all_of_her_head(clip: Maker, tmp_path: Path) -> None:
    source = speaker(clip, "a.mp4", "scale=640:360")
    result = made("reframe", source, *wanted("portrait"), "-o", tmp_path / "out.mp4")
    [face] = FaceDetector().find_faces(frames(tmp_path / "out.mp4")[12][1])

    assert result["steps"][-1]["why"] == "portrait: cropped to the face"
    assert [note.split(",")[0] for note in result["notes"]] == ["reframe: portrait is 360x640 here"]
    assert face.head[0] > 0
    assert face.head[1] > 0
    assert face.head[2] < 1


def test_a_face_that_a_cut_would_be_filled_by_is_shown_whole(clip: Maker, tmp_path: Path) -> None:
    source = speaker(clip, "a.mp4", "crop=800:450:300:100", "scale=640:360")
    result = made("reframe", source, *wanted("portrait"), "-o", tmp_path / "out.mp4")
    [face] = FaceDetector().find_faces(frames(tmp_path / "out.mp4")[12][1])

    assert result["steps"][-1]["facts"]["fit"] == "blur"
    assert "because a crop would be filled by the face" in result["notes"][0]
    assert frames(tmp_path / "out.mp4")[0][1].shape[:2] == (1920, 1080)
    assert face.face[3] - face.face[1] < 0.3


def test_the_logo_leaves_the_corner_that_a_face_comes_to(clip: Maker, tmp_path: Path) -> None:
    source = speaker(clip, "a.mp4", "crop=800:450:60:130", "scale=640:360")
    words = ("brand", source, "--no-intro", "--no-outro", "-k", "acme", "-o")
    result = made(*words, tmp_path / "with.mp4")
    made(*words, tmp_path / "without.mp4", "--no-logo")
    shown, plain = (
        frames(tmp_path / name)[12][1].astype(int) for name in ("with.mp4", "without.mp4")
    )
    columns = np.flatnonzero(np.abs(shown - plain).max(axis=2).max(axis=0) > 48)

    assert "logo top-left (a face comes top-right)" in result["steps"][0]["why"]
    assert 0 < columns.min() <= columns.max() < 320


@pytest.mark.real
@pytest.mark.parametrize(
    ("name", "x", "y"),
    [("talking_head_portrait_hevc.mp4", 0.51, 0.23), ("talking_head_square_vfr.mp4", 0.57, 0.33)],
)
def test_a_real_face_is_found_and_the_camera_stands_still(name: str, x: float, y: float) -> None:
    media = probe(SHARED / name)
    found = find_focus(media, Span(media.duration * 0, media.duration), NO_CONTEXT)
    [face] = found.faces
    cut = place_crop(found, choose_crop_window((1920, 1080), (1080, 1080)), Follow.AUTO)

    assert list(face.boxes[0].middle) == pytest.approx([x, y], abs=0.05)
    assert len(face.boxes) == int(media.duration * 4)
    assert cut.path.moves == ()


@pytest.mark.real
@pytest.mark.parametrize(
    "name", ["phone_rotated180_vfr.mp4", "screencast_silent_mic.mp4", "iphone_hlg_edit_list.mp4"]
)
def test_a_dog_a_screen_and_a_building_are_no_faces(name: str) -> None:
    media = probe(SHARED / name)

    assert find_focus(media, Span(media.duration * 0, media.duration), NO_CONTEXT).faces == ()


def test_words_that_make_no_sense_of_formats_are_refused(clip: Maker, tmp_path: Path) -> None:
    source = moving(clip)
    unknown = egv("reframe", source, "--format", "portret", "-o", f"{tmp_path}/o/")
    one_name = egv("reframe", source, *wanted("portrait", "square"), "-o", tmp_path / "o.mp4")
    none = made("reframe", source, "-o", tmp_path / "o.mp4", "-n")

    assert unknown.code == 2
    assert "did you mean 'portrait'" in unknown.err
    assert one_name.code == 2
    assert "{format}" in one_name.err
    assert none["notes"] == ["reframe: no --format is given, so the picture keeps its shape"]


def test_a_kit_may_have_formats_of_its_own(clip: Maker, tmp_path: Path) -> None:
    kit = tmp_path / "kit" / "kit.yaml"
    kit.parent.mkdir()
    kit.write_text('schema: egv/kit@1\nname: k\nformats: {wall: {aspect: "21:9", fit: crop}}\n')
    words = ("reframe", moving(clip), *wanted("wall"), "-k", kit, "--quality", "draft")
    made(*words, "-o", tmp_path / "out.mp4")

    assert frames(tmp_path / "out.mp4")[0][1].shape[:2] == (492, 1148)
    kit.write_text("schema: egv/kit@1\nname: k\nformats: {wall: {fit: crop}, a: {aspect: 16:9}}\n")
    assert egv("kit", "validate", kit).code == 2


def test_two_words_for_one_shape_are_two_files_of_one_encode(clip: Maker, tmp_path: Path) -> None:
    line = ("reframe", moving(clip), "-o", f"{tmp_path}/out/", "--quality", "draft", "-v", "--json")
    ran = egv(*line, *wanted("portrait", "9:16", "square"))
    outputs = {each["format"]: Path(each["output"]) for each in ran.json["outputs"]}

    assert {word: path.name for word, path in outputs.items()} == {
        "portrait": "a.portrait.mp4", "9:16": "a.9x16.mp4", "square": "a.square.mp4"
    }  # fmt: skip
    assert packet_hash(outputs["portrait"]) == packet_hash(outputs["9:16"])
    assert frames(outputs["portrait"])[0][1].shape[:2] == SHARP["portrait"][::-1]
    assert ran.err.count("libx264") == 2  # not three
    again = egv(*line, *wanted("9:16", "portrait", "square")).json["outputs"]
    assert {each["status"] for each in again} == {"kept"}
    assert sorted(path.name for path in (tmp_path / "out").glob("*.mp4")) == [
        "a.9x16.mp4", "a.portrait.mp4", "a.square.mp4"
    ]  # fmt: skip


def test_words_for_a_shape_work_in_recipes_and_projects(
    clip: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    recipe = "schema: egv/recipe@1\nname: r\nsteps: [reframe]\noutputs:\n"
    Path("r.yaml").write_text(recipe + "  - format: 4:5\n  - {format: reel, file: '{stem}.mp4'}\n")
    Path("plain.yaml").write_text("schema: egv/recipe@1\nname: p\nsteps: [reframe]\n")
    Path("egv.yaml").write_text("schema: egv/project@1\nformats: [tiktok, 1:1]\n")
    source = moving(clip)

    def planned(*words: str) -> dict[str, str]:
        outputs = egv(*words, source, "-n", "--json").json["outputs"]
        return {each["format"]: Path(each["output"]).name for each in outputs}

    assert planned("run", "-r", "r.yaml") == {"4:5": "a.4x5.mp4", "reel": "a.mp4"}
    assert planned("run", "-r", "plain.yaml") == {"tiktok": "a.tiktok.mp4", "1:1": "a.1x1.mp4"}
    assert planned("run", "-r", "plain.yaml", "--format", "story") == {"story": "a.mp4"}
    assert planned("reframe") == {"source": "a.mp4"}
    egv("reframe", source, "-n", "--save-recipe", "saved.yaml")
    assert planned("run", "-r", "saved.yaml") == {"source": "a.mp4"}
    Path("egv.yaml").write_text("schema: egv/project@1\nformats: riel\n")
    wrong = egv("run", "-r", "plain.yaml", source)
    assert wrong.code == 2
    assert "egv.yaml:2: formats riel: there is no such format; did you mean 'reel'?" in wrong.err
