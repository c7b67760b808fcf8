"""What of a transcript is believed: what somebody said, once (R15, R16)."""

from collections.abc import Sequence

from egv.core.cues.transcript import TranscriptPassage, keep_credible_words
from egv.core.media.clip import Word
from egv.core.media.moments import show_moments
from egv.core.media.timing import Seconds, Span

TALK = (Span(Seconds(0), Seconds(10)),)


def passage(text: str, start: float, end: float, **doubts: float) -> TranscriptPassage:
    """`text` spoken evenly from `start` to `end`."""
    words = text.split()
    length = (Seconds(str(end)) - Seconds(str(start))) / len(words)
    spans = [Seconds(str(start)) + length * n for n in range(len(words))]
    said = zip(spans, words, strict=True)
    return TranscriptPassage(
        tuple(Word(Span(at, at + length), word) for at, word in said), **doubts
    )


def text(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def test_what_is_spoken_is_believed_whatever_the_model_says_of_it() -> None:
    sure = passage("Goedemorgen allemaal.", 1, 3, no_speech=0.98, confidence=-0.2)
    invented = passage("Bedankt voor het kijken.", 4, 6)
    found = keep_credible_words((sure, invented), TALK)

    assert text(found.words) == "Goedemorgen allemaal. Bedankt voor het kijken."
    assert not found.left_out


def test_what_nobody_speaks_is_left_out_and_said() -> None:
    found = keep_credible_words((passage("Hallo.", 1, 2), passage("Tot ziens dan.", 20, 23)), TALK)

    assert text(found.words) == "Hallo."
    assert show_moments(found.left_out, Seconds(0)) == (
        "'Tot ziens dan.' at 20.0 s: nobody speaks at that moment",
    )


def test_a_double_doubt_is_enough() -> None:
    found = keep_credible_words((passage("Eh ja.", 1, 2, no_speech=0.9, confidence=-1.1),), TALK)

    assert not found.words
    assert "the model is unsure" in found.left_out[0]


def test_what_models_invent_must_be_heard() -> None:
    line = "Ondertitels ingediend door de Amara.org gemeenschap"
    found = keep_credible_words((passage(line, 9, 12),), TALK)

    assert not found.words
    assert "models often invent this" in found.left_out[0]


def test_a_sentence_over_and_over_in_no_time_is_kept_once() -> None:
    loop = passage("En dat is het. " * 6 + "Dank je wel.", 1, 3)
    found = keep_credible_words((loop,), TALK)

    assert text(found.words) == "En dat is het. Dank je wel."
    assert show_moments(found.left_out, Seconds(0)) == (
        "'En dat is het.' at 1.0 s: recognised 6 times in a row, kept once",
    )


def test_what_somebody_really_repeats_is_kept() -> None:
    found = keep_credible_words((passage("Nee nee nee nee, heel goed.", 1, 4),), TALK)

    assert text(found.words) == "Nee nee nee nee, heel goed."
