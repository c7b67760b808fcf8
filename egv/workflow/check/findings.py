"""Measurements of a clip for the publication checklist, and the findings from them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from egv.core.kit.channels import ChannelLimits
from egv.core.media.clip import Cue
from egv.core.media.shape import RelativeBox
from egv.core.media.timing import Span
from egv.core.sound.loudness import Loudness
from egv.core.sound.sides import SideFault, SideStretches
from egv.core.sound.track_choice import TrackChoice


class CheckTopic(StrEnum):
    """The topics of the checklist, in the order in which they are reported."""

    RESOLUTION = "resolution"
    ORIENTATION = "orientation"
    DURATION = "duration"
    LIGHT = "light"
    BACKLIGHT = "backlight"
    PEOPLE = "people"
    SHARPNESS = "sharpness"
    SHAKE = "shake"
    BLACK = "black"
    FROZEN = "frozen"
    SOUND = "sound"
    TRACKS = "tracks"
    SIDES = "sides"
    LOUDNESS = "loudness"
    CLIPPING = "clipping"
    NOISE = "noise"
    ECHO = "echo"
    SPEECH = "speech"
    DEAD_AIR = "dead-air"
    SUBTITLES = "subtitles"
    MUSIC = "music"
    CHANNEL = "channel"


class FindingWeight(StrEnum):
    """The weight of a finding: a tip for next time, or something to mend before sharing."""

    TIP = "tip"
    FIX = "fix"


@dataclass(frozen=True, slots=True)
class PictureMeasurements:
    """Measurements of a picture without egv's own cards, sampled `rate` times a second.

    `start` is the time of the first sample, s: after an intro that egv put there.
    `light` is the mean luma of each sample (0 to 1), `change` the mean difference from the sample
    before (0 to 1; one value fewer). `sharpness` is the steepness of the strongest edges. `shake`
    is how much the picture jumps to and fro between samples, as a share of its width. `middle` and
    `border` are the mean luma of the middle of the frame and of the rest around it. `is_screen` is
    True for a screen recording, `has_face` where a face was seen in one of a few frames, and
    `people` the number of faces that a quarter of these frames have. `faces` are the places of the
    face in each of these frames with a single one.
    """

    rate: float
    light: tuple[float, ...]
    change: tuple[float, ...]
    sharpness: float
    shake: float
    middle: float
    border: float
    is_screen: bool = False
    has_face: bool = True
    people: int = 1
    start: float = 0.0
    faces: tuple[RelativeBox, ...] = ()


@dataclass(frozen=True, slots=True)
class SoundMeasurements:
    """Measurements of a sound: programme loudness and peak, noise level and voice level, dBFS.

    `speech` are the spans in which somebody speaks; `clipped` are the times, s, at which the
    loudest samples are cut flat. `decay_s` is the median time the sound takes to fall by 20 dB
    where somebody stops speaking, and None where there are too few such places. `side_fault` is
    what is wrong with its two sides, if anything, and `side_stretches` with a part of them. Without
    a speech model (`has_model` is False), `speech` is only what is loud.
    """

    integrated_lufs: float = -math.inf
    peak_dbfs: float = -math.inf
    noise_dbfs: float = -math.inf
    voice_dbfs: float = -math.inf
    speech: tuple[Span, ...] = ()
    clipped: tuple[float, ...] = ()
    decay_s: float | None = None
    side_fault: SideFault | None = None
    side_stretches: SideStretches | None = None
    has_model: bool = True

    @property
    def is_silence(self) -> bool:
        """True where there is nothing to hear: by the same measure as in a run."""
        return Loudness(self.integrated_lufs, self.peak_dbfs).is_silence

    @property
    def known_speech(self) -> tuple[Span, ...]:
        """The speech that a model found; without a model nothing is known of it."""
        return self.speech if self.has_model else ()


@dataclass(frozen=True, slots=True)
class ClipMeasurements:
    """Measurements of a clip: frame as seen, px, length, s, picture, sound and subtitles.

    `faults` are breaches of the subtitle rules. `licence` says who allows the use of the music, and
    is None where there is no music to ask about. A `finished` clip was made by egv. `tracks` says
    which of several sound tracks were measured. Of its length, `cards_s` are egv's own intro and
    outro. `channel` is where it is to be posted, if that was said.
    """

    width: int
    height: int
    seconds: float
    looks: PictureMeasurements
    sounds: SoundMeasurements | None
    cues: tuple[Cue, ...] = ()
    faults: tuple[str, ...] = ()
    licence: str | None = None
    finished: bool = False
    tracks: TrackChoice | None = None
    cards_s: float = 0.0
    size_bytes: int = 0
    channel: ChannelLimits | None = None


@dataclass(frozen=True, slots=True)
class CheckFinding:
    """One finding: its topic, its weight, the measured facts, and the times, s, at which it occurs.

    `facts` fill in its text; `case` tells apart the different faults of one topic.
    """

    topic: CheckTopic
    weight: FindingWeight
    case: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    times: tuple[float, ...] = ()
