"""What a run may ask of a step that makes subtitles, whichever step that is."""

from pathlib import Path

import pytest

from egv.core.programme.questions import (
    SidecarTextOf,
    SpeechModelAbsence,
    SpeechModelFiles,
)
from egv.core.programme.subtitling import SubtitlingStep
from egv.steps import STEPS
from tests.conftest import answering

CLIP, BESIDE, NAMED = Path("a.mov"), Path("a.srt"), Path("named.srt")
MODEL = (Path("model/model.bin"),)
WORLD = answering({SidecarTextOf: BESIDE, SpeechModelFiles: MODEL, SpeechModelAbsence: True})
MAKERS = [step for step in STEPS if issubclass(step, SubtitlingStep)]


@pytest.mark.parametrize("maker", MAKERS)
def test_the_words_are_those_of_a_named_file_else_of_the_file_beside_the_clip(
    maker: type[SubtitlingStep],
) -> None:
    step = maker.from_options({})
    named = step.with_text_file(NAMED, is_timed=False)

    assert step.list_given_texts([CLIP], WORLD) == (BESIDE,)
    assert named.list_given_texts([CLIP], WORLD) == (NAMED,)


@pytest.mark.parametrize("maker", MAKERS)
def test_files_that_nobody_named_are_listed_and_a_named_file_needs_none(
    maker: type[SubtitlingStep],
) -> None:
    step = maker.from_options({})

    assert step.list_unasked_files([CLIP], WORLD) == (BESIDE, *MODEL)
    assert step.with_text_file(NAMED, is_timed=False).list_unasked_files([CLIP], WORLD) == ()


@pytest.mark.parametrize("maker", MAKERS)
def test_only_an_optional_step_is_skipped_for_want_of_a_model(
    maker: type[SubtitlingStep],
) -> None:
    step = maker.from_options({})

    assert not step.is_skipped(WORLD)
    assert step.make_optional().is_skipped(WORLD)
    assert step.make_optional().list_unasked_files([CLIP], WORLD) == (BESIDE,)


@pytest.mark.parametrize("maker", MAKERS)
def test_languages_are_known_and_a_video_is_made_unless_files_are_asked_for(
    maker: type[SubtitlingStep],
) -> None:
    step = maker.from_options({"language": ["nl"]})

    assert step.spoken_languages == ("nl",)
    assert step.sidecar_kinds == ()
    assert maker.from_options({"emit": ["srt"]}).sidecar_kinds == ("srt",)
