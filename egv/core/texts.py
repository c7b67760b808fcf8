"""Texts with places to fill in, such as `{name}`: names from a closed list, no other syntax.

A literal brace is written twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from egv.core.mistakes import nearest

# Texts that people give for a video, and texts that egv knows of a clip by itself.
SAID = ("title", "name", "role", "department", "cta")
KNOWN = ("stem", "date", "kit", "n", "space")
PLACES = (*SAID, *KNOWN)

_PLACE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")


def filled(line: str, texts: Mapping[str, str]) -> str:
    """Fill the places in `line` from `texts`, unknown ones with "".

    Filled-in text is not expanded again.
    """
    return _PLACE.sub(lambda place: _meant(place, texts), line).strip()


def filled_lines(lines: Iterable[str], texts: Mapping[str, str]) -> tuple[str, ...]:
    """Fill the places in `lines`, and drop lines that are then empty."""
    return tuple(text for line in lines if (text := filled(line, texts)))


def places_in(line: str) -> tuple[str, ...]:
    """List the places of `line`, in order."""
    return tuple(place[1] for place in _PLACE.finditer(line) if place[1] is not None)


def as_typed(text: str) -> str:
    """Escape braces so that the line, once filled, is `text` again."""
    return text.replace("{", "{{").replace("}", "}}")


def wrong_places(line: str, known: Iterable[str] = PLACES) -> tuple[str, ...]:
    """List a sentence for each place in `line` that none of the words `known` fills."""
    return tuple(
        f"{{{place}}}: nothing fills this place in{nearest(place, known)}"
        for place in places_in(line)
        if place not in known
    )


def _meant(place: re.Match[str], texts: Mapping[str, str]) -> str:
    return place[0][0] if place[1] is None else texts.get(place[1], "")
