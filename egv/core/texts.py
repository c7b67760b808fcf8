"""Texts with places to fill in, such as `{name}`: a closed list of words, and nothing else.

A brace that stands for itself is written twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from egv.core.mistakes import nearest

# What people say of every video, and what egv knows of a clip by itself.
SAID = ("title", "name", "role", "department", "cta")
KNOWN = ("stem", "date", "kit", "n", "space")
PLACES = (*SAID, *KNOWN)

_PLACE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")


def filled(line: str, texts: Mapping[str, str]) -> str:
    """`line` with its places filled in; what nobody said is empty. What is filled in is text."""
    return _PLACE.sub(lambda place: _meant(place, texts), line).strip()


def filled_lines(lines: Iterable[str], texts: Mapping[str, str]) -> tuple[str, ...]:
    """`lines` filled in, without those that are empty then."""
    return tuple(text for line in lines if (text := filled(line, texts)))


def places_in(line: str) -> tuple[str, ...]:
    """The places of `line`, in their order."""
    return tuple(place[1] for place in _PLACE.finditer(line) if place[1] is not None)


def as_typed(text: str) -> str:
    """The line that, filled in, is `text`, whatever braces stand in it."""
    return text.replace("{", "{{").replace("}", "}}")


def wrong_places(line: str, known: Iterable[str] = PLACES) -> tuple[str, ...]:
    """A sentence for each place in `line` that none of the words `known` fills."""
    return tuple(
        f"{{{place}}}: nothing fills this place in{nearest(place, known)}"
        for place in places_in(line)
        if place not in known
    )


def _meant(place: re.Match[str], texts: Mapping[str, str]) -> str:
    return place[0][0] if place[1] is None else texts.get(place[1], "")
