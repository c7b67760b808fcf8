"""What lies over a programme and at its ends: wishes, dressed for a format only when delivered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from egv.core.timing import Seconds, Span


@dataclass(frozen=True, slots=True)
class Subtitles:
    """The programme's cues, drawn into the picture."""


@dataclass(frozen=True, slots=True)
class SoftSubtitles:
    """The programme's cues as a text track of the video; `shown` unless a viewer hides them."""

    shown: bool


@dataclass(frozen=True, slots=True)
class LowerThird:
    """A name plate, from `start` for `duration` seconds of the programme, with its own texts."""

    start: Seconds
    duration: Seconds
    texts: tuple[tuple[str, str], ...] = ()

    def within(self, programme: Seconds) -> Span:
        """When it is seen in a programme so long: a short one shows it earlier, or less long."""
        start = max(Seconds(0), min(self.start, programme - self.duration))
        return Span(start, min(start + self.duration, programme))


@dataclass(frozen=True, slots=True)
class Bug:
    """The logo in a corner."""


class Marking(StrEnum):
    """Why a video is not one to share."""

    DRAFT = "draft"
    PRACTICE = "practice"


@dataclass(frozen=True, slots=True)
class Mark:
    """A word over the whole video, its bumpers too, that says what it is, in `language`."""

    says: Marking
    language: str


LOWER_THIRD = "lower-third"  # the step that makes name plates

Layer = Subtitles | SoftSubtitles | LowerThird | Bug | Mark


@dataclass(frozen=True, slots=True)
class Bumpers:
    """Which of the kit's bumpers the programme gets."""

    intro: bool = False
    outro: bool = False


NO_BUMPERS = Bumpers()
