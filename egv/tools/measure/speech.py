"""Detect speech: with the Silero model that comes with faster-whisper, or by levels without it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Protocol

from egv.core.media.timing import Seconds
from egv.core.sound.activity import measure_voice_dbfs
from egv.core.sound.speech_spans import LEVEL_WINDOW_S, Speech, SpeechActivity, classify_speech
from egv.tools.machine.tasks import ENDED_BY_SIGNAL, run_in_background

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

SAMPLE_RATE = 16_000
LEVEL = int(LEVEL_WINDOW_S * SAMPLE_RATE)  # samples
WINDOW = 512  # samples in one window of the model
BLOCK = 750 * WINDOW  # 24 s: an hour in one call would take gigabytes
LEAD = 125 * WINDOW  # 4 s repeated before each block: the model remembers earlier sound
VOICE_DBFS = -26.0  # the model works best at this level of voice
MAX_GAIN_DB = 60.0
# As much hiss as in any room, mixed in below the voice: recordings with and without hiss are
# then cut at the same frames, and a voice 30 dB fainter than the next is still detected.
ROOM_DBFS = VOICE_DBFS - 36

SampleBlocks = Callable[
    [], Iterable["Samples"]
]  # the sound from its start: 16 kHz mono, any block size


class SpeechDetector(Protocol):
    """A model that returns the probability of speech in each 512 samples."""

    def __call__(self, samples: Samples, /) -> Samples:
        """Return the probability of speech in each 512 of `samples`, 0 to 1."""


def find_speech(blocks: SampleBlocks) -> Speech:
    """Find the speech in the sound of `blocks`, which is read twice, and the method used.

    The first reading measures the level; the second brings the sound to the level that the model
    expects, because it judges a clip at -50 dBFS a little differently from one at -20.
    """
    with run_in_background(
        ENDED_BY_SIGNAL, lambda _: load_silero()
    ) as loading:  # load the model while ffmpeg decodes
        return classify_speech(measure_speech_activity(blocks, loading.result))


def load_silero() -> SpeechDetector | None:
    """Load the model, once per process; None where this machine cannot run it."""
    try:
        from faster_whisper.vad import get_vad_model
        from onnxruntime.capi import onnxruntime_pybind11_state as onnx  # type: ignore[import-untyped]
    except (ImportError, OSError):
        return None
    try:
        model: SpeechDetector = get_vad_model()
    except (onnx.Fail, onnx.InvalidProtobuf, onnx.NoSuchFile, RuntimeError, OSError):
        return None
    return model


def measure_speech_activity(
    blocks: SampleBlocks, loaded: Callable[[], SpeechDetector | None]
) -> SpeechActivity:
    """Measure the levels of the sound, and the speech probabilities of the model from `loaded`.

    Without a model there are levels only.
    """
    levels: list[float] = []
    samples = 0
    for block in _iter_chunks(blocks(), LEVEL * 1000):
        samples += len(block)
        levels += _measure_levels_dbfs(block)
    duration = Seconds(samples, SAMPLE_RATE)
    model = loaded()
    if model is None:
        return SpeechActivity(duration, tuple(levels))
    gain_db = min(VOICE_DBFS - measure_voice_dbfs(levels), MAX_GAIN_DB)
    return SpeechActivity(
        duration, tuple(levels), tuple(_iter_probabilities(blocks(), model, gain_db))
    )


def _measure_levels_dbfs(block: Samples) -> list[float]:
    """Measure the level of each 16 ms, in dBFS; the DC offset of a poor microphone is ignored."""
    import numpy as np

    whole = np.pad(block.astype(np.float64), (0, -len(block) % LEVEL), mode="edge")
    power = whole.reshape(-1, LEVEL).var(axis=1)
    levels: list[float] = (10 * np.log10(power + 1e-12)).tolist()
    return levels


def _iter_probabilities(
    blocks: Iterable[Samples], model: SpeechDetector, gain_db: float
) -> Iterator[float]:
    """Yield the probability of speech in each 32 ms of `blocks`, amplified by `gain_db`."""
    import numpy as np

    gain, room = (np.float32(10 ** (db / 20)) for db in (gain_db, ROOM_DBFS))
    noise = np.random.default_rng(0)  # the same noise each time gives the same result each time
    before = np.zeros(0, dtype=np.float32)
    for block in _iter_chunks(blocks, BLOCK):
        windows = -(-len(block) // WINDOW)
        # One more window, because the model blanks the end of the last one.
        padded = np.zeros(len(before) + (windows + 1) * WINDOW, dtype=np.float32)
        padded[: len(before)] = before
        hiss = noise.standard_normal(len(block), dtype=np.float32) * room
        padded[len(before) : len(before) + len(block)] = block * gain + hiss
        before = padded[len(before) : len(before) + len(block)][-LEAD:].copy()
        yield from model(padded).reshape(-1)[-windows - 1 : -1].tolist()


def _iter_chunks(blocks: Iterable[Samples], size: int) -> Iterator[Samples]:
    """Yield the same samples in blocks of `size`; the last may be shorter."""
    import numpy as np

    held: list[Samples] = []
    length = 0
    for block in blocks:
        held.append(block)
        length += len(block)
        while length >= size:
            joined = np.concatenate(held)
            yield joined[:size]
            held, length = [joined[size:]], length - size
    if length:
        yield np.concatenate(held)
