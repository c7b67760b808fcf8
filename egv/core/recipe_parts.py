"""The parts of a recipe as written in YAML: script, expectations, outputs and package."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, model_validator
from pydantic.json_schema import WithJsonSchema

from egv.core.formats import SOURCE
from egv.core.parts import Part, Slug
from egv.core.time_options import time_of
from egv.core.translations import TranslatedText, text_within


def _length(value: Any) -> float:
    seconds = float(time_of(value)) if isinstance(value, str | int | float) else 0.0
    if isinstance(value, bool) or not 0 < seconds <= 4 * 3600:
        raise ValueError(f"{value!r} is no length; write seconds, or 1:30")
    return seconds


def _hashtag(value: str) -> str:
    if not value.startswith("#") or len(value) < 2 or any(map(str.isspace, value)):
        raise ValueError(f'{value!r} is no hashtag; write it in quotes, such as "#OurWork"')
    return value


Length = Annotated[
    float,
    BeforeValidator(_length),
    PlainSerializer(lambda seconds: int(seconds) if seconds.is_integer() else seconds),
    WithJsonSchema({"type": ["number", "string"], "examples": [90, "1:30"]}),
]
Window = tuple[Length, Length]
Hashtag = Annotated[str, AfterValidator(_hashtag)]


class Level(StrEnum):
    """The experience that a maker should have."""

    STARTER = "starter"
    ADVANCED = "advanced"


class Cadence(StrEnum):
    """The interval at which such a video is due."""

    NONE = "none"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


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


class Wish(StrEnum):
    """The need for something in a clip: required, optional or none."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    NONE = "none"


class Need(StrEnum):
    """A kind of output without which no video is made."""

    SUBTITLES = "subtitles"


def _one_or_more(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Needs = Annotated[
    tuple[Need, ...], BeforeValidator(_one_or_more, json_schema_input_type=list[Need] | Need)
]


class Orientation(StrEnum):
    """The wanted orientation of the clip."""

    ANY = "any"
    LANDSCAPE = "landscape"
    PORTRAIT = "portrait"
    SQUARE = "square"


class Beat(Part):
    """A part of the script: its name, its length, and the question for the speaker."""

    beat: str = Field(min_length=1, max_length=60)
    seconds: Length
    prompt: str = ""


class DurationWish(Part):
    """The wanted length of the video, s: ideal, without a warning, and at most."""

    ideal: Window = (60.0, 120.0)
    warn: Window = (30.0, 120.0)
    max: Length = 180.0

    @model_validator(mode="after")
    def _lie_in_each_other(self) -> DurationWish:
        names = ("warn", "ideal", "ideal", "warn", "max")
        bounds = (self.warn[0], self.ideal[0], self.ideal[1], self.warn[1], self.max)
        for at, (low, high) in enumerate(pairwise(bounds)):
            if low > high:
                raise ValueError(
                    f"{names[at]} at {low:g} s and {names[at + 1]} at {high:g} s contradict;"
                    " ideal lies within warn, and warn ends by max"
                )
        return self


class ResolutionWish(Part):
    """The wanted short side of the frame, px: at least, and ideal."""

    min: int = Field(default=720, ge=120, le=4320)
    ideal: int = Field(default=1080, ge=120, le=4320)

    @model_validator(mode="after")
    def _ideal_is_more(self) -> ResolutionWish:
        if self.min > self.ideal:
            raise ValueError(f"min {self.min} is above ideal {self.ideal}; swap them")
        return self


class Expect(Part):
    """The expectations of a clip; a clip that differs gets advice."""

    duration: DurationWish = DurationWish()
    resolution: ResolutionWish = ResolutionWish()
    orientation: Orientation = Orientation.ANY
    speech: Wish = Wish.REQUIRED
    people: int | None = Field(default=None, ge=0, le=20, description="How many are in view.")
    loudness: bool = Field(default=True, description="Tell when it is recorded too quietly.")
    light: bool = Field(default=True, description="Tell when it is too dark or too bright.")


class OutputFile(Part):
    """An output video: its format, and its name in the output folder."""

    format: str = SOURCE
    file: str = ""


class Post(Part):
    """The text of a post about the video, by channel."""

    channels: tuple[Slug, ...] = ()
    text: TranslatedText = ""
    hashtags: tuple[Hashtag, ...] = ()

    def within(self, language: str, own: str) -> Post:
        """Return the post with its text in `language`, or none; a plain text is in `own`."""
        return self.model_copy(update={"text": text_within(self.text, language, own) or ""})


class Package(Part):
    """The files put beside the video for sharing."""

    thumbnail: bool = False
    transcript: bool = False
    licence: str = ""
    post: Post = Post()


def spoken_seconds(script: tuple[Beat, ...]) -> Iterator[tuple[Beat, float, float]]:
    """Yield each beat of a script with its start and its end, s."""
    start = 0.0
    for beat in script:
        yield beat, start, start + beat.seconds
        start += beat.seconds
