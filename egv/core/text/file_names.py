"""File names that carry data: read by a pattern such as `{date}_{name}`, and written."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path, PurePath

from egv.core.text.faults import suggest_or_list
from egv.core.text.path_words import is_extended_path, is_path_word, split_template

DATE = "date"
DATES = r"[0-9]{4}-?[0-9]{2}-?[0-9]{2}"
UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')
MOST_BYTES = 255  # of a name, on all common file systems
LONGEST = 80  # characters of a text in a file name: a name has at most 255 bytes

# Devices of Windows, with any ending: `aux.mp4` and `nul .tar.gz` are no files there.
DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[1-9¹²³])(?=\s*(?:\.|$))", re.I)
_BYTE = re.compile(r"\\u(d[89a-f][0-9a-f]{2})")  # of Windows also half a pair of UTF-16
_PLACE = re.compile(r"\{([^{}]*)\}")


def parse_file_name(stem: str, pattern: str) -> dict[str, str]:
    """Read the texts in the file name `stem` by `pattern`; {} where the name does not match."""
    match = re.fullmatch(_build_expression(pattern), stem)
    if match is None:
        return {}
    texts = (text.strip() for text in match.groups())
    said = dict(zip(_PLACE.findall(pattern), texts, strict=True))
    if DATE in said:
        try:
            said[DATE] = date.fromisoformat(said[DATE]).isoformat()
        except ValueError:
            return {}
    return said


def find_pattern_faults(pattern: str, known: Iterable[str]) -> Iterator[str]:
    """Yield a sentence for each reason why file names cannot be read by `pattern`."""
    places = _PLACE.findall(pattern)
    yield from find_template_faults(pattern, known)
    if not places:
        yield "this has no placeholder; write one, such as {title}"
    if len(set(places)) < len(places):
        yield "a placeholder is used twice; keep one"
    if "}{" in pattern:
        yield (
            "two placeholders touch, so they cannot be told apart; put a character between"
            " them, such as _"
        )
    if is_path_word(pattern):
        yield "this is only for the file name; remove the folder"


def find_template_faults(template: str, known: Iterable[str]) -> Iterator[str]:
    """Yield a sentence for each place in `template` that none of the words `known` fills."""
    known = list(known)
    for place in _PLACE.findall(template):
        if place not in known:
            yield f"{{{place}}}: unknown placeholder{suggest_or_list(place, known)}"
    if {"{", "}"} & set(_PLACE.sub("", template)):
        yield "a single brace; write a placeholder with both, such as {title}"


def to_file_name(text: str) -> str:
    """Convert `text` to a form that is safe in a file name on any system."""
    plain = UNSAFE.sub("-", unicodedata.normalize("NFC", text))
    return " ".join(plain.split())[:LONGEST].strip(" .-")


def fold_name(text: str) -> str:
    """Fold `text` as many drives compare file names (NFC, case folded)."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).casefold())


def list_compositions(name: str) -> tuple[str, ...]:
    """List the forms of `name` that differ by composition only: NFC and NFD."""
    return tuple(unicodedata.normalize(form, name) for form in ("NFC", "NFD"))


def is_same_name(one: str, other: str) -> bool:
    """True if `one` and `other` are the same name on a drive that ignores case."""
    return one == other or fold_name(one) == fold_name(other)


def escape_file_name(text: str) -> str:
    """Escape the bytes of a file name that are not UTF-8 (Python's `backslashreplace`)."""
    return text.encode("utf-8", "backslashreplace").decode()


def unescape_file_name(text: str) -> str:
    """Restore the file name that `escape_file_name` wrote as `text`."""
    return _BYTE.sub(lambda found: chr(int(found[1], 16)), text)


def explain_long_name(path: Path) -> str:
    """Explain the first part of `path` that is too long for any disk; "" for none."""
    for part in path.parts:
        size = len(os.fsencode(part))
        if size > MOST_BYTES:
            return (
                f"{part[:40]}…: the name would be {size} bytes long, and a disk allows"
                f" {MOST_BYTES}; shorten the clip's name, or give a shorter one with -o"
            )
    return ""


def explain_long_path(path: PurePath, most: int, beside: str = "") -> str:
    """Explain that the absolute `path` is over `most` characters, all that Windows takes; "" else.

    `most` is 259 unless long paths are switched on (`MAX_PATH` without its NUL); a path in the
    extended form has no such limit. `beside` is the name that the file has while it is made.
    """
    if is_extended_path(path):
        return ""
    size = len(str(path))
    if size > most:
        return (
            f"{path.name}: its path is {size} characters long, and Windows takes {most}; choose a"
            " folder nearer to the drive, or have long paths switched on"
        )
    size += len(beside) - len(path.name)
    if beside and size > most:
        return (
            f"{path.name}: while egv makes it, its path is {size} characters long, and Windows"
            f" takes {most}; choose a folder nearer to the drive, or have long paths switched on"
        )
    return ""


def fill_path(template: str, texts: Mapping[str, str]) -> str:
    """Fill the places of `template` with `texts`; each part that had one is a name on any system.

    A folder without a name is left out.
    """
    root, parts = split_template(template)
    return root + "/".join(filter(None, (_fill_part(part, texts) for part in parts)))


def _fill_part(part: str, texts: Mapping[str, str]) -> str:
    filled = _PLACE.sub(lambda place: texts.get(place[1], ""), part)
    return part if filled == part else to_portable_name(filled)


def to_portable_name(name: str) -> str:
    """Convert `name` to one that Windows and macOS keep as it is: NFC, and no device's name.

    Windows drops dots and spaces at the end of a name.
    """
    return mark_device_name(unicodedata.normalize("NFC", name).rstrip(" ."))


def mark_device_name(name: str) -> str:
    """Return `name` with an underscore where Windows would take it for a device."""
    return f"{found[0]}_{name[found.end() :]}" if (found := DEVICE.match(name)) else name


def _build_expression(pattern: str) -> str:
    """Build the regular expression of `pattern`: each place matches as little as it can."""
    text, end = "", 0
    for place in _PLACE.finditer(pattern):
        text += re.escape(pattern[end : place.start()])
        text += f"({DATES if place[1] == DATE else '.+?'})"
        end = place.end()
    return text + re.escape(pattern[end:])
