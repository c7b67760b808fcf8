"""A text in the beats of a recipe: nothing is lost, and subtitles read exactly what is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.app.plan.recipes import load_script_recipe
from egv.core.cues.script_text import parse_script
from egv.core.text.translation import UiLanguage
from egv.tools.library.recipes import BUILT_IN
from egv.workflow.script.layout import ScriptLayout, SpokenText, find_marks, lay_out_text
from egv.workflow.script.message import Message, read_lines, split_message
from egv.workflow.script.sheet_text import format_script

RECIPE = load_script_recipe(str(BUILT_IN / "weekly-update.yaml"))
MOST_S = RECIPE.expect.duration.ideal[1]
TEXT = """\
Hoi team,

Vanaf maandag verandert het boeken van zalen. In de agenda zie je welke zaal vrij is. Je kiest
een zaal, en klaar. Dat scheelt iedereen een hoop zoeken op de gang.

- Zaal A is voor tien personen
- Zaal B is voor vier personen

Wil je het deze week een keer proberen?

Groet,
Jan
"""


def spoken(text: str, language: str = "nl") -> SpokenText:
    whole = Message(read_lines(text))
    return SpokenText(whole if find_marks(whole.said, RECIPE) else split_message(whole), language)


def lay_out(text: str, most_s: float | None = MOST_S) -> ScriptLayout:
    return lay_out_text(spoken(text), RECIPE, most_s)


def written(text: str, tongue: UiLanguage = UiLanguage.NL) -> str:
    read = spoken(text)
    layout = lay_out_text(read, RECIPE, MOST_S)
    return format_script(layout, read.message, RECIPE.localise_wording(tongue), tongue)


def texts_of(layout: ScriptLayout) -> list[list[str]]:
    return [[sentence.text for sentence in beat] for beat in layout.beats]


def test_sentences_go_to_the_beats_in_order() -> None:
    layout = lay_out(TEXT)

    assert texts_of(layout) == [
        ["Vanaf maandag verandert het boeken van zalen."],
        [
            "In de agenda zie je welke zaal vrij is.",
            "Je kiest een zaal, en klaar.",
            "Dat scheelt iedereen een hoop zoeken op de gang.",
            "Zaal A is voor tien personen",
            "Zaal B is voor vier personen",
        ],
        ["Wil je het deze week een keer proberen?"],
    ]
    assert [beat[0].line for beat in layout.beats] == [3, 3, 9]


def test_what_does_not_fit_is_left_over_and_a_last_question_stays() -> None:
    long = "\n\n".join(f"Dit is zin nummer {at} van een heel lang verhaal." for at in range(60))
    layout = lay_out(f"{long}\n\nWil je het proberen?")
    said = [sentence.text for sentence in layout.sentences]

    assert said[-1] == "Wil je het proberen?"
    assert said[0].startswith("Dit is zin nummer 0 ")
    assert len(said) + len(layout.left_over) == 61
    assert sum(spoken("").measure(each).seconds for each in layout.sentences) <= MOST_S


def test_one_sentence_longer_than_the_time_is_kept() -> None:
    endless = " ".join(["woord"] * 500)

    assert [each.text for each in lay_out(endless).sentences] == [endless]


def test_the_script_is_what_subtitles_read() -> None:
    script = written(TEXT)

    assert [line.text for line in parse_script(script)] == [
        sentence.text for sentence in lay_out(TEXT).sentences
    ]
    assert "# 0:00 - 0:10 OPENING\n# Wat is er deze week veranderd?\n\nVanaf maandag" in script
    assert script.endswith(
        "# NIET OM TE ZEGGEN: groet en ondertekening\n# Hoi team,\n# Groet,\n# Jan\n"
    )


WORDS = st.sampled_from(
    [
        "Jan:",
        "#",
        "##",
        "[muziek]",
        "zaal.",
        "m.b.t.",
        "-",
        "5",
        "5.",
        ">",
        "Wil",
        "proberen?",
        "€1.250",
        "Groet,",
        "Hoi",
        "--",
        "#Onze",
    ]
)
TEXTS = st.lists(st.lists(WORDS, max_size=8).map(" ".join), max_size=12).map("\n".join)


@given(TEXTS)
def test_any_text_is_read_back_and_nothing_is_lost(text: str) -> None:
    script = written(text)
    read = spoken(text)
    layout = lay_out_text(read, RECIPE, MOST_S)
    quoted = " ".join(line.text for line in read.message.quoted)

    assert [word for line in parse_script(script) for word in line.spoken_words] == [
        word for sentence in layout.sentences for word in sentence.spoken_words
    ]
    assert {*text.split()} - MARKS <= {*script.split(), *quoted.split()}


MARKS = {"-", "5.", "#", "##"}  # of lists and notes, which the script writes in its own way


@given(TEXTS, st.sampled_from(UiLanguage))
def test_a_script_stays_as_it_is(text: str, tongue: UiLanguage) -> None:
    script = written(text, tongue)

    assert written(script, tongue) == script


def test_marks_in_any_language_decide_and_marked_text_is_no_mail() -> None:
    layout = lay_out(
        "Vooraf.\n# ASK\nMail me.\nGroet, Jan\n# 0:00 - 0:10  opening\nHoi allemaal,\n"
    )

    assert layout.is_marked
    assert texts_of(layout) == [["Vooraf.", "Hoi allemaal,"], [], ["Mail me.", "Groet, Jan"]]


def test_beats_of_one_name_have_their_marks_in_turn() -> None:
    beats = (RECIPE.script[0], RECIPE.script[1], RECIPE.script[0])
    twice = RECIPE.model_copy(update={"script": beats})
    text = "# OPENING\nEen.\n# BOODSCHAP\nTwee.\n# OPENING\nDrie."

    assert texts_of(lay_out_text(spoken(text), twice)) == [["Een."], ["Twee."], ["Drie."]]


@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_short_text_leaves_beats_empty(count: int) -> None:
    layout = lay_out("\n\n".join(["Dit is alles."] * count))

    assert len(layout.beats) == 3
    assert len(layout.sentences) == count
    assert () in layout.beats
