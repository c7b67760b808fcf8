"""Colours in an SVG, written so that the renderer draws them: it draws black for what it lacks."""

from __future__ import annotations

import re

from egv.core.errors import UsageError
from egv.core.picture.css_colours import convert_css_colours

PLAIN = "save it with colours such as #E4002B, or as PNG"
_WIDE = r"(?:color|oklab|oklch|lab|lch|hwb)\([^()]*\)"
# A colour that the author wrote for renderers of sRGB, and behind it the same for wider screens.
_WITH_FALLBACK = re.compile(
    rf"((?<![\w-])[\w-]+)\s*:\s*(#[0-9a-f]{{3,8}}|rgba?\([^()]*\)|[a-z]+)\s*;\s*\1\s*:\s*{_WIDE}",
    re.IGNORECASE,
)
_PRINT_COLOUR = re.compile(r"\s*icc-color\([^()]*\)", re.IGNORECASE)
_DEFINITION = re.compile(r"(--[\w-]+)\s*:\s*([^;{}\"'<>]+)")
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,\s*((?:[^()]|\([^()]*\))*))?\)")
_UNKNOWN = re.compile(
    r"(?<![\w-])((?:color-mix|light-dark|device-cmyk|color|contrast-color|env|var)\([^)]*\)?)",
    re.IGNORECASE,
)
_HEX = re.compile(
    r"(?<![\w-])(?:fill|stroke|stop-color|flood-color|lighting-color|color)\s*[:=]\s*[\"']?\s*"
    r"(#[0-9a-z]*)",
    re.IGNORECASE,
)
_HEX_COLOUR = re.compile(r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", re.IGNORECASE)
MOST_ROUNDS = 8  # variables that stand for variables


def write_plain_colours(text: str) -> str:
    """Write the colours in the SVG `text` as every renderer knows them.

    Raises UsageError, quoting it, for a colour that cannot be known.
    """
    for colour in _HEX.findall(text):
        if not _HEX_COLOUR.fullmatch(colour):
            raise UsageError(f"its colour '{colour}' is none that can be drawn; {PLAIN}")
    text = _fill_variables(_PRINT_COLOUR.sub("", text))
    text = _WITH_FALLBACK.sub(r"\1:\2", text)
    try:
        text = convert_css_colours(text)
    except ValueError as error:
        raise UsageError(f"its colour '{error}' is none that can be drawn; {PLAIN}") from None
    if unknown := _UNKNOWN.search(text):
        raise UsageError(f"its colour '{unknown[1][:60]}' is none that can be drawn; {PLAIN}")
    return text


def _fill_variables(text: str) -> str:
    """Fill `var(--name)` in with what the file sets it to, where that is one thing throughout."""
    if "var(" not in text:
        return text
    values: dict[str, set[str]] = {}
    for name, value in _DEFINITION.findall(text):
        values.setdefault(name, set()).add(value.strip())

    def fill(found: re.Match[str]) -> str:
        known, other = values.get(found[1], set()), (found[2] or "").strip()
        if len(known) == 1:
            return next(iter(known))
        if not known and other:
            return other
        why = "is set to several things" if known else "is set nowhere"
        raise UsageError(f"its colour '{found[0][:60]}' {why}; {PLAIN}")

    for _ in range(MOST_ROUNDS):
        filled = _VARIABLE.sub(fill, text)
        if filled == text:
            break
        text = filled
    return text
