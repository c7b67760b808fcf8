"""The sound of a pad as blocks of samples, for analysis in-process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from egv.core.graph.ffmpeg_command import compile_command
from egv.core.graph.pads import Pad, apply_filter
from egv.tools.ffmpeg import runner
from egv.tools.ffmpeg.context import RenderContext

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]
    Blocks = Callable[[], Iterator[Samples]]

LISTENING_HZ = 16_000  # the rate of speech models
BLOCK_SAMPLES = LISTENING_HZ * 30
KEPT_BLOCKS = 10  # 5 min, 19 MB: a longer sound is decoded again on each call
SIDES = "2 sides"  # the way in which stereo is heard: part of the names of cached answers
WINDOW_SAMPLES, SLOPE_SAMPLES = LISTENING_HZ // 10, LISTENING_HZ // 100
CANCELLED = 0.25  # power of the sum to that of the louder side: one side alone gives 1
SUM_GAIN = 0.70710678  # ffmpeg's own, so that both sides alike give what one of them had as mono


class StereoListener:
    """A listener to both sides of a sound: their sum, or where that cancels their difference.

    Give it one sound, block after block; each but the last holds whole tenths of a second.
    """

    def __init__(self) -> None:
        self._difference = False

    def mix_sides(self, stereo: Samples) -> Samples:
        """Mix `stereo`, samples x 2, to mono."""
        import numpy as np

        together, apart = stereo[:, 0] + stereo[:, 1], stereo[:, 0] - stereo[:, 1]
        count = len(stereo)
        padded = np.pad(stereo, ((0, -count % WINDOW_SAMPLES), (0, 0)))
        windows = padded.reshape(-1, WINDOW_SAMPLES, 2).astype(np.float64)
        louder = (windows**2).mean(axis=1).max(axis=1)
        summed = (windows.sum(axis=2) ** 2).mean(axis=1)
        cancels = np.where(louder > 0, summed < CANCELLED * louder, -1)  # -1: as in the one before
        if not (self._difference or (cancels == 1).any()):
            return together * np.float32(SUM_GAIN)
        share = self._follow_windows(cancels.tolist())[:count]
        return ((together * (1 - share) + apart * share) * np.float32(SUM_GAIN)).astype(np.float32)

    def _follow_windows(self, cancels: list[int]) -> Samples:
        """Return the share of the difference in each sample, with a slope at each change."""
        import numpy as np

        share = np.empty(len(cancels) * WINDOW_SAMPLES, dtype=np.float32)
        for number, cancelled in enumerate(cancels):
            before, now = self._difference, bool(cancelled) if cancelled >= 0 else self._difference
            own = share[number * WINDOW_SAMPLES : (number + 1) * WINDOW_SAMPLES]
            own[:] = now
            own[:SLOPE_SAMPLES] = np.linspace(before, now, SLOPE_SAMPLES, dtype=np.float32)
            self._difference = now
        return share


def decode_stereo_samples(sound: Pad, context: RenderContext) -> Blocks:
    """Return a function that decodes `sound` from its start: samples x 2, float32, at 16 kHz."""
    heard = apply_filter(sound, "aresample", osr=LISTENING_HZ)
    heard = apply_filter(heard, "aformat", sample_fmts="flt", channel_layouts="stereo")
    arguments = compile_command((heard,), "pipe:1", {"f": "f32le", "v": "error"})

    def blocks() -> Iterator[Samples]:
        import numpy as np

        with runner.open_pipe(arguments, context) as read:
            while data := read(BLOCK_SAMPLES * 8):
                yield np.frombuffer(data[: len(data) // 8 * 8], dtype="<f4").reshape(-1, 2)

    return blocks


def decode_speech_samples(sound: Pad, context: RenderContext) -> Blocks:
    """Return a function that decodes `sound` from its start: mono float32 blocks at 16 kHz.

    Each call starts again. A sound of up to `KEPT_BLOCKS` blocks is decoded only once.
    """
    decode = decode_stereo_samples(sound, context)
    kept: list[Samples] = []

    def blocks() -> Iterator[Samples]:
        if kept:
            yield from kept
            return
        listener = StereoListener()
        heard: list[Samples] = []
        for block in map(listener.mix_sides, decode()):
            if len(heard) <= KEPT_BLOCKS:
                heard.append(block)
            yield block
        if len(heard) <= KEPT_BLOCKS:
            kept.extend(heard)

    return blocks
