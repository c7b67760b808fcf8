"""Speech found in sound: the same cuts however loud the clip, and no word harmed.

The sample is synthetic speech with true word times, so every margin here is measured, not guessed.
"""

from __future__ import annotations

import json
import sys
import wave
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest

from egv.core.media.spans import find_gaps, intersect_spans, sum_durations, widen_to_frames
from egv.core.media.timing import Seconds, Span
from egv.core.sound.pause_cuts import (
    SilenceMode,
    cut_dead_air,
)
from egv.core.sound.speech_spans import Speech, SpeechMethod, classify_speech
from egv.tools.measure.speech import (
    SAMPLE_RATE,
    SampleBlocks,
    SpeechDetector,
    find_speech,
    load_silero,
    measure_speech_activity,
)
from tests.conftest import SHARED
from tests.places import FIXTURES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

SAMPLE = FIXTURES / "sample"
RATE = Fraction(30)
REAL = ["jfk.flac", "dutch_monologue_40s.wav", "flemish_aardappel.wav", "flemish_gibraltar.wav"]

pytestmark = pytest.mark.media


def sample() -> Samples:
    with wave.open(str(SAMPLE / "sample.wav")) as file:
        assert file.getframerate() == SAMPLE_RATE
        data = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    return (data / np.float32(32768)).astype(np.float32)


def real(name: str) -> Samples:
    import av

    with av.open(str(SHARED / name)) as container:
        mono = av.AudioResampler("flt", "mono", SAMPLE_RATE)
        frames = [each for frame in container.decode(audio=0) for each in mono.resample(frame)]
        frames += mono.resample(None)
    return np.concatenate([frame.to_ndarray()[0] for frame in frames]).astype(np.float32)


def labelled(part: str) -> list[tuple[str, Span]]:
    """The true times of the sample's `words` or `sentences`."""
    entries = json.loads((SAMPLE / "sample.json").read_text())[part]
    texts = (entry.get("word") or entry["text"] for entry in entries)
    spans = (Span(Fraction(str(entry["start"])), Fraction(str(entry["end"]))) for entry in entries)
    return list(zip(texts, spans, strict=True))


def with_hiss(samples: Samples, dbfs: float = -50) -> Samples:
    noise = np.random.default_rng(7).normal(0, 10 ** (dbfs / 20), len(samples))
    return samples + noise.astype(np.float32)


def recorded_at(samples: Samples, gain_db: float) -> Samples:
    """`samples` at another level, in the 16 bits that a recorder would have had for them."""
    scaled = np.round(samples * 32768 * 10 ** (gain_db / 20)) / 32768
    return scaled.astype(np.float32)


def blocks_of(samples: Samples, size: int = 4096) -> SampleBlocks:
    return lambda: (samples[at : at + size] for at in range(0, len(samples), size))


def model_of(method: SpeechMethod) -> SpeechDetector | None:
    return load_silero() if method is SpeechMethod.SILERO else None


def speech_of(samples: Samples, method: SpeechMethod = SpeechMethod.SILERO) -> Speech:
    speech = classify_speech(measure_speech_activity(blocks_of(samples), lambda: model_of(method)))
    assert speech.method is method
    return speech


def kept_of(speech: Speech, silence: SilenceMode, rate: Fraction = RATE) -> tuple[Span, ...]:
    whole = Span(Seconds(0), int(speech.duration * rate) / rate)
    return widen_to_frames(cut_dead_air(whole, speech, silence), rate, whole)


def frames_apart(kept: tuple[Span, ...], others: tuple[Span, ...]) -> Fraction:
    """How many frames the two lists of cuts differ by, at their worst."""
    assert len(kept) == len(others), f"{kept} and {others}"
    edges = [(a.start - b.start, a.end - b.end) for a, b in zip(kept, others, strict=True)]
    return max(abs(edge) for pair in edges for edge in pair) * RATE


def spoken_with_pauses() -> tuple[Samples, list[Span], list[Span]]:
    """The sample's sentences with known pauses of 0.3 to 3 s between them, in a quiet room."""
    source, at = sample(), 0
    parts, words, pauses = [], [], []
    sentences = [span for _, span in labelled("sentences")] * 4
    for number, span in enumerate(sentences):
        first, end = (int(edge * SAMPLE_RATE) for edge in (span.start, span.end))
        quiet = int((0.3 + 2.7 * (number * 7 % 24) / 23) * SAMPLE_RATE)
        parts += [np.zeros(quiet, np.float32), source[first:end]]
        pauses.append(Span(Seconds(at, SAMPLE_RATE), Seconds(at + quiet, SAMPLE_RATE)))
        at += quiet + end - first
        words.append(Span(pauses[-1].end, Seconds(at, SAMPLE_RATE)))
    parts.append(np.zeros(SAMPLE_RATE, np.float32))
    return with_hiss(np.concatenate(parts), -65), words, pauses[1:]


