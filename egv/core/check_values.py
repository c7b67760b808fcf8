"""What is measured of a clip to say whether it is good enough to share, and what is found then."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from egv.core.media import Cue
from egv.core.timing import Span


class Topic(StrEnum):
    """What is looked at, in the order in which it is told."""

    RESOLUTION = "resolution"
    ORIENTATION = "orientation"
    DURATION = "duration"
    LIGHT = "light"
    BACKLIGHT = "backlight"
    SHARPNESS = "sharpness"
    SHAKE = "shake"
    BLACK = "black"
    FROZEN = "frozen"
    SOUND = "sound"
    LOUDNESS = "loudness"
    CLIPPING = "clipping"
    NOISE = "noise"
    ECHO = "echo"
    SPEECH = "speech"
    DEAD_AIR = "dead-air"
    SUBTITLES = "subtitles"
    MUSIC = "music"


class Weight(StrEnum):
    """How much a finding matters: a tip for next time, or something to mend before sharing."""

    TIP = "tip"
    FIX = "fix"


@dataclass(frozen=True, slots=True)
class Looks:
    """A picture, sampled `rate` times a second; each of `light` and `change` is of one sample.

    Of these `light` is the mean luma (0 to 1), `change` the mean difference from the one before
    (0 to 1; one less). `sharpness` is how steep the strongest edges are, `shake` how much the
    picture jumps to and fro, of its width, from sample to sample. `middle` and `border` are the
    mean luma of the middle of the frame and of what is round it; `drawn` the share of samples of a
    screen and not of a camera.
    """

    rate: float
    light: tuple[float, ...]
    change: tuple[float, ...]
    sharpness: float
    shake: float
    middle: float
    border: float
    drawn: float = 0.0


@dataclass(frozen=True, slots=True)
class Sounds:
    """A sound: loudness and peak as a programme, the level of its noise and of its voice, dBFS.

    `speech` are the spans in which somebody speaks; `clipped` when the loudest samples are cut
    flat, s; `decay_s` how long the sound takes to fall by 20 dB where somebody stops speaking, in
    the middle of all such places, and None where there are too few to be sure.
    """

    integrated_lufs: float = -math.inf
    peak_dbfs: float = -math.inf
    noise_dbfs: float = -math.inf
    voice_dbfs: float = -math.inf
    speech: tuple[Span, ...] = ()
    clipped: tuple[float, ...] = ()
    decay_s: float | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """A clip: its frame as a viewer sees it, px, its length, s, its picture, sound and subtitles.

    `faults` are what is against the rules of subtitles; `licence` says who allows its music, and
    is None where there is none to ask about. A `finished` one is what egv made of others.
    """

    width: int
    height: int
    seconds: float
    looks: Looks
    sounds: Sounds | None
    cues: tuple[Cue, ...] = ()
    faults: tuple[str, ...] = ()
    licence: str | None = None
    finished: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """One finding: on what, how much it matters, what was measured, and when it is so, s.

    `facts` fill in its words; `case` tells apart what can be wrong with one topic.
    """

    topic: Topic
    weight: Weight
    case: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    times: tuple[float, ...] = ()
