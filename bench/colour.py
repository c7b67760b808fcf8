"""`python -m bench.colour`: how much of known faults `colour-correct` takes back, and its harm.

Each fault of `bench.colour_casts` is put on each picture of `bench.colour_pictures`; egv measures
and corrects it, and the rest of the difference (CIEDE2000) is compared with the fault's own. 100 %
is the picture as it was, 0 the fault, below 0 worse than the fault. With `--choose`, thresholds are
chosen for each picture by all the others, so each picture is judged by what never saw it.
"""

from __future__ import annotations

import argparse
import itertools
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.ciede2000 import Colours, difference, lab
from bench.colour_casts import CASTS, Picture
from bench.colour_grade import Pixels, grade_pixels, to_pixels, to_signal
from bench.colour_pictures import load_pictures, load_unseen_pictures
from bench.measure import ROOT
from egv.core.picture.colour_plan import CorrectionMode, plan_correction
from egv.core.picture.colour_stats import THRESHOLDS, ColourStats, Thresholds
from egv.tools.measure.colour import measure_colour

MEDIA = ROOT.parent / "shared" / "media"
MODES = (CorrectionMode.GENTLE, CorrectionMode.AUTO)
JUDGED = 800  # pixels of each picture, drawn once
ROWS = ("as it is", *(f"{cast.kind}, {cast.strength}" for cast in CASTS))
GOALS = {
    "dark, 1 stop": 0.6,
    "dim, gamma 0.62": 0.4,
    "warm, 4,300 K": 0.45,
    "cold, 10,500 K": 0.45,
    "flat, contrast 0.75": 0.5,
    "flat, contrast 0.62": 0.5,
}
BEYOND, HARM, MOVED, SPARED = 0.1, 0.15, 0.3, 2.0  # how choices are rated, see `rate_scores`
TRIED: dict[str, tuple[object, ...]] = {
    "cast": ((0.10, 0.16), (0.12, 0.16), (0.12, 0.18)),
    "near_white": ((0.0, 0.20), (0.0, 0.25)),
    "flat": ((0.10, 0.125), (0.11, 0.13), (0.12, 0.14)),
    "dark": ((0.20, 0.25), (0.23, 0.26)),
    "dim": (0.23, 0.25, 0.27),
}
Scores = NDArray[np.float64]  # pictures x rows of the table


@dataclass(frozen=True, slots=True)
class Case:
    """One picture with one fault: what egv measures, some pixels, and how far off they are."""

    measured: ColourStats
    pixels: Pixels
    truth: Colours
    off: float


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.colour", description=__doc__)
    parser.add_argument("--clips", type=Path, default=MEDIA, help="folder of the real clips")
    parser.add_argument("--pictures", type=Path, help="folder of pictures instead of packages'")
    parser.add_argument("--choose", action="store_true", help="choose thresholds by the others")
    parser.add_argument("--unseen", action="store_true", help="pictures that chose nothing")
    words = parser.parse_args()
    pictures = (
        load_unseen_pictures() if words.unseen else load_pictures(words.clips, words.pictures)
    )
    names, cases = list(pictures), []
    for name, frames in pictures.items():
        print(name, file=sys.stderr, flush=True)
        cases.append(prepare_cases(frames))
    if words.choose:
        chosen, thresholds = choose_for_each(cases)
        for name, each in zip(names, thresholds, strict=True):
            print(f"{name}: {each}", file=sys.stderr)
    else:
        chosen = {mode: score_cases(cases, mode, THRESHOLDS) for mode in MODES}
    print(f"{len(names)} pictures\n\n{format_table(names, chosen)}")
    print(f"\nnewly clipped at most: {max(map(measure_clipped, cases)):.2%} of the pixels")
    return 0


