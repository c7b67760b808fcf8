"""New brand kits: a commented file with a colour and a logo, or a copy of another kit."""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from egv.core.errors import ConflictError, KitError, UsageError
from egv.core.kit.palette import choose_plate_opacity, derive_palette
from egv.core.kit.plain_values import LogoBackground
from egv.core.picture.colour import BLACK, WHITE, Colour
from egv.core.picture.contrast import measure_contrast
from egv.core.text.translation import UiLanguage
from egv.core.text.yaml_model import LETTERS, explain_wrong_slug
from egv.core.titles.svg_rules import is_svg
from egv.tools.draw.images import load_image_facts, measure_mean_colour
from egv.tools.draw.logos import prepare_logo
from egv.tools.library.kit_places import KIT_FILE, OWN, SHIPPED, find_kit_file
from egv.tools.library.kits import load_kit_file
from egv.tools.machine import shutdown
from egv.tools.store.atomic_files import write_new_file
from egv.tools.store.unfinished import open_work_folder

BLANKS = {UiLanguage.EN: SHIPPED / "_blank.yaml", UiLanguage.NL: SHIPPED / "_blank.nl.yaml"}
USUAL_COLOUR = Colour("#1F3A5F")
SHOWS = 2.0  # the contrast from which a logo is visible on a card
PLAINLY = 1.5  # ratio of contrasts from which a logo is made for one of the two grounds


@dataclass(frozen=True, slots=True)
class NewKit:
    """The answers that a new kit starts from; "" or None leaves the blank kit's value."""

    name: str
    title: str = ""
    colour: Colour | None = None
    logo: Path | None = None
    language: str = ""
    tongue: UiLanguage = UiLanguage.EN  # of the comments in it


