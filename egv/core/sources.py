"""Whose an output is: the clips that it was made of, held against those it would be made of now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from egv.core.file_names import fold_name, is_same_name
from egv.core.records import About


class Kinship(StrEnum):
    """How the clips of an output stand to those of the one that would take its place."""

    SAME = "same"  # also renamed, edited, or a programme with more or fewer takes
    OTHER = "other"
    RETAKEN = "retaken"  # under the same path there is another recording now
    UNSURE = "unsure"  # under the same path there is something else, and nothing says what
    UNKNOWN = "unknown"  # the ledger does not say of what it was made


DOUBTS = (Kinship.RETAKEN, Kinship.UNSURE)


@dataclass(frozen=True, slots=True)
class Sources:
    """The clips of one video, by their path from the ledger's folder.

    `contents` are the hashes of their bytes; `recordings` stand for when and with what device each
    was recorded, and are empty where the clip does not say when.
    """

    contents: Mapping[str, str]
    recordings: Mapping[str, str]


def kinship_of(known: About, now: Sources) -> Kinship:
    """How the clips that `known` was made of stand to those of `now`.

    A clip is the same with the same bytes under any path, or under the same path where it says the
    same of its recording. A programme of several may gain takes or lose some, but not both, for
    then nothing tells a new cut from another programme that shares an intro.
    """
    if not known.sources:
        return Kinship.UNKNOWN
    if (len(known.sources) > 1) != (len(now.contents) > 1):
        return Kinship.OTHER
    kinships = [_kinship_of_clip(name, known, now) for name in now.contents]
    if doubts := [each for each in kinships if each in DOUBTS]:
        return doubts[0]
    if Kinship.SAME not in kinships:
        return Kinship.OTHER
    return Kinship.SAME if Kinship.OTHER not in kinships or _has_all(known, now) else Kinship.OTHER


def doubted_clip(known: About, now: Sources) -> str:
    """The first clip of `now` that has other content than under its name before; empty for none."""
    doubted = (name for name in now.contents if _kinship_of_clip(name, known, now) in DOUBTS)
    return next(doubted, "")


def _kinship_of_clip(name: str, known: About, now: Sources) -> Kinship:
    if now.contents[name] in known.sources.values():
        return Kinship.SAME
    names = (*known.recordings, *known.sources)
    before = next((each for each in names if is_same_name(each, name)), None)
    if before is None:
        return Kinship.OTHER
    recorded = known.recordings.get(before, ""), now.recordings.get(name, "")
    if not all(recorded):
        return Kinship.UNSURE
    return Kinship.SAME if recorded[0] == recorded[1] else Kinship.RETAKEN


def _has_all(known: About, now: Sources) -> bool:
    """Whether every clip of `known` is still there, edited or not."""
    names = {fold_name(name) for name in now.contents}
    return all(
        content in now.contents.values() or fold_name(name) in names
        for name, content in known.sources.items()
    )
