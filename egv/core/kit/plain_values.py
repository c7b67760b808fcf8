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


class Align(StrEnum):
    """The alignment of a card's texts and logo."""

    LEFT = "left"
    CENTRE = "centre"


class CardForm(StrEnum):
    """The layout of a card: what lies behind its texts, and where its parts stand."""

    DISC = "disc"
    BAND = "band"
    SPLIT = "split"
    FRAME = "frame"
    PHOTO = "photo"


class CardMotion(StrEnum):
    """The way in which the parts of a card enter."""

    CALM = "calm"
    LIVELY = "lively"
    NONE = "none"
