"""The facts about a clip or a sound file: its streams, its clock and the coding of its picture."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from pathlib import Path

from egv.core.media.colour_tags import (
    BT709_CURVES,
    BT709_PRIMARIES,
    UNTAGGED,
    is_rgb,
)
from egv.core.media.fields import Fields
from egv.core.media.timing import Seconds, Span


class TransferKind(StrEnum):
    """The transfer characteristics that egv distinguishes."""

    SDR = "sdr"
    HLG = "hlg"
    PQ = "pq"


START = Seconds(0)


@dataclass(frozen=True, slots=True)
class Canvas:
    """A raster of square pixels and its frame rate, in Hz.

    `safe` holds margins that replace those of the shape: top, right, bottom, left, as shares.
    """

    width: int
    height: int
    frame_rate: Fraction
    safe: tuple[float, float, float, float] | None = None

    @property
    def size(self) -> tuple[int, int]:
        """Width and height, px."""
        return self.width, self.height


TRANSPARENT = ("yuva", "gbrap", "rgba", "bgra", "argb", "abgr", "ya", "pal8", "ayuv", "vuya")


@dataclass(frozen=True, slots=True)
class VideoStream:
    """The video stream of a file, measured from its packets and its first frames.

    `width` and `height` are coded pixels, before `rotation` (degrees, anticlockwise as in the
    display matrix) and `sar`, but without the `edges` (left, top, right, bottom) that the container
    cuts off, which ffmpeg does itself; with `has_wrong_edges` it states others, outside of the
    picture. With `changes_size` the size is that of the first frame. `start` and `end` are seconds
    on the file's clock, which starts at 0 with the earliest stream. `keyframes`
    are the times at which a decoder can start; in a file that is not `indexed`, ffmpeg finds one
    only where it is sent to it. `stops_early` tells that the sound goes on after the last frame,
    and `has_jumps` that the times in the file jump: ffmpeg counts on there. With `needs_sound`
    ffmpeg knows the picture's times only when it reads the sound too, and the reverse.
    """

    index: int
    codec: str
    width: int
    height: int
    pixel_format: str
    frame_rate: Fraction
    start: Seconds
    end: Seconds
    keyframes: tuple[Seconds, ...] = ()
    sar: Fraction = Fraction(1)
    rotation: int = 0
    mirrored: bool = False
    edges: tuple[int, int, int, int] = (0, 0, 0, 0)
    has_wrong_edges: bool = False
    constant_rate: bool = True
    fields: Fields = Fields.NONE
    field_order: str = "auto"
    stored_rate: Fraction = Fraction(0)  # Hz, of the stored frames; `frame_rate` may be another
    full_range: bool = False
    transfer: TransferKind = TransferKind.SDR
    colour_tag: str = "bt709"  # `bt709`, `untagged` or ffmpeg's name of the matrix
    primaries: str = "bt709"  # in the same words, as is the curve of the light
    curve: str = "bt709"
    bit_rate: int = 0
    damaged: bool = False
    indexed: bool = True
    stops_early: bool = False
    changes_size: bool = False
    has_jumps: bool = False
    needs_sound: bool = False
    ground: str = ""  # the colour, #RRGGBB, that shows where the picture can be seen through

    @property
    def has_alpha(self) -> bool:
        """True where the pixels have an opacity."""
        return self.pixel_format.startswith(TRANSPARENT)

    @property
    def upright_size(self) -> tuple[int, int]:
        """The width and height in square pixels as a viewer sees them, both even."""
        width, height = round(self.width * self.sar), self.height
        if self.rotation % 180 == 90:
            width, height = height, width
        return width // 2 * 2, height // 2 * 2

    @property
    def is_rgb(self) -> bool:
        """True where the pixels are red, green and blue, whatever matrix a tag states."""
        return is_rgb(self.pixel_format)

    @property
    def matrix(self) -> str:
        """ffmpeg's name of the picture's colour matrix.

        Untagged video follows the players' rule: BT.601 for standard definition, BT.709 above it.
        """
        if self.is_rgb:
            return "gbr"
        if self.colour_tag != UNTAGGED:
            return self.colour_tag
        return "smpte170m" if self.width < 1280 and self.height <= 576 else "bt709"

    @property
    def has_other_light(self) -> bool:
        """True where other primaries or another curve than those of BT.709 show its colours."""
        return self.primaries not in BT709_PRIMARIES or self.curve not in BT709_CURVES

    @property
    def needs_conversion(self) -> bool:
        """True where the pixels are not those of BT.709 at video levels."""
        grey = self.pixel_format.startswith("gray")
        stored = self.full_range or grey or self.matrix != "bt709"
        return stored or self.has_other_light

    @property
    def copy_faults(self) -> tuple[str, ...]:
        """The reasons why a stream copy would not play everywhere, as text; () when it would."""
        checks = (
            (self.damaged, "it is damaged"),
            (self.stops_early, "it stops before the sound"),
            (self.changes_size, "its size changes on the way"),
            (self.has_jumps, "its times jump"),
            (self.codec != "h264", f"it is {self.codec}, not H.264"),
            (self.pixel_format != "yuv420p", f"its pixels are {self.pixel_format}"),
            (self.fields is Fields.WHOLE, "it is stored as if interlaced"),
            (self.fields not in (Fields.NONE, Fields.WHOLE), "it is interlaced"),
            (not self.constant_rate, "its frame rate varies"),
            (self.frame_rate > 60, "it runs faster than 60 frames a second"),
            (self.sar != 1, "its pixels are not square"),
            (self.rotation % 360 != 0, "it is stored rotated"),
            (self.mirrored, "it is stored mirrored"),
            (self.has_wrong_edges, "its container states an impossible crop"),
            (any(self.edges), "its container cuts off its edges"),
            (self.full_range, "it has full-range levels"),
            (self.width % 2 or self.height % 2, "its size is odd"),
            (self.transfer is not TransferKind.SDR, f"it is HDR ({self.transfer})"),
            (self.colour_tag not in ("bt709", "untagged"), f"its colours are {self.colour_tag}"),
        )
        return tuple(words for wrong, words in checks if wrong)


@dataclass(frozen=True, slots=True)
class AudioStream:
    """One sound track. `start` is in seconds on the file's clock.

    `jitter`, s, is how far its packets are stamped early or late, and `first_late` how late the
    first one is: None where each packet plays when its stamp says. With `may_change` its channels
    or rate may change on the way.
    """

    index: int
    codec: str
    sample_rate: int
    channels: int
    start: Seconds = START
    language: str = ""
    jitter: Seconds | None = None
    first_late: Seconds = START
    may_change: bool = False


@dataclass(frozen=True, slots=True)
class SoundTrack:
    """One of several sound tracks as its file describes it; `number` counts from 1, as players do.

    `index` is that of its stream. A `spare` track is marked as no part of the programme: comments
    on it, or a description of its picture. One that is not `decodable` cannot be used.
    """

    number: int
    index: int
    description: str
    title: str = ""
    language: str = ""
    default: bool = False
    spare: bool = False
    decodable: bool = True

    @property
    def label(self) -> str:
        """The track in a sentence: `track 2 (aac stereo, "Mic")`."""
        quoted = f'"{self.title}"' if self.title else ""
        words = ", ".join(filter(None, (self.description, quoted)))
        return f"track {self.number} ({words})" if words else f"track {self.number}"


@dataclass(frozen=True, slots=True)
class Word:
    """One word and the span in which it is spoken."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Cue:
    """One subtitle text and the span in which it is shown; `words`, where known, are as spoken."""

    span: Span
    text: str
    words: tuple[Word, ...] = ()

    def shift(self, by: Seconds) -> Cue:
        """Return this cue, `by` seconds later."""
        words = tuple(Word(word.span.shift(by), word.text) for word in self.words)
        return Cue(self.span.shift(by), self.text, words)


