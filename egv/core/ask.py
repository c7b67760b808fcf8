"""Questions only the outside world can answer. Steps ask them; they never look for themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from egv.core.camera import Focus
from egv.core.card import CardLook
from egv.core.colour import Colour, Lut
from egv.core.edit import Segment
from egv.core.faces import Face
from egv.core.finished_clock import FinishedClock
from egv.core.graph import Pad
from egv.core.loudness import Loudness
from egv.core.media import Cue, Media
from egv.core.speech import Speech
from egv.core.timing import Seconds
from egv.core.transcript import Transcript

T = TypeVar("T")


class Question(Generic[T]):
    """A value that stands for a fact of type T."""

    __slots__ = ()


class Ask(Protocol):
    """How a step gets its answer: ffmpeg in production, a dict in a test."""

    def __call__(self, question: Question[T], /) -> T: ...


@dataclass(frozen=True, slots=True)
class LoudnessOf(Question[Loudness]):
    """How loud is the sound leaving `pad`?

    What is not `thorough` costs a third: it measures integrated loudness and nothing else.
    """

    pad: Pad
    thorough: bool = True


@dataclass(frozen=True, slots=True)
class SpeechIn(Question[Speech]):
    """Where does anybody speak in the sound leaving `pad`?"""

    pad: Pad


@dataclass(frozen=True, slots=True)
class ColourOf(Question[Colour]):
    """What do the key frames within `clock` look like, conformed and before any correction?"""

    clock: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class ShotsIn(Question[Sequence[Seconds]]):
    """When does `media` change to another shot, s on its own clock?"""

    media: Media


@dataclass(frozen=True, slots=True)
class FocusOf(Question[Focus]):
    """Who and what does the picture within `clock` show, on the clip's clock?"""

    clock: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class LutAt(Question[Lut]):
    """What does the `.cube` file at `path` hold?"""

    path: Path


@dataclass(frozen=True, slots=True)
class FaceAt(Question[Face]):
    """What does the font file at `path` measure?"""

    path: Path


@dataclass(frozen=True, slots=True)
class SizeOf(Question[tuple[int, int]]):
    """How wide and high is the image at `path`, in pixels?"""

    path: Path


@dataclass(frozen=True, slots=True)
class DrawingAt(Question[Path]):
    """Which PNG shows the SVG at `path`, `height` px high?"""

    path: Path
    height: int


@dataclass(frozen=True, slots=True)
class LightUnder(Question[float]):
    """How light, 0 to 1, is the picture within `clock` in a part of it?

    `part` is left, top, right and bottom, as shares of width and height.
    """

    clock: tuple[Segment, ...]
    part: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class MediaAt(Question[Media]):
    """What does the media file at `path` hold?"""

    path: Path


@dataclass(frozen=True, slots=True)
class SoundAt(Question[Media]):
    """What does the sound of the file at `path`, with or without a picture, measure?

    Raises UsageError when there is none that can be read.
    """

    path: Path


@dataclass(frozen=True, slots=True)
class BedOf(Question[Path]):
    """Where is the sound of `bed`, repeated and cut to `seconds`? It is read by `bed_sound`.

    Raises UsageError when too little can be heard of it.
    """

    bed: Media
    seconds: Seconds


@dataclass(frozen=True, slots=True)
class CardOf(Question[Media]):
    """The clip of a card that looks so: what does it hold?"""

    look: CardLook


@dataclass(frozen=True, slots=True)
class TextBeside(Question[Path | None]):
    """Which file beside the clip at `clip` holds its subtitles or what is said in it?"""

    clip: Path


@dataclass(frozen=True, slots=True)
class CuesIn(Question[Sequence[Cue]]):
    """What cues does the subtitle file at `path` hold?"""

    path: Path


@dataclass(frozen=True, slots=True)
class ClockOf(Question[FinishedClock | None]):
    """On the clock of which finished video are the times in the subtitle file at `path`?

    None: on that of what is spoken, as files of others are.
    """

    path: Path


@dataclass(frozen=True, slots=True)
class TextIn(Question[str]):
    """What text does the file at `path` hold?"""

    path: Path


@dataclass(frozen=True, slots=True)
class ModelCalled(Question[Path | None]):
    """Where is the speech model `name`, or the best there is? None when there is none at all.

    Raises EnvironmentFault when a model is named and is not there, or is not whole.
    """

    name: str | None


@dataclass(frozen=True, slots=True)
class ModelAbsent(Question[bool]):
    """Is there no speech model `name`, or none at all without a name; not even a broken one?"""

    name: str | None


@dataclass(frozen=True, slots=True)
class ModelAdvice(Question[str]):
    """How does one get a speech model, and what is wrong with those there are? In words."""


@dataclass(frozen=True, slots=True)
class ModelsPassedOver(Question[Sequence[str]]):
    """Why are better models than the one that is taken by itself not taken? Each in words."""


@dataclass(frozen=True, slots=True)
class WordsIn(Question[Transcript]):
    """What is said in the sound leaving `pad`, in one of `languages` (ISO 639-1)?

    `terms` are words to expect, the most important first. Raises LanguageError when the model
    cannot tell in which language.
    """

    pad: Pad
    model: Path
    languages: tuple[str, ...]
    terms: tuple[str, ...] = ()
