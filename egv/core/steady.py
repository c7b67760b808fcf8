"""The one place where frames are multiplied: one by one as they are asked for, never in a burst.

ffmpeg pushes a decoded frame through the whole graph before it takes the next, and `fps` answers a
gap with all of its frames there and then. They are references and cost nothing, but each filter
behind that draws on them makes a whole picture of each: 94 MB a second at 1080p30. A clock in front
of `fps` leaves it no gap: `streamselect` asks the clock for a tick when somebody asks for a frame.
`tpad` at the end and `loop` wait to be asked by themselves (ffmpeg 9.0.2, tests/media/test_still).
"""

from __future__ import annotations

from fractions import Fraction

from egv.core.graph import Pad, filtered, generated, joined
from egv.core.timing import decimal

TICK = "16x16"  # px: nobody sees it


def hold_rate(picture: Pad, rate: Fraction, frames: int, first: int = 0) -> Pad:
    """`picture` at a constant `rate`, one tick a frame: its frames [first, frames), all of them.

    A time shows the frame that is nearest to it; the start and the end stand still where the
    picture begins later or ends sooner.
    """
    on_grid = filtered(picture, "settb", expr=1 / rate)
    begun = filtered(on_grid, "setpts", expr=f"if(N,PTS,min(PTS,{first}))")
    # Half a tick late and rounded down, since `streamselect` says of the end that it is where the
    # last frame begins: rounded up, that leaves it a frame's time. It would be dropped otherwise.
    late = filtered(filtered(begun, "settb", expr=1 / (2 * rate)), "setpts", expr="PTS+1")
    ticking = joined((_clock(rate, frames, first), late), "streamselect", inputs=2, map=1)
    steady = filtered(ticking, "fps", fps=rate, round="down", eof_action="pass")
    return picture_held(steady, frames)


def picture_held(picture: Pad, frames: int) -> Pad:
    """`picture` (constant rate, one tick a frame) with its last frame held until it is `frames`."""
    held = filtered(picture, "tpad", stop=-1, stop_mode="clone")
    return filtered(held, "trim", end_pts=frames)


def repeat_image(image: Pad, rate: Fraction, frames: int) -> Pad:
    """`image`, which is one frame, shown for `frames` at `rate`, one tick a frame."""
    # On a clock of its own: an image comes at 25 Hz, and rounding would add a frame.
    shown = filtered(filtered(image, "loop", loop=-1, size=1), "settb", expr=1 / rate)
    return filtered(filtered(shown, "setpts", expr="N"), "trim", end_pts=frames)


def _clock(rate: Fraction, frames: int, first: int) -> Pad:
    """Ticks from frame `first` until past the last of `frames`, not for ever.

    A picture that cannot be decoded has no frame to end with, and would be waited for.
    """
    length = decimal(max(1, frames - first + 2) / rate)
    clock = generated("v", "nullsrc", size=TICK, rate=rate, duration=length)
    return filtered(clock, "setpts", expr=f"PTS+{first}") if first else clock
