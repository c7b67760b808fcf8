"""The branded main job: egv against one command, separate runs and one MoviePy composition."""

from __future__ import annotations

import json
import os
import shlex
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.circumstances import Circumstances
from bench.clips import REAL_SPEECH, SPEECH, speaking_clip
from bench.egv_runs import WHOLE_EDIT, egv, egv_command
from bench.measure import ROOT, Run, interleaved, ratios, run, run_in_turn
from bench.planned import Planned, planned
from bench.rivals import AAC, SWIFT, chain, chosen, ffmpeg_words, levelled
from bench.rows import Row
from egv.app.plan.plan import plan_run as plan_of
from egv.app.render.answers import Answers
from egv.app.render.command import write_overlay
from egv.cli.grammar.chain import parse_command_line
from egv.core.cues.script import place_script
from egv.core.delivery.deliver import Deliverable, deliver
from egv.core.graph.pads import Source, list_upstream_filters
from egv.core.programme.edit import create_edit
from egv.core.programme.questions import SpeechIn
from egv.tools.clips.probe import probe
from egv.tools.ffmpeg.context import NO_CONTEXT
from egv.tools.ffmpeg.samples import decode_speech_samples
from egv.tools.measure.speech import find_speech

MEGABYTE = 1e6
NAMES = ("lower-third", "--name", "Maria Jansen", "--role", "Communications")
SENTENCES = (
    "Good morning, this is what we did this week.",
    "The new planning is ready and you can see it in the app.",
    "Please look at it before Friday, and tell us what is missing.",
    "Thank you, and see you next week.",
)


@dataclass(frozen=True, slots=True)
class _Branded:
    """The branded edit of one clip in figures that a rival can use."""

    edit: Planned
    planned: Deliverable
    folder: Path
    cards: tuple[Path, Path]
    logo: Path

    @property
    def card_frames(self) -> tuple[int, int]:
        return 75, 105  # of acme's cards: 2.5 and 3.5 s at 30 Hz

    @property
    def overlap(self) -> int:
        return 12  # frames: acme crosses over in 0.4 s

    @property
    def programme(self) -> int:
        return self.planned.frames - sum(self.card_frames) + 2 * self.overlap


def branded_rows(about: Circumstances) -> list[Row]:
    """Time against three ways to make the same video, memory, cards and scripts."""
    clip = speaking_clip(about.seconds)
    texts = about.folder / "texts.srt"
    texts.write_text(_subtitles(about.seconds), encoding="utf-8")
    steps = (*WHOLE_EDIT, "subtitle", "--from", str(texts), *NAMES, "brand", "--title", "Our week")
    options = ("-k", "acme", "--quality", about.quality)
    same = _branded(steps, clip, about, options)

    def ours(cards: Path | None = None) -> Run:
        return egv(steps, clip, about.folder / "egv.mp4", *options, cards=cards).run

    runs = interleaved(
        {
            "egv": lambda: ours(same.cards[0].parent),
            "egv, cards to draw": ours,
            "one command": lambda: _one_command(clip, same, about.folder / "one.mp4"),
            "separate runs": lambda: _separate_runs(clip, same, about.folder / "runs.mp4"),
            "MoviePy": lambda: _moviepy(clip, same, about.folder / "moviepy.mp4"),
        },
        about.rounds,
    )
    own, one = _seconds(runs["egv"]), _seconds(runs["one command"])
    drawing = median(ratios(_seconds(runs["egv, cards to draw"]), one))
    return [
        Row("branded: time against one hand-written command", ratios(own, one), 1.10, "x",
            note=f"{drawing:.2f}x with both cards still to draw", digits=3),
        Row("branded: speed against separate ffmpeg runs",
            ratios(_seconds(runs["separate runs"]), own), 3.0, "x", at_least=True),
        Row("branded: speed against one MoviePy composition",
            ratios(_seconds(runs["MoviePy"]), own), 5.0, "x", at_least=True),
        Row("branded: egv's own memory",
            tuple(r.own_bytes / MEGABYTE for r in runs["egv, cards to draw"]), 250, " MB",
            digits=0),
        *_kit_rows(),
        *_script_rows(about),
    ]  # fmt: skip


