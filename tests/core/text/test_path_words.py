"""Paths and names by the rules of Windows and of POSIX, on any system: laws over pure paths."""

from __future__ import annotations

import ntpath
import posixpath
from pathlib import PurePath, PurePosixPath, PureWindowsPath
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.text.path_words import (
    add_separator,
    find_way,
    format_link,
    is_extended_path,
    is_folder_word,
    is_name_in_folder,
    is_path_word,
    is_windows_path,
    mark_as_path,
    read_dropped_path,
    read_stored_name,
    shorten_path,
    split_template,
    to_stored_name,
)

Windows, Posix = PureWindowsPath, PurePosixPath
SYSTEMS = (Windows, Posix)
SUFFIXES = (".yaml", ".yml")
ROOTS = ("C:\\", "d:\\", "\\\\server\\share\\", "\\\\server\\other\\", "\\\\srv2\\share\\")
EXTENDED = {"C:\\": "\\\\?\\C:\\", "\\\\server\\share\\": "\\\\?\\UNC\\server\\share\\"}

LETTERS = st.characters(exclude_characters='/\\:*?"<>|', exclude_categories=("Cc", "Cs"))
NAMES = st.text(LETTERS, min_size=1, max_size=8).filter(lambda name: name == name.strip(" ."))
PARTS = st.lists(NAMES, max_size=4)


def join_windows(root: str, parts: list[str]) -> PureWindowsPath:
    return Windows(root + "\\".join(parts))


WINDOWS_PATHS = st.builds(join_windows, st.sampled_from(ROOTS), PARTS)
POSIX_PATHS = st.builds(lambda parts: Posix("/", *parts), PARTS)
PAIRS = st.tuples(WINDOWS_PATHS, WINDOWS_PATHS) | st.tuples(POSIX_PATHS, POSIX_PATHS)


def read_back(name: str, folder: PurePath) -> PurePath:
    """The path that `name`, stored in a file of `folder`, leads to."""
    joined = folder / read_stored_name(name, type(folder))
    rules = ntpath if isinstance(folder, PureWindowsPath) else posixpath
    return type(folder)(rules.normpath(joined))


@given(PAIRS)
def test_a_stored_name_leads_back_to_its_file_across_drives_and_shares(
    pair: tuple[PurePath, PurePath],
) -> None:
    path, folder = pair
    name = to_stored_name(path, folder)

    assert read_back(name, folder) == path
    assert to_stored_name(read_back(name, folder), folder) == name
    assert "\\" not in name
    assert bool(type(path)(name).anchor) == (path.drive.lower() != folder.drive.lower())


@given(PARTS, PARTS)
def test_the_same_folders_have_the_same_stored_names_on_every_system(
    below: list[str], above: list[str]
) -> None:
    windows = to_stored_name(Windows("C:\\", *above, *below), Windows("C:\\", *above))

    assert windows == to_stored_name(Posix("/", *above, *below), Posix("/", *above))


@given(st.sampled_from(sorted(EXTENDED)), PARTS, PARTS, st.booleans(), st.booleans())
def test_a_path_in_the_extended_form_is_the_same_path(
    root: str, one: list[str], other: list[str], first: bool, second: bool
) -> None:
    path = join_windows(EXTENDED[root] if first else root, one)
    assert is_extended_path(path) is first
    folder = join_windows(EXTENDED[root] if second else root, other)

    assert to_stored_name(path, folder) == to_stored_name(
        join_windows(root, one), join_windows(root, other)
    )


@given(PAIRS)
def test_a_name_of_an_earlier_egv_is_read_as_todays(pair: tuple[PurePath, PurePath]) -> None:
    path, folder = pair
    today = to_stored_name(path, folder)
    earlier = str(find_way(path, folder))

    assert read_stored_name(earlier, type(path)) == today
    assert read_stored_name(today, type(path)) == today


def test_an_escaped_byte_in_a_name_and_a_backslash_on_posix_stay() -> None:
    assert read_stored_name("a\\b\\udc80.mp4", Windows) == "a/b\\udc80.mp4"
    assert read_stored_name("a\\b.mp4", Posix) == "a\\b.mp4"


@pytest.mark.parametrize(
    ("word", "on_windows", "on_posix"),
    [
        ("acme", False, False),
        ("acme.yaml", True, True),
        ("acme.yml", True, True),
        ("kits/acme", True, True),
        ("kits\\acme\\kit.yaml", True, True),
        ("kits\\acme", True, False),
        ("C:\\kits\\acme", True, False),
        ("C:acme", True, False),
        ("\\\\server\\share\\acme", True, False),
        ("./acme", True, True),
        (".\\acme", True, False),
        ("", False, False),
    ],
)
def test_a_word_is_a_path_or_a_name(word: str, on_windows: bool, on_posix: bool) -> None:
    assert is_path_word(word, SUFFIXES, Windows) is on_windows
    assert is_path_word(word, SUFFIXES, Posix) is on_posix


@given(st.sampled_from(SYSTEMS), st.text(LETTERS, min_size=1) | st.text(min_size=1))
def test_a_word_that_is_marked_as_a_path_is_one_and_is_marked_once(
    system: type[PurePath], word: str
) -> None:
    marked = mark_as_path(word, system)

    assert is_path_word(marked, (), system)
    assert mark_as_path(marked, system) == marked
    assert system(marked) == system(word)


