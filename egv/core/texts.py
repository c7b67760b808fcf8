"""Texts with places to fill in, such as `{name}`: a closed list of words, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from egv.core.mistakes import nearest

# What people say, and what egv knows of a clip by itself.
SAID = ("title", "name", "role", "department", "cta")
KNOWN = ("stem", "date", "kit")
PLACES = (*SAID, *KNOWN)

_PLACE = re.compile(r"\{([^{}]*)\}")


def filled(line: str, texts: Mapping[str, str]) -> str:
    """`line` with its places filled in; what nobody said is empty. What is filled in is text."""
    return _PLACE.sub(lambda place: texts.get(place[1], ""), line).strip()


def filled_lines(lines: Iterable[str], texts: Mapping[str, str]) -> tuple[str, ...]:
    """`lines` filled in, without those that are empty then."""
    return tuple(text for line in lines if (text := filled(line, texts)))


def wrong_places(line: str) -> tuple[str, ...]:
    """A sentence for each place in `line` that nothing can fill."""
    return tuple(
        f"{{{place}}}: nothing fills this place in{nearest(place, PLACES)}"
        for place in _PLACE.findall(line)
        if place not in PLACES
    )
