"""Texts over the picture in a brand kit as written in YAML: name plate and subtitles."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, model_validator

from egv.core.kit.colours import ColourOrRole
from egv.core.kit.field_types import Share, Texts
from egv.core.kit.plain_values import SidecarKind
from egv.core.media.shape import Position
from egv.core.picture.colour import BLACK, WHITE
from egv.core.text.yaml_model import YamlModel

AUTO = "auto"  # as the colour of a subtitle box: primary or dark, by the picture under it


class LowerThirdBacking(StrEnum):
    """The backing of a lower third: a bar with a stripe, a rounded box for each text, or a line."""

    BAR = "bar"
    BOX = "box"
    LINE = "line"


class LowerThirdMotion(StrEnum):
    """The entrance and exit of a lower third: its style's own movement, or a fade in place."""

    SLIDE = "slide"
    FADE = "fade"


class LowerThirdStyle(YamlModel):
    """The style of the lower third."""

    style: LowerThirdBacking = Field(
        default=LowerThirdBacking.BAR,
        description="Its shape: bar (one ground with a stroke at its side), box (a rounded ground"
        " for the name and one for the rest) or line (no ground, a stroke under the name).",
    )
    motion: LowerThirdMotion = Field(
        default=LowerThirdMotion.SLIDE,
        description="How it comes and goes: slide (a bar unfolds from its side, a box rises, a"
        " line draws out) or fade.",
    )
    lines: Annotated[Texts, Field(max_length=3)] = Field(
        default=("{name}", "{role}"),
        description="Its texts, three at most, with places such as {name} and {department} that are"
        " filled in.",
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
        default=0.052,
        ge=0.02,
        le=0.12,
        description="The height of the name, as a share of the frame's short side, 0.02 to 0.12;"
        " the other texts are a little smaller.",
    )


class BoxStyle(YamlModel):
    """The boxes behind the lines of subtitles; lengths are shares of the text height."""

    colour: ColourOrRole = Field(
        default=BLACK,
        description="The colour of the box: #RRGGBB in quotes, a name from the palette, or auto:"
        " primary where it stands out from the picture and the text is readable on it, else dark.",
    )
    opacity: Share = Field(
        default=0.75, description="How solid the box is: 0 is no box, 1 is solid."
    )
    padding: float = Field(
        default=0.35,
        ge=0,
        le=1,
        description="The room beside the text, as a share of its height, 0 to 1; above and below"
        " it is half of that.",
    )
    radius: float = Field(
        default=0.14,
        ge=0,
        le=0.5,
        description="How round the corners are: their radius as a share of the text's height, 0 to"
        " 0.5; 0 is square.",
    )
    soft: float = Field(
        default=0.02,
        ge=0,
        le=0.2,
        description="How soft the edge of the box is, as a share of the text's height, 0 to 0.2; 0"
        " is sharp.",
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


class ShadowStyle(YamlModel):
    """The shadow of subtitles without a box; lengths are shares of the text height."""

    colour: ColourOrRole = Field(
        default=BLACK,
        description="The colour of the shadow: #RRGGBB in quotes, or a name from the palette.",
    )
    opacity: Share = Field(
        default=0.0, description="How solid the shadow is: 0 is no shadow, 1 is solid."
    )
    offset: float = Field(
        default=0.05,
        ge=0,
        le=0.2,
        description="How far the shadow falls to the right and below, as a share of the text's"
        " height, 0 to 0.2.",
    )
    soft: float = Field(
        default=0.02,
        ge=0,
        le=0.1,
        description="How soft the shadow and the outline are, as a share of the text's height, 0"
        " to 0.1.",
    )


class SubtitlePreset(StrEnum):
    """A look of subtitles under one name: values of fields, each of which a kit may replace."""

    BROADCAST = "broadcast"
    CLEAN = "clean"
    SOCIAL = "social"
    BOLD = "bold"


# What each preset says; broadcast is what the fields say by themselves.
PRESETS: Mapping[str, Mapping[str, Any]] = {
    SubtitlePreset.BROADCAST: {},
    SubtitlePreset.CLEAN: {
        "box": {"opacity": 0.0},
        "outline": {"width": 0.065},
        "shadow": {"opacity": 0.5, "offset": 0.03, "soft": 0.03},
    },
    SubtitlePreset.SOCIAL: {
        "large": True,
        "box": {"colour": AUTO, "opacity": 0.94, "padding": 0.38, "radius": 0.32},
    },
    SubtitlePreset.BOLD: {
        "font": "heading",
        "large": True,
        "box": {"opacity": 0.0},
        "outline": {"width": 0.12},
        "shadow": {"opacity": 0.85, "offset": 0.06, "soft": 0.0},
    },
}


class CaptionPosition(StrEnum):
    """The position of subtitles."""

    BOTTOM = "bottom"
    TOP = "top"


class SubtitleStyle(YamlModel):
    """Subtitles. `size`, `max_lines` and `max_chars` follow the format when left out.

    `max_cps`, characters a second, follows the language when left out. `preset` says other fields,
    where these are not given.
    """

    preset: SubtitlePreset = Field(
        default=SubtitlePreset.BROADCAST,
        description="The look, as a start for the fields below: broadcast (dark boxes), clean"
        " (an outline and a soft shadow, no box), social (large type on round boxes) or bold"
        " (large heavy type with a thick outline). A field that is given goes before it.",
    )
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
    large: bool = Field(
        default=False,
        description="Whether the type is larger in portrait, square and feed, in two lines at most;"
        " size, max_lines and max_chars go before it.",
    )
    text: ColourOrRole = Field(
        default=WHITE,
        description="The colour of the letters: #RRGGBB in quotes, or a name from the palette.",
    )
    box: BoxStyle = Field(default=BoxStyle(), description="The box behind each line.")
    outline: OutlineStyle = Field(
        default=OutlineStyle(),
        description="The line around the letters, for subtitles without a box.",
    )
    shadow: ShadowStyle = Field(
        default=ShadowStyle(),
        description="The shadow of the letters, for subtitles without a box.",
    )
    position: CaptionPosition = Field(
        default=CaptionPosition.BOTTOM,
        description="Where subtitles stand: at the bottom or the top.",
    )
    max_lines: int | None = Field(
        default=None,
        ge=1,
        le=4,
        description="The most lines at once, 1 to 4; left out: 2, and 3 in portrait unless large.",
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

    @model_validator(mode="before")
    @classmethod
    def _fill_from_preset(cls, data: Any) -> Any:
        """Fill fields that are not given from the preset."""
        word = data.get("preset") if isinstance(data, Mapping) else None
        if not isinstance(word, str) or word not in PRESETS:
            return data
        filled = {**PRESETS[word], **data}
        for key, said in PRESETS[word].items():
            if isinstance(said, Mapping) and isinstance(own := data.get(key), Mapping):
                filled[key] = {**said, **own}
        return filled
