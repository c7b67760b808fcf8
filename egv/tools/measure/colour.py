"""Measure the colour of a few small frames: the tone scale, and the light on edges and greys.

Faces are only looked for where something seems to be off: they are witnesses of a correction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING

from egv.core.media.shape import RelativeBox
from egv.core.picture.colour_plan import may_need_faces
from egv.core.picture.colour_stats import ColourStats
from egv.core.picture.contrast import LUMA
from egv.tools.measure.face_detector import DetectedFace, FaceDetector

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

END = 0.5  # %, at both ends of the tone scale: less is specks and the blurred edges of letterboxes
BLOWN = 0.97  # share of full signal: brighter pixels have lost their hue
FAINTEST = 0.001  # mean edges weaker than this are noise
MEASURE = 3  # raise it where something is measured differently: answers in a cache are older
NEARLY_WHITEST = 0.6  # luma of a light surface, as a share of the whitest
# ln(red / blue), and ln(green² / red blue), of white and grey in any daylight and lamplight.
WARM_OR_COLD, GREEN_OR_MAGENTA = 0.6, 0.25
SHADE, FEWEST_PIXELS = 0.02, 8  # luma of skin that still has a colour, and pixels of one face
SURE = 0.65  # score, 0 to 1, of a face that may be a witness
NORM = 1.5  # exponent of the Minkowski mean over edges: strong edges count more, not alone
STRONG = 70  # %: the median is that of the edges above this percentile
LEAST_EDGE = 0.001  # added to edges before their logarithm


def measure_colour(frames: Iterable[NDArray[np.uint8]]) -> ColourStats:
    """Measure RGB `frames` (height x width x 3, 8 bit, BT.709) together."""
    import numpy as np

    seen = list(frames)
    if not seen:
        return ColourStats(0.0, (0.0, 0.0, 0.0), (0.0, 0.0), 0.0)
    signal = np.concatenate([frame.reshape(-1, 3) for frame in seen]) / 255.0
    luma = signal @ np.array(LUMA)
    red, green, blue = np.percentile(signal, 100 - END, axis=0).tolist()
    share, near_white = _measure_near_white(signal, luma, max(red, green, blue))
    found = ColourStats(
        black=float(np.percentile(signal.min(axis=1), END)),
        whites=(red, green, blue),
        warmths=_measure_warmths(seen, [[] for _ in seen]),
        drawn=float(np.mean([_measure_screen_share(frame) for frame in seen])),
        shadow=float(np.percentile(luma, END)),
        middle=float(luma.mean()),
        near_white=share,
        near_white_warmth=near_white,
    )
    if not may_need_faces(found):
        return found
    faces = _find_sure_faces(seen)
    warmth, light = _measure_skin(seen, faces)
    return replace(
        found, warmths=_measure_warmths(seen, faces), skin_warmth=warmth, skin_light=light
    )


def _find_sure_faces(frames: Sequence[NDArray[np.uint8]]) -> list[list[DetectedFace]]:
    """Find the sure faces of each frame, the surest first."""
    detector = FaceDetector()
    return [[face for face in detector.find_faces(frame) if face.score >= SURE] for frame in frames]


def _measure_near_white(
    signal: NDArray[np.float64], luma: NDArray[np.float64], whitest: float
) -> tuple[float, float]:
    """Measure the share of rather light and nearly grey pixels, and their median ln(red / blue).

    A pixel of which one channel is full still tells the direction; one that is all white does not.
    """
    import numpy as np

    red, green, blue = np.log(np.clip(signal, 1 / 255, 1)).T
    grey = (abs(red - blue) <= WARM_OR_COLD) & (abs(2 * green - red - blue) <= GREEN_OR_MAGENTA)
    chosen = (luma >= NEARLY_WHITEST * whitest) & grey & (signal.min(axis=1) < BLOWN)
    share = float(chosen.mean())
    return share, float(np.median((red - blue)[chosen])) if share else 0.0


def _measure_skin(
    frames: Sequence[NDArray[np.uint8]], faces: Sequence[Sequence[DetectedFace]]
) -> tuple[float | None, float | None]:
    """Measure the skin between eyes and mouth: ln(red / blue) of the surest face of each frame.

    And the luma of the lightest face, which a lift must not make too light. Both are medians over
    the frames, None without any face.
    """
    warmths, lights = [], []
    for frame, sure in zip(frames, faces, strict=True):
        skins = [skin for face in sure if (skin := _measure_face(frame, face.features))]
        if skins:
            warmths.append(skins[0][0])
            lights.append(max(light for _, light in skins))
    return (median(warmths), median(lights)) if warmths else (None, None)


def _measure_face(
    frame: NDArray[np.uint8], features: tuple[float, float, float, float]
) -> tuple[float, float] | None:
    """Measure the median ln(red / blue) and luma of a face; None where too little is seen."""
    import numpy as np

    high, wide = frame.shape[:2]
    left, top, right, bottom = (max(0.0, side) for side in features)
    part = frame[int(top * high) : int(bottom * high), int(left * wide) : int(right * wide)]
    skin = part.reshape(-1, 3) / 255.0
    luma = skin @ np.array(LUMA)
    kept = (skin.max(axis=1) < BLOWN) & (luma > SHADE)
    if kept.sum() < FEWEST_PIXELS:
        return None
    red, _, blue = np.log(np.clip(skin[kept], 1 / 255, 1)).T
    return float(np.median(red - blue)), float(np.median(luma))


def _measure_warmths(
    frames: Sequence[NDArray[np.uint8]], faces: Sequence[Sequence[DetectedFace]]
) -> tuple[float, float]:
    """Measure ln(red / blue) of the light from edges, not surfaces: by their mean and median.

    Edges within faces are left out: those show the colour of the skin.
    """
    import numpy as np

    edges = np.concatenate(
        [
            _measure_edges(_halve_picture(frame / 255.0), [face.face for face in sure])
            for frame, sure in zip(frames, faces, strict=True)
        ]
    )
    if not len(edges):
        return 0.0, 0.0
    red, _, blue = (edges**NORM).mean(axis=0) ** (1 / NORM)
    if min(red, blue) < FAINTEST:
        return 0.0, 0.0
    weight = edges.mean(axis=1)
    strong = weight > np.percentile(weight, STRONG)
    warmth = np.log(edges[strong, 0] + LEAST_EDGE) - np.log(edges[strong, 2] + LEAST_EDGE)
    order = np.argsort(warmth)
    so_far = np.cumsum(weight[strong][order])
    middle = np.searchsorted(so_far, so_far[-1] / 2) if len(so_far) else 0
    usual = float(warmth[order][middle]) if len(so_far) else 0.0
    return float(np.log(red / blue)), usual


def _halve_picture(picture: NDArray[np.float64]) -> NDArray[np.float64]:
    """Merge every 2 x 2 pixels: at 4:2:0 the finest edges exist in luma only and look neutral."""
    height, width = picture.shape[0] // 2, picture.shape[1] // 2
    blocks = picture[: height * 2, : width * 2].reshape(height, 2, width, 2, 3)
    softened: NDArray[np.float64] = blocks.mean(axis=(1, 3))
    return softened


def _measure_edges(
    picture: NDArray[np.float64], left_out: Sequence[RelativeBox]
) -> NDArray[np.float64]:
    """Measure the gradient of each channel at each pixel that is not blown out nor `left_out`."""
    import numpy as np

    across = np.diff(picture, axis=1)[:-1]
    down = np.diff(picture, axis=0)[:, :-1]
    kept = picture[:-1, :-1].max(axis=2) < BLOWN
    high, wide = kept.shape
    for box in left_out:
        left, top, right, bottom = (max(0.0, side) for side in box)
        kept[int(top * high) : int(bottom * high), int(left * wide) : int(right * wide)] = False
    edges: NDArray[np.float64] = np.hypot(across, down)[kept]
    return edges


def _measure_screen_share(frame: NDArray[np.uint8]) -> float:
    """Measure the share of pixels equal to their left and upper neighbours: a drawn screen."""
    same_row = (frame[1:, 1:] == frame[1:, :-1]).all(axis=2)
    same_column = (frame[1:, 1:] == frame[:-1, 1:]).all(axis=2)
    return float((same_row & same_column).mean())
