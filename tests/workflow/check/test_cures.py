"""The lines that mend what `egv check` found: egv understands each, and each can go well."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from egv.app.records.ledger import Ledger
from egv.cli.grammar.chain import CommandLine
from egv.cli.request import parse_request
from egv.core.media.clip import SoundTrack
from egv.core.media.timing import Seconds, Span
from egv.core.programme.finished_clock import FinishedClock, SourcePiece
from egv.core.project.recipe_parts import Expectations, Orientation
from egv.core.sound.sides import SideFault
from egv.core.sound.track_choice import TrackChoice
from egv.workflow.check.cures import CURES, MendingLine, build_cure
from egv.workflow.check.findings import CheckFinding
from egv.workflow.check.mending import build_mending_line
from egv.workflow.check.rules import apply_rules
from tests.workflow.check.test_rules import FAULTS, GOOD, SECONDS, SOUNDS

RAW = MendingLine(("my clip.mov",), SECONDS)
PIECES = (SourcePiece(0, Seconds(5), Seconds(40)), SourcePiece(0, Seconds(60), Seconds(50)))
MADE = MendingLine(
    ("raw/a.mov",),
    SECONDS,
    making=("run", "-r", "weekly-update"),
    place=("-o", "elsewhere/"),
    clock=FinishedClock(("hash",), Seconds(3), PIECES),
)
ROOM, CLIP_ON = SoundTrack(1, 1, "aac", title="room"), SoundTrack(2, 2, "aac")


def list_findings() -> dict[str, CheckFinding]:
    """Every kind of finding, as the rules make it of measurements."""
    measured = {name: (clip, Expectations()) for name, (clip, *_) in FAULTS.items()}
    one_side = replace(SOUNDS, side_fault=SideFault.LEFT_ONLY)
    measured["one side"] = (replace(GOOD, sounds=one_side), Expectations())
    measured["held wrong"] = (GOOD, Expectations(orientation=Orientation.PORTRAIT))
    measured["too long"] = (replace(GOOD, seconds=181.0), Expectations())
    measured["too short"] = (replace(GOOD, seconds=5.0, sounds=None), Expectations())
    for name, choice in (
        ("two tracks", TrackChoice((ROOM,), "", (CLIP_ON,))),
        ("both tracks", TrackChoice((ROOM, CLIP_ON), "")),
    ):
        measured[name] = (replace(GOOD, tracks=choice), Expectations())
    return {name: apply_rules(*both)[0] for name, both in measured.items()}


FINDINGS = list_findings()


@pytest.mark.parametrize("line", [RAW, MADE], ids=["raw", "finished"])
@pytest.mark.parametrize("name", FINDINGS)
def test_a_cure_is_a_line_that_egv_understands(name: str, line: MendingLine) -> None:
    words = build_cure(FINDINGS[name], line)
    parsed = parse_request(list(words)) if words else None

    assert bool(words) is (parsed is not None)
    if words and words[0] != "check":
        assert isinstance(parsed, CommandLine)
        assert parsed.order.inputs == line.inputs
        steps = [named.step.from_options(named.options) for named in parsed.order.steps]
        assert steps or words[0] == "run"


def test_every_cure_is_tried() -> None:
    assert {finding.topic for finding in FINDINGS.values()} >= CURES.keys()
    assert {each.topic for each in FINDINGS.values() if build_cure(each, RAW)} == CURES.keys()


@pytest.mark.parametrize(
    ("name", "cure"),
    [
        ("a second of black", "trim --cut 10-11 --silence off"),
        ("noise", "normalise --denoise strong"),
        ("held wrong", "reframe --format portrait"),
        ("too long", "trim --silence all"),
        ("too short", ""),
        ("quiet", "normalise"),
        ("quiet, and nobody speaks", ""),
        ("fast subtitles", ""),
        ("one side for a while", ""),
    ],
)
def test_a_clip_is_mended_by_a_step(name: str, cure: str) -> None:
    assert build_cure(FINDINGS[name], RAW) == ((*cure.split(), *RAW.inputs) if cure else ())


def test_shorter_pauses_are_proposed_only_where_they_are_enough() -> None:
    talk = (Span(Seconds(0), Seconds(170)), Span(Seconds(174), Seconds(181)))
    sounds = replace(SOUNDS, speech=talk)
    enough = apply_rules(replace(GOOD, seconds=183.0, sounds=sounds), Expectations())[0]
    [long] = apply_rules(replace(GOOD, seconds=600.0, finished=True), Expectations())[:1]

    assert build_cure(enough, RAW) == ("trim", "--silence", "all", *RAW.inputs)
    assert long.case == "long"
    assert build_cure(long, MADE) == ()


def test_a_clip_that_is_too_long_is_split_in_the_pause_nearest_to_equal_parts() -> None:
    turns = [(0, 100), (101, 190), (191.5, 222), (223, 410), (412, 460)]
    speech = tuple(Span(Seconds(start), Seconds(end)) for start, end in turns)
    spoken = replace(GOOD, seconds=460.0, sounds=replace(SOUNDS, speech=speech))
    silent = replace(spoken, sounds=None)
    cures = [build_cure(apply_rules(one, Expectations())[0], RAW) for one in (spoken, silent)]

    assert cures[0] == ("trim", "--end", "100.5", *RAW.inputs, "-o", "part-1/")
    assert cures[1] == ("trim", "--end", "153.3", *RAW.inputs, "-o", "part-1/")


def test_most_of_a_clip_is_never_cut() -> None:
    assert build_cure(FINDINGS["a second of black"], replace(RAW, seconds=1.2)) == ()


def test_the_track_that_is_not_heard_is_chosen() -> None:
    assert build_cure(FINDINGS["two tracks"], RAW) == ("run", "--track", "2", "my clip.mov")
    assert build_cure(FINDINGS["both tracks"], RAW) == ("run", "--track", "1", "my clip.mov")


def test_a_finished_video_is_made_anew_from_its_clip() -> None:
    cut = build_cure(FINDINGS["a second of black"], MADE)
    assert " ".join(cut) == "run -r weekly-update raw/a.mov trim --cut 12-13 -o elsewhere/"

    unknown = replace(MADE, clock=None)
    assert build_cure(FINDINGS["a second of black"], unknown) == ("check", "raw/a.mov")


def test_the_ledger_knows_the_line_that_made_a_video(here: Path) -> None:
    clip, made = here / "a.mov", here / "out" / "a.portrait.mp4"
    for path in (clip, made):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"video")
    (here / "out/.egv").mkdir()
    about = {"recipe": "weekly-update", "sources": {"../a.mov": "hash"}}
    record = {"output": made.name, "key": "k", "content": "c", "result": {"format": "portrait"}}
    Path("out/.egv/ledger.jsonl").write_text(json.dumps({**record, "about": about}) + "\n")
    ledger = Ledger(Path("out"))
    known = ledger.find_latest_record(made)

    assert known
    line = build_mending_line(Path("out/a.portrait.mp4"), 9.0, known, ledger)
    assert line.making == ("run", "-r", "weekly-update", "--format", "portrait")
    assert (line.inputs, line.place) == (("a.mov",), ())

    clip.unlink()
    line = build_mending_line(Path("out/a.portrait.mp4"), 9.0, known, ledger)
    assert " ".join(line.add_step("normalise")) == "normalise out/a.portrait.mp4 -o out/mended/"


def test_a_clip_in_the_output_folder_is_mended_elsewhere(here: Path) -> None:
    (here / "out").mkdir()
    ledger = Ledger(Path("out"))

    assert build_mending_line(Path("a.mov"), 9.0, None, ledger).place == ()
    assert build_mending_line(Path("out/a.mov"), 9.0, None, ledger).place == ("-o", "out/mended/")
