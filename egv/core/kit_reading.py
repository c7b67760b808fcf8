"""From the data of a `kit.yaml` to a kit, or to every mistake in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from egv.core.contrast import READABLE, worst_contrast
from egv.core.kit import KIT_SCHEMA, KitFile
from egv.core.kit_parts import Fonts
from egv.core.mistakes import KeyPath, Mistake, nearest
from egv.core.parts import dotted, own, validated
from egv.core.texts import KNOWN, SAID, wrong_places
from egv.core.vars import wrong_vars


def kit_of(data: Any) -> tuple[KitFile | None, tuple[Mistake, ...]]:
    """The kit that `data` (parsed YAML) describes, and every mistake in it.

    With mistakes the kit is what is left without them, so that the rest can be checked too; None
    when nothing is.
    """
    if not isinstance(data, Mapping):
        return None, (Mistake((), f"a kit starts with 'schema: {KIT_SCHEMA}'"),)
    mistakes = list(_of_another_schema(data))
    known = {key: value for key, value in own(data).items() if key != "schema"}
    kit, wrong = validated(KitFile, known, {"name": "unnamed"})
    mistakes += wrong
    if kit:
        mistakes += [
            *_wrong_words(kit), *_wrong_lines(kit), *_unlicensed(kit), *_unreadable(kit)
        ]  # fmt: skip
    return kit, tuple(mistakes)


def _of_another_schema(data: Mapping[str, Any]) -> Iterator[Mistake]:
    if data.get("schema") != KIT_SCHEMA:
        at: KeyPath = ("schema",) if "schema" in data else ()
        yield Mistake(at, f"schema: this egv reads {KIT_SCHEMA}, not {data.get('schema')!r}")


def _wrong_words(kit: KitFile) -> Iterator[Mistake]:
    """Names that stand for nothing: of colours, fonts and logo variants."""
    roles = kit.palette.roles
    for path, word in _colours(kit):
        if not word.startswith("#") and word not in roles:
            yield Mistake(path, f"{dotted(path)}: {word} is no colour{nearest(word, roles)}")
    fonts = list(Fonts.model_fields)
    for role in fonts:
        font = getattr(kit.fonts, role)
        if font.role and (font.role not in fonts or getattr(kit.fonts, font.role).role):
            others = [each for each in fonts if not getattr(kit.fonts, each).role]
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


def _colours(kit: KitFile) -> Iterator[tuple[KeyPath, str]]:
    yield ("subtitles", "text"), kit.subtitles.text
    yield ("subtitles", "box", "colour"), kit.subtitles.box.colour
    for name in ("background", "text", "accent"):
        yield ("lower_third", name), getattr(kit.lower_third, name)
    for bumper in ("intro", "outro"):
        if card := getattr(kit, bumper).card:
            yield (bumper, "card", "background"), card.background
            if card.text:
                yield (bumper, "card", "text"), card.text


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


def _unlicensed(kit: KitFile) -> Iterator[Mistake]:
    music = kit.music
    if music.bed and not (music.licence or "").strip():
        said = "music.licence: a bed needs its licence; say who made it and what allows its use"
        yield Mistake(("music", "licence" if music.licence is not None else "bed"), said)


def _unreadable(kit: KitFile) -> Iterator[Mistake]:
    """Texts that could not be read on what is behind them."""
    roles = kit.palette.roles
    colours = {path: roles.get(word, word) for path, word in _colours(kit)}
    if any(not colour.startswith("#") for colour in colours.values()):
        return
    box, plate = kit.subtitles.box, kit.lower_third
    pairs: list[tuple[KeyPath, KeyPath, float]] = [
        (("subtitles", "text"), ("subtitles", "box", "colour"), box.opacity),
    ]
    if plate.style.value != "line":
        pairs.append((("lower_third", "text"), ("lower_third", "background"), plate.opacity))
    pairs += [
        ((bumper, "card", "text"), (bumper, "card", "background"), 1.0)
        for bumper in ("intro", "outro")
        if (bumper, "card", "text") in colours
    ]
    for text, ground, opacity in pairs:
        ratio = worst_contrast(colours[text], colours[ground], opacity)
        if ratio < READABLE:
            yield Mistake(
                text,
                f"{dotted(text)}: {colours[text]} on {colours[ground]} has a contrast of"
                f" {ratio:.1f}, at least {READABLE} is needed; choose colours further apart"
                + (", or a higher opacity" if opacity < 1 else ""),
            )
