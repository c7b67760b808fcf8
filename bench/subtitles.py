"""Subtitles: what egv adds to the speech model in time and memory, restyling, an hour of cues."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from bench.circumstances import Circumstances
from bench.clips import SPEECH, longer_clip
from bench.egv_runs import egv_command
from bench.measure import ROOT, Run, run
from bench.rows import Row
from egv.core.cues.cue_layout import lay_out_cues, plan_caption_layout
from egv.core.cues.sentences import build_spoken_cues
from egv.core.kit.text_styles import SubtitleStyle
from egv.core.media.clip import Canvas, Word
from egv.core.media.timing import Seconds, Span
from egv.core.titles.fonts import Typeface
from egv.tools.draw.fonts import PLAIN, load_font_face
from egv.tools.ffmpeg import runner

MODEL = ROOT / "examples" / "models" / "tiny-en-egv"
SENTENCES = ROOT / "tests" / "fixtures" / "line_breaks.txt"
SHORT, HOUR = 600, 3600  # s
PACE = 15  # characters a second
BARE = """
import sys, time
import av, numpy as np
from faster_whisper import WhisperModel, decode_audio
samples = decode_audio(sys.argv[2])
model = WhisperModel(sys.argv[1], device="cpu", compute_type="int8", cpu_threads=2)
start = time.perf_counter()
list(model.transcribe(samples, temperature=0, condition_on_previous_text=False, vad_filter=True,
                      word_timestamps=True)[0])
print(time.perf_counter() - start)
"""


def subtitle_rows(about: Circumstances) -> list[Row]:
    """The rows of the subtitle chain, with the small model that is shipped for the demo."""
    clip = _talking(about.folder)
    cache = {**os.environ, "EGV_CACHE": str(about.folder / "cache")}
    bare = run([sys.executable, "-c", BARE, str(MODEL), str(clip)], os.environ)
    first, again = _emitted(clip, about.folder, cache), _emitted(clip, about.folder, cache)
    hour = longer_clip(clip, HOUR)
    long = _emitted(hour, about.folder, {**cache, "EGV_CACHE": str(about.folder / "other")})
    added = (first.seconds - float(bare.stdout)) / SHORT
    return [
        Row("subtitle: added to the model's own time, of real time", (added,), 0.1, "x", digits=3),
        Row(
            "subtitle: memory added to the model's",
            ((first.own_bytes - bare.own_bytes) / 1e6,),
            300,
            " MB",
            digits=0,
        ),
        Row("subtitle: restyled from the words known", (again.seconds,), 1.0, " s"),
        Row(
            "subtitle: memory of an hour against ten minutes",
            (long.own_bytes / first.own_bytes,),
            1.3,
            "x",
        ),
        Row("an hour of words made into cues", (_hour_of_cues(),), 1.0, " s"),
    ]


def _talking(folder: Path) -> Path:
    """A small clip of ten minutes of speech."""
    path = folder / "talk.mp4"
    picture = ("-f", "lavfi", "-i", "color=gray:s=320x180:r=5")
    sound = ("-stream_loop", "-1", "-i", str(SPEECH))
    coding = ("-t", str(SHORT), "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac")
    head = (runner.find_ffmpeg(), "-nostdin", "-v", "error", "-y")
    run([*head, *picture, *sound, *coding, "-pix_fmt", "yuv420p", str(path)], os.environ)
    return path


def _emitted(clip: Path, folder: Path, environment: dict[str, str]) -> Run:
    options = ("--emit", "srt", "--model", str(MODEL), "-o", f"{folder}/out/", "--json")
    done = run([*egv_command(), "subtitle", str(clip), *options], environment)
    assert json.loads(done.stdout)["ok"]
    return done


def _hour_of_cues() -> float:
    """How long it takes to lay out an hour of speech, s."""
    words: list[Word] = []
    at = Seconds(0)
    sentences = SENTENCES.read_text(encoding="utf-8").splitlines()
    while at < HOUR:
        for word in sentences[len(words) % len(sentences)].split():
            length = Seconds(len(word) + 1, PACE)
            words.append(Word(Span(at, at + length), word))
            at += length
        at += Seconds(3, 10)
    canvas = Canvas(1920, 1080, Seconds(25))
    layout = plan_caption_layout(canvas, SubtitleStyle(), Typeface((load_font_face(PLAIN),)))
    start = time.perf_counter()
    lay_out_cues(build_spoken_cues(words), layout, canvas)
    return time.perf_counter() - start
