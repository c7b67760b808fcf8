"""Questions only the outside world can answer. Steps ask them; they never look for themselves."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from egv.core.colour import Colour, Lut
from egv.core.edit import Segment
from egv.core.graph import Pad
from egv.core.loudness import Loudness
from egv.core.speech import Speech

T = TypeVar("T")


class Question(Generic[T]):
    """A value that stands for a fact of type T."""

    __slots__ = ()


class Ask(Protocol):
    """How a step gets its answer: ffmpeg in production, a dict in a test."""

    def __call__(self, question: Question[T], /) -> T: ...


@dataclass(frozen=True, slots=True)
class LoudnessOf(Question[Loudness]):
    """How loud is the sound leaving `pad`?"""

    pad: Pad


@dataclass(frozen=True, slots=True)
class SpeechIn(Question[Speech]):
    """Where does anybody speak in the sound leaving `pad`?"""

    pad: Pad


@dataclass(frozen=True, slots=True)
class ColourOf(Question[Colour]):
    """What do the key frames within `clock` look like, conformed and before any correction?"""

    clock: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class LutAt(Question[Lut]):
    """What does the `.cube` file at `path` hold?"""

    path: Path
