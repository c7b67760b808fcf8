"""Find what a picture is about, for crops and for texts on it: its faces, and what moves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from egv.core.graph.pads import apply_filter
from egv.core.media.clip import Clip
from egv.core.media.timing import Seconds, Span
from egv.core.picture.camera import Focus
from egv.core.picture.heads import FaceBox, track_faces
from egv.tools.ffmpeg.context import RenderContext
from egv.tools.ffmpeg.frames import iter_frames, sample_frames
from egv.tools.measure.face_detector import SIDE, DetectedFace, FaceDetector, QuarterTurn

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Frame = NDArray[np.uint8]  # RGB

RATE = Fraction(4)  # looks a second: a person who passes a logo is seen before, on and after it
TOGETHER = 8  # looks: where they show no face that stands, one is made for lying faces
CLEAR = 0.85  # least score, 0 to 1, of a face that leaves no doubt which way is up
STILL = 6.0  # of 255: noise and compression change pixels by this much


def find_focus(clip: Clip, span: Span, context: RenderContext) -> Focus:
    """Find what the clip shows within `span` of its clock: faces, and the middle of movement."""
    import numpy as np

    detector = FaceDetector()
    looks: list[tuple[FaceBox, ...]] = []
    waiting: list[Frame] = []
    before: NDArray[np.float32] | None = None
    moved: NDArray[np.float32] | None = None
    for frame in _iter_frames(clip, span, context):
        waiting.append(frame)
        if len(waiting) == TOGETHER:
            looks += _look_at_frames(waiting, span.start + Seconds(len(looks), RATE), detector)
            waiting = []
        grey = frame.mean(axis=2, dtype=np.float32)
        if before is not None:
            change = np.abs(grey - before)
            change[change < STILL] = 0
            moved = change if moved is None else moved + change
        before = grey
    looks += _look_at_frames(waiting, span.start + Seconds(len(looks), RATE), detector)
    motion = None if moved is None else _find_movement_middle(moved)
    return Focus(track_faces(looks), span.duration, 1 / RATE, motion)


def _look_at_frames(
    frames: Sequence[Frame], start: Seconds, detector: FaceDetector
) -> list[tuple[FaceBox, ...]]:
    """Look for faces in `frames`, the first at `start`, s; for lying ones if none stands."""
    looks = [detector.find_faces(frame) for frame in frames]
    if frames and not any(_has_clear_face(faces) for faces in looks):
        for turn in QuarterTurn:
            if _has_clear_face(detector.find_lying_faces(frames[len(frames) // 2], turn)):
                looks = [detector.find_lying_faces(frame, turn) for frame in frames]
                break
    return [
        tuple(
            FaceBox(start + Seconds(number, RATE), one.face, one.head, one.features, one.score)
            for one in faces
        )
        for number, faces in enumerate(looks)
    ]


def _has_clear_face(faces: Sequence[DetectedFace]) -> bool:
    return any(detected.score >= CLEAR for detected in faces)


def _iter_frames(clip: Clip, span: Span, context: RenderContext) -> Iterator[Frame]:
    """Yield small RGB frames of `span`, `RATE` per second."""
    width, height = clip.video.upright_size
    scale = SIDE / max(width, height)
    wide, high = (max(2, round(side * scale)) for side in (width, height))
    count = max(1, int(span.duration * RATE))
    pad = sample_frames(clip, span.start, RATE, count, (("skip_frame", "noref"),))
    pad = apply_filter(pad, "scale", w=wide, h=high, flags="area", in_color_matrix="bt709")
    return iter_frames(apply_filter(pad, "format", pix_fmts="rgb24"), (wide, high, 3), context)


def _find_movement_middle(moved: NDArray[np.float32]) -> tuple[float, float] | None:
    """Find the middle of all movement; None where nothing moves."""
    import numpy as np

    total = moved.sum(dtype=np.float64)
    if not total:
        return None
    high, wide = moved.shape
    x = float((moved.sum(axis=0) * (np.arange(wide) + 0.5)).sum() / total / wide)
    y = float((moved.sum(axis=1) * (np.arange(high) + 0.5)).sum() / total / high)
    return x, y
