"""Overlays and bumpers requested for a programme; they are drawn when a format is delivered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from egv.core.media.timing import Seconds, Span


@dataclass(frozen=True, slots=True)
class Subtitles:
    """The programme's cues, burnt into the picture."""


@dataclass(frozen=True, slots=True)
class SoftSubtitles:
    """The programme's cues as a text track of the video; `shown` by default, or hidden."""

    shown: bool


@dataclass(frozen=True, slots=True)
class LowerThird:
    """A lower third, from `start` for `duration` seconds of the programme, with its own texts."""

    start: Seconds
    duration: Seconds
    texts: tuple[tuple[str, str], ...] = ()

    def find_shown_span(self, programme: Seconds) -> Span:
        """Find the visible span in a programme of this length; a short one shows it earlier."""
        start = max(Seconds(0), min(self.start, programme - self.duration))
        return Span(start, min(start + self.duration, programme))


@dataclass(frozen=True, slots=True)
class Bug:
    """The corner logo."""


class Marking(StrEnum):
    """The reason why a video is not for sharing."""

    DRAFT = "draft"
    PRACTICE = "practice"


@dataclass(frozen=True, slots=True)
class Watermark:
    """A word over the whole video, bumpers included, that shows its status, in `language`."""

    marking: Marking
    language: str


LOWER_THIRD = "lower-third"  # the step that makes lower thirds

Layer = Subtitles | SoftSubtitles | LowerThird | Bug | Watermark


@dataclass(frozen=True, slots=True)
class Bumpers:
    """The kit's bumpers that the programme gets."""

    intro: bool = False
    outro: bool = False


NO_BUMPERS = Bumpers()
