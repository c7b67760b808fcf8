"""Measure the colour of a few small frames: the ends of the tone scale, and the light on grey.

Faces are only looked for where the light seems to be off: they are a witness of a correction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from egv.core.picture.contrast import LUMA
from egv.core.picture.white_balance import UNPROVEN_WARMTH, ColourStats, measure_excess_warmth
from egv.tools.measure.face_detector import FaceDetector

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

END = 0.5  # %, at both ends of the tone scale: less is specks and the blurred edges of letterboxes
BLOWN = 0.97  # share of full signal: brighter pixels have lost their hue
FAINTEST = 0.01  # an edge weaker than this is noise
MEASURE = 2  # raise it where something is measured differently: answers in a cache are older
LIGHT, NEARLY_WHITEST = 0.55, 0.7  # luma of a light surface, and its share of the whitest
# ln(red / blue), and ln(green² / red blue), of white and grey in any daylight and lamplight.
WARM_OR_COLD, GREEN_OR_MAGENTA = 0.3, 0.08
SHADE, FEWEST_PIXELS = 0.15, 8  # luma of skin that still has a colour, and pixels of one face
NORM = 6  # exponent of the Minkowski mean over edges: strong edges count, not only the strongest


def measure_colour(frames: Iterable[NDArray[np.uint8]]) -> ColourStats:
    """Measure RGB `frames` (height x width x 3, 8 bit, BT.709) together."""
    import numpy as np

    seen = list(frames)
    if not seen:
        return ColourStats(0.0, (0.0, 0.0, 0.0), 0.0, 0.0)
    signal = np.concatenate([frame.reshape(-1, 3) for frame in seen]) / 255.0
    red, green, blue = np.percentile(signal, 100 - END, axis=0).tolist()
    share, near_white = _measure_near_white(signal, max(red, green, blue))
    found = ColourStats(
        black=float(np.percentile(signal.min(axis=1), END)),
        whites=(red, green, blue),
        warmth=_measure_warmth(seen),
        drawn=float(np.mean([_measure_screen_share(frame) for frame in seen])),
        near_white=share,
        near_white_warmth=near_white,
    )
    if abs(measure_excess_warmth(found)) <= UNPROVEN_WARMTH:
        return found
    return replace(found, skin_warmth=_measure_skin(seen))


def _measure_near_white(signal: NDArray[np.float64], whitest: float) -> tuple[float, float]:
    """Measure the share of light and nearly grey pixels, and their median ln(red / blue).

    A pixel of which one channel is full still tells the direction; one that is all white does not.
    """
    import numpy as np

    red, green, blue = np.log(np.clip(signal, 1 / 255, 1)).T
    light = signal @ np.array(LUMA) >= max(LIGHT, NEARLY_WHITEST * whitest)
    grey = (abs(red - blue) <= WARM_OR_COLD) & (abs(2 * green - red - blue) <= GREEN_OR_MAGENTA)
    chosen = light & grey & (signal.min(axis=1) < BLOWN)
    share = float(chosen.mean())
    return share, float(np.median((red - blue)[chosen])) if share else 0.0


def _measure_skin(frames: Sequence[NDArray[np.uint8]]) -> float | None:
    """Measure the median ln(red / blue) between eyes and mouth of the faces; None without any."""
    import numpy as np

    detector, found = FaceDetector(), []
    for frame in frames:
        high, wide = frame.shape[:2]
        for face in detector.find_faces(frame):
            left, top, right, bottom = (max(0.0, side) for side in face.features)
            part = frame[int(top * high) : int(bottom * high), int(left * wide) : int(right * wide)]
            skin = part.reshape(-1, 3) / 255.0
            skin = skin[(skin.max(axis=1) < BLOWN) & (skin @ np.array(LUMA) > SHADE)]
            if len(skin) >= FEWEST_PIXELS:
                red, _, blue = np.log(np.clip(skin, 1 / 255, 1)).T
                found.append(float(np.median(red - blue)))
    return float(np.median(found)) if found else None


def _measure_warmth(frames: Sequence[NDArray[np.uint8]]) -> float:
    """Measure ln(red / blue) of the light by the grey-edge method: from edges, not surfaces."""
    import numpy as np

    edges = np.concatenate([_measure_edges(_halve_picture(frame / 255.0)) for frame in frames])
    if not len(edges):
        return 0.0
    red, _, blue = (edges**NORM).mean(axis=0) ** (1 / NORM)
    return float(np.log(red / blue)) if red > FAINTEST and blue > FAINTEST else 0.0


def _halve_picture(picture: NDArray[np.float64]) -> NDArray[np.float64]:
    """Merge every 2 x 2 pixels: at 4:2:0 the finest edges exist in luma only and look neutral."""
    height, width = picture.shape[0] // 2, picture.shape[1] // 2
    blocks = picture[: height * 2, : width * 2].reshape(height, 2, width, 2, 3)
    softened: NDArray[np.float64] = blocks.mean(axis=(1, 3))
    return softened


def _measure_edges(picture: NDArray[np.float64]) -> NDArray[np.float64]:
    """Measure the gradient of each channel at each pixel that is not blown out."""
    import numpy as np

    across = np.diff(picture, axis=1)[:-1]
    down = np.diff(picture, axis=0)[:, :-1]
    gradient: NDArray[np.float64] = np.hypot(across, down)[picture[:-1, :-1].max(axis=2) < BLOWN]
    return gradient


def _measure_screen_share(frame: NDArray[np.uint8]) -> float:
    """Measure the share of pixels equal to their left and upper neighbours: a drawn screen."""
    same_row = (frame[1:, 1:] == frame[1:, :-1]).all(axis=2)
    same_column = (frame[1:, 1:] == frame[:-1, 1:]).all(axis=2)
    return float((same_row & same_column).mean())
