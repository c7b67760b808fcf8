"""Contact sheets of subtitles and name plates, as kept; `make golden` draws them anew.

Each shows one preset or one name plate in the four formats, with the texts of a real video.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from egv.core.kit.text_styles import LowerThirdBacking, SubtitlePreset
from egv.core.programme.layers import Marking, Watermark
from egv.tools.draw.preview_background import write_preview_background
from tests.media.dressed import Picture, Said, build_programme, draw, kit_in, write_texts
from tests.media.test_golden_pictures import golden, unlike
from tests.places import GOLDEN

pytestmark = [pytest.mark.media, pytest.mark.usefixtures("shared_cache")]

PICTURES = GOLDEN / "pictures"
SIZES = {
    "landscape": (960, 540),
    "portrait": (540, 960),
    "square": (540, 540),
    "feed": (540, 676),
}
HIGH, GAP = 400, 8  # px: the height of a picture on a sheet, and the room between two
LARGEST = 200_000  # bytes
THREE = ("{name}", "{role}", "{department}")
SPOKEN = "We start every morning together, and that is why nobody gets hurt here."
PLAIN = Said(SPOKEN, "", "")
NAMED = Said("That is why.", "Nora White", "Safety engineer", "Operations and maintenance")
MARK = Watermark(Marking.DRAFT, "en")
SHEETS = {
    **{f"sheet-{word}": (word, "bar", PLAIN, None) for word in SubtitlePreset},
    **{f"sheet-{word}": ("social", word, NAMED, None) for word in LowerThirdBacking},
    "sheet-mark": ("social", "bar", NAMED, MARK),
}


def draw_sheet(name: str, folder: Path) -> Picture:
    """The sheet `name`: the worked example in four formats beside one another."""
    preset, style, said, mark = SHEETS[name]
    kit = kit_in("acme", preset, SIZES, style=LowerThirdBacking(style), lines=THREE)
    pictures = []
    for word, size in SIZES.items():
        ground = folder / word / "ground.png"
        ground.parent.mkdir()
        write_preview_background(size, ground)
        files = write_texts(build_programme(ground, said, mark), kit, word, 0.6, ground.parent)
        [picture] = draw(ground, [files])
        wide, high = size
        small = Image.fromarray(picture).resize((wide * HIGH // high, HIGH), Image.Resampling.BOX)
        pictures += [np.asarray(small), np.full((HIGH, GAP, 3), 255, np.uint8)]
    return np.concatenate(pictures[:-1], axis=1)


@pytest.mark.parametrize("name", SHEETS)
def test_subtitles_plates_and_marks_look_as_they_did(tmp_path: Path, name: str) -> None:
    sheet = draw_sheet(name, tmp_path)
    if os.environ.get("EGV_GOLDEN"):
        Image.fromarray(sheet).save(PICTURES / f"{name}.png", optimize=True)

    assert unlike(sheet, golden(f"{name}.png")) == ""


def test_the_sheets_are_those_there_are_and_small() -> None:
    files = {path.stem: path.stat().st_size for path in PICTURES.glob("sheet-*.png")}

    assert set(files) == set(SHEETS)
    assert max(files.values()) < LARGEST


def test_a_sheet_of_another_preset_or_plate_is_another() -> None:
    pictures = [golden(f"{name}.png") for name in SHEETS]

    assert len(pictures) > 1
    for number, one in enumerate(pictures):
        assert all(unlike(one, other) for other in pictures[number + 1 :])
