"""Names of clips: a name that a person gave can be a title, one that a device gave cannot."""

from __future__ import annotations

import re

# Letters and a number, as cameras and phones count: IMG_E1234, GX010023, _DSC0001, P1000123.
_COUNTED = re.compile(
    r"(?<![^\W_])(?:[a-z]\d{3}_?c\d{3}_\w+|(?:[a-z]{1,2}_?(?=\d{4})|img_?e?|image|vid|video|mvi|mov"
    r"|dscn?|dscf|dji|gopr|pxl|maq|rec|cam|clip|zoom|trim|win|gmt|received|lv|mah)"
    r"[ _.-]?\d[\d_.~-]*(?:[_.]?(?:mp|ts|lp|mv))?)(?![^\W_])",
    re.IGNORECASE,
)
_IDENTIFIER = re.compile(
    r"(?<![^\W_])[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}(?![^\W_])", re.IGNORECASE
)
_MOMENT = re.compile(
    r"(?<!\d)(?:\d{4}[-._]?\d{2}[-._]?\d{2}|\d{1,2}[-.]\d{1,2}[-.]\d{2,4})(?!\d)"
    r"(?:[ _tT-]*(?:at |om )?\d{1,2}[-._:hu]?\d{2}(?:[-._:]?\d{2,5})?(?!\d)(?: ?[ap]m\b)?)?",
    re.IGNORECASE,
)
_COPY = re.compile(r"\(\d+\)|(?<![^\W_])(?:copy|kopie)(?![^\W_])(?: ?\d+)?", re.IGNORECASE)
# All that programs say of a recording, in English and in Dutch.
_DEVICE_WORD = re.compile(
    r"a|at|audio|beeld|beeldopname|camera|capture|clip|de|dutch|edited|en|film|final|from"
    r"|fullsizerender|geluid|gmt|image|img|kopie|meeting|mijn|mov|movie|mvi|naamloos|new"
    r"|nieuwe|of|om|on|opname|original|pro|project|pxl|quicktime|rec|record|recorder|recording"
    r"|rpreplay|sample|schermafbeelding|schermopname|screen|screencast|screenrecorder"
    r"|screenrecording|signal|snapchat|take|telegram|the|trim|ts|uhd|untitled|van|vid|voorbeeld|video"
    r"|videoopname|webcam|whatsapp|win|zoom"
)


def propose_title(stem: str) -> str:
    """Propose a title from the file name `stem`; "" where it says only what a device gives it.

    Counters, dates and identifiers are left out; underscores and dashes become spaces.
    """
    for pattern in (_IDENTIFIER, _MOMENT, _COUNTED, _COPY):
        stem = pattern.sub(" ", stem)
    title = " ".join(re.sub(r"[_-]+|\.(?=\S)", " ", stem).split()).strip(" .,()")
    words = re.findall(r"[^\W\d_]{2,}", title.casefold())
    if all(map(_DEVICE_WORD.fullmatch, words)):
        return ""
    return title[:1].upper() + title[1:]