def to_slug(title: str) -> str:
    """Turn `title` into a kit name: `Société Générale` becomes `societe-generale`."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = "".join(mark if mark in LETTERS else " " for mark in plain).replace("-", " ").split()
    if not words:
        raise UsageError(
            f"{title!r}: none of its characters can be used in a folder name; give a"
            " name with letters a-z"
        )
    return "-".join(words)[:60].strip("-")


def create_kit(begin: NewKit, home: Path = Path()) -> tuple[Path, ...]:
    """Create a valid kit in `home`/brand_kits; return the files written, kit.yaml first.

    Raises ConflictError where the kit exists, and UsageError for a wrong logo.
    """
    with open_work_folder() as work:
        logo = prepare_logo(begin.logo, work) if begin.logo else None
        return _create_prepared_kit(replace(begin, logo=logo), home)


def _create_prepared_kit(begin: NewKit, home: Path) -> tuple[Path, ...]:
    """Create the kit of `begin`, whose logo is as a kit can hold it."""
    text = format_kit_text(begin)

    def write_kit_files(folder: Path) -> tuple[Path, ...]:
        path = folder / KIT_FILE
        write_new_file(path, text)
        if begin.logo is None:
            return (path,)
        logo = folder / _choose_logo_path(begin.logo)
        write_new_file(logo, begin.logo.read_bytes())
        return path, logo

    return _keep_valid_kit(begin.name, home, write_kit_files)


def copy_kit(name: str, word: str) -> tuple[Path, ...]:
    """Create a kit `name` as a copy of the kit `word`, with every file it names and the licences.

    Raises ConflictError where the kit exists, and KitError for a kit that cannot be copied.
    """
    source = find_kit_file(word)
    kit = load_kit_file(source)
    if len(kit.sources) > 1 and kit.home.parent.resolve() != OWN.resolve():
        fault = "this kit extends another kit, which a copy would not find; copy that one first"
        raise KitError(f"{source}: {fault}")

    def copy_kit_files(folder: Path) -> tuple[Path, ...]:
        own = kit.home.resolve()
        named = [
            path for _, file in kit.spec.list_assets() if (path := (kit.home / file)).is_file()
        ]
        folders = {path.parent for path in named}
        licences = [licence for one in folders for licence in sorted(one.glob("LICEN[CS]E*"))]
        places = [folder / KIT_FILE]
        text = source.read_text(encoding="utf-8-sig")
        write_new_file(places[0], _replace_line(text, "name", name))
        for path in dict.fromkeys((*named, *licences)):
            if path.resolve().is_relative_to(own):
                places.append(folder / path.resolve().relative_to(own))
                write_new_file(places[-1], path.read_bytes())
        return tuple(places)

    return _keep_valid_kit(name, Path(), copy_kit_files)


def format_kit_text(begin: NewKit) -> str:
    """Format the `kit.yaml` of a new kit: the blank kit with the values of `begin`."""
    title = "".join(filter(str.isprintable, begin.title))
    title = title or begin.name.replace("-", " ").capitalize()
    text = _replace_line(BLANKS[begin.tongue].read_text(encoding="utf-8"), "name", begin.name)
    text = text.replace("my-kit", begin.name)
    text = _replace_line(text, "title", json.dumps(title, ensure_ascii=False))
    if begin.language:
        text = _replace_line(text, "language", json.dumps(begin.language))
    palette = derive_palette(begin.colour or USUAL_COLOUR)
    if begin.colour:
        for role, value in palette.items():
            line = re.compile(rf'^(  {role}: )"#\w+"', re.MULTILINE)
            text = line.sub(rf'\1"{value}"', text, count=1)  # the palette comes first
        text = text.replace("opacity: 0.92\n", f"opacity: {choose_plate_opacity(palette):g}\n")
    return _insert_logo(text, begin.logo, palette) if begin.logo else text


def _keep_valid_kit(
    name: str, home: Path, write: Callable[[Path], tuple[Path, ...]]
) -> tuple[Path, ...]:
    """Let `write` fill the new folder of the kit `name`; remove it all if the kit is faulty."""
    if fault := explain_wrong_slug(name):
        raise UsageError(f"kit new {fault}")
    folder = home / OWN / name
    if folder.exists():
        fault = f"{folder}: this already exists and is left as it is; choose another name"
        raise ConflictError(fault)
    made = next((place for place in (home, home / OWN, folder) if not place.exists()), folder)
    try:
        with shutdown.clean_up_on_exit(lambda: shutil.rmtree(made, ignore_errors=True)):
            written = write(folder)
            load_kit_file(written[0])
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)  # created just above, so it holds nothing else
        raise
    return written


def _choose_logo_path(logo: Path) -> Path:
    """Choose the path of `logo` within the kit's folder."""
    return Path("logo") / ("logo.svg" if is_svg(logo) else "logo.png")


def _insert_logo(text: str, logo: Path, palette: Mapping[str, Colour]) -> str:
    """Insert `logo` in the kit `text`, and choose a card colour on which the logo is visible."""
    load_image_facts(logo)
    seen = measure_mean_colour(logo)
    on_light, on_dark = measure_contrast(seen, WHITE), measure_contrast(seen, BLACK)
    ground = LogoBackground.LIGHT if on_light > PLAINLY * on_dark else LogoBackground.DARK
    ground = (
        ground if max(on_light, on_dark) > PLAINLY * min(on_light, on_dark) else LogoBackground.ANY
    )
    text = re.sub(
        r"^  variants: .*$",
        "  variants:\n    logo:"
        f" {{file: {_choose_logo_path(logo).as_posix()}, for_background: {ground}}}",
        text,
        flags=re.MULTILINE,
    )
    if (
        measure_contrast(seen, palette["primary"])
        < SHOWS
        < measure_contrast(seen, palette["background"])
    ):
        text = text.replace("card:\n    background: primary", "card:\n    background: background")
    return text


def _replace_line(text: str, key: str, value: str) -> str:
    """Replace the value of `key` in the kit `text`; a comment after it keeps its column."""
    line = re.compile(rf'^{key}: *("[^"]*"|[^\s#]+)( *)(?=#|$)', re.MULTILINE)

    def replace_value(match: re.Match[str]) -> str:
        return f"{key}: {value}".ljust(len(match[0]) - 1 if match[2] else 0) + match[2][:1]

    return line.sub(replace_value, text, count=1)
