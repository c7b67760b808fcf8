"""Subtitles come when the words are said: read speech, late sound, holes, and no speech at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from egv.core.cues.parse_subtitles import parse_subtitles
from egv.core.cues.script import place_script
from egv.core.graph.pads import Pad, Source
from egv.core.media.clip import Cue
from egv.core.media.timing import Seconds
from egv.core.programme.questions import WordsIn
from egv.tools.ffmpeg.context import NO_CONTEXT
from egv.tools.ffmpeg.samples import decode_speech_samples
from egv.tools.measure.recognition import recognise_words
from egv.tools.measure.speech import find_speech
from tests.places import FIXTURES, ROOT
from tests.running import egv, made
from tests.scripted_whisper import build
from tests.variants import take_one_in

pytestmark = pytest.mark.media

Maker = Callable[..., Path]
VOICE = FIXTURES / "sample" / "sample.wav"
SCRIPT = ROOT / "examples" / "sample.script.txt"
MODEL = ROOT / "examples" / "models" / "tiny-en-egv"
GREY = ("-f", "lavfi", "-i", "color=gray:s=160x90:r=25")
CODING = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
TRUTH = json.loads(VOICE.with_suffix(".json").read_text())["sentences"]
PAUSE = max(
    ((one["end"], other["start"]) for one, other in pairwise(TRUTH)), key=lambda p: p[1] - p[0]
)
LATE, HOLE = 2.0, 1.0  # s
HOLE_AT = sum(PAUSE) / 2


def cues(result: dict[str, object]) -> tuple[Cue, ...]:
    sidecars = result["sidecars"]
    assert isinstance(sidecars, list)
    path = Path(sidecars[0])
    return parse_subtitles(path.read_text(encoding="utf-8"), path.name)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_sentences_read_aloud_are_placed_by_voice_alone(language: str) -> None:
    """R12: 95 of 100 sentences begin and end within 0.30 s of the truth."""
    truth = json.loads((FIXTURES / "read" / f"{language}.json").read_text())
    sound = Pad(Source(FIXTURES / "read" / f"{language}.opus"), "a", 0)
    speech = find_speech(decode_speech_samples(sound, NO_CONTEXT))
    found = place_script(" ".join(each["text"] for each in truth), speech.spans)
    starts = [abs(float(c.span.start) - t["start"]) for c, t in zip(found, truth, strict=True)]
    ends = [abs(float(c.span.end) - t["end"]) for c, t in zip(found, truth, strict=True)]

    assert [cue.text for cue in found] == [each["text"] for each in truth]
    assert np.quantile(starts, 0.95) <= 0.10  # 0.01 s was measured
    assert np.quantile(ends, 0.95) <= 0.30  # 0.08 s was measured


@pytest.mark.parametrize(
    "options",
    [
        pytest.param(("--script", SCRIPT), marks=pytest.mark.torture),
        ("--model", MODEL),
    ],
)
def test_late_sound_and_a_hole_in_it_move_no_subtitle(
    clip: Maker, tmp_path: Path, options: tuple[str, object]
) -> None:
    """R3: what others get wrong by 2 s and 1 s is within 40 ms."""
    shapes = {
        "plain": ("-i", str(VOICE)),
        "late": ("-itsoffset", str(LATE), "-i", str(VOICE)),
        "hole": ("-i", str(VOICE), "-af", f"asetpts='PTS+gte(T,{HOLE_AT})*{HOLE}/TB'"),
    }
    starts = {}
    for name, sound in shapes.items():
        source = clip(f"{name}.mkv", *GREY, *sound, "-t", "31", *CODING, "-c:a", "pcm_s16le")
        words = ("subtitle", *options, "--no-burn", source, "-o", tmp_path / f"{name}.mp4")
        starts[name] = [float(cue.span.start) for cue in cues(made(*words))]
    moved = [start + HOLE * (start > HOLE_AT) for start in starts["plain"]]

    assert starts["late"] == pytest.approx([at + LATE for at in starts["plain"]], abs=0.041)
    assert starts["hole"] == pytest.approx(moved, abs=0.041)


SOUNDS = {
    "silence": "anullsrc=r=48000:cl=mono",
    "hiss": "anoisesrc=r=48000:a=0.0056:seed=3",  # -45 dBFS
    "tones": "aevalsrc='0.2*sin(2*PI*(220+110*floor(mod(2*t,4)))*t)':s=48000",
}


@pytest.mark.parametrize("sound", take_one_in(3, SOUNDS))
def test_where_nobody_speaks_there_is_nothing_to_read(
    clip: Maker, tmp_path: Path, sound: str
) -> None:
    """R14, with a model that has something to say all the same."""
    source = clip(
        "a.mp4", *GREY, "-f", "lavfi", "-i", SOUNDS[sound], "-t", "33", *CODING, "-c:a", "aac"
    )
    model = build(tmp_path / "m", [(1, 4, "Bedankt voor het kijken.")])
    words = ("subtitle", "--model", model, source, "-o", tmp_path / "out.mp4")
    result = made(*words)
    asked = egv(*words, "--require-speech", "--overwrite", "--json")

    assert result["sidecars"] == []
    assert "subtitle: nobody speaks, so there is nothing to subtitle" in result["notes"]
    assert asked.code == 4
    assert asked.output["error"]["kind"] == "gate"


def test_a_listening_model_says_how_far_it_is(tmp_path: Path) -> None:
    model = build(tmp_path / "m", [(0.8, 2.6, "Hallo allemaal."), (6.2, 8, "Tot ziens.")])
    sound = Pad(Source(VOICE), "a", 0)
    heard: list[float | None] = []
    question = WordsIn(sound, model, ("nl",), duration=Seconds(22))
    recognise_words(question, NO_CONTEXT, heard.append)

    assert heard[:2] == [None, 0.0]
    shares = [share for share in heard if share is not None]
    assert len(shares) > 2
    assert shares == sorted(shares)
    assert 0 < shares[-1] <= 1
    recognise_words(WordsIn(sound, model, ("nl",)), NO_CONTEXT, heard.append)
    assert heard[-1] == 0.0  # of an unknown length


def test_what_a_model_makes_up_is_left_out_and_told(clip: Maker, tmp_path: Path) -> None:
    """R15: a sentence over silence, though the model is sure of it."""
    source = clip("talk.mp4", *GREY, "-i", str(VOICE), "-t", "30", *CODING, "-c:a", "aac")
    invented = "Ondertitels ingediend door de Amara.org gemeenschap"
    said = [
        (0.8, 2.6, "Hallo allemaal hier vandaag."),
        (6.2, 6.8, invented),
    ]  # a pause: see the truth
    words = ("--model", build(tmp_path / "m", said), "--language", "nl", "--no-burn")
    result = made("subtitle", *words, source, "-o", tmp_path / "out.mp4")

    assert "".join(cue.text for cue in cues(result)) == "Hallo allemaal hier vandaag."
    assert [note for note in result["notes"] if invented in note] == [
        f"subtitle: left out '{invented}' at 6.6 s: nobody speaks at that moment"
    ]
