"""The words of a slip: what egv did, whom to ask, and names that are only text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from egv.app.records.results import OutputResult, Status, StepResult
from egv.core.programme.layers import Marking
from egv.core.text.translation import UiLanguage
from egv.workflow.check.findings import CheckTopic
from egv.workflow.slip.content import (
    Slip,
    SlipFacts,
    build_slip,
    format_slip_page,
    format_slip_text,
)
from egv.workflow.slip.deeds import Deed, DeedKind, list_deeds
from egv.workflow.slip.goods import Good, GoodKind, Tip
from egv.workflow.slip.progress import Progress
from egv.workflow.slip.texts import DEEDS

DAY = date(2026, 3, 1)
FACTS = SlipFacts(
    clip="rondleiding",
    seconds=72.4,
    goods=(Good(GoodKind.VOICE, 1.0, {"db": 31}), Good(GoodKind.FACE, 1.0)),
    deeds=(Deed(DeedKind.SUBTITLED, {"count": 24}), Deed(DeedKind.CLEANED)),
    team="Communicatie",
    contact="video@acme.example",
)
TRIMMED: dict[str, Any] = {"start_s": 1.5, "end_s": 0.5, "pauses_s": 10.0, "asked_s": 0.0}


def step(name: str, clip: str = "", **facts: Any) -> StepResult:
    return StepResult(step=name, clip=clip, why="", facts=facts)


def deeds(*steps: StepResult, formats: tuple[str, ...] = ("source",), **says: Any) -> list[Deed]:
    outputs = [
        OutputResult(input="a.mov", status=Status.RENDERED, format=name, steps=steps, **says)
        for name in formats
    ]
    return list(list_deeds(outputs, -16.0))


def lines(facts: SlipFacts, tongue: UiLanguage = UiLanguage.NL) -> str:
    return format_slip_text(build_slip(facts, tongue, DAY))


def page(facts: SlipFacts) -> str:
    return format_slip_page(build_slip(facts, UiLanguage.NL, DAY), UiLanguage.NL)


def headings(slip: Slip) -> list[str]:
    return [part.heading for part in slip.parts]


def test_a_slip_says_what_went_well_what_egv_did_and_whom_to_ask() -> None:
    said = lines(FACTS)

    assert "- De stem is goed te verstaan: 31 dB boven het geluid eromheen." in said
    assert "- ondertiteld: 24 regels" in said
    assert "Vragen? Communicatie, video@acme.example" in said
    assert "Zeg tegen Communicatie: “Haal mijn video ‘rondleiding’ weg.”" in said
    assert "Gemaakt op 1 maart 2026." in said
    assert "tip" not in said


def test_the_one_tip_has_a_part_of_its_own() -> None:
    slip = build_slip(replace(FACTS, tip=Tip(CheckTopic.SHAKE, "")), UiLanguage.EN, DAY)

    assert headings(slip)[2] == "One tip for next time"
    assert len(slip.parts[2].lines) == 1


def test_without_a_contact_a_person_is_named_otherwise() -> None:
    said = lines(replace(FACTS, team="", contact=""))

    assert "Er staat nog geen contactpersoon in de huisstijl." in said
    assert "Zeg tegen wie je om deze video vroeg:" in said


def test_where_nothing_was_measured_as_good_the_truth_is_kind() -> None:
    none = build_slip(replace(FACTS, goods=()), UiLanguage.NL, DAY).parts[0]
    one = build_slip(replace(FACTS, goods=FACTS.goods[:1]), UiLanguage.NL, DAY).parts[0]

    assert none.lines == ("Je hebt het gedaan: hier is een video van 1:12.",)
    assert len(one.lines) == 2


@pytest.mark.parametrize("name", ["<img src=x onerror=alert(1)>", "..", 'a "b" & c\'s', "x\u202ey"])
def test_names_are_only_text(name: str) -> None:
    made = page(replace(FACTS, clip=name, maker=name))

    assert "<img" not in made
    assert made.count("<script") == 0
    assert "\n" not in build_slip(replace(FACTS, maker="a\nb"), UiLanguage.NL, DAY).subtitle[1]


def test_a_draft_and_practice_say_what_they_are() -> None:
    assert "concept" in lines(replace(FACTS, mark=Marking.DRAFT))
    assert "egv deelt hem niet" in lines(replace(FACTS, mark=Marking.PRACTICE))
    assert lines(replace(FACTS, mark=Marking.PRACTICE)).startswith("Je oefenvideo is klaar")


@pytest.mark.parametrize(
    ("progress", "said", "unsaid"),
    [
        (Progress(1), "Dit is je eerste video.", "dB verder"),
        (Progress(3, 6.2), "Dit is je derde video.", "negatief"),
        (Progress(3, 6.2), "De stem ligt 6 dB verder boven het geluid", "negatief"),
        (Progress(11), "Dit is je 11e video.", "dB verder"),
    ],
)
def test_progress_is_told_where_it_was_asked_for(
    progress: Progress, said: str, unsaid: str
) -> None:
    assert said in lines(replace(FACTS, progress=progress))
    assert unsaid not in lines(replace(FACTS, progress=progress))
    assert said not in lines(FACTS)


def test_a_page_counts_in_english_too() -> None:
    second, many = (
        lines(replace(FACTS, progress=Progress(number)), UiLanguage.EN) for number in (2, 21)
    )

    assert "This is your second video." in second
    assert "This is video 21 of yours." in many


def test_what_the_steps_did_is_told_in_plain_words() -> None:
    told = deeds(
        step("trim", **TRIMMED),
        step("normalise", from_lufs=-33.0, to_lufs=-16.1, noise_lowered_db=7.6, sides="left-only"),
        step("colour-correct", stops=0.6, warmth=-0.1),
        step("subtitle", cues=24),
    )

    assert told == [
        Deed(DeedKind.SILENCE, {"seconds": 12.0}),
        Deed(DeedKind.LEVELLED),
        Deed(DeedKind.SUBTITLED, {"count": 24}),
        Deed(DeedKind.NOISE, {"db": 8}),
        Deed(DeedKind.LIGHTER),
        Deed(DeedKind.CLEANED),
    ]


def test_what_changed_nothing_is_not_told() -> None:
    told = deeds(
        step("trim", start_s=0.0, end_s=0.2, pauses_s=0.0, asked_s=0.0),
        step("normalise", from_lufs=-16.2, to_lufs=-16.0, noise_lowered_db=0.0),
        step("colour-correct", stops=0.05, warmth=0.01),
        step("subtitle", cues=0),
        step("brand", kit="acme@1"),
    )

    assert told == [Deed(DeedKind.CLEANED)]


def test_a_sound_that_is_not_as_loud_as_others_is_not_said_to_be() -> None:
    assert Deed(DeedKind.LOUDER) in deeds(step("normalise", from_lufs=-50.0, to_lufs=-30.0))


def test_the_formats_and_clips_of_one_video_are_told_once() -> None:
    cuts = (step("trim", "a.mov", **TRIMMED), step("trim", "b.mov", asked_s=3.0))
    told = deeds(*cuts, formats=("landscape", "portrait"), inputs=("a.mov", "b.mov"))

    assert told[0] == Deed(DeedKind.JOINED, {"count": 2})
    assert Deed(DeedKind.SILENCE, {"seconds": 12.0}) in told
    assert Deed(DeedKind.CUT, {"seconds": 3.0}) in told
    shapes = next(deed for deed in told if deed.kind is DeedKind.FORMATS)
    assert "in 2 vormen gemaakt: liggend, staand" in lines(replace(FACTS, deeds=(shapes,)))


def test_one_line_of_subtitles_is_one() -> None:
    one = replace(FACTS, deeds=(Deed(DeedKind.SUBTITLED, {"count": 1}),))

    assert "ondertiteld: 1 regel\n" in lines(one)


def test_every_deed_has_words() -> None:
    assert set(DEEDS) == set(DeedKind)
