"""Speech recognition with faster-whisper: words with their times, from a model on this machine."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from egv.core.errors import EnvironmentFault
from egv.core.graph import Pad
from egv.core.media import Word
from egv.core.timing import Seconds, Span
from egv.core.transcript import Transcript
from egv.tools import ffmpeg
from egv.tools.samples import listening_blocks

if TYPE_CHECKING:
    import numpy as np
    from faster_whisper import WhisperModel
    from numpy.typing import NDArray

MOST_THREADS = 4  # more make it slower
SHORTEST_WORD = Seconds(2, 100)


def words_in(
    sound: Pad, model: Path, language: str | None, saying: ffmpeg.Saying = lambda _: None
) -> Transcript:
    """The words that `model` hears in `sound`, on the sound's own clock.

    `language` is ISO 639-1; None lets the model tell. Raises EnvironmentFault when the model fails.
    """
    samples = _samples(sound, saying)
    if not samples.size:
        return Transcript()
    try:
        segments, info = _loaded(model).transcribe(
            samples,
            language=language,
            temperature=0,  # the fallbacks are drawn at random: another answer each time
            condition_on_previous_text=False,  # one invented sentence would be repeated to the end
            vad_filter=True,
            word_timestamps=True,
        )
        words = _words(segments, Seconds(len(samples), 16_000))
    except (RuntimeError, ValueError, IndexError) as error:
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise EnvironmentFault(
            f"{model}: the speech model fails ({said}); use another with --model"
        ) from None
    return Transcript(words, info.language)


def _samples(sound: Pad, saying: ffmpeg.Saying) -> NDArray[np.float32]:
    import numpy as np

    blocks = list(listening_blocks(sound, saying)())
    return np.concatenate(blocks) if blocks else np.zeros(0, dtype=np.float32)


@lru_cache(maxsize=1)
def _loaded(model: Path) -> WhisperModel:
    os.environ["HF_HUB_OFFLINE"] = "1"  # before the import: it is read there
    from faster_whisper import WhisperModel

    threads = min(MOST_THREADS, os.cpu_count() or 1)
    loaded: WhisperModel = WhisperModel(
        str(model), device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True
    )
    return loaded


def _words(segments: Iterable[Any], duration: Seconds) -> tuple[Word, ...]:
    """Words in order; a piece without a space before it belongs to the word on its left."""
    words: list[Word] = []
    for piece in (each for segment in segments for each in segment.words or ()):
        start, end = (
            min(Seconds(round(float(at) * 1000), 1000), duration) for at in (piece.start, piece.end)
        )
        end = max(end, start + SHORTEST_WORD)
        text = piece.word
        if words and not text.startswith((" ", "\n")):
            before = words[-1]
            words[-1] = Word(Span(before.span.start, max(end, before.span.end)), before.text + text)
        elif text.strip():
            words.append(Word(Span(start, end), text.strip()))
    return tuple(words)
