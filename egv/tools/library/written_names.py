"""Names of files as people and programs write them in lists, and the files that they mean."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from egv.core.text.file_names import fold_name
from egv.core.text.visible_text import drop_stray_marks
from egv.tools.store.encodings import decode_text

COMMENT = "#"
_QUOTES = frozenset(('""', "''", "“”", "„“", "„”", "‘’", "«»", "``"))
_FORMULA = re.compile(r'="(.*)"')  # by which a spreadsheet is kept from changing a text
_CONCAT = re.compile(r"file\s+'(.*)'")  # a line of ffmpeg's lists


def split_name_list(raw: bytes) -> tuple[str, ...]:
    """Split the bytes of a list of names into its names: one a line, or ended by NUL.

    Bytes that are not UTF-8 stay as Python's surrogates, because a name on disk may have them.
    """
    wide = decode_text(raw) if b"\0" in raw else None
    if wide is None:
        raw = raw.replace(b"\0", b"\n")
    text = wide.text if wide else raw.decode("utf-8", "surrogateescape").removeprefix("\ufeff")
    return tuple(line for line in text.splitlines() if line.strip() and not _is_comment(line))


def find_written_path(written: str, folder: Path | None = None) -> str:
    """Find the file that `written` means, from `folder` or the working folder; else the plain name.

    The name as it stands wins; then it is read without blanks and invisible marks around it, out of
    quotes, out of a spreadsheet's formula, as a file: address, with the other slashes, and as a
    drive that ignores case and the form of accents would read it.
    """
    names = tuple(dict.fromkeys(_iter_readings(written)))
    for name in names:
        if os.path.lexists(path := _place_name(name, folder)):
            return path
    for name in names:
        if path := _find_folded_path(_place_name(name, folder)):
            return path
    return _place_name(_unwrap_name(written.strip()), folder)


def _is_comment(line: str) -> bool:
    """True for a remark; a file of that very name is no remark."""
    return line.lstrip().startswith(COMMENT) and not os.path.lexists(line.strip())


def _place_name(name: str, folder: Path | None) -> str:
    return str(folder / name) if folder else name


def _iter_readings(written: str) -> Iterator[str]:
    """Yield the names that `written` may mean, the most literal first."""
    yield written
    plain = written.strip()
    yield plain
    clean = drop_stray_marks(plain).strip("\u200e\u200f\u202a\u202b\u202c\u2068\u2069 ")
    if not clean:
        return
    yield clean
    inner = _unwrap_name(clean)
    yield inner
    if "\udc80" <= max(inner) <= "\udcff" and (decoded := decode_text(os.fsencode(inner))):
        yield decoded.text
    if inner.lower().startswith("file:"):
        yield unquote(urlsplit(inner).path)
    if "\\" in inner:
        yield inner.replace("\\", "/")


def _unwrap_name(text: str) -> str:
    """Return `text` out of quotes, formulas and ffmpeg's list syntax, however often wrapped."""
    for pattern in (_FORMULA, _CONCAT):
        if found := pattern.fullmatch(text):
            return _unwrap_name(found[1].replace("'\\''", "'").strip())
    if len(text) > 2 and text[0] + text[-1] in _QUOTES:
        return _unwrap_name(text[1:-1].strip())
    return text


def _find_folded_path(name: str) -> str:
    """Find the one file whose name differs from `name` in case or accents only; "" for none."""
    path = Path(name)
    try:
        folded = fold_name(path.name)
        found = [other for other in os.listdir(path.parent) if fold_name(other) == folded]  # noqa: PTH208
    except (OSError, ValueError):
        return ""
    return str(path.with_name(found[0])) if len(found) == 1 and path.name else ""
