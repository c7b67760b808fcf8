"""Words as they are typed at a shell, also those that could move the cursor of a terminal."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable

ESCAPES = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\t": "\\t"}


def shell_line(words: Iterable[str]) -> str:
    """`words` as a line to paste into a shell; each of its characters can be printed."""
    return " ".join(_quoted(word) for word in words)


def _quoted(word: str) -> str:
    """`word` in quotes where it needs them: those of bash and zsh where it does not print."""
    if word.isprintable():
        return shlex.quote(word)
    return "$'" + "".join(_escaped(each) for each in word) + "'"


def _escaped(character: str) -> str:
    if character in ESCAPES:
        return ESCAPES[character]
    if character.isprintable():
        return character
    return "".join(f"\\x{byte:02x}" for byte in os.fsencode(character))


def review_command(*words: str) -> str:
    """`egv review` with `words`, ready to paste into a shell."""
    return shlex.join(("egv", "review", *words))
