"""A new brand kit, from a name, a colour and a logo: texts on the colour can always be read."""

from __future__ import annotations

import shutil
import unicodedata
from pathlib import Path
from typing import Any

from egv.core.contrast import READABLE, contrast, luminance, worst_contrast
from egv.core.errors import ConflictError, EnvironmentFault, UsageError
from egv.core.kit import KIT_SCHEMA
from egv.core.kit_parts import LowerThirdStyle
from egv.core.parts import LETTERS
from egv.tools.images import image_at
from egv.tools.kits import KIT_FILE, OWN, kit_at
from egv.tools.yaml_files import yaml_text

WHITE, BLACK = "#FFFFFF", "#000000"
FROM_HALF = 0.18  # luminance: lighter is light to the eye


def slug_of(name: str) -> str:
    """`name` as it can name a kit: `Société Générale` is `societe-generale`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = "".join(mark if mark in LETTERS else " " for mark in plain).replace("-", " ").split()
    if not words:
        raise UsageError(f"{name!r}: no letter of it can name a folder; give a name with a-z in it")
    return "-".join(words)[:60].strip("-")


def new_kit(
    title: str, colour: str, logo: Path | None, language: str, home: Path = Path()
) -> tuple[Path, ...]:
    """A kit for `title` in `home`/brand_kits: the files that were written, kit.yaml the first.

    Raises ConflictError rather than write over a kit, UsageError for a logo that is none, KitError
    for a colour that is none.
    """
    slug = slug_of(title)
    folder = home / OWN / slug
    if folder.exists():
        raise ConflictError(f"{folder}: it is there already and is left as it is; change it there")
    if logo and not image_at(logo).see_through:
        raise UsageError(
            f"{logo}: nothing in it can be seen through; save it as PNG with a transparent ground"
        )
    data = kit_data(slug, title, colour, logo and Path("logo") / "logo.png", language)
    try:
        folder.mkdir(parents=True)
        if logo:
            (folder / "logo").mkdir()
            shutil.copyfile(logo, folder / "logo" / "logo.png")
        (folder / KIT_FILE).write_text(yaml_text(data), encoding="utf-8")
    except OSError as error:
        raise EnvironmentFault(f"{folder}: cannot be written ({error.strerror})") from None
    try:
        kit_at(folder / KIT_FILE)
    except UsageError:
        shutil.rmtree(folder)  # it was made a moment ago, and nothing else is in it
        raise
    return (folder / KIT_FILE, *((folder / "logo" / "logo.png",) if logo else ()))


def kit_data(
    slug: str, title: str, colour: str, logo: Path | None, language: str
) -> dict[str, Any]:
    """What the `kit.yaml` of a new kit says, as plain data."""
    data: dict[str, Any] = {
        "schema": KIT_SCHEMA,
        "name": slug,
        "title": title,
        "version": "1",
        "language": language,
        "palette": palette_of(colour),
    }
    plate, ink = data["palette"]["primary"], data["palette"]["text_on_primary"]
    if worst_contrast(ink, plate, LowerThirdStyle().opacity) < READABLE:
        data["lower_third"] = {"opacity": 1.0}
    if logo:
        data["logo"] = {"variants": {"main": {"file": str(logo), "for_background": "any"}}}
    return data | {"outro": {"enabled": bool(logo)}}


def palette_of(colour: str) -> dict[str, str]:
    """A palette around `colour`, with the ink that reads best on it."""
    colour = colour if colour.startswith("#") else f"#{colour}"
    digits = colour.removeprefix("#")
    if len(digits) != 6 or set(digits.upper()) - set("0123456789ABCDEF"):
        raise UsageError(f'{colour} is no colour; write it as six digits, such as "#0B3D91"')
    ink = max((WHITE, BLACK), key=lambda each: contrast(each, colour))
    accent = WHITE if luminance(colour) < FROM_HALF else BLACK
    return {"primary": colour.upper(), "accent": accent, "text_on_primary": ink}
