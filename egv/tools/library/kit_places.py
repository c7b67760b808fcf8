"""The brand kits that can be called by name, and the place of each; nothing is read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from egv.core.errors import KitError
from egv.core.text.faults import suggest_or_list
from egv.core.text.path_words import is_path_word
from egv.core.text.wording import find_nearest_word
from egv.tools.library.recipes import SUFFIXES
from egv.tools.store.shipped import find_shipped_folder

NEUTRAL = "neutral"
KIT_FILE = "kit.yaml"
SHIPPED = find_shipped_folder("brand_kits")
OWN = Path("brand_kits")  # the user's kits, below the working folder


class KitSource(StrEnum):
    """The place where a kit was found."""

    HERE = "here"
    BUILT_IN = "built-in"


@dataclass(frozen=True, slots=True)
class FoundKit:
    """A kit that can be given by name: its file and its source."""

    name: str
    path: Path
    source: KitSource


def list_kits() -> tuple[FoundKit, ...]:
    """List the kits that can be given by name; those in ./brand_kits replace built-in ones."""
    found = {
        path.parent.name: FoundKit(path.parent.name, path, source)
        for folder, source in ((SHIPPED, KitSource.BUILT_IN), (OWN, KitSource.HERE))
        for path in sorted(folder.glob(f"*/{KIT_FILE}"))
    }
    return tuple(found.values())


def find_kit_file(word: str) -> Path:
    """Find the file of the kit `word`: a path or kit folder (not checked), or a name.

    Raises KitError when no kit has that name.
    """
    path = Path(word)
    if path.is_dir() and not any(kit.name == word for kit in list_kits()):
        return path / KIT_FILE
    if is_path_word(word, SUFFIXES):
        return path
    found = {kit.name: kit.path for kit in list_kits()}
    if word not in found:
        said = f"{word}: there is no such kit{suggest_or_list(word, found)}"
        near = find_nearest_word(word, found)
        raise KitError(said, hint="egv kit list", token=word, did_you_mean=near)
    return found[word]
