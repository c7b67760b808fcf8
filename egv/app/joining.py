"""Several inputs made one: what their programme is called, and who says what in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from egv.app.inputs import Clip
from egv.core.step import text_fields
from egv.core.vars import LINE, USUAL, Said, Words
from egv.steps import STEPS
from egv.steps.lower_third import LowerThirdStep

STEM = "stem"
SPEAKER = frozenset(text_fields(LowerThirdStep).values())
OF_ALL = (LINE, *USUAL, *(step.name for step in STEPS))  # who says a text of every clip alike


def as_one(clips: Sequence[Clip], inputs: Sequence[str], lists: Sequence[str]) -> Clip:
    """The one input that `clips` are joined to, each with what is said of it and of the whole.

    It is called as the folder that was given, else as the first clip. A text that a clip does not
    say is the one of the first clip that says it; of who speaks, a clip says all or nothing.
    """
    first = clips[0]
    if len(clips) == 1:
        return first
    whole = _of_whole(clips)
    takes = tuple(replace(clip, words=_of_take(clip, whole)) for clip in clips)
    folder = Path(inputs[0]) if len(inputs) == 1 and not lists else None
    name = folder.resolve().name if folder and folder.is_dir() else ""
    known = {**dict(first.words.known), STEM: name or first.path.stem}
    return Clip(
        first.path,
        words=Words(tuple(whole.values()), tuple(known.items())),
        notes=tuple(dict.fromkeys(note for clip in clips for note in clip.notes)),
        name=name,
        takes=takes,
    )


def _of_whole(clips: Sequence[Clip]) -> dict[str, Said]:
    said = [each for clip in clips for each in clip.words.said if each.text]
    chosen = [each for each in said if each.source not in USUAL]
    found: dict[str, Said] = {}
    for each in (*chosen, *said, *clips[0].words.said):
        found.setdefault(each.name, each)
    return found


def _of_take(clip: Clip, whole: dict[str, Said]) -> Words:
    usual = {each.name: each for each in clip.words.said if each.source in USUAL}
    own = {each.name: each for each in clip.words.said if each.source not in USUAL}
    speaks = any(each.name in SPEAKER and each.source not in OF_ALL for each in own.values())
    silent = SPEAKER if speaks else frozenset()
    others = {
        name: each
        for name, each in whole.items()
        if each.source not in USUAL and name not in silent
    }
    return replace(clip.words, said=tuple((usual | others | own).values()))
