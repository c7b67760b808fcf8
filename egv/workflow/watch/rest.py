"""The clips of a folder that are at rest: nothing of them changed for a short while."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

FileState = tuple[str, int, int]  # the name, the size in bytes, the time of the last change in ns
ClipState = frozenset[FileState]  # of the clip, and of the texts and facts beside it
FolderState = Mapping[Path, ClipState]  # of each clip in the folder


def find_resting_clips(before: FolderState, now: FolderState) -> FolderState:
    """Find the clips that are now as they were `before`. An empty file is still to be filled."""
    return {
        clip: state
        for clip, state in now.items()
        if before.get(clip) == state and _has_bytes(clip, state)
    }


def find_growing_clips(before: FolderState, now: FolderState) -> FolderState:
    """Find the clips that are new, or that changed since `before`."""
    resting = find_resting_clips(before, now)
    return {clip: state for clip, state in now.items() if clip not in resting}


def _has_bytes(clip: Path, state: ClipState) -> bool:
    return any(name == clip.name and size for name, size, _ in state)
