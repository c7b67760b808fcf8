"""Cue cards as a page: the beats of a recipe in big type, each with a clock of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from egv.app.authoring.page_look import find_page_look
from egv.core.media.timing import format_player_clock
from egv.core.project.recipe import RecipeFile
from egv.core.text.translation import UiLanguage
from egv.tools.pages.pages import render_page
from egv.workflow.script import texts
from egv.workflow.script.layout import ScriptLayout

TEMPLATE = "cards.html"
LABELS = {  # what changes on the page
    "start": texts.START,
    "pause": texts.PAUSE,
    "goOn": texts.GO_ON,
    "again": texts.AGAIN,
    "next": texts.NEXT,
    "left": texts.LEFT,
    "over": texts.OVER,
    "done": texts.DONE,
}


@dataclass(frozen=True, slots=True)
class CueCard:
    """One card: its heading, question and sentences, and its time, s and as a clock."""

    name: str
    prompt: str
    sentences: tuple[str, ...]
    seconds: float
    clock: str


def build_cards_page(
    recipe: RecipeFile, tongue: UiLanguage, layout: ScriptLayout | None = None, language: str = ""
) -> str:
    """Build the page with a card for each beat of `recipe`, with the texts of `layout`, if any.

    Those are in `language` (ISO 639-1); all other words are in `tongue`.
    """
    recipe = recipe.localise_wording(tongue)
    sentences = layout.beats if layout else ((),) * len(recipe.script)
    cards = [
        CueCard(
            str(beat.beat),
            str(beat.prompt),
            tuple(sentence.text for sentence in said),
            beat.seconds,
            format_player_clock(round(beat.seconds)),
        )
        for beat, said in zip(recipe.script, sentences, strict=True)
    ]
    return render_page(
        TEMPLATE,
        tongue,
        find_page_look(kit_of_recipe=recipe.kit),
        title=texts.CARDS_TITLE.render(tongue, title=str(recipe.title) or recipe.name),
        lead=texts.CARDS_LEAD.render(tongue, count=len(cards), length=_format_total(cards)),
        cards=cards,
        language=language or tongue,
        words=texts,
        labels={name: text.render(tongue) for name, text in LABELS.items()},
    )


def _format_total(cards: Sequence[CueCard]) -> str:
    return format_player_clock(round(sum(card.seconds for card in cards)))
