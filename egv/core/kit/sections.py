"""The short sections of a brand kit as written in YAML: sound, colour, formats, owner, advice.

The long ones have modules of their own: house style, bumpers, texts over the picture.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, field_validator, model_validator

from egv.core.kit.field_types import Asset, Margin, Side
from egv.core.media.shape import is_same_shape
from egv.core.picture.colour_plan import CorrectionMode
from egv.core.picture.crop import Fit
from egv.core.text.yaml_model import YamlModel


class AudioStyle(YamlModel):
    """The loudness of videos, LUFS and dBTP."""

    lufs: float = Field(
        default=-16.0,
        ge=-70,
        le=-5,
        description="How loud every video is, in LUFS, -70 to -5; nearer 0 is louder.",
    )
    peak_dbtp: float = Field(
        default=-1.5,
        ge=-9,
        le=0,
        description="The true peak that is never crossed, in dBTP, -9 to 0.",
    )


class MusicStyle(YamlModel):
    """The music bed, LU and s: `gain_db` relative to the voice, `duck_db` more without speech."""

    bed: Asset | None = Field(
        default=None,
        description="A sound file in the kit's folder, played under the video; none: no music.",
    )
    licence: str | None = Field(
        default=None,
        description="Who made the music and what allows its use; needed where there is a bed.",
    )
    gain_db: float = Field(
        default=-20.0,
        ge=-60,
        le=0,
        description="How loud the music is under a voice, in dB against that voice, -60 to 0.",
    )
    duck_db: float = Field(
        default=10.0,
        ge=0,
        le=40,
        description="How much louder the music is where nobody speaks, in dB, 0 to 40.",
    )
    fade_in: float = Field(
        default=1.0,
        ge=0,
        le=60,
        description="How long the music takes to come up, in seconds, 0 to 60.",
    )
    fade_out: float = Field(
        default=2.0,
        ge=0,
        le=60,
        description="How long the music takes to die away, in seconds, 0 to 60.",
    )


class ColourStyle(YamlModel):
    """The strength of colour correction."""

    mode: CorrectionMode = Field(
        default=CorrectionMode.GENTLE,
        description="How much the picture is corrected: off, gentle or auto (as far as it needs).",
    )
    lut: Asset | None = Field(
        default=None, description="A colour look, a .cube file in the kit's folder; none: no look."
    )


def _check_aspect(value: object) -> object:
    if isinstance(value, int | float):
        raise ValueError(f'{value}: put quotes around it, as in "16:9"')
    return value


class FormatStyle(YamlModel):
    """A format; fields left out keep their built-in values. `safe` is top, right, bottom, left."""

    aspect: Annotated[str, Field(pattern=r"^[1-9]\d?:[1-9]\d?$")] | None = Field(
        default=None, description='Width to height, in quotes, such as "16:9".'
    )
    size: tuple[Side, Side] | None = Field(
        default=None, description="Width and height, in pixels: even numbers from 120 to 4320."
    )
    fit: Fit | None = Field(
        default=None,
        description="How a picture of another shape fills the frame: crop, blur (whole, on a"
        " blurred background) or pad (whole, with bars).",
    )
    safe: tuple[Margin, Margin, Margin, Margin] | None = Field(
        default=None,
        description="The margins that apps may cover: top, right, bottom, left, as shares, 0 to"
        " 0.4.",
    )

    _aspect_is_text = field_validator("aspect", mode="before")(_check_aspect)

    @model_validator(mode="after")
    def _check_one_shape(self) -> FormatStyle:
        if self.aspect and self.size:
            wide, high = map(int, self.aspect.split(":"))
            if not is_same_shape((wide, high), self.size):
                said = f"{self.size[0]}x{self.size[1]}"
                raise ValueError(f"aspect {self.aspect} and size {said} do not agree; keep one")
        return self

    def override_style(self, other: FormatStyle) -> FormatStyle:
        """Return this style with what `other` says in its place; a size replaces an aspect."""
        own = {"aspect": None, "size": None} if other.size or other.aspect else {}
        return self.model_copy(update=own | other.model_dump(exclude_unset=True))


class ChannelRules(YamlModel):
    """Limits of your own for a channel; those left out stay as published."""

    least_seconds: float | None = Field(
        default=None, ge=0, le=86400, description="The shortest video, s, 0 to 86400."
    )
    most_seconds: float | None = Field(
        default=None, gt=0, le=86400, description="The longest video, s, up to 86400."
    )
    most_mb: float | None = Field(
        default=None, gt=0, le=1e6, description="The largest file, MB, up to 1000000."
    )
    most_characters: int | None = Field(
        default=None, ge=20, le=100_000, description="The longest post, 20 to 100000 characters."
    )
    most_hashtags: int | None = Field(
        default=None, ge=0, le=100, description="The most hashtags under a post, 0 to 100."
    )


class Owner(YamlModel):
    """The team to ask about the kit; printed under errors."""

    team: str | None = Field(default=None, description="The team that looks after the kit.")
    contact: str | None = Field(
        default=None, description="How to reach that team, such as an e-mail address."
    )
