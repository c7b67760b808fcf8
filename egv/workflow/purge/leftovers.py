"""Leftovers: files and folders that stopped runs left unfinished, and that no ledger lists."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path

from egv.core.text.wording import format_count
from egv.tools.store import cache
from egv.tools.store.unfinished import (
    ABANDONED_S,
    LOCK,
    LockState,
    find_parts,
    measure_rest_s,
    read_lock_state,
    remove_abandoned_parts,
)


def list_unfinished_places(outputs: Iterable[Path]) -> tuple[Path, ...]:
    """List the folders in which egv has files unfinished: those of `outputs`, and its own."""
    store = cache.find_cache_folder()
    below = (path for path in store.iterdir() if path.is_dir()) if store.is_dir() else ()
    places = (Path(tempfile.gettempdir()), store, *below, *(path.parent for path in outputs))
    return tuple(sorted({place.absolute() for place in places if not place.is_symlink()}))


def find_leftovers(places: Iterable[Path]) -> tuple[Path, ...]:
    """Find what is unfinished in `places`, unless a run that goes on holds it."""
    return tuple(
        part
        for place in places
        for part in find_parts(place)
        if part.suffix != LOCK and read_lock_state(part) is not LockState.HELD
    )


def remove_leftovers(places: Iterable[Path]) -> tuple[Path, ...]:
    """Remove what is unfinished in `places` and nobody holds; return what is still there."""
    places = tuple(places)
    for place in places:
        remove_abandoned_parts(place, at_once=True)
    return find_leftovers(places)


def is_doubtful(part: Path) -> bool:
    """True where nothing tells yet whether a run works on `part`: no lock, and not a day old."""
    return read_lock_state(part) is LockState.UNKNOWN and measure_rest_s(part) <= ABANDONED_S


def explain_left(part: Path) -> str:
    """Explain why `part` stays."""
    if is_doubtful(part):
        return (
            f"{part}: stays, for another run may still work on it; once it is a day old it goes,"
            " or delete it by hand"
        )
    return f"{part}: left by a stopped run, and it cannot be removed; delete it by hand"


def count_leftovers(count: int) -> str:
    """Word a number of leftovers."""
    return f"{format_count(count, 'unfinished file')} of stopped runs"
