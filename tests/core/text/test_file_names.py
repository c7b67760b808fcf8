"""File names that say something, and texts that stand in a file name."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.text.file_names import (
    escape_file_name,
    explain_long_path,
    fill_path,
    find_pattern_faults,
    find_template_faults,
    fold_name,
    is_same_name,
    list_compositions,
    mark_device_name,
    parse_file_name,
    to_file_name,
    to_portable_name,
    unescape_file_name,
)
from egv.core.text.yaml_model import explain_wrong_slug

KNOWN = ("date", "name", "title")
PATTERN = "{date}_{name}_{title}"
DEVICES = ("con", "prn", "aux", "nul", "conin$", "conout$")
PORTS = tuple(f"{kind}{digit}" for kind in ("com", "lpt") for digit in "123456789¹²³")
RESERVED = st.builds(
    lambda device, upper, rest: f"{device.upper() if upper else device}{rest}",
    st.sampled_from((*DEVICES, *PORTS)),
    st.booleans(),
    st.sampled_from(("", ".", " ", ".txt", " .tar.gz", "..", ".mp4")) | st.text(max_size=3),
)


def is_device(name: str) -> bool:
    """True where Windows opens a device for `name` (Naming Files, Paths, and Namespaces)."""
    base = name.partition(".")[0].rstrip(" ").lower()
    return base in (*DEVICES, *PORTS)


@pytest.mark.parametrize(
    ("stem", "said"),
    [
        ("2026-03-02_Maria Jansen_Our week", ("2026-03-02", "Maria Jansen", "Our week")),
        ("20260302_Maria_Our_week_12", ("2026-03-02", "Maria", "Our_week_12")),
        ("2026-03-02_a.b+(c)_[d]", ("2026-03-02", "a.b+(c)", "[d]")),
        ("2026-13-02_Maria_Our week", None),
        ("IMG_0001_clip", None),
        ("2026-03-02_Maria", None),
        ("2026-03-02__x", None),
    ],
)
def test_a_name_is_read_by_its_pattern_or_not_at_all(
    stem: str, said: tuple[str, ...] | None
) -> None:
    assert parse_file_name(stem, PATTERN) == (dict(zip(KNOWN, said, strict=True)) if said else {})


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("{date}_{nam}", "did you mean 'name'?"),
        ("film", "no placeholder"),
        ("{name}_{name}", "twice"),
        ("{name}{title}", "put a character between"),
        ("x/{name}", "remove the folder"),
        ("{name}_{", "a single brace"),
        ("{name!r}", "unknown placeholder"),
        ("{name.x}", "unknown placeholder"),
    ],
)
def test_a_pattern_that_nothing_can_be_read_by_is_refused(pattern: str, words: str) -> None:
    assert any(words in said for said in find_pattern_faults(pattern, KNOWN))
    assert not list(find_pattern_faults(PATTERN, KNOWN))
    assert not list(find_template_faults(f"x/{PATTERN}.mp4", KNOWN))


def test_a_folder_that_would_have_no_name_is_left_out() -> None:
    template = "{department}/{title}.mp4"

    assert fill_path(template, {"title": "a"}) == "a.mp4"
    assert fill_path(f"/out/{template}", {"title": "a"}) == "/out/a.mp4"


@given(st.text())
def test_a_text_in_a_file_name_stays_one_name_in_its_folder(text: str) -> None:
    safe = to_file_name(text)
    path = PurePosixPath(fill_path("out/{title}/x.mp4", {"title": safe}))

    assert len(safe) <= 80
    assert not set(safe) & set('/\\:*?"<>|\n\t\0')
    assert not safe.startswith((".", " "))
    assert not safe.endswith((".", " "))
    folder = to_portable_name(safe)
    assert path.parent == (PurePosixPath("out") / folder if folder else PurePosixPath("out"))
    assert to_file_name(safe) == safe


@given(st.text() | RESERVED)
def test_a_filled_name_is_no_device_and_has_nothing_at_its_end_that_windows_drops(
    text: str,
) -> None:
    name = to_portable_name(to_file_name(text))

    assert not is_device(name)
    assert not name.endswith((".", " "))
    assert unicodedata.is_normalized("NFC", name)
    assert to_portable_name(name) == name
    assert PureWindowsPath(name).name == name


@given(st.text() | RESERVED, st.sampled_from(("{title}.mp4", "{title}/x.mp4", "a/{title}. /x.mp4")))
def test_a_filled_path_has_no_part_that_windows_refuses(text: str, template: str) -> None:
    path = fill_path(template, {"title": to_file_name(text)})

    assert [part for part in path.split("/") if is_device(part)] == []
    assert [part for part in path.split("/") if part.endswith((" ", "."))] == []


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("CON", "CON_.mp4"),
        ("aux", "aux_.mp4"),
        ("nul.txt", "nul_.txt.mp4"),
        ("COM1", "COM1_.mp4"),
        ("lpt²", "lpt²_.mp4"),
        ("console", "console.mp4"),
        ("Con Air", "Con Air.mp4"),
        ("Deel 1.", "Deel 1.mp4"),
        ("wat? <nu> | a:b*", "wat- -nu- - a-b.mp4"),
        ("e\u0301te\u0301", "\u00e9t\u00e9.mp4"),
    ],
)
def test_a_title_becomes_a_name_that_every_system_takes(title: str, name: str) -> None:
    assert fill_path("{title}.mp4", {"title": to_file_name(title)}) == name


def test_what_the_user_wrote_without_a_place_stays() -> None:
    assert fill_path("aux/../x./{title}.mp4", {"title": "a"}) == "aux/../x./a.mp4"


def test_a_name_in_a_file_is_no_device_either() -> None:
    assert "a device's name on Windows" in explain_wrong_slug("aux")
    assert not explain_wrong_slug("auxiliary")
    assert mark_device_name("aux") == "aux_"


@given(st.text())
def test_names_that_differ_by_composition_are_one_name(text: str) -> None:
    composed, decomposed = list_compositions(text)

    assert is_same_name(composed, decomposed)
    assert fold_name(composed) == fold_name(decomposed)


@given(st.text(st.characters(exclude_characters="\\")))
def test_a_name_that_is_no_text_comes_back_from_its_escaped_form(text: str) -> None:
    assert unescape_file_name(escape_file_name(text)) == text


def test_a_path_is_refused_only_where_the_system_could_not_open_it() -> None:
    path = PureWindowsPath("C:\\", *["folder"] * 40, "clip.mp4")

    assert "is 291 characters long, and Windows takes 259" in explain_long_path(path, 259)
    assert not explain_long_path(path, 32_767)
    assert not explain_long_path(PureWindowsPath(f"\\\\?\\{path}"), 259)
    assert not explain_long_path(path, 291, "part.mp4")
    said = explain_long_path(path, 291, "a.part.mp4")
    assert "while egv makes it, its path is 293 characters long" in said
    assert not explain_long_path(PureWindowsPath("C:\\clip.mp4"), 259)
