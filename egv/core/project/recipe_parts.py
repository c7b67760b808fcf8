"""The parts of a recipe as written in YAML: script, expectations, outputs and package."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from itertools import pairwise
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, model_validator
from pydantic.json_schema import WithJsonSchema

from egv.core.kit.formats import SOURCE
from egv.core.media.time_options import parse_time_option
from egv.core.text.translations import (
    TextOrTranslations,
    TranslatedText,
    choose_translation,
    iter_translations,
    localise_text,
)
from egv.core.text.yaml_model import Slug, YamlModel

LONGEST_BEAT = 60  # characters of its name


def _parse_length(value: object) -> float:
    seconds = float(parse_time_option(value)) if isinstance(value, str | int | float) else 0.0
    if isinstance(value, bool) or not 0 < seconds <= 4 * 3600:
        raise ValueError(f"{value!r} is not a length; write seconds, or for example 1:30")
    return seconds


def _check_hashtag(value: str) -> str:
    if not value.startswith("#") or len(value) < 2 or any(map(str.isspace, value)):
        raise ValueError(f'{value!r} is not a hashtag; write it in quotes, such as "#OurWork"')
    return value


def _check_beat(value: TextOrTranslations) -> TextOrTranslations:
    for _, name in iter_translations(value):
        if not 1 <= len(name) <= LONGEST_BEAT:
            raise ValueError(
                f"a beat has a name of 1 to {LONGEST_BEAT} characters, and this has {len(name)}"
            )
    return value


Length = Annotated[
    float,
    BeforeValidator(_parse_length),
    PlainSerializer(lambda seconds: int(seconds) if seconds.is_integer() else seconds),
    WithJsonSchema({"type": ["number", "string"], "examples": [90, "1:30"]}),
]
LengthRange = tuple[Length, Length]
Hashtag = Annotated[str, AfterValidator(_check_hashtag)]


class MakerLevel(StrEnum):
    """The experience that a maker should have."""

    STARTER = "starter"
    ADVANCED = "advanced"


class Cadence(StrEnum):
    """The interval at which such a video is due."""

    NONE = "none"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


class JoinOrder(StrEnum):
    """The order of the clips of a folder in one video."""

    NAME = "name"
    RECORDED = "recorded"


class Audience(StrEnum):
    """The intended viewers."""

    PRIVATE = "private"
    TEAM = "team"
    ORGANISATION = "organisation"
    EXTERNAL = "external"


class Approval(StrEnum):
    """The approval needed before sharing: none, or a review by somebody else."""

    DIRECT = "direct"
    REVIEW = "review"


class Requirement(StrEnum):
    """The need for something in a clip: required, optional or none."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    NONE = "none"


class RequiredOutput(StrEnum):
    """A kind of output without which no video is made."""

    SUBTITLES = "subtitles"


def _to_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


RequiredOutputs = Annotated[
    tuple[RequiredOutput, ...],
    BeforeValidator(_to_list, json_schema_input_type=list[RequiredOutput] | RequiredOutput),
]


class Orientation(StrEnum):
    """The wanted orientation of the clip."""

    ANY = "any"
    LANDSCAPE = "landscape"
    PORTRAIT = "portrait"
    SQUARE = "square"


class ScriptBeat(YamlModel):
    """A part of the script: its name, its length, and the question for the speaker."""

    beat: Annotated[TranslatedText, AfterValidator(_check_beat)] = Field(
        description="The name of this part, at most 60 characters."
    )
    seconds: Length = Field(
        description="How long this part takes: seconds, or for example 1:30; at most 4 hours."
    )
    prompt: TranslatedText = Field(default="", description="The question that the speaker answers.")

    def localise_wording(self, language: str) -> ScriptBeat:
        """Return the beat with its name and question in `language`, else in their first."""
        beat, prompt = (choose_translation(text, language) for text in (self.beat, self.prompt))
        return self.model_copy(update={"beat": beat, "prompt": prompt})


