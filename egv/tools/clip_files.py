"""The notes file beside a clip, `<clip>.egv.yaml`: facts for egv about that clip."""

from __future__ import annotations

from pathlib import Path

from egv.core.clip_file import NOTHING_KNOWN, ClipFile, clip_file_of
from egv.core.errors import RecipeError
from egv.core.vars import Said
from egv.tools.text_files import is_there
from egv.tools.yaml_files import read_yaml

SUFFIX = ".egv.yaml"


def file_beside(clip: Path) -> Path | None:
    """Find the notes file of the clip at `clip`, if there is one."""
    path = clip.with_name(f"{clip.stem}{SUFFIX}")
    return path if is_there(path) else None


def known_beside(clip: Path) -> ClipFile:
    """Load the notes file of a clip. Raises RecipeError with everything wrong in the file."""
    path = file_beside(clip)
    if path is None:
        return NOTHING_KNOWN
    document = read_yaml(path)
    says, mistakes = clip_file_of(document.data)
    if says is None or mistakes:
        raise RecipeError(document.told(mistakes))
    return says


def said_beside(clip: Path) -> tuple[Said, ...]:
    """List the texts in a clip's notes file. Raises RecipeError with all faults of the file."""
    source = f"{clip.stem}{SUFFIX}"
    texts = known_beside(clip).vars.items()
    return tuple(Said(name, text, source) for name, text in texts if text is not None)
