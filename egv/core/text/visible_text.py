"""Characters that are not seen: texts of nothing else are empty, however long."""

from __future__ import annotations

import re
from unicodedata import category, normalize

# Unicode's Default_Ignorable_Code_Point, with the blanks that are letters by name (Hangul fillers,
# the empty Braille cell).
_IGNORED = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]"
)
OVERRIDES = "\u202d\u202e"  # left-to-right and right-to-left override
# Those that say nothing to a renderer: they come from web pages and word processors by accident.
_STRAY = re.compile("[\u00ad\u200b\u2060\ufeff\u180e\ufff9-\ufffb]")


def is_ignored(mark: str) -> bool:
    """True for a character that is never drawn, and for an invisible blank that counts as one.

    False for an override of the direction: it turns the letters behind it around, so it is named.
    """
    return bool(_IGNORED.match(mark)) and mark not in OVERRIDES


def is_visible(text: str) -> bool:
    """True where anything of `text` is seen."""
    return any(not mark.isspace() and category(mark) != "Cc" for mark in _IGNORED.sub("", text))


def drop_stray_marks(text: str) -> str:
    """Drop soft hyphens, zero-width blanks and byte order marks; "" where nothing is seen.

    Joiners and marks of direction stay: emoji, Persian and Hebrew need them.
    """
    return _STRAY.sub("", text) if is_visible(text) else ""


def clean_text(text: str) -> str:
    """Clean a text to show: composed accents, no stray marks, no lines of which nothing is seen.

    "" where nothing of it is seen.
    """
    lines = (drop_stray_marks(line).strip() for line in normalize("NFC", text).splitlines())
    return "\n".join(filter(None, lines))
