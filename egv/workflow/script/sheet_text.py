"""A laid-out text as a file: what is said as plain lines, and everything else as notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from egv.core.media.timing import format_player_clock
from egv.core.project.recipe import RecipeFile
from egv.core.project.recipe_parts import iter_beat_times
from egv.core.text.translation import Translated, UiLanguage
from egv.workflow.script import headings
from egv.workflow.script.layout import ScriptLayout, get_note_text
from egv.workflow.script.message import Message


def format_script(
    layout: ScriptLayout, message: Message, recipe: RecipeFile, tongue: UiLanguage
) -> str:
    """Format `layout` as a script that `egv subtitle --script` reads; `recipe` is in `tongue`.

    Each sentence is a paragraph. Everything else in `message` but quotes follows as notes, under
    headings that a text that was laid out before already has.
    """
    notes = [get_note_text(note.text) for note in layout.notes]
    lines = (
        _format_note(str(recipe.title) or recipe.name),
        _format_note(headings.HINT.render(tongue)),
        *_iter_beat_lines(layout, recipe),
        *_iter_section(headings.LEFT_OVER, [each.text for each in layout.left_over], tongue),
        *_iter_section(headings.NOTES, notes, tongue),
        *_iter_section(headings.COURTESIES, [line.text for line in message.courtesies], tongue),
    )
    return "\n".join(lines) + "\n"


def _iter_section(heading: Translated, notes: Sequence[str], tongue: UiLanguage) -> Iterator[str]:
    """Yield `notes` under a heading, except where they begin with one that egv wrote before."""
    written = {
        text for each in (headings.LEFT_OVER, headings.COURTESIES) for text in (each.nl, each.en)
    }
    if notes and notes[0] not in written:
        yield from ("", _format_note(heading.render(tongue)))
    for note in notes:
        yield from ([""] if note in written else [])
        yield _format_note(note)


def _iter_beat_lines(layout: ScriptLayout, recipe: RecipeFile) -> Iterator[str]:
    for (beat, start, end), sentences in zip(
        iter_beat_times(recipe.script), layout.beats, strict=True
    ):
        times = f"{format_player_clock(round(start))} - {format_player_clock(round(end))}"
        yield from ("", _format_note(f"{times}  {str(beat.beat).upper()}"))
        if beat.prompt:
            yield _format_note(str(beat.prompt))
        for sentence in sentences:
            yield from ("", sentence.text)


def _format_note(text: str) -> str:
    return f"# {' '.join(text.split())}"