def _subtitles(seconds: int) -> str:
    """A subtitle every four seconds."""
    blocks = []
    for number in range(seconds // 4):
        start, end = (f"00:{at // 60:02}:{at % 60:02},500" for at in (number * 4, number * 4 + 3))
        text = SENTENCES[number % len(SENTENCES)]
        blocks.append(f"{number + 1}\n{start} --> {end}\n{text}\n")
    return "\n".join(blocks)


def _branded(
    steps: Sequence[str], clip: Path, about: Circumstances, options: Sequence[str]
) -> _Branded:
    plan = plan_of(parse_command_line([*steps, str(clip), *options]).order)
    answers, edit = Answers(), create_edit(probe(clip))
    for step in plan.steps:
        edit = step.apply(edit, answers)
    [whole] = deliver(edit, plan.kit, {}, answers)
    assert whole.overlay is not None
    work = about.folder / "overlay"
    work.mkdir()
    write_overlay(whole.overlay, work)
    lines = whole.overlay.ass.splitlines()
    for name, other in (("texts", None), ("captions", "Dialogue: 0,"), ("plate", "Dialogue: 10,")):
        kept = [line for line in lines if other is None or not _belongs(line, other)]
        (work / f"{name}.ass").write_text("\n".join(kept) + "\n", encoding="utf-8")
    sources = [
        pad.node.path
        for each in list_upstream_filters((whole.picture,))
        for pad in each.inputs
        if isinstance(pad.node, Source)
    ]
    drawn = [path for path in sources if path.parent.name == "cards"]
    logo = next(path for path in sources if path.suffix == ".png")
    flat = planned(WHOLE_EDIT, clip, "--quality", about.quality)
    return _Branded(flat, whole, work, (drawn[0], drawn[-1]), logo)


def _belongs(line: str, layers: str) -> bool:
    plate = line.startswith("Dialogue: ") and not line.startswith("Dialogue: 10,")
    return plate if layers == "Dialogue: 0," else line.startswith(layers)


def _one_command(clip: Path, same: _Branded, output: Path) -> Run:
    """Every cut, filter, text and figure known beforehand: nothing is measured."""
    edit = same.edit
    picture = [chosen(edit, "select"), "setpts=N/FRAME_RATE/TB", edit.colour]
    sound = [chosen(edit, "aselect"), "asetpts=N/SR/TB", *levelled(edit)]
    graph = (
        f"[0:v]{chain([*picture, _ass(same, 'texts')])},format=yuv420p,{_STEADY}[p];"
        f"[0:a]{chain(sound)}[s];{_joined(same, '[p]', '[s]')}"
    )
    return run(_with_kit(clip, same, graph, output), os.environ)


_STEADY = "settb=1/30,fps=30"


def _joined(same: _Branded, picture: str, sound: str) -> str:
    """Intro and outro crossed over, the logo on the programme, the sound at its place."""
    intro, outro = same.card_frames
    overlap, start = same.overlap / 30, (intro - same.overlap) / 30
    end = start + same.programme / 30
    held = "tpad=stop=-1:stop_mode=clone,trim=end_frame={},format=yuv420p," + _STEADY
    return (
        f"[1:v]{held.format(intro)}[i];[2:v]{held.format(outro)}[o];"
        f"[i]{picture}xfade=transition=fade:duration={overlap}:offset={start:.4f}[a];"
        f"[a][o]xfade=transition=fade:duration={overlap}:offset={end - overlap:.4f}[b];"
        f"[3:v]scale=-2:81,format=yuva420p,colorchannelmixer=aa=0.9[l];"
        f"[b][l]overlay=x=1500:y=60:enable='between(t,{start},{end})',format=yuv420p[v];"
        f"{sound}adelay={start * 1000:.0f}:all=1,apad=whole_dur={same.planned.frames / 30:.4f}[w]"
    )


def _with_kit(clip: Path, same: _Branded, graph: str, output: Path) -> Sequence[str]:
    inputs = ("-i", str(clip), "-i", str(same.cards[0]), "-i", str(same.cards[1]), "-i")
    maps = ("-filter_complex", graph, "-map", "[v]", "-map", "[w]")
    return ffmpeg_words(
        *inputs, str(same.logo), *maps, *same.edit.encoder, *AAC, *SWIFT, str(output)
    )


def _separate_runs(clip: Path, same: _Branded, output: Path) -> Run:
    """Cut, correct, level (picture copied), subtitle, name, brand: each its own file."""
    edit, parts = same.edit, [output.with_suffix(f".{n}.mp4") for n in range(5)]
    cut = chain([chosen(edit, "select"), "setpts=N/FRAME_RATE/TB"])
    heard = chain([chosen(edit, "aselect"), "asetpts=N/SR/TB"])
    copied = ("-c:a", "copy")

    def step(number: int, *words: str) -> Sequence[str]:
        return ffmpeg_words("-i", str(parts[number - 1]), *words, str(parts[number]))

    brand = f"[0:v]{_STEADY}[p];[0:a]anull[s];{_joined(same, '[p]', '[s]')}"
    runs = (
        ffmpeg_words("-i", str(clip), "-vf", cut, "-af", heard, *edit.encoder, *AAC, str(parts[0])),
        step(1, "-vf", chain([edit.colour, "format=yuv420p"]), *edit.encoder, *copied),
        step(2, "-c:v", "copy", "-af", chain(levelled(edit)), *AAC),
        step(3, "-vf", _ass(same, "captions"), *edit.encoder, *copied),
        step(4, "-vf", _ass(same, "plate"), *edit.encoder, *copied),
        _with_kit(parts[4], same, brand, output),
    )
    return run_in_turn(runs, os.environ)


def _ass(same: _Branded, name: str) -> str:
    return f"ass=filename={same.folder / name}.ass:fontsdir={same.folder / 'fonts'}"


def _moviepy(clip: Path, same: _Branded, output: Path) -> Run:
    edit, start = same.edit, same.card_frames[0] - same.overlap
    words = {
        "kept": [(first / edit.rate, end / edit.rate) for first, end in edit.kept],
        "gain_db": edit.gain_db,
        "encoder": list(edit.encoder),
        "sound_bit_rate": 160_000,
        "cards": [str(card) for card in same.cards],
        "card_seconds": [frames / 30 for frames in same.card_frames],
        "overlap": same.overlap / 30,
        "logo": str(same.logo),
        "font": str(ROOT / "brand_kits" / "acme" / "fonts" / "Cabin-Regular.otf"),
        "cues": [
            (float(c.span.start) - start / 30, float(c.span.end) - start / 30, c.text)
            for c in same.planned.cues
        ],
        "plate": ("Maria Jansen", "Communications"),
    }
    command = [sys.executable, "-m", "bench.moviepy_brand", str(clip), str(output)]
    return run([*command, json.dumps(words)], os.environ)


def _kit_rows() -> list[Row]:
    """A card drawn in a fresh process, and one taken from the cache; a kit checked."""
    look = (
        "from egv.core.titles.card import card_look; from egv.tools.library.kits import kit_called;"
        "from egv.core.media.clip import Canvas; from fractions import Fraction; import time;"
        "from egv.tools.draw.cards import card_at; kit = kit_called('acme');"
        "look = card_look(kit, kit.says.intro.card, (str(time.time_ns()), 'A card'),"
        "Canvas(1920, 1080, Fraction(30))); at = time.perf_counter(); card_at(look);"
        "drawn = time.perf_counter(); card_at(look);"
        "print(drawn - at, time.perf_counter() - drawn)"
    )
    done = [run([sys.executable, "-c", look], os.environ) for _ in range(3)]
    pairs = [tuple(map(float, shlex.split(each.stdout))) for each in done]
    return [
        Row("a card drawn", tuple(drawn for drawn, _ in pairs), 3, " s"),
        Row("a card from the cache", tuple(1000 * again for _, again in pairs), 50, " ms"),
        _validation_row(),
    ]


def _validation_row() -> Row:
    """`egv kit validate` of the worked example, as a user waits for it."""
    command = (*egv_command(), "kit", "validate", "acme")
    run(command, os.environ)  # the first call may have to write byte code
    seconds = tuple(run(command, os.environ).seconds for _ in range(5))
    return Row("egv kit validate", seconds, 1, " s")


def _script_rows(about: Circumstances) -> list[Row]:
    """A script placed by voice activity, against the length of the sound."""
    clip = speaking_clip(about.seconds)
    edit = create_edit(probe(clip))
    assert edit.sound is not None
    speech = Answers()(SpeechIn(edit.sound))  # loads the model
    spoken = float(sum(span.duration for span in speech.spans))
    text = " ".join(SENTENCES * 20)[: round(spoken * 14)]
    start = time.perf_counter()
    heard = find_speech(decode_speech_samples(edit.sound, NO_CONTEXT))
    place_script(text, heard.spans)
    speed = about.seconds / (time.perf_counter() - start)
    note = f"{REAL_SPEECH.name if REAL_SPEECH.is_file() else SPEECH.name}, listening included"
    return [Row("placing a script, of real time", (speed,), 100, "x", at_least=True, note=note)]


def _seconds(runs: Sequence[Run]) -> tuple[float, ...]:
    return tuple(each.seconds for each in runs)
