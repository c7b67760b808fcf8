"""The line to try under an error: that of the error itself, else one that its kind suggests."""

from __future__ import annotations

from collections.abc import Sequence

from egv.app.records.results import ErrorResult
from egv.cli.grammar.command_text import format_command
from egv.cli.grammar.tokens import find_first_name, index_steps, is_chain

HELP_BY_KIND = {
    "kit": ("help", "kit"),
    "recipe": ("help", "recipe"),
    "project": ("help", "config"),
    "gate": ("help", "review"),
    "environment": ("doctor",),
}
CHECK = "check"


def is_egv_line(hint: str) -> bool:
    """True where `hint` is a line to type, not advice in words."""
    return hint.startswith("egv ")


def build_try_line(error: ErrorResult, words: Sequence[str], clip: str = "") -> str:
    """Build the line to try after `error` of the line `words`, about `clip` if it is named.

    A hint that begins with `--` is added to the same line. "" where the same line is proposed
    anyway, and for a bug, which has a log instead.
    """
    if is_egv_line(error.hint):
        return error.hint
    if error.hint.startswith("--"):
        return format_command([*words, *error.hint.split()])
    if clip:  # a step refused a clip that can be read; else the same line is proposed below
        return format_command([CHECK, clip]) if error.kind == "input" and error.step else ""
    if error.kind in ("interrupted", "bug"):
        return ""
    if words_to_type := HELP_BY_KIND.get(error.kind):
        return format_command(words_to_type)
    return format_command([*_find_topic(words), "--help"])


def _find_topic(words: Sequence[str]) -> list[str]:
    """Find the word whose page explains the line `words`: its last step, else its first name."""
    steps = [word for word in words if word in index_steps()]
    name = steps[-1] if steps and is_chain(words) else find_first_name(words)
    return [name] if name else []
