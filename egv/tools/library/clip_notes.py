"""The notes file beside a clip, `<clip>.egv.yaml`: facts for egv about that clip."""

from __future__ import annotations

from pathlib import Path

from egv.core.errors import RecipeError
from egv.core.project.clip_notes import NOTHING_KNOWN, ClipNotes, parse_clip_notes
from egv.core.text.variables import TextValue
from egv.tools.library.subtitle_files import find_file_in_any_form
from egv.tools.store.yaml_source import read_yaml

SUFFIX = ".egv.yaml"
ATTENTION = ".needs-attention.txt"


def find_clip_notes_file(clip: Path) -> Path | None:
    """Find the notes file of the clip at `clip`, if there is one."""
    return find_file_in_any_form(clip.with_name(f"{clip.stem}{SUFFIX}"))


def locate_attention_note(clip: Path) -> Path:
    """Return the path of the note on a failed clip: beside it, by its full name."""
    return clip.with_name(f"{clip.name}{ATTENTION}")


def load_clip_notes(clip: Path) -> ClipNotes:
    """Load the notes file of a clip. Raises RecipeError with everything wrong in the file."""
    path = find_clip_notes_file(clip)
    if path is None:
        return NOTHING_KNOWN
    document = read_yaml(path)
    says, faults = parse_clip_notes(document.data)
    if says is None or faults:
        raise RecipeError(document.format_faults(faults))
    return says


def list_clip_texts(clip: Path) -> tuple[TextValue, ...]:
    """List the texts in a clip's notes file. Raises RecipeError with all faults of the file."""
    source = f"{clip.stem}{SUFFIX}"
    texts = load_clip_notes(clip).vars.items()
    return tuple(TextValue(name, text, source) for name, text in texts if text is not None)
