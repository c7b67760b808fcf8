"""The sheet on which a speaker prepares: the beats of a recipe's script, with room to write."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from egv.core.media.timing import format_player_clock
from egv.core.project.recipe import RecipeFile
from egv.core.project.recipe_parts import LengthRange, ScriptBeat, iter_beat_times

WIDTH = 72
WORDS_PER_SECOND = 2.3  # calm speech with pauses: 140 a minute
WORDS_PER_LINE = 9  # handwritten, or typed with room
MOST_LINES = 12


def build_script_sheet(recipe: RecipeFile, language: str) -> str:
    """Build the sheet of a recipe with a script, as plain text to print or to fill in.

    The recipe's own texts are in `language` (ISO 639-1), where it has them so.
    """
    spec = recipe.localise_wording(language)
    return (
        "\n".join((*_iter_head_lines(spec), *_iter_beat_lines(spec), *_iter_foot_lines(spec)))
        + "\n"
    )


def _iter_head_lines(spec: RecipeFile) -> Iterator[str]:
    title = str(spec.title) or spec.name
    yield title
    yield "=" * len(title)
    for text in (str(spec.description), f"Goal: {spec.goal}" if spec.goal else ""):
        if text:
            yield from ("", *textwrap.wrap(text, WIDTH))
    total = sum(beat.seconds for beat in spec.script)
    yield ""
    length, ideal = format_player_clock(round(total)), _format_range(spec.expect.duration.ideal)
    yield f"Length: {length}; best is {ideal}."
    yield f"Words: about {_count_words(total)} in all. Say it as you would to a colleague."
    if spec.vars:
        yield ""
    for name, var in spec.vars.items():
        question = str(var.prompt) or name.replace("_", " ").replace("-", " ").capitalize()
        limit = f" (at most {var.max_chars} characters)" if var.max_chars else ""
        choices = f" ({', '.join(var.choices)})" if var.choices else ""
        if not var.default:
            yield f"{question}{limit}{choices}"
            yield "  " + "." * (WIDTH - 2)


def _iter_beat_lines(spec: RecipeFile) -> Iterator[str]:
    for beat, start, end in iter_beat_times(spec.script):
        yield ""
        times = f"{format_player_clock(round(start))} - {format_player_clock(round(end))}"
        yield f"{times}  {str(beat.beat).upper()}  (about {_count_words(beat.seconds)} words)"
        if beat.prompt:
            yield from textwrap.wrap(str(beat.prompt), WIDTH)
        yield from ["." * WIDTH] * _count_lines(beat)


def _iter_foot_lines(spec: RecipeFile) -> Iterator[str]:
    yield ""
    yield "Before you film:"
    yield "  [ ] one message, said in one sentence"
    yield "  [ ] light in your face, the window in front of you"
    if spec.expect.speech.value != "none":
        yield "  [ ] a quiet room, the microphone close"
    yield "  [ ] 1 second of silence before the first and after the last word"


def _count_lines(beat: ScriptBeat) -> int:
    return max(2, min(MOST_LINES, -(-_count_words(beat.seconds) // WORDS_PER_LINE)))


def _count_words(seconds: float) -> int:
    """Estimate the number of words in `seconds` of speech, rounded to five."""
    return max(5, round(seconds * WORDS_PER_SECOND / 5) * 5)


def _format_range(window: LengthRange) -> str:
    low, high = window
    return f"{format_player_clock(round(low))} to {format_player_clock(round(high))}"
