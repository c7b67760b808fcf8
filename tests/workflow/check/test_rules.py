"""The rules of the publication checklist."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.kit.channels import CHANNELS, GB
from egv.core.media.clip import Cue
from egv.core.media.timing import Seconds, Span
from egv.core.project.recipe_parts import Expectations, Orientation, Requirement
from egv.core.sound.sides import SideFault, SideStretches
from egv.core.text.translation import UiLanguage
from egv.workflow.check.echo import measure_echo_decay_s
from egv.workflow.check.findings import (
    CheckFinding,
    CheckTopic,
    ClipMeasurements,
    FindingWeight,
    PictureMeasurements,
    SoundMeasurements,
)
from egv.workflow.check.measuring import count_people
from egv.workflow.check.rules import apply_rules
from egv.workflow.check.texts import NAMES, TIPS, format_tip

SECONDS = 90
SAMPLES = SECONDS * 8
LOOKS = PictureMeasurements(
    rate=8.0,
    light=(0.4,) * SAMPLES,
    change=(0.01,) * (SAMPLES - 1),
    sharpness=0.12,
    shake=0.001,
    middle=0.4,
    border=0.45,
)
SPEECH = tuple(Span(Seconds(at), Seconds(at + 8)) for at in range(1, 88, 9))
SOUNDS = SoundMeasurements(-22.0, -3.0, -60.0, -24.0, SPEECH, (), 0.15)
GOOD = ClipMeasurements(1920, 1080, float(SECONDS), LOOKS, SOUNDS)
CUE = Cue(Span(Seconds(1), Seconds(3)), "Hello")


def looks(**says: Any) -> ClipMeasurements:
    return replace(GOOD, looks=replace(LOOKS, **says))


def sounds(**says: Any) -> ClipMeasurements:
    return replace(GOOD, sounds=replace(SOUNDS, **says))


def changed(values: tuple[float, ...], at: int, count: int, to: float) -> tuple[float, ...]:
    return values[:at] + (to,) * count + values[at + count :]


FAULTS: dict[str, tuple[ClipMeasurements, CheckTopic, str]] = {
    "480 lines": (replace(GOOD, width=854, height=480), CheckTopic.RESOLUTION, "small"),
    "720 lines": (replace(GOOD, width=720, height=1280), CheckTopic.RESOLUTION, "fair"),
    "dark": (looks(light=(0.1,) * SAMPLES), CheckTopic.LIGHT, "dark"),
    "bright": (looks(light=(0.9,) * SAMPLES), CheckTopic.LIGHT, "bright"),
    "against the light": (looks(middle=0.15, border=0.7), CheckTopic.BACKLIGHT, ""),
    "out of focus": (looks(sharpness=0.03), CheckTopic.SHARPNESS, ""),
    "shaken": (looks(shake=0.03), CheckTopic.SHAKE, ""),
    "a second of black": (looks(light=changed(LOOKS.light, 80, 8, 0.0)), CheckTopic.BLACK, ""),
    "frozen": (looks(change=changed(LOOKS.change, 80, 40, 0.0)), CheckTopic.FROZEN, ""),
    "no sound": (replace(GOOD, sounds=None), CheckTopic.SOUND, "none"),
    "silence": (sounds(integrated_lufs=-70.0, speech=()), CheckTopic.SOUND, "silent"),
    "quiet": (sounds(integrated_lufs=-45.0), CheckTopic.LOUDNESS, "quiet"),
    "quiet, and nobody speaks": (
        replace(GOOD, sounds=replace(SOUNDS, integrated_lufs=-45.0, has_model=False)),
        CheckTopic.LOUDNESS,
        "faint",
    ),
    "one side for a while": (
        sounds(side_stretches=SideStretches(SideFault.LEFT_ONLY, SPEECH[:1])),
        CheckTopic.SIDES,
        "left-part",
    ),
    "loud": (sounds(integrated_lufs=-6.0), CheckTopic.LOUDNESS, "loud"),
    "clipped": (sounds(clipped=(1.0, 2.0, 3.0, 4.0, 5.0, 6.0)), CheckTopic.CLIPPING, ""),
    "noise": (sounds(noise_dbfs=-34.0), CheckTopic.NOISE, ""),
    "echo": (sounds(decay_s=0.6), CheckTopic.ECHO, ""),
    "nobody speaks": (sounds(speech=()), CheckTopic.SPEECH, "none"),
    "little speech": (sounds(speech=SPEECH[:1] * 3), CheckTopic.SPEECH, "little"),
    "a late start": (sounds(speech=SPEECH[1:]), CheckTopic.DEAD_AIR, ""),
    "begun again": (sounds(speech=SPEECH[:3] + SPEECH[4:]), CheckTopic.DEAD_AIR, "between"),
    "no subtitles": (replace(GOOD, finished=True), CheckTopic.SUBTITLES, "none"),
    "fast subtitles": (
        replace(GOOD, cues=(CUE,), faults=("x",)),
        CheckTopic.SUBTITLES,
        "unreadable",
    ),
    "too short for LinkedIn": (
        replace(GOOD, channel=replace(CHANNELS["linkedin"], least_s=100)),
        CheckTopic.CHANNEL,
        "short",
    ),
    "too wide for Shorts": (
        replace(GOOD, channel=CHANNELS["shorts"]),
        CheckTopic.CHANNEL,
        "shape",
    ),
    "too long for LinkedIn": (
        replace(GOOD, channel=replace(CHANNELS["linkedin"], most_s=60)),
        CheckTopic.CHANNEL,
        "long",
    ),
    "too large for LinkedIn": (
        replace(GOOD, channel=CHANNELS["linkedin"], size_bytes=6 * GB),
        CheckTopic.CHANNEL,
        "large",
    ),
    "no licence": (replace(GOOD, licence=" "), CheckTopic.MUSIC, ""),
}


def test_a_good_clip_has_nothing_to_mend() -> None:
    assert apply_rules(GOOD, Expectations()) == ()
    assert (
        apply_rules(replace(GOOD, finished=True, cues=(CUE,), licence="CC0"), Expectations()) == ()
    )


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_found_and_none_else(name: str) -> None:
    measured, topic, case = FAULTS[name]
    told = [(each.topic, each.case) for each in apply_rules(measured, Expectations())]

    if name == "little speech":  # the rest of it is dead air
        told = told[:1]
    assert told == [(topic, case)]


@pytest.mark.parametrize(
    ("seconds", "case"), [(20, "short"), (90, ""), (150, "longish"), (200, "parts")]
)
def test_a_clip_is_as_long_as_its_recipe_wants(seconds: int, case: str) -> None:
    measured = replace(GOOD, seconds=float(seconds), sounds=None)
    told = apply_rules(measured, Expectations(speech=Requirement.OPTIONAL))

    assert [each.case for each in told if each.topic is CheckTopic.DURATION] == (
        [case] if case else []
    )


def test_without_a_recipe_only_what_tires_is_too_long() -> None:
    def told(seconds: float) -> list[str]:
        measured = replace(GOOD, seconds=seconds, sounds=None)
        every = apply_rules(measured, Expectations(speech=Requirement.OPTIONAL), says_length=False)
        return [each.case for each in every if each.topic is CheckTopic.DURATION]

    assert told(5.0) == []
    assert told(130.0) == ["tiring"]


def test_wishes_of_a_recipe_silence_what_it_does_not_want() -> None:
    quiet = replace(GOOD, sounds=None)
    assert apply_rules(quiet, Expectations(speech=Requirement.NONE)) == ()
    assert apply_rules(FAULTS["dark"][0], Expectations(light=False)) == ()
    assert apply_rules(FAULTS["quiet"][0], Expectations(loudness=False)) == ()
    [held] = apply_rules(GOOD, Expectations(orientation=Orientation.PORTRAIT))
    assert "liggend, dit recept vraagt staand" in format_tip(held, UiLanguage.NL)


@pytest.mark.parametrize(
    ("seen", "wanted", "is_told"), [(2, 1, True), (1, 0, True), (1, 1, False), (1, 2, False),
                                   (3, None, False)]
)  # fmt: skip
def test_more_people_in_view_than_a_recipe_expects_are_told(
    seen: int, wanted: int | None, is_told: bool
) -> None:
    found = apply_rules(looks(people=seen), Expectations(people=wanted))

    assert [each.topic for each in found] == [CheckTopic.PEOPLE] * is_told


@pytest.mark.parametrize(
    ("faces", "people"),
    [((), 0), ((0, 0, 1), 1), ((1, 1, 1, 1, 2), 1), ((2, 2, 1, 1), 2), ((0,), 0)],
)
def test_people_are_counted_where_they_are_seen_more_than_once(
    faces: tuple[int, ...], people: int
) -> None:
    assert count_people(faces) == people


def test_a_screen_may_stand_still_and_be_dark() -> None:
    screen = looks(light=(0.1,) * SAMPLES, change=(0.0,) * (SAMPLES - 1), is_screen=True)

    assert apply_rules(screen, Expectations()) == ()


def test_a_finding_says_when() -> None:
    [black] = apply_rules(FAULTS["a second of black"][0], Expectations())
    assert black.times == (10.0,)
    assert black.facts == {"seconds": 1.0}

    after_an_intro = replace(LOOKS, start=3.0, light=changed(LOOKS.light, 80, 8, 0.0))
    [black] = apply_rules(replace(GOOD, looks=after_an_intro), Expectations())
    assert black.times == (13.0,)

    [late] = apply_rules(FAULTS["a late start"][0], Expectations())
    assert late.times == (0.0,)


def test_every_case_has_a_tip_with_the_same_places_in_both_languages() -> None:
    cases = {(topic, case) for _, topic, case in FAULTS.values()}
    assert cases <= TIPS.keys()
    assert {topic for topic, _ in TIPS} == set(CheckTopic) == NAMES.keys()
    for both in TIPS.values():
        nl, en = (set(re.findall(r"\{(\w+)\}", text)) for text in (both.nl, both.en))
        assert nl == en
        assert both.nl.endswith((".", "?"))


@given(st.sampled_from(sorted(FAULTS)), st.sampled_from(list(UiLanguage)))
def test_a_tip_is_one_whole_sentence_about_the_clip(name: str, tongue: UiLanguage) -> None:
    findings = list(apply_rules(FAULTS[name][0], Expectations()))

    assert findings
    for each in findings:
        text = format_tip(each, tongue)
        assert "{" not in text
        assert not re.search(r"\b(u|jij|you look|you sound)\b", text)


def test_the_worst_is_told_as_such() -> None:
    assert [each.weight for each in apply_rules(FAULTS["480 lines"][0], Expectations())] == [
        FindingWeight.FIX
    ]
    assert [each.weight for each in apply_rules(FAULTS["dark"][0], Expectations())] == [
        FindingWeight.TIP
    ]
    assert CheckFinding(CheckTopic.LIGHT, FindingWeight.TIP).times == ()


def test_a_room_that_rings_is_told_by_how_sounds_end() -> None:
    ends = [1.0, 2.0]
    dry = [-20.0 if at % 100 < 50 else -60.0 for at in range(300)]
    ringing = [-20.0 - max(0, at % 100 - 50) for at in range(300)]

    assert max(measure_echo_decay_s(dry, 0.02, [1.0, 3.0])) < 0.05
    assert min(measure_echo_decay_s(ringing, 0.02, [1.0, 3.0])) > 0.3
    assert measure_echo_decay_s([], 0.02, ends) == ()
