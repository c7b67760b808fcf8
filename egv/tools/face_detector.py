"""The face detector: MediaPipe's full-range one, run by OpenCV; its weights come with egv.

It was made for faces from a hand's breadth to a room away at 192 px; those that fill the picture it
sees better in a smaller one, so it is shown that too where it saw none or a large one.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from egv.core.errors import EnvironmentFault
from egv.core.people import enclose, grow_to_head
from egv.core.shape import Shares
from egv.tools.shipped import find_shipped

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Frame = NDArray[np.uint8]  # RGB

NAME = "MediaPipe face detection, full range"
WEIGHTS = find_shipped("weights") / "face_detection_full_range.tflite"
SHA256 = "99bf9494d84f50acc6617d89873f71bf6635a841ea699c17cb3377f9507cfec3"
SIDE = 192  # px of its square input
STEP = 4  # px from one anchor to the next
OUTPUTS = ["reshaped_classifier_face_4", "reshaped_regressor_face_4"]
LEAST = 0.5  # score, 0 to 1, of what is worth following at all
OVERLAP = 0.3  # of two boxes' area together: they are of one face
LARGE = 0.35  # of the picture's height: a face that is seen better in a smaller picture
FOREHEAD = 0.17  # of its boxes' height: these begin in the middle of the forehead


@dataclass(frozen=True, slots=True)
class Found:
    """A face in one frame: hairline to chin, its head with the hair, eyes to mouth, its score."""

    face: Shares
    head: Shares
    features: Shares
    score: float


class FaceDetector:
    """Finds the faces in frames; of one thread, since the net remembers what it was shown."""

    def __init__(self) -> None:
        import cv2
        import numpy as np

        weights = np.frombuffer(_weights_at(WEIGHTS), dtype=np.uint8)
        self._net = cv2.dnn.readNetFromTFLite(weights)

    def find_faces(self, frame: Frame) -> tuple[Found, ...]:
        """The faces in `frame` (height x width x RGB), the likeliest first."""
        found = self._look(frame, SIDE)
        if not found or max(each.face[3] - each.face[1] for each in found) > LARGE:
            found = _without_doubles([*found, *self._look(frame, SIDE // 2)])
        return tuple(found)

    def _look(self, frame: Frame, side: int) -> list[Found]:
        """The faces in `frame` made so small that its longer side is `side` px."""
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
        scores, places = (each[0] for each in self._net.forward(OUTPUTS))
        likely = 1 / (1 + np.exp(-np.clip(scores[:, 0], -50.0, 50.0)))
        return _without_doubles(
            [
                _found(places[n], int(n), (x, y), size, float(likely[n]))
                for n in np.flatnonzero(likely >= LEAST)
            ]
        )


def check_weights() -> None:
    """Raise EnvironmentFault unless the weights are those that came with egv."""
    _weights_at(WEIGHTS)


@cache
def _weights_at(path: Path) -> bytes:
    data = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(data).hexdigest() != SHA256:
        state = "damaged" if data else "missing"
        raise EnvironmentFault(
            f"{path}: the file that faces are found with is {state};"
            " reinstall egv: pip install --force-reinstall egv"
        )
    return data


def _found(
    place: Any, number: int, corner: tuple[int, int], size: tuple[int, int], score: float
) -> Found:
    """What the net says at anchor `number`: box, then eyes, nose, mouth and ears from it."""
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
    points = enclose([(*each, *each) for each in (*eyes, mouth)])
    parts = (whole, grow_to_head(whole, between, mouth), points)
    face, head, features = (_shares(part, corner, size) for part in parts)
    return Found(face, head, features, score)


def _shares(part: Shares, corner: tuple[int, int], size: tuple[int, int]) -> Shares:
    """`part`, px of the net's input, as shares of the picture that lies in it."""
    (x, y), (wide, high) = corner, size
    left, top, right, bottom = (round(each, 3) for each in part)
    return (left - x) / wide, (top - y) / high, (right - x) / wide, (bottom - y) / high


def _without_doubles(found: list[Found]) -> list[Found]:
    """`found`, of those that overlap much the likeliest."""
    kept: list[Found] = []
    for each in sorted(found, key=lambda one: -one.score):
        if all(_overlap(each.face, other.face) < OVERLAP for other in kept):
            kept.append(each)
    return kept


def _overlap(one: Shares, other: Shares) -> float:
    """What two parts share, of what both take."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    both = max(wide, 0.0) * max(high, 0.0)
    areas = ((each[2] - each[0]) * (each[3] - each[1]) for each in (one, other))
    return both / max(sum(areas) - both, 1e-9)
