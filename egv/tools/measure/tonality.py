"""Count the tones that last: music has them at every moment, a voice or a noise hardly ever.

A tone that never ends, as of a mains hum or a ventilator, is no music.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from egv.core.graph.splice import SAMPLE_RATE
from egv.core.sound.noise import LEVEL_S, TONES_S, TONES_STEP

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]
    Flags = NDArray[np.bool_]

FRAME, STEP = 8192, 2400  # samples: 171 ms resolve 6 Hz; one each 50 ms
LOWEST_HZ, HIGHEST_HZ = 250, 5000
AROUND = 25  # bins on both sides whose median is the ground
OVER_GROUND_DB = 10.0
LASTING = 12  # frames, 0.6 s: a voice does not hold one tone for so long, nor its echo
ENDLESS, MOSTLY_THERE = 0.75, 0.35  # share of the pauses, or of all frames where there are few
LEAST_FRAMES = 10
STRETCH = 60 * SAMPLE_RATE // STEP  # frames within which a tone is endless or not


class ToneMeter:
    """A meter of lasting tones in a mono sound at 48 kHz, which it gets in blocks.

    It keeps 200 bytes for each frame: 15 MB an hour.
    """

    def __init__(self) -> None:
        import numpy as np

        self._low, high = (hz * FRAME // SAMPLE_RATE for hz in (LOWEST_HZ, HIGHEST_HZ))
        self._bins = high - self._low
        self._window = np.hanning(FRAME).astype(np.float32)
        self._held = np.zeros(0, np.float32)
        self._lasted = np.zeros(self._bins, np.int32)
        self._frames: list[tuple[bytes, bytes]] = []  # peaks and lasting peaks, as bits

    def read_block(self, sound: Samples) -> None:
        """Read the next block of the sound."""
        import numpy as np

        held = np.concatenate([self._held, sound])
        count = max(0, (len(held) - FRAME) // STEP + 1)
        if count:
            at = np.arange(count)[:, None] * STEP + np.arange(FRAME)
            spectra = np.abs(np.fft.rfft(held[at] * self._window))
            for peaks in self._find_peaks(spectra[:, self._low : self._low + self._bins]):
                before = _spread(self._lasted)
                self._lasted = np.where(peaks, before + 1, 0)
                lasting = self._lasted >= LASTING
                self._frames.append((np.packbits(peaks).tobytes(), np.packbits(lasting).tobytes()))
        self._held = held[count * STEP :]

    def _find_peaks(self, spectra: NDArray[np.floating]) -> Flags:
        """Find the bins of each frame that stand out from those around and beside them."""
        import numpy as np

        padded = np.pad(spectra, ((0, 0), (AROUND, AROUND)), mode="edge")
        around = np.lib.stride_tricks.sliding_window_view(padded, 2 * AROUND + 1, axis=1)
        ground = np.median(around, axis=2) + 1e-9
        peaks: Flags = spectra > ground * 10 ** (OVER_GROUND_DB / 20)
        peaks[:, 1:-1] &= (spectra[:, 1:-1] >= spectra[:, :-2]) & (
            spectra[:, 1:-1] >= spectra[:, 2:]
        )
        return peaks

    def count_tones(self, pauses: Sequence[bool]) -> list[float]:
        """Count the lasting tones: their mean number in each window of `TONES_S`.

        `pauses` says of each `LEVEL_S` if nobody speaks there.
        """
        import numpy as np

        counts = np.array(list(self._iter_counts(pauses)), np.float64)
        size, step = (int(seconds * SAMPLE_RATE) // STEP for seconds in (TONES_S, TONES_STEP))
        starts = range(0, max(1, len(counts) - size + step), step)
        return [float(counts[at : at + size].mean()) if len(counts) else 0.0 for at in starts]

    def _iter_counts(self, pauses: Sequence[bool]) -> Iterator[int]:
        """Yield the number of lasting tones in each frame, without the endless ones."""
        import numpy as np

        for start in range(0, len(self._frames), STRETCH):
            packed = self._frames[start : start + STRETCH]
            peaks, lasting = (
                np.unpackbits(
                    np.frombuffer(b"".join(frame[n] for frame in packed), np.uint8).reshape(
                        len(packed), -1
                    ),
                    axis=1,
                    count=self._bins,
                ).astype(bool)
                for n in (0, 1)
            )
            quiet = [_is_pause(pauses, start + number) for number in range(len(packed))]
            near = _spread(peaks)
            in_pauses = sum(quiet) >= LEAST_FRAMES
            share = np.asarray((near[quiet] if in_pauses else near).mean(axis=0), np.float64)
            endless = share > (ENDLESS if in_pauses else MOSTLY_THERE)
            yield from (lasting & ~endless).sum(axis=1).tolist()


def _is_pause(pauses: Sequence[bool], frame: int) -> bool:
    """Tell if nobody speaks during the whole of `frame`."""
    level = int(LEVEL_S * SAMPLE_RATE)
    first, end = frame * STEP // level, (frame * STEP + FRAME) // level + 1
    return all(pauses[first:end])


def _spread(values: NDArray[np.generic]) -> NDArray[np.generic]:
    """Give each bin the largest value of itself and the bins beside it: tones lie between bins."""
    import numpy as np

    wide = np.pad(values, [(0, 0)] * (values.ndim - 1) + [(1, 1)])
    return np.maximum(np.maximum(wide[..., :-2], wide[..., 2:]), wide[..., 1:-1])
