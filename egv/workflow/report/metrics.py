"""Metrics from other systems for shared videos, such as views: read from CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from math import isfinite
from typing import TypeVar

from egv.core.text.faults import suggest_or_list
from egv.core.text.yaml_model import FREE

OUTPUT = "output"
MOST = 1e12  # of any count; far more than there are people
N = TypeVar("N", int, float)


@dataclass(frozen=True, slots=True)
class Metrics:
    """Metrics of one video or of several together. None: not measured.

    `completion` is the mean share that was watched, 0 to 1; `minutes_saved` is the time that
    viewers did not spend on a meeting. `own` are the numbers in columns of the writer's own, by
    column; of several videos it is their mean.
    """

    views: int | None = None
    completion: float | None = None
    reactions: int | None = None
    comments: int | None = None
    shares: int | None = None
    minutes_saved: float | None = None
    own: Mapping[str, float] = field(default_factory=dict)


NOT_MEASURED = Metrics()
COLUMNS = tuple(column.name for column in fields(Metrics) if column.name != "own")


def sum_metrics(measured: Iterable[Metrics]) -> Metrics:
    """Sum the metrics; completion is the mean by views, or by video where views are unknown."""
    known = tuple(measured)
    return Metrics(
        views=_sum_counts(metrics.views for metrics in known),
        completion=_average_completion(known),
        reactions=_sum_counts(metrics.reactions for metrics in known),
        comments=_sum_counts(metrics.comments for metrics in known),
        shares=_sum_counts(metrics.shares for metrics in known),
        minutes_saved=_sum_counts(metrics.minutes_saved for metrics in known),
        own=_average_own(known),
    )


def explain_wrong_columns(columns: Iterable[str]) -> str:
    """Explain what is wrong with the columns of a CSV, as the end of a sentence, or "".

    The writer's own columns begin with `x-`.
    """
    named = [
        column for column in columns if column and column != OUTPUT and not column.startswith(FREE)
    ]
    for column in named:
        if column not in COLUMNS:
            return (
                f"column '{column}': unknown figure{suggest_or_list(column, COLUMNS)}; start"
                f" the name of a column of your own with {FREE}"
            )
    return "" if named else f"there are no figures; add one of the columns {', '.join(COLUMNS)}"


def parse_metrics(row: Mapping[str, str]) -> Metrics:
    """Parse a row of a CSV into metrics; decimal commas and percentages are accepted.

    Raises ValueError with the column and the faulty number.
    """
    said = {name: text.strip() for name in COLUMNS if (text := row.get(name) or "").strip()}
    numbers = {name: _parse_number(name, text) for name, text in said.items()}
    counts = ("views", "reactions", "comments", "shares")
    return Metrics(
        **{name: int(numbers[name]) for name in counts if name in numbers},
        completion=numbers.get("completion"),
        minutes_saved=numbers.get("minutes_saved"),
        own=dict(_parse_own_numbers(row)),
    )


def _parse_own_numbers(row: Mapping[str, str]) -> Iterator[tuple[str, float]]:
    """Parse the writer's own columns; one that holds a text, such as a link, is no figure."""
    for name, text in row.items():
        if name.startswith(FREE):
            with suppress(ValueError):
                number = _read_number(text)
                if isfinite(number):
                    yield name, number


def _read_number(text: str) -> float:
    return float(text.strip().removesuffix("%").strip().replace(",", "."))


def _parse_number(name: str, text: str) -> float:
    share = name == "completion"
    try:
        number = _read_number(text)
    except ValueError:
        raise ValueError(f"{name}: {text!r} is not a number; write one, such as 120") from None
    if share and text.endswith("%"):
        number /= 100
    if share and not 0 <= number <= 1:
        raise ValueError(
            f"{name}: {text!r} is not a share of a video; write for example 0.74 or 74%"
        )
    if not 0 <= number < MOST:
        raise ValueError(f"{name}: {text!r} is not a count; write 0 or more")
    return number


def _sum_counts(numbers: Iterable[N | None]) -> N | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None


def _average_own(measured: Iterable[Metrics]) -> Mapping[str, float]:
    """Average each of the writer's own figures over the videos that have it."""
    known: dict[str, list[float]] = {}
    for metrics in measured:
        for name, number in metrics.own.items():
            known.setdefault(name, []).append(number)
    return {name: sum(numbers) / len(numbers) for name, numbers in known.items()}


def _average_completion(measured: Iterable[Metrics]) -> float | None:
    watched = [
        (metrics.completion, metrics.views)
        for metrics in measured
        if metrics.completion is not None
    ]
    if not watched:
        return None
    by_views = all(views for _, views in watched)
    weights = [float(views or 0) if by_views else 1.0 for _, views in watched]
    return sum(share * weight for (share, _), weight in zip(watched, weights, strict=True)) / sum(
        weights
    )
