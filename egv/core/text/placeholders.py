"""Texts with places to fill in, such as `{name}`: names from a closed list, no other syntax.

A literal brace is written twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from egv.core.text.faults import suggest_or_list
from egv.core.text.visible_text import clean_text

# Texts that people give for a video, and texts that egv knows of a clip by itself.
SAID = ("title", "name", "role", "department", "cta")
MAKER = "maker"  # a text too, which is counted and never shown
KNOWN = ("stem", "date", "kit", "n", "space")
PLACES = (*SAID, *KNOWN)

_PLACE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")


def fill_places(line: str, texts: Mapping[str, str]) -> str:
    """Fill the places in `line` from `texts`, unknown ones with "".

    Filled-in text is not expanded again.
    """
    return _PLACE.sub(lambda place: _fill_place(place, texts), line).strip()


def fill_lines(lines: Iterable[str], texts: Mapping[str, str]) -> tuple[str, ...]:
    """Fill the places in `lines`, and drop lines of which nothing is then seen."""
    return tuple(text for line in lines if (text := clean_text(fill_places(line, texts))))


def list_places(line: str) -> tuple[str, ...]:
    """List the places of `line`, in order."""
    return tuple(place[1] for place in _PLACE.finditer(line) if place[1] is not None)


def escape_braces(text: str) -> str:
    """Escape braces so that the line, once filled, is `text` again."""
    return text.replace("{", "{{").replace("}", "}}")


def find_place_faults(line: str, known: Iterable[str] = PLACES) -> tuple[str, ...]:
    """List a sentence for each place in `line` that none of the words `known` fills."""
    return tuple(
        f"{{{place}}}: unknown placeholder{suggest_or_list(place, known)}"
        for place in list_places(line)
        if place not in known
    )


def _fill_place(place: re.Match[str], texts: Mapping[str, str]) -> str:
    return place[0][0] if place[1] is None else texts.get(place[1], "")
