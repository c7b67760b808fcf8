"""Tags of a picture as its first decoded frame carries them: colour, and how it is to be shown."""

from __future__ import annotations

import math
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from egv.core.errors import InputError
from egv.core.media.clip import TransferKind
from egv.core.media.colour_tags import (
    CURVES,
    MATRICES,
    PRIMARIES,
    UNREADABLE_MATRICES,
    UNSPECIFIED,
    UNTAGGED,
    is_rgb,
    name_tag,
)

if TYPE_CHECKING:
    from av.video.codeccontext import VideoCodecContext
    from av.video.frame import VideoFrame

HDR = {16: TransferKind.PQ, 18: TransferKind.HLG}
FULL_RANGE = 2
CAMERA_CURVES = 256  # ffmpeg's own numbers for curves of one maker, such as V-Log
STANDARD = {0, UNSPECIFIED, 3, 12}  # curves without a word of their own, or the same as BT.709
CINEMA = 17
MATRIX, STEREO, SPHERE = "DISPLAYMATRIX", "STEREO3D", "SPHERICAL"
ONE = 1 << 16  # 1.0 in a display matrix
NEAR = 1  # degrees: ffmpeg takes a turn as near to a quarter as this for one
BESIDE, ABOVE = {1, 6}, {2, 7}  # libavutil/stereo3d.h: two views in one picture


@dataclass(frozen=True, slots=True)
class ColourTags:
    """The colours of a picture, in ffmpeg's words."""

    matrix: str
    primaries: str
    curve: str
    transfer: TransferKind
    full_range: bool


@dataclass(frozen=True, slots=True)
class Turn:
    """The turn, in degrees as in the display matrix, after which a picture is upright."""

    degrees: int = 0
    mirrored: bool = False

    @property
    def is_quarter(self) -> bool:
        """True for 0, 90, 180 and 270 degrees."""
        return self.degrees % 90 == 0


def read_colour_tags(frame: VideoFrame, context: VideoCodecContext, name: str) -> ColourTags:
    """Read the colours of `frame`; what it does not state, the decoder may know of the container.

    Raises InputError where they are stored in a way that cannot be converted.
    """
    matrix = _choose_tag(int(frame.colorspace), int(context.colorspace))
    primaries = _choose_tag(int(frame.color_primaries), int(context.color_primaries))
    curve = _choose_tag(int(frame.color_trc), int(context.color_trc))
    pixels = frame.format.name
    if matrix in UNREADABLE_MATRICES and not is_rgb(pixels):
        raise InputError(
            f"{name}: its colours are stored in a way that egv cannot read (colour matrix"
            f" {matrix}); export it with standard colours (BT.709)"
        )
    words = name_tag(matrix, MATRICES)
    wide = "bt2020" if words.startswith("bt2020") else UNTAGGED  # no other primaries go with it
    return ColourTags(
        matrix=words,
        primaries=PRIMARIES.get(primaries, wide),
        curve=name_tag(curve, CURVES),
        transfer=HDR.get(curve, TransferKind.SDR),
        full_range=_has_full_range(frame),
    )


def _choose_tag(of_frame: int, of_stream: int) -> int:
    return of_stream if of_frame == UNSPECIFIED else of_frame


def _has_full_range(frame: VideoFrame) -> bool:
    """True where black is 0; of grey pictures without a tag too, as ffmpeg itself takes them."""
    pixels = frame.format.name
    levels = int(frame.color_range)
    return (
        levels == FULL_RANGE
        or pixels.startswith("yuvj")
        or (pixels.startswith("gray") and not levels)
    )


def read_turn(frame: VideoFrame) -> Turn:
    """Read the turn and the mirroring of `frame`, as ffmpeg carries them out."""
    data = _find_side_data(frame, MATRIX)
    if len(data) < 36:
        return Turn()
    a, b, _, c, d = struct.unpack("<9i", data[:36])[:5]
    across, along = math.hypot(a, c), math.hypot(b, d)
    if not across or not along:
        return Turn()
    degrees = math.degrees(-math.atan2(b / along, a / across)) % 360
    quarter = round(degrees / 90) * 90
    near = abs(degrees - quarter) <= NEAR
    return Turn((quarter if near else round(degrees)) % 360, mirrored=a * d - b * c < 0)


def describe_tags(frame: VideoFrame, context: VideoCodecContext, turn: Turn) -> tuple[str, ...]:
    """Describe each tag of `frame` that a viewer of the result would not see carried out."""
    return (*_describe_curve(frame, context), *_describe_turn(turn), *_describe_views(frame))


def _describe_curve(frame: VideoFrame, context: VideoCodecContext) -> tuple[str, ...]:
    curve = _choose_tag(int(frame.color_trc), int(context.color_trc))
    if curve >= CAMERA_CURVES:
        return (
            "it was recorded in a log curve of its camera, which egv does not undo, so it looks"
            " flat; colour-correct --lut applies the maker's look",
        )
    if curve == CINEMA or (curve not in CURVES and curve not in STANDARD):
        return (
            f"it states a light curve that egv does not know (number {curve}), so its tones are"
            " shown as they are stored",
        )
    return ()


def _describe_turn(turn: Turn) -> tuple[str, ...]:
    if turn.is_quarter and not turn.mirrored:
        return ()
    if turn.is_quarter:
        return ("the clip is stored mirrored; it is shown as its tag says",)
    angle = min(turn.degrees, 360 - turn.degrees)
    return (
        f"the clip's tag turns its picture by {angle}°; it is turned within its frame, so the"
        " corners are cut off and black",
    )


def _describe_views(frame: VideoFrame) -> tuple[str, ...]:
    notes = []
    if _find_side_data(frame, SPHERE):
        notes.append(
            "this is a 360° recording; it is shown flat, as it is stored, and cannot be turned in"
            " a player; export the view that you want"
        )
    stereo = _find_side_data(frame, STEREO)
    layout = struct.unpack("<i", stereo[:4])[0] if len(stereo) >= 4 else 0
    if layout in BESIDE | ABOVE:
        place = "beside" if layout in BESIDE else "above"
        notes.append(
            f"this is a 3D recording with the pictures of both eyes {place} each other; both are"
            " shown, as they are stored; export one eye for an ordinary video"
        )
    return tuple(notes)


def _find_side_data(frame: VideoFrame, kind: str) -> bytes:
    """Find the data of `kind` that comes with `frame`; empty where there is none."""
    data = cast("Mapping[str, bytes]", frame.side_data).get(kind)
    return bytes(data) if data else b""
