"""Join several inputs into one: their order, its name, and the texts of each clip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from egv.app.plan.inputs import InputClip
from egv.core.programme.step import list_text_fields
from egv.core.text.variables import LINE, USUAL, ClipTexts, TextValue
from egv.steps import STEPS
from egv.tools.clips.recording_identity import read_recording_moment

STEM = "stem"
SPEAKER = frozenset(
    text for step in STEPS if step.names_speaker for text in list_text_fields(step).values()
)
SHARED_ORIGINS = (LINE, *USUAL, *(step.name for step in STEPS))  # origins equal for all clips

IN_TIME = "order: the clips follow each other as they were recorded; name them one by one to choose"
BY_NAME = "order: by name, because not every clip says when it was recorded"


def sort_by_recording(clips: Sequence[InputClip], inputs: Sequence[str]) -> tuple[InputClip, ...]:
    """Sort the clips of a folder or a pattern by the time of recording, and say so in a note.

    Clips that `inputs` names one by one keep that order; so do those of which not all have a time.
    """
    if len(clips) < 2 or not inputs or any(Path(word).is_file() for word in inputs):
        return tuple(clips)
    times = [moment for clip in clips if (moment := read_recording_moment(clip.path))]
    if len(times) < len(clips):
        first, *rest = clips
        return (replace(first, notes=(*first.notes, BY_NAME)), *rest)
    order = sorted(range(len(clips)), key=lambda number: times[number])
    first, *rest = (clips[number] for number in order)
    return (replace(first, notes=(*first.notes, IN_TIME)), *rest)


def join_clips(
    clips: Sequence[InputClip], inputs: Sequence[str], lists: Sequence[str]
) -> InputClip:
    """Join `clips` into one input; each clip keeps its own texts beside those of the whole.

    A single clip is returned as it is. The input is named after the folder, if only one folder was
    given, else after the first clip. A text that is given for another clip is used for a clip that
    has none of its own, or only a default. A clip that names its speaker takes no text about the
    speaker from the others.
    """
    first = clips[0]
    if len(clips) == 1:
        return first
    whole = _collect_whole_texts(clips)
    takes = tuple(replace(clip, clip_texts=_collect_take_texts(clip, whole)) for clip in clips)
    folder = Path(inputs[0]) if len(inputs) == 1 and not lists else None
    name = folder.resolve().name if folder and folder.is_dir() else ""
    known = {**dict(first.clip_texts.known_texts), STEM: name or first.path.stem}
    return InputClip(
        first.path,
        clip_texts=ClipTexts(tuple(whole.values()), tuple(known.items())),
        notes=tuple(dict.fromkeys(note for clip in clips for note in clip.notes)),
        name=name,
        takes=takes,
    )


def _collect_whole_texts(clips: Sequence[InputClip]) -> dict[str, TextValue]:
    given = [text for clip in clips for text in clip.clip_texts.given_texts if text.text]
    chosen = [text for text in given if text.source not in USUAL]
    found: dict[str, TextValue] = {}
    for text in (*chosen, *given, *clips[0].clip_texts.given_texts):
        found.setdefault(text.name, text)
    return found


def _collect_take_texts(clip: InputClip, whole: dict[str, TextValue]) -> ClipTexts:
    usual = {text.name: text for text in clip.clip_texts.given_texts if text.source in USUAL}
    own = {text.name: text for text in clip.clip_texts.given_texts if text.source not in USUAL}
    names_speaker = any(
        text.name in SPEAKER and text.source not in SHARED_ORIGINS for text in own.values()
    )
    withheld = SPEAKER if names_speaker else frozenset()
    others = {
        name: text
        for name, text in whole.items()
        if text.source not in USUAL and name not in withheld
    }
    return replace(clip.clip_texts, given_texts=tuple((usual | others | own).values()))
