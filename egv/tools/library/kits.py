"""Brand kits on disk: found by name, read strictly, their files checked before any work."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from egv.core.errors import EgvError, KitError
from egv.core.kit.house_style import Fonts
from egv.core.kit.kit import Kit, KitFile
from egv.core.kit.parse import parse_kit
from egv.core.sound.music_bed import check_bed_length
from egv.core.text.faults import Fault, FaultSeverity, KeyPath
from egv.core.text.languages import list_required_letters
from egv.tools.library.kit_files import KitFamily, load_kit_family
from egv.tools.library.kit_places import find_kit_file
from egv.tools.machine.path_limit import explain_too_long


@dataclass(frozen=True, slots=True)
class InspectedKit:
    """A kit's file after inspection; `kit` is None where the file cannot be understood.

    `broken_keys` name the unusable assets. `faults` have keys, and no lines yet.
    """

    family: KitFamily
    kit: Kit | None
    faults: tuple[Fault, ...]
    owner: str
    broken_keys: frozenset[KeyPath] = frozenset()

    @property
    def located_faults(self) -> tuple[Fault, ...]:
        """Every fault, in the order of the files and their lines."""
        return self.family.locate_faults(self.faults)


def load_kit(word: str) -> Kit:
    """Load the kit `word`: a path, or the name of a kit in ./brand_kits or of a built-in one.

    Raises KitError with everything that is wrong, each with file, line and column.
    """
    return load_kit_file(find_kit_file(word))


def load_kit_file(path: Path) -> Kit:
    """Load the kit whose file is at `path`. Raises KitError with everything wrong in the file."""
    read = inspect_kit(path)
    wrong = [str(fault) for fault in read.located_faults if fault.severity is FaultSeverity.ERROR]
    if wrong or read.kit is None:
        raise KitError("\n".join(wrong), hint=read.owner)
    return read.kit


def inspect_kit(path: Path) -> InspectedKit:
    """Inspect the kit whose file is at `path`: the kit, and every fault in its file and assets.

    Raises KitError for a file that is no YAML or cannot be read.
    """
    family = load_kit_family(path)
    says, faults = parse_kit(family.data)
    home = path.parent.absolute()
    if says is None:
        return InspectedKit(family, None, faults, _find_owner_contact(family.data))
    wrong = tuple(_find_file_faults(says, home, family))
    broken = frozenset(fault.path for fault in wrong if fault.severity is FaultSeverity.ERROR)
    says = says.model_copy(update={"locked": family.locked_fields})
    typefaces = {
        role: _list_typeface_files(says, role, home, broken) for role in Fonts.model_fields
    }
    sources = tuple(Path(member.document.name).absolute() for member in family.members)
    kit = Kit(says, home, typefaces, sources=sources)
    return InspectedKit(family, kit, (*faults, *wrong), _find_owner_contact(family.data), broken)


def read_kit_spec(path: Path) -> KitFile:
    """Read what the kit file at `path` says, without a look at the files that it names.

    Raises KitError with the first fault in it.
    """
    family = load_kit_family(path)
    spec, faults = parse_kit(family.data)
    located = family.locate_faults(faults)
    wrong = [str(fault) for fault in located if fault.severity is FaultSeverity.ERROR]
    if spec is None or wrong:
        raise KitError(wrong[0])
    return spec


def _find_owner_contact(data: Any) -> str:
    """Find the person to ask about the kit, where the kit names one."""
    owner = data.get("owner") if isinstance(data, dict) else None
    contact = owner.get("contact") if isinstance(owner, dict) else None
    return f"ask {contact}" if isinstance(contact, str) and contact else ""


def _find_file_faults(spec: KitFile, home: Path, family: KitFamily) -> Iterator[Fault]:
    """Find the faults in the files that a kit names, each in the folder of the naming kit."""
    letters = list_required_letters(spec.language)
    for path, file in spec.list_assets():
        folder, place = home / family.find_member(path).relative_folder, home / file
        try:
            leads_out = not place.resolve().is_relative_to(folder.resolve())
            is_there = place.is_file()
        except (OSError, RuntimeError, ValueError):  # a circular link, or a name of 300 letters
            leads_out = is_there = False
        if leads_out:
            yield Fault(path, f"{file}: this leads out of the kit's folder; copy the file into it")
        elif fault := explain_too_long(place):
            yield Fault(path, fault)
        elif not is_there:
            there = folder.resolve().name
            yield Fault(path, f"{file}: there is no such file in {there}/; check the name")
        else:
            yield from _find_asset_faults(path, place, letters)


def _find_asset_faults(path: KeyPath, place: Path, letters: str) -> Iterator[Fault]:
    # Imported here, so that kits are listed and completed at once.
    from egv.tools.clips.probe import probe
    from egv.tools.clips.probe_sound import probe_sound
    from egv.tools.draw.fonts import load_font_face
    from egv.tools.draw.images import load_image_facts
    from egv.tools.draw.lut import load_lut

    name = place.name
    try:
        match path[0]:
            case "fonts":
                face = load_font_face(place)
                if lacking := "".join(mark for mark in letters if not face.has_glyph(mark)):
                    said = f"{name}: this font lacks {lacking}; use one with these letters"
                    yield Fault(path, said)
                if "," in face.family:  # commas separate the fields of an ASS style
                    said = f"{name}: the font's name '{face.family}' has a comma; rename it"
                    yield Fault(path, said)
            case "logo":
                if not load_image_facts(place).has_transparency:
                    said = (
                        f"{name}: this picture has no transparent parts; save it with a"
                        " transparent background (alpha)"
                    )
                    yield Fault(path, said, FaultSeverity.WARNING)
            case "colour":
                load_lut(place)
            case "music":
                check_bed_length(probe_sound(place))
            case _:
                probe(place)  # a bumper
    except EgvError as error:
        yield Fault(path, str(error).replace(f"{place}", name))


def _list_typeface_files(
    spec: KitFile, role: str, home: Path, broken: Collection[KeyPath]
) -> tuple[Path, ...]:
    """List the font files of a role: the kit's, its fallbacks, and those that come with egv."""
    from egv.tools.draw.fonts import BOLD, PLAIN, SYMBOLS, find_family_files

    font, heavy = getattr(spec.fonts, role), role != "body"
    if font.role in Fonts.model_fields:
        role, font = font.role, getattr(spec.fonts, font.role)
    is_whole = font.file and ("fonts", role, "file") not in broken
    named = [home / font.file] if is_whole else []
    families = [file for family in font.fallback for file in find_family_files(family)[:1]]
    return tuple(dict.fromkeys((*named, *families, BOLD if heavy else PLAIN, SYMBOLS)))
