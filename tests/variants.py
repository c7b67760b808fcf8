"""Second variants of a test: `make test` takes some of them, `make torture` the others."""

from __future__ import annotations

from collections.abc import Iterable
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
