"""Cues as shown in a frame: laid out and timed, or exactly as they were given."""

from __future__ import annotations

from egv.core.cues.cue_layout import CaptionLayout, plan_caption_layout
from egv.core.cues.cue_timing import choose_reading_pace
from egv.core.kit.text_styles import SubtitleStyle
from egv.core.media.clip import Cue
from egv.core.media.timing import Seconds, Span
from egv.core.overlays.shown_cues import find_shot_cuts, plan_shown_cues
from egv.core.programme.edit import Edit
from egv.core.programme.questions import ShotsIn
from egv.core.titles.fonts import Typeface
from tests.conftest import FACE, answering, programme

PACE = choose_reading_pace("en", Seconds(30))
LONG = "It is a long story that we would like to tell you here, because it matters to all of us."


def layout(edit: Edit) -> CaptionLayout:
    return plan_caption_layout(edit.canvas, SubtitleStyle(), Typeface((FACE,)))


def edit_with(*cues: Cue, given: bool = False) -> Edit:
    return programme().with_cues(cues, "en", given=given)


def cue(start: float, end: float, text: str) -> Cue:
    return Cue(Span(Seconds(str(start)), Seconds(str(end))), text)


def test_recognised_cues_are_split_and_broken_to_fit() -> None:
    edit = edit_with(cue(1, 9, LONG))
    shown = plan_shown_cues(edit, layout(edit), PACE, ())

    assert len(shown.cues) > 1
    assert shown.cues == shown.drawn
    assert " ".join(" ".join(each.text.split()) for each in shown.cues) == LONG


def test_given_cues_stay_whole_on_the_grid_and_are_only_reported() -> None:
    edit = edit_with(cue(1.01, 2, LONG), given=True)
    shown = plan_shown_cues(edit, layout(edit), PACE, ())

    assert [each.text for each in shown.cues] == [LONG]
    assert shown.cues[0].span == Span(Seconds(1), Seconds(2))
    assert "".join(each.text for each in shown.drawn).split() == LONG.split()
    assert all("the subtitle at 1.0 s " in fault for fault in shown.list_faults())
    assert all("the subtitle at 3.5 s " in fault for fault in shown.list_faults(Seconds(5, 2)))
    assert len(shown.list_faults()) >= 1


def test_what_keeps_the_rules_is_no_fault() -> None:
    edit = edit_with(cue(1, 3, "Hello there."), given=True)

    assert plan_shown_cues(edit, layout(edit), PACE, ()).list_faults() == ()


def test_shots_change_at_cuts_and_where_the_clip_changes_itself() -> None:
    world = answering({ShotsIn: (Seconds(2), Seconds(5), Seconds(8))})
    edit = programme().keep_spans((Span(Seconds(1), Seconds(4)), Span(Seconds(7), Seconds(9))))

    # The cut is at 3; 2 becomes 1; 5 was cut; 8 becomes 4.
    assert find_shot_cuts(edit, world) == (Seconds(1), Seconds(3), Seconds(4))


def test_nobody_looks_for_shots_where_cues_were_given() -> None:
    assert find_shot_cuts(edit_with(cue(1, 3, "Hello."), given=True), answering({})) == ()
