"""Reframing to another shape: cropped to the subject, or whole on a background."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import gcd

from egv.core.graph.pads import Pad, apply_filter, combine_pads
from egv.core.graph.piecewise import build_piecewise
from egv.core.media.shape import Box, RelativeBox
from egv.core.media.timing import Seconds, Span, to_frame
from egv.core.picture.camera import CameraMove, CameraPath
from egv.core.picture.colour import Colour

LARGEST = Fraction(9, 5)  # the most a crop is enlarged: 1080 lines fill 1920 and stay sharp
FINE_PX = 32  # the exact shape is kept where its sides come in steps of at most this
HEADROOM = 0.38  # of the frame's height, from its top: a face's middle, with eyes near a third
BLUR_SHARE = 8  # the background is blurred at this fraction of its size, where blurring is cheap
BLUR_SIGMA = 10  # a head is no longer one
BLUR_DARKER = -0.06  # so that the eye stays on the picture
SCALER = "bicubic"


class Fit(StrEnum):
    """The way in which a picture of another shape fills a frame."""

    BLUR = "blur"
    CROP = "crop"
    PAD = "pad"


class Follow(StrEnum):
    """The part that stays in the frame when a picture is cropped."""

    AUTO = "auto"
    CENTRE = "centre"
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Framing:
    """The way to bring a picture to other shapes; without a `fit`, each format's own."""

    fit: Fit | None = None
    follow: Follow = Follow.AUTO


@dataclass(frozen=True, slots=True)
class Placement:
    """The part `seen` of a picture, and the part `inside` of a frame in which it is shown.

    For a picture cropped along a `camera`'s path, `seen` is the part at its start. Around a picture
    is a plain `ground`, or a blurred one if that is None.
    """

    seen: RelativeBox = (0.0, 0.0, 1.0, 1.0)
    inside: RelativeBox = (0.0, 0.0, 1.0, 1.0)
    camera: tuple[CropWindow, CameraPath] | None = None
    ground: Colour | None = None

    def place_on_frame(self, part: RelativeBox, moment: Seconds) -> RelativeBox:
        """Find the place on the frame of `part` of the picture at `moment`, s; may be outside.

        `moment` is on the clip's clock.
        """
        seen = self.seen
        if self.camera:
            here, path = self.camera
            seen = here.find_seen_part(path.find_position(moment))

        def place(share: float, axis: int) -> float:
            done = (share - seen[axis]) / (seen[axis + 2] - seen[axis])
            return self.inside[axis] + done * (self.inside[axis + 2] - self.inside[axis])

        return place(part[0], 0), place(part[1], 1), place(part[2], 0), place(part[3], 1)

    def map_to_picture(self, part: RelativeBox) -> RelativeBox:
        """Return the part of the picture under `part` of the frame, kept inside the picture."""
        return (
            self._map_share(part[0], 0), self._map_share(part[1], 1), self._map_share(part[2], 0),
            self._map_share(part[3], 1),
        )  # fmt: skip

    def _map_share(self, share: float, axis: int) -> float:
        low, high = self.inside[axis], self.inside[axis + 2]
        done = min(max((share - low) / (high - low), 0.0), 1.0)
        return round(self.seen[axis] + done * (self.seen[axis + 2] - self.seen[axis]), 3)


@dataclass(frozen=True, slots=True)
class CropWindow:
    """The crop of a picture that fills a frame, `width` x `height` px."""

    width: int
    height: int
    picture: tuple[int, int]

    @property
    def relative_size(self) -> tuple[float, float]:
        """The sides as shares of the picture's."""
        return self.width / self.picture[0], self.height / self.picture[1]

    def find_corner(self, place: tuple[float, float]) -> tuple[int, int]:
        """Find the even left and top, px, of the window around `place`, inside the picture."""
        left = place[0] * self.picture[0] - self.width / 2
        top = place[1] * self.picture[1] - self.height * HEADROOM
        most = (self.picture[0] - self.width, self.picture[1] - self.height)
        return _round_to_even(min(max(left, 0), most[0])), _round_to_even(min(max(top, 0), most[1]))

    def find_seen_part(self, place: tuple[float, float]) -> RelativeBox:
        """Return the part of the picture in the window around `place`."""
        (x, y), (wide, high) = self.find_corner(place), self.picture
        return x / wide, y / high, (x + self.width) / wide, (y + self.height) / high