@given(st.sampled_from(SYSTEMS), st.text())
def test_a_word_with_a_separator_at_its_end_means_a_folder(
    system: type[PurePath], word: str
) -> None:
    folder = add_separator(word, system)

    assert is_folder_word(folder, system)
    assert add_separator(folder, system) == folder
    assert is_folder_word("out\\", Windows)
    assert not is_folder_word("out\\", Posix)


@pytest.mark.parametrize(
    ("template", "system", "root", "parts"),
    [
        ("out/{a}/{b}.mp4", Posix, "", ["out", "{a}", "{b}.mp4"]),
        ("/out//{a}", Posix, "/", ["out", "{a}"]),
        ("out\\{a}", Posix, "", ["out\\{a}"]),
        ("out\\{a}\\x.mp4", Windows, "", ["out", "{a}", "x.mp4"]),
        ("C:\\out\\{a}", Windows, "C:/", ["out", "{a}"]),
        ("C:{a}.mp4", Windows, "C:", ["{a}.mp4"]),
        ("\\\\server\\share\\{a}", Windows, "//server/share/", ["{a}"]),
        ("//server/share/{a}/b", Windows, "//server/share/", ["{a}", "b"]),
    ],
)
def test_a_template_is_split_where_its_system_parts_paths(
    template: str, system: type[PurePath], root: str, parts: list[str]
) -> None:
    assert split_template(template, system) == (root, parts)


@given(WINDOWS_PATHS | POSIX_PATHS)
def test_a_split_template_joined_again_is_the_same_path(path: PurePath) -> None:
    root, parts = split_template(str(path), type(path))

    assert type(path)(root + "/".join(parts)) == path


@given(PAIRS)
def test_a_path_is_shortened_only_below_the_folder(pair: tuple[PurePath, PurePath]) -> None:
    path, folder = pair
    short = shorten_path(path, folder)

    assert folder / short == path
    assert (short == path) or folder in (path, *path.parents)


def test_a_link_in_a_page_is_a_way_or_else_an_address() -> None:
    page = Windows("C:\\out")

    assert format_link(Windows("C:\\out\\sub\\a b.mp4"), page) == "sub/a%20b.mp4"
    assert format_link(Windows("D:\\clips\\a.mp4"), page) == "file:///D:/clips/a.mp4"
    assert format_link(Windows("\\\\srv\\share\\a.mp4"), page) == "file://srv/share/a.mp4"
    assert unquote(format_link(Posix("/clips/é.mp4"), Posix("/out"))) == "../clips/é.mp4"


@pytest.mark.parametrize(
    ("name", "folder", "is_below"),
    [
        ("a/b.mp4", "a", True),
        ("a/b.mp4", "a/b.mp4", True),
        ("ab.mp4", "a", False),
        ("a.mp4", ".", True),
        ("../a.mp4", ".", False),
        ("../a.mp4", "..", True),
        ("../../a.mp4", "..", False),
        ("D:/clips/a.mp4", ".", False),
        ("D:/clips/a.mp4", "D:/clips", True),
        ("D:/clips/a.mp4", "D:/", True),
        ("//srv/share/a.mp4", "D:/", False),
    ],
)
def test_a_stored_name_lies_below_a_folder_or_not(name: str, folder: str, is_below: bool) -> None:
    assert is_name_in_folder(name, folder, Windows) is is_below


def test_a_drive_and_a_backslash_make_a_word_of_windows() -> None:
    words = ("C:\\a", "C:a", "a\\b", "\\\\srv\\share\\a")
    others = ("a", "a/b", "/a", "{stem}.mp4", "12:30.mp4")

    assert tuple(filter(is_windows_path, (*words, *others))) == words


@pytest.mark.parametrize(
    ("text", "system", "path"),
    [
        ("/a/our\\ logo.png ", PurePosixPath, "/a/our logo.png"),
        ("'/a/our logo.png'", PurePosixPath, "/a/our logo.png"),
        ("'/a/it'\\''s.png'", PurePosixPath, "/a/it's.png"),
        ('"/a/our logo.png"', PurePosixPath, "/a/our logo.png"),
        ("file:///a/our%20logo.png", PurePosixPath, "/a/our logo.png"),
        ("file://localhost/a/b.png", PurePosixPath, "/a/b.png"),
        ("/a/our\\(1\\).png", PurePosixPath, "/a/our(1).png"),
        ("logo.png", PurePosixPath, "logo.png"),
        (r"C:\a\b.png", PureWindowsPath, r"C:\a\b.png"),
        (r'"C:\our files\b.png"', PureWindowsPath, r"C:\our files\b.png"),
        (r"& 'C:\our files\b.png'", PureWindowsPath, r"C:\our files\b.png"),
        ("file:///C:/our%20files/b.png", PureWindowsPath, "C:/our files/b.png"),
    ],
)
def test_a_dropped_file_is_found_as_each_terminal_writes_it(
    text: str, system: type[PurePath], path: str
) -> None:
    assert read_dropped_path(text, system) == path
