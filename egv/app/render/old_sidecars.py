"""Sidecars of an earlier version of a video that no longer belong to it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from egv.app.plan.inputs import format_clip_path
from egv.app.records.ledger import Ledger
from egv.core.text.file_names import fold_name


def remove_old_sidecars(
    video: Path, current: Iterable[Path], read: Iterable[Path], ledger: Ledger
) -> tuple[str, ...]:
    """Delete the earlier sidecars of `video` that are neither `current` nor `read` now.

    Returns notes on what was done. A file that somebody changed is left, with a note.
    """
    staying = {fold_name(ledger.to_name(path)) for path in (*current, *read)}
    notes = []
    for path, line in ledger.find_sidecars(video):
        if not line.content or not path.is_file() or fold_name(ledger.to_name(path)) in staying:
            continue
        name = format_clip_path(video.with_name(path.name))
        if ledger.find_records(path):
            path.unlink()
            notes.append(f"{name}: taken away, for the video has no such subtitles any more")
        else:
            notes.append(
                f"{name}: the video has no such subtitles any more, but somebody changed this file,"
                " so it is left; remove it where it is of no use"
            )
    return tuple(notes)
