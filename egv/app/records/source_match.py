"""Match an existing output with a new one by the clips that they are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from egv.app.records.ledger_lines import Provenance
from egv.core.text.file_names import fold_name, is_same_name


class SourceMatch(StrEnum):
    """The match between the clips of an output and those of the output that would replace it."""

    SAME = "same"  # or renamed, edited, or with more or fewer takes
    OTHER = "other"
    RETAKEN = "retaken"  # another recording now has the same path
    UNSURE = "unsure"  # the content at the path changed; its recording is unknown
    UNKNOWN = "unknown"  # the ledger does not record the clips


DOUBTS = (SourceMatch.RETAKEN, SourceMatch.UNSURE)


@dataclass(frozen=True, slots=True)
class ClipSources:
    """The clips of one video, by their path from the ledger's folder.

    `contents` are the hashes of their bytes; `recordings` identify when and with what device each
    was recorded, and are empty where the clip does not record a time.
    """

    contents: Mapping[str, str]
    recordings: Mapping[str, str]


def match_sources(known: Provenance, now: ClipSources) -> SourceMatch:
    """Match the clips that `known` was made of with those of `now`.

    A clip is the same with the same bytes under any path, or under the same path with the same
    recording identifier. A programme of several clips may gain takes or lose some, but not both:
    otherwise a new cut could not be told from another programme that shares an intro.
    """
    if not known.sources:
        return SourceMatch.UNKNOWN
    if (len(known.sources) > 1) != (len(now.contents) > 1):
        return SourceMatch.OTHER
    kinships = [_match_clip(name, known, now) for name in now.contents]
    if doubts := [kinship for kinship in kinships if kinship in DOUBTS]:
        return doubts[0]
    if SourceMatch.SAME not in kinships:
        return SourceMatch.OTHER
    return (
        SourceMatch.SAME
        if SourceMatch.OTHER not in kinships or _has_all_clips(known, now)
        else SourceMatch.OTHER
    )


def find_doubtful_clip(known: Provenance, now: ClipSources) -> str:
    """Find the first clip of `now` whose content under its name has changed; empty if none."""
    doubted = (name for name in now.contents if _match_clip(name, known, now) in DOUBTS)
    return next(doubted, "")


def _match_clip(name: str, known: Provenance, now: ClipSources) -> SourceMatch:
    if now.contents[name] in known.sources.values():
        return SourceMatch.SAME
    names = (*known.recordings, *known.sources)
    before = next((known_name for known_name in names if is_same_name(known_name, name)), None)
    if before is None:
        return SourceMatch.OTHER
    recorded = known.recordings.get(before, ""), now.recordings.get(name, "")
    if not all(recorded):
        return SourceMatch.UNSURE
    return SourceMatch.SAME if recorded[0] == recorded[1] else SourceMatch.RETAKEN


def _has_all_clips(known: Provenance, now: ClipSources) -> bool:
    """True where every clip of `known` is still there, edited or not."""
    names = {fold_name(name) for name in now.contents}
    return all(
        content in now.contents.values() or fold_name(name) in names
        for name, content in known.sources.items()
    )
