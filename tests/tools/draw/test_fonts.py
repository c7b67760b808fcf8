"""Fonts of this machine: in which folders they are, and several of them in one file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from fontTools.ttLib.ttCollection import TTCollection

from egv.core.errors import UsageError
from egv.tools.draw import fonts
from egv.tools.draw.fonts import (
    BOLD,
    PLAIN,
    SYMBOLS,
    find_family_files,
    list_font_files,
    load_font_face,
)

FAMILY = load_font_face(PLAIN).family


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    find_family_files.cache_clear()
    yield
    find_family_files.cache_clear()


@pytest.fixture
def collection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A collection of three fonts, the first of another family, as the only one on the machine."""
    monkeypatch.setattr(fonts, "FOLDERS", (str(tmp_path / "fonts"),))
    path = tmp_path / "fonts" / f"{FAMILY}.ttc"
    path.parent.mkdir()
    both = TTCollection()
    both.fonts = [TTFont(file) for file in (SYMBOLS, BOLD, PLAIN)]
    both.save(path)
    return path


def test_a_font_of_a_collection_is_found_by_its_family_and_stands_alone(collection: Path) -> None:
    bold_family = load_font_face(BOLD).family
    [found] = find_family_files(FAMILY)
    face, alone = load_font_face(found), load_font_face(PLAIN)

    assert found.suffix == ".ttf"
    assert (face.family, face.advances) == (alone.family, alone.advances)
    assert (face.ascent, face.descent) == (alone.ascent, alone.descent)
    assert bold_family != FAMILY or len(find_family_files(bold_family)) == 2
    assert collection.is_file()


def test_a_font_is_taken_out_of_a_collection_once(collection: Path) -> None:
    [first] = find_family_files(FAMILY)
    written = first.stat().st_mtime_ns
    find_family_files.cache_clear()

    assert find_family_files(FAMILY) == (first,)
    assert first.stat().st_mtime_ns == written
    assert find_family_files("No Such Family") == ()
    assert collection.stat().st_size > first.stat().st_size


def test_a_kit_that_names_a_collection_gets_its_first_font(collection: Path) -> None:
    assert load_font_face(collection).family == load_font_face(SYMBOLS).family


@pytest.mark.parametrize("content", [b"", b"ttcf", b"ttcf\0\1\0\0\0\0\0\3" + b"\xff" * 12])
def test_a_broken_collection_is_no_font_and_stops_nothing(collection: Path, content: bytes) -> None:
    collection.write_bytes(content)
    load_font_face.cache_clear()

    assert find_family_files(FAMILY) == ()
    with pytest.raises(UsageError, match="this is not a usable font"):
        load_font_face(collection)


def test_a_cache_that_cannot_be_written_stops_nothing(
    collection: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EGV_CACHE", str(collection))  # a file

    assert find_family_files(FAMILY) == ()


@pytest.mark.parametrize(
    ("variable", "folder"),
    [
        ("LOCALAPPDATA", "Microsoft/Windows/Fonts"),
        ("WINDIR", "Fonts"),
        ("HOME", "Library/Fonts"),
        ("HOME", ".local/share/fonts"),
    ],
)
def test_fonts_of_the_user_are_found_on_every_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, folder: str
) -> None:
    path = tmp_path / "Zoë" / folder / "Huisstijl.TTF"
    path.parent.mkdir(parents=True)
    path.write_bytes(PLAIN.read_bytes())
    monkeypatch.setenv(variable, str(tmp_path / "Zoë"))

    assert path in list_font_files()


def test_a_font_without_windows_measures_has_those_of_its_own_header(
    tmp_path: Path, edit_font: Callable[[Path, Path], None]
) -> None:
    path = tmp_path / "mac.otf"
    edit_font(PLAIN, path)
    face = load_font_face(path)

    assert face.ascent > 0
    assert face.descent > 0


@pytest.fixture
def edit_font() -> Callable[[Path, Path], None]:
    """Saves a font without its OS/2 table, which some fonts of macOS do not have."""

    def drop_table(source: Path, place: Path) -> None:
        with TTFont(source) as font:
            del font["OS/2"]
            font.save(place)

    return drop_table