class DurationRange(YamlModel):
    """The wanted length of the video, s: ideal, without a warning, and at most."""

    ideal: LengthRange = Field(
        default=(60.0, 120.0),
        description="The best length, from and to: seconds, or for example 1:30.",
    )
    warn: LengthRange = Field(
        default=(30.0, 120.0),
        description="The length outside which there is a warning, from and to: seconds, or for"
        " example 1:30.",
    )
    max: Length = Field(
        default=180.0, description="The most that the video may last: seconds, or for example 1:30."
    )

    @model_validator(mode="after")
    def _check_ranges(self) -> DurationRange:
        names = ("warn", "ideal", "ideal", "warn", "max")
        bounds = (self.warn[0], self.ideal[0], self.ideal[1], self.warn[1], self.max)
        for at, (low, high) in enumerate(pairwise(bounds)):
            if low > high:
                raise ValueError(
                    f"{names[at]} at {low:g} s and {names[at + 1]} at {high:g} s do not agree;"
                    " ideal must lie within warn, and warn must not go beyond max"
                )
        return self


class ResolutionRange(YamlModel):
    """The wanted short side of the frame, px: at least, and ideal."""

    min: int = Field(
        default=720,
        ge=120,
        le=4320,
        description="The smallest short side that does, in pixels, 120 to 4320.",
    )
    ideal: int = Field(
        default=1080,
        ge=120,
        le=4320,
        description="The short side of a good clip, in pixels, 120 to 4320.",
    )

    @model_validator(mode="after")
    def _check_ideal(self) -> ResolutionRange:
        if self.min > self.ideal:
            raise ValueError(f"min {self.min} is above ideal {self.ideal}; swap them")
        return self


class Expectations(YamlModel):
    """The expectations of a clip; a clip that differs gets advice."""

    duration: DurationRange = Field(default=DurationRange(), description="How long the video is.")
    resolution: ResolutionRange = Field(
        default=ResolutionRange(), description="How large the picture is, by its short side."
    )
    orientation: Orientation = Field(
        default=Orientation.ANY,
        description="How the camera is held: any, landscape, portrait or square.",
    )
    speech: Requirement = Field(
        default=Requirement.REQUIRED,
        description="Whether somebody speaks: required, optional or none.",
    )
    people: int | None = Field(default=None, ge=0, le=20, description="How many are in view.")
    loudness: bool = Field(default=True, description="Tell when it is recorded too quietly.")
    light: bool = Field(default=True, description="Tell when it is too dark or too bright.")


class OutputFile(YamlModel):
    """An output video: its format, and its name in the output folder."""

    format: str = Field(
        default=SOURCE,
        description="The format: landscape, portrait, square, feed, a word for one such as reel,"
        " or source (the clip's own shape).",
    )
    file: str = Field(
        default="",
        description="The name of the video in the output folder, with places such as {stem};"
        " empty: {stem}.mp4.",
    )


class Post(YamlModel):
    """The text of a post about the video, by channel."""

    channels: tuple[Slug, ...] = Field(
        default=(),
        description="Where it is posted, such as intranet: small letters, digits and dashes.",
    )
    text: TranslatedText = Field(
        default="", description="The text of the post: one, or one for each language."
    )
    hashtags: tuple[Hashtag, ...] = Field(
        default=(), description='The hashtags, each in quotes, such as "#OurWork".'
    )

    def localise_post(self, language: str, own: str) -> Post:
        """Return the post with its text in `language`, or none; a plain text is in `own`."""
        return self.model_copy(update={"text": localise_text(self.text, language, own) or ""})


class PackageContents(YamlModel):
    """The files put beside the video for sharing."""

    with_run: bool = Field(default=False, description="Make the share pack in the run itself.")
    thumbnail: bool = Field(
        default=False, description="Whether a still picture of the video goes with it."
    )
    transcript: bool = Field(
        default=False, description="Whether the spoken text goes with it, to read."
    )
    licence: str = Field(
        default="", description="Who owns the video and what others may do with it."
    )
    post: Post = Field(default=Post(), description="The text of a post about the video.")


def _to_package_contents(value: object) -> object:
    """Convert `package: true` to the usual contents, made in the run; `false` is none."""
    if isinstance(value, bool):
        return {"with_run": True, "thumbnail": True, "transcript": True} if value else None
    return value


PackageOrNothing = Annotated[PackageContents | None, BeforeValidator(_to_package_contents)]


def iter_beat_times(script: tuple[ScriptBeat, ...]) -> Iterator[tuple[ScriptBeat, float, float]]:
    """Yield each beat of a script with its start and its end, s."""
    start = 0.0
    for beat in script:
        yield beat, start, start + beat.seconds
        start += beat.seconds
