"""Figures that other systems measured."""

from __future__ import annotations

import pytest

from egv.workflow.report.metrics import Metrics, explain_wrong_columns, parse_metrics, sum_metrics


def test_a_row_is_read_as_people_write_numbers() -> None:
    row = {"output": "a.mp4", "views": "120", "completion": "74,5 %", "minutes_saved": "3,5"}

    assert parse_metrics(row) == Metrics(views=120, completion=0.745, minutes_saved=3.5)
    assert parse_metrics({"views": "", "shares": "2"}) == Metrics(shares=2)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"views": "many"}, "views: 'many' is not a number"),
        ({"views": "-1"}, "not a count"),
        ({"views": "nan"}, "not a count"),
        ({"completion": "74"}, "not a share of a video; write for example 0.74 or 74%"),
        ({"completion": "120%"}, "not a share"),
    ],
)
def test_a_number_that_is_none_is_told(row: dict[str, str], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        parse_metrics(row)


def test_other_columns_are_told_and_own_ones_left_aside() -> None:
    assert explain_wrong_columns(["output", "views", "x-mood", ""]) == ""
    assert "did you mean 'views'" in explain_wrong_columns(["output", "vieuws"])
    assert "no figures" in explain_wrong_columns(["output", "x-mood"])


def test_several_are_summed_and_completion_is_the_mean_by_views() -> None:
    both = sum_metrics([Metrics(views=100, completion=0.5), Metrics(views=300, completion=0.9)])
    assert both.views == 400
    assert both.completion == pytest.approx(0.8)

    assert (
        sum_metrics([Metrics(completion=0.5), Metrics(completion=0.7, views=9)]).completion == 0.6
    )
    assert sum_metrics([Metrics(views=0, completion=0.5)]).completion == 0.5
    assert sum_metrics([]) == Metrics()