@pytest.mark.parametrize("method", SpeechMethod)
@pytest.mark.parametrize("silence", [SilenceMode.ENDS, SilenceMode.ALL])
@pytest.mark.parametrize("gain_db", [-10, -20, -30])
def test_a_quieter_recording_is_cut_at_the_same_frames(
    gain_db: float, silence: SilenceMode, method: SpeechMethod
) -> None:
    loud = kept_of(speech_of(sample(), method), silence)
    quiet = kept_of(speech_of(recorded_at(sample(), gain_db), method), silence)

    assert frames_apart(quiet, loud) <= 1


@pytest.mark.parametrize("method", SpeechMethod)
@pytest.mark.parametrize("silence", [SilenceMode.ENDS, SilenceMode.ALL])
def test_hiss_moves_no_cut_by_more_than_a_frame(silence: SilenceMode, method: SpeechMethod) -> None:
    clean = kept_of(speech_of(sample(), method), silence)
    hissing = kept_of(speech_of(with_hiss(sample()), method), silence)

    assert frames_apart(hissing, clean) <= 1


@pytest.mark.parametrize("method", SpeechMethod)
@pytest.mark.parametrize("hiss_dbfs", [None, -65, -50, -45])
def test_every_word_stays_whole_with_80_ms_after_it(
    hiss_dbfs: float | None, method: SpeechMethod
) -> None:
    samples = sample() if hiss_dbfs is None else with_hiss(sample(), hiss_dbfs)
    kept = kept_of(speech_of(samples, method), SilenceMode.ALL)

    words = labelled("words")

    assert words
    for text, word in words:
        aired = Span(word.start, word.end + Seconds("0.08"))
        assert intersect_spans(kept, (aired,)) == (aired,), text


@pytest.mark.parametrize("method", SpeechMethod)
@pytest.mark.parametrize("last", ["colleagues", "light", "week", "camera"])
def test_the_last_consonant_of_a_clip_is_kept(last: str, method: SpeechMethod) -> None:
    word = next(span for text, span in labelled("words") if text == last)
    until = sample()[: int(word.end * SAMPLE_RATE)]
    samples = with_hiss(np.concatenate([until, np.zeros(3 * SAMPLE_RATE, np.float32)]), -60)
    kept = kept_of(speech_of(samples, method), SilenceMode.ENDS)

    assert kept[-1].end >= word.end + Seconds("0.2")
    assert kept[-1].end <= word.end + Seconds("0.8")


@pytest.mark.parametrize("method", SpeechMethod)
def test_long_pauses_are_shortened_and_the_words_around_them_kept(method: SpeechMethod) -> None:
    samples, words, pauses = spoken_with_pauses()
    kept = kept_of(speech_of(samples, method), SilenceMode.ALL)
    long = [pause for pause in pauses if pause.duration > 1]
    shortened = [
        pause for pause in long if sum_durations(intersect_spans(kept, (pause,))) <= Seconds("0.75")
    ]

    assert len(long) >= 12
    assert len(shortened) >= 0.95 * len(long)
    assert all(intersect_spans(kept, (word,)) == (word,) for word in words)


def test_the_sample_loses_the_dead_air_that_it_has() -> None:
    kept = kept_of(find_speech(blocks_of(sample())), SilenceMode.ENDS)

    # The first word starts at 0.71 s, the last one ends at 22.406 s of 23.25 s.
    assert 0.35 <= kept[0].start <= 0.55
    assert 22.65 <= kept[0].end <= 22.95


