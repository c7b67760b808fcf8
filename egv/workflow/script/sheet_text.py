"""A laid-out text as a file: what is said as plain lines, and everything else as hints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from egv.core.media.timing import format_player_clock
from egv.core.project.recipe import RecipeFile
from egv.core.project.recipe_parts import iter_beat_times
from egv.core.text.translation import Translated, UiLanguage
from egv.workflow.script import headings
from egv.workflow.script.layout import ScriptLayout, get_hint_text
from egv.workflow.script.message import Message


def format_script(
    layout: ScriptLayout, message: Message, recipe: RecipeFile, tongue: UiLanguage
) -> str:
    """Format `layout` as a script that `egv subtitle --script` reads; `recipe` is in `tongue`.

    Each sentence is a paragraph. Everything else in `message` but quotes follows as hints, under
    headings that a text that was laid out before already has.
    """
    hints = [get_hint_text(hint.text) for hint in layout.hints]
    lines = (
        _format_hint(str(recipe.title) or recipe.name),
        _format_hint(headings.HINT.render(tongue)),
        *_iter_beat_lines(layout, recipe),
        *_iter_section(
            headings.LEFT_OVER, [sentence.text for sentence in layout.left_over], tongue
        ),
        *_iter_section(headings.NOTES, hints, tongue),
        *_iter_section(headings.COURTESIES, [line.text for line in message.courtesies], tongue),
    )
    return "\n".join(lines) + "\n"


def _iter_section(heading: Translated, hints: Sequence[str], tongue: UiLanguage) -> Iterator[str]:
    """Yield `hints` under a heading, except where they begin with one that egv wrote before."""
    written = {
        text for own in (headings.LEFT_OVER, headings.COURTESIES) for text in (own.nl, own.en)
    }
    if hints and hints[0] not in written:
        yield from ("", _format_hint(heading.render(tongue)))
    for hint in hints:
        yield from ([""] if hint in written else [])
        yield _format_hint(hint)


def _iter_beat_lines(layout: ScriptLayout, recipe: RecipeFile) -> Iterator[str]:
    for (beat, start, end), sentences in zip(
        iter_beat_times(recipe.script), layout.beats, strict=True
    ):
        times = f"{format_player_clock(round(start))} - {format_player_clock(round(end))}"
        yield from ("", _format_hint(f"{times}  {str(beat.beat).upper()}"))
        if beat.prompt:
            yield _format_hint(str(beat.prompt))
        for sentence in sentences:
            yield from ("", sentence.text)


def _format_hint(text: str) -> str:
    return f"# {' '.join(text.split())}"
