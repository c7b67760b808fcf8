"""The parts of the Windows rig that need no Wine; `make windows` runs the rest."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from windows import __main__ as command
from windows.assemble import find_lacking_packages, unpack_wheel
from windows.places import DRIVES
from windows.portable import DROP, DROP_TEXT, README, README_TEXT, START, START_TEXT
from windows.table import Row, add_row, format_table
from windows.wine import to_windows


def write_wheel(folder: Path, name: str, *requires: str) -> Path:
    wheel = folder / f"{name}-1.0-py3-none-any.whl"
    metadata = "\n".join(["Name: x", *(f"Requires-Dist: {line}" for line in requires), "", "text"])
    with zipfile.ZipFile(wheel, "w") as packed:
        packed.writestr(f"{name}-1.0.dist-info/METADATA", metadata)
        packed.writestr(f"{name}/__init__.py", "")
        packed.writestr(f"{name}-1.0.data/data/lib{name}.dll", b"MZ")
        packed.writestr(f"{name}-1.0.data/data/share/man/x.1", b"")
    return wheel


def test_what_a_package_wants_on_windows_alone_is_asked_for(tmp_path: Path) -> None:
    wheels = [
        write_wheel(tmp_path, "click", 'colorama; platform_system == "Windows"'),
        write_wheel(tmp_path, "tqdm", 'uvloop; sys_platform != "win32"', 'ipython; extra == "x"'),
        write_wheel(tmp_path, "typing_extensions"),
        write_wheel(tmp_path, "pydantic", "Typing.Extensions>=1"),
    ]

    assert find_lacking_packages(wheels) == {"colorama"}


def test_a_wheel_is_unpacked_as_python_finds_it(tmp_path: Path) -> None:
    unpack_wheel(write_wheel(tmp_path, "some"), tmp_path / "to")

    found = {path.relative_to(tmp_path / "to").as_posix() for path in tmp_path.rglob("to/**/*.*")}
    assert {"lib/some/__init__.py", "python/libsome.dll"} <= found
    assert not any("man" in name for name in found)


def test_a_path_gets_the_letter_of_its_drive() -> None:
    assert to_windows(DRIVES["e:"] / "é é" / "a.mp4") == "e:\\é é\\a.mp4"
    assert to_windows(Path("/etc/hosts")) == "z:\\etc\\hosts"


@pytest.mark.parametrize("text", [START_TEXT, DROP_TEXT, README_TEXT])
def test_the_texts_of_the_portable_egv_are_right_in_every_code_page(text: str) -> None:
    assert text.isascii()
    assert "\r" not in text


def test_the_drop_target_takes_a_folder_and_stays_open() -> None:
    assert {START, DROP, README}.isdisjoint({""})
    assert ' run "%~1"' in DROP_TEXT
    assert DROP_TEXT.rstrip().endswith("pause\nexit /b %code%")


def test_a_row_that_goes_wrong_fails_alone() -> None:
    rows: list[Row] = []
    with add_row(rows, "first"):
        raise ValueError("no such thing")
    with add_row(rows, "second") as row:
        row.expect(True, "3 frames")

    assert [bool(row.faults) for row in rows] == [True, False]
    assert "| first | **fails** | 0 s | ValueError: no such thing |" in format_table(rows)


def test_a_machine_without_wine_skips_it_by_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("windows.wine.SERVERS", "")

    assert command.main([]) == 0
    said = capsys.readouterr().out
    assert said.startswith("SKIPPED: make windows: no wine, wineserver, x86_64-w64-mingw32-gcc")
    assert "apt-get install" in said
