"""A few small key frames of the kept parts of a clip: to judge its colours, and to choose one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from egv.core.graph.conform import conform_one_frame
from egv.core.graph.pads import Pad, apply_filter, combine_pads
from egv.core.media.timing import Seconds
from egv.core.programme.edit import Segment
from egv.tools.ffmpeg.context import RenderContext
from egv.tools.ffmpeg.frames import iter_frames
from egv.tools.machine.tasks import map_in_threads

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST = 6  # most samples of a clip; each costs an open and a decode
AT_ONCE = 2  # parallel ffmpeg runs
FEWEST = 3  # with fewer key frames in the kept parts, frames between them are decoded too
WIDTH = 160  # px: colour needs no detail
LIT, MIDDLE = (40, 215), 128  # mean levels, 0 to 255, of a frame that is lit well enough


def sample_key_frames(
    clock: Sequence[Segment], context: RenderContext, *, wide: int = WIDTH
) -> list[NDArray[np.uint8]]:
    """Sample frames kept by `clock`, spread over it: height x `wide` x 3 RGB (BT.709), 8 bit."""
    clip = clock[0].media
    width, height = clip.video.upright_size
    small = max(2, round(wide * height / width / 2) * 2)
    size = (2 * wide, 2 * small)  # double size: at 4:2:0, edges have half the colour resolution
    pads = [
        conform_one_frame(clip, at, size, exactly=exactly) for at, exactly in _choose_times(clock)
    ]
    half = -(-len(pads) // AT_ONCE)
    shares = [tuple(pads[start : start + half]) for start in range(0, len(pads), half)]

    seen = map_in_threads(
        context.tasks,
        lambda tasks, share: _decode_frames(share, (wide, small), context.with_tasks(tasks)),
        shares,
        AT_ONCE,
    )
    return [frame for frames in seen for frame in frames]


def choose_best_frame(frames: Sequence[NDArray[np.uint8]]) -> NDArray[np.uint8]:
    """Choose the sharpest of `frames` (height x width x 3, RGB) that is not too dark or bright."""

    def judge(frame: NDArray[np.uint8]) -> float:
        grey = frame.mean(axis=2)
        sharpness = abs(grey[1:] - grey[:-1]).mean() + abs(grey[:, 1:] - grey[:, :-1]).mean()
        lit = LIT[0] <= grey.mean() <= LIT[1]
        return float(sharpness) if lit else -abs(float(grey.mean()) - MIDDLE)

    return max(frames, key=judge)


def _decode_frames(
    pads: tuple[Pad, ...], size: tuple[int, int], context: RenderContext
) -> list[NDArray[np.uint8]]:
    """Decode the frame of each of `pads`, in one run."""
    width, height = size
    together = combine_pads(pads, "concat", n=len(pads), v=1, a=0) if len(pads) > 1 else pads[0]
    seen = apply_filter(
        apply_filter(together, "scale", w=width, h=height, flags="area", in_color_matrix="bt709"),
        "format",
        pix_fmts="rgb24",
    )
    return [*iter_frames(seen, (width, height, 3), context)]


def _choose_times(clock: Sequence[Segment]) -> list[tuple[Seconds, bool]]:
    """Choose sample times on the clip's clock; True marks a time that must be decoded exactly."""
    clip = clock[0].media
    kept = [
        at
        for segment in clock
        for at in clip.video.keyframes
        if segment.seen_span.start <= at < segment.seen_span.end
    ]
    if len(kept) >= FEWEST:
        chosen = [kept[i * len(kept) // MOST] for i in range(MOST)] if len(kept) > MOST else kept
        return [(at, False) for at in chosen]
    spans = [segment.seen_span for segment in clock]
    longest = sorted(spans, key=lambda span: -span.duration)[:FEWEST]
    parts = -(-FEWEST // len(longest))
    return [
        (span.start + span.duration * (2 * part + 1) / (2 * parts), True)
        for span in sorted(longest)
        for part in range(parts)
    ]
