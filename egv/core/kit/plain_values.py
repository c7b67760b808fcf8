"""Values of a kit that the steps know too: plain ones, so that help and completion load no kit."""

from __future__ import annotations

from enum import StrEnum

MOST_TERMS = 500  # in a glossary
USUAL = ("nl", "en")  # spoken languages, where a kit names none


class SidecarKind(StrEnum):
    """A type of file beside the video that holds the spoken text."""

    SRT = "srt"
    VTT = "vtt"
    ASS = "ass"
    JSON = "json"
    TXT = "txt"


class LogoBackground(StrEnum):
    """The background that a logo is made for."""

    LIGHT = "light"
    DARK = "dark"
    ANY = "any"
