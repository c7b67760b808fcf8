"""A font that cannot be found by its name would be replaced without a word: it is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from egv.core.errors import UsageError
from egv.tools.draw.fonts import PLAIN, load_font_face


@pytest.mark.parametrize("name", [None, "", "  ", "\u200b"])
def test_a_font_without_a_usable_name_is_refused(tmp_path: Path, name: str | None) -> None:
    font = TTFont(PLAIN)
    font["name"].names = [record for record in font["name"].names if record.nameID != 1]
    if name is not None:
        font["name"].setName(name, 1, 3, 1, 0x409)
    font.save(tmp_path / "a.otf")

    with pytest.raises(UsageError, match="it has no family name"):
        load_font_face(tmp_path / "a.otf")
