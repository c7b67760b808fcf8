"""Echo: how long a sound goes on after it ends."""

from __future__ import annotations

from collections.abc import Sequence


def measure_echo_decay_s(
    levels_dbfs: Sequence[float], window_s: float, ends: Sequence[float], fall_db: float = 20.0
) -> tuple[float, ...]:
    """Measure how long the sound takes to fall by `fall_db` after each of `ends` (s).

    Ends after which it does not fall so far within 1.5 s are left out.
    """
    found_s = []
    for end in ends:
        at = round(end / window_s)
        before = levels_dbfs[max(0, at - round(0.1 / window_s)) : at + 1]
        if not before:
            continue
        goal = max(before) - fall_db
        after = levels_dbfs[at : at + round(1.5 / window_s)]
        fallen = next((n for n, level in enumerate(after) if level <= goal), None)
        if fallen is not None:
            found_s.append(fallen * window_s)
    return tuple(found_s)
