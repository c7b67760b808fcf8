"""Charts: bars and lines stay within their place and keep the order of their values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.workflow.charts import LONGEST, MOST_LETTERS, format_line_points, plan_bar_chart

counts = st.lists(st.tuples(st.text(max_size=30), st.integers(0, 10**6)), min_size=1, max_size=20)


@given(counts)
def test_the_highest_value_has_the_longest_bar_and_none_overlaps(
    values: list[tuple[str, int]],
) -> None:
    chart = plan_bar_chart(values)

    assert [(bar.name, bar.value) for bar in chart.bars] == values
    assert max(bar.width for bar in chart.bars) == (LONGEST if any(n for _, n in values) else 0)
    for one, other in zip(chart.bars, chart.bars[1:], strict=False):
        assert one.y + one.height < other.y
        assert (one.width - other.width) * (one.value - other.value) >= 0
    assert chart.bars[-1].y + chart.bars[-1].height <= chart.size[1]
    assert all(bar.x + bar.width <= chart.size[0] for bar in chart.bars)
    assert all(len(bar.short_name) <= MOST_LETTERS for bar in chart.bars)


def test_a_chart_of_nothing_still_has_a_size() -> None:
    assert plan_bar_chart([]).bars == ()
    assert min(plan_bar_chart([]).size) > 0


def test_labels_stand_in_the_middle_of_their_bar() -> None:
    [bar] = plan_bar_chart([("a name that is far too long", 3)]).bars

    assert bar.middle == bar.y + bar.height / 2
    assert bar.short_name == "a name that is …"


@pytest.mark.parametrize(
    ("values", "points"),
    [
        ([0, 1], "0.0,50.0 100.0,0.0"),
        ([-5, 5, 0.5], "0.0,50.0 50.0,0.0 100.0,25.0"),
        ([0.5], "0.0,25.0"),
        ([], ""),
    ],
)
def test_a_line_runs_from_side_to_side_and_is_cut_at_its_limits(
    values: list[float], points: str
) -> None:
    assert format_line_points(values, 0, 1, (100, 50)) == points
