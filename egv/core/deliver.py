"""Dress a format-free Edit for one output: layers, bumpers and reframing meet the pads here."""

from __future__ import annotations

from dataclasses import dataclass

from egv.core.edit import Edit, Level
from egv.core.graph import Pad, Source
from egv.core.media import Canvas, Chapter, TextTrack
from egv.core.timing import Seconds, frame_at

SEEK_WORTH = Seconds(4)  # an unwanted start shorter than this is decoded and dropped
SEEK_MARGIN = Seconds(2)  # frames of an unsteady clip lie off the grid: land well before the cut


@dataclass(frozen=True, slots=True)
class Deliverable:
    """One output, ready to compile.

    With `copied` the picture pad is the clip's own stream, to be copied bit for bit; `why_encoded`
    says what forced an encode otherwise. `frames` at `canvas.frame_rate` is its length.
    """

    canvas: Canvas
    frames: int
    picture: Pad
    copied: bool
    why_encoded: str
    sound: Pad | None
    level: Level | None
    text_tracks: tuple[TextTrack, ...]
    chapters: tuple[Chapter, ...]
    title: str
    language: str
    source_duration: Seconds
    source_bit_rate: int

    @property
    def duration(self) -> Seconds:
        """Length in seconds."""
        return self.frames / self.canvas.frame_rate


def deliver(edit: Edit) -> Deliverable:
    """`edit` in the clip's own shape, size and rate."""
    media = edit.clock[0].media
    assert media.video is not None
    faults = media.video.faults
    copied = edit.picture_is_untouched and not faults
    picture = Pad(Source(media.path), "v", media.video.index) if copied else _sought(edit).picture
    return Deliverable(
        canvas=edit.canvas,
        frames=edit.frames,
        picture=picture,
        copied=copied,
        why_encoded="" if copied else _why(edit, faults),
        sound=edit.sound,
        level=edit.level,
        text_tracks=edit.text_tracks,
        chapters=edit.chapters,
        title=media.title,
        language=media.audio.language if media.audio else "",
        source_duration=media.duration,
        source_bit_rate=media.video.bit_rate,
    )


def _sought(edit: Edit) -> Edit:
    """`edit` with decoding begun shortly before its first frame, where that saves time."""
    start = edit.clock[0].span.start
    if start < SEEK_WORTH:
        return edit
    rate = edit.canvas.frame_rate
    return edit.started_at(frame_at(start - SEEK_MARGIN, rate) / rate)


def _why(edit: Edit, faults: tuple[str, ...]) -> str:
    """What forced an encode, as the end of a sentence."""
    if edit.picture_is_untouched:
        return ", ".join(faults)
    return "a step changed the picture"