def test_handling_noise_before_the_first_word_goes_and_applause_after_the_last_stays() -> None:
    random = np.random.default_rng(3)
    fumbling = np.zeros(4 * SAMPLE_RATE, np.float32)
    for at in range(0, 3 * SAMPLE_RATE, SAMPLE_RATE // 2):  # a bump each half second
        fumbling[at : at + 1600] = random.normal(0, 0.2, 1600) * np.exp(-np.arange(1600) / 300)
    clapping = random.normal(0, 0.1, 3 * SAMPLE_RATE).astype(np.float32)
    samples = with_hiss(np.concatenate([fumbling, sample()[: 22 * SAMPLE_RATE], clapping]), -60)
    kept = kept_of(speech_of(samples), SilenceMode.ENDS)

    assert kept[0].start > 3.5
    assert kept[-1].end > 28.8


@pytest.mark.parametrize("method", SpeechMethod)
@pytest.mark.parametrize("dbfs", [-300, -96, -60, -30], ids=["zero", "last bit", "hiss", "roar"])
def test_where_nobody_speaks_nothing_is_found(dbfs: float, method: SpeechMethod) -> None:
    samples = with_hiss(np.zeros(10 * SAMPLE_RATE, np.float32), dbfs)

    assert speech_of(samples, method).spans == ()


@pytest.mark.parametrize("size", [1, 511, 100_000])
def test_the_size_of_the_blocks_makes_no_difference(size: int) -> None:
    samples = sample()[: 3 * SAMPLE_RATE]

    assert find_speech(blocks_of(samples, size)) == find_speech(blocks_of(samples))


def test_words_stay_whole_where_blocks_meet() -> None:
    # 93 s is four blocks, and the model starts afresh at each.
    samples = np.tile(sample(), 4)
    once, length = (
        kept_of(speech_of(sample()), SilenceMode.ALL),
        Seconds(len(sample()), SAMPLE_RATE),
    )
    kept = kept_of(speech_of(samples), SilenceMode.ALL)

    for turn in range(4):
        for text, word in labelled("words"):
            moved = word.shift(turn * length)
            assert intersect_spans(kept, (moved,)) == (moved,), text
    assert abs(sum_durations(kept) - 4 * sum_durations(once)) < 1


def test_an_empty_sound_holds_no_speech() -> None:
    assert find_speech(lambda: iter(())) == Speech(Seconds(0))


def test_the_sound_is_read_twice_and_never_held_whole() -> None:
    reads = 0

    def blocks() -> Iterator[Samples]:
        nonlocal reads
        reads += 1
        yield from blocks_of(sample())()

    find_speech(blocks)

    assert reads == 2


def test_without_the_model_levels_are_used_and_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "faster_whisper.vad", None)  # what a failed install looks like

    assert load_silero() is None
    assert find_speech(blocks_of(sample())).method is SpeechMethod.LEVEL


@pytest.mark.real
@pytest.mark.parametrize("method", SpeechMethod)
@pytest.mark.parametrize("name", REAL)
def test_real_speech_is_cut_alike_however_loud_it_is(name: str, method: SpeechMethod) -> None:
    samples = real(name)
    kept = kept_of(speech_of(samples, method), SilenceMode.ENDS)

    for gain_db in (-10, -20, -30):
        quiet = kept_of(speech_of(recorded_at(samples, gain_db), method), SilenceMode.ENDS)
        assert frames_apart(quiet, kept) <= 1
    hissing = kept_of(speech_of(with_hiss(samples), method), SilenceMode.ENDS)
    assert frames_apart(hissing, kept) <= 1


@pytest.mark.real
@pytest.mark.parametrize("method", SpeechMethod)
@pytest.mark.parametrize("name", REAL)
def test_what_is_cut_out_of_real_speech_is_quiet(name: str, method: SpeechMethod) -> None:
    samples = real(name)
    kept = kept_of(speech_of(samples, method), SilenceMode.ALL)
    cuts = find_gaps(kept, Span(Seconds(0), Seconds(len(samples), SAMPLE_RATE)))
    loud = np.percentile(np.abs(samples), 99)

    assert cuts
    for cut in cuts:
        first, end = (int(edge * SAMPLE_RATE) for edge in (cut.start, cut.end))
        # A vowel that was cut would be as loud as any other; breath and room are 15 dB quieter.
        assert np.sqrt(np.mean(samples[first:end] ** 2)) < loud * 10 ** (-15 / 20)


@pytest.mark.real
def test_the_nine_pauses_of_a_real_monologue_are_found() -> None:
    speech = speech_of(real("dutch_monologue_40s.wav"))
    pauses = [b.start - a.end for a, b in pairwise(speech.spans)]

    assert len(speech.spans) == 9
    assert all(pause < Seconds("1.5") for pause in pauses)


@pytest.mark.real
def test_a_voice_far_fainter_than_the_next_is_heard() -> None:
    near, far = (real(name) for name in ("dutch_monologue_40s.wav", "jfk.flac"))
    far = far / np.sqrt(np.mean(far**2)) * np.sqrt(np.mean(near**2)) * np.float32(10 ** (-30 / 20))
    samples = with_hiss(np.concatenate([far, np.zeros(SAMPLE_RATE, np.float32), near]), -75)
    first = intersect_spans(speech_of(samples).spans, (Span(Seconds(0), Seconds(11)),))

    assert first[0].start < 1
    assert sum_durations(first) > 6
