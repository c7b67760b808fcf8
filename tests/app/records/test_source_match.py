"""Whose an output is: the same clip, also renamed or edited, or another of the same name."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from egv.app.records.ledger_lines import Provenance
from egv.app.records.source_match import ClipSources, SourceMatch, match_sources
from egv.core.text.file_names import fold_name

ONE = Provenance(sources={"day1/IMG.MOV": "X"}, recordings={"day1/IMG.MOV": "at 9"})
SILENT = Provenance(sources={"clip.mkv": "X"}, recordings={"clip.mkv": ""})
OLD = Provenance(sources={"clip.mkv": "X"})
MOVED = Provenance(sources={"a.mov": "X"}, recordings={"a.mov": "at 9", "done/a.mov": "at 9"})
WEEK = Provenance(
    sources={"intro.mov": "I", "jan.mov": "J"}, recordings={"intro.mov": "at 8", "jan.mov": "at 9"}
)


@pytest.mark.parametrize(
    ("known", "contents", "recordings", "kinship"),
    [
        (ONE, {"day1/IMG.MOV": "X"}, {}, SourceMatch.SAME),
        (ONE, {"day2/IMG.MOV": "X"}, {}, SourceMatch.SAME),
        (ONE, {"day2/IMG.MOV": "Y"}, {"day2/IMG.MOV": "at 9"}, SourceMatch.OTHER),
        (ONE, {"day1/IMG.MOV": "Y"}, {"day1/IMG.MOV": "at 9"}, SourceMatch.SAME),
        (ONE, {"day1/img.mov": "Y"}, {"day1/img.mov": "at 9"}, SourceMatch.SAME),
        (ONE, {"day1/IMG.MOV": "Y"}, {"day1/IMG.MOV": "at 10"}, SourceMatch.RETAKEN),
        (ONE, {"day1/IMG.MOV": "Y"}, {"day1/IMG.MOV": ""}, SourceMatch.UNSURE),
        (SILENT, {"clip.mkv": "Y"}, {"clip.mkv": ""}, SourceMatch.UNSURE),
        (OLD, {"clip.mkv": "X"}, {"clip.mkv": ""}, SourceMatch.SAME),
        (OLD, {"clip.mkv": "Y"}, {"clip.mkv": "at 9"}, SourceMatch.UNSURE),
        (MOVED, {"done/a.mov": "Y"}, {"done/a.mov": "at 9"}, SourceMatch.SAME),
        (Provenance(), {"clip.mkv": "X"}, {"clip.mkv": "at 9"}, SourceMatch.UNKNOWN),
        (WEEK, {"intro.mov": "I", "jan.mov": "J", "li.mov": "L"}, {}, SourceMatch.SAME),
        (WEEK, {"jan.mov": "J", "intro.mov": "I"}, {}, SourceMatch.SAME),
        (WEEK, {"intro.mov": "I", "li.mov": "L"}, {}, SourceMatch.OTHER),
        (WEEK, {"li.mov": "L", "mo.mov": "M"}, {}, SourceMatch.OTHER),
        (WEEK, {"intro.mov": "I", "jan.mov": "K"}, {"jan.mov": "at 12"}, SourceMatch.RETAKEN),
        (WEEK, {"jan.mov": "J"}, {}, SourceMatch.OTHER),
        (ONE, {"day1/IMG.MOV": "X", "b.mov": "B"}, {}, SourceMatch.OTHER),
    ],
)
def test_a_clip_is_the_same_by_its_bytes_or_under_its_path_by_its_recording(
    known: Provenance,
    contents: Mapping[str, str],
    recordings: Mapping[str, str],
    kinship: SourceMatch,
) -> None:
    assert match_sources(known, ClipSources(contents, recordings)) is kinship


@pytest.mark.parametrize(
    ("one", "other"),
    [("Monday.MP4", "monday.mp4"), ("Zoë.mp4", "Zoe\u0308.mp4"), ("STRASSE", "straße")],
)
def test_names_that_drives_take_for_one_are_one(one: str, other: str) -> None:
    assert fold_name(one) == fold_name(other)
    assert fold_name("monday.mp4") != fold_name("mönday.mp4")
