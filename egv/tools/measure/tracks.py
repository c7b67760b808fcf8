"""Listen to a clip's sound tracks: a short clip whole, a long one in places all over it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from egv.core.graph.ffmpeg_command import OutputSpec, compile_outputs
from egv.core.graph.pads import Pad, Source, apply_filter
from egv.core.media.clip import Clip
from egv.core.media.spans import measure_overlap
from egv.core.media.timing import Seconds, Span, format_seconds
from egv.core.sound.speech_spans import classify_speech
from egv.core.sound.track_choice import WINDOW_S, TrackContent
from egv.tools.ffmpeg import runner
from egv.tools.ffmpeg.context import RenderContext
from egv.tools.ffmpeg.samples import LISTENING_HZ, StereoListener
from egv.tools.measure.speech import load_silero, measure_speech_activity
from egv.tools.store.unfinished import open_work_folder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

PLACES, PLACE_S = 20, Seconds(10)  # a longer clip than both together is heard in so many places
WINDOW = round(WINDOW_S * LISTENING_HZ)  # samples


def measure_tracks(
    clip: Clip, streams: Sequence[int], context: RenderContext
) -> tuple[TrackContent, ...]:
    """Measure the content of the sound `streams` of `clip`, indices in its file."""
    import numpy as np

    heard: list[list[Samples]] = [[] for _ in streams]
    for span in _choose_places(clip.duration):
        for sounds, sound in zip(heard, _decode_place(clip, streams, span, context), strict=True):
            sounds.append(sound)
    return tuple(_describe_content(np.concatenate(sounds)) for sounds in heard)


def _choose_places(duration: Seconds) -> list[Span]:
    """Choose the spans of a clip that are heard, evenly spread."""
    if duration <= PLACES * PLACE_S:
        return [Span(Seconds(0), duration)]
    apart = (duration - PLACE_S) / (PLACES - 1)
    return [Span(apart * number, apart * number + PLACE_S) for number in range(PLACES)]


def _decode_place(
    clip: Clip, streams: Sequence[int], span: Span, context: RenderContext
) -> list[Samples]:
    """Decode `span` of all `streams` in one run, each exactly as long, as mono."""
    import numpy as np

    length = max(WINDOW, round(span.duration * LISTENING_HZ) // WINDOW * WINDOW)
    seek = (("ss", format_seconds(span.start)), ("t", format_seconds(span.duration)))
    source = Source(clip.path, seek if span.start else seek[1:])
    with open_work_folder() as folder:
        outputs = [
            OutputSpec((_shape_sound(Pad(source, "a", index), length),), f"{index}.f32", RAW)
            for index in streams
        ]
        runner.run_ffmpeg(compile_outputs(outputs), context, within=folder)
        return [_read_samples(np.fromfile(folder / f"{i}.f32", dtype="<f4")) for i in streams]


RAW = {"f": "f32le"}


def _shape_sound(pad: Pad, length: int) -> Pad:
    """Bring a stream to stereo at 16 kHz, from the start of the place, `length` samples long."""
    options = {"osr": LISTENING_HZ, "first_pts": 0, "async": 1, "min_hard_comp": 0.01}
    pad = apply_filter(pad, "aresample", **options)
    pad = apply_filter(pad, "aformat", sample_fmts="flt", channel_layouts="stereo")
    return apply_filter(apply_filter(pad, "apad", whole_len=length), "atrim", end_sample=length)


def _read_samples(interleaved: Samples) -> Samples:
    return StereoListener().mix_sides(interleaved.reshape(-1, 2))


def _describe_content(sound: Samples) -> TrackContent:
    """Describe a mono `sound` of whole windows."""
    import numpy as np

    spans = classify_speech(measure_speech_activity(lambda: [sound], load_silero)).spans
    windows = sound[: len(sound) // WINDOW * WINDOW].reshape(-1, WINDOW).astype(np.float64)
    levels = 10 * np.log10((windows**2).mean(axis=1) + 1e-12)
    size = Seconds(WINDOW, LISTENING_HZ)
    own = [Span(size * number, size * (number + 1)) for number in range(len(windows))]
    return TrackContent(
        tuple(round(float(level), 1) for level in levels),
        tuple(measure_overlap(spans, span) >= size / 2 for span in own),
    )
