"""Speech recognition with faster-whisper: words with their times, from a model on this machine."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from egv.core.errors import EnvironmentFault, LanguageError
from egv.core.graph import Pad
from egv.core.media import Word
from egv.core.timing import Seconds, Span
from egv.core.transcript import Passage, Transcript
from egv.tools import ffmpeg
from egv.tools.processes import check_wanted
from egv.tools.samples import LISTENING_HZ, listening_blocks

if TYPE_CHECKING:
    import numpy as np
    from faster_whisper import WhisperModel
    from numpy.typing import NDArray

MOST_THREADS = 4  # more make it slower
MOST_WINDOWS = 3  # of 30 s of speech, that the language is judged by
MOST_PROMPT = 60  # tokens; over 223 the decoder fails, and long prompts end up in the words
SURE = 0.7  # of the chances of the languages that it may be
SHORTEST_WORD = Seconds(2, 100)
HZ = LISTENING_HZ
_one_at_a_time = threading.Lock()  # clips are made side by side: one model, and it takes all cores
LONGEST, SEARCHED = 600, 120  # s: of sound heard in one go, and at its end for a quiet place


def words_in(
    sound: Pad,
    model: Path,
    languages: tuple[str, ...],
    terms: Sequence[str] = (),
    saying: ffmpeg.Saying = lambda _: None,
) -> Transcript:
    """What `model` hears in `sound`, on the sound's own clock, in one of `languages` (ISO 639-1).

    Of `terms`, words to expect, it is told as many as fit its prompt, the first first.
    Raises EnvironmentFault when the model fails, LanguageError when it cannot tell the language.
    """
    passages: list[Passage] = []
    spoken: str | None = None
    for start, samples in stretches(listening_blocks(sound, saying)()):
        try:
            with _one_at_a_time:
                check_wanted()
                whisper = _loaded(model)
                spoken = spoken or _language(whisper, samples, languages)
                segments, info = whisper.transcribe(
                    samples,
                    language=spoken,
                    temperature=0,  # the fallbacks are drawn at random: another answer each time
                    condition_on_previous_text=False,  # an invented sentence would go on and on
                    vad_filter=True,
                    word_timestamps=True,
                    hotwords=_hotwords(whisper, terms),
                )
                passages += _passages(segments, start, Seconds(len(samples), HZ))
        except (RuntimeError, ValueError, IndexError) as error:
            said = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise EnvironmentFault(
                f"{model}: the speech model fails ({said}); use another with --model"
            ) from None
        spoken = info.language if passages else spoken
    return Transcript(tuple(passages), spoken or "")


def stretches(
    blocks: Iterable[NDArray[np.float32]],
) -> Iterator[tuple[Seconds, NDArray[np.float32]]]:
    """The sound of `blocks` (16 kHz) in stretches of at most ten minutes, and when each begins.

    So that an hour takes no more memory than ten minutes. Each ends where it is quietest.
    """
    import numpy as np

    start, held = 0, np.zeros(0, np.float32)
    for block in blocks:
        held = np.concatenate([held, block])
        if len(held) >= LONGEST * HZ:
            end = _quietest(held, (LONGEST - SEARCHED) * HZ)
            yield Seconds(start, HZ), held[:end]
            start, held = start + end, held[end:]
    if held.size:
        yield Seconds(start, HZ), held


def _quietest(samples: NDArray[np.float32], after: int) -> int:
    """The middle of the quietest half second after sample `after`."""
    import numpy as np

    step = HZ // 50
    tail = samples[after : after + (len(samples) - after) // step * step]
    power = (tail.reshape(-1, step) ** 2).mean(axis=1)
    window = np.convolve(power, np.ones(25), mode="valid")
    return after + int(window.argmin()) * step + HZ // 4


def _hotwords(whisper: WhisperModel, terms: Sequence[str]) -> str | None:
    """`terms` as the prompt of each window, bounded: a long one fails, or is said by the model."""
    told = ""
    for term in terms:
        longer = f"{told}, {term}" if told else term
        if len(whisper.hf_tokenizer.encode(f" {longer}").ids) > MOST_PROMPT:
            break
        told = longer
    return told or None


def _language(
    whisper: WhisperModel, samples: NDArray[np.float32], languages: tuple[str, ...]
) -> str | None:
    """Which of `languages` is spoken, judged on speech alone.

    None for a model that knows one, and where nobody speaks.
    """
    if not whisper.model.is_multilingual:
        return None
    if len(languages) == 1:
        return languages[0]
    import numpy as np
    from faster_whisper.vad import collect_chunks, get_speech_timestamps

    chunks, _ = collect_chunks(samples, get_speech_timestamps(samples))
    if not chunks:
        return None
    speech = np.concatenate(chunks)
    size = whisper.feature_extractor.n_samples
    chances = dict.fromkeys(languages, 0.0)
    for start in range(0, min(len(speech), MOST_WINDOWS * size), size):
        _, _, heard = whisper.detect_language(speech[start : start + size])
        for language, chance in heard:
            if language in chances:
                chances[language] += chance
    total = sum(chances.values())
    best = max(chances, key=lambda each: chances[each])
    if total and chances[best] / total >= SURE:
        return best
    odds = ", ".join(f"{each} {100 * chances[each] / max(total, 1e-9):.0f} %" for each in languages)
    raise LanguageError(f"which language is spoken cannot be told ({odds}); say it with --language")


@lru_cache(maxsize=1)
def _loaded(model: Path) -> WhisperModel:
    from faster_whisper import WhisperModel

    threads = min(MOST_THREADS, os.cpu_count() or 1)
    loaded: WhisperModel = WhisperModel(
        str(model), device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True
    )
    return loaded


def _passages(segments: Iterable[Any], offset: Seconds, duration: Seconds) -> tuple[Passage, ...]:
    """What was heard, in order, `offset` later than it says.

    A piece without a space before it belongs to the word before it.
    """
    passages = []
    for segment in segments:
        words: list[Word] = []
        for piece in segment.words or ():
            start, end = (offset + _moment(at, duration) for at in (piece.start, piece.end))
            end = max(end, start + SHORTEST_WORD)
            if words and not piece.word.startswith((" ", "\n")):
                before = words[-1]
                span = Span(before.span.start, max(end, before.span.end))
                words[-1] = Word(span, before.text + piece.word)
            elif piece.word.strip():
                words.append(Word(Span(start, end), piece.word.strip()))
        if words:
            doubt, sure = float(segment.no_speech_prob), float(segment.avg_logprob)
            passages.append(Passage(tuple(words), doubt, sure))
    return tuple(passages)


def _moment(at: float, duration: Seconds) -> Seconds:
    return min(Seconds(round(float(at) * 1000), 1000), duration)
