"""The words that a model recognised in a sound, and the rules for believing them.

Models invent sentences over silence and music, in Dutch mostly "Ondertitels ingediend door de
Amara.org gemeenschap", and repeat the last one over and over. The model's own doubt is no help: it
can give a passage a 2 % chance of speech and still be sure of its words. So each passage is
compared with the detected speech: where nobody speaks, nothing was said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from egv.core.media.clip import Word
from egv.core.media.moments import write_moment
from egv.core.media.spans import measure_covered_share, measure_overlap
from egv.core.media.timing import Span
from egv.core.text.wording import strip_punctuation

LEAST_SPEECH = 0.2  # share of a passage with speech; with less, it counts as invented
DOUBTFUL_SPEECH, DOUBTFUL_WORDS = 0.6, -0.8  # a guess: above the first, below the second
INVENTED_SPEECH = 0.5  # least share with speech for phrases that models often invent
INVENTED = tuple(
    """
    ondertitels ingediend door de amara.org gemeenschap
    ondertiteling: tv gelderland
    ondertiteld door
    bedankt voor het kijken
    tv gelderland
    thanks for watching
    thank you for watching
    subtitles by the amara.org community
    please subscribe
    """.strip().split("\n    ")
)
FEWEST_REPEATS, LONGEST_REPEATED = 3, 8  # repeats in a row, and words in a repeated run
FASTEST = 25.0  # letters a second: nobody speaks faster, so faster repeats were not said


@dataclass(frozen=True, slots=True)
class TranscriptPassage:
    """A passage that a model recognised in one piece.

    `no_speech` is the model's probability that nobody speaks, 0 to 1; `confidence` is the mean log
    probability of the words.
    """

    words: tuple[Word, ...]
    no_speech: float = 0.0
    confidence: float = 0.0

    @property
    def span(self) -> Span:
        """The span from the first word to the last."""
        return Span(self.words[0].span.start, self.words[-1].span.end)

    @property
    def text(self) -> str:
        """The words on one line."""
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class Transcript:
    """Passages in order, on the clock of the sound they were recognised in.

    `language` is ISO 639-1. `heard` is False where nothing was recognised, as in a dry run.
    """

    passages: tuple[TranscriptPassage, ...] = ()
    language: str = ""
    heard: bool = True


@dataclass(frozen=True, slots=True)
class CredibleWords:
    """The credible words, and a line on each passage that was left out."""

    words: tuple[Word, ...]
    left_out: tuple[str, ...]


def keep_credible_words(
    passages: Sequence[TranscriptPassage], speech: Sequence[Span], prompted: Sequence[str] = ()
) -> CredibleWords:
    """Keep the credible words of `passages`, given the spans of speech on the same clock.

    `prompted` are terms that the model was told to expect, and may therefore invent.
    """
    words: list[Word] = []
    left_out: list[str] = []
    for passage in passages:
        if why := _explain_doubt(passage, speech, prompted):
            left_out.append(f"'{passage.text}' at {write_moment(passage.span.start)}: {why}")
        else:
            words += passage.words
    kept, repeated = _drop_repeats(words, speech)
    return CredibleWords(tuple(kept), (*left_out, *repeated))


def _explain_doubt(
    passage: TranscriptPassage, speech: Sequence[Span], prompted: Sequence[str]
) -> str:
    spoken = measure_covered_share(speech, passage.span)
    plain = passage.text.lower().strip(" .!?")
    if spoken < LEAST_SPEECH:
        return "nobody speaks at that moment"
    if passage.no_speech > DOUBTFUL_SPEECH and passage.confidence < DOUBTFUL_WORDS:
        return "the model is unsure that anybody speaks, and of the words"
    if spoken < INVENTED_SPEECH and any(plain.startswith(phrase) for phrase in INVENTED):
        return (
            "speech models often invent this sentence, and there is hardly any speech at"
            " that moment"
        )
    if spoken < INVENTED_SPEECH and plain in " ".join(prompted).lower():
        return "it repeats the glossary, and there is hardly any speech at that moment"
    return ""


def _drop_repeats(words: Sequence[Word], speech: Sequence[Span]) -> tuple[list[Word], list[str]]:
    """Drop repeats: words that come three times in a row faster than anybody could speak."""
    kept: list[Word] = []
    said: list[str] = []
    at = 0
    while at < len(words):
        length, times = _find_repeat(words, at)
        run = words[at : at + length * times]
        if times >= FEWEST_REPEATS and _is_too_fast(run, speech):
            kept += run[:length]
            text = " ".join(word.text for word in run[:length])
            said.append(
                f"'{text}' at {write_moment(run[0].span.start)}: recognised {times} times in a"
                " row, kept once"
            )
            at += len(run)
        else:
            kept.append(words[at])
            at += 1
    return kept, said


def _find_repeat(words: Sequence[Word], at: int) -> tuple[int, int]:
    """Find the most repeated run of words from `at`: its length, and its number of repeats."""
    best = (1, 1)
    for length in range(1, LONGEST_REPEATED + 1):
        first = _strip_words(words[at : at + length])
        times = 1
        while _strip_words(words[at + times * length : at + (times + 1) * length]) == first:
            times += 1
        if times >= FEWEST_REPEATS and length * times > best[0] * best[1]:
            best = (length, times)
    return best


def _strip_words(words: Sequence[Word]) -> tuple[str, ...]:
    return tuple(strip_punctuation(word.text.lower()) for word in words)


def _is_too_fast(run: Sequence[Word], speech: Sequence[Span]) -> bool:
    spoken = sum(measure_overlap(speech, word.span) for word in run)
    return sum(len(word.text) + 1 for word in run) > FASTEST * float(spoken)