def prepare_cases(frames: list[Picture]) -> list[Case]:
    """Prepare the cases of one picture: as it is, then with each fault."""
    spoilt = [frames, *([cast.apply(frame) for frame in frames] for cast in CASTS)]
    count = sum(frame.size // 3 for frame in frames)
    drawn = np.random.default_rng(1).choice(count, min(JUDGED, count), replace=False)
    pixels = [
        to_pixels(np.concatenate([frame.reshape(-1, 3) for frame in each])[drawn] / 255.0)
        for each in spoilt
    ]
    truth = lab(to_signal(pixels[0]))
    return [
        Case(measure_colour(each), seen, truth, measure_distance(truth, seen))
        for each, seen in zip(spoilt, pixels, strict=True)
    ]


def measure_distance(truth: Colours, pixels: Pixels) -> float:
    """Measure the mean CIEDE2000 between L*a*b* colours and pixels."""
    return float(difference(truth, lab(to_signal(pixels))).mean())


def score_cases(cases: list[list[Case]], mode: CorrectionMode, thresholds: Thresholds) -> Scores:
    """Score each case: the share taken back, 1 at best; of pictures as they are, CIEDE2000."""
    return np.array([[score_case(case, mode, thresholds) for case in row] for row in cases])


def score_case(case: Case, mode: CorrectionMode, thresholds: Thresholds) -> float:
    """Score one case."""
    correction = plan_correction(case.measured, mode, thresholds)
    if correction.is_identity:
        return 0.0
    left = measure_distance(case.truth, grade_pixels(case.pixels, correction))
    return 1 - left / case.off if case.off else left


def choose_for_each(
    cases: list[list[Case]],
) -> tuple[dict[CorrectionMode, Scores], list[Thresholds]]:
    """Choose thresholds for each picture by the others, and score it by them."""
    tried = [
        replace(THRESHOLDS, **dict(zip(TRIED, values, strict=True)))  # type: ignore[arg-type]
        for values in itertools.product(*TRIED.values())
    ]
    scores = [score_cases(cases, CorrectionMode.AUTO, each) for each in tried]
    print(tried[int(np.argmax([rate_scores(each) for each in scores]))], "for all")
    best = []
    for left_out in range(len(cases)):
        ratings = [rate_scores(np.delete(each, left_out, axis=0)) for each in scores]
        best.append(tried[int(np.argmax(ratings))])
    held_out = {
        mode: np.concatenate(
            [score_cases([row], mode, each) for row, each in zip(cases, best, strict=True)]
        )
        for mode in MODES
    }
    return held_out, best


def rate_scores(scores: Scores) -> float:
    """Rate scores: medians where there is a goal, less all harm, also to pictures that are right.

    More than a little beyond a goal counts for nothing.
    """
    medians = (
        min(float(np.median(scores[:, ROWS.index(row)])), goal + BEYOND)
        for row, goal in GOALS.items()
    )
    harm = float(np.minimum(scores[:, 1:], 0).sum())
    moved = float(np.maximum(scores[:, 0] - SPARED, 0).sum())
    return sum(medians) + HARM * harm - MOVED * moved


def measure_clipped(row: list[Case]) -> float:
    """Measure the share of pixels of a picture that is right which a correction newly clips."""
    before, after = row[0].pixels, []
    lost = _find_clipped(to_signal(before), margin=2)
    for mode in MODES:
        made = grade_pixels(before, plan_correction(row[0].measured, mode))
        after.append(float((_find_clipped(to_signal(made), margin=0.5) & ~lost).mean()))
    return max(after)


def _find_clipped(signal: Colours, *, margin: float) -> NDArray[np.bool_]:
    clipped = (signal <= margin / 255) | (signal >= 1 - margin / 255)
    return np.asarray(clipped.any(axis=1))


def format_table(names: list[str], scores: dict[CorrectionMode, Scores]) -> str:
    """Format medians and worsts, per fault and mode; the worst with the picture's name."""
    lines = [
        f"| fault | {' | '.join(f'`{mode}`: median | worst' for mode in scores)} |",
        f"|---|{'---|---|' * len(scores)}",
    ]
    for column, row in enumerate(ROWS):
        cells = [row]
        for each in scores.values():
            cells += _format_cells(names, each[:, column], is_fault=column > 0)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _format_cells(names: Iterable[str], values: Scores, *, is_fault: bool) -> list[str]:
    """Format the median and the worst of one column; pictures without a fault were moved."""
    pick: Callable[[Scores], np.intp] = np.argmin if is_fault else np.argmax
    at = int(pick(values))
    middle, worst = float(np.median(values)), float(values[at])
    if not is_fault:
        return [f"moved {middle:.1f}", f"{worst:.1f} ({list(names)[at]})"]
    return [f"{middle:.0%}", f"{worst:.0%}" + (f" ({list(names)[at]})" if worst < 0 else "")]


if __name__ == "__main__":
    sys.exit(main())
