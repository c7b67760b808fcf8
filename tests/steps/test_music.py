"""How loud a bed is laid under what, and what is refused."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.errors import UsageError
from egv.core.graph.pads import Pad, Source, list_upstream_filters
from egv.core.media.timing import Seconds, Span
from egv.core.programme.edit import Edit, LoudnessTarget
from egv.core.programme.questions import Ask, LoudnessOf, MusicBedOf, Question, SoundAt, SpeechIn
from egv.core.sound.loudness import Loudness
from egv.core.sound.speech_spans import Speech
from egv.steps.music import Music
from tests.conftest import a_kit, graph_text, programme, sound_file

BED = Path("/clips/bed.mp3")
PCM = Path("/tmp/bed.pcm")
SPEECH = Speech(Seconds(10), (Span(Seconds(2), Seconds(4)), Span(Seconds(8), Seconds(9))))
SILENCE = Loudness(-math.inf, -math.inf)


def world(
    programme: Loudness, bed: float = -12.0, speech: Speech = SPEECH, seconds: float = 60
) -> Ask:
    """Where the programme and the bed measure so, and somebody speaks there."""

    def ask(question: Question[object], /) -> object:
        match question:
            case SoundAt():
                return sound_file("bed.mp3", seconds)
            case MusicBedOf():
                return PCM
            case SpeechIn():
                return speech
            case LoudnessOf(pad):
                paths = {each.path for each in _sources(pad)}
                return Loudness(bed, -1.0) if paths <= {PCM, Path("/clips/bed.mp3")} else programme
        raise AssertionError(question)

    return ask  # type: ignore[return-value]


def _sources(pad: Pad) -> list[Source]:
    nodes = [each.node for one in list_upstream_filters((pad,)) for each in one.inputs] or [
        pad.node
    ]
    return [node for node in nodes if isinstance(node, Source)]


def test_an_optional_bed_that_nobody_gives_is_left_out_and_told() -> None:
    edit, step = programme(), Music(optional=True)
    step.check_required_options()
    done = step.apply(edit, world(SILENCE))

    assert done.sound == edit.sound
    assert "the kit has no music bed" in done.notes[-1]
    with pytest.raises(UsageError, match="add --bed FILE"):
        Music().check_required_options()


def scored(edit: Edit, ask: Ask, **options: object) -> Edit:
    step = Music.from_options({"bed": BED, "licence": "CC0", **options}).resolve_options()
    return step.apply(edit, ask)


def bed_gain_db(edit: Edit) -> float:
    """The gain that the bed is laid under the programme with, where nobody speaks."""
    assert edit.sound is not None
    for each in list_upstream_filters((edit.sound,)):
        volume = dict(each.options).get("volume", "")
        if each.name == "volume" and volume.endswith("dB"):
            return float(volume.removesuffix("dB"))
    raise AssertionError("no gain")


@given(st.floats(-60, -8), st.floats(-40, -5), st.floats(-40, 0), st.floats(0, 20))
def test_the_bed_lies_so_far_under_the_voice_and_rises_so_far(
    voice: float, bed: float, gain_db: float, duck_db: float
) -> None:
    asked = world(Loudness(voice, voice + 12), bed)
    done = scored(programme(), asked, gain_db=gain_db, duck_db=duck_db)
    facts = dict(done.explanations[-1].facts)

    assert bed_gain_db(done) == pytest.approx(voice + gain_db + duck_db - bed, abs=0.01)
    assert facts["under_voice_lufs"] == pytest.approx(voice + gain_db, abs=0.01)


def test_the_licence_is_recorded() -> None:
    done = scored(programme(), world(Loudness(-20, -3)))

    assert str(done.explanations[-1]) == (
        "music: bed.mp3 20 LU under the voice, 10 LU louder in pauses; licence: CC0"
    )
    assert dict(done.explanations[-1].facts)["licence"] == "CC0"


def test_without_a_level_the_whole_is_as_loud_as_the_programme_was() -> None:
    assert scored(programme(), world(Loudness(-23, -3))).level == LoudnessTarget(-23, -1.5)
    assert scored(programme(), world(Loudness(-23, -0.2))).level == LoudnessTarget(-23, -0.2)
    assert scored(programme(), world(Loudness(-23, 2.0))).level == LoudnessTarget(-23, 0.0)


def test_a_level_that_was_asked_for_stays() -> None:
    done = scored(
        programme().with_loudness_target(LoudnessTarget(-16, -1)), world(Loudness(-16, -3))
    )

    assert done.level == LoudnessTarget(-16, -1)


def test_the_bed_is_ducked_on_the_programmes_clock() -> None:
    cut = programme().keep_spans([Span(Seconds(1), Seconds(5)), Span(Seconds(7), Seconds(10))])
    text = graph_text(scored(cut, world(Loudness(-20, -3))))

    assert "lt(t\\,0.900)" in text.replace("\\\\", "\\")  # 2 s of the clip, 1 s after the cut
    assert dict(scored(cut, world(Loudness(-20, -3))).explanations[-1].facts)["phrases"] == 2


def test_where_nobody_speaks_it_is_not_ducked_and_not_as_faint_as_the_hiss() -> None:
    ask = world(Loudness(-50, -30), speech=Speech(Seconds(10)))
    done = scored(programme(), ask)

    assert "eval=frame" not in graph_text(done)
    assert dict(done.explanations[-1].facts)["elsewhere_lufs"] == -26
    assert done.level == LoudnessTarget(-26, -1.5)


def test_over_hiss_that_could_not_be_raised_it_is_as_loud_as_was_asked() -> None:
    ask = world(Loudness(-42, -30), speech=Speech(Seconds(10)))
    done = scored(programme().with_loudness_target(LoudnessTarget(-42, -1.5, asked_lufs=-16)), ask)

    assert done.level == LoudnessTarget(-16, -1.5)


@pytest.mark.parametrize("sound", [True, False])
def test_it_is_the_sound_of_a_clip_without_any(sound: bool) -> None:
    edit = programme(sound=sound)
    plain = scored(edit, world(SILENCE))
    level = scored(edit.with_loudness_target(LoudnessTarget(-16, -1)), world(SILENCE))

    assert (plain.level, level.level) == (None, LoudnessTarget(-16, -1))
    assert bed_gain_db(level) == pytest.approx(-4)
    assert "amix" not in graph_text(level)
    assert "is the only sound, at -16.0 LUFS" in level.explanations[-1].text


def test_the_words_are_still_heard_in_the_voice_alone() -> None:
    edit = programme()

    assert scored(edit, world(Loudness(-20, -3))).voice == edit.voice


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"bed": BED}, "--bed needs --licence TEXT"),
        ({"bed": BED, "licence": "  "}, "--licence is empty"),
        ({"licence": "CC0"}, "--licence needs --bed"),
        ({"bed": BED, "licence": "CC0", "gain_db": 3}, "--gain-db 3 is above the limit 0"),
    ],
)
def test_a_bed_comes_with_its_licence(options: dict[str, object], words: str) -> None:
    with pytest.raises(UsageError, match="music: ") as refusal:
        Music.from_options(options)

    assert words in str(refusal.value)


def test_a_kit_gives_bed_and_licence_together() -> None:
    kit = a_kit(music={"bed": "a.wav", "licence": "CC BY", "duck_db": 6})
    step = Music().resolve_options(kit)
    own = Music(bed=BED, licence="CC0").resolve_options(kit)

    assert (step.bed, step.licence, step.duck_db) == (Path("/kits/test/a.wav"), "CC BY", 6)
    assert (own.bed, own.licence, own.duck_db) == (BED, "CC0", 6)
    assert step.list_input_files() == (Path("/kits/test/a.wav"),)


def test_without_any_bed_there_is_nothing_to_do() -> None:
    with pytest.raises(UsageError, match="no music bed is given and the kit has none"):
        Music().resolve_options(a_kit()).check_required_options()


def test_a_bed_that_is_too_short_or_silent_is_refused_before_any_work() -> None:
    step = Music(bed=BED, licence="CC0").resolve_options()

    with pytest.raises(UsageError, match=r"this music bed lasts 0\.2 s"):
        step.check_clip(programme(), world(Loudness(-20, -3), seconds=0.2))
    with pytest.raises(UsageError, match="this music bed is silent"):
        step.check_clip(programme(), world(Loudness(-20, -3), bed=-math.inf))


def test_a_bed_is_cut_to_what_the_programme_is_by_then() -> None:
    asked: list[MusicBedOf] = []
    known = world(Loudness(-20, -3))

    def ask(question: Question[object], /) -> object:
        if isinstance(question, MusicBedOf):
            asked.append(question)
        return known(question)

    cut = programme().keep_spans([Span(Seconds(0), Seconds(4))])
    done = scored(cut, ask)  # type: ignore[arg-type]

    assert [each.seconds for each in asked] == [4]
    assert "atrim=end_sample=192000" in graph_text(replace(done, picture=programme().picture))
