"""What other systems measured of a video once it was shared, such as views: read from CSV."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import TypeVar

from egv.core.mistakes import nearest
from egv.core.parts import FREE

OUTPUT = "output"
MOST = 1e12  # of anything, and far more than there are people
N = TypeVar("N", int, float)


@dataclass(frozen=True, slots=True)
class Metrics:
    """Of one video or of several together. None: nobody measured it.

    `completion` is how far it was watched on average, 0 to 1; `minutes_saved` what its viewers
    did not spend on a meeting.
    """

    views: int | None = None
    completion: float | None = None
    reactions: int | None = None
    comments: int | None = None
    shares: int | None = None
    minutes_saved: float | None = None


NOT_MEASURED = Metrics()
COLUMNS = tuple(each.name for each in fields(Metrics))


def together(measured: Iterable[Metrics]) -> Metrics:
    """The sums; of completion, the mean by views (where nobody counted these, of the videos)."""
    known = tuple(measured)
    return Metrics(
        views=_sum(each.views for each in known),
        completion=_mean_completion(known),
        reactions=_sum(each.reactions for each in known),
        comments=_sum(each.comments for each in known),
        shares=_sum(each.shares for each in known),
        minutes_saved=_sum(each.minutes_saved for each in known),
    )


def wrong_columns(columns: Iterable[str]) -> str:
    """What is wrong with the columns of a CSV, as the end of a sentence; nothing when all is right.

    A column of the writer's own begins with `x-`.
    """
    named = [each for each in columns if each and each != OUTPUT and not each.startswith(FREE)]
    for each in named:
        if each not in COLUMNS:
            return (
                f"column '{each}': there is no such figure{nearest(each, COLUMNS)};"
                f" a column of your own begins with {FREE}"
            )
    return "" if named else f"it has no figures; add a column of {', '.join(COLUMNS)}"


def metrics_of(row: Mapping[str, str]) -> Metrics:
    """The figures in a row of a CSV; decimal commas and percentages are read too.

    Raises ValueError with the column and the number that is none.
    """
    said = {name: text.strip() for name in COLUMNS if (text := row.get(name) or "").strip()}
    numbers = {name: _number(name, text) for name, text in said.items()}
    counts = ("views", "reactions", "comments", "shares")
    return Metrics(
        **{name: int(numbers[name]) for name in counts if name in numbers},
        completion=numbers.get("completion"),
        minutes_saved=numbers.get("minutes_saved"),
    )


def _number(name: str, text: str) -> float:
    share = name == "completion"
    try:
        number = float(text.removesuffix("%").strip().replace(",", "."))
    except ValueError:
        raise ValueError(f"{name}: {text!r} is no number; write one, such as 120") from None
    if share and text.endswith("%"):
        number /= 100
    if share and not 0 <= number <= 1:
        raise ValueError(f"{name}: {text!r} is no share of a video; write 0.74 or 74%")
    if not 0 <= number < MOST:
        raise ValueError(f"{name}: {text!r} is no count; write a number from 0 up")
    return number


def _sum(numbers: Iterable[N | None]) -> N | None:
    known = [each for each in numbers if each is not None]
    return sum(known) if known else None


def _mean_completion(measured: Iterable[Metrics]) -> float | None:
    watched = [(each.completion, each.views) for each in measured if each.completion is not None]
    if not watched:
        return None
    by_views = all(views for _, views in watched)
    weights = [float(views or 0) if by_views else 1.0 for _, views in watched]
    return sum(share * weight for (share, _), weight in zip(watched, weights, strict=True)) / sum(
        weights
    )
