"""The complete look of a drawn card: equal looks give one picture, drawn once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from egv.core.kit.plain_values import Align, CardForm, CardMotion, LogoBackground
from egv.core.media.clip import Canvas
from egv.core.picture.colour import BLACK, WHITE, Colour
from egv.core.picture.contrast import READABLE, blend_colours, measure_contrast, measure_luminance

if TYPE_CHECKING:
    from egv.core.kit.bumper_styles import BumperStyle, Card
    from egv.core.kit.house_style import Palette
    from egv.core.kit.kit import Kit

DARK = 0.18  # relative luminance under which a background needs light letters
SOFT = 0.82  # share of the ink in the lines under a headline
SHADES = (0.5, 0.4, 0.3, 0.2, 0.1)  # shares of the secondary colour in a shape on the ground
APART = 1.25  # least contrast of two fields that lie side by side


@dataclass(frozen=True, slots=True)
class CardLook:
    """The look of one card. The first line is the headline; fonts are files in order of preference.

    `background` lies behind the texts, and `ground` in the other field of a band or a split.
    `soft_ink` is for the other lines, `shade` for the drifting shape, if there is one.
    `size` is the most height of the headline, as a share of the short side. `clear_space` is the
    room kept free around the logo, as a share of its height. `qr` is the text of the QR code, ""
    for none. `photo` lies under all of it in a tint: a small PNG in Base64, "" for none. The card
    is shown for `seconds`.
    """

    canvas: Canvas
    form: CardForm
    motion: CardMotion
    seconds: float
    background: Colour
    ground: Colour
    shade: Colour | None
    ink: Colour
    soft_ink: Colour
    accent: Colour
    logo: Path | None
    clear_space: float
    lines: tuple[str, ...]
    heading: tuple[Path, ...]
    body: tuple[Path, ...]
    align: Align
    size: float
    qr: str = ""
    photo: str = ""


def plan_card_look(
    kit: Kit, style: BumperStyle, lines: tuple[str, ...], canvas: Canvas
) -> CardLook | None:
    """Plan the look of the card of `style` with `lines` on it; None if there is nothing to show."""
    if style.card is None:
        return None
    card, palette = style.card, kit.spec.palette
    form = style.layout if lines else CardForm.DISC  # a logo alone stands on one colour
    background = kit.resolve_colour(card.background)
    ground = _choose_ground(kit, form, background)
    logo = _choose_card_logo(kit, card, ground, is_own=ground == background)
    if not lines and logo is None:
        return None
    ink = kit.resolve_colour(card.text) if card.text else _choose_ink(palette, background)
    soft = blend_colours(ink, SOFT, background)
    soft = soft if measure_contrast(soft, background) >= READABLE else ink
    field = ground if form is CardForm.SPLIT else background
    inks = () if form is CardForm.SPLIT else (ink, soft)
    return CardLook(
        canvas=canvas,
        form=form,
        motion=style.motion,
        seconds=card.duration,
        background=background,
        ground=ground,
        shade=None if form is CardForm.PHOTO else _choose_shade(palette, field, inks),
        ink=ink,
        soft_ink=soft,
        accent=_choose_accent(palette, background),
        logo=logo,
        clear_space=kit.spec.logo.clear_space,
        lines=lines,
        heading=kit.typefaces["heading"],
        body=kit.typefaces["body"],
        align=card.align or (Align.CENTRE if form is CardForm.FRAME else Align.LEFT),
        size=card.size,
    )


def _choose_ink(palette: Palette, background: Colour) -> Colour:
    """Choose the palette's best letters on `background`; black or white where none is readable."""
    inks = (palette.text_on_primary, palette.text, palette.background)
    best = max(inks, key=lambda ink: measure_contrast(ink, background))
    if measure_contrast(best, background) >= READABLE:
        return best
    return max((BLACK, WHITE), key=lambda ink: measure_contrast(ink, background))


def _choose_ground(kit: Kit, form: CardForm, background: Colour) -> Colour:
    """Choose the colour beside the texts: paper round a band, another field in a split.

    The kit has a logo for it, if it has one at all.
    """
    if form not in (CardForm.BAND, CardForm.SPLIT):
        return background
    palette = kit.spec.palette
    paper = (palette.background, palette.text_on_primary, palette.secondary)
    colours = (*(paper if form is CardForm.BAND else paper[::-1]), palette.primary, palette.text)
    return next(
        (
            colour
            for colour in colours
            if measure_contrast(colour, background) >= APART and _is_fit_for_logo(kit, colour)
        ),
        blend_colours(palette.secondary, SHADES[0], background),
    )


def _is_fit_for_logo(kit: Kit, ground: Colour) -> bool:
    """True where a variant of the logo is made for `ground`, or there is no logo at all."""
    fitting = (_find_logo_background(ground), LogoBackground.ANY)
    variants = kit.spec.logo.variants.values()
    return not variants or any(variant.for_background in fitting for variant in variants)


def _find_logo_background(ground: Colour) -> LogoBackground:
    return LogoBackground.DARK if measure_luminance(ground) < DARK else LogoBackground.LIGHT


def _choose_accent(palette: Palette, background: Colour) -> Colour:
    """Choose the colour of the stroke: the accent, unless it cannot be told from `background`."""
    colours = (palette.accent, palette.secondary, palette.text_on_primary, palette.text)
    return next(
        (colour for colour in colours if measure_contrast(colour, background) >= APART),
        palette.accent,
    )


def _choose_shade(palette: Palette, field: Colour, inks: tuple[Colour, ...]) -> Colour | None:
    """Choose the strongest tint on `field` on which all `inks` are readable, if there is one."""
    tints = (palette.secondary, palette.primary, palette.background)
    colour = next((tint for tint in tints if measure_contrast(tint, field) >= APART), tints[0])
    mixed = (blend_colours(colour, share, field) for share in SHADES)
    return next(
        (shade for shade in mixed if all(measure_contrast(ink, shade) >= READABLE for ink in inks)),
        None,
    )


def choose_logo(kit: Kit, word: str, light: float) -> Path:
    """Choose the logo variant `word`; for `auto`, the one for a background of `light`, 0 to 1.

    `kit` has at least one variant.
    """
    variants = kit.spec.logo.variants
    if word != "auto":
        return kit.home / variants[word].file
    wanted = LogoBackground.DARK if light < 0.5 else LogoBackground.LIGHT
    order = (wanted, LogoBackground.ANY)
    for ground in order:
        for variant in variants.values():
            if variant.for_background is ground:
                return kit.home / variant.file
    return kit.home / next(iter(variants.values())).file


def find_ground_light(colour: Colour) -> float:
    """Find the light of a ground of `colour`, for the choice of a logo: 0 dark, 1 light."""
    return 0.0 if _find_logo_background(colour) is LogoBackground.DARK else 1.0


def _choose_card_logo(kit: Kit, card: Card, ground: Colour, *, is_own: bool) -> Path | None:
    """Choose the logo on `ground`; a variant that the kit names is for the card's own colour."""
    if card.logo == "none" or not kit.spec.logo.variants:
        return None
    word = card.logo
    if not is_own and word != "auto":
        fitting = (_find_logo_background(ground), LogoBackground.ANY)
        word = word if kit.spec.logo.variants[word].for_background in fitting else "auto"
    return choose_logo(kit, word, find_ground_light(ground))