WHOLE = Placement()


def choose_crop_window(picture: tuple[int, int], frame: tuple[int, int]) -> CropWindow:
    """Choose the largest part of `picture` that has the shape of `frame`."""
    wide, high = picture
    width = min(wide, _round_to_even(Fraction(high * frame[0], frame[1])))
    height = min(high, _round_to_even(Fraction(wide * frame[1], frame[0])))
    return CropWindow(width, height, picture)


def fit_sharp_frame(here: CropWindow, frame: tuple[int, int]) -> tuple[int, int]:
    """Return `frame`, or the largest size of its shape that `here` fills sharply."""
    share = LARGEST * min(Fraction(here.width, frame[0]), Fraction(here.height, frame[1]))
    if share >= 1:
        return frame
    whole = gcd(*frame)
    step = frame[0] // whole, frame[1] // whole
    if step[0] % 2 or step[1] % 2:
        step = 2 * step[0], 2 * step[1]
    times = int(share * frame[0] / step[0])
    if times and min(step) <= FINE_PX:
        return times * step[0], times * step[1]
    return max(2, _round_to_even(frame[0] * share)), max(2, _round_to_even(frame[1] * share))


def scale_pad(pad: Pad, frame: tuple[int, int]) -> Pad:
    """Scale `pad` to the size of `frame`, which has the same shape."""
    pad = apply_filter(pad, "scale", w=frame[0], h=frame[1], flags=SCALER)
    return apply_filter(pad, "setsar", sar=1)


@dataclass(frozen=True, slots=True)
class KeptPath:
    """A camera path on the clip's clock, and the spans of that clip in the programme, at `rate`."""

    path: CameraPath
    kept: Sequence[Span]
    rate: Fraction


def crop_to_path(
    pad: Pad, picture: tuple[int, int], frame: tuple[int, int], kept_path: KeptPath
) -> Pad:
    """Crop `pad`, a programme of `picture` size, to fill `frame` along `kept_path`.

    With a still camera the crop comes first, which is cheaper; with a moving camera the scaling
    comes first, so that the camera moves in pixels of the frame.
    """
    if not kept_path.path.moves:
        here = choose_crop_window(picture, frame)
        x, y = here.find_corner(kept_path.path.first)
        return scale_pad(apply_filter(pad, "crop", w=here.width, h=here.height, x=x, y=y), frame)
    share = max(Fraction(frame[0], picture[0]), Fraction(frame[1], picture[1]))
    large = (
        max(frame[0], _round_to_even(picture[0] * share)),
        max(frame[1], _round_to_even(picture[1] * share)),
    )
    here = CropWindow(*frame, large)
    pieces = _split_path(kept_path, here)
    left, top = (_build_path_expression(pieces, axis) for axis in (0, 1))
    pad = apply_filter(pad, "scale", w=large[0], h=large[1], flags=SCALER)
    return apply_filter(
        apply_filter(pad, "crop", w=frame[0], h=frame[1], x=left, y=top), "setsar", sar=1
    )


def pad_over_blur(pad: Pad, picture: tuple[int, int], frame: tuple[int, int], inside: Box) -> Pad:
    """Show `pad` whole at `inside`, px, over a blurred and darker copy that fills `frame`."""
    here = choose_crop_window(picture, frame)
    x, y = here.find_corner((0.5, 0.5))
    small = tuple(max(2, _round_to_even(Fraction(side, BLUR_SHARE))) for side in frame)
    ground = apply_filter(pad, "crop", w=here.width, h=here.height, x=x, y=y)
    ground = apply_filter(ground, "scale", w=small[0], h=small[1], flags="area")
    ground = apply_filter(
        apply_filter(ground, "gblur", sigma=BLUR_SIGMA), "eq", brightness=BLUR_DARKER
    )
    ground = apply_filter(ground, "scale", w=frame[0], h=frame[1], flags="bilinear")
    whole = apply_filter(pad, "scale", w=inside.width, h=inside.height, flags=SCALER)
    layers = (apply_filter(ground, "setsar", sar=1), apply_filter(whole, "setsar", sar=1))
    return combine_pads(layers, "overlay", x=inside.x, y=inside.y, format="yuv420")


