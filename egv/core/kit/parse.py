"""Parse the data of a `kit.yaml` into a kit, and collect every fault in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from egv.core.kit.contrast_rules import find_contrast_faults, list_colour_names
from egv.core.kit.house_style import Fonts
from egv.core.kit.inheritance import OWN, list_written_locks
from egv.core.kit.kit import KIT_SCHEMA, KitFile
from egv.core.text.faults import (
    Fault,
    KeyPath,
    format_key_path,
    has_field,
    suggest_name,
    suggest_or_list,
)
from egv.core.text.placeholders import KNOWN, SAID, find_place_faults
from egv.core.text.variables import find_variable_faults
from egv.core.text.yaml_model import (
    drop_free_keys,
    find_schema_faults,
    validate_model,
)

WEB = ("https://", "http://", "mailto:")


def parse_kit(data: Any) -> tuple[KitFile | None, tuple[Fault, ...]]:
    """Parse `data` (parsed YAML) into a kit, and collect every fault in it.

    The faulty fields are left out of the kit, so that the rest can be checked too; None when no kit
    can be made.
    """
    if not isinstance(data, Mapping):
        return None, (Fault((), f"a kit must start with 'schema: {KIT_SCHEMA}'"),)
    faults = list(find_schema_faults(data, KIT_SCHEMA))
    known = {key: value for key, value in drop_free_keys(data).items() if key != "schema"}
    kit, wrong = validate_model(KitFile, known, {"name": "unnamed"})
    faults += [*wrong, *find_lock_faults(data)]
    if kit:
        faults += [
            *_find_name_faults(kit), *_find_line_faults(kit), *_find_licence_faults(kit),
            *_find_cta_faults(kit),
            *find_contrast_faults(kit),
        ]  # fmt: skip
    return kit, tuple(faults)


def find_lock_faults(data: Mapping[str, Any]) -> Iterator[Fault]:
    """Find locks on unknown fields, and on fields that each kit states for itself."""
    fields = [name for name in KitFile.model_fields if name not in OWN]
    for number, lock in enumerate(list_written_locks(data)):
        path = tuple(lock.split("."))
        if path[0] in fields and has_field(KitFile, path):
            continue
        own_word = f"{path[0]} cannot be locked, because every kit has its own; remove it"
        said = own_word if path[0] in OWN else f"{lock} is not a field{suggest_name(lock, fields)}"
        said += "" if "; " in said else "; write the name of a field, such as 'palette.primary'"
        yield Fault(("locked", number), f"locked: {said}")


def _find_name_faults(kit: KitFile) -> Iterator[Fault]:
    """Find unknown names of colours, fonts and logo variants."""
    roles = kit.palette.colours_by_name
    for path, word in list_colour_names(kit):
        if isinstance(word, str) and word not in roles:
            yield Fault(
                path,
                f"{format_key_path(path)}: {word} is not a colour of this"
                f" kit{suggest_or_list(word, roles)}",
            )
    fonts = list(Fonts.model_fields)
    for role in fonts:
        font = getattr(kit.fonts, role)
        if font.role and (font.role not in fonts or getattr(kit.fonts, font.role).role):
            others = [candidate for candidate in fonts if not getattr(kit.fonts, candidate).role]
            advice = suggest_or_list(font.role, others)
            said = f"fonts.{role}: the role {font.role} has no font of its own{advice}"
            yield Fault(("fonts", role), said)
    if kit.subtitles.font not in fonts:
        advice = suggest_or_list(kit.subtitles.font, fonts)
        said = f"subtitles.font: {kit.subtitles.font} is not a font role{advice}"
        yield Fault(("subtitles", "font"), said)
    variants = ["auto", *kit.logo.variants]
    for path, word in _list_logo_names(kit):
        if word not in variants:
            advice = suggest_or_list(word, variants)
            said = f"{format_key_path(path)}: there is no logo variant {word}{advice}"
            yield Fault(path, said)


def _list_logo_names(kit: KitFile) -> Iterator[tuple[KeyPath, str]]:
    yield ("logo", "bug", "variant"), kit.logo.bug.variant
    for shape, over in kit.logo.bug.per_format.items():
        if over.variant:
            yield ("logo", "bug", "per_format", shape.value, "variant"), over.variant
    for bumper in ("intro", "outro"):
        card = getattr(kit, bumper).card
        if card and card.logo != "none":
            yield (bumper, "card", "logo"), card.logo


def _find_line_faults(kit: KitFile) -> Iterator[Fault]:
    for path, line in kit.list_text_lines():
        for words in find_place_faults(line, (*SAID, *KNOWN, *kit.vars)):
            yield Fault(path, f"{format_key_path(path)}: {words}")
    yield from find_variable_faults(kit.vars, asked=False)


def _find_cta_faults(kit: KitFile) -> Iterator[Fault]:
    call = kit.outro.cta
    if call.qr and not call.url:
        said = "outro.cta.qr: there is no url to draw; add outro.cta.url, or set qr to false"
        yield Fault(("outro", "cta", "qr"), said)
    elif call.qr and call.url and not call.url.startswith(WEB):
        said = f"outro.cta.url: phones open {call.url} only if it begins with https://; add that"
        yield Fault(("outro", "cta", "url"), said)


def _find_licence_faults(kit: KitFile) -> Iterator[Fault]:
    music = kit.music
    if music.bed and not (music.licence or "").strip():
        said = (
            "music.licence: a music bed needs a licence; write who made it and what allows its use"
        )
        yield Fault(("music", "licence" if music.licence is not None else "bed"), said)
