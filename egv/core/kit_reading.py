"""From the data of a `kit.yaml` to a kit, or to every mistake in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from egv.core.contrast import READABLE, worst_contrast
from egv.core.kit import KIT_SCHEMA, KitFile
from egv.core.kit_parts import Fonts
from egv.core.mistakes import KeyPath, Mistake, mistakes_of, nearest
from egv.core.texts import wrong_places

FREE = "x-"  # keys that begin so are the writer's own
ATTEMPTS = 4  # at reading what is left without the fields that are wrong


def kit_of(data: Any) -> tuple[KitFile | None, tuple[Mistake, ...]]:
    """The kit that `data` (parsed YAML) describes, and every mistake in it.

    With mistakes the kit is what is left without them, so that the rest can be checked too; None
    when nothing is.
    """
    if not isinstance(data, Mapping):
        return None, (Mistake((), f"a kit starts with 'schema: {KIT_SCHEMA}'"),)
    mistakes = list(_of_another_schema(data))
    known = {key: value for key, value in _own(data).items() if key != "schema"}
    kit, wrong = _validated(known)
    mistakes += wrong
    if kit:
        mistakes += [
            *_wrong_words(kit), *_wrong_lines(kit), *_unlicensed(kit), *_unreadable(kit)
        ]  # fmt: skip
    return kit, tuple(mistakes)


def _validated(known: dict[str, Any]) -> tuple[KitFile | None, list[Mistake]]:
    """The kit, without the fields that are wrong, and what is wrong with them."""
    mistakes: list[Mistake] = []
    for _ in range(ATTEMPTS):
        try:
            return KitFile.model_validate(known), mistakes
        except ValidationError as error:
            found = mistakes_of(KitFile, error)
            places = {each.path for each in mistakes}
            mistakes += [each for each in found if each.path not in places]
            for each in found:
                _leave_out(known, each.path)
            known.setdefault("name", "unnamed")
    return None, mistakes


def _leave_out(data: Any, path: KeyPath) -> None:
    """Take the key at `path` out of `data`; where it is missing, its nearest parent."""
    parents = [data]
    for part in path[:-1]:
        below = parents[-1]
        try:
            parents.append(below[part])
        except (KeyError, IndexError, TypeError):
            return _leave_out(data, path[: len(parents)])
    try:
        del parents[-1][path[-1]]
    except (KeyError, IndexError, TypeError):
        if len(path) > 1:
            _leave_out(data, path[:-1])
    return None


def _of_another_schema(data: Mapping[str, Any]) -> Iterator[Mistake]:
    if data.get("schema") != KIT_SCHEMA:
        at: KeyPath = ("schema",) if "schema" in data else ()
        yield Mistake(at, f"schema: this egv reads {KIT_SCHEMA}, not {data.get('schema')!r}")


def _own(data: Any) -> Any:
    """`data` without the keys that are free."""
    if isinstance(data, Mapping):
        return {k: _own(v) for k, v in data.items() if not str(k).startswith(FREE)}
    return [_own(each) for each in data] if isinstance(data, list) else data


def _wrong_words(kit: KitFile) -> Iterator[Mistake]:
    """Names that stand for nothing: of colours, fonts and logo variants."""
    roles = kit.palette.roles
    for path, word in _colours(kit):
        if not word.startswith("#") and word not in roles:
            yield Mistake(path, f"{_dotted(path)}: {word} is no colour{nearest(word, roles)}")
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
            said = f"{_dotted(path)}: there is no logo variant {word}{nearest(word, variants)}"
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
    lines: list[tuple[KeyPath, str]] = [
        (("lower_third", "lines", number), line)
        for number, line in enumerate(kit.lower_third.lines)
    ]
    for bumper in ("intro", "outro"):
        if card := getattr(kit, bumper).card:
            lines += [((bumper, "card", "lines", n), line) for n, line in enumerate(card.lines)]
    for path, line in lines:
        for words in wrong_places(line):
            yield Mistake(path, f"{_dotted(path)}: {words}")


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
                f"{_dotted(text)}: {colours[text]} on {colours[ground]} has a contrast of"
                f" {ratio:.1f}, at least {READABLE} is needed; choose colours further apart"
                + (", or a higher opacity" if opacity < 1 else ""),
            )


def _dotted(path: KeyPath) -> str:
    return ".".join(str(part) for part in path)
