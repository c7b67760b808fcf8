"""Deeds: the things that egv did to a clip and that changed something, by the results of a run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from egv.app.records.results import OutputResult, StepResult
from egv.workflow.slip.goods import GoodKind

LEAST_S, LEAST_DB, LEAST_STOPS, LEAST_WARMTH = 0.5, 1.0, 0.3, 0.05  # less is not noticed
AT_LEVEL_LU = 1.0  # so near the wanted loudness, a video is as loud as others
MOST_DEEDS = 6


class DeedKind(StrEnum):
    """Something that egv did, in the order in which it is told."""

    JOINED = "joined"
    SILENCE = "silence"
    CUT = "cut"
    LEVELLED = "levelled"
    LOUDER = "louder"
    SUBTITLED = "subtitled"
    FORMATS = "formats"
    NOISE = "noise"
    VOICE_OVER = "voice-over"
    LIGHTER = "lighter"
    COLOURS = "colours"
    NAME = "name"
    MUSIC = "music"
    BRANDED = "branded"
    SIDES = "sides"
    CLEANED = "cleaned"


ADDED = {  # by the step that adds it
    "lower-third": DeedKind.NAME,
    "music": DeedKind.MUSIC,
    "voice-over": DeedKind.VOICE_OVER,
}
MENDED = {  # what egv mended is not praised as it was recorded
    DeedKind.LIGHTER: GoodKind.LIGHT,
    DeedKind.NOISE: GoodKind.VOICE,
    DeedKind.LEVELLED: GoodKind.LEVEL,
    DeedKind.LOUDER: GoodKind.LEVEL,
}


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that egv did, with the figures to tell."""

    kind: DeedKind
    facts: dict[str, object] = field(default_factory=dict)


def list_deeds(outputs: Sequence[OutputResult], wanted_lufs: float) -> tuple[Deed, ...]:
    """List what egv did for `outputs`, the formats of one video: the most telling things.

    `wanted_lufs` is the loudness of other videos. The last one is always true: egv takes place and
    device out of each file.
    """
    found = {deed.kind: deed for deed in _iter_deeds(outputs, wanted_lufs)}
    told = [found[kind] for kind in DeedKind if kind in found]
    return (*told[: MOST_DEEDS - 1], Deed(DeedKind.CLEANED))


def _iter_deeds(outputs: Sequence[OutputResult], wanted_lufs: float) -> Iterator[Deed]:
    first = outputs[0]
    if first.inputs:
        yield Deed(DeedKind.JOINED, {"count": len(first.inputs)})
    yield from _list_cuts([step for step in first.steps if step.step == "trim"])
    for step in first.steps:
        match step.step:
            case "normalise":
                yield from _list_sound_deeds(step, wanted_lufs)
            case "colour-correct":
                yield from _list_picture_deeds(step)
            case "subtitle" if count := int(get_number(step, "cues")):
                yield Deed(DeedKind.SUBTITLED, {"count": count})
            case word if word in ADDED:
                yield Deed(ADDED[word])
            case "brand" if len(step.facts) > 1:  # more than the name of the kit
                yield Deed(DeedKind.BRANDED)
    if len(outputs) > 1:
        yield Deed(DeedKind.FORMATS, {"formats": tuple(output.format for output in outputs)})


def _list_cuts(trims: Iterable[StepResult]) -> Iterator[Deed]:
    """List what was cut, of a programme of several clips added up."""
    steps = tuple(trims)
    silent_s = sum(get_number(step, *("start_s", "end_s", "pauses_s")) for step in steps)
    asked_s = sum(get_number(step, "asked_s") for step in steps)
    if silent_s >= LEAST_S:
        yield Deed(DeedKind.SILENCE, {"seconds": silent_s})
    if asked_s >= LEAST_S:
        yield Deed(DeedKind.CUT, {"seconds": asked_s})


def _list_sound_deeds(step: StepResult, wanted_lufs: float) -> Iterator[Deed]:
    before, after = get_number(step, "from_lufs"), get_number(step, "to_lufs")
    if abs(after - before) >= LEAST_DB:
        if abs(after - wanted_lufs) <= AT_LEVEL_LU:
            yield Deed(DeedKind.LEVELLED)
        elif after > before:
            yield Deed(DeedKind.LOUDER)
    if (lowered := get_number(step, "noise_lowered_db")) >= LEAST_DB:
        yield Deed(DeedKind.NOISE, {"db": round(lowered)})
    if "sides" in step.facts:
        yield Deed(DeedKind.SIDES)


def _list_picture_deeds(step: StepResult) -> Iterator[Deed]:
    if get_number(step, "stops") >= LEAST_STOPS:
        yield Deed(DeedKind.LIGHTER)
    if abs(get_number(step, "warmth")) >= LEAST_WARMTH:
        yield Deed(DeedKind.COLOURS)


def get_number(step: StepResult, *names: str) -> float:
    """Get the sum of the facts `names` of `step`; what it does not say is 0."""
    facts = (step.facts.get(name, 0) for name in names)
    return float(sum(fact for fact in facts if isinstance(fact, int | float)))
