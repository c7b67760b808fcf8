"""Brand kits on disk: found by name, read strictly, their files looked at before any work."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from egv.core.bed import check_bed
from egv.core.errors import EgvError, KitError
from egv.core.kit import Kit, KitFile
from egv.core.kit_parts import Fonts
from egv.core.kit_reading import kit_of
from egv.core.mistakes import KeyPath, Mistake
from egv.tools import cache
from egv.tools.fonts import face_at, family_files
from egv.tools.images import image_at
from egv.tools.lut import lut_at
from egv.tools.probe import probe
from egv.tools.sounds import sound_at
from egv.tools.yaml_files import Document, read_yaml

NEUTRAL = "neutral"
KIT_FILE = "kit.yaml"
HERE = Path(__file__).parents[1] / "brand_kits"  # in an installed egv
SHIPPED = HERE if HERE.is_dir() else Path(__file__).parents[2] / "brand_kits"
OWN = Path("brand_kits")  # the user's, below the folder where egv is run
PLAIN, BOLD, SYMBOLS = (
    SHIPPED / NEUTRAL / "fonts" / name
    for name in ("Inter-Regular.otf", "Inter-SemiBold.otf", "Symbola-symbols.ttf")
)
LETTERS = "AaZz0123456789éèëïçüöäáíóúñßÆæØøÅå€“”‘’–…"  # what Western European texts need


@dataclass(frozen=True, slots=True)
class FoundKit:
    """A kit that can be named, and where its file is."""

    name: str
    path: Path


def kit_called(word: str) -> Kit:
    """The kit `word`: a path, or the name of one in ./brand_kits or of one that ships.

    Raises KitError with everything that is wrong, each with file, line and column.
    """
    return kit_at(_path_of(word))


def kits() -> tuple[FoundKit, ...]:
    """The kits that can be called by name; the user's own go before those that ship."""
    found = {
        path.parent.name: FoundKit(path.parent.name, path)
        for folder in (SHIPPED, OWN)
        for path in sorted(folder.glob(f"*/{KIT_FILE}"))
    }
    return tuple(found.values())


def kit_at(path: Path) -> Kit:
    """The kit whose file is at `path`. Raises KitError with everything that is wrong in it."""
    document = read_yaml(path, KitError)
    says, mistakes = kit_of(document.data)
    home = path.parent.absolute()
    if says:
        mistakes += tuple(_wrong_files(says, home))
    if says is None or mistakes:
        raise KitError(document.told(mistakes), hint=_owner(document))
    typefaces = {role: _typeface(says, role, home) for role in Fonts.model_fields}
    kit = Kit(says, home, typefaces)
    return Kit(says, home, typefaces, _fingerprint(kit))


def _path_of(word: str) -> Path:
    path = Path(word)
    if path.is_dir() and not any(kit.name == word for kit in kits()):
        return path / KIT_FILE
    if "/" in word or path.suffix in (".yaml", ".yml"):
        return path
    for kit in reversed(kits()):
        if kit.name == word:
            return kit.path
    names = ", ".join(kit.name for kit in kits())
    raise KitError(f"{word}: there is no such kit; choose from {names}, or give its kit.yaml")


def _owner(document: Document) -> str:
    """Who to ask, where the kit says so."""
    data = document.data if isinstance(document.data, dict) else {}
    owner = data.get("owner")
    contact = owner.get("contact") if isinstance(owner, dict) else None
    return f"ask {contact}" if isinstance(contact, str) and contact else ""


def _wrong_files(says: KitFile, home: Path) -> Iterator[Mistake]:
    """What is wrong with the files that a kit names."""
    for path, file in says.assets():
        place = home / file
        try:
            leads_out = not place.resolve().is_relative_to(home.resolve())
            is_there = place.is_file()
        except (OSError, RuntimeError, ValueError):  # a link in a circle, a name of 300 letters
            leads_out = is_there = False
        if leads_out:
            yield Mistake(path, f"{file}: it leads out of the kit's folder; copy the file into it")
        elif not is_there:
            yield Mistake(path, f"{file}: there is no such file in {home.name}/; check the name")
        else:
            for words in _faults(path, place):
                yield Mistake(path, words)


def _faults(path: KeyPath, place: Path) -> Iterator[str]:
    try:
        match path[0]:
            case "fonts":
                face = face_at(place)
                lacking = "".join(mark for mark in LETTERS if not face.has(mark))
                if lacking:
                    yield f"{place.name}: the font lacks {lacking}; use one with these letters"
                if "," in face.family:  # the fields of an ASS style are parted by commas
                    yield f"{place.name}: the font's name '{face.family}' has a comma; rename it"
            case "logo":
                if not image_at(place).see_through:
                    yield f"{place.name}: nothing in it can be seen through; save it with alpha"
            case "colour":
                lut_at(place)
            case "music":
                check_bed(sound_at(place))
            case _:
                if probe(place).video is None:
                    yield f"{place.name}: it holds no picture; give a video clip"
    except EgvError as error:
        yield str(error).replace(f"{place}", place.name)


def _typeface(says: KitFile, role: str, home: Path) -> tuple[Path, ...]:
    """The font files of a role: the kit's, those that help out, those that come with egv."""
    font = getattr(says.fonts, role)
    heavy = (font.role or role) == "heading"
    if font.role:
        font = getattr(says.fonts, font.role)
    named = [home / font.file] if font.file else []
    families = [file for family in font.fallback for file in family_files(family)[:1]]
    return tuple(dict.fromkeys((*named, *families, BOLD if heavy else PLAIN, SYMBOLS)))


def _fingerprint(kit: Kit) -> str:
    parts = [kit.says.model_dump_json(), *(cache.content_of(path) for path in kit.files)]
    return "sha256:" + hashlib.sha256("\n".join(parts).encode()).hexdigest()