def pad_with_colour(pad: Pad, frame: tuple[int, int], inside: Box, colour: Colour) -> Pad:
    """Show `pad` whole at `inside`, px, on `colour` that fills `frame`."""
    pad = apply_filter(pad, "scale", w=inside.width, h=inside.height, flags=SCALER)
    (wide, high), (x, y) = frame, (inside.x, inside.y)
    pad = apply_filter(pad, "pad", w=wide, h=high, x=x, y=y, color=colour.ffmpeg)
    return apply_filter(pad, "setsar", sar=1)


def place_whole(picture: tuple[int, int], frame: tuple[int, int]) -> Box:
    """Place the whole of `picture` in the middle of `frame`, as large as fits; px, all even."""
    share = min(Fraction(frame[0], picture[0]), Fraction(frame[1], picture[1]))
    wide, high = (max(2, _round_to_even(side * share)) for side in picture)
    return Box((frame[0] - wide) // 4 * 2, (frame[1] - high) // 4 * 2, wide, high)


@dataclass(frozen=True, slots=True)
class _PathPiece:
    """Frames [first, end) of the programme: the camera stays at `start`, or moves to `to`.

    A move takes `length` frames from frame `begins` on, which may lie before `first`.
    """

    first: int
    end: int
    start: tuple[int, int]
    to: tuple[int, int]
    begins: int = 0
    length: int = 0


@dataclass(frozen=True, slots=True)
class _KeptSpan:
    """A kept span of a clip, and the distance from the clip's clock to the programme's."""

    span: Span
    offset: Seconds
    rate: Fraction

    def count_frames(self, at: Seconds) -> int:
        """Count the frames of the programme before `at` on the clip's clock."""
        return to_frame(at + self.offset, self.rate)

    def find_frames(self, part: Span) -> tuple[int, int] | None:
        """Find the frames of the programme that show `part`; None where there is none."""
        both = part.overlap(self.span)
        if both is None:
            return None
        first, end = (self.count_frames(at) for at in (both.start, both.end))
        return (first, end) if first < end else None

    def list_stays(self, part: Span, place: tuple[int, int]) -> list[_PathPiece]:
        """List the piece, if there is one, in which the camera stays at `place` during `part`."""
        frames = self.find_frames(part)
        return [_PathPiece(*frames, place, place)] if frames else []

    def list_moves(self, move: CameraMove, here: CropWindow) -> list[_PathPiece]:
        """List the piece, if there is one, in which the camera makes `move`."""
        frames = self.find_frames(move.span)
        if frames is None:
            return []
        start, to = here.find_corner(move.start), here.find_corner(move.end)
        begins = self.count_frames(move.span.start)
        length = max(1, to_frame(move.span.duration, self.rate))
        return [_PathPiece(*frames, start, to, begins, length)]


def _split_path(kept_path: KeptPath, here: CropWindow) -> list[_PathPiece]:
    """Convert a path, which is on the clip's clock, to frames of the programme."""
    pieces: list[_PathPiece] = []
    done = Seconds(0)
    for span in kept_path.kept:
        kept = _KeptSpan(span, done - span.start, kept_path.rate)
        at, place = span.start, kept_path.path.first
        for move in kept_path.path.moves:
            if move.span.start > at:
                pieces += kept.list_stays(Span(at, move.span.start), here.find_corner(place))
            pieces += kept.list_moves(move, here)
            at, place = max(at, move.span.end), move.end
        if at < span.end:
            pieces += kept.list_stays(Span(at, span.end), here.find_corner(place))
        done += span.duration
    return pieces


def _build_path_expression(pieces: Sequence[_PathPiece], axis: int) -> str:
    """Build an expression of the frame number `n` for the camera's place on `axis`, px."""
    starts = [(str(piece.first), _format_path_piece(piece, axis)) for piece in pieces]
    return build_piecewise("n", starts, join_equal=True)


def _format_path_piece(piece: _PathPiece, axis: int) -> str:
    start, to = piece.start[axis], piece.to[axis]
    if start == to:
        return str(start)
    done = f"clip((n-{piece.begins})/{piece.length},0,1)"
    return f"{start}+({to - start})*st(0,{done})*ld(0)*(3-2*ld(0))"


def _round_to_even(length: Fraction | float) -> int:
    return int(length) // 2 * 2
