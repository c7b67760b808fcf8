"""A picture brought to another shape: cut to what matters, or whole on a ground of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import gcd

from egv.core.camera import CameraPath
from egv.core.graph import Pad, filtered, joined
from egv.core.shape import Shares
from egv.core.timing import Seconds, Span, frame_at

LARGEST = Fraction(9, 5)  # a cut is enlarged at most so: 1080 lines fill 1920, and stay sharp
FINE_PX = 32  # steps of a shape's sides that are worth keeping to for the very shape
HEADROOM = 0.42  # of the frame's height, from its top: where a face stands
BLUR_SHARE = 8  # the ground is blurred at this part of the size, where it costs nothing
BLUR_SIGMA = 5
BLUR_DARKER = -0.06  # so that the eye stays on the picture
SCALER = "bicubic"


class Fit(StrEnum):
    """How a picture of another shape fills a frame."""

    BLUR = "blur"
    CROP = "crop"
    PAD = "pad"


class Follow(StrEnum):
    """What stays in the frame when a picture is cut to fill it."""

    AUTO = "auto"
    CENTRE = "centre"
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Framing:
    """How a picture is brought to other shapes; without a `fit`, as each format has it."""

    fit: Fit | None = None
    follow: Follow = Follow.AUTO


@dataclass(frozen=True, slots=True)
class Placement:
    """The part `seen` of a picture stands in the part `inside` of a frame.

    Of a picture that is cut along a `camera`'s path, `seen` is where this begins.
    """

    seen: Shares = (0.0, 0.0, 1.0, 1.0)
    inside: Shares = (0.0, 0.0, 1.0, 1.0)
    camera: tuple[Window, CameraPath] | None = None

    def place_on_frame(self, part: Shares, moment: Seconds) -> Shares:
        """Where `part` of the picture stands at `moment`, s on the clip's clock; maybe beside."""
        seen = self.seen
        if self.camera:
            here, path = self.camera
            seen = here.seen(path.at(moment))

        def place(share: float, axis: int) -> float:
            done = (share - seen[axis]) / (seen[axis + 2] - seen[axis])
            return self.inside[axis] + done * (self.inside[axis + 2] - self.inside[axis])

        return place(part[0], 0), place(part[1], 1), place(part[2], 0), place(part[3], 1)

    def under(self, part: Shares) -> Shares:
        """What of the picture lies under `part` of the frame; beside the picture, its edge."""
        return (
            self._on(part[0], 0), self._on(part[1], 1), self._on(part[2], 0), self._on(part[3], 1),
        )  # fmt: skip

    def _on(self, share: float, axis: int) -> float:
        low, high = self.inside[axis], self.inside[axis + 2]
        done = min(max((share - low) / (high - low), 0.0), 1.0)
        return round(self.seen[axis] + done * (self.seen[axis + 2] - self.seen[axis]), 3)


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a picture `width` x `height` px that fills a frame; sides in whole pixels."""

    width: int
    height: int
    picture: tuple[int, int]

    @property
    def reach(self) -> tuple[float, float]:
        """Its sides as shares of the picture's."""
        return self.width / self.picture[0], self.height / self.picture[1]

    def corner(self, place: tuple[float, float]) -> tuple[int, int]:
        """Its left and top when it looks at `place` (shares), inside the picture, even."""
        left = place[0] * self.picture[0] - self.width / 2
        top = place[1] * self.picture[1] - self.height * HEADROOM
        most = (self.picture[0] - self.width, self.picture[1] - self.height)
        return _even(min(max(left, 0), most[0])), _even(min(max(top, 0), most[1]))

    def seen(self, place: tuple[float, float]) -> Shares:
        """What of the picture it shows when it looks at `place`."""
        (x, y), (wide, high) = self.corner(place), self.picture
        return x / wide, y / high, (x + self.width) / wide, (y + self.height) / high


WHOLE = Placement()


def window(picture: tuple[int, int], frame: tuple[int, int]) -> Window:
    """The largest part of `picture` that has the shape of `frame`."""
    wide, high = picture
    width = min(wide, _even(Fraction(high * frame[0], frame[1])))
    height = min(high, _even(Fraction(wide * frame[1], frame[0])))
    return Window(width, height, picture)


def fit_sharp_frame(here: Window, frame: tuple[int, int]) -> tuple[int, int]:
    """`frame`, or the largest of its shape that `here` fills without losing its sharpness."""
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
    return max(2, _even(frame[0] * share)), max(2, _even(frame[1] * share))


def scaled(pad: Pad, frame: tuple[int, int]) -> Pad:
    """`pad` at the size of `frame`, which has its shape."""
    pad = filtered(pad, "scale", w=frame[0], h=frame[1], flags=SCALER)
    return filtered(pad, "setsar", sar=1)


def cropped(
    pad: Pad,
    picture: tuple[int, int],
    frame: tuple[int, int],
    path: CameraPath,
    kept: Sequence[Span],
    rate: Fraction,
) -> Pad:
    """`pad`, a programme of `picture` size made of `kept`, cut to fill `frame` along `path`.

    A camera that stands still is cut first, which is cheaper; one that moves is scaled first, so
    that it moves in pixels of the frame.
    """
    if not path.moves:
        here = window(picture, frame)
        x, y = here.corner(path.first)
        return scaled(filtered(pad, "crop", w=here.width, h=here.height, x=x, y=y), frame)
    share = max(Fraction(frame[0], picture[0]), Fraction(frame[1], picture[1]))
    large = (max(frame[0], _even(picture[0] * share)), max(frame[1], _even(picture[1] * share)))
    here = Window(*frame, large)
    pieces = _pieces(path, here, kept, rate)
    left, top = (_expression(pieces, axis) for axis in (0, 1))
    pad = filtered(pad, "scale", w=large[0], h=large[1], flags=SCALER)
    return filtered(filtered(pad, "crop", w=frame[0], h=frame[1], x=left, y=top), "setsar", sar=1)


