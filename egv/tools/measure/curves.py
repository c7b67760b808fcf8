"""The loudness and brightness of a video over time, to compare two videos."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction

from egv.core.graph.conform import build_source
from egv.core.graph.ffmpeg_command import compile_command
from egv.core.graph.pads import Pad, apply_filter
from egv.core.media.clip import Clip
from egv.core.media.timing import Seconds
from egv.tools.ffmpeg import runner
from egv.tools.ffmpeg.context import NO_CONTEXT
from egv.tools.ffmpeg.frames import iter_grey_frames, sample_frames
from egv.tools.store import cache

POINTS = 120  # most points on a curve, however long the video is
QUIETEST_LUFS = -70.0  # the meter's floor, also used for silence
SMALL = (16, 9)  # px: only the mean of a frame is needed
KEY_FRAMES = (("skip_frame", "nokey"),)
READ = 1 << 16  # bytes
_MOMENT = re.compile(rb"lavfi\.r128\.M=(\S+)")

MeasuredCurve = tuple[float, ...]


def measure_loudness_curve(clip: Clip, of: Iterable[str]) -> MeasuredCurve:
    """Measure the momentary loudness (EBU Tech 3341), LUFS: at most `POINTS` values, in order.

    Each value is the loudest of a stretch. The cache entry is indexed under the clips whose hashes
    are `of`. Empty where the clip has no sound.
    """
    audio = clip.audio
    if audio is None:
        return ()
    sound = Pad(build_source(clip), "a", audio.index)
    return _recall_curve("loudness-curve", clip, of, lambda: _compute_loudness_curve(sound))


def measure_light_curve(clip: Clip, of: Iterable[str]) -> MeasuredCurve:
    """Measure the mean luma, 0 to 1: at most `POINTS` values, from key frames only.

    Reading key frames avoids a full decode. The cache entry is indexed under the clips whose
    hashes are `of`.
    """
    return _recall_curve("light-curve", clip, of, lambda: _compute_light_curve(clip))


def _compute_loudness_curve(sound: Pad) -> MeasuredCurve:
    pad = apply_filter(sound, "ebur128", metadata=1, framelog="quiet")
    pad = apply_filter(pad, "ametadata", mode="print", key="lavfi.r128.M", file="pipe:1")
    said = bytearray()
    with runner.open_pipe(compile_command((pad,), "-", {"f": "null"}), NO_CONTEXT) as read:
        while block := read(READ):
            said += block
    moments = [_parse_level(value) for value in _MOMENT.findall(bytes(said))]
    return tuple(round(max(part), 1) for part in _split_stretches(moments))


def _compute_light_curve(clip: Clip) -> MeasuredCurve:
    rate = min(Fraction(POINTS) / clip.duration, Fraction(4))
    count = max(1, int(clip.duration * rate))
    pad = sample_frames(clip, Seconds(0), rate, count, KEY_FRAMES)
    return tuple(
        round(float(frame.mean()) / 255, 3) for frame in iter_grey_frames(pad, SMALL, NO_CONTEXT)
    )


def _parse_level(word: bytes) -> float:
    value = float(word)
    return QUIETEST_LUFS if math.isnan(value) else max(QUIETEST_LUFS, value)


def _split_stretches(values: list[float]) -> Iterator[list[float]]:
    """Split `values` into at most `POINTS` parts of about the same length, none empty."""
    count = min(POINTS, len(values))
    for at in range(count):
        yield values[at * len(values) // count : (at + 1) * len(values) // count]


def _recall_curve(
    subject: str, clip: Clip, of: Iterable[str], measure: Callable[[], MeasuredCurve]
) -> MeasuredCurve:
    """Recall or `measure` a curve; the cache entry is indexed under the clips with hashes `of`."""
    question = f"{runner.read_version()}\n{clip.content}"
    text = cache.recall_or_answer(subject, question, lambda: json.dumps(measure()), of)
    return tuple(json.loads(text))
