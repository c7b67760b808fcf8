"""Parse the data of a `kit.yaml` into a kit, and collect every mistake in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from egv.core.kit import KIT_SCHEMA, KitFile
from egv.core.kit_contrast import colour_words, unreadable
from egv.core.kit_family import OWN, lock_words
from egv.core.kit_parts import Fonts
from egv.core.mistakes import KeyPath, Mistake, has_field, like, nearest
from egv.core.parts import dotted, of_another_schema, own, validated
from egv.core.texts import KNOWN, SAID, wrong_places
from egv.core.vars import wrong_vars

WEB = ("https://", "http://", "mailto:")


def kit_of(data: Any) -> tuple[KitFile | None, tuple[Mistake, ...]]:
    """Parse `data` (parsed YAML) into a kit, and collect every mistake in it.

    The faulty fields are left out of the kit, so that the rest can be checked too; None when no kit
    can be made.
    """
    if not isinstance(data, Mapping):
        return None, (Mistake((), f"a kit starts with 'schema: {KIT_SCHEMA}'"),)
    mistakes = list(of_another_schema(data, KIT_SCHEMA))
    known = {key: value for key, value in own(data).items() if key != "schema"}
    kit, wrong = validated(KitFile, known, {"name": "unnamed"})
    mistakes += [*wrong, *wrong_locks(data)]
    if kit:
        mistakes += [
            *_wrong_words(kit), *_wrong_lines(kit), *_unlicensed(kit), *_wrong_call(kit),
            *unreadable(kit),
        ]  # fmt: skip
    return kit, tuple(mistakes)


def wrong_locks(data: Mapping[str, Any]) -> Iterator[Mistake]:
    """Find locks on unknown fields, and on fields that each kit states for itself."""
    fields = [name for name in KitFile.model_fields if name not in OWN]
    for number, lock in enumerate(lock_words(data)):
        path = tuple(lock.split("."))
        if path[0] in fields and has_field(KitFile, path):
            continue
        own_word = f"{path[0]} is each kit's own; leave it out"
        said = own_word if path[0] in OWN else f"{lock} is no field{like(lock, fields)}"
        said += "" if "; " in said else "; name one as in 'palette.primary'"
        yield Mistake(("locked", number), f"locked: {said}")


def _wrong_words(kit: KitFile) -> Iterator[Mistake]:
    """Find unknown names of colours, fonts and logo variants."""
    roles = kit.palette.roles
    for path, word in colour_words(kit):
        if not word.startswith("#") and word not in roles:
            yield Mistake(path, f"{dotted(path)}: {word} is no colour{nearest(word, roles)}")
    fonts = list(Fonts.model_fields)
    for role in fonts:
        font = getattr(kit.fonts, role)
        if font.role and (font.role not in fonts or getattr(kit.fonts, font.role).role):
            others = [candidate for candidate in fonts if not getattr(kit.fonts, candidate).role]
            said = f"fonts.{role}: {font.role} has no font of its own{nearest(font.role, others)}"
            yield Mistake(("fonts", role), said)
    if kit.subtitles.font not in fonts:
        said = (
            f"subtitles.font: {kit.subtitles.font} is no role{nearest(kit.subtitles.font, fonts)}"
        )
        yield Mistake(("subtitles", "font"), said)
    variants = ["auto", *kit.logo.variants]
    for path, word in _logo_words(kit):
        if word not in variants:
            said = f"{dotted(path)}: there is no logo variant {word}{nearest(word, variants)}"
            yield Mistake(path, said)


def _logo_words(kit: KitFile) -> Iterator[tuple[KeyPath, str]]:
    yield ("logo", "bug", "variant"), kit.logo.bug.variant
    for shape, over in kit.logo.bug.per_format.items():
        if over.variant:
            yield ("logo", "bug", "per_format", shape.value, "variant"), over.variant
    for bumper in ("intro", "outro"):
        card = getattr(kit, bumper).card
        if card and card.logo != "none":
            yield (bumper, "card", "logo"), card.logo


def _wrong_lines(kit: KitFile) -> Iterator[Mistake]:
    for path, line in kit.lines():
        for words in wrong_places(line, (*SAID, *KNOWN, *kit.vars)):
            yield Mistake(path, f"{dotted(path)}: {words}")
    yield from wrong_vars(kit.vars, asked=False)


def _wrong_call(kit: KitFile) -> Iterator[Mistake]:
    call = kit.outro.cta
    if call.qr and not call.url:
        said = "outro.cta.qr: there is no url to draw; give outro.cta.url, or say false"
        yield Mistake(("outro", "cta", "qr"), said)
    elif call.qr and call.url and not call.url.startswith(WEB):
        said = f"outro.cta.url: a camera opens {call.url} only when it begins with https://; add it"
        yield Mistake(("outro", "cta", "url"), said)


def _unlicensed(kit: KitFile) -> Iterator[Mistake]:
    music = kit.music
    if music.bed and not (music.licence or "").strip():
        said = "music.licence: a bed needs its licence; say who made it and what allows its use"
        yield Mistake(("music", "licence" if music.licence is not None else "bed"), said)
