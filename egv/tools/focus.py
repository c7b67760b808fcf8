"""What a picture is about, for whoever has to cut it to another shape: a face, or what moves.

Faces by OpenCV's Haar cascade (Viola and Jones, CVPR 2001), which comes in its package.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from egv.core.camera import Focus, Sighting
from egv.core.media import Media
from egv.core.timing import Seconds, Span
from egv.tools import ffmpeg
from egv.tools.frames import grey, sampled

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Frame = NDArray[np.uint8]

RATE = Fraction(2)  # looks a second
LONG_SIDE = 480  # px: a face of a twelfth of the picture is still seen
SMALLEST_FACE = 0.07  # of the short side
SURE = 6  # neighbouring hits that make a face
FACES = "haarcascade_frontalface_alt2.xml"
FEWEST_SEEN = 0.2  # of the looks: fewer, and it is a picture on the wall
STILL = 6.0  # of 255: noise and compression change pixels by as much
_of_thread = threading.local()


def focus_of(media: Media, span: Span, saying: ffmpeg.Saying = lambda _: None) -> Focus:
    """What the clip shows within `span` of its clock."""
    import numpy as np

    sightings: list[Sighting] = []
    looks = 0
    before: Frame | None = None
    moved: NDArray[np.float64] | None = None
    for number, frame in enumerate(_frames(media, span, saying)):
        looks += 1
        last = sightings[-1] if sightings else None
        if found := _face(frame, last):
            at = span.start + Seconds(number, RATE)
            sightings.append(Sighting(at, found[0], found[1]))
        if before is not None:
            change = np.abs(frame.astype(np.float64) - before)
            change[change < STILL] = 0
            moved = change if moved is None else moved + change
        before = frame
    if len(sightings) < max(1, FEWEST_SEEN * looks):
        sightings = []
    return Focus(tuple(sightings), None if moved is None else _middle(moved))


def _frames(media: Media, span: Span, saying: ffmpeg.Saying) -> Iterator[Frame]:
    """Small grey frames of `span`, `RATE` a second."""
    assert media.video is not None
    width, height = media.video.upright
    scale = min(1.0, LONG_SIDE / max(width, height))
    wide, high = (max(16, round(side * scale / 2) * 2) for side in (width, height))
    count = max(1, int(span.duration * RATE))
    pad = sampled(media, span.start, RATE, count, (("skip_frame", "noref"),))
    return grey(pad, (wide, high), saying)


def _face(frame: Frame, last: Sighting | None) -> tuple[float, float] | None:
    """The middle of the largest face, or of the one that is where the last one was."""
    high, wide = frame.shape
    least = max(16, int(SMALLEST_FACE * min(wide, high)))
    found = _detector().detectMultiScale(
        frame, scaleFactor=1.1, minNeighbors=SURE, minSize=(least, least)
    )
    faces = [((x + w / 2) / wide, (y + h / 2) / high, w) for x, y, w, h in found]
    if not faces:
        return None

    def worth(face: tuple[float, float, float]) -> float:
        away = 0.0 if last is None else abs(face[0] - last.x) + abs(face[1] - last.y)
        return float(face[2] / wide - away / 2)

    x, y, _ = max(faces, key=worth)
    return float(x), float(y)


def _detector() -> Any:
    """This thread's own: it remembers while it looks."""
    if not hasattr(_of_thread, "detector"):
        import cv2

        faces = Path(cv2.__file__).parent / "data" / FACES
        _of_thread.detector = cv2.CascadeClassifier(str(faces))
    return _of_thread.detector


def _middle(moved: NDArray[np.float64]) -> tuple[float, float] | None:
    """The middle of all movement, None where nothing moves."""
    import numpy as np

    total = moved.sum()
    if not total:
        return None
    high, wide = moved.shape
    x = float((moved.sum(axis=0) * (np.arange(wide) + 0.5)).sum() / total / wide)
    y = float((moved.sum(axis=1) * (np.arange(high) + 0.5)).sum() / total / high)
    return x, y
