"""Whose an output is: the same clip, also renamed or edited, or another of the same name."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from egv.core.file_names import fold_name
from egv.core.records import About
from egv.core.sources import Kinship, Sources, kinship_of

ONE = About(sources={"day1/IMG.MOV": "X"}, recordings={"day1/IMG.MOV": "at 9"})
SILENT = About(sources={"clip.mkv": "X"}, recordings={"clip.mkv": ""})
OLD = About(sources={"clip.mkv": "X"})
MOVED = About(sources={"a.mov": "X"}, recordings={"a.mov": "at 9", "done/a.mov": "at 9"})
WEEK = About(
    sources={"intro.mov": "I", "jan.mov": "J"}, recordings={"intro.mov": "at 8", "jan.mov": "at 9"}
)


@pytest.mark.parametrize(
    ("known", "contents", "recordings", "kinship"),
    [
        (ONE, {"day1/IMG.MOV": "X"}, {}, Kinship.SAME),
        (ONE, {"day2/IMG.MOV": "X"}, {}, Kinship.SAME),
        (ONE, {"day2/IMG.MOV": "Y"}, {"day2/IMG.MOV": "at 9"}, Kinship.OTHER),
        (ONE, {"day1/IMG.MOV": "Y"}, {"day1/IMG.MOV": "at 9"}, Kinship.SAME),
        (ONE, {"day1/img.mov": "Y"}, {"day1/img.mov": "at 9"}, Kinship.SAME),
        (ONE, {"day1/IMG.MOV": "Y"}, {"day1/IMG.MOV": "at 10"}, Kinship.RETAKEN),
        (ONE, {"day1/IMG.MOV": "Y"}, {"day1/IMG.MOV": ""}, Kinship.UNSURE),
        (SILENT, {"clip.mkv": "Y"}, {"clip.mkv": ""}, Kinship.UNSURE),
        (OLD, {"clip.mkv": "X"}, {"clip.mkv": ""}, Kinship.SAME),
        (OLD, {"clip.mkv": "Y"}, {"clip.mkv": "at 9"}, Kinship.UNSURE),
        (MOVED, {"done/a.mov": "Y"}, {"done/a.mov": "at 9"}, Kinship.SAME),
        (About(), {"clip.mkv": "X"}, {"clip.mkv": "at 9"}, Kinship.UNKNOWN),
        (WEEK, {"intro.mov": "I", "jan.mov": "J", "li.mov": "L"}, {}, Kinship.SAME),
        (WEEK, {"jan.mov": "J", "intro.mov": "I"}, {}, Kinship.SAME),
        (WEEK, {"intro.mov": "I", "li.mov": "L"}, {}, Kinship.OTHER),
        (WEEK, {"li.mov": "L", "mo.mov": "M"}, {}, Kinship.OTHER),
        (WEEK, {"intro.mov": "I", "jan.mov": "K"}, {"jan.mov": "at 12"}, Kinship.RETAKEN),
        (WEEK, {"jan.mov": "J"}, {}, Kinship.OTHER),
        (ONE, {"day1/IMG.MOV": "X", "b.mov": "B"}, {}, Kinship.OTHER),
    ],
)
def test_a_clip_is_the_same_by_its_bytes_or_under_its_path_by_its_recording(
    known: About, contents: Mapping[str, str], recordings: Mapping[str, str], kinship: Kinship
) -> None:
    assert kinship_of(known, Sources(contents, recordings)) is kinship


@pytest.mark.parametrize(
    ("one", "other"),
    [("Monday.MP4", "monday.mp4"), ("Zoë.mp4", "Zoe\u0308.mp4"), ("STRASSE", "straße")],
)
def test_names_that_drives_take_for_one_are_one(one: str, other: str) -> None:
    assert fold_name(one) == fold_name(other)
    assert fold_name("monday.mp4") != fold_name("mönday.mp4")
