"""A frame clock: the one place that multiplies frames, one at a time on request, never in a burst.

ffmpeg pushes a decoded frame through the whole graph before it takes the next, and `fps` fills a
gap with all of its frames at once. They are references and cost nothing, but each later filter
that draws on them makes a full picture of each: 94 MB a second at 1080p30. A clock in front of
`fps` leaves no gap: `streamselect` requests a tick from the clock when a frame is requested.
`tpad` at the end and `loop` wait for requests by themselves (ffmpeg 9.0.2,
tests/media/test_still).
"""

from __future__ import annotations

from fractions import Fraction

from egv.core.graph.pads import Pad, apply_filter, combine_pads, generate_pad
from egv.core.media.timing import format_seconds

TICK = "16x16"  # px; these frames are never shown


def hold_rate(picture: Pad, rate: Fraction, frames: int, first: int = 0) -> Pad:
    """Hold `picture` at a constant `rate`, one tick a frame: all frames in [first, frames).

    Each time shows the nearest frame. The first and last frames are held where the picture begins
    later or ends sooner.
    """
    on_grid = apply_filter(picture, "settb", expr=1 / rate)
    begun = apply_filter(on_grid, "setpts", expr=f"if(N,PTS,min(PTS,{first}))")
    # Half a tick late and rounded down: `streamselect` places the end of the stream where the
    # last frame begins, so rounded up that frame keeps its time; otherwise it is dropped.
    late = apply_filter(apply_filter(begun, "settb", expr=1 / (2 * rate)), "setpts", expr="PTS+1")
    ticking = combine_pads(
        (_build_frame_clock(rate, frames, first), late), "streamselect", inputs=2, map=1
    )
    steady = apply_filter(ticking, "fps", fps=rate, round="down", eof_action="pass")
    return hold_picture(steady, frames)


def hold_picture(picture: Pad, frames: int) -> Pad:
    """Hold the last frame of `picture` (constant rate, one tick a frame) until it has `frames`."""
    held = apply_filter(picture, "tpad", stop=-1, stop_mode="clone")
    return apply_filter(held, "trim", end_pts=frames)


def repeat_image(image: Pad, rate: Fraction, frames: int) -> Pad:
    """Repeat `image`, which is one frame, for `frames` at `rate`, one tick a frame."""
    # On its own timebase: an image comes at 25 Hz, and rounding would add a frame.
    shown = apply_filter(apply_filter(image, "loop", loop=-1, size=1), "settb", expr=1 / rate)
    return apply_filter(apply_filter(shown, "setpts", expr="N"), "trim", end_pts=frames)


def _build_frame_clock(rate: Fraction, frames: int, first: int) -> Pad:
    """Build a clock that ticks from frame `first` until just after the last of `frames`.

    It ends because a picture that cannot be decoded has no last frame, and would be waited for.
    """
    length = format_seconds(max(1, frames - first + 2) / rate)
    clock = generate_pad("v", "nullsrc", size=TICK, rate=rate, duration=length)
    return apply_filter(clock, "setpts", expr=f"PTS+{first}") if first else clock
