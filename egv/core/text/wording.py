"""Small pieces of text that several rooms write: counted nouns, escapes, bare words, near names."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

PUNCTUATION = ".,;:!?…\"'“”‘’()[]«»"  # around a word; hyphens and apostrophes inside it stay
MARKDOWN = "\\`*_[]<>|#"  # characters that are markup somewhere in Markdown
ALIKE = 0.6  # share of letters that a word and the name meant have in common (difflib)


def format_count(number: int, noun: str, none: str = "0") -> str:
    """Format `1 clip` or `3 clips`; `none` is written for the number 0."""
    return f"{number or none} {noun}{'' if number == 1 else 's'}"


def strip_punctuation(word: str) -> str:
    """Strip the punctuation around `word`."""
    return word.strip(PUNCTUATION)


def escape_marks(text: str, marks: str) -> str:
    """Put a backslash before each of the characters `marks` in `text`."""
    return text.translate({ord(mark): f"\\{mark}" for mark in marks})


def escape_markdown(text: str) -> str:
    """Escape `text` as one line of Markdown, so that all of it is literal."""
    return " ".join(escape_marks(text, MARKDOWN).split())


def find_nearest_word(word: str, words: Iterable[str]) -> str:
    """Find the one of `words` that is most like `word`; "" when none is similar."""
    found = difflib.get_close_matches(word, list(words), 1, ALIKE)
    return found[0] if found else ""
