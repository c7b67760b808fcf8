"""Shell quoting, also of words with characters that could move a terminal's cursor."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable

ESCAPES = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\t": "\\t"}


def format_shell_line(words: Iterable[str]) -> str:
    """Format `words` as a line to paste into a shell; all its characters are printable."""
    return " ".join(_quote_word(word) for word in words)


def _quote_word(word: str) -> str:
    """Quote `word` where needed; for unprintable characters in the style of bash and zsh."""
    if word.isprintable():
        return shlex.quote(word)
    return "$'" + "".join(_escape_character(character) for character in word) + "'"


def _escape_character(character: str) -> str:
    if character in ESCAPES:
        return ESCAPES[character]
    if character.isprintable():
        return character
    is_byte = "\udc80" <= character <= "\udcff"  # of a file name that is not UTF-8
    raw = os.fsencode(character) if is_byte else character.encode("utf-8", "surrogatepass")
    return "".join(f"\\x{byte:02x}" for byte in raw)


def review_command(*words: str) -> str:
    """`egv review` with `words`, ready to paste into a shell."""
    return shlex.join(("egv", "review", *words))
