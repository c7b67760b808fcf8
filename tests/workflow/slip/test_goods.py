"""What is praised, and the one tip: only of what was measured, and never both of one thing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from egv.core.media.clip import Cue
from egv.core.media.timing import Seconds, Span
from egv.core.project.recipe_parts import Expectations, Orientation
from egv.workflow.check.findings import (
    CheckTopic,
    ClipMeasurements,
    PictureMeasurements,
    SoundMeasurements,
)
from egv.workflow.slip.goods import GoodKind, Tip, choose_goods, choose_tip
from egv.workflow.slip.texts import GOODS, TIPS

FACE = (0.42, 0.2, 0.58, 0.5)
LOOKS = PictureMeasurements(
    rate=8.0,
    light=(0.5,) * 96,
    change=(0.01,) * 95,
    sharpness=0.15,
    shake=0.001,
    middle=0.5,
    border=0.5,
    faces=(FACE,) * 6,
)
SOUNDS = SoundMeasurements(-22.0, -3.0, -60.0, -24.0, (Span(Seconds(1), Seconds(80)),), (), 0.1)
CLIP = ClipMeasurements(1920, 1080, 90.0, LOOKS, SOUNDS)
USUAL = Expectations()
NOTHING_SEEN = replace(LOOKS, light=(0.0,) * 96, sharpness=0.0, faces=(), has_face=False)
PLAIN = ClipMeasurements(1920, 1080, 5.0, NOTHING_SEEN, None)


def looks(**says: Any) -> ClipMeasurements:
    return replace(CLIP, looks=replace(LOOKS, **says))


def sounds(**says: Any) -> ClipMeasurements:
    return replace(CLIP, sounds=replace(SOUNDS, **says))


def praised(*clips: ClipMeasurements, **more: Any) -> set[GoodKind]:
    return {good.kind for good in choose_goods(clips, USUAL, **more)}


def all_praised(clip: ClipMeasurements, cues: tuple[Cue, ...] = ()) -> set[GoodKind]:
    """Everything that could be praised: what was chosen is left out, again and again."""
    found: set[GoodKind] = set()
    while new := {good.kind for good in choose_goods([clip], USUAL, cues, found)}:
        found |= new
    return found


def said(words: int, seconds: int) -> tuple[Cue, ...]:
    return (Cue(Span(Seconds(0), Seconds(seconds)), " ".join(["word"] * words)),)


def test_one_thing_heard_and_one_seen_are_praised() -> None:
    assert praised(CLIP) == {GoodKind.VOICE, GoodKind.FACE}
    [heard] = (good for good in choose_goods([CLIP], USUAL) if good.kind is GoodKind.VOICE)
    assert heard.facts == {"db": 36}


def test_everything_of_a_good_clip_can_be_praised() -> None:
    assert all_praised(CLIP, said(120, 60)) == set(GoodKind)


def test_nothing_is_praised_that_was_not_measured() -> None:
    assert praised(PLAIN) == set()
    assert praised() == set()
    assert choose_tip([], USUAL) is None


@pytest.mark.parametrize(
    ("clip", "kind"),
    [
        (sounds(noise_dbfs=-40.0), GoodKind.VOICE),
        (sounds(has_model=False), GoodKind.VOICE),
        (sounds(speech=()), GoodKind.VOICE),
        (sounds(integrated_lufs=-35.0), GoodKind.LEVEL),
        (sounds(clipped=(1.0,)), GoodKind.LEVEL),
        (sounds(decay_s=None), GoodKind.DRY),
        (sounds(decay_s=0.3), GoodKind.DRY),
        (looks(light=(0.2,) * 96), GoodKind.LIGHT),
        (looks(border=0.8), GoodKind.LIGHT),
        (looks(is_screen=True), GoodKind.LIGHT),
        (looks(sharpness=0.07), GoodKind.SHARP),
        (looks(shake=0.01), GoodKind.STEADY),
        (looks(is_screen=True), GoodKind.STEADY),
        (looks(people=2), GoodKind.FACE),
        (looks(faces=(FACE,) * 2), GoodKind.FACE),
        (looks(faces=((0.0, 0.2, 0.2, 0.5),) * 6), GoodKind.FACE),
        (looks(faces=((0.42, 0.0, 0.58, 0.3),) * 6), GoodKind.FACE),
        (looks(faces=((0.2, 0.1, 0.8, 0.9),) * 6), GoodKind.FACE),
        (looks(is_screen=True), GoodKind.FACE),
        (replace(CLIP, seconds=20.0), GoodKind.LENGTH),
    ],
)
def test_what_is_not_good_is_not_praised(clip: ClipMeasurements, kind: GoodKind) -> None:
    assert kind not in all_praised(clip)
    assert kind in all_praised(CLIP)


@pytest.mark.parametrize(("words", "is_calm"), [(90, False), (130, True), (200, False)])
def test_a_calm_pace_is_praised(words: int, *, is_calm: bool) -> None:
    assert (GoodKind.PACE in all_praised(CLIP, said(words, 60))) is is_calm


def test_the_pace_of_a_few_words_says_nothing() -> None:
    assert GoodKind.PACE not in all_praised(CLIP, said(13, 6))


def test_of_a_video_of_several_clips_all_must_be_good() -> None:
    shaken = looks(shake=0.02, faces=())
    dark = looks(light=(0.1,) * 96, middle=0.1, faces=())

    assert praised(CLIP, shaken, dark) == {GoodKind.VOICE, GoodKind.SHARP}


def test_the_weakest_of_several_clips_is_told() -> None:
    only = {"decay_s": None, "integrated_lufs": -35.0}
    goods = choose_goods([sounds(**only), sounds(noise_dbfs=-46.0, **only)], USUAL)

    assert [good.facts for good in goods if good.kind is GoodKind.VOICE] == [{"db": 22}]


def test_what_egv_mended_is_not_praised() -> None:
    assert GoodKind.VOICE not in praised(CLIP, mended=[GoodKind.VOICE])


def test_a_good_clip_gets_no_tip() -> None:
    assert choose_tip([CLIP], USUAL) is None


@pytest.mark.parametrize(
    ("clip", "tip"),
    [
        (sounds(noise_dbfs=-30.0), (CheckTopic.NOISE, "")),
        (sounds(integrated_lufs=-45.0), (CheckTopic.LOUDNESS, "quiet")),
        (replace(CLIP, sounds=None), (CheckTopic.SOUND, "none")),
        (looks(light=(0.1,) * 96), (CheckTopic.LIGHT, "dark")),
        (looks(middle=0.1, border=0.8), (CheckTopic.BACKLIGHT, "")),
        (replace(CLIP, seconds=150.0), (CheckTopic.DURATION, "longish")),
        (looks(sharpness=0.02), (CheckTopic.SHARPNESS, "")),
    ],
)
def test_a_fault_gives_its_tip(clip: ClipMeasurements, tip: tuple[CheckTopic, str]) -> None:
    assert choose_tip([clip], USUAL) == Tip(*tip)


def test_the_most_helpful_tip_is_the_only_one() -> None:
    noisy_and_dark = replace(sounds(noise_dbfs=-30.0), looks=looks(light=(0.1,) * 96).looks)

    assert choose_tip([CLIP, noisy_and_dark], USUAL) == Tip(CheckTopic.NOISE, "")


def test_a_tip_is_about_the_recording_and_not_about_what_egv_does() -> None:
    pauses = sounds(speech=(Span(Seconds(20), Seconds(80)),))
    one_sided = replace(CLIP, width=1000, height=1000)

    assert choose_tip([pauses, one_sided], USUAL) is None


def test_the_other_way_up_is_a_tip_where_the_recipe_asks_for_it() -> None:
    expect = Expectations(orientation=Orientation.PORTRAIT)

    assert choose_tip([CLIP], expect) == Tip(CheckTopic.ORIENTATION, "")


def test_all_that_can_be_chosen_has_words() -> None:
    from egv.workflow.slip.goods import TIPS as CHOSEN

    assert set(GOODS) == set(GoodKind)
    assert set(TIPS) == set(CHOSEN)
