"""The card of an intro or outro: its look filled in for one programme, and the clip of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from egv.core.kit.bumper_styles import BumperStyle, OutroStyle
from egv.core.kit.kit import Kit
from egv.core.kit.plain_values import CardForm
from egv.core.media.clip import Clip
from egv.core.programme.edit import Edit
from egv.core.programme.questions import Ask, BestFrameOf, CardClipOf
from egv.core.text.placeholders import fill_lines, fill_places
from egv.core.titles.card import plan_card_look


def build_card_clip(
    edit: Edit, kit: Kit, style: BumperStyle, texts: Mapping[str, str], ask: Ask
) -> Clip | None:
    """Build the card of `style` for `edit`, with `texts` in its places; None if it shows nothing.

    A photo is the best frame of the programme, of several clips the first.
    """
    if style.card is None:
        return None
    lines, is_outro = fill_lines(style.card.lines, texts), isinstance(style, OutroStyle)
    if style.card.lines and not (lines or is_outro):  # a logo alone ends a video, but opens none
        return None
    look = plan_card_look(kit, style, lines, edit.canvas)
    if look is None:
        return None
    if isinstance(style, OutroStyle) and style.cta.qr:
        look = replace(look, qr=fill_places(style.cta.url or "", texts))
    if look.form is CardForm.PHOTO:
        look = replace(look, photo=ask(BestFrameOf(edit.clips[0].clock)))
    return ask(CardClipOf(look))
