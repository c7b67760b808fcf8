"""What was said in a sound, as a model heard it, and how much of that can be believed.

Models invent sentences over silence and music, in Dutch mostly "Ondertitels ingediend door de
Amara.org gemeenschap", and repeat the last one over and over. What a model says of its own doubt
does not save one: a passage that it gives 2 % to be speech is kept if it is sure of the words. So
each passage is held against the voice: where nobody speaks, nothing was said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from egv.core.media import Word
from egv.core.timing import Seconds, Span, clock_text, meeting

LEAST_SPEECH = 0.2  # of a passage: less, and nobody said it
DOUBTFUL_SPEECH, DOUBTFUL_WORDS = 0.6, -0.8  # above and below this together it is a guess
INVENTED_SPEECH = 0.5  # what models are known to invent must be spoken to this share
INVENTED = (
    "ondertitels ingediend door de amara.org gemeenschap",
    "ondertiteling: tv gelderland",
    "ondertiteld door",
    "bedankt voor het kijken",
    "tv gelderland",
    "thanks for watching",
    "thank you for watching",
    "subtitles by the amara.org community",
    "please subscribe",
)
FEWEST_REPEATS, LONGEST_REPEATED = 3, 8  # times in a row, and words
FASTEST = 25.0  # letters a second: nobody speaks faster, so what repeats faster was not said


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch that a model heard in one piece.

    `no_speech` is its chance that nobody speaks, 0 to 1; `confidence` the mean log probability of
    its words.
    """

    words: tuple[Word, ...]
    no_speech: float = 0.0
    confidence: float = 0.0

    @property
    def span(self) -> Span:
        """From its first word to its last."""
        return Span(self.words[0].span.start, self.words[-1].span.end)

    @property
    def text(self) -> str:
        """Its words on one line."""
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class Transcript:
    """Passages in order, on the clock of the sound they were heard in.

    `language` is ISO 639-1. `heard` is False where nobody listened: a dry run recognises nothing.
    """

    passages: tuple[Passage, ...] = ()
    language: str = ""
    heard: bool = True


@dataclass(frozen=True, slots=True)
class Believed:
    """The words that were said, and a line on each stretch that was left out."""

    words: tuple[Word, ...]
    left_out: tuple[str, ...]


def believed(
    passages: Sequence[Passage], speech: Sequence[Span], prompted: Sequence[str] = ()
) -> Believed:
    """What of `passages` was said, given where anybody speaks, on the same clock.

    `prompted` are terms that the model was told to expect: it says them where nobody does.
    """
    words: list[Word] = []
    left_out: list[str] = []
    for passage in passages:
        if why := _doubt(passage, speech, prompted):
            left_out.append(f"'{passage.text}' at {clock_text(passage.span.start)}: {why}")
        else:
            words += passage.words
    kept, repeated = _once(words, speech)
    return Believed(tuple(kept), (*left_out, *repeated))


def _doubt(passage: Passage, speech: Sequence[Span], prompted: Sequence[str]) -> str:
    spoken = _share(passage.span, speech)
    plain = passage.text.lower().strip(" .!?")
    if spoken < LEAST_SPEECH:
        return "nobody speaks there"
    if passage.no_speech > DOUBTFUL_SPEECH and passage.confidence < DOUBTFUL_WORDS:
        return "the model doubts both that somebody speaks and what is said"
    if spoken < INVENTED_SPEECH and any(plain.startswith(each) for each in INVENTED):
        return "models invent this sentence, and hardly anybody speaks there"
    if spoken < INVENTED_SPEECH and plain in " ".join(prompted).lower():
        return "it repeats the glossary, and hardly anybody speaks there"
    return ""


def _once(words: Sequence[Word], speech: Sequence[Span]) -> tuple[list[Word], list[str]]:
    """`words` without what comes three times in a row faster than anybody could say it."""
    kept: list[Word] = []
    said: list[str] = []
    at = 0
    while at < len(words):
        length, times = _repeated(words, at)
        run = words[at : at + length * times]
        if times >= FEWEST_REPEATS and _is_too_fast(run, speech):
            kept += run[:length]
            text = " ".join(word.text for word in run[:length])
            said.append(
                f"'{text}' at {clock_text(run[0].span.start)}: heard {times} times in a row,"
                " kept once"
            )
            at += len(run)
        else:
            kept.append(words[at])
            at += 1
    return kept, said


def _repeated(words: Sequence[Word], at: int) -> tuple[int, int]:
    """The stretch of words from `at` that comes most often in a row: its length and how often."""
    best = (1, 1)
    for length in range(1, LONGEST_REPEATED + 1):
        first = _bare(words[at : at + length])
        times = 1
        while _bare(words[at + times * length : at + (times + 1) * length]) == first:
            times += 1
        if times >= FEWEST_REPEATS and length * times > best[0] * best[1]:
            best = (length, times)
    return best


def _bare(words: Sequence[Word]) -> tuple[str, ...]:
    return tuple(word.text.lower().strip(".,!?…") for word in words)


def _is_too_fast(run: Sequence[Word], speech: Sequence[Span]) -> bool:
    spoken = sum(_spoken(word.span, speech) for word in run)
    return sum(len(word.text) + 1 for word in run) > FASTEST * float(spoken)


def _share(span: Span, speech: Sequence[Span]) -> float:
    return float(_spoken(span, speech) / span.duration)


def _spoken(span: Span, speech: Sequence[Span]) -> Seconds:
    return sum((both.duration for both in _overlaps(span, speech)), Seconds(0))


def _overlaps(span: Span, speech: Sequence[Span]) -> Iterator[Span]:
    return (both for each in meeting(speech, span) if (both := each.overlap(span)))
