"""Conflicts at output paths: foreign files and outputs of other clips, not to be replaced."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from egv.app.plan.inputs import format_clip_path
from egv.app.records.ledger import Ledger
from egv.app.records.ledger_lines import ClipRecord, Provenance
from egv.app.records.source_match import ClipSources, SourceMatch, find_doubtful_clip, match_sources
from egv.core.errors import ConflictError
from egv.core.text.file_names import fold_name
from egv.core.text.path_words import find_way
from egv.tools.machine.shell import format_line_to_paste

OVERWRITE_ADVICE = "add --overwrite to replace it, or choose another place with -o"
MOST_NAMED = 3  # at most so many clips in a message


class FolderListings:
    """The file names in output folders, folded as drives compare them; each folder is read once."""

    def __init__(self) -> None:
        self._listed: dict[Path, dict[str, list[str]]] = {}

    def find_existing(self, path: Path) -> tuple[Path, ...]:
        """Find what exists at `path`, else files whose names equal it on many drives."""
        if os.path.lexists(path):
            return (path,)
        if path.parent not in self._listed:
            self._listed[path.parent] = _list_folder_names(path.parent)
        alike = self._listed[path.parent].get(fold_name(path.name), [])
        return tuple(path.with_name(name) for name in alike)


def check_paths_free(
    paths: Iterable[Path],
    ledger: Ledger,
    own: ClipSources | None = None,
    *,
    overwrite: bool = False,
    places: FolderListings | None = None,
) -> None:
    """Raise ConflictError for the first of `paths` with a file that must not be replaced.

    That is a file that egv did not write or, with `own`, one that egv made of other clips.
    `places` reuses recent folder listings.
    """
    if overwrite:
        return
    if fault := next(find_conflicts(paths, ledger, own, places), ""):
        raise ConflictError(fault)


def check_sidecars(
    outputs: Iterable[Path], ledger: Ledger, own: ClipSources, *, overwrite: bool = False
) -> None:
    """Raise ConflictError for the first file beside one of `outputs` that belongs to other clips.

    Subtitle files stay behind when their video is moved; players would show them with the next one.
    """
    beside = (sidecar for output in outputs for sidecar in ledger.find_sidecars(output))
    for path, line in () if overwrite else beside:
        if os.path.lexists(path) and (fault := explain_owner_conflict(path, [line], ledger, own)):
            raise ConflictError(fault)


def check_same_clips(
    paths: Iterable[Path], ledger: Ledger, read_own: Callable[[], ClipSources]
) -> None:
    """Raise ConflictError for the first of `paths` where egv made a file of other clips.

    `read_own` reads the clips of the new output, only when needed. Foreign files are not checked.
    """
    places = FolderListings()
    for standing in (existing for path in paths for existing in places.find_existing(path)):
        lines = ledger.find_records(standing)
        if lines and (fault := explain_owner_conflict(standing, lines, ledger, read_own())):
            raise ConflictError(fault)


def find_conflicts(
    paths: Iterable[Path],
    ledger: Ledger,
    own: ClipSources | None,
    places: FolderListings | None = None,
) -> Iterator[str]:
    """Describe each existing file at one of `paths` that must not be replaced, in a sentence."""
    places = places or FolderListings()
    for path in paths:
        for standing in places.find_existing(path):
            if fault := _explain_conflict(standing, path, ledger, own):
                yield fault


def _explain_conflict(standing: Path, path: Path, ledger: Ledger, own: ClipSources | None) -> str:
    lines = ledger.find_records(standing)
    alike = "" if standing.name == path.name else f" (on many drives the same name as {path.name})"
    if not lines:
        changed = standing in ledger
        what = "was changed after egv made it" if changed else "was not made by egv"
        return (
            f"{format_clip_path(standing)}{alike}: this file exists, and {what}; {OVERWRITE_ADVICE}"
        )
    return explain_owner_conflict(standing, lines, ledger, own, alike) if own else ""


def explain_owner_conflict(
    standing: Path, lines: Sequence[ClipRecord], ledger: Ledger, own: ClipSources, alike: str = ""
) -> str:
    """Explain in a sentence why a file, recorded in `lines`, is of other clips than `own`.

    Empty if one of the records is of the same clips.
    """
    kinships = [match_sources(line.about, own) for line in lines]
    if SourceMatch.SAME in kinships:
        return ""
    what = _explain_difference(kinships[-1], lines[-1].about, own, ledger)
    template = format_line_to_paste([format_clip_path(standing.with_name("{stem}-{date}.mp4"))])
    return (
        f"{format_clip_path(standing)}{alike}: {what}; move it away, add --overwrite to replace"
        f" it, or give the new video another name, such as -o {template}"
    )


def _explain_difference(
    kinship: SourceMatch, known: Provenance, own: ClipSources, ledger: Ledger
) -> str:
    """Describe of which clips egv made a file, and why these are not the clips of `own`."""
    was, now = _format_names(known.sources, ledger), _format_names(own.contents, ledger)
    doubted = _format_names(filter(None, [find_doubtful_clip(known, own)]), ledger)
    match kinship:
        case SourceMatch.OTHER:
            if len(known.sources) == 1 < len(own.contents):
                was = f"{was} only"
            elif len(own.contents) == 1 < len(known.sources):
                now = f"{now} only"
            return f"this file was made from {was}, not from {now}"
        case SourceMatch.RETAKEN:
            return (
                f"this file was made from {was}, and {doubted} is now a different recording,"
                " judging by its time or device"
            )
        case SourceMatch.UNSURE:
            return (
                f"this file was made from {was}, and {doubted} now has different content that"
                " cannot be shown to be the same recording"
            )
        case _:
            return "egv made this file, but there is no record of the clip it was made from"


def _format_names(names: Iterable[str], ledger: Ledger) -> str:
    places = [Path(os.path.normpath(ledger.locate_file(name))) for name in names]
    ways = [find_way(place, Path.cwd()) for place in places]
    paths = [
        format_clip_path(min(way, place, key=lambda path: len(str(path))))
        for way, place in zip(ways, places, strict=True)
    ]
    more = len(paths) - MOST_NAMED
    return ", ".join(paths[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _list_folder_names(folder: Path) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    with suppress(OSError):  # no folder yet, or its fault is reported on use
        for path in sorted(folder.iterdir()):
            names.setdefault(fold_name(path.name), []).append(path.name)
    return names
