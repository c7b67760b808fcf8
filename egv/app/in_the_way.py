"""Conflicts at output paths: foreign files and outputs of other clips, not to be replaced."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from egv.app.inputs import shown
from egv.app.ledger import Ledger
from egv.core.errors import ConflictError
from egv.core.file_names import as_named, fold_name
from egv.core.records import About, Known
from egv.core.sources import Kinship, Sources, doubted_clip, kinship_of

WAY_OUT = "add --overwrite to replace it, or choose another -o"
MOST_NAMED = 3  # at most so many clips in a message


class Places:
    """The file names in output folders, folded as drives compare them; each folder is read once."""

    def __init__(self) -> None:
        self._listed: dict[Path, dict[str, list[str]]] = {}

    def standing_at(self, path: Path) -> tuple[Path, ...]:
        """Find what exists at `path`, else files whose names equal it on many drives."""
        if os.path.lexists(path):
            return (path,)
        if path.parent not in self._listed:
            self._listed[path.parent] = _names_in(path.parent)
        alike = self._listed[path.parent].get(fold_name(path.name), [])
        return tuple(path.with_name(name) for name in alike)


def check_free(
    paths: Iterable[Path],
    ledger: Ledger,
    own: Sources | None = None,
    *,
    overwrite: bool = False,
    places: Places | None = None,
) -> None:
    """Raise ConflictError for the first of `paths` with a file that must not be replaced.

    That is a file that egv did not write or, with `own`, one that egv made of other clips.
    `places` reuses recent folder listings.
    """
    if overwrite:
        return
    if fault := next(conflicts(paths, ledger, own, places), ""):
        raise ConflictError(fault)


def check_beside(
    outputs: Iterable[Path], ledger: Ledger, own: Sources, *, overwrite: bool = False
) -> None:
    """Raise ConflictError for the first file beside one of `outputs` that belongs to other clips.

    Subtitle files stay behind when their video is moved; players would show them with the next one.
    """
    beside = (sidecar for output in outputs for sidecar in ledger.sidecars_of(output))
    for path, line in () if overwrite else beside:
        if os.path.lexists(path) and (fault := owner_conflict(path, [line], ledger, own)):
            raise ConflictError(fault)


def check_of_no_other(
    paths: Iterable[Path], ledger: Ledger, read_own: Callable[[], Sources]
) -> None:
    """Raise ConflictError for the first of `paths` where egv made a file of other clips.

    `read_own` reads the clips of the new output, only when needed. Foreign files are not checked.
    """
    places = Places()
    for standing in (existing for path in paths for existing in places.standing_at(path)):
        lines = ledger.lines_of(standing)
        if lines and (fault := owner_conflict(standing, lines, ledger, read_own())):
            raise ConflictError(fault)


def conflicts(
    paths: Iterable[Path], ledger: Ledger, own: Sources | None, places: Places | None = None
) -> Iterator[str]:
    """Describe each existing file at one of `paths` that must not be replaced, in a sentence."""
    places = places or Places()
    for path in paths:
        for standing in places.standing_at(path):
            if fault := _fault_of(standing, path, ledger, own):
                yield fault


def _fault_of(standing: Path, path: Path, ledger: Ledger, own: Sources | None) -> str:
    lines = ledger.lines_of(standing)
    alike = "" if standing.name == path.name else f", and is {path.name} on many drives"
    if not lines:
        changed = standing in ledger
        what = "it was changed after egv made it" if changed else "egv did not make it"
        return f"{shown(standing)}: the file exists{alike}, and {what}; {WAY_OUT}"
    return owner_conflict(standing, lines, ledger, own, alike) if own else ""


def owner_conflict(
    standing: Path, lines: Sequence[Known], ledger: Ledger, own: Sources, alike: str = ""
) -> str:
    """Explain in a sentence why a file, recorded in `lines`, is of other clips than `own`.

    Empty if one of the records is of the same clips.
    """
    kinships = [kinship_of(line.about, own) for line in lines]
    if Kinship.SAME in kinships:
        return ""
    what = _difference(kinships[-1], lines[-1].about, own, ledger)
    template = standing.with_name("{stem}-{date}.mp4")
    return (
        f"{shown(standing)}: {what}{alike}; move it away, add --overwrite to replace it, or give"
        f" this one another name, such as with -o '{shown(template)}'"
    )


def _difference(kinship: Kinship, known: About, own: Sources, ledger: Ledger) -> str:
    """Describe of which clips egv made a file, and why these are not the clips of `own`."""
    was, now = _listed(known.sources, ledger), _listed(own.contents, ledger)
    doubted = _listed(filter(None, [doubted_clip(known, own)]), ledger)
    match kinship:
        case Kinship.OTHER:
            if len(known.sources) == 1 < len(own.contents):
                was = f"{was} alone"
            elif len(own.contents) == 1 < len(known.sources):
                now = f"{now} alone"
            return f"it was made of {was}, not of {now}"
        case Kinship.RETAKEN:
            return (
                f"it was made of {was}, and {doubted} is another recording now, by its time or its"
                " device"
            )
        case Kinship.UNSURE:
            return (
                f"it was made of {was}, and {doubted} has other content now, of which nothing shows"
                " that it is the same recording"
            )
        case _:
            return "egv made it, but not known is of which clip"


def _listed(names: Iterable[str], ledger: Ledger) -> str:
    places = [os.path.normpath(ledger.folder / as_named(name)) for name in names]
    paths = [shown(Path(min(os.path.relpath(place), place, key=len))) for place in places]
    more = len(paths) - MOST_NAMED
    return ", ".join(paths[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _names_in(folder: Path) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    with suppress(OSError):  # no folder yet, or its fault is reported on use
        for path in sorted(folder.iterdir()):
            names.setdefault(fold_name(path.name), []).append(path.name)
    return names
