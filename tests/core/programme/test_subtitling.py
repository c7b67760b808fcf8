"""The contract of a step that makes subtitles, and the one step of egv that fulfils it."""

from __future__ import annotations

from typing import ClassVar

import pytest

from egv.core.programme.subtitling import SubtitlingStep
from egv.steps import STEPS
from tests.conftest import answering


class Silent(SubtitlingStep):
    """A step that says nothing of itself; none of egv, so it is not registered."""

    name: ClassVar[str] = "silent"


CONTRACT = [name for name in vars(SubtitlingStep) if name.startswith(("list_", "with_", "make_"))]


def test_a_video_is_made_unless_a_step_says_that_texts_are() -> None:
    assert Silent().sidecar_kinds == ()


def test_what_a_step_does_not_say_nobody_guesses() -> None:
    with pytest.raises(NotImplementedError):
        _ = Silent().spoken_languages
    with pytest.raises(NotImplementedError):
        Silent().is_skipped(answering({}))


def test_every_subtitling_step_says_all_that_is_asked_of_it() -> None:
    makers = [step for step in STEPS if issubclass(step, SubtitlingStep)]

    assert makers
    assert CONTRACT
    for step in makers:
        below = step.__mro__[: step.__mro__.index(SubtitlingStep)]
        own = {name for cls in below for name in vars(cls)}
        assert {*CONTRACT, "spoken_languages", "is_skipped"} <= own
