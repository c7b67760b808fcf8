"""Looks in `.cube` files: whole ones are taken, and whatever ffmpeg would misread is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from egv.core.errors import UsageError
from egv.core.picture.colour_plan import Lut
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

    found = load_lut(cube)

    assert (found.dimensions, found.size) == (lut.dimensions, lut.size)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", ": this file has no LUT_3D_SIZE line"),
        (
            WHOLE.replace("LUT_3D_SIZE 2", "LUT_3D_SIZE 1"),
            ":3: LUT_3D_SIZE 1: the size must be 2 to",
        ),
        (WHOLE.replace("SIZE 2", "SIZE 2;id"), ":3: LUT_3D_SIZE 2;id: the size must be"),
        (WHOLE.replace("SIZE 2", "SIZE 2 2"), ":3: LUT_3D_SIZE 2 2: the size must be"),
        (WHOLE + "0 0 0\n", ": this file has 9 of 8 colours; export the look again"),
        (WHOLE.replace("0.5", "nan", 1), ":6: a colour must be three finite numbers"),
        (WHOLE.replace("0.5", "1e999", 1), ":6: a colour must be three finite numbers"),
        (WHOLE.replace("0 0.5 1", "0 0.5", 1), ":6: a colour must be three finite numbers"),
        (
            WHOLE.replace("0 0.5", "file=/etc/passwd 0.5", 1),
            ":6: 'file=/etc/passwd' is not a number",
        ),
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

    with pytest.raises(UsageError, match="larger than 64 MB"):
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


ROWS = [f"{1 - r:g} {g:g} {b:g}" for b in (0, 1) for g in (0, 1) for r in (0, 1)]  # red inverted
COLOURS = [tuple(map(float, row.split())) for row in ROWS]


def build(*head: str, rows: list[str] = ROWS) -> str:
    return "\n".join([*head, *rows]) + "\n"


def copied(cube: Path, text: str, encoding: str = "utf-8") -> tuple[str, list[tuple[float, ...]]]:
    """The size line and the colours of the copy that ffmpeg gets."""
    cube.write_bytes(text.encode(encoding))
    lut = load_lut(cube)
    assert lut.file
    head, *rows = lut.file.read_text(encoding="ascii").splitlines()
    assert load_lut(lut.file) == Lut(lut.dimensions, lut.size)  # it needs no copy itself
    return head, [tuple(map(float, row.split())) for row in rows]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (build("LUT_3D_SIZE 2", "LUT_3D_INPUT_RANGE 0.0 1.0"), "utf-8"),
        (build("LUT_3D_SIZE 2"), "utf-8-sig"),
        (build("LUT_3D_SIZE 2"), "utf-16"),
        (build('TITLE "Köln"', "LUT_3D_SIZE 2"), "latin-1"),
        (build('TITLE "x"', "LUT_3D_SIZE 2").replace("\n", "\r"), "utf-8"),
        (build(" LUT_3D_SIZE 2"), "utf-8"),
        (build("LUT_3D_SIZE\t2"), "utf-8"),
        (build('title "x"', "lut_3d_size 2"), "utf-8"),
        (build("# " + "x" * 700, "LUT_3D_SIZE 2"), "utf-8"),
        (build(f'TITLE "{"y" * 600}"', "LUT_3D_SIZE 2"), "utf-8"),
        (build("LUT_3D_SIZE 2 # two"), "utf-8"),
        (build("LUT_3D_SIZE 2", rows=[row.replace("1", "1,0") for row in ROWS]), "utf-8"),
        (build("LUT_3D_SIZE 2", rows=["\uff11 0 0", *ROWS[1:]]), "utf-8"),
    ],
    ids=range(13),
)
def test_a_table_that_ffmpeg_would_misread_is_written_anew(
    cube: Path, text: str, encoding: str
) -> None:
    assert copied(cube, text, encoding) == ("LUT_3D_SIZE 2", COLOURS)


@pytest.mark.parametrize(
    "head",
    [
        ("LUT_3D_SIZE 2", "DOMAIN_MIN 0 0 0", "DOMAIN_MAX 2 2 2"),
        ("DOMAIN_MIN 0 0 0", "DOMAIN_MAX 2 2 2", "LUT_3D_SIZE 2"),
        ("LUT_3D_INPUT_RANGE 0.0 2.0", "LUT_3D_SIZE 2"),
        ("LUT_3D_SIZE 2", "LUT_3D_INPUT_RANGE 0 2"),
    ],
)
def test_the_range_of_a_table_counts_wherever_it_stands(cube: Path, head: tuple[str, ...]) -> None:
    """Input of 1 is the middle of a table for 0 to 2."""
    size, colours = copied(cube, build(*head))

    assert size == "LUT_3D_SIZE 3"
    assert colours[0] == (1, 0, 0)
    assert colours[-1] == (0.5, 0.5, 0.5)


def test_a_range_that_begins_elsewhere_is_met(cube: Path) -> None:
    head, colours = copied(
        cube, build("LUT_1D_SIZE 2", "LUT_1D_INPUT_RANGE -1 1", rows=["0 0 0", "1 1 1"])
    )

    assert head == "LUT_1D_SIZE 3"
    assert colours == [(0.5,) * 3, (0.75,) * 3, (1,) * 3]


def test_a_table_of_video_levels_is_one_of_full_levels(cube: Path) -> None:
    same = [f"{r:g} {g:g} {b:g}" for b in (0, 1) for g in (0, 1) for r in (0, 1)]
    _, colours = copied(
        cube, build("LUT_3D_SIZE 2", "LUT_IN_VIDEO_RANGE", "LUT_OUT_VIDEO_RANGE", rows=same)
    )

    assert colours[0] == pytest.approx((0, 0, 0), abs=1e-6)
    assert colours[-1] == pytest.approx((1, 1, 1), abs=1e-6)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (build("LUT_3D_SIZE 2", "DOMAIN_MAX 255 255 255"), "goes up to 255, not to 1"),
        (build("LUT_3D_SIZE 2", "LUT_3D_INPUT_RANGE 1 0"), "its range ends before it begins"),
        (build("LUT_3D_SIZE 2", "LUT_3D_INPUT_RANGE 1"), ":2: a range must be two finite numbers"),
        (build("LUT_1D_SIZE 2", "LUT_3D_SIZE 2"), ":2: a second table, such as a shaper"),
        (build(f"LUT_3D_SIZE {'9' * 5000}"), "the size must be 2 to 128"),
    ],
)
def test_a_range_or_table_that_cannot_be_met_is_refused(cube: Path, text: str, says: str) -> None:
    cube.write_text(text)

    with pytest.raises(UsageError) as refused:
        load_lut(cube)
    assert says in str(refused.value)


def test_a_plain_table_is_used_as_it_is(cube: Path) -> None:
    cube.write_bytes(
        build('TITLE "x"', "LUT_3D_SIZE 2", "", "# rows").replace("\n", "\r\n").encode()
    )

    assert load_lut(cube) == Lut(3, 2)
