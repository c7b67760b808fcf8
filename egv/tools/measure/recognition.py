"""Speech recognition with faster-whisper: words and their times, from a model on this machine."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from egv.core.cues.transcript import Transcript, TranscriptPassage
from egv.core.errors import EnvironmentFault, LanguageError
from egv.core.media.clip import Word
from egv.core.media.timing import Seconds, Span
from egv.core.programme.questions import WordsIn
from egv.tools.ffmpeg.context import RenderContext
from egv.tools.ffmpeg.samples import LISTENING_HZ, decode_speech_samples

if TYPE_CHECKING:
    import numpy as np
    from faster_whisper import WhisperModel
    from numpy.typing import NDArray

MOST_THREADS = 4  # more threads make it slower
MOST_WINDOWS = 3  # windows of 30 s of speech from which the language is detected
MOST_PROMPT = 60  # tokens; over 223 the decoder fails, and long prompts get into the transcript
SURE = 0.7  # smallest share of the language probabilities for a clear result
SHORTEST_WORD = Seconds(2, 100)
HZ = LISTENING_HZ
# Receives the fraction of the sound that was listened to; None while the model is loaded.
OnHeard = Callable[[float | None], None]
_one_at_a_time = threading.Lock()  # clips run in parallel, but the one model uses all cores
LONGEST, SEARCHED = 600, 120  # s: sound per call, and the end searched for a quiet place


def recognise_words(question: WordsIn, context: RenderContext, on_progress: OnHeard) -> Transcript:
    """Recognise the words that `question` asks for, on the clock of its sound.

    The prompt of the model gets as many of the expected words as fit, in their order. `on_progress`
    is told how far the model is. Raises EnvironmentFault when the model fails, LanguageError when
    the language cannot be detected.
    """
    model, length = question.model, question.duration
    passages: list[TranscriptPassage] = []
    spoken: str | None = None
    for start, samples in split_stretches(decode_speech_samples(question.pad, context)()):
        try:
            with _one_at_a_time:
                context.tasks.check_cancellation()
                if not start:
                    on_progress(None)
                whisper = _load_whisper(model)
                on_progress(_compute_share(start, length))
                spoken = spoken or _detect_spoken_language(whisper, samples, question.languages)
                segments, info = whisper.transcribe(
                    samples,
                    language=spoken,
                    temperature=0,  # the fallbacks are random: another result each time
                    condition_on_previous_text=False,  # an invented sentence would be repeated
                    vad_filter=True,
                    word_timestamps=True,
                    hotwords=_build_hotwords(whisper, question.terms),
                )
                heard = _report_segments(segments, start, length, on_progress)
                passages += _list_passages(heard, start, Seconds(len(samples), HZ))
        except (RuntimeError, ValueError, IndexError) as error:
            raise EnvironmentFault(
                f"{model}: the speech model failed; check it with egv model check, or use another"
                " with --model",
                details=f"{type(error).__name__}: {error}",
            ) from None
        spoken = info.language if passages else spoken
    return Transcript(tuple(passages), spoken or "")


def split_stretches(
    blocks: Iterable[NDArray[np.float32]],
) -> Iterator[tuple[Seconds, NDArray[np.float32]]]:
    """Split the sound of `blocks` (16 kHz) into stretches of at most ten minutes, with start times.

    An hour of sound then takes no more memory than ten minutes. Each stretch ends at a quiet
    place.
    """
    import numpy as np

    start, held = 0, np.zeros(0, np.float32)
    for block in blocks:
        held = np.concatenate([held, block])
        if len(held) >= LONGEST * HZ:
            end = _find_quietest_sample(held, (LONGEST - SEARCHED) * HZ)
            yield Seconds(start, HZ), held[:end]
            start, held = start + end, held[end:]
    if held.size:
        yield Seconds(start, HZ), held


def _find_quietest_sample(samples: NDArray[np.float32], after: int) -> int:
    """Find the middle of the quietest half second after sample `after`."""
    import numpy as np

    step = HZ // 50
    tail = samples[after : after + (len(samples) - after) // step * step]
    power = (tail.reshape(-1, step) ** 2).mean(axis=1)
    window = np.convolve(power, np.ones(25), mode="valid")
    return after + int(window.argmin()) * step + HZ // 4


def _build_hotwords(whisper: WhisperModel, terms: Sequence[str]) -> str | None:
    """Build the prompt of each window from `terms`, limited: a long prompt fails or is spoken."""
    told = ""
    for term in terms:
        longer = f"{told}, {term}" if told else term
        if len(whisper.hf_tokenizer.encode(f" {longer}").ids) > MOST_PROMPT:
            break
        told = longer
    return told or None


def _detect_spoken_language(
    whisper: WhisperModel, samples: NDArray[np.float32], languages: tuple[str, ...]
) -> str | None:
    """Detect which of `languages` is spoken, from the speech alone.

    None for a model with one language, and where nobody speaks.
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
    best = max(chances, key=lambda language: chances[language])
    if total and chances[best] / total >= SURE:
        return best
    odds = ", ".join(
        f"{language} {100 * chances[language] / max(total, 1e-9):.0f} %" for language in languages
    )
    raise LanguageError(f"the spoken language is unclear ({odds}); name it with --language")


@lru_cache(maxsize=1)
def _load_whisper(model: Path) -> WhisperModel:
    from faster_whisper import WhisperModel

    threads = min(MOST_THREADS, os.cpu_count() or 1)
    loaded: WhisperModel = WhisperModel(
        str(model), device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True
    )
    return loaded


def _report_segments(
    segments: Iterable[Any], start: Seconds, length: Seconds, on_progress: OnHeard
) -> Iterator[Any]:
    """Yield the segments as the model finds them, and report the end of each, from `start`."""
    for segment in segments:
        yield segment
        on_progress(_compute_share(start + _clamp_time(segment.end, length), length))


def _compute_share(heard: Seconds, length: Seconds) -> float:
    return min(1.0, float(heard / length)) if length else 0.0


def _list_passages(
    segments: Iterable[Any], offset: Seconds, duration: Seconds
) -> tuple[TranscriptPassage, ...]:
    """List the recognised passages in order, shifted by `offset`.

    A piece without a space before it is joined to the previous word.
    """
    passages = []
    for segment in segments:
        words: list[Word] = []
        for piece in segment.words or ():
            start, end = (offset + _clamp_time(at, duration) for at in (piece.start, piece.end))
            end = max(end, start + SHORTEST_WORD)
            if words and not piece.word.startswith((" ", "\n")):
                before = words[-1]
                span = Span(before.span.start, max(end, before.span.end))
                words[-1] = Word(span, before.text + piece.word)
            elif piece.word.strip():
                words.append(Word(Span(start, end), piece.word.strip()))
        if words:
            doubt, sure = float(segment.no_speech_prob), float(segment.avg_logprob)
            passages.append(TranscriptPassage(tuple(words), doubt, sure))
    return tuple(passages)


def _clamp_time(at: float, duration: Seconds) -> Seconds:
    return min(Seconds(round(float(at) * 1000), 1000), duration)
