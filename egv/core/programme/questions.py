"""Questions that only the outside world can answer: steps ask, and do no I/O themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from egv.core.cues.transcript import Transcript
from egv.core.graph.pads import Pad
from egv.core.media.clip import START, Clip, Cue, SoundFile
from egv.core.media.timing import Seconds
from egv.core.picture.camera import Focus
from egv.core.picture.colour_plan import Lut
from egv.core.picture.colour_stats import ColourStats
from egv.core.programme.edit import Segment
from egv.core.programme.finished_clock import FinishedClock
from egv.core.sound.loudness import Loudness
from egv.core.sound.noise import CleanedSound, NoiseGoal
from egv.core.sound.sides import Sides
from egv.core.sound.speech_spans import Speech
from egv.core.sound.track_choice import TrackContent
from egv.core.titles.card import CardLook
from egv.core.titles.fonts import FontFace

T = TypeVar("T")


class Question(Generic[T]):
    """A value that stands for a fact of type T."""

    __slots__ = ()


class Ask(Protocol):
    """Answer a step's question: with ffmpeg in production, with a dict in a test."""

    def __call__(self, question: Question[T], /) -> T:
        """Return the answer to `question`."""


@dataclass(frozen=True, slots=True)
class LoudnessOf(Question[Loudness]):
    """The loudness of the sound leaving `pad`.

    Without `thorough` only integrated loudness is measured, at a third of the cost.
    """

    pad: Pad
    thorough: bool = True


@dataclass(frozen=True, slots=True)
class SpeechIn(Question[Speech]):
    """The spans of speech in the sound leaving `pad`."""

    pad: Pad


@dataclass(frozen=True, slots=True)
class CleanedSoundOf(Question[CleanedSound]):
    """The sound leaving `pad` without its noise, as far as `goal` asks; as long, and in time."""

    pad: Pad
    goal: NoiseGoal


@dataclass(frozen=True, slots=True)
class SidesOf(Question[Sides]):
    """Both sides of the stereo sound leaving `pad`."""

    pad: Pad


@dataclass(frozen=True, slots=True)
class TracksIn(Question[Sequence[TrackContent]]):
    """The content of the sound streams of `clip` whose indices are `streams`, sampled."""

    clip: Clip
    streams: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ColourOf(Question[ColourStats]):
    """The colour of the key frames within `clock`, conformed and before any correction."""

    clock: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class ShotsIn(Question[Sequence[Seconds]]):
    """The times at which `media` changes to another shot, s on its own clock."""

    media: Clip


@dataclass(frozen=True, slots=True)
class FocusOf(Question[Focus]):
    """The faces and movement in the picture within `clock`, on the clip's clock."""

    clock: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class LutAt(Question[Lut]):
    """The kind and size of the `.cube` file at `path`."""

    path: Path


@dataclass(frozen=True, slots=True)
class FontFaceAt(Question[FontFace]):
    """The metrics of the font file at `path`."""

    path: Path


@dataclass(frozen=True, slots=True)
class ImageSizeOf(Question[tuple[int, int]]):
    """The width and height of the image at `path`, in pixels."""

    path: Path


@dataclass(frozen=True, slots=True)
class PngOfImage(Question[Path]):
    """The PNG file that every program draws as the image at `path` is meant, a PNG or an SVG.

    An SVG is drawn `height` px high.
    """

    path: Path
    height: int


@dataclass(frozen=True, slots=True)
class LightUnder(Question[float]):
    """The light, 0 to 1, in a part of the picture within `clock`.

    `part` is left, top, right and bottom, as shares of width and height.
    """

    clock: tuple[Segment, ...]
    part: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class MediaAt(Question[Clip]):
    """The contents of the clip at `path`."""

    path: Path


@dataclass(frozen=True, slots=True)
class SoundAt(Question[SoundFile]):
    """The sound of the file at `path`, with or without a picture.

    Raises UsageError when the file has no readable sound.
    """

    path: Path


@dataclass(frozen=True, slots=True)
class MusicBedOf(Question[Path]):
    """The file with the sound of `bed`, repeated and cut to `seconds`, for `build_bed_sound`.

    Raises UsageError when too little of the bed can be heard.
    """

    bed: SoundFile
    seconds: Seconds


@dataclass(frozen=True, slots=True)
class BestFrameOf(Question[str]):
    """The sharpest well-lit frame kept by `clock`, as a small PNG in Base64, for a background."""

    clock: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class CardClipOf(Question[Clip]):
    """The contents of the clip that shows the card `look`."""

    look: CardLook


@dataclass(frozen=True, slots=True)
class SidecarTextOf(Question[Path | None]):
    """The file beside `clip` that holds its subtitles or its spoken text, or None.

    Of several with a language in their names, one in the first of `languages` (ISO 639-1).
    """

    clip: Path
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CuesIn(Question[Sequence[Cue]]):
    """The cues of the subtitle file at `path`."""

    path: Path


@dataclass(frozen=True, slots=True)
class FinishedClockOf(Question[FinishedClock | None]):
    """The clock of the finished video that the times in the subtitle file at `path` are on.

    None: the times are on the clock of the spoken clip, as in any file from elsewhere.
    """

    path: Path


@dataclass(frozen=True, slots=True)
class TextIn(Question[str]):
    """The text of the file at `path`."""

    path: Path


@dataclass(frozen=True, slots=True)
class TextNotesOf(Question[tuple[str, ...]]):
    """A sentence for each thing in a text file that was guessed, changed or left out."""

    path: Path
    is_script: bool


@dataclass(frozen=True, slots=True)
class SpeechModelPath(Question[Path | None]):
    """The path of the speech model `name`, or of the best installed model; None when there is none.

    Raises EnvironmentFault when a named model is missing or incomplete.
    """

    name: str | None


@dataclass(frozen=True, slots=True)
class SpeechModelFiles(Question[tuple[Path, ...]]):
    """The files on which the results of the speech model `name`, or of the best one, depend.

    Empty where there is no model. Raises EnvironmentFault when a named one is missing.
    """

    name: str | None


@dataclass(frozen=True, slots=True)
class SpeechModelAbsence(Question[bool]):
    """Is no speech model `name` present, or without a name none at all? A broken one is present."""

    name: str | None


@dataclass(frozen=True, slots=True)
class SpeechModelAdvice(Question[str]):
    """Advice on getting a speech model, and the faults of those installed, as text."""


@dataclass(frozen=True, slots=True)
class SkippedModelReasons(Question[Sequence[str]]):
    """The reasons why better models than the automatic choice are not used, each as text."""


@dataclass(frozen=True, slots=True)
class WordsIn(Question[Transcript]):
    """The words spoken in the sound leaving `pad`, in one of `languages` (ISO 639-1).

    `terms` are words to expect, the most important first. `duration` is that of the sound, for
    the progress alone; 0 where it is unknown. Raises LanguageError when the model
    cannot tell which of the languages is spoken.
    """

    pad: Pad
    model: Path
    languages: tuple[str, ...]
    terms: tuple[str, ...] = ()
    duration: Seconds = START
