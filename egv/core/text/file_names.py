"""File names that carry data: read by a pattern such as `{date}_{name}`, and written."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from egv.core.text.faults import suggest_or_list

DATE = "date"
DATES = r"[0-9]{4}-?[0-9]{2}-?[0-9]{2}"
UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')
MOST_BYTES = 255  # of a name, on all common file systems
LONGEST = 80  # characters of a text in a file name: a name has at most 255 bytes

_BYTE = re.compile(r"\\u(dc[89a-f][0-9a-f])")
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
    if "/" in pattern:
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


def fill_path(template: str, texts: Mapping[str, str]) -> str:
    """Fill the places of `template` with `texts`, each made safe for a file name.

    A folder without a name is left out.
    """
    root = "/" if template.startswith("/") else ""
    parts = (_PLACE.sub(lambda place: texts.get(place[1], ""), p) for p in template.split("/"))
    return root + "/".join(part for part in parts if part)


def _build_expression(pattern: str) -> str:
    """Build the regular expression of `pattern`: each place matches as little as it can."""
    text, end = "", 0
    for place in _PLACE.finditer(pattern):
        text += re.escape(pattern[end : place.start()])
        text += f"({DATES if place[1] == DATE else '.+?'})"
        end = place.end()
    return text + re.escape(pattern[end:])
