"""Measure the picture and the sound of a clip for the publication checklist."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from egv.core.graph.conform import (
    add_sounds,
    build_source,
    conform_sound_track,
    scale_to_one_size,
)
from egv.core.graph.ffmpeg_command import OutputSpec, compile_outputs
from egv.core.graph.frame_clock import hold_rate
from egv.core.graph.pads import Pad, apply_filter
from egv.core.media.clip import START, Clip
from egv.core.media.timing import Seconds, Span, to_frame
from egv.core.picture.colour_plan import is_screen_recording
from egv.core.programme.edit import create_edit
from egv.core.programme.levelling import choose_side_fault
from egv.core.sound.activity import find_percentile, measure_noise_floor_dbfs, measure_voice_dbfs
from egv.core.sound.loudness import ABSOLUTE_GATE_LUFS
from egv.core.sound.sides import find_side_stretches
from egv.core.sound.speech_spans import LEVEL_WINDOW_S, SpeechMethod, classify_speech
from egv.tools.ffmpeg import runner
from egv.tools.ffmpeg.context import RenderContext
from egv.tools.ffmpeg.frames import iter_frames, sample_frames
from egv.tools.ffmpeg.samples import LISTENING_HZ, StereoListener
from egv.tools.measure.colour import measure_colour
from egv.tools.measure.face_detector import FaceDetector
from egv.tools.measure.keyframes import sample_key_frames
from egv.tools.measure.loudness import measure_loudness
from egv.tools.measure.sides import measure_sides
from egv.tools.measure.speech import load_silero, measure_speech_activity
from egv.tools.store.unfinished import open_work_folder
from egv.workflow.check.echo import measure_echo_decay_s
from egv.workflow.check.findings import PictureMeasurements, SoundMeasurements

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Frame = NDArray[np.uint8]

RATE = Fraction(8)  # samples per second: a hand shakes about five times per second
GLANCE_S = Seconds(12)  # of the middle of a clip, where only a glance is taken
LONG_SIDE_PX, SHAKE_PX = 480, 120
EVERY = 8  # sharpness is measured on every eighth sample: it is the most expensive
STRONG = 98  # edges from this percentile on are strong
LEAST_EDGE = 8.0  # of 255 per pixel: anything flatter is no edge
FULL_DBFS = -0.2  # no microphone is set so loud; a codec makes uneven peaks of a clipped wave
SHAPELESS = 2.0  # of 255, standard deviation: below this a sample is too plain to show movement
SURE = 5  # fewest ends of speech from which an echo is measured
NULL, FLOATS = {"f": "null"}, {"f": "f32le"}
RAW = {"f": "rawvideo", "fps_mode": "passthrough"}
HEARD, METERS = "heard.f32", "meters.txt"  # file names in the temporary folder
BLOCK = LISTENING_HZ * 30  # samples


def measure_clip(
    clip: Clip, programme: Span, context: RenderContext
) -> tuple[PictureMeasurements, SoundMeasurements | None]:
    """Measure the picture of `clip` in `programme`, and its sound; None where it has none.

    One decode gives all but `is_screen`, `has_face` and `people`, which a few key frames tell.
    """
    small, low = _choose_sample_size(clip)
    with open_work_folder() as folder:
        outputs = [
            OutputSpec((_sample_picture(clip, small, low),), "pipe:1", RAW),
            *_list_sound_outputs(clip),
        ]
        with runner.open_pipe(compile_outputs(outputs), context, within=folder) as read:
            looks = _measure_picture(_keep_programme(_iter_frames(read, small, low), programme))
        sounds = _measure_sound(folder) if clip.audio else None
    if sounds and sounds.is_silence and sounds.peak_dbfs > ABSOLUTE_GATE_LUFS:  # perhaps too short
        whole = measure_loudness(_read_sound(clip), context, noise_floor=False)
        sounds = replace(sounds, integrated_lufs=whole.integrated_lufs)
    looks = _add_key_frame_facts(looks, clip, programme, context)
    return replace(looks, start=to_frame(programme.start, RATE) / float(RATE)), sounds


def measure_glance(
    clip: Clip, context: RenderContext, *, listen: bool = True
) -> tuple[PictureMeasurements, SoundMeasurements | None]:
    """Measure `clip` as `measure_clip` does, at a bounded cost: of its picture the middle only.

    That are the middle `GLANCE_S` seconds, beside the key frames. The sound is measured whole,
    which is quick; None where it has none, or without `listen`.
    """
    length = min(GLANCE_S, clip.video.end)
    start = (clip.video.end - length) / 2
    width, height = _choose_sample_size(clip)
    pad = sample_frames(clip, start, RATE, max(1, to_frame(length, RATE)))
    pad = apply_filter(pad, "scale", w=width, h=height, flags="area", out_range="full")
    seen = iter_frames(apply_filter(pad, "format", pix_fmts="gray"), (width, height, 1), context)
    looks = _measure_picture(frame[:, :, 0] for frame in seen)
    looks = _add_key_frame_facts(looks, clip, Span(START, clip.duration), context)
    if clip.audio is None or not listen:
        return looks, None
    with open_work_folder() as folder:
        runner.run_ffmpeg(compile_outputs([*_list_sound_outputs(clip)]), context, within=folder)
        return looks, _measure_sound(folder)


def _choose_sample_size(clip: Clip) -> tuple[int, int]:
    """Choose the size, px, of the frames to measure."""
    width, height = clip.video.upright_size
    factor = LONG_SIDE_PX / max(width, height)
    return max(2, round(width * factor / 2) * 2), max(2, round(height * factor / 2) * 2)


def _add_key_frame_facts(
    looks: PictureMeasurements, clip: Clip, programme: Span, context: RenderContext
) -> PictureMeasurements:
    """Add to `looks` what a few key frames tell: is it a screen, and who is seen where."""
    frames = sample_key_frames(create_edit(clip).keep_spans([programme]).clock, context)
    detector = FaceDetector()
    faces = [detector.find_faces(frame) for frame in frames]
    counts = [len(found) for found in faces]
    return replace(
        looks,
        is_screen=is_screen_recording(measure_colour(frames)),  # by the same measure as in a run
        has_face=any(counts),
        people=count_people(counts),
        faces=tuple(found[0].face for found in faces if len(found) == 1),
    )


def count_people(faces: Sequence[int]) -> int:
    """Count the people in view: so many faces, or more, are in at least a quarter of the frames.

    A passer-by in one frame, or a face seen where there is none, does not count.
    """
    return sorted(faces, reverse=True)[(len(faces) - 1) // 4] if faces else 0


def _keep_programme(frames: Iterable[Frame], programme: Span) -> Iterator[Frame]:
    """Keep the sampled `frames` in `programme`; all are read, so that ffmpeg can end."""
    first, end = to_frame(programme.start, RATE), to_frame(programme.end, RATE)
    return (frame for number, frame in enumerate(frames) if first <= number < max(end, first + 1))


def _sample_picture(clip: Clip, width: int, height: int) -> Pad:
    pad = scale_to_one_size(Pad(build_source(clip), "v", clip.video.index), clip.video)
    pad = hold_rate(pad, RATE, max(1, to_frame(clip.video.end, RATE)))
    pad = apply_filter(pad, "scale", w=width, h=height, flags="area", out_range="full")
    return apply_filter(pad, "format", pix_fmts="gray")


def _list_sound_outputs(clip: Clip) -> Iterator[OutputSpec]:
    if clip.audio is None:
        return
    sound = _read_sound(clip)
    metered = apply_filter(apply_filter(sound, "aresample", osr=48000), "asetnsamples", n=4800)
    metered = apply_filter(
        metered, "astats", metadata=1, reset=1, measure_perchannel="none",
        measure_overall="Peak_level",
    )  # fmt: skip
    metered = apply_filter(metered, "ebur128", metadata=1, framelog="quiet")
    yield OutputSpec((apply_filter(metered, "ametadata", mode="print", file=METERS),), "-", NULL)
    voice = apply_filter(apply_filter(sound, "aresample", osr=LISTENING_HZ), "aformat",
                     sample_fmts="flt", channel_layouts="stereo")  # fmt: skip
    yield OutputSpec((voice,), HEARD, FLOATS)


def _read_sound(clip: Clip) -> Pad:
    """Read the sound that is heard, as it is; several tracks are added up."""
    if len(clip.heard_streams) == 1:
        return Pad(build_source(clip), "a", clip.heard_streams[0].index)
    return add_sounds([conform_sound_track(clip, stream) for stream in clip.heard_streams])


def _iter_frames(read: Callable[[int], bytes], width: int, height: int) -> Iterator[Frame]:
    import numpy as np

    size = width * height
    while len(data := read(size)) == size:
        yield np.frombuffer(data, dtype=np.uint8).reshape(height, width)


def _measure_picture(frames: Iterable[Frame]) -> PictureMeasurements:
    """Measure the sampled `frames`."""
    import numpy as np

    light: list[float] = []
    change: list[float] = []
    steep: list[float] = []
    shifts: list[tuple[float, float]] = []
    places: list[tuple[float, float]] = []
    before: tuple[Frame, NDArray[np.float32]] | None = None
    for at, frame in enumerate(frames):
        small = _shrink_frame(frame)
        light.append(float(frame.mean()) / 255)
        if before is not None:
            change.append(float(np.abs(frame.astype(np.int16) - before[0]).mean()) / 255)
            shifts.append(_measure_shift(before[1], small))
        if at % EVERY == 0:
            steep.append(_measure_sharpness(frame))
            places.append(_measure_middle_and_border(frame))
        before = frame, small
    middle, border = (float(np.mean(column)) if places else 0.0 for column in _split_pairs(places))
    return PictureMeasurements(
        rate=float(RATE),
        light=tuple(light),
        change=tuple(change),
        sharpness=float(np.median(steep)) if steep else 0.0,
        shake=_measure_shake(shifts),
        middle=middle,
        border=border,
    )


def _split_pairs(places: list[tuple[float, float]]) -> tuple[list[float], list[float]]:
    return [one for one, _ in places], [other for _, other in places]


def _shrink_frame(frame: Frame) -> NDArray[np.float32]:
    import cv2
    import numpy as np

    factor = SHAKE_PX / max(frame.shape)
    size = (max(8, round(frame.shape[1] * factor)), max(8, round(frame.shape[0] * factor)))
    return cv2.resize(frame, size, interpolation=cv2.INTER_AREA).astype(np.float32)


def _measure_shift(before: NDArray[np.float32], after: NDArray[np.float32]) -> tuple[float, float]:
    """Measure how far the picture moved, as a share of its longer side."""
    import cv2

    if min(float(before.std()), float(after.std())) < SHAPELESS:
        return 0.0, 0.0
    (across, down), _ = cv2.phaseCorrelate(before, after)
    return across / SHAKE_PX, down / SHAKE_PX


def _measure_shake(shifts: list[tuple[float, float]]) -> float:
    """Measure how much the picture moves to and fro between samples: a pan goes one way."""
    turns = [abs(one[axis] - other[axis]) for one, other in pairwise(shifts) for axis in (0, 1)]
    return sum(turns) / len(turns) if turns else 0.0


def _measure_sharpness(frame: Frame) -> float:
    """Measure how steep the strongest edges are: second derivative / first; 0 without edges."""
    import cv2
    import numpy as np

    picture = frame.astype(np.float32)
    slope = np.hypot(cv2.Sobel(picture, cv2.CV_32F, 1, 0), cv2.Sobel(picture, cv2.CV_32F, 0, 1))
    edges = slope >= max(float(np.percentile(slope, STRONG)), LEAST_EDGE)
    if not edges.any():
        return 0.0
    bend = np.abs(cv2.Laplacian(picture, cv2.CV_32F))[edges].mean()
    return float(bend / slope[edges].mean())


def _measure_middle_and_border(frame: Frame) -> tuple[float, float]:
    """Measure the mean luma, 0 to 1, of the middle, and of the left, right and upper border."""
    height, width = frame.shape
    middle = frame[height // 4 : -height // 4, width * 3 // 10 : -width * 3 // 10]
    band = width // 7, height // 7
    parts = (frame[:, : band[0]], frame[:, -band[0] :], frame[: band[1]])
    pixels = sum(part.size for part in parts)
    total = sum(float(part.sum()) for part in parts)
    return float(middle.mean()) / 255, total / pixels / 255


def _measure_sound(folder: Path) -> SoundMeasurements:
    """Measure the sound in `folder`, from the output of the meters and the speech model."""
    import numpy as np

    meters = (folder / METERS).read_text(encoding="utf-8", errors="replace")
    samples = np.fromfile(folder / HEARD, dtype="<f4").reshape(-1, 2)

    def stereo() -> Iterator[NDArray[np.float32]]:
        for start in range(0, len(samples), BLOCK):
            yield samples[start : start + BLOCK]

    def blocks() -> Iterator[NDArray[np.float32]]:
        return map(StereoListener().mix_sides, stereo())

    listened = measure_speech_activity(blocks, load_silero)
    levels = listened.levels_dbfs
    speech = classify_speech(listened)
    spans, sides = speech.spans, measure_sides(stereo())
    fault = choose_side_fault(sides, spans)
    peaks = _parse_meter_values("astats.Overall.Peak_level", meters)
    whole = _parse_meter_values("r128.I", meters)
    return SoundMeasurements(
        integrated_lufs=whole[-1] if whole else -math.inf,
        peak_dbfs=max(peaks, default=-math.inf),
        noise_dbfs=measure_noise_floor_dbfs(levels),
        voice_dbfs=measure_voice_dbfs(levels),
        speech=spans,
        clipped=tuple(at / 10 for at, peak in enumerate(peaks) if peak > FULL_DBFS),
        decay_s=_measure_decay_s(levels, spans),
        side_fault=fault,
        side_stretches=None if fault else find_side_stretches(sides),
        has_model=speech.method is SpeechMethod.SILERO,
    )


def _measure_decay_s(levels: Sequence[float], spans: Sequence[Span]) -> float | None:
    """Find the median time that speech rings on after its ends; None where ends are too few."""
    quiet = float(LEVEL_WINDOW_S)
    ends = [float(one.end) for one, other in pairwise(spans) if other.start - one.end > 1]
    decays = measure_echo_decay_s(levels, quiet, ends)
    return find_percentile(decays, 0.5) if len(decays) >= SURE else None


def _parse_meter_values(key: str, meters: str) -> list[float]:
    """Parse every value of `key`; NaN becomes -inf."""
    values = re.findall(rf"^lavfi\.{re.escape(key)}=(\S+)$", meters, re.MULTILINE)
    numbers = (float(value) for value in values)
    return [-math.inf if math.isnan(number) else number for number in numbers]
