"""The files of a return slip: their names, and the seal that tells whether somebody edited them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from egv.app.plan.outputs import check_name_lengths
from egv.core.kit.formats import to_format_file_word
from egv.core.programme.layers import Marking
from egv.tools.library.slip_names import SLIP_MARK, SLIP_SUFFIXES
from egv.tools.store.atomic_files import commit_text

SEALED = 16  # hexadecimal digits of the hash
UNSEALED = f"{SLIP_MARK} {'0' * SEALED}"
SEAL = re.compile(rf"{re.escape(SLIP_MARK)} [0-9a-f]{{{SEALED}}}")


class SlipState(StrEnum):
    """The state of a file under the name of a slip."""

    GONE = "gone"
    OWN = "own"
    EDITED = "edited"
    FOREIGN = "foreign"


def locate_slips(video: Path, format_name: str, mark: str = "") -> tuple[Path, ...]:
    """Locate the slips of a video: one of a clip, so its format and `draft` are not in the name.

    That of a practice video has its mark in its name: the video itself may come later.
    """
    stem = video.stem.removesuffix(f".{mark}") if mark else video.stem
    stem = stem.removesuffix(f".{to_format_file_word(format_name)}")
    kept = f".{mark}" if mark == Marking.PRACTICE else ""
    return tuple(video.with_name(f"{stem}{kept}{suffix}") for suffix in SLIP_SUFFIXES)


def seal_text(text: str) -> str:
    """Return `text`, which holds `UNSEALED` once, with a hash of itself there."""
    return text.replace(UNSEALED, f"{SLIP_MARK} {_hash_text(text)}")


def read_slip_state(path: Path) -> SlipState:
    """Read whether the file at `path` is a slip as egv wrote it."""
    try:
        text = path.read_bytes().decode("utf-8", errors="replace")
    except FileNotFoundError:
        return SlipState.GONE
    except OSError:  # a folder, or nobody may read it
        return SlipState.FOREIGN
    found = SEAL.search(text)
    if found is None:
        return SlipState.FOREIGN
    is_own = found.group().endswith(_hash_text(SEAL.sub(UNSEALED, text, count=1)))
    return SlipState.OWN if is_own else SlipState.EDITED


def write_slip_files(texts: dict[Path, str]) -> Iterator[Path]:
    """Write the sealed `texts`; yield each path that is left alone, since egv did not write it so.

    Raises EnvironmentFault where a file cannot be written, and UsageError where its name is too
    long.
    """
    check_name_lengths(texts)
    for path, text in texts.items():
        if read_slip_state(path) not in (SlipState.GONE, SlipState.OWN):
            yield path
        else:
            commit_text(seal_text(text), path)


def _hash_text(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:SEALED]
