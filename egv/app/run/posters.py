"""The poster of a video: from its programme, between subtitles that come and go."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from egv.app.records.ledger_lines import OutputRecord
from egv.core.media.clip import START, Clip
from egv.core.media.shape import RelativeBox
from egv.core.media.timing import Seconds, Span
from egv.core.picture.poster_choice import plan_poster_moments
from egv.tools.draw.poster import write_poster
from egv.tools.ffmpeg.context import NO_CONTEXT
from egv.tools.measure.face_detector import FaceDetector

if TYPE_CHECKING:
    from egv.tools.draw.poster import Frame


def find_programme(media: Clip, record: OutputRecord | None) -> Span:
    """Find the part of a clip without the intro and outro that egv put there, if it did."""
    whole = Span(START, media.duration)
    times = record.result.get("programme") if record else None
    if not times:
        return whole
    start, end = (Seconds(str(time)) for time in times)
    return Span(start, end).overlap(whole) or whole


def write_best_poster(
    media: Clip, place: Path, record: OutputRecord | None = None, subtitles: Sequence[Span] = ()
) -> None:
    """Write the poster of `media` at `place`; `record` says where egv put cards in it, if any."""
    detector = FaceDetector()

    def find_features(frame: Frame) -> list[RelativeBox]:
        return [face.features for face in detector.find_faces(frame)]

    moments = plan_poster_moments(find_programme(media, record), subtitles)
    write_poster(media, moments, place, find_features, NO_CONTEXT)
