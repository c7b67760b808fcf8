"""Figures of what was made, and what they say of nobody."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from egv.app.records.ledger_lines import FailureRecord, OutputRecord, Provenance
from egv.core.project.project import Space
from egv.core.text.periods import Period, list_last_months
from egv.workflow.report.figures import (
    FEWEST_MAKERS,
    ReportData,
    ReportedVideo,
    compute_space_figures,
    compute_total_figures,
    count_makers_by_milestone,
    count_videos_by_month,
    group_videos,
)
from egv.workflow.report.metrics import Metrics

QUARTER = Period.parse("2026-Q4")
DAY = date(2026, 11, 23)


def made(output: str = "a.mp4", day: int = 1, **says: Any) -> OutputRecord:
    about = {
        "at": datetime(2026, 11, day, 12, tzinfo=UTC),
        "space": "hr",
        "recipe": "welcome",
        "sources": {f"raw/{output[0]}.mov": "hash"},
        "makers": ("m1",),
    }
    result = {"seconds": 30.0, "duration": 60.0, "plan": "p", **says.pop("result", {})}
    known = Provenance(**{**about, **says})
    return OutputRecord(output=output, key="k", content="c", result=result, about=known)


def video(
    space: str = "hr", *makers: str, made_on: date | None = DAY, **says: Any
) -> ReportedVideo:
    facts = {"seconds": 60.0, "processing_s": 30.0, **says}
    return ReportedVideo(space, "welcome", made_on, makers=frozenset(makers), **facts)


def test_formats_and_new_renders_of_a_clip_are_one_video() -> None:
    [only] = group_videos(
        [
            made("a.square.mp4", 1, result={"seconds": 30.0}),
            made("a.feed.mp4", 1, result={"seconds": 31.0}),
            made("a.feed.mp4", 9, result={"seconds": 10.0, "plan": "other"}),
        ]
    )

    assert only.made_on == date(2026, 11, 1)
    assert only.processing_s == 41.0
    assert only.outputs == {"a.square.mp4", "a.feed.mp4"}


def test_a_video_is_made_when_it_is_approved() -> None:
    draft = made("a.draft.mp4", 1, draft=True)
    [only] = group_videos([draft])
    assert only.draft

    [only] = group_videos([draft, made("a.mp4", 5)])
    assert not only.draft
    assert only.made_on == date(2026, 11, 5)


def test_what_was_made_before_egv_kept_dates_counts_in_all_there_was() -> None:
    old = OutputRecord(output="a.mp4", key="k", content="c", result={})
    ground = ReportData(group_videos([old]))

    assert compute_space_figures(ground, QUARTER)[0].videos == 0
    assert compute_space_figures(ground, Period.parse("all"))[0].videos == 1


def test_a_department_has_its_figures() -> None:
    ground = ReportData(
        [video("hr", "a", "b"), video("hr", "b", "c"), video("hr", "d", made_on=date(2026, 9, 1))],
        spaces={"hr": Space(headcount=10, trained_on=date(2026, 8, 1)), "it": Space()},
        minutes_by_hand=45,
    )
    hr, it = compute_space_figures(ground, QUARTER)

    assert (hr.space, hr.videos, hr.minutes) == ("hr", 2, 2.0)
    assert hr.makers == 3
    assert hr.active_share == 0.3
    assert hr.days_to_first == 31
    assert hr.processing_minutes == 1.0
    assert hr.saved_minutes == 89.0
    assert (it.videos, it.makers, it.headcount) == (0, 0, None)


def test_few_people_are_hidden() -> None:
    few = ReportData([video("hr", "a", "b")], spaces={"hr": Space(trained_on=date(2026, 8, 1))})
    [hr] = compute_space_figures(few, QUARTER)

    assert (hr.videos, hr.makers, hr.active_share, hr.days_to_first) == (1, None, None, None)
    assert compute_total_figures(few, QUARTER, [hr]).makers is None


def test_the_whole_gives_no_few_away() -> None:
    ground = ReportData([video("hr", "a", "b", "c"), video("it", "d")])
    by_space = compute_space_figures(ground, QUARTER)
    assert [each.makers for each in by_space] == [3, None]
    assert compute_total_figures(ground, QUARTER, by_space).makers is None

    ground = ReportData([video("hr", "a", "b", "c"), video("it", "d"), video("po", "e", "f")])
    by_space = compute_space_figures(ground, QUARTER)
    assert compute_total_figures(ground, QUARTER, by_space).makers == 6


PEOPLE = st.sets(st.sampled_from("abcdefgh"))


@given(st.lists(st.tuples(st.sampled_from(["hr", "it", "po"]), PEOPLE), max_size=12))
def test_no_number_of_people_is_of_one_or_two(groups: list[tuple[str, set[str]]]) -> None:
    ground = ReportData([video(space, *people) for space, people in groups])
    by_space = compute_space_figures(ground, QUARTER)
    whole = compute_total_figures(ground, QUARTER, by_space)
    milestones = count_makers_by_milestone(ground).values()

    numbers = [whole.makers, *(each.makers for each in by_space), *milestones]
    assert all(number in (None, 0) or number >= FEWEST_MAKERS for number in numbers)
    if whole.makers and any(each.makers is None for each in by_space):
        rest = whole.makers - sum(each.makers or 0 for each in by_space)
        assert rest <= 0 or rest >= FEWEST_MAKERS


def test_causes_of_failure_are_counted_the_most_frequent_first() -> None:
    about = Provenance(at=datetime(2026, 11, 2, tzinfo=UTC), space="hr")
    kinds = ("input", "environment", "input")
    ground = ReportData(
        [], [FailureRecord(failed="a.mov", kind=kind, about=about) for kind in kinds]
    )
    [hr] = compute_space_figures(ground, QUARTER)

    assert list(hr.failures.items()) == [("input", 2), ("environment", 1)]
    assert compute_space_figures(ground, Period.parse("2026-Q3"))[0].failures == {}


def test_what_viewers_did_belongs_to_the_videos_of_the_period() -> None:
    ground = ReportData(
        [
            video("hr", outputs=frozenset({"a.mp4", "b.mp4"})),
            video("hr", outputs=frozenset({"c.mp4"}), made_on=date(2026, 9, 1)),
        ],
        metrics={
            "a.mp4": Metrics(views=10),
            "b.mp4": Metrics(views=5),
            "c.mp4": Metrics(views=99),
        },
    )

    assert compute_space_figures(ground, QUARTER)[0].metrics.views == 15


def test_milestones_and_months() -> None:
    makers = [("a",), ("a",), ("a",), ("b",), ("c",)]
    ground = ReportData([video("hr", *each) for each in makers])

    assert count_makers_by_milestone(ground) == {1: 3, 3: None, 5: 0}
    assert count_videos_by_month(ground, list_last_months(DAY, 2)) == (0, 5)
