"""The origin of each moment of an output, to compare it with its clips afterwards."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from egv.core.graph.pads import Pad, Source, list_upstream_filters
from egv.core.media.clip import START, Clip, Media
from egv.core.media.timing import Seconds, Span, to_frame
from egv.core.picture.crop import Placement
from egv.core.programme.edit import Edit, Segment


@dataclass(frozen=True, slots=True)
class SeenPart:
    """A clip as it is seen: its `segments`, and its `placement` on the canvas.

    `first` is the output's frame on which it begins, and `frames` its length.
    """

    clip: Clip
    segments: tuple[Segment, ...]
    placement: Placement
    first: int
    frames: int

    def find_moment(self, frame: int) -> Seconds:
        """Find the moment of the clip that the output shows on `frame`, on the clip's clock."""
        rate, at = self.rate, frame - self.first
        for segment in self.segments:
            length = to_frame(segment.span.duration, rate)
            if at < length:
                return segment.span.start + (0 if segment.still else at / rate)
            at -= length
        return self.segments[-1].seen_span.end

    def find_frame(self, moment: Seconds) -> int | None:
        """Find the first frame that shows `moment` of the clip; None if none does."""
        first = self.first
        for segment in self.segments:
            span = segment.seen_span
            if span.start <= moment < span.end:
                return first + to_frame(moment - span.start, self.rate)
            first += to_frame(segment.span.duration, self.rate)
        return None

    @property
    def rate(self) -> Seconds:
        """The frame rate, in Hz, of clip and output."""
        return self.clip.video.frame_rate

    @property
    def cuts(self) -> tuple[int, ...]:
        """The output's frames on which a stretch of the clip begins, in order."""
        lengths = (to_frame(segment.span.duration, self.rate) for segment in self.segments[:-1])
        return tuple(accumulate(lengths, initial=self.first))


@dataclass(frozen=True, slots=True)
class HeardPart:
    """A stretch of a file that is heard alone: `span` is on its clock, `at` on the output's."""

    media: Media
    span: Span
    at: Seconds


@dataclass(frozen=True, slots=True)
class Origin:
    """The clips that an output shows, and the sound that is heard alone in it.

    `joint_frames` are those at either end in which a bumper may be seen too.
    """

    seen: tuple[SeenPart, ...] = ()
    heard: tuple[HeardPart, ...] = ()
    joint_frames: int = 0


UNKNOWN_ORIGIN = Origin()


def find_origin(edit: Edit, programme_start: int, joint_frames: int) -> Origin:
    """Find the origin of the output made of `edit`, which begins on frame `programme_start`."""
    rate = edit.canvas.frame_rate
    lengths = [clip.frames for clip in edit.clips]
    starts = accumulate(lengths, initial=programme_start)
    seen = (
        SeenPart(
            clip.clock[0].media.with_frame_rate(rate), clip.clock, clip.placement, first, frames
        )
        for clip, first, frames in zip(edit.clips, starts, lengths, strict=False)
    )
    heard = _iter_heard_parts(edit, programme_start / rate) if _is_voice_alone(edit) else ()
    return Origin(tuple(seen), tuple(heard), joint_frames)


def _is_voice_alone(edit: Edit) -> bool:
    """True where nothing is heard but the voice, so that the sound can be compared with it."""
    if edit.sound is None:
        return False
    tracks = {
        (voice.media.path, voice.media.audio.index)
        for voice in edit.voice.parts or (edit.voice,)
        if voice.media.audio
    }
    return {_name_track(pad) for pad in _iter_read_pads(edit.sound)} <= tracks


def _iter_read_pads(pad: Pad) -> Iterator[Pad]:
    """Yield the streams of files that feed `pad`."""
    inputs = (one for node in list_upstream_filters((pad,)) for one in node.inputs)
    yield from (one for one in (pad, *inputs) if isinstance(one.node, Source))


def _name_track(pad: Pad) -> tuple[Path, int]:
    return (pad.node.path if isinstance(pad.node, Source) else Path(), pad.index)


def _iter_heard_parts(edit: Edit, at: Seconds) -> Iterator[HeardPart]:
    voice, rate = edit.voice, edit.canvas.frame_rate
    parts = voice.parts or (voice,)
    starts = [*accumulate((part.frames / rate for part in parts), initial=START)]
    for span in voice.kept:
        for number in range(bisect_right(starts, span.start) - 1, len(parts)):
            if parts[number].media.audio is None:
                continue
            whole = Span(starts[number], starts[number] + max(parts[number].frames, 1) / rate)
            if both := span.overlap(whole):
                own = both.shift(-starts[number] - parts[number].start)
                yield HeardPart(parts[number].media, own, at + both.start - span.start)
        at += span.duration
