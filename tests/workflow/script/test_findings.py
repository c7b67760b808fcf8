"""What is worth a second look in a text, and what is not."""

from __future__ import annotations

from egv.workflow.script.findings import (
    LONGEST_SENTENCE,
    CheckedText,
    ScriptFinding,
    ScriptTopic,
    find_script_faults,
)
from egv.workflow.script.layout import lay_out_text
from tests.workflow.script.test_layout import RECIPE, spoken

CALM = "Vanaf maandag boeken we de zalen anders, en dat is fijn voor iedereen."
IN_DUTCH = RECIPE.localise_wording("nl")
FITTING = "\n".join([CALM] * 14)


def find(
    text: str,
    language: str = "nl",
    kit_languages: tuple[str, ...] = (),
    terms: frozenset[str] = frozenset(),
) -> tuple[ScriptFinding, ...]:
    read = spoken(text, language)
    layout = lay_out_text(read, RECIPE)
    return find_script_faults(CheckedText(read, layout, IN_DUTCH, kit_languages, terms))


def list_topics(text: str, language: str = "nl") -> list[tuple[str, str, int]]:
    found = find(text, language)
    return [(each.topic.value, each.case, each.line) for each in found]


def test_a_text_that_fits_is_fine() -> None:
    assert list_topics(FITTING) == []


def test_the_length_is_held_against_the_recipe() -> None:
    assert ("length", "short", 0) in list_topics("\n".join([CALM] * 8))
    assert ("length", "long", 0) in list_topics("\n".join([CALM] * 20))
    assert ("length", "too-long", 0) in list_topics("\n".join([CALM] * 40))


def test_a_sentence_is_long_above_the_limit_only() -> None:
    for words, count in ((LONGEST_SENTENCE, 0), (LONGEST_SENTENCE + 1, 1)):
        text = f"{FITTING}\n\n{' '.join(['zaal'] * words)}."
        found = [each for each in find(text) if each.topic is ScriptTopic.SENTENCE]
        assert [each.line for each in found] == [16] * count


def test_abbreviations_and_jargon_are_told_once_with_their_line() -> None:
    text = f"{FITTING}\nWe faciliteren dit\nm.b.t. de KPI's. De KPI is m.b.t. ons. FACILITEREN."

    assert list_topics(text) == [
        ("jargon", "", 15), ("abbreviation", "written", 16), ("abbreviation", "initials", 16),
    ]  # fmt: skip


def test_terms_of_the_kit_are_no_jargon() -> None:
    assert find(f"{FITTING}\nOns EPD is klaar.", terms=frozenset({"epd"})) == ()
    assert [each.facts["word"] for each in find(f"{FITTING}\nOns EPD is klaar.")] == ["EPD"]


def test_words_in_capitals_are_loud_and_no_initials() -> None:
    assert list_topics(f"{FITTING}\nLET OP DIT.") == []


def test_several_new_points_are_a_question_and_one_is_none() -> None:
    once = f"{FITTING}\nDaarnaast is er taart."
    [found] = [each for each in find(f"{once}\nVerder is er soep.") if each.case == ""]

    assert list_topics(once) == []
    assert (found.topic, found.line) == (ScriptTopic.MESSAGES, 15)
    assert found.facts["places"] == "15: “Daarnaast”; 16: “Verder”"
    assert list_topics(f"{FITTING}\nVerdergaan is fijn.\nDaarnaastgelegen ook.") == []


def test_beats_without_text_and_with_too_much_are_told() -> None:
    text = f"# opening\n{CALM}\n{CALM}\n{CALM}\n{CALM}\n# vraag\nMail me."
    found = {(each.topic, each.case): each for each in find(text)}
    unmarked = list_topics("\n".join([CALM] * 40))

    assert found[ScriptTopic.BEAT, "long"].line == 2
    assert [topic for topic, _, _ in unmarked] == ["length"]
    assert found[ScriptTopic.BEAT, "empty"].facts["beat"] == "boodschap"


def test_another_language_than_the_kits_is_asked_about() -> None:
    assert [each.topic for each in find(FITTING, "nl", ("en", "de"))] == [ScriptTopic.LANGUAGE]
    assert find(FITTING, "nl", ("en", "nl")) == ()
