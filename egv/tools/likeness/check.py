"""Check that a finished video shows and sounds what its clips do, wherever that can be told.

The clips are read again in another way than the video was made: by the times of their packets, in
this process. A difference ends the run. From a still picture or silent sound nothing is concluded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from egv.core.delivery.deliver import Deliverable
from egv.core.delivery.origin import HeardPart, SeenPart
from egv.core.errors import RenderError
from egv.core.media.clip import Clip, VideoStream
from egv.core.media.timing import Seconds, Span, format_clock
from egv.tools.clips.container import discard_streams, open_container
from egv.tools.clips.verify import build_verify_error
from egv.tools.likeness.checkpoints import choose_frames, choose_stretches
from egv.tools.likeness.clip_frames import clamp_moment, read_clip_frames
from egv.tools.likeness.levels import SoundPlace, read_levels
from egv.tools.likeness.picture_match import Compared, find_wrong_frames
from egv.tools.likeness.sound_match import BIN_S, HeardStretch, SoundFault, find_sound_faults

if TYPE_CHECKING:
    from egv.tools.likeness.sound_match import Levels

ENOUGH = 2  # frames or stretches that must be wrong
MARGIN = Seconds(3, 4)  # s: the sound of a clip is searched so far around its place
MOST_MISSING = Seconds(1, 2)  # s, and
MOST_MISSING_SHARE = Fraction(1, 50)  # of a clip that its packets cover, but its times do not


def check_likeness(path: Path, planned: Deliverable) -> None:
    """Compare the file at `path` with the clips of `planned`. Raises RenderError if they differ."""
    for part in planned.origin.seen:
        _check_length(part.clip)
    # Where the times of a clip jump, this reader and ffmpeg may differ by some frames at the jump.
    jumps = any(part.clip.video.has_jumps for part in planned.origin.seen)
    if not (planned.copied_source or jumps):
        _check_pictures(path, planned)
    _check_sound(path, planned)


def _check_length(clip: Clip) -> None:
    missing = clip.least_duration - clip.duration
    if missing > MOST_MISSING + clip.least_duration * MOST_MISSING_SHARE:
        raise build_verify_error(
            f"{clip.path.name} lasts at least {format_clock(clip.least_duration)}, and only"
            f" {format_clock(clip.duration)} of it were used"
        )


def _check_pictures(path: Path, planned: Deliverable) -> None:
    rate = planned.canvas.frame_rate
    output = _describe_output(path, planned)
    keys = [round(key * rate) for key in output.video.keyframes]
    chosen = {
        part.first: choose_frames(part, keys, planned.origin.joint_frames)
        for part in planned.origin.seen
    }
    shown = read_clip_frames(output, {frame / rate for group in chosen.values() for frame in group})
    for part in planned.origin.seen:
        frames = [frame for frame in chosen[part.first] if frame / rate in shown]
        moments = {frame: clamp_moment(part.clip, part.find_moment(frame)) for frame in frames}
        expected = read_clip_frames(part.clip, moments.values())
        frames = [frame for frame in frames if moments[frame] in expected]
        compared = [
            Compared(
                min(shown[frame / rate], key=lambda one: abs(one.at - frame / rate)).picture,
                tuple(one.picture for one in expected[moments[frame]]),
                *_find_places(part, moments[frame]),
            )
            for frame in frames
        ]
        wrong = find_wrong_frames(compared)
        if len(wrong) >= ENOUGH:
            raise _build_picture_error(part, frames[wrong[0]], moments[frames[wrong[0]]])


def _build_picture_error(part: SeenPart, frame: int, moment: Seconds) -> RenderError:
    at, there = format_clock(frame / part.rate), format_clock(moment)
    return build_verify_error(
        f"at {at} it does not show what {part.clip.path.name} shows at {there}"
    )


def _find_places(
    part: SeenPart, moment: Seconds
) -> tuple[tuple[float, float, float, float], tuple[float, float, float, float]]:
    """Find the part of the clip's picture that is seen at `moment`, and its place on the frame."""
    placement = part.placement
    seen = placement.seen
    if placement.camera:
        window, path = placement.camera
        seen = window.find_seen_part(path.find_position(moment))
    return seen, placement.inside


def _describe_output(path: Path, planned: Deliverable) -> Clip:
    """Describe the finished file as a clip, so that its frames are read as those of a clip."""
    rate = planned.canvas.frame_rate
    with open_container(path) as container:
        video = container.streams.video[0]
        discard_streams(container, [video])
        keys = tuple(
            packet.pts * packet.time_base
            for packet in container.demux(video)
            if packet.is_keyframe and packet.pts is not None and packet.time_base
        )
        stream = VideoStream(
            index=video.index,
            codec="h264",
            width=planned.canvas.width,
            height=planned.canvas.height,
            pixel_format="yuv420p",
            frame_rate=rate,
            start=Seconds(0),
            end=planned.duration,
            keyframes=keys,
        )
    return Clip(path, planned.duration, stream, None)


def _check_sound(path: Path, planned: Deliverable) -> None:
    joint = planned.origin.joint_frames / planned.canvas.frame_rate
    parts = choose_stretches(planned.origin, joint)
    if not parts or planned.sound is None:
        return
    heard = read_levels(
        SoundPlace(path), [Span(part.at, part.at + part.span.duration) for part in parts]
    )
    stretches: list[HeardStretch] = []
    for own in _group_by_file(parts):
        stretches += _pair_levels(own, heard[len(stretches) :])
    faults = find_sound_faults(stretches)
    found = [(fault, part) for fault, part in zip(faults, parts, strict=True) if fault]
    if len(found) >= ENOUGH:
        raise _build_sound_error(*found[0])


def _group_by_file(parts: Sequence[HeardPart]) -> list[list[HeardPart]]:
    """Group what follows each other in one file: it is read once, from start to end."""
    groups: list[list[HeardPart]] = []
    for part in parts:
        last = groups[-1][-1] if groups else None
        if last and last.media.path == part.media.path and last.span.start < part.span.start:
            groups[-1].append(part)
        else:
            groups.append([part])
    return groups


def _pair_levels(parts: Sequence[HeardPart], heard: Sequence[Levels]) -> Iterator[HeardStretch]:
    """Pair the levels of an output with those of `parts` of one file."""
    spans = [Span(max(Seconds(0), one.span.start - MARGIN), one.span.end + MARGIN) for one in parts]
    source = read_levels(_find_place(parts[0]), spans)
    for part, span, own, levels in zip(parts, spans, heard, source, strict=False):
        before = round(float(part.span.start - span.start) / BIN_S)
        yield HeardStretch(own, levels, before)


def _find_place(part: HeardPart) -> SoundPlace:
    media, audio = part.media, part.media.audio
    index = audio.index if audio else 0
    if not isinstance(media, Clip):
        return SoundPlace(media.path, index)
    video = media.video
    seeks = video.indexed and not video.has_jumps
    return SoundPlace(media.path, index, video.index, seeks, video.has_jumps)


def _build_sound_error(fault: SoundFault, part: HeardPart) -> RenderError:
    at, there = format_clock(part.at), format_clock(part.span.start)
    return build_verify_error(f"at {at} {fault} ({part.media.path.name} at {there})")
