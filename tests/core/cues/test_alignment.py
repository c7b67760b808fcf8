"""A script placed by recognised words: its own text, at the time it was spoken (R10, R11, R13)."""

import random

import pytest

from egv.core.cues.alignment import align_script, normalise_word
from egv.core.errors import GateError
from egv.core.media.clip import Word
from egv.core.media.moments import show_moments
from egv.core.media.timing import Seconds, Span

TEXT = (
    "Goedemorgen allemaal, fijn dat jullie er zijn. Vandaag vertel ik over de nieuwe planning."
    " Er komen vijf machines bij, en die staan vanaf maandag in de grote hal. Wie ermee werkt,"
    " krijgt eerst een korte cursus. Dat kost 2 uur. Vragen? Stuur dan een bericht aan Anna."
    " Zij weet precies wanneer jij aan de beurt bent, en met wie je die dag samenwerkt."
    " Bedankt voor het luisteren, en een hele fijne dag nog."
)
SYLLABLES = ["ba", "ke", "do", "li", "mu", "ra", "se", "to", "vi", "wa"]


def spoken(text: str, pause: float = 0.4) -> list[Word]:
    """`text` read aloud at 15 letters a second, with a pause after each sentence."""
    at, words = Seconds(1), []
    for word in text.split():
        end = at + Seconds(len(word) + 1, 15)
        words.append(Word(Span(at, end), word))
        at = end + (Seconds(str(pause)) if word[-1] in ".?!" else 0)
    return words


def speech_of(words: list[Word]) -> list[Span]:
    """Where anybody speaks, as it is told from the sound: words with no pause between are one."""
    spans: list[Span] = []
    for word in words:
        if spans and word.span.start - spans[-1].end < Seconds(1, 5):
            spans[-1] = Span(spans[-1].start, word.span.end)
        else:
            spans.append(word.span)
    return spans


def misheard(words: list[Word], share: float, chance: random.Random) -> list[Word]:
    """`words` as a poor model hears them: some are others, some are missing, some are new."""
    heard = []
    for word in words:
        if chance.random() >= share:
            heard.append(word)
            continue
        match chance.randrange(3):
            case 0:
                pass
            case 1:
                heard.append(Word(word.span, "".join(chance.choices(SYLLABLES, k=3))))
            case _:
                middle = (word.span.start + word.span.end) / 2
                heard.append(Word(Span(word.span.start, middle), word.text))
                heard.append(Word(Span(middle, word.span.end), chance.choice(SYLLABLES)))
    return heard


def starts(words: list[Word]) -> list[Seconds]:
    """When each sentence truly begins."""
    fresh, found = True, []
    for word in words:
        if fresh:
            found.append(word.span.start)
        fresh = word.text[-1] in ".?!"
    return found


@pytest.mark.parametrize(("share", "limit"), [(0.0, 0.0), (0.15, 0.2), (0.3, 0.2)])
def test_sentences_begin_when_they_are_spoken_however_badly_they_are_heard(
    share: float, limit: float
) -> None:
    truth, off = spoken(TEXT), []
    for seed in range(40):
        heard = misheard(truth, share, random.Random(seed))
        found = align_script(TEXT, heard, speech_of(truth))
        off += [
            abs(float(cue.span.start - start))
            for cue, start in zip(found.cues, starts(truth), strict=True)
        ]

    assert sorted(off)[int(len(off) * 0.95)] <= limit


def test_the_text_is_the_scripts_to_the_letter() -> None:
    heard = misheard(spoken(TEXT), 0.3, random.Random(1))
    found = align_script(TEXT, heard, speech_of(spoken(TEXT)))

    assert " ".join(cue.text for cue in found.cues) == TEXT
    assert [word.text for cue in found.cues for word in cue.words] == TEXT.split()


def test_a_sentence_that_is_not_spoken_is_left_out_and_said() -> None:
    without = TEXT.replace(" Dat kost 2 uur.", "")
    found = align_script(TEXT, spoken(without), speech_of(spoken(without)))

    assert "Dat kost 2 uur." not in [cue.text for cue in found.cues]
    [difference] = show_moments(found.differences, Seconds(0))
    assert difference.startswith("the script line 'Dat kost 2 uur.' (after 1")
    assert difference.endswith(" s) is not spoken")


def test_what_is_spoken_beside_the_script_is_said_with_its_time() -> None:
    more = TEXT.replace("cursus.", "cursus. O wacht even, mijn telefoon gaat, sorry hoor.")
    found = align_script(TEXT, spoken(more), speech_of(spoken(more)))

    assert len(found.differences) == 1
    assert "O wacht even, mijn telefoon gaat, sorry hoor." in found.differences[0]
    assert "is not in the script" in found.differences[0]


def test_another_text_is_refused_with_where_it_differs() -> None:
    other = "This is a story about something else, and nobody here says any word of it at all."
    with pytest.raises(
        GateError, match=r"only \d+% of the script is spoken .*the script has 'This'"
    ):
        align_script(other, spoken(TEXT), speech_of(spoken(TEXT)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("5.000", "vijfduizend"),
        ("Zes,", "6"),
        ("twenty", "20"),
        ("zo'n", "zo’n"),
        ("AUTO!", "auto"),
    ],
)
def test_a_number_is_the_same_in_words_and_in_digits(one: str, other: str) -> None:
    assert normalise_word(one) == normalise_word(other)


def test_a_repeated_passage_is_placed_in_order() -> None:
    text = "We doen het samen. Ja, we doen het samen. Echt, we doen het samen. Klaar."
    truth = spoken(text)
    found = align_script(text, truth, speech_of(truth))

    assert [cue.span.start for cue in found.cues] == starts(truth)
