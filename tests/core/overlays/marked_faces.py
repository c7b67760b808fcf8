"""Eyes and mouths of real clips marked by hand, and what the detector saw there, as numbers.

The marks were made by looking at frames; no clip itself is in the repository. What the detector
saw stands in `tests/fixtures/faces.json`: for each look, 4 in a second, its number, and the left,
top, right and bottom, px, of face, head and features.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from egv.core.media.shape import RelativeBox
from egv.core.media.timing import Seconds
from egv.core.picture.camera import Focus
from egv.core.picture.heads import FaceBox, FaceTrack
from tests.places import FIXTURES

PxBox = tuple[float, float, float, float]
Mark = tuple[float, PxBox, PxBox]  # s, both eyes, mouth: left, top, right, bottom, px

PORTRAIT, SQUARE, BACKLIT, TURNED, CLOSE = (
    "talking_head_portrait_hevc", "talking_head_square_vfr", "webcam_landscape_backlit",
    "webcam_turned_and_mirrored", "webcam_silent_track",
)  # fmt: skip
WIDE = "a square head in a wider picture"
WIDE_SIZE, WIDE_SCALE, WIDE_LEFT = (1920, 1080), 1080 / 700, 760

MARKS: dict[str, Sequence[Mark]] = {
    PORTRAIT: (
        (0, (461, 397, 649, 440), (488, 518, 593, 547)),
        (2, (437, 405, 635, 442), (484, 505, 604, 545)),
        (4, (439, 402, 614, 433), (482, 518, 596, 553)),
        (6, (453, 414, 625, 442), (493, 523, 589, 575)),
        (8, (426, 381, 614, 416), (475, 476, 589, 507)),
        (10, (449, 391, 635, 426), (475, 507, 595, 545)),
        (12, (444, 409, 635, 443), (500, 519, 605, 559)),
        (14, (496, 416, 672, 456), (533, 545, 625, 586)),
        (16, (409, 398, 593, 456), (488, 526, 588, 579)),
        (17, (425, 398, 612, 435), (486, 523, 577, 570)),
        (18, (421, 407, 605, 444), (479, 532, 584, 570)),
        (19, (426, 398, 595, 465), (493, 532, 602, 588)),
    ),
    SQUARE: (
        (0, (347, 196, 476, 228), (363, 304, 438, 331)),
        (0.7, (343, 191, 461, 216), (350, 297, 432, 331)),
        (1.4, (339, 190, 462, 216), (347, 294, 432, 329)),
        (2.1, (340, 190, 461, 218), (361, 299, 440, 334)),
        (2.8, (342, 186, 469, 212), (352, 287, 438, 320)),
        (3.5, (358, 194, 485, 226), (363, 300, 434, 330)),
        (4.2, (342, 189, 471, 216), (349, 293, 430, 320)),
        (5, (340, 187, 466, 214), (345, 286, 439, 320)),
    ),
    BACKLIT: ((0, (447, 337, 704, 394), (517, 458, 638, 493)),),
    TURNED: ((0, (302, 450, 401, 711), (454, 498, 495, 638)),),
    CLOSE: (
        (0, (166, 239, 378, 272), (206, 381, 327, 421)),
        (0.5, (121, 235, 351, 269), (156, 355, 285, 421)),
        (1, (159, 235, 369, 269), (197, 381, 318, 424)),
        (1.5, (187, 240, 399, 269), (221, 376, 345, 421)),
        (2, (172, 253, 384, 287), (214, 388, 330, 427)),
        (2.5, (155, 259, 362, 293), (190, 402, 305, 442)),
        (3, (149, 253, 356, 289), (198, 401, 299, 435)),
        (4, (166, 281, 380, 315), (208, 422, 327, 462)),
        (5, (207, 281, 426, 319), (258, 422, 376, 458)),
        (6, (212, 232, 408, 270), (247, 378, 377, 419)),
        (7, (143, 223, 342, 261), (166, 358, 296, 404)),
        (8, (175, 293, 379, 332), (222, 436, 340, 477)),
        (9, (242, 286, 442, 319), (296, 432, 399, 473)),
        (10, (143, 214, 350, 258), (196, 359, 299, 436)),
        (11, (170, 201, 380, 240), (221, 342, 319, 421)),
        (11.6, (189, 206, 388, 252), (253, 352, 354, 431)),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class MarkedClip:
    """A clip: its size, px, its length, s, what is seen in it, and the marked parts of it."""

    size: tuple[int, int]
    seconds: int
    focus: Focus
    marks: tuple[tuple[Seconds, RelativeBox], ...]


def load_marked_clip(name: str) -> MarkedClip:
    """Load a marked clip by its name."""
    if name == WIDE:
        return _read_clip(SQUARE, WIDE_SCALE, WIDE_LEFT, WIDE_SIZE)
    return _read_clip(name, 1.0, 0)


def _read_clip(
    name: str, scale: float, inset: int, around: tuple[int, int] | None = None
) -> MarkedClip:
    """Read a clip, enlarged by `scale` and `inset` px from the left of a picture `around` it."""
    clip = json.loads((FIXTURES / "faces.json").read_text("utf-8"))[name]
    wide, high = size = around or (clip["size"][0], clip["size"][1])

    def share(box: Sequence[float]) -> RelativeBox:
        x, y, right, bottom = (side * scale for side in box)
        return (x + inset) / wide, y / high, (right + inset) / wide, bottom / high

    boxes = tuple(
        FaceBox(Seconds(number, 4), share(sides[:4]), share(sides[4:8]), share(sides[8:]), 0.95)
        for number, *sides in clip["looks"]
    )
    marks = tuple((Seconds(str(at)), share(part)) for at, *parts in MARKS[name] for part in parts)
    focus = Focus((FaceTrack(boxes),), Seconds(clip["seconds"]), Seconds(1, 4))
    return MarkedClip(size, clip["seconds"], focus, marks)
