"""Subtitle files and tracks as other programs read them, and the loop of making and correcting."""

from __future__ import annotations

import html
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import av
import pysubs2
import pytest

from egv.core.cues.parse_subtitles import parse_subtitles
from egv.core.cues.srt_vtt import format_srt, format_srt_for_ffmpeg, format_vtt
from egv.core.cues.subtitle_marks import JOINER
from egv.core.media.clip import Cue
from egv.core.media.timing import Seconds, Span
from egv.tools.clips.probe import probe
from egv.tools.ffmpeg import runner
from egv.tools.ffmpeg.context import NO_CONTEXT
from egv.tools.measure.shots import find_shots
from tests.places import FIXTURES
from tests.running import made, packet_hash
from tests.scripted_whisper import build

pytestmark = pytest.mark.media

Maker = Callable[..., Path]
PICTURE = ("-f", "lavfi", "-i", "color=gray:s=160x90:r=25:d=6")
VOICE = FIXTURES / "sample" / "sample.wav"
CODING = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac")
HOSTILE = (
    "{naam} zegt hallo", "{\\an8}boven", "<b>vet</b> en <test>", "Tom & Jerry &amp; co",
    "&lt;b&gt;",
    "C:\\nieuw\\nora", "a --> b", "Het jaar\n2026", "42", "Emoji 😀 en ✓", "עברית שלום",
    "مرحبا بالعالم", "“Slimme” ‘quotes’…", "- A\n- B", "Drie\nregels\nhier",
    "100% %d %{pts} $HOME `x`", "it's; a, [b] (c) \"d\" # |", "<00:00:01.000>x",
)  # fmt: skip
CUES = tuple(Cue(Span(Seconds(2 * n), Seconds(2 * n + 1)), text) for n, text in enumerate(HOSTILE))


