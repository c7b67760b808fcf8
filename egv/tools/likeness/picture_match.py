"""Frames of an output that do not show what their clip showed, told by comparing small pictures.

Colours, crops, texts and logos may differ. So one tone curve is fitted for the whole clip, the
part that is seen is compared where it is placed, and the cells that differ most are left out. What
decides is a contrast: another moment of the clip explains a frame much better than its own, or its
own explains nothing. Where nothing differs, as in a still, nothing is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from egv.core.media.shape import RelativeBox

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Grey = NDArray[np.float32]

CELLS = 24  # cells on a side of what is compared
TRUSTED = 0.7  # share of the cells that are compared: texts and logos cover the others
CURVE = 3  # highest degree of the tone curve
TONES, RARE = 16, 400  # tones to fit it to; one under 1/400 of all cells does not count
KEPT, MANY = 12.0, 0.4  # tones that change by less decide, where so many of them do,
MUCH = 0.25  # and so much of the picture has them
ROUNDS, FITTING = 4, 6.0  # of 255: tones that are further off are dropped
TURNED = 8.0  # of 255: a larger difference may come of a picture that is stored turned
DIFFERENT = 6.0  # of 255: a smaller difference of a cell is coding
CLEARER = 0.4  # another moment explains a cell if so little of the difference is left
FEWEST, OUTNUMBERED = (
    8,
    3,
)  # such cells: so many, and so many times those of which the reverse holds
SURE, FITS = 2, 10.0  # frames that must fit, with so little of a difference, of 255
STRANGE = 25.0  # of 255: a frame so unlike its moment shows something else,
UNEXPLAINED = 0.7  # if so much of its contrast is left unexplained


@dataclass(frozen=True, slots=True)
class Compared:
    """A frame of an output, and what its clip shows at that moment: the nearest frames.

    `seen` is the part of the clip's upright picture in the part `inside` of the frame.
    """

    shown: Grey
    expected: tuple[Grey, ...]
    seen: RelativeBox
    inside: RelativeBox


def find_wrong_frames(compared: Sequence[Compared]) -> tuple[int, ...]:
    """Find which of `compared`, all of one clip, show something else; by number, in order."""
    if len(compared) < 3:
        return ()
    best = _Fit(compared, 0)
    for turned in range(1, 8):
        if best.difference < TURNED:
            break
        best = min(best, _Fit(compared, turned), key=lambda fit: fit.difference)
    if best.count_fitting() < SURE:
        return ()  # the picture is not where it is looked for
    return tuple(number for number in range(len(compared)) if best.is_wrong(number))


class _Fit:
    """All frames compared, with the clip's pictures turned in one of eight ways."""

    def __init__(self, compared: Sequence[Compared], turned: int) -> None:
        import numpy as np

        self._shown = [_cut_cells(one.shown, one.inside) for one in compared]
        self._expected = [
            sorted(
                (_cut_cells(_turn(picture, turned), one.seen) for picture in one.expected),
                key=lambda cells, shown=shown: _measure(np.abs(cells - shown)),  # type: ignore[misc]
            )
            for one, shown in zip(compared, self._shown, strict=True)
        ]
        self._others = [
            [_cut_cells(_turn(other.expected[-1], turned), one.seen) for other in compared]
            for one in compared
        ]
        self._fit_tones()
        own = [self._explain(number) for number in range(len(compared))]
        self._own = [min(differences, key=_measure) for differences in own]
        self.difference = float(np.mean([min(_measure(one), STRANGE) for one in self._own]))

    def _fit_tones(self) -> None:
        """Fit the curve from the clip's tones to the output's; tones that do not fit are dropped.

        Every tone counts the same, however much of the picture has it.
        """
        import numpy as np

        source = np.concatenate([pictures[0].ravel() for pictures in self._expected])
        target = np.concatenate([picture.ravel() for picture in self._shown])
        tones = np.minimum((source / 256 * TONES).astype(int), TONES - 1)
        counts = np.bincount(tones, minlength=TONES)
        common = np.flatnonzero(counts >= max(1, source.size // RARE))
        at = np.array([source[tones == tone].mean() for tone in common]) / 255
        to = np.array([np.median(target[tones == tone]) for tone in common])
        kept = np.abs(to - at * 255) <= KEPT
        share = counts[common][kept].sum() / source.size
        if kept.mean() >= MANY and share >= MUCH:  # most steps change tones little
            at, to = at[kept], to[kept]
        for _ in range(ROUNDS):
            degree = min(CURVE, max(1, at.size // 4))
            alone = np.array([255.0, to[0] - at[0] * 255])  # one tone tells no contrast
            self._curve = np.polyfit(at, to, degree) if at.size > 1 else alone
            left = np.abs(np.polyval(self._curve, at) - to)
            fitting = left <= max(FITTING, float(np.median(left)) * 2)
            at, to = at[fitting], to[fitting]

    def count_fitting(self) -> int:
        """Count the frames that are as their clip shows them."""
        return sum(_measure(own) < FITS for own in self._own)

    def _explain(self, number: int) -> list[Grey]:
        """Return the differences from each picture that may be shown."""
        return [self._compare(number, picture) for picture in self._expected[number]]

    def _compare(self, number: int, picture: Grey) -> Grey:
        import numpy as np

        toned = np.polyval(self._curve, picture / 255)
        difference: Grey = np.abs(toned - self._shown[number])
        return difference

    def is_wrong(self, number: int) -> bool:
        """True where frame `number` is not what its clip shows."""
        others = (
            self._compare(number, picture)
            for other, picture in enumerate(self._others[number])
            if other != number
        )
        own = self._own[number]
        return self._is_strange(number) or any(_explains_better(other, own) for other in others)

    def _is_strange(self, number: int) -> bool:
        import numpy as np

        unlike = _measure(self._own[number])
        spread = float(np.std(self._shown[number]))
        return unlike > STRANGE and unlike > UNEXPLAINED * spread


def _explains_better(other: Grey, own: Grey) -> bool:
    """True where a frame is much more like the `other` moment than like its `own`.

    Some cells may be so by chance, where an edge falls otherwise; then others are the reverse.
    """
    import numpy as np

    lowest = np.minimum(own, other)
    trusted = lowest <= np.quantile(lowest, TRUSTED)
    better, worse = (
        np.count_nonzero(trusted & (one > DIFFERENT) & (another < CLEARER * one))
        for one, another in ((own, other), (other, own))
    )
    return bool(better >= FEWEST and better > OUTNUMBERED * worse)


def _measure(difference: Grey) -> float:
    """Measure a difference by its better cells."""
    import numpy as np

    return float(np.sqrt(np.mean(difference[difference <= np.quantile(difference, TRUSTED)] ** 2)))


def _turn(picture: Grey, how: int) -> Grey:
    import numpy as np

    turned = np.rot90(picture, how % 4)
    return turned[:, ::-1] if how >= 4 else turned


def _cut_cells(picture: Grey, box: RelativeBox) -> Grey:
    """Cut `box` out of `picture`, as the means of its cells."""
    import numpy as np

    exact = picture.astype(np.float64)
    whole = np.pad(np.cumsum(np.cumsum(exact, axis=0), axis=1), ((1, 0), (1, 0)))
    rows = _spread_edges(box[1], box[3], picture.shape[0])
    columns = _spread_edges(box[0], box[2], picture.shape[1])
    lines = _interpolate(whole, rows)
    sums = _interpolate(lines.T, columns).T
    area = np.outer(np.diff(rows), np.diff(columns))
    cells: Grey = (np.diff(np.diff(sums, axis=0), axis=1) / area).astype(np.float32)
    return cells


def _spread_edges(low: float, high: float, side: int) -> NDArray[np.float64]:
    import numpy as np

    return np.linspace(max(low, 0.0) * side, min(high, 1.0) * side, CELLS + 1)


def _interpolate(whole: NDArray[np.float64], at: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    low = np.minimum(at.astype(int), whole.shape[0] - 2)
    share = (at - low)[:, None]
    lines: NDArray[np.float64] = whole[low] * (1 - share) + whole[low + 1] * share
    return lines
