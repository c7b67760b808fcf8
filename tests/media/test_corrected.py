"""Subtitles that somebody corrects in the file beside a video are the text of the next run."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from egv.tools.library.subtitle_files import load_cues
from tests.cli.at_a_terminal import Met, met
from tests.places import FIXTURES
from tests.running import egv, frames, made

pytestmark = pytest.mark.media
Maker = Callable[..., Path]

VOICE = FIXTURES / "sample" / "sample.wav"
PICTURE = ("-f", "lavfi", "-i", "color=gray:s=160x90:r=25", "-i", str(VOICE), "-t", "10")
CODING = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac")
INTRO = "intro: {card: {lines: [Hi], duration: 1.0}}\n"
SAID = "Hello colleagues, my name is Maria.\nToday we show you how to record a good video.\n"
FRAME = 0.041
TRIM, FILES = ("trim", "--start", "0.4", "--silence", "off"), ("--emit", "srt,vtt")


@pytest.fixture(autouse=True)
def _with_a_clip(here: Path, clip: Maker, shared_cache: None) -> None:  # noqa: ARG001
    shutil.copy(clip("talk.mp4", *PICTURE, *CODING), here / "talk.mp4")
    (here / "said.txt").write_text(SAID)
    (here / "k").mkdir()
    (here / "k" / "kit.yaml").write_text(f"schema: egv/kit@1\nname: k\nlanguage: en\n{INTRO}")


LINE = (*TRIM, "subtitle", "--script", "said.txt", "brand", "-k", "./k", "talk.mp4")
SRT, VTT, KEPT = (Path("out") / f"talk.{name}" for name in ("en.srt", "en.vtt", "corrected.en.srt"))


def files(*words: object, line: Sequence[str] = LINE) -> dict[str, object]:
    """Only the subtitle files of a line, which take a fraction of a video's time."""
    at = line.index("subtitle") + 1
    return made(*line[:at], *FILES, *line[at:], *words)