@pytest.fixture(params=["srt", "vtt"])
def written(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / f"hostile.{request.param}"
    path.write_text({"srt": format_srt, "vtt": format_vtt}[request.param](CUES), encoding="utf-8")
    return path


def by_ffmpeg(path: Path) -> list[str]:
    """The texts that ffmpeg shows for a subtitle file."""
    argv = [runner.find_ffmpeg(), "-v", "error", "-i", str(path), "-f", "ass", "-"]
    done = subprocess.run(argv, check=True, capture_output=True, text=True)
    events = [line.split(",", 9)[9] for line in done.stdout.splitlines() if "Dialogue" in line]
    for command, text in (("\\N", "\n"), ("\\{{}", "{"), ("\\{", "{"), ("\\}", "}"), (JOINER, "")):
        events = [event.replace(command, text) for event in events]
    return events


def test_ffmpeg_reads_hostile_texts_as_they_are(written: Path) -> None:
    assert by_ffmpeg(written) == list(HOSTILE)


@pytest.mark.filterwarnings("ignore:Possible missed subtitle:UserWarning")  # `a --> b` is a text
def test_pysubs2_reads_hostile_texts_as_they_are(written: Path) -> None:
    texts = [event.text for event in pysubs2.load(written)]
    found = [text.replace("\\N", "\n").replace(JOINER, "") for text in texts]
    read = map(html.unescape, found) if written.suffix == ".vtt" else found

    assert list(read) == list(HOSTILE)


def test_egv_reads_hostile_texts_as_they_are(written: Path) -> None:
    assert parse_subtitles(written.read_text(encoding="utf-8"), written.name) == CUES


def test_a_text_track_of_an_mp4_holds_hostile_texts_as_they_are(tmp_path: Path) -> None:
    source = tmp_path / "hostile.srt"
    source.write_text(format_srt_for_ffmpeg(CUES), encoding="utf-8")
    path = tmp_path / "hostile.mp4"
    argv = [runner.find_ffmpeg(), "-v", "error", "-i", str(source), "-c:s", "mov_text", str(path)]
    subprocess.run(argv, check=True)
    with av.open(str(path)) as container:
        packets = [bytes(packet) for packet in container.demux(subtitles=0)]
    texts = [raw[2 : 2 + int.from_bytes(raw[:2], "big")].decode() for raw in packets]

    assert [text.replace(JOINER, "") for text in texts if text] == list(HOSTILE)


@pytest.fixture
def clip_and_text(clip: Maker, tmp_path: Path) -> tuple[Path, Path]:
    """A clip of six seconds and its subtitles, in a file of another name."""
    text = (
        "1\n00:00:01,000 --> 00:00:03,000\nHello there.\n\n2\n00:00:03,500 --> 00:00:05,000\nBye.\n"
    )
    (tmp_path / "said.srt").write_text(text)
    return clip("a.mp4", *PICTURE, *CODING), tmp_path / "said.srt"


@pytest.mark.parametrize(("burn", "shown"), [("--burn", False), ("--no-burn", True)])
def test_soft_subtitles_are_one_track_with_its_language(
    clip_and_text: tuple[Path, Path], tmp_path: Path, burn: str, shown: bool
) -> None:
    clip, text = clip_and_text
    words = ("--from", text, "--language", "Nederlands", "--soft", burn)
    made("subtitle", *words, clip, "-o", tmp_path / "out.mp4")
    [track] = probe(tmp_path / "out.mp4").text_tracks

    assert (track.language, track.shown) == ("nld", shown)
    assert [cue.text for cue in track.cues] == ["Hello there.", "Bye."]
    assert [float(cue.span.start) for cue in track.cues] == [1.0, 3.52]
    assert (packet_hash(tmp_path / "out.mp4") == packet_hash(clip)) == shown  # else it is drawn on


def test_the_tracks_of_a_clip_stay_unless_they_are_dropped(
    clip_and_text: tuple[Path, Path], tmp_path: Path
) -> None:
    clip, text = clip_and_text
    words = ("subtitle", "--from", text, "--no-burn")
    made(*words, "--soft", "--language", "nl", clip, "-o", tmp_path / "nl.mp4")
    made(*words, "--soft", "--language", "en", tmp_path / "nl.mp4", "-o", tmp_path / "both.mp4")
    made(*words, "--soft", "--language", "nl", tmp_path / "both.mp4", "-o", tmp_path / "new.mp4")
    made(*words, "--drop-subs", tmp_path / "both.mp4", "-o", tmp_path / "none.mp4")

    def languages(name: str) -> list[str]:
        return sorted(track.language for track in probe(tmp_path / name).text_tracks)

    assert languages("both.mp4") == languages("new.mp4") == ["eng", "nld"]
    assert languages("none.mp4") == []


def test_files_are_made_without_a_video_corrected_and_used(clip: Maker, tmp_path: Path) -> None:
    """The loop that people use: recognise, correct, make the video."""
    voice = ("-i", str(VOICE), "-shortest")
    source = clip("talk.mp4", *PICTURE[:2], "-i", "color=gray:s=160x90:r=25", *voice, *CODING)
    model = build(tmp_path / "m", [(3.0, 8.0, "Hello colleague. My name is Anna.")], language="en")
    out = tmp_path / "out"
    emitted = made(
        "subtitle", source, "--emit", "srt,json", "--emit", "txt", "--model", model, "-o", out
    )
    names = [Path(each).name for each in emitted["sidecars"]]

    assert names == ["talk.en.srt", "talk.en.json", "talk.en.txt"]
    assert "output" not in emitted or emitted["output"] is None
    assert sorted(path.name for path in out.glob("talk*")) == sorted(names)
    words = json.loads((out / "talk.en.json").read_text())
    assert words["schema"] == "egv/words@1"
    assert words["cues"][0]["words"][0]["text"] == "Hello"

    edited = out / "talk.en.srt"
    text = edited.read_text().replace(
        "Hello colleague.", "Hello, colleagues and everybody else here!"
    )
    edited.write_text(text)
    again = made("subtitle", source, "--emit", "srt", "--model", model, "-o", out)
    assert again["steps"][0]["facts"]["method"] == "corrected"
    assert edited.read_text() == text
    video = made("subtitle", source, "--from", edited, "-o", out)

    assert edited.read_text() == text
    assert str(edited) in video["sidecars"]
    assert "everybody else here!" in (out / "talk.en.vtt").read_text()

    made("trim", "--start", "1", "subtitle", "--from", edited, source, "-o", out)
    first, *_ = parse_subtitles(text, "a")
    moved, *_ = parse_subtitles(edited.read_text(), "a")
    assert first.span.start - moved.span.start == 1
    assert (out / "talk.corrected.en.srt").read_text() == text


def test_what_a_person_made_is_reported_and_not_changed(
    clip_and_text: tuple[Path, Path], tmp_path: Path
) -> None:
    clip, text = clip_and_text
    long = "This line is much longer than anybody would put into one line of a subtitle,"
    body = f"{long}\nand it\nhas three."
    text.write_text(f"1\n00:00:01,000 --> 00:00:02,000\n{body}\n")
    given = made("subtitle", "--from", text, clip, "-o", tmp_path / "given.mp4")
    refit = made("subtitle", "--from", text, "--refit", clip, "-o", tmp_path / "refit.mp4")
    [kept] = parse_subtitles(Path(given["sidecars"][0]).read_text(), "a")
    broken = parse_subtitles(Path(refit["sidecars"][0]).read_text(), "a")

    assert kept == Cue(Span(Seconds(1), Seconds(2)), body)
    assert [note.split(" s ")[1] for note in given["notes"]] == [
        "has 94 characters a second, more than 25",
        "has 3 lines, more than 2",
        "has a line of 76 characters, more than 42 or too wide for the frame",
    ]
    assert len(broken) > 1
    assert all(len(line) <= 42 for cue in broken for line in cue.text.split("\n"))


def test_the_glossary_is_written_and_every_change_is_told(clip: Maker, tmp_path: Path) -> None:
    voice = ("-i", str(VOICE), "-shortest")
    source = clip("talk.mp4", *PICTURE[:2], "-i", "color=gray:s=160x90:r=25", *voice, *CODING)
    said = [(3.0, 8.0, "Hallo bij soft werk vandaag.")]
    model = build(tmp_path / "m", said, told="Softwerk, GDPR")
    kit = tmp_path / "kit" / "kit.yaml"
    kit.parent.mkdir()
    glossary = "{Softwerk: [Sofwerk, soft werk], GDPR: }"
    kit.write_text(f"schema: egv/kit@1\nname: k\nglossary: {glossary}\n")
    words = ("subtitle", "--model", model, "--language", "nl", "--no-burn", source)
    result = made(*words, "-k", kit, "-o", tmp_path / "out.mp4")

    assert "Hallo bij Softwerk" in Path(result["sidecars"][0]).read_text()
    assert any(
        "'soft werk' at" in note and "corrected to 'Softwerk'" in note for note in result["notes"]
    )


def test_a_glossary_of_any_length_fits_the_prompt(clip: Maker, tmp_path: Path) -> None:
    """Decoding fails at 448 tokens (faster-whisper issue 1022); this one has ten thousand."""
    voice = ("-i", str(VOICE), "-shortest")
    source = clip("talk.mp4", *PICTURE[:2], "-i", "color=gray:s=160x90:r=25", *voice, *CODING)
    model = build(tmp_path / "m", [(3.0, 8.0, "Hallo.")], told="x" * 50)
    terms = [word for _ in range(200) for word in ("--term", "x" * 50)]
    words = ("subtitle", "--model", model, "--language", "nl", "--no-burn", *terms, source)
    result = made(*words, "-o", tmp_path / "out.mp4")

    assert "Hallo." in Path(result["sidecars"][0]).read_text()


def test_a_cut_in_the_clip_is_found_on_its_frame(clip: Maker) -> None:
    shots = (
        "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=2.2", "-f", "lavfi", "-i",
        "mandelbrot=s=320x180:r=25:start_scale=1", "-filter_complex",
        "[1]trim=duration=2[b];[0][b]concat=n=2", "-c:v", "libx264",
    )  # fmt: skip
    for name, options in {"a": (), "b": ("-sc_threshold", "0")}.items():
        path = clip(f"{name}.mp4", *shots, *options)

        assert find_shots(probe(path), NO_CONTEXT) == (Seconds("2.2"),)
    steady = clip("c.mp4", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=3", *CODING[:4])

    assert find_shots(probe(steady), NO_CONTEXT) == ()