def on_blur(pad: Pad, picture: tuple[int, int], frame: tuple[int, int]) -> Pad:
    """`pad` whole, over a blurred and darker copy of itself that fills `frame`."""
    here = window(picture, frame)
    x, y = here.corner((0.5, 0.5))
    small = tuple(max(2, _even(Fraction(side, BLUR_SHARE))) for side in frame)
    ground = filtered(pad, "crop", w=here.width, h=here.height, x=x, y=y)
    ground = filtered(ground, "scale", w=small[0], h=small[1], flags="area")
    ground = filtered(filtered(ground, "gblur", sigma=BLUR_SIGMA), "eq", brightness=BLUR_DARKER)
    ground = filtered(ground, "scale", w=frame[0], h=frame[1], flags="bilinear")
    inside = _inside(picture, frame)
    whole = filtered(pad, "scale", w=inside[0], h=inside[1], flags=SCALER)
    x, y = ((frame[n] - inside[n]) // 4 * 2 for n in (0, 1))
    layers = (filtered(ground, "setsar", sar=1), filtered(whole, "setsar", sar=1))
    return joined(layers, "overlay", x=x, y=y, format="yuv420")


def on_colour(pad: Pad, picture: tuple[int, int], frame: tuple[int, int], colour: str) -> Pad:
    """`pad` whole, on `colour` (`#RRGGBB`) that fills `frame`."""
    inside = _inside(picture, frame)
    pad = filtered(pad, "scale", w=inside[0], h=inside[1], flags=SCALER)
    x, y = ((frame[n] - inside[n]) // 4 * 2 for n in (0, 1))
    ground = f"0x{colour.lstrip('#')}"
    return filtered(
        filtered(pad, "pad", w=frame[0], h=frame[1], x=x, y=y, color=ground), "setsar", sar=1
    )


def whole_in(picture: tuple[int, int], frame: tuple[int, int]) -> Shares:
    """Where in `frame` the whole of `picture` stands."""
    x, y = (inside / side for inside, side in zip(_inside(picture, frame), frame, strict=True))
    return (1 - x) / 2, (1 - y) / 2, (1 + x) / 2, (1 + y) / 2


def _inside(picture: tuple[int, int], frame: tuple[int, int]) -> tuple[int, int]:
    """The largest size of `picture` that `frame` holds."""
    share = min(Fraction(frame[0], picture[0]), Fraction(frame[1], picture[1]))
    return max(2, _even(picture[0] * share)), max(2, _even(picture[1] * share))


@dataclass(frozen=True, slots=True)
class _Piece:
    """Frames [first, end) of the programme: the camera stands at `start`, or goes to `to`.

    A move takes `length` frames from frame `begins` on, which may lie before `first`.
    """

    first: int
    end: int
    start: tuple[int, int]
    to: tuple[int, int]
    begins: int = 0
    length: int = 0


def _pieces(path: CameraPath, here: Window, kept: Sequence[Span], rate: Fraction) -> list[_Piece]:
    """`path`, which is on the clip's clock, on the programme's frames."""
    pieces: list[_Piece] = []
    done = Seconds(0)
    for span in kept:
        offset = done - span.start
        at, place = span.start, path.first
        for move in path.moves:
            if move.span.start > at:
                _add(pieces, Span(at, move.span.start), span, offset, rate, here.corner(place))
            if both := move.span.overlap(span):
                _add(pieces, both, span, offset, rate, here.corner(move.start),
                     here.corner(move.end), move.span)  # fmt: skip
            at, place = max(at, move.span.end), move.end
        if at < span.end:
            _add(pieces, Span(at, span.end), span, offset, rate, here.corner(place))
        done += span.duration
    return pieces


def _add(
    pieces: list[_Piece],
    part: Span,
    kept: Span,
    offset: Seconds,
    rate: Fraction,
    start: tuple[int, int],
    to: tuple[int, int] | None = None,
    move: Span | None = None,
) -> None:
    """Add what of `part` is kept, if that is a frame at all."""
    both = part.overlap(kept)
    if both is None:
        return
    first, end = (frame_at(at + offset, rate) for at in (both.start, both.end))
    if first >= end:
        return
    if move is None or to is None:
        pieces.append(_Piece(first, end, start, start))
    else:
        begins = frame_at(move.start + offset, rate)
        length = max(1, frame_at(move.duration, rate))
        pieces.append(_Piece(first, end, start, to, begins, length))


def _expression(pieces: Sequence[_Piece], axis: int) -> str:
    """`pieces` as a function of the frame's number, a balanced tree of comparisons."""
    if len(pieces) > 1:
        middle = len(pieces) // 2
        low, high = _expression(pieces[:middle], axis), _expression(pieces[middle:], axis)
        return low if low == high else f"if(lt(n,{pieces[middle].first}),{low},{high})"
    piece = pieces[0]
    start, to = piece.start[axis], piece.to[axis]
    if start == to:
        return str(start)
    done = f"clip((n-{piece.begins})/{piece.length},0,1)"
    return f"{start}+({to - start})*st(0,{done})*ld(0)*(3-2*ld(0))"


def _even(length: Fraction | float) -> int:
    return int(length) // 2 * 2
