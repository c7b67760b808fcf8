"""The pages that egv shows at once, before the rest of it is loaded: `egv` and `egv --version`."""

from __future__ import annotations

import os
from collections.abc import Sequence

from egv import __version__
from egv.cli.screen.interpreter import translate

COMPLETION_VARIABLE = "_EGV_COMPLETE"  # set by a shell that asks for suggestions
WELCOME = "egv turns raw clips into finished videos. New here?"
FIRST_LINES = (
    ("egv demo", "see all that it does, on a sample clip"),
    ("egv init", "begin a project with your logo and colour"),
    ("egv run clip.mov", "make a finished video of a clip"),
    ("egv guide first-video", "read a how-to of one screen"),
    ("egv list", "name every step, recipe, kit and format"),
    ("egv help", "see every step, command and option"),
)
THREE_WORDS = "Three words: run makes videos, a recipe says which, a kit how they look."
COLUMN = 26  # where the meaning of a line begins, after two spaces


def find_first_page(words: Sequence[str]) -> str:
    """Find the page for `words` that needs nothing else of egv; "" where they ask for more."""
    if COMPLETION_VARIABLE in os.environ:
        return ""
    if tuple(words) == ("--version",):
        return f"egv {__version__}"
    return "" if words else build_first_page()


def build_first_page() -> str:
    """Build the page for somebody who types `egv` alone: ten lines, in the user's language."""
    rows = [f"  {line:<{COLUMN}}{translate(meaning)}" for line, meaning in FIRST_LINES]
    return "\n".join([translate(WELCOME), "", *rows, "", translate(THREE_WORDS)]) + "\n"