def edited(old: str, new: str, path: Path = SRT) -> bytes:
    """The bytes of a subtitle file in which somebody changed a word."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    return path.read_bytes()


def starts(path: Path) -> list[float]:
    return [float(cue.span.start) for cue in load_cues(path)]


def words(path: Path) -> str:
    return " ".join(" ".join(cue.text.split()) for cue in load_cues(path))


def test_a_corrected_subtitle_is_the_text_of_the_next_run_at_its_own_times() -> None:
    first = made(*LINE, "--quality", "draft")
    before = frames(Path("out/talk.mp4"))
    times = load_cues(SRT)
    theirs = edited("Maria", "M").replace(b"\n", b"\r\n")
    SRT.write_bytes(theirs)
    planned = egv(*LINE, "--quality", "draft", "-n")
    ran = egv(*LINE, "--quality", "draft", "--json")
    after, done = frames(Path("out/talk.mp4")), ran.output

    assert first["steps"][1]["facts"]["method"] == "script"
    assert "1 subtitle file was corrected by you; a run makes it again" in planned.err
    assert "1 subtitle file was corrected by you; making it again" in ran.err
    assert (done["status"], done["steps"][1]["facts"]["method"]) == ("rendered", "corrected")
    assert done["notes"][0] == (
        "subtitle: the text is your own, from out/talk.en.srt; delete that file to go"
        " back to egv's text"
    )
    assert SRT.read_bytes() == theirs
    for new, old in zip(load_cues(VTT), times, strict=True):
        assert new.text == old.text.replace("Maria", "M")
        assert abs(float(new.span.start - old.span.start)) <= FRAME
        assert abs(float(new.span.end - old.span.end)) <= FRAME
    changed = [at for (at, one), (_, two) in zip(before, after, strict=True) if _differ(one, two)]
    assert abs(float(changed[0] - times[0].span.start)) <= FRAME
    assert abs(float(changed[-1] - times[0].span.end)) <= 2 * FRAME

    assert made(*LINE, "--quality", "draft")["status"] == "kept"
    preview = made("preview", *LINE, "-n")
    methods = [each["facts"].get("method") for each in preview["steps"]]
    assert "corrected" in methods
    Path("out/talk.en.srt.txt").write_text("as Notepad saves it")
    SRT.write_bytes(b"\xef\xbb\xbf" + theirs.replace(b"\r\n", b"\n"))
    kept = made(*LINE, "--quality", "draft")
    assert kept["status"] == "kept"
    assert any("talk.en.srt.txt is not used" in note for note in kept["notes"])


def _differ(one: np.ndarray, two: np.ndarray) -> bool:
    return float(np.abs(one.astype(int) - two.astype(int)).max()) > 60


def test_a_correction_goes_with_its_words_into_another_cut_and_is_never_lost() -> None:
    files()
    theirs = edited("Maria", "Marie")
    files()
    assert SRT.read_bytes() == theirs
    was = starts(SRT)
    kit = Path("k/kit.yaml")
    kit.write_text(kit.read_text().replace(INTRO, ""))
    plain = files()

    assert [a - b for a, b in zip(was, starts(SRT), strict=True)] == pytest.approx([1, 1], abs=0.04)
    assert KEPT.read_bytes() == theirs
    assert any("is kept as out/talk.corrected.en.srt" in note for note in plain["notes"])  # type: ignore[attr-defined]

    short = ("trim", "--end", "3.5", "--force", *LINE[5:])
    cut = files(line=short)
    assert "record a good" not in words(SRT)
    assert any("1 text of talk.corrected.en.srt cannot be shown" in note for note in cut["notes"])  # type: ignore[attr-defined]
    kit.write_text(kit.read_text() + INTRO)
    files()
    assert words(SRT) == words(KEPT)
    assert starts(SRT) == pytest.approx(was, abs=FRAME)

    again = edited("Marie", "Mary")
    assert "Mary" in words(SRT)
    files()
    assert SRT.read_bytes() == again
    assert "Mary" in words(VTT)
    SRT.unlink()
    gone = files()
    assert "Maria" in words(SRT)
    assert any("was deleted, so its text is made again" in note for note in gone["notes"])  # type: ignore[attr-defined]
    assert KEPT.read_bytes() == theirs


def test_a_file_of_a_finished_video_is_on_its_clock_wherever_it_lies() -> None:
    files()
    was = starts(SRT)
    for place in (SRT, Path("copy.srt"), Path("elsewhere/x.vtt"), Path("talk.srt")):
        place.parent.mkdir(exist_ok=True)
        if place != SRT:
            shutil.copy(VTT if place.suffix == ".vtt" else SRT, place)
            edited("Maria", "Marie", place)
        named = () if place.name == "talk.srt" else ("--from", place)
        line = (*TRIM, "subtitle", *FILES, *named, "brand", "-k", "./k", "talk.mp4")
        out = Path("again") / place.stem
        result = made(*line, "-o", "out" if place in (SRT, Path("talk.srt")) else f"{out}/")

        assert starts(Path(result["sidecars"][0])) == pytest.approx(was, abs=FRAME), place


@pytest.mark.parametrize("kind", ["vtt", "json", "txt"])
def test_whichever_file_is_corrected_it_is_the_text_and_stays_it(kind: str) -> None:
    def emitted() -> dict[str, object]:
        line = ("subtitle", "--emit", "srt,vtt,json,txt", "--script", "said.txt", "brand")
        return made(*TRIM, *line, "-k", "./k", "talk.mp4")

    emitted()
    times, path = load_cues(SRT), SRT.with_suffix(f".{kind}")
    theirs = edited("Maria", "Marie van Dam", path)
    first = emitted()

    assert first["steps"][1]["facts"]["method"] == "corrected"  # type: ignore[index]
    emitted()
    assert path.read_bytes() == theirs
    for other in (SRT, VTT, SRT.with_suffix(".json")):
        for new, old in zip(load_cues(other), times, strict=True):
            said = old.text.replace("Maria", "Marie van Dam")
            assert new.text.split() == said.split()
            assert abs(float(new.span.start - old.span.start)) <= FRAME
            assert abs(float(new.span.end - old.span.end)) <= FRAME
    kit = Path("k/kit.yaml")
    kit.write_text(kit.read_text().replace("duration: 1.0", "duration: 2.0"))
    emitted()
    assert "Marie van Dam" in words(SRT)
    assert starts(SRT) == pytest.approx([float(cue.span.start) + 1 for cue in times], abs=FRAME)
    assert any(kept.read_bytes() == theirs for kept in Path("out").glob(f"talk*.{kind}"))

    edited("Dam", "Berg", SRT)
    edited("Dam", "Dijk", VTT)
    apart = egv(*TRIM, "subtitle", *FILES, "--script", "said.txt", "brand", "-k", "./k", "talk.mp4")
    assert apart.code == 2
    assert "were corrected differently" in apart.err
    assert SRT.name in apart.err
    assert VTT.name in apart.err


def test_the_text_is_edited_in_an_editor_and_used_when_it_is_right(here: Path) -> None:
    editor = here / "editor.sh"
    editor.write_text('#!/bin/sh\nsed -i "$CHANGE" "$1"\n')
    editor.chmod(0o755)

    def edit(change: str) -> Met:
        line = ("--edit", "--script", "said.txt", "--emit", "vtt", "talk.mp4")
        return met(here, [], *line, command="subtitle", VISUAL=str(editor), CHANGE=change)

    alone = egv("subtitle", "--edit", "talk.mp4")
    assert (alone.code, "needs a person at a terminal" in alone.err) == (2, True)
    assert "nothing was changed" in " ".join(edit("s/x/x/").screen.split())
    assert not VTT.exists()
    wrong = edit("s/Maria/Marie/; s/^00:00:0/00:00:x/")
    assert wrong.code == 2
    assert "talk.en.srt:2: " in wrong.screen
    assert "Marie" in SRT.read_text()
    assert not VTT.exists()
    right = edit("s/^00:00:x/00:00:0/")
    assert right.code == 0, right.screen
    assert "Marie" in words(VTT)
