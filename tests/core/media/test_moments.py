"""A note names a moment of the finished video, whatever is done after the note was made."""

from __future__ import annotations

import pytest

from egv.core.media.moments import show_moments, write_moment
from egv.core.media.timing import Seconds, Span
from egv.core.programme.concat import concatenate_clips
from egv.core.programme.edit import Edit
from egv.core.programme.layers import Bumpers
from tests.conftest import a_kit, answering, delivered, programme
from tests.core.delivery.test_branding import WORLD


def noted() -> Edit:
    """A programme with a note on the moment at 6 s."""
    return programme().with_note(f"subtitle: left out 'x' at {write_moment(Seconds(6))}: why")


def show_notes(edit: Edit) -> str:
    """The notes of `edit` that have a moment, in a video without an intro."""
    return " | ".join(note for note in show_moments(edit.notes, Seconds(0)) if " at " in note)


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ([(0, 10)], "6.0 s"),
        ([(2, 10)], "4.0 s"),
        ([(0, 2), (5, 10)], "3.0 s"),
        ([(0, 5), (8, 10)], "5.0 s"),  # where it was cut out
        ([(0, 5)], "5.0 s"),
        ([(7, 10)], "0.0 s"),
    ],
)
def test_a_later_cut_moves_it(kept: list[tuple[int, int]], shown: str) -> None:
    cut = noted().keep_spans([Span(Seconds(start), Seconds(end)) for start, end in kept])

    assert show_notes(cut) == f"subtitle: left out 'x' at {shown}: why"


def test_clips_that_go_before_it_move_it() -> None:
    joined = concatenate_clips([noted(), noted()], programme().canvas)

    moments = [note.split(" at ")[1] for note in show_notes(joined).split(" | ")]
    assert moments == ["6.0 s: why", f"{float(programme().duration) + 6:.1f} s: why"]


def test_an_intro_moves_it() -> None:
    joint = {"type": "crossfade", "duration": 0.4}
    kit = a_kit(intro={"card": {"duration": 2}, "transition": joint})
    edit = noted().with_bumpers(Bumpers(intro=True))
    made = delivered(edit, kit, answering(WORLD), title="Hello")

    assert made.programme_start / edit.canvas.frame_rate == Seconds("1.6")
    assert "subtitle: left out 'x' at 7.6 s: why" in made.notes
