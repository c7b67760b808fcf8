"""Texts over the picture in a brand kit as written in YAML: name plate and subtitles."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from egv.core.kit.colours import ColourOrRole
from egv.core.kit.field_types import Share, Texts
from egv.core.kit.plain_values import SidecarKind
from egv.core.media.shape import Position
from egv.core.picture.colour import BLACK, WHITE
from egv.core.text.yaml_model import YamlModel


class LowerThirdBacking(StrEnum):
    """The backing of a lower third."""

    BAR = "bar"
    BOX = "box"
    LINE = "line"


class LowerThirdMotion(StrEnum):
    """The entrance and exit of a lower third: from behind its edge, or a fade in place."""

    SLIDE = "slide"
    FADE = "fade"


class LowerThirdStyle(YamlModel):
    """The style of the lower third."""

    style: LowerThirdBacking = Field(
        default=LowerThirdBacking.BAR,
        description="What is behind the texts: a bar, a box or a line.",
    )
    motion: LowerThirdMotion = Field(
        default=LowerThirdMotion.SLIDE,
        description="How it comes and goes: slide (it unfolds from its edge, and back) or fade.",
    )
    lines: Annotated[Texts, Field(max_length=2)] = Field(
        default=("{name}", "{role}"),
        description="Its texts, two at most, with places such as {name} that are filled in.",
    )
    background: ColourOrRole = Field(
        default="primary",
        description="The colour behind the texts: #RRGGBB in quotes, or a name from the palette.",
    )
    text: ColourOrRole = Field(
        default="text_on_primary",
        description="The colour of the letters: #RRGGBB in quotes, or a name from the palette.",
    )
    accent: ColourOrRole = Field(
        default="accent",
        description="The colour of the stroke: #RRGGBB in quotes, or a name from the palette.",
    )
    opacity: Share = Field(
        default=0.92, description="How solid the background is: 0 is invisible, 1 is solid."
    )
    position: Position = Field(
        default=Position.BOTTOM_LEFT,
        description="The place of the name plate, clear of what apps and screen edges cover.",
    )
    start: float = Field(
        default=1.0,
        ge=0,
        le=600,
        description="When it appears, in seconds from the start of the programme, 0 to 600.",
    )
    duration: float = Field(
        default=5.0, ge=1, le=60, description="How long it is shown, in seconds, 1 to 60."
    )
    size: float = Field(
        default=0.045,
        ge=0.02,
        le=0.12,
        description="The height of the texts, as a share of the frame's short side, 0.02 to 0.12.",
    )


class BoxStyle(YamlModel):
    """The box behind subtitles; `padding` is a share of the text height."""

    colour: ColourOrRole = Field(
        default=BLACK,
        description="The colour of the box: #RRGGBB in quotes, or a name from the palette.",
    )
    opacity: Share = Field(
        default=0.75, description="How solid the box is: 0 is no box, 1 is solid."
    )
    padding: float = Field(
        default=0.35,
        ge=0,
        le=1,
        description="The room around the text, as a share of its height, 0 to 1.",
    )


class OutlineStyle(YamlModel):
    """The outline of subtitles without a box; `width` is a share of the text height."""

    colour: ColourOrRole = Field(
        default=BLACK,
        description="The colour of the outline: #RRGGBB in quotes, or a name from the palette.",
    )
    width: float = Field(
        default=0.0,
        ge=0,
        le=0.2,
        description="How thick the outline is, as a share of the text's height, 0 to 0.2; 0 is"
        " none.",
    )


class CaptionPosition(StrEnum):
    """The position of subtitles."""

    BOTTOM = "bottom"
    TOP = "top"


class SubtitleStyle(YamlModel):
    """Subtitles. `size`, `max_lines` and `max_chars` follow the format when left out.

    `max_cps`, characters a second, follows the language when left out.
    """

    burn: bool = Field(
        default=True,
        description="Whether subtitles are drawn into the picture, where everybody sees them.",
    )
    soft: bool = Field(
        default=False,
        description="Whether the video file also holds subtitles that a viewer turns on.",
    )
    sidecar: tuple[SidecarKind, ...] = Field(
        default=(SidecarKind.SRT, SidecarKind.VTT),
        description="The files with the spoken text to put beside the video; an empty list: none.",
    )
    font: str = Field(
        default="caption", description="The role whose font is used: heading, body or caption."
    )
    size: float | None = Field(
        default=None,
        ge=0.02,
        le=0.15,
        description="The height of the text, as a share of the frame's short side, 0.02 to 0.15;"
        " left out: by the shape of the video.",
    )
    text: ColourOrRole = Field(
        default=WHITE,
        description="The colour of the letters: #RRGGBB in quotes, or a name from the palette.",
    )
    box: BoxStyle = Field(default=BoxStyle(), description="The box behind the letters.")
    outline: OutlineStyle = Field(
        default=OutlineStyle(),
        description="The line around the letters, for subtitles without a box.",
    )
    position: CaptionPosition = Field(
        default=CaptionPosition.BOTTOM,
        description="Where subtitles stand: at the bottom or the top.",
    )
    max_lines: int | None = Field(
        default=None,
        ge=1,
        le=4,
        description="The most lines at once, 1 to 4; left out: 3 in portrait, else 2.",
    )
    max_chars: int | None = Field(
        default=None,
        ge=12,
        le=80,
        description="The most characters on a line, 12 to 80; left out: by the shape of the video.",
    )
    max_cps: int | None = Field(
        default=None,
        ge=5,
        le=40,
        description="The most characters in a second, 5 to 40; faster ones are reported; left"
        " out: by language, such as 20 for Dutch.",
    )