@dataclass(frozen=True, slots=True)
class TextTrack:
    """The cues of one language (ISO 639, "" when unknown), `shown` by default or hidden."""

    language: str
    cues: tuple[Cue, ...]
    shown: bool = False


@dataclass(frozen=True, slots=True)
class Chapter:
    """A titled span."""

    span: Span
    title: str


@dataclass(frozen=True, slots=True)
class Clip:
    """The facts about a file with a picture.

    `duration`, s, is the picture's, with its last frame held to the end of a longer sound.
    `least_duration`, s, is the same by the lengths of the packets alone, whatever their times say;
    a gap in them does not count.
    `sound_tracks` are all of its sound tracks where it has several. `mixed` are those that are
    heard together with `audio`.
    """

    path: Path
    duration: Seconds
    video: VideoStream
    audio: AudioStream | None
    title: str = ""
    text_tracks: tuple[TextTrack, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    size_bytes: int = 0
    content: str = ""  # hash of the bytes: a question about this clip is cached by its content
    notes: tuple[str, ...] = ()
    least_duration: Seconds = START
    sound_tracks: tuple[SoundTrack, ...] = ()
    mixed: tuple[AudioStream, ...] = ()

    @property
    def heard_streams(self) -> tuple[AudioStream, ...]:
        """The sound streams that are heard; () for a clip without sound."""
        return (self.audio, *self.mixed) if self.audio else ()

    def with_frame_rate(self, rate: Fraction) -> Clip:
        """Return this clip, to be conformed to `rate` frames a second instead of its own rate."""
        return replace(self, video=replace(self.video, frame_rate=rate))


@dataclass(frozen=True, slots=True)
class SoundFile:
    """The facts about a file used for its sound only: a narration or a music bed.

    `duration` is the sound's, s; `content` is the hash of the bytes.
    """

    path: Path
    duration: Seconds
    audio: AudioStream
    content: str = ""

    @property
    def heard_streams(self) -> tuple[AudioStream, ...]:
        """The one sound stream that is heard."""
        return (self.audio,)


Media = Clip | SoundFile  # a file that a voice may come from
