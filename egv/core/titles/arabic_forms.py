"""Arabic letters as they are written in a word: each joined to its neighbours.

Fonts hold joined letters under code points of their own, the presentation forms of Unicode. They
are narrower than letters that stand alone, so a text is measured by them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from unicodedata import category, decomposition

FORMS = (*range(0xFB50, 0xFBC2), *range(0xFBD3, 0xFC00), *range(0xFE80, 0xFEF5))
ALONE, FINAL, INITIAL, MEDIAL = "<isolated>", "<final>", "<initial>", "<medial>"
LETTERS = range(0x0620, 0x06D6)


def join_arabic_letters(text: str) -> str:
    """Replace each Arabic letter in `text` by its form between its neighbours; keep the length."""
    if not any(ord(mark) in LETTERS for mark in text):
        return text
    forms, joined = _load_forms(), list(text)
    letters = [place for place, mark in enumerate(text) if category(mark) != "Mn"]
    for number, place in enumerate(letters):
        own = forms.get(text[place], {})
        before = text[letters[number - 1]] if number else ""
        after = text[letters[number + 1]] if number + 1 < len(letters) else ""
        is_after = INITIAL in forms.get(before, {}) and FINAL in own
        is_before = INITIAL in own and FINAL in forms.get(after, {})
        form = (MEDIAL if is_before else FINAL) if is_after else (INITIAL if is_before else ALONE)
        joined[place] = own.get(form, text[place])
    return "".join(joined)


@cache
def _load_forms() -> Mapping[str, Mapping[str, str]]:
    """Load the forms of each letter from the Unicode tables of Python."""
    forms: dict[str, dict[str, str]] = {}
    for code in FORMS:
        kind, *letters = decomposition(chr(code)).split() or [""]
        if len(letters) == 1:
            forms.setdefault(chr(int(letters[0], 16)), {})[kind] = chr(code)
    return forms
