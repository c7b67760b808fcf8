"""Names of files in lists, as Notepad, PowerShell, Excel, a Mac and ffmpeg write them."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from egv.tools.library.written_names import find_written_path, split_name_list

NAMES = ("a.mp4", "één clip.mp4")
LIST = "".join(f"{name}\r\n" for name in NAMES)


@pytest.mark.parametrize(
    "raw",
    [
        LIST.encode(),
        codecs.BOM_UTF8 + LIST.encode(),
        LIST.encode("utf-16"),
        codecs.BOM_UTF16_BE + LIST.encode("utf-16-be"),
        LIST.encode("utf-16-le"),
        LIST.replace("\r\n", "\r").encode(),
        LIST.replace("\r\n", "\n\n").encode(),
        LIST.replace("\r\n", "\0").encode(),
        b"# week 47\n" + LIST.encode(),
    ],
    ids=range(9),
)
def test_a_list_is_read_as_any_program_writes_it(raw: bytes) -> None:
    assert split_name_list(raw) == NAMES


def test_a_name_that_is_not_utf_8_keeps_its_bytes() -> None:
    assert split_name_list(b"caf\xe9.mp4\n") == ("caf\udce9.mp4",)


@pytest.mark.parametrize(
    "written",
    ['één clip.mp4', '  één clip.mp4\t', '"één clip.mp4"', "'één clip.mp4'", "“één clip.mp4”",
     "„één clip.mp4“", '="één clip.mp4"', '"""één clip.mp4"""', "file 'één clip.mp4'",
     "e\u0301e\u0301n clip.mp4", "ÉÉN Clip.MP4", "\u200béén clip.mp4", "één clip.mp4\u00a0",
     "\ufefféén clip.mp4", "\u202aéén clip.mp4", ".\\één clip.mp4", "sub\\..\\één clip.mp4"],
)  # fmt: skip
def test_the_file_that_is_meant_is_found(tmp_path: Path, written: str) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "één clip.mp4").touch()

    found = Path(find_written_path(written, tmp_path))
    assert found.samefile(tmp_path / "één clip.mp4")


def test_an_address_of_a_file_and_a_name_in_an_old_encoding_are_found(tmp_path: Path) -> None:
    (tmp_path / "één clip.mp4").touch()

    for written in ((tmp_path / "één clip.mp4").as_uri(), "\udce9\udce9n clip.mp4"):
        assert Path(find_written_path(written, tmp_path)).is_file()


def test_the_name_as_it_stands_wins(tmp_path: Path) -> None:
    for name in ('"a.mp4"', "a.mp4", "A.mp4"):
        (tmp_path / name).touch()

    for name in ('"a.mp4"', "a.mp4", "A.mp4"):
        assert find_written_path(name, tmp_path) == str(tmp_path / name)


def test_one_of_several_that_differ_in_case_is_not_chosen(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").touch()
    (tmp_path / "A.mp4").touch()

    assert find_written_path("a.MP4", tmp_path) == str(tmp_path / "a.MP4")


def test_a_name_of_nothing_is_as_it_was_without_quotes(tmp_path: Path) -> None:
    assert find_written_path('"*.mp4"') == "*.mp4"
    assert find_written_path(" gone.mp4 ", tmp_path) == str(tmp_path / "gone.mp4")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.text(max_size=30))
def test_any_text_is_a_name(tmp_path: Path, written: str) -> None:
    assert isinstance(find_written_path(written, tmp_path), str)


@given(st.binary(max_size=60))
def test_any_bytes_are_a_list(raw: bytes) -> None:
    names = split_name_list(raw)

    assert "" not in [name.strip() for name in names]
