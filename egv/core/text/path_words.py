"""Paths and names in what people and egv write, by the rules of Windows or of POSIX.

The one place that looks at separators: a word that a person typed is a path or a name, and a path
that egv keeps in a file is a stored name. A stored name is relative to a folder where that can be
(two drives have no path between them), and always has forward slashes, so that a folder that moves
from one system to another keeps its meaning.
"""

from __future__ import annotations

import ntpath
import os
import posixpath
import re
from collections.abc import Sequence
from pathlib import PurePath, PureWindowsPath
from typing import TypeVar
from urllib.parse import quote, unquote

HERE = type(PurePath())  # the rules of the system that egv runs on
EXTENDED = re.compile(r"\\\\[?.]\\(UNC\\)?", re.IGNORECASE)  # Win32 file namespaces: `\\?\C:\a`
ESCAPED = re.compile(r"\\(?!ud[89a-f][0-9a-f]{2})")  # a backslash that begins no escaped byte
UP = ".."

AnyPath = TypeVar("AnyPath", bound=PurePath)
System = type[PurePath]


def list_separators(system: System = HERE) -> str:
    """List the characters that part a path on `system`."""
    return "/\\" if issubclass(system, PureWindowsPath) else "/"


def is_path_word(word: str, suffixes: Sequence[str] = (), system: System = HERE) -> bool:
    """True where `word` is a path: it has a separator, a drive, or one of `suffixes`."""
    has_separator = any(mark in word for mark in list_separators(system))
    return has_separator or bool(system(word).drive) or word.endswith(tuple(suffixes))


def is_folder_word(word: str, system: System = HERE) -> bool:
    """True where `word` ends in a separator, and so means a folder."""
    return word.endswith(tuple(list_separators(system)))


def is_windows_path(word: str) -> bool:
    """True where `word` is no plain name on Windows: it has a drive, or a backslash."""
    return "\\" in word or bool(PureWindowsPath(word).drive)


def is_extended_path(path: PurePath) -> bool:
    r"""True for a Windows path that begins with `\\?\`, and so has no limit of 260 characters."""
    return isinstance(path, PureWindowsPath) and EXTENDED.match(str(path)) is not None


def mark_as_path(word: str, system: System = HERE) -> str:
    """Mark `word` as a path, so that it is never taken for a name."""
    return word if is_path_word(word, (), system) else f"./{word}"


def add_separator(word: str, system: System = HERE) -> str:
    """Return `word` with a slash at its end, so that it means a folder."""
    return word if is_folder_word(word, system) else f"{word}/"


def split_template(template: str, system: System = HERE) -> tuple[str, list[str]]:
    """Split a path with places such as `{title}` into its root and its parts.

    The root is the drive, or share, and the slash after it: `C:/`, `//server/share/`, `/` or "".
    """
    path, marks = system(template), list_separators(system)
    rest = template[len(path.drive) :]
    root = path.drive.replace("\\", "/") + ("/" if rest[:1] and rest[0] in marks else "")
    return root, [part for part in re.split(f"[{re.escape(marks)}]", rest) if part]


def read_dropped_path(text: str, system: System = HERE) -> str:
    """Read a path as a terminal writes a file that is dropped on it.

    It comes in quotes, with backslashes before spaces, as `file://`, or in PowerShell after `&`.
    """
    is_windows = issubclass(system, PureWindowsPath)
    text = text.strip()
    if is_windows:
        text = text.removeprefix("& ").strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        text = text[1:-1].replace("'\\''", "'")
    elif not is_windows:
        text = re.sub(r"\\(.)", r"\1", text)
    if not text.lower().startswith("file://"):
        return text
    _, slash, path = text[len("file://") :].partition("/")
    path = unquote(slash + path)
    return path[1:] if is_windows and re.match("/[A-Za-z]:", path) else path


def shorten_path(path: AnyPath, folder: AnyPath) -> AnyPath:
    """Return `path` relative to `folder` where it lies below it, else as it is."""
    return path.relative_to(folder) if path.is_relative_to(folder) else path


def find_way(path: AnyPath, folder: AnyPath) -> AnyPath:
    """Find the way from `folder` to `path`, both absolute; `path` where they share no drive."""
    path, folder = _drop_extended_prefix(path), _drop_extended_prefix(folder)
    rules = ntpath if isinstance(path, PureWindowsPath) else posixpath
    try:
        return type(path)(rules.relpath(path, folder))
    except ValueError:  # two drives, or a drive and a share
        return type(path)(rules.normpath(path))


def to_stored_name(path: AnyPath, folder: AnyPath) -> str:
    """Return the name under which a file in `folder` keeps `path`; both are absolute."""
    return find_way(path, folder).as_posix()


def read_stored_name(name: str, system: System = HERE) -> str:
    r"""Read a stored name; an earlier egv wrote `\` on Windows, where no name can have it."""
    return ESCAPED.sub("/", name) if issubclass(system, PureWindowsPath) else name


def format_link(path: AnyPath, folder: AnyPath) -> str:
    """Format the address of `path` for a page in `folder`; both are absolute."""
    way = find_way(path, folder)
    return way.as_uri() if way.anchor else quote(os.fsencode(way.as_posix()))


def is_name_in_folder(name: str, folder_name: str, system: System = HERE) -> bool:
    """True where the stored `name` is the stored `folder_name`, or a file below it."""
    path, folder = system(name), system(folder_name)
    return path.is_relative_to(folder) and path.parts[len(folder.parts) :][:1] != (UP,)


def _drop_extended_prefix(path: AnyPath) -> AnyPath:
    r"""Return a Windows path without `\\?\`, which says the same to egv."""
    if not isinstance(path, PureWindowsPath):
        return path
    text = str(path)
    found = EXTENDED.match(text)
    if found is None:
        return path
    rest = text[found.end() :]
    if found[1]:
        return type(path)(f"\\\\{rest}")
    return type(path)(rest) if PureWindowsPath(rest).drive else path
