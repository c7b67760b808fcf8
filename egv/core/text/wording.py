"""Small pieces of text that several rooms write: counted nouns, escapes, bare words, near names."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

PUNCTUATION = ".,;:!?…\"'“”‘’()[]«»"  # around a word; hyphens and apostrophes inside it stay
MARKDOWN = "\\`*_[]<>|#"  # characters that are markup somewhere in Markdown
ALIKE_NAME = 0.72  # the same of a file name without its ending; see tests/core/text
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


def find_nearest_word(word: str, words: Iterable[str], alike: float = ALIKE) -> str:
    """Find the one of `words` that is most like `word`; "" when none is as much as `alike`."""
    found = difflib.get_close_matches(word, list(words), 1, alike)
    return found[0] if found else ""


def find_nearest_name(name: str, names: Iterable[str]) -> str:
    """Find the one of the file names `names` that `name` is probably a slip of; "" for none.

    The kind of file and capitals count for little, and a number must be the same: IMG_0001 is not
    a slip of IMG_0002.
    """
    plain = {other: _to_plain_stem(other) for other in names}
    meant, digits = _to_plain_stem(name), _list_digits(name)
    stems = [stem for other, stem in plain.items() if _list_digits(other) == digits]
    near = find_nearest_word(meant, stems, ALIKE_NAME)
    matches = [other for other, stem in plain.items() if near and stem == near]
    return find_nearest_word(name, matches, 0.0) if matches else ""


def _to_plain_stem(name: str) -> str:
    stem, dot, kind = name.rpartition(".")
    return (stem if dot and stem and " " not in kind else name).casefold()


def _list_digits(name: str) -> str:
    return "".join(filter(str.isdigit, _to_plain_stem(name)))
