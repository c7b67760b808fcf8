"""The frames and the stretches of sound of an output to compare with its clips, and their cost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from egv.core.delivery.origin import HeardPart, Origin, SeenPart
from egv.core.media.timing import Seconds, Span, to_frame
from egv.tools.likeness.clip_frames import clamp_moment, find_key_frame

STARTS = (Seconds(0), Seconds(2, 5))  # s: a held frame shows in the later one
ENDING = Seconds(2)  # s
MOST_CUTS, MOST_BETWEEN = 3, 6  # of one clip
APART = Seconds(2)  # s: frames between start and end are at least so far from each other
BUDGET, SHARE = 60, 0.06  # frames to decode for one clip: so many, and this share of its own
WINDOWS, WINDOW = 6, Seconds(3, 2)  # stretches of sound, and the length of each, s
SHORTEST = Seconds(2, 5)  # s
SEAM = Seconds(1, 20)  # s: sound is faded at cuts


class _Costs:
    """The frames to decode, in a clip and in the output, for the frames chosen so far."""

    def __init__(self, part: SeenPart, keys: Sequence[int]) -> None:
        self._part, self._keys = part, keys
        self._counts: dict[tuple[str, Seconds], int] = {}

    def count_more(self, frame: int) -> int:
        """Count the frames to decode in order to compare `frame` too."""
        return sum(
            max(0, count - self._counts.get(key, 0)) for key, count in self._list_costs(frame)
        )

    def add_frame(self, frame: int) -> None:
        """Choose `frame`."""
        for key, count in self._list_costs(frame):
            self._counts[key] = max(count, self._counts.get(key, 0))

    def _list_costs(self, frame: int) -> Iterator[tuple[tuple[str, Seconds], int]]:
        clip = self._part.clip
        moment = clamp_moment(clip, self._part.find_moment(frame))
        key = find_key_frame(clip, moment)
        yield ("clip", key), round((moment - key) * self._part.rate) + 1
        before = max((key for key in self._keys if key <= frame), default=0)
        yield ("output", Seconds(before)), frame - before + 1


def choose_frames(part: SeenPart, keys: Sequence[int], joint: int) -> list[int]:
    """Choose the frames of the output to compare with `part`; `keys` are the output's key frames.

    Start and end come first, then what is cheap to decode in between, then cuts. `joint` frames at
    either end may show something else.
    """
    first, last = part.first + joint, part.first + part.frames - 1 - joint
    if first > last:
        return []
    costs, chosen = _Costs(part, keys), {first}
    costs.add_frame(first)
    budget = BUDGET + SHARE * part.frames
    for wanted in _iter_wanted(part, keys, first, last):
        frame = min(
            (one for one in wanted if one not in chosen), key=costs.count_more, default=first
        )
        cost = costs.count_more(frame)
        if cost <= budget:
            chosen.add(frame)
            costs.add_frame(frame)
            budget -= cost
    return sorted(chosen)


def _iter_wanted(
    part: SeenPart, keys: Sequence[int], first: int, last: int
) -> Iterator[Sequence[int]]:
    """Yield the frames to compare, the most important ones first; one of each group is enough."""
    yield from ([min(last, first + to_frame(at, part.rate))] for at in STARTS)
    shown = (part.find_frame(key) for key in part.clip.video.keyframes)
    keyed = sorted(frame for frame in shown if frame is not None and first < frame <= last)
    cheap = sorted({*keys, *keyed})
    # A start that was not found shows the next key frame, and holds it until its time.
    yield from ([frame] for frame in keyed[:1])
    ending = max(first, last - to_frame(ENDING, part.rate))
    yield [last, *(frame for frame in cheap if ending < frame < last)]
    count = min(MOST_BETWEEN, int((last - first) / part.rate / APART))
    for number in range(count):
        low, high = (first + (last - first) * at // count for at in (number, number + 1))
        if here := [frame for frame in cheap if low < frame < high]:
            yield here
    longest = sorted(part.segments[1:], key=lambda segment: -segment.span.duration)[:MOST_CUTS]
    for cut, segment in zip(part.cuts[1:], part.segments[1:], strict=True):
        if segment in longest and first < cut < last:
            yield [cut]


def choose_stretches(origin: Origin, joint: Seconds) -> list[HeardPart]:
    """Choose stretches of sound, spread evenly over what is heard; `joint` s are left out."""
    parts = [part for part in map(_cut_seams, origin.heard) if part]
    if not parts:
        return []
    ends = [*accumulate(part.span.duration for part in parts)]
    start, end = origin.heard[0].at + joint, parts[-1].at + parts[-1].span.duration - joint
    chosen: dict[Seconds, HeardPart] = {}
    for number in range(WINDOWS):
        middle = ends[-1] * (2 * number + 1) / (2 * WINDOWS)
        which = next(at for at, upto in enumerate(ends) if middle < upto)
        part = parts[which]
        into = middle - (ends[which] - part.span.duration)
        low = max(Seconds(0), start - part.at, min(into - WINDOW / 2, part.span.duration - WINDOW))
        high = min(low + WINDOW, part.span.duration, end - part.at)
        if high - low >= SHORTEST:
            window = Span(part.span.start + low, part.span.start + high)
            chosen[part.at + low] = HeardPart(part.media, window, part.at + low)
    return [chosen[at] for at in sorted(chosen)]


def _cut_seams(part: HeardPart) -> HeardPart | None:
    """Cut the ends of `part`, and what lies before its file."""
    start, end = max(part.span.start, Seconds(0)) + SEAM, part.span.end - SEAM
    if start >= end:
        return None
    return HeardPart(part.media, Span(start, end), part.at + start - part.span.start)
