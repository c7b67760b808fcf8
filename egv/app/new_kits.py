"""Begin a brand kit: a commented file, in your colour, with your logo; or a copy of another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from egv.app.new_files import write_new
from egv.core.contrast import contrast
from egv.core.errors import ConflictError, KitError, UsageError
from egv.core.kit_parts import Ground
from egv.core.palette import palette_from, plate_opacity
from egv.core.parts import slug_fault
from egv.tools.images import image_at, mean_colour
from egv.tools.kits import KIT_FILE, OWN, SHIPPED, kit_at, kit_file

BLANK = SHIPPED / "_blank.yaml"
NAME_LINE = re.compile(r"^name:\s*[^\s#]+", re.MULTILINE)
COLOUR = re.compile(r"#[0-9A-Fa-f]{6}\Z")
LOGO = Path("logo/logo.png")
SHOWS = 2.0  # the contrast from which a logo is seen on a card


def new_kit(name: str, logo: Path | None, colour: str | None, source: str | None) -> Path:
    """A new file brand_kits/NAME/kit.yaml, right as it is, with the files it names beside it.

    Raises ConflictError rather than write over a file.
    """
    if fault := slug_fault(name):
        raise UsageError(f"kit new {fault}")
    if source and (logo or colour):
        fault = "--from brings its own logo and colours; leave --logo and --colour out"
        raise UsageError(f"kit new: {fault}, or --from")
    path = OWN / name / KIT_FILE
    if path.exists():
        raise ConflictError(
            f"{path}: it is there already and is left as it is; choose another name"
        )
    if source:
        _copy(kit_file(source), name, path)
    else:
        _begin(name, logo, colour, path)
    kit_at(path)
    return path


def _begin(name: str, logo: Path | None, colour: str | None, path: Path) -> None:
    if colour and not COLOUR.match(colour):
        raise UsageError(f"--colour {colour}: it is no colour; write it as in '#0B3D91', quoted")
    text = _renamed(BLANK, name).replace("my-kit", name)
    text = text.replace('"My kit"', f'"{name.replace("-", " ").capitalize()}"')
    palette = palette_from(colour or "#1F3A5F")
    if colour:
        for role, value in palette.items():
            line = re.compile(rf'^(  {role}: )"#\w+"', re.MULTILINE)
            text = line.sub(rf'\1"{value}"', text, count=1)  # the palette stands first
        text = text.replace("opacity: 0.92\n", f"opacity: {plate_opacity(palette):g}\n")
    if logo:
        text = _with_logo(text, logo, palette)
        write_new(path.parent / LOGO, logo.read_bytes())
    write_new(path, text)


def _with_logo(text: str, logo: Path, palette: Mapping[str, str]) -> str:
    """`text` of a kit with `logo` in it, and cards of a colour on which that logo shows."""
    try:
        image_at(logo)
    except UsageError as error:
        raise UsageError(f"--logo {error}") from None
    seen = mean_colour(logo)
    on_light, on_dark = contrast(seen, "#FFFFFF"), contrast(seen, "#000000")
    ground = Ground.LIGHT if on_light > 1.5 * on_dark else Ground.DARK
    ground = ground if max(on_light, on_dark) > 1.5 * min(on_light, on_dark) else Ground.ANY
    text = re.sub(
        r"^  variants: .*$",
        f"  variants:\n    logo: {{file: {LOGO}, for_background: {ground}}}",
        text,
        flags=re.MULTILINE,
    )
    if contrast(seen, palette["primary"]) < SHOWS < contrast(seen, palette["background"]):
        text = text.replace("card:\n    background: primary", "card:\n    background: background")
    return text


def _copy(source: Path, name: str, path: Path) -> None:
    """Copy the kit at `source` with every file it names and the licences beside these."""
    kit = kit_at(source)
    if len(kit.sources) > 1 and kit.home.parent.resolve() != path.parent.parent.resolve():
        fault = "it extends another kit, which a copy would not find; copy that one first"
        raise KitError(f"{source}: {fault}")
    own = kit.home.resolve()
    named = [each for _, file in kit.says.assets() if (each := (kit.home / file)).is_file()]
    folders = {each.parent for each in named}
    licences = [each for folder in folders for each in sorted(folder.glob("LICEN[CS]E*"))]
    for each in dict.fromkeys((*named, *licences)):
        if each.resolve().is_relative_to(own):
            write_new(path.parent / each.resolve().relative_to(own), each.read_bytes())
    write_new(path, _renamed(source, name))


def _renamed(source: Path, name: str) -> str:
    return NAME_LINE.sub(f"name: {name}", source.read_text(encoding="utf-8-sig"), count=1)
