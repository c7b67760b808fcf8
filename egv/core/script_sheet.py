"""The sheet on which a speaker prepares: the beats of a recipe's script, with room to write."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from egv.core.recipe import RecipeFile
from egv.core.recipe_parts import Beat, Window, spoken_seconds

WIDTH = 72
WORDS_PER_SECOND = 2.3  # calm speech with pauses: 140 a minute
WORDS_PER_LINE = 9  # handwritten, or typed with room
MOST_LINES = 12


def script_sheet(says: RecipeFile) -> str:
    """Build the sheet of a recipe with a script, as plain text to print or to fill in."""
    return "\n".join((*_head(says), *_beats(says), *_foot(says))) + "\n"


def _head(says: RecipeFile) -> Iterator[str]:
    title = says.title or says.name
    yield title
    yield "=" * len(title)
    for text in (says.description, says.goal and f"Goal: {says.goal}"):
        if text:
            yield from ("", *textwrap.wrap(text, WIDTH))
    total = sum(beat.seconds for beat in says.script)
    yield ""
    yield f"Length: {_clock(total)}; best is {_window(says.expect.duration.ideal)}."
    yield f"Words: about {_words(total)} in all. Say it as you would to a colleague."
    if says.vars:
        yield ""
    for name, var in says.vars.items():
        question = var.prompt or name.replace("_", " ").replace("-", " ").capitalize()
        limit = f" (at most {var.max_chars} characters)" if var.max_chars else ""
        choices = f" ({', '.join(var.choices)})" if var.choices else ""
        if not var.default:
            yield f"{question}{limit}{choices}"
            yield "  " + "." * (WIDTH - 2)


def _beats(says: RecipeFile) -> Iterator[str]:
    for beat, start, end in spoken_seconds(says.script):
        yield ""
        times = f"{_clock(start)} - {_clock(end)}"
        yield f"{times}  {beat.beat.upper()}  (about {_words(beat.seconds)} words)"
        if beat.prompt:
            yield from textwrap.wrap(beat.prompt, WIDTH)
        yield from ["." * WIDTH] * _lines(beat)


def _foot(says: RecipeFile) -> Iterator[str]:
    yield ""
    yield "Before you film:"
    yield "  [ ] one message, said in one sentence"
    yield "  [ ] light in your face, the window in front of you"
    if says.expect.speech.value != "none":
        yield "  [ ] a quiet room, the microphone close"
    yield "  [ ] 1 second of silence before the first and after the last word"


def _lines(beat: Beat) -> int:
    return max(2, min(MOST_LINES, -(-_words(beat.seconds) // WORDS_PER_LINE)))


def _words(seconds: float) -> int:
    """Estimate the number of words in `seconds` of speech, rounded to five."""
    return max(5, round(seconds * WORDS_PER_SECOND / 5) * 5)


def _window(window: Window) -> str:
    low, high = window
    return f"{_clock(low)} to {_clock(high)}"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"
