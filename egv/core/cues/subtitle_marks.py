"""Formatting in the texts of subtitle files: dropped, without a letter of what it formats."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

JOINER = "\u2060"  # the invisible mark by which egv keeps a text from being taken for formatting
_SRT_TAG = re.compile(
    r"</?(?:[bius]|em|strong|font|span)>|<(?:font|span|div|p|[bius])\s[^<>]*=[^<>]*>"
    r"|</?font\s[^<>]*>",
    re.IGNORECASE,
)
_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_VTT_TAG = re.compile(
    r"</?(?:[biucv]|ruby|rt|lang)(?:[ .][^<>]*)?>|<\d+(?::\d+)+[\d.]*>", re.IGNORECASE
)
# Commands of Advanced SubStation, which players obey in SubRip too: {\an8}, {\i1}, {\c&H00FF00&}.
_COMMAND = (
    r"\\(?:an?\d{1,2}|[ibus]\d{0,3}|[1-4]?c(?:&H[0-9A-Fa-f]+&?)?|(?:[1-4]a|alpha)(?:&H[0-9A-Fa-f]+&?)?"
    r"|(?:fs|fsp|fsc[xy]|fr[xyz]?|fa[xy]|bord|[xy]bord|shad|[xy]shad|be|blur|p|pbo|q|fe|k|K|kf|ko)"
    r"-?[\d.]*|(?:pos|move|org|fad|fade|clip|iclip|t)\([^{}]*\)|fn[A-Z@][^\\{}]*|r(?:[A-Z][^\\{}]*)?)"
)
_SRT_COMMANDS = re.compile(rf"\{{(?:{_COMMAND}\s*)+\}}")
_ASS_PART = re.compile(r"\\[{}]|\{[^{}]*\}|\\[Nnh]|[^\\{]+|[\\{]")
_DRAWING = re.compile(r"\\p(-?\d+)")
_ASS_SIGNS = {"\\N": "\n", "\\n": "\n", "\\h": " ", "\\{": "{", "\\}": "}"}


def strip_srt_formatting(line: str) -> list[str]:
    """Return the plain lines of a line of SubRip: several where it holds `<br>`."""
    parts = _LINE_BREAK.split(_SRT_COMMANDS.sub("", line))
    return [_SRT_TAG.sub("", part).strip().replace(JOINER, "") for part in parts]


def strip_vtt_formatting(line: str) -> list[str]:
    """Return the plain line of a line of WebVTT, with its entities as marks."""
    return [html.unescape(_VTT_TAG.sub("", line)).strip().replace(JOINER, "")]


def strip_ass_formatting(text: str) -> str:
    """Return the plain text of an Advanced SubStation text: no commands, and no drawings."""
    plain = "".join(_iter_ass_text(text)).replace(JOINER, "")
    return "\n".join(line.strip() for line in plain.split("\n") if line.strip())


def _iter_ass_text(text: str) -> Iterator[str]:
    """Yield the parts of `text` that are shown as letters."""
    drawing = False
    for part in _ASS_PART.findall(text):
        if part[0] == "{" and len(part) > 1:
            if scales := _DRAWING.findall(part):
                drawing = int(scales[-1]) > 0
        elif not drawing:
            yield _ASS_SIGNS.get(part, part)
