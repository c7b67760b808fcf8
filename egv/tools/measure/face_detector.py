"""The face detector: MediaPipe's full-range model, run by OpenCV; its weights come with egv.

The model was made for faces from a hand's breadth to a room away at 192 px. It finds faces that
fill the picture better in a smaller picture, so it gets that too where it found none or a large
one.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from egv.core.errors import EnvironmentFault
from egv.core.media.shape import RelativeBox
from egv.core.picture.heads import grow_to_features, grow_to_head
from egv.tools.store.shipped import find_shipped_folder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Frame = NDArray[np.uint8]  # RGB

NAME = "MediaPipe face detection, full range"
WEIGHTS = find_shipped_folder("weights") / "face_detection_full_range.tflite"
SHA256 = "99bf9494d84f50acc6617d89873f71bf6635a841ea699c17cb3377f9507cfec3"
SIDE = 192  # px: the side of the net's square input
STEP = 4  # px from one anchor to the next
OUTPUTS = ["reshaped_classifier_face_4", "reshaped_regressor_face_4"]
LEAST = 0.5  # least score, 0 to 1, of a candidate
OVERLAP = 0.3  # share of two boxes' joint area: above it they are one face
LARGE = 0.35  # of the picture's height: a face found better in a smaller picture
FOREHEAD = 0.17  # of the net's box height: its boxes begin in the middle of the forehead


@dataclass(frozen=True, slots=True)
class DetectedFace:
    """A face in one frame: hairline to chin, its head with the hair, eyes to mouth, score."""

    face: RelativeBox
    head: RelativeBox
    features: RelativeBox
    score: float


class QuarterTurn(IntEnum):
    """The quarter turns, anticlockwise, after which a lying picture stands."""

    LEFT = 1
    RIGHT = 3


class FaceDetector:
    """A detector of faces in frames; for one thread only, since the net keeps state."""

    def __init__(self) -> None:
        import cv2
        import numpy as np

        weights = np.frombuffer(_read_weights(WEIGHTS), dtype=np.uint8)
        self._net = cv2.dnn.readNetFromTFLite(weights)

    def find_faces(self, frame: Frame) -> tuple[DetectedFace, ...]:
        """Find the faces in `frame` (height x width x RGB), the likeliest first."""
        found = self._detect_faces(frame, SIDE)
        if not found or max(candidate.face[3] - candidate.face[1] for candidate in found) > LARGE:
            found = _drop_duplicates([*found, *self._detect_faces(frame, SIDE // 2)])
        return tuple(found)

    def find_lying_faces(self, frame: Frame, turn: QuarterTurn) -> tuple[DetectedFace, ...]:
        """Find the faces in `frame` that stand after `turn`; their places are those in `frame`."""
        import numpy as np

        turned = np.ascontiguousarray(np.rot90(frame, turn))
        return tuple(_turn_back(detected, turn) for detected in self.find_faces(turned))

    def _detect_faces(self, frame: Frame, side: int) -> list[DetectedFace]:
        """Find the faces in `frame`, scaled so that its longer side is `side` px."""
        import cv2
        import numpy as np

        high, wide = frame.shape[:2]
        scale = side / max(high, wide)
        size = max(1, round(wide * scale)), max(1, round(high * scale))
        x, y = (SIDE - size[0]) // 2, (SIDE - size[1]) // 2
        picture = np.zeros((SIDE, SIDE, 3), dtype=np.uint8)
        picture[y : y + size[1], x : x + size[0]] = cv2.resize(
            frame, size, interpolation=cv2.INTER_AREA
        )
        self._net.setInput(cv2.dnn.blobFromImage(picture, 1 / 127.5, mean=(127.5, 127.5, 127.5)))
        scores, places = (output[0] for output in self._net.forward(OUTPUTS))
        likely = 1 / (1 + np.exp(-np.clip(scores[:, 0], -50.0, 50.0)))
        return _drop_duplicates(
            [
                _build_face(places[n], int(n), (x, y), size, float(likely[n]))
                for n in np.flatnonzero(likely >= LEAST)
            ]
        )


def check_weights() -> None:
    """Check the weights that came with egv: raise EnvironmentFault if missing or damaged."""
    _read_weights(WEIGHTS)


@cache
def _read_weights(path: Path) -> bytes:
    data = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(data).hexdigest() != SHA256:
        fault = "is damaged" if data else "is missing"
        raise EnvironmentFault(
            f"{path}: the face detector's file {fault}; reinstall egv: pip install"
            " --force-reinstall egv"
        )
    return data


def _build_face(
    place: Any, number: int, corner: tuple[int, int], size: tuple[int, int], score: float
) -> DetectedFace:
    """Build a face from the net's output at anchor `number`: box, eyes, nose, mouth and ears."""
    across = SIDE // STEP
    anchor = ((number % across + 0.5) * STEP, (number // across + 0.5) * STEP)

    def point(at: int) -> tuple[float, float]:
        return float(place[at]) + anchor[0], float(place[at + 1]) + anchor[1]

    (x, y), wide, high = point(0), float(place[2]), float(place[3])
    eyes, mouth = (point(4), point(6)), point(10)
    between = ((eyes[0][0] + eyes[1][0]) / 2, (eyes[0][1] + eyes[1][1]) / 2)
    up = -1 if between[1] <= mouth[1] else 1
    top, bottom = y - high / 2, y + high / 2
    whole = (
        x - wide / 2, top - FOREHEAD * high * (up < 0), x + wide / 2,
        bottom + FOREHEAD * high * (up > 0),
    )  # fmt: skip
    features = grow_to_features((*eyes, mouth), between)
    parts = (whole, grow_to_head(whole, between, mouth), features)
    face, head, features = (_to_relative_box(part, corner, size) for part in parts)
    return DetectedFace(face, head, features, round(score, 4))


def _turn_back(detected: DetectedFace, turn: QuarterTurn) -> DetectedFace:
    """Return a face, found in a picture after `turn`, at its place before that."""

    def turn_box(box: RelativeBox) -> RelativeBox:
        left, top, right, bottom = box
        if turn is QuarterTurn.RIGHT:
            return top, 1 - right, bottom, 1 - left
        return 1 - bottom, left, 1 - top, right

    face, head, features = map(turn_box, (detected.face, detected.head, detected.features))
    return DetectedFace(face, head, features, detected.score)


def _to_relative_box(
    part: RelativeBox, corner: tuple[int, int], size: tuple[int, int]
) -> RelativeBox:
    """Convert `part`, px of the net's input, to shares of the picture inside that input."""
    (x, y), (wide, high) = corner, size
    left, top, right, bottom = (round(side, 3) for side in part)
    return (left - x) / wide, (top - y) / high, (right - x) / wide, (bottom - y) / high


def _drop_duplicates(found: list[DetectedFace]) -> list[DetectedFace]:
    """Drop faces that overlap a likelier one much."""
    kept: list[DetectedFace] = []
    for candidate in sorted(found, key=lambda one: -one.score):
        if all(_measure_overlap(candidate.face, other.face) < OVERLAP for other in kept):
            kept.append(candidate)
    return kept


def _measure_overlap(one: RelativeBox, other: RelativeBox) -> float:
    """Measure the overlap of two boxes: their common area as a share of their joint area."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    both = max(wide, 0.0) * max(high, 0.0)
    areas = ((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return both / max(sum(areas) - both, 1e-9)
