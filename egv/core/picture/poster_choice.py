"""The frame that stands for a video: sharp, at rest, eyes open, and none of its cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from egv.core.media.timing import Seconds, Span

MOMENTS = 6  # each takes two frames
FIRST = Seconds(1)  # of a programme: people begin, and cards go
SHORT = Seconds(2, 5)  # of a programme of a few seconds, at either end
EDGE = Seconds(3, 10)  # around the beginning and end of a subtitle, which it may fade in
ASIDE = (0, 1, -1, 2, -2, 3, -3)  # in edges: where a moment may go instead
STEADY = 0.02  # mean change of 0 to 1 in an instant: people move by less, a fade by more
CALM = 1.5  # times the change of the calmest frame, where nothing is at rest
PLAIN = 0.6  # of the detail of the best frame: a card, black, or a blur has less
EYES = 1.5  # what open eyes are worth, in detail


@dataclass(frozen=True, slots=True)
class PosterFrame:
    """A frame that may become the poster, `at` seconds.

    `detail` is the logarithm of its sharpness, averaged over its parts; `change` its mean
    difference from an instant later, 0 to 1; `eyes` how much the eyes in it show, 0 without faces.
    """

    at: Seconds
    detail: float
    change: float
    eyes: float = 0.0


def plan_poster_moments(programme: Span, subtitles: Sequence[Span] = ()) -> tuple[Seconds, ...]:
    """Plan the moments to look at in `programme`: none of its first second, nor of its last.

    A moment stays clear of where one of `subtitles` comes or goes; a short programme leaves less.
    """
    margin = min(FIRST, SHORT * programme.duration)
    step = (programme.duration - 2 * margin) / MOMENTS
    first, last = programme.start + margin, programme.end - margin
    edges = [edge for span in subtitles for edge in (span.start, span.end)]
    middles = (first + step * (number + Seconds(1, 2)) for number in range(MOMENTS))
    moments = (_avoid_edges(middle, edges, Span(first, last)) for middle in middles)
    return tuple(dict.fromkeys(moments))


def _avoid_edges(moment: Seconds, edges: Sequence[Seconds], within: Span) -> Seconds:
    for aside in ASIDE:
        other = moment + aside * EDGE
        if within.start <= other < within.end and all(abs(other - at) >= EDGE for at in edges):
            return other
    return moment


def choose_poster_frame(frames: Sequence[PosterFrame]) -> PosterFrame:
    """Choose the best of `frames`, of which there is at least one; of equals the first.

    A frame that changes more than others, as in a fade, does not count, nor a plain one, as a card.
    """
    most_change = max(STEADY, CALM * min(frame.change for frame in frames))
    steady = [frame for frame in frames if frame.change <= most_change]
    most = max(frame.detail for frame in steady)
    rich = [frame for frame in steady if frame.detail >= PLAIN * most]
    widest = max(frame.eyes for frame in rich) or 1.0
    return max(rich, key=lambda frame: frame.detail + EYES * frame.eyes / widest)
