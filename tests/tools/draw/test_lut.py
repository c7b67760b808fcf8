"""Looks in `.cube` files: whole ones are taken, and whatever ffmpeg would misread is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from egv.core.errors import UsageError
from egv.core.picture.white_balance import Lut
from egv.tools.draw.lut import MAX_BYTES, load_lut

WHOLE = 'TITLE "Look"\n# a comment\nLUT_3D_SIZE 2\nDOMAIN_MIN 0 0 0\n\n' + "0 0.5 1 # grey\n" * 8


@pytest.fixture
def cube(tmp_path: Path) -> Path:
    return tmp_path / "look.cube"


@pytest.mark.parametrize(
    ("text", "lut"),
    [
        (WHOLE, Lut(3, 2)),
        ("LUT_1D_SIZE 3\n" + "0 0 0\n" * 3, Lut(1, 3)),
        ("\ufeff" + WHOLE, Lut(3, 2)),
    ],
    ids=["3D", "1D", "with a mark"],
)
def test_a_whole_table_is_taken(cube: Path, text: str, lut: Lut) -> None:
    cube.write_text(text, encoding="utf-8")

    assert load_lut(cube) == lut


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", ": it has no LUT_3D_SIZE line"),
        (WHOLE.replace("LUT_3D_SIZE 2", "LUT_3D_SIZE 1"), ":3: LUT_3D_SIZE 1: a size is 2 to 128"),
        (WHOLE.replace("SIZE 2", "SIZE 2;id"), ":3: LUT_3D_SIZE 2;id: a size is"),
        (WHOLE.replace("SIZE 2", "SIZE 2 2"), ":3: LUT_3D_SIZE 2 2: a size is"),
        (WHOLE + "0 0 0\n", ": it holds 9 colours of 8; export the look again"),
        (WHOLE.replace("0.5", "nan", 1), ":6: a colour is three finite numbers"),
        (WHOLE.replace("0.5", "1e999", 1), ":6: a colour is three finite numbers"),
        (WHOLE.replace("0 0.5 1", "0 0.5", 1), ":6: a colour is three finite numbers"),
        (WHOLE.replace("0 0.5", "file=/etc/passwd 0.5", 1), ":6: 'file=/etc/passwd' is no number"),
    ],
)
def test_what_ffmpeg_would_misread_is_refused_with_its_line(
    cube: Path, text: str, says: str
) -> None:
    cube.write_text(text)

    with pytest.raises(UsageError) as refused:
        load_lut(cube)
    assert str(refused.value).startswith(f"{cube}{says}")


def test_a_file_that_is_far_too_large_is_not_read(cube: Path) -> None:
    with cube.open("wb") as file:
        file.truncate(MAX_BYTES + 1)

    with pytest.raises(UsageError, match="over 64 MB"):
        load_lut(cube)


def test_a_file_that_is_not_there_is_refused(cube: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        load_lut(cube)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.binary(max_size=200))
def test_whatever_is_in_a_file_it_is_a_look_or_refused(cube: Path, data: bytes) -> None:
    cube.write_bytes(data)

    with pytest.raises(UsageError):
        load_lut(cube)
