"""What of a script is spoken: neither who speaks nor what sounds, and both are kept."""

import pytest

from egv.core.cues.alignment import align_script
from egv.core.cues.script import place_script
from egv.core.cues.script_text import parse_script
from egv.core.media.clip import Cue, Word
from egv.core.media.timing import Seconds, Span


def spoken(text: str) -> list[tuple[str, str]]:
    return [(line.text, " ".join(line.spoken_words)) for line in parse_script(text)]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Maria: Welkom allemaal. Fijn.", [
            ("Maria: Welkom allemaal.", "Welkom allemaal."), ("Fijn.", "Fijn."),
        ]),
        ("Jan de Vries: Dag.", [("Jan de Vries: Dag.", "Dag.")]),
        ("Hallo\nMaria: Dag", [("Hallo", "Hallo"), ("Maria: Dag", "Dag")]),
        ("[muziek]\nWelkom.", [("[muziek]", ""), ("Welkom.", "Welkom.")]),
        ("Dank. [applaus]\nDag.", [("Dank.", "Dank."), ("[applaus] Dag.", "Dag.")]),
        ("Doe dit: klik hier.", [("Doe dit: klik hier.", "Doe dit: klik hier.")]),
        ("Het is 10:30 uur.", [("Het is 10:30 uur.", "Het is 10:30 uur.")]),
        ("# OPENING\nHallo\n ## lach\n#OnzeWeek # 1\n#\n", [
            ("Hallo", "Hallo"), ("#OnzeWeek # 1", "#OnzeWeek # 1"),
        ]),
    ],
)  # fmt: skip
def test_names_and_sounds_are_written_and_not_said(text: str, lines: list[tuple[str, str]]) -> None:
    assert spoken(text) == lines


SCRIPT = (
    "[muziek]\nMaria: Goedemorgen allemaal hier. Dit is de planning.\n[applaus]\n"
    "Piet: Dank je wel zeg."
)
SPEECH = [Span(Seconds(a), Seconds(b)) for a, b in (("4", "6"), ("6.5", "8"), ("12", "14"))]


def heard() -> list[Word]:
    words = []
    for text, span in zip(
        ("goedemorgen allemaal hier", "dit is de planning", "dank je wel zeg"), SPEECH, strict=True
    ):
        parts = text.split()
        for n, word in enumerate(parts):
            length = span.duration / len(parts)
            words.append(Word(Span(span.start + n * length, span.start + (n + 1) * length), word))
    return words


@pytest.mark.parametrize(
    "cues", [place_script(SCRIPT, SPEECH), align_script(SCRIPT, heard(), SPEECH).cues]
)
def test_every_line_comes_when_it_is_spoken_and_sounds_in_the_silence(
    cues: tuple[Cue, ...],
) -> None:
    told = [(c.text, float(c.span.start), float(c.span.end)) for c in cues]

    assert told == [
        ("[muziek]", 0.0, 3.0),
        ("Maria: Goedemorgen allemaal hier.", 4.0, 6.0),
        ("Dit is de planning.", 6.5, 8.0),
        ("[applaus]", 8.3, 11.3),
        ("Piet: Dank je wel zeg.", 12.0, 14.0),
    ]


def test_a_sound_without_silence_stands_before_the_words_that_follow() -> None:
    first, second = place_script(
        "Een zin van hier.\n[gelach]\nNog een zin hier.", [Span(Seconds(0), Seconds(3))]
    )

    assert (first.text, second.text) == ("Een zin van hier.", "[gelach] Nog een zin hier.")


def test_names_and_sounds_count_for_nothing_in_what_is_covered() -> None:
    assert align_script(SCRIPT, heard(), SPEECH).coverage == 1.0
    assert align_script(SCRIPT, heard(), SPEECH).differences == ()
