"""Two people's IMG_0001.MOV: the second never takes the place of what was made of the first."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.running import Ran, egv, made
from tests.torture.test_names import faked
from tests.torture.watching import ended, started

pytestmark = [pytest.mark.media, pytest.mark.usefixtures("shared_cache")]
LINE = ("normalise", "--quality", "draft")  # the picture is copied, which takes no time
SAID = "1\n00:00:00,100 --> 00:00:00,900\nHallo\n"


@pytest.fixture
def film(here: Path, clip: Callable[..., Path]) -> Callable[..., Path]:
    """Makes a clip at a path below the working folder: `what` is seen, recorded at a moment."""

    def shot(name: str, what: str, at: str = "") -> Path:
        tags = ("-metadata", f"creation_time=2026-03-0{at}") if at else ()
        source = clip(
            f"{what}-{at[:1]}.mov", "-f", "lavfi", "-i", f"color={what}:s=160x90:r=25:d=1",
            *("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"), *tags,
        )  # fmt: skip
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, here / name)
        return Path(name)

    return shot


def refused(ran: Ran, *says: str) -> None:
    assert ran.code == 2, ran.out + ran.err
    error = ran.json["error"] or ran.output["error"]
    assert error["kind"] == "conflict"
    for words in says:
        assert words in error["message"]


def test_the_clip_of_another_day_fails_alone_and_says_whose_the_video_is(
    film: Callable[..., Path],
) -> None:
    first = film("day1/IMG_0001.mov", "red", "5T10:00:00Z")
    made(*LINE, first)
    video, before = Path("out/IMG_0001.mp4"), Path("out/IMG_0001.mp4").read_bytes()
    second = film("day2/IMG_0001.mov", "blue", "6T10:00:00Z")
    whose = (
        "out/IMG_0001.mp4: this file was made from day1/IMG_0001.mov, not from day2/IMG_0001.mov"
    )
    refused(egv(*LINE, second, "--json"), whose, "--overwrite", "{stem}-{date}.mp4")
    refused(
        egv(*LINE, second, "-o", "out/img_0001.MP4", "--json"), "IMG_0001.mp4", "made from day1"
    )
    foreseen = made(*LINE, second, "-n")
    film("day2/other.mov", "green", "6T11:00:00Z")
    folder = egv(*LINE, "day2", "--json")

    assert any(whose in note for note in foreseen["notes"])
    assert (folder.code, folder.json["error"]) == (3, None)
    assert [each["status"] for each in folder.json["outputs"]] == ["failed", "rendered"]
    assert folder.json["outputs"][0]["error"]["kind"] == "conflict"
    assert whose in folder.json["outputs"][0]["error"]["message"]
    assert video.read_bytes() == before
    assert made(*LINE, first)["status"] == "kept"

    first.unlink()
    egv(*LINE, "day1", "day2", "--json")
    assert video.read_bytes() == before
    assert made(*LINE, second, "--overwrite")["status"] == "rendered"
    assert video.read_bytes() != before


def test_under_one_path_only_the_same_recording_is_an_edit(film: Callable[..., Path]) -> None:
    path = film("raw/a.mov", "red", "5T10:00:00Z")
    made(*LINE, path)
    film("raw/a.mov", "blue", "5T10:00:00Z")
    edited = made(*LINE, path)["status"]
    path.rename("raw/b.mov")
    moved = made(*LINE, "raw/b.mov", "-o", "out/a.mp4")["status"]
    film("raw/b.mov", "green", "5T10:00:00Z")
    edited_again = made(*LINE, "raw/b.mov", "-o", "out/a.mp4")["status"]
    film("raw/b.mov", "green", "6T10:00:00Z")
    retaken = egv(*LINE, "raw/b.mov", "-o", "out/a.mp4", "--json")
    film("raw/b.mov", "gray")
    unsure = egv(*LINE, "raw/b.mov", "-o", "out/a.mp4", "--json")

    assert (edited, moved, edited_again) == ("rendered", "kept", "rendered")
    refused(retaken, "raw/b.mov is now a different recording, judging by its time or device")
    refused(unsure, "raw/b.mov now has different content that cannot be shown")


def test_a_draft_or_a_take_for_practice_of_another_clip_stays(film: Callable[..., Path]) -> None:
    recipe = "schema: egv/recipe@1\nname: news\napproval: review\nsteps: [{trim: {end: 0.5}}]\n"
    Path("news.yaml").write_text(recipe)
    first, second = film("day1/a.mov", "red"), film("day2/a.mov", "blue")
    line = ("run", "-r", "./news.yaml", "--quality", "draft")
    made(*line, first)
    made(*line, first, "--practice")
    made(*LINE, first, "-o", "direct/")
    before = {path: path.read_bytes() for path in Path().glob("*/*.mp4")}

    refused(egv(*line, second, "--json"), "out/a.draft.mp4: this file was made from day1/a.mov")
    refused(egv(*line, second, "--practice", "--json"), "out/a.practice.mp4", "day1/a.mov")
    film("day2/b.mov", "green")
    approved_later = egv(*line, "day2", "-o", "direct/", "--json")
    assert (approved_later.code, len(before)) == (3, 3)
    assert (
        "direct/a.mp4: this file was made from"
        in approved_later.json["outputs"][0]["error"]["message"]
    )
    assert {path: path.read_bytes() for path in before} == before
    assert not Path("direct/a.draft.mp4").exists()


def test_subtitles_go_with_the_step_that_made_them(film: Callable[..., Path]) -> None:
    clip = film("raw/a.mov", "red")
    Path("said.srt").write_text(SAID)
    Path("out").mkdir()
    for path in ("out/a.en.srt", "out/a.notes.txt"):
        Path(path).write_text("mine")
    with_text = made("subtitle", "--from", "said.srt", "--quality", "draft", "--no-burn", clip)
    Path("out/a.nl.vtt").write_text("corrected")
    without = made(*LINE, clip)

    assert len(with_text["sidecars"]) == 2
    assert sorted(path.name for path in Path("out").iterdir()) == [
        ".egv", "a.en.srt", "a.mp4", "a.nl.vtt", "a.notes.txt",
    ]  # fmt: skip
    assert [note for note in without["notes"] if "no longer has these subtitles" in note] == [
        "out/a.nl.srt: removed, because the video no longer has these subtitles",
        "out/a.nl.vtt: the video no longer has these subtitles, but this file was edited, so"
        " it is kept; delete it if you do not need it",
    ]
    assert Path("out/a.nl.vtt").read_text() == "corrected"


@pytest.mark.torture
def test_a_preview_of_another_clip_stays(film: Callable[..., Path]) -> None:
    line = ("preview", "--skip", "subtitle")
    made(*line, film("day1/a.mov", "red"))
    before = Path("out/preview/a.preview.png").read_bytes()
    second = film("day2/a.mov", "blue")

    refused(egv(*line, second, "--json"), "preview", "made from day1/a.mov, not from day2/a.mov")
    assert Path("out/preview/a.preview.png").read_bytes() == before
    assert made(*line, second, "--overwrite")["status"] == "rendered"


@pytest.mark.torture
def test_what_comes_to_stand_there_during_the_encode_is_left(
    film: Callable[..., Path], here: Path
) -> None:
    clip = film("raw/a.mov", "red")
    place = here / "out/a.mp4"
    environment = faked(here / "ffmpeg", f"open({str(place)!r}, 'w').write('mine')")
    words = ("colour-correct", "--exposure", "0.5", "--mode", "off", clip, "--json")
    done = ended(started(*words, env=environment))

    refused(done, "out/a.mp4: this file exists, and was not made by egv")
    assert place.read_text() == "mine"
    assert [path.name for path in Path("out").iterdir()] == ["a.mp4"]


@pytest.mark.torture
def test_of_two_runs_at_once_the_second_finds_the_video_of_the_first(
    film: Callable[..., Path],
) -> None:
    for number in range(3):
        clips = [film(f"day{n}/{number}.mov", what) for n, what in enumerate(("red", "blue"))]
        runs = [started("colour-correct", "--exposure", "0.5", each, "--json") for each in clips]
        results = [ended(run) for run in runs]

        assert sorted(result.code for result in results) == [0, 2]
        refused(
            next(each for each in results if each.code),
            f"out/{number}.mp4: this file was made from",
        )
