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

    Blocks = Callable[[], Iterator[NDArray[np.float32]]]

LISTENING_HZ = 16_000  # the rate of speech models
BLOCK_SAMPLES = LISTENING_HZ * 30
KEPT_BLOCKS = 10  # 5 min, 19 MB: a longer sound is decoded again on each call


def decode_speech_samples(sound: Pad, context: RenderContext) -> Blocks:
    """Return a function that decodes `sound` from its start: mono float32 blocks at 16 kHz.

    Each call starts again. A sound of up to `KEPT_BLOCKS` blocks is decoded only once.
    """
    heard = apply_filter(sound, "aresample", osr=LISTENING_HZ)
    heard = apply_filter(heard, "aformat", sample_fmts="flt", channel_layouts="mono")
    arguments = compile_command((heard,), "pipe:1", {"f": "f32le", "v": "error"})

    kept: list[NDArray[np.float32]] = []

    def iter_decoded_blocks() -> Iterator[NDArray[np.float32]]:
        import numpy as np

        with runner.open_pipe(arguments, context) as read:
            while data := read(BLOCK_SAMPLES * 4):
                yield np.frombuffer(data[: len(data) // 4 * 4], dtype="<f4")

    def blocks() -> Iterator[NDArray[np.float32]]:
        if kept:
            yield from kept
            return
        heard: list[NDArray[np.float32]] = []
        for block in iter_decoded_blocks():
            if len(heard) <= KEPT_BLOCKS:
                heard.append(block)
            yield block
        if len(heard) <= KEPT_BLOCKS:
            kept.extend(heard)

    return blocks
