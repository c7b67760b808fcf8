"""Intro and outro in a brand kit as written in YAML: clips, drawn cards, the call to action."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field

from egv.core.kit.colours import ColourOrRole
from egv.core.kit.field_types import Asset, Texts
from egv.core.kit.plain_values import Align, CardForm, CardMotion
from egv.core.media.shape import FrameShape
from egv.core.text.translations import TranslatedText, localise_text
from egv.core.text.yaml_model import YamlModel

MOST_URL = 300  # characters: a QR code of more has modules too small to film off a screen


def _check_sound(value: object) -> object:
    if value == "music":
        raise ValueError(
            "music is not for bumpers; choose keep or mute, and add the step 'music' to the chain"
        )
    return value


class BugHidingPart(StrEnum):
    """A part of a video in which the corner logo can be hidden: a bumper, or any drawn card."""

    INTRO = "intro"
    OUTRO = "outro"
    TITLE_CARD = "title-card"


class BumperJoint(StrEnum):
    """The transition between a bumper and the programme."""

    CUT = "cut"
    WIPE = "wipe"
    FADE = "fade"
    CROSSFADE = "crossfade"


class Transition(YamlModel):
    """The type of the transition between a bumper and the programme, and its length in seconds."""

    type: BumperJoint = Field(
        default=BumperJoint.WIPE,
        description="How they meet: cut (at once), wipe (a curtain in the primary colour passes),"
        " fade (through black), or crossfade (one into the other).",
    )
    duration: float = Field(
        default=0.6,
        ge=0,
        le=3,
        description="How long the transition takes, in seconds, 0 to 3; a cut takes none.",
    )


class Card(YamlModel):
    """A drawn bumper: a logo and lines of text on a colour. `size` is the headline's height."""

    background: ColourOrRole = Field(
        default="primary",
        description="The colour of the card: #RRGGBB in quotes, or a name from the palette.",
    )
    text: ColourOrRole | None = Field(
        default=None,
        description="The colour of the letters: #RRGGBB in quotes, or a name from the palette;"
        " left out: what shows best.",
    )
    logo: str = Field(
        default="auto",
        description="The logo on the card: the name of a variant, auto (what shows best), or none.",
    )
    lines: Texts = Field(
        default=("{title}",),
        description="The texts, with places such as {title} that are filled in; the first is the"
        " headline.",
    )
    align: Align | None = Field(
        default=None,
        description="Logo and texts at the left, or in the centre; left out: what suits the"
        " layout.",
    )
    size: float = Field(
        default=0.24,
        ge=0.05,
        le=0.24,
        description="The most height of a line of the headline, as a share of the frame's short"
        " side, 0.05 to 0.24; it grows to the room there is.",
    )
    duration: float = Field(
        default=2.5, ge=0.5, le=15, description="How long the card is shown, in seconds, 0.5 to 15."
    )


class BumperSound(StrEnum):
    """The use of a bumper's own sound."""

    KEEP = "keep"
    MUTE = "mute"


class BumperStyle(YamlModel):
    """An intro or outro: a clip for the formats that have one, a card for the others."""

    enabled: bool = Field(default=True, description="Whether there is one.")
    clips: dict[FrameShape, Asset] = Field(
        default_factory=dict,
        description="Videos of your own, by shape: landscape, portrait, square or feed; else the"
        " card.",
    )
    card: Card | None = Field(
        default=Card(), description="What egv draws where no clip fits; null: nothing."
    )
    layout: CardForm = Field(
        default=CardForm.DISC,
        description="The layout of the card: disc (large letters on a colour, with a disc), band"
        " (a broad band on paper), split (the logo in a field of its own), frame (all in the"
        " centre, with a line around it) or photo (on the best frame of the clip, blurred and"
        " tinted).",
    )
    motion: CardMotion = Field(
        default=CardMotion.CALM,
        description="How the parts of the card enter: calm, lively, or none (it stands still).",
    )
    max_duration: float = Field(
        default=15,
        gt=0,
        le=60,
        description="A longer clip is cut at this length, in seconds, at most 60.",
    )
    transition: Transition = Field(
        default=Transition(), description="How it and the programme meet."
    )
    audio: Annotated[
        BumperSound, BeforeValidator(_check_sound, json_schema_input_type=BumperSound)
    ] = Field(
        default=BumperSound.KEEP,
        description="The clip's own sound: keep (made as loud as the video) or mute.",
    )


class CallToAction(YamlModel):
    """The call to action at the end: fills `{cta}`. `qr` draws `url` as a QR code on the card."""

    text: TranslatedText = Field(
        default="",
        description="What viewers are asked to do: one text, or one for each language; fills"
        " {cta}.",
    )
    url: str | None = Field(
        default=None,
        max_length=MOST_URL,
        description="The web address that belongs with it, at most 300 characters; for qr it"
        " begins with https://.",
    )
    qr: bool = Field(
        default=False, description="Whether the card shows the web address as a QR code."
    )

    def localise_line(self, language: str) -> str:
        """Return the call to action in `language`, with its places not yet filled in."""
        return " ".join(filter(None, (localise_text(self.text, language), self.url)))


class OutroStyle(BumperStyle):
    """The outro, with its call to action."""

    card: Card | None = Field(
        default=Card(lines=("{cta}",), duration=4),
        description="What egv draws where no clip fits; null: nothing.",
    )
    cta: CallToAction = Field(
        default=CallToAction(), description="What viewers are asked to do at the end."
    )
