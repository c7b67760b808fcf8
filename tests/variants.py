"""Second variants of a test: `make test` takes some of them, `make torture` the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, product
from typing import Any

import pytest


def take_one_in(every: int, values: Iterable[Any]) -> list[Any]:
    """Leave every `every`-th value, the first too, for `make test`; mark the others as torture.

    A tuple holds the values of several arguments.
    """
    return [_keep_or_mark(value, number % every == 0) for number, value in enumerate(values)]


def _keep_or_mark(value: Any, is_kept: bool) -> Any:
    if is_kept:
        return value
    arguments = value if isinstance(value, tuple) else (value,)
    return pytest.param(*arguments, marks=pytest.mark.torture)


def take_pairs(*dimensions: Iterable[Any]) -> list[Any]:
    """Leave so many combinations that every pair of values of two dimensions is among them.

    The other combinations are marked as torture.
    """
    whole = list(product(*dimensions))
    missing = {pair for values in whole for pair in _iter_pairs(values)}
    kept = set[tuple[Any, ...]]()
    while missing:
        best = max(whole, key=lambda values: len(missing.intersection(_iter_pairs(values))))
        missing.difference_update(_iter_pairs(best))
        kept.add(best)
    return [_keep_or_mark(values, values in kept) for values in whole]


def _iter_pairs(values: tuple[Any, ...]) -> Iterator[tuple[tuple[int, Any], tuple[int, Any]]]:
    """Yield every pair of two values, each with its dimension."""
    yield from combinations(enumerate(values), 2)
