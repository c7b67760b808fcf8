"""Contrast rules of a kit: its texts must be readable on their backgrounds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from egv.core.kit.kit import KitFile
from egv.core.kit.text_styles import AUTO, LowerThirdBacking
from egv.core.picture.colour import BLACK, Colour
from egv.core.picture.contrast import LARGE, READABLE, measure_worst_contrast
from egv.core.text.faults import Fault, FaultSeverity, KeyPath, format_key_path

BOX: KeyPath = ("subtitles", "box", "colour")
LETTERS = ("text_on_primary", "text", "background")  # candidates for a card's letters


@dataclass(frozen=True, slots=True)
class TextGroundPair:
    """A text and its background: their keys, the background's opacity, and the needed contrast."""

    text: KeyPath
    ground: KeyPath
    opacity: float = 1.0
    needed: float = READABLE


def list_colour_names(kit: KitFile) -> Iterator[tuple[KeyPath, Colour | str]]:
    """Yield every colour named outside the palette: a role, or the colour itself."""
    yield ("subtitles", "text"), kit.subtitles.text
    if kit.subtitles.box.colour != AUTO:
        yield BOX, kit.subtitles.box.colour
    yield ("subtitles", "outline", "colour"), kit.subtitles.outline.colour
    yield ("subtitles", "shadow", "colour"), kit.subtitles.shadow.colour
    for name in ("background", "text", "accent"):
        yield ("lower_third", name), getattr(kit.lower_third, name)
    for bumper in ("intro", "outro"):
        if card := getattr(kit, bumper).card:
            yield (bumper, "card", "background"), card.background
            if card.text:
                yield (bumper, "card", "text"), card.text


def find_contrast_faults(kit: KitFile) -> Iterator[Fault]:
    """Find texts that cannot be read and, as warnings, texts that some people cannot read.

    A contrast below 3:1 is an error, and for subtitles below 4.5:1. A contrast below what WCAG 2.2
    asks for the size of the text gives a warning.
    """
    colours = {path: kit.palette.find_colour(word) for path, word in list_colour_names(kit)}
    colours.setdefault(BOX, BLACK)  # `auto` is dark unless the text is readable on primary
    for pair in _list_pairs(kit):
        text, ground = colours[pair.text], colours[pair.ground]
        if text and ground:
            yield from _judge_pair(pair, text, ground, _find_culprit_key(kit, pair))
    yield from _find_card_faults(kit, colours)


def _list_pairs(kit: KitFile) -> Iterator[TextGroundPair]:
    box, outline = kit.subtitles.box, kit.subtitles.outline
    if outline.width and not box.opacity:
        yield TextGroundPair(("subtitles", "text"), ("subtitles", "outline", "colour"))
    else:
        yield TextGroundPair(("subtitles", "text"), BOX, box.opacity)
    plate = kit.lower_third
    if plate.style is not LowerThirdBacking.LINE:
        yield TextGroundPair(("lower_third", "text"), ("lower_third", "background"), plate.opacity)
    for bumper in ("intro", "outro"):
        card = getattr(kit, bumper).card
        if card and card.text:  # set large: a headline is never under a 25th of the short side
            yield TextGroundPair(
                (bumper, "card", "text"), (bumper, "card", "background"), needed=LARGE
            )


def _find_card_faults(kit: KitFile, colours: dict[KeyPath, Colour | None]) -> Iterator[Fault]:
    """Find cards on whose background none of the palette's letter colours is readable."""
    for bumper in ("intro", "outro"):
        card = getattr(kit, bumper).card
        at: KeyPath = (bumper, "card", "background")
        if not card or card.text or not (ground := colours[at]):
            continue
        inks = [getattr(kit.palette, role) for role in LETTERS]
        best = max(measure_worst_contrast(ink, ground, 1) for ink in inks)
        if best < LARGE:
            said = f"{ground} has a contrast of at most {best:.1f} with {', '.join(LETTERS)}"
            yield Fault(
                at,
                f"{format_key_path(at)}: {said}, and at least {LARGE:g} is needed;"
                " choose another colour",
            )


def _find_culprit_key(kit: KitFile, pair: TextGroundPair) -> KeyPath:
    """Return the key to correct: the text's, or one in the palette where only that was set."""
    section = getattr(kit, str(pair.text[0]))
    if section.model_fields_set or pair.text[0] == "subtitles":
        return pair.text
    words = (getattr(section, str(path[-1])) for path in (pair.ground, pair.text))
    said = [word for word in words if word in kit.palette.model_fields_set]
    return ("palette", said[0]) if said else pair.text


def _judge_pair(pair: TextGroundPair, text: Colour, ground: Colour, at: KeyPath) -> Iterator[Fault]:
    ratio = measure_worst_contrast(text, ground, pair.opacity)
    if ratio < pair.needed:
        words = (
            f"{format_key_path(pair.text)}: {text} on {ground} has a contrast of {ratio:.1f},"
            f" and at least {pair.needed:g} is needed; choose colours that differ more"
        )
        words += ", or a higher opacity" if pair.opacity < 1 else ""
        # Subtitles cover any picture, and people who need them must be able to read them.
        is_needed = ratio < LARGE or pair.text[0] == "subtitles"
        severity = FaultSeverity.ERROR if is_needed else FaultSeverity.WARNING
        yield Fault(at, words, severity)
