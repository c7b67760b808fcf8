"""Decimals as a Dutch reader writes them: `0,1 s`, `12,5 MB`, `1:06,5`."""

from __future__ import annotations

import re

_UNIT = (
    r"(?:s|min|u|h|[kMGT]?B|k?Hz|LUFS|LU|dBTP|dB|fps|keer|stops?|beelden|tekens|seconden|uur"
    r"|minuten|megapixels?)\b|%"
)
_BEFORE = r"(?<![-+\w.,:/\\=@#])"  # not within a name, a version, an address or a typed option
_AFTER = r"(?![.\w]*\.\w)(?!/)"  # nor before the ending of a file name
_NUMBER = r"[-+]?\d+"
_QUANTITY = re.compile(rf"{_BEFORE}({_NUMBER})\.(\d+)(?= ?(?:{_UNIT}){_AFTER})")
# The first of two numbers that share a unit: `-27.3 naar -16.0 LUFS`.
_FIRST = re.compile(
    rf"{_BEFORE}({_NUMBER})\.(\d+)"
    rf"(?= (?:naar|tot|van|en|of|→|->) {_NUMBER}(?:[.,]\d+)? ?(?:{_UNIT}))"
)
_CLOCK = re.compile(rf"{_BEFORE}((?:\d+:)?\d+:\d\d)\.(\d)(?![\w.])")
# What has no unit of its own: `een contrast van 3.2, en er is minstens 4.5 nodig`.
_BARE = re.compile(
    r"((?:(?:contrast|verzadiging)(?: van)?(?: hoogstens)?|er is minstens) \d+)\.(\d+)(?![\w.])"
)


def write_decimal_commas(text: str) -> str:
    """Write the decimals of quantities in `text` with a comma, as Dutch does.

    Versions, file names and the values of options keep their point: they are typed as they stand.
    """
    for pattern in (_QUANTITY, _FIRST, _CLOCK, _BARE):
        text = pattern.sub(r"\1,\2", text)
    return text


def write_decimal_comma(text: str) -> str:
    """Write `text` with a comma where it is one quantity and no more, such as `1.2 MB`."""
    return write_decimal_commas(text) if _QUANTITY.match(text) and text.count(" ") <= 1 else text
