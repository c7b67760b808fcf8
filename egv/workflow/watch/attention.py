"""`CLIP.needs-attention.txt`: beside a clip that failed, what is wrong with it and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from egv.core.errors import EnvironmentFault
from egv.core.text.translation import Translated, UiLanguage
from egv.tools.library.clip_notes import ATTENTION_MARK, locate_attention_note
from egv.tools.store.atomic_files import commit_text, is_marked

TITLE = Translated(
    "{clip}: hier kon egv geen video van maken.", "{clip}: egv could not make a video of this."
)
WRONG = Translated("Wat er mis is, en wat je doet:", "What is wrong, and what to do:")
TRY = Translated("Probeer: {line}", "Try: {line}")
AFTER = Translated(
    "Zet de verbeterde clip hier terug. Lukt het dan, dan verdwijnt dit bestand vanzelf.",
    "Put the mended clip back here. When it is made, this file goes away by itself.",
)
QUESTIONS = Translated("Vragen? {contact}", "Questions? {contact}")


@dataclass(frozen=True, slots=True)
class AttentionNote:
    """A note on `clip`: the fault in the user's language, the line to try, and whom to ask."""

    clip: Path
    message: str
    hint: str = ""
    contact: str = ""

    def to_text(self, tongue: UiLanguage) -> str:
        """Format the note as plain text."""
        hint = self.hint if self.hint.startswith("egv ") else ""
        lines = (
            TITLE.render(tongue, clip=self.clip.name),
            "",
            WRONG.render(tongue),
            f"  {self.message}",
            f"  {TRY.render(tongue, line=hint)}" if hint else "",
            AFTER.render(tongue),
            QUESTIONS.render(tongue, contact=self.contact) if self.contact else "",
            ATTENTION_MARK,
        )
        return "\n".join(lines) + "\n"


def write_attention_note(note: AttentionNote, outputs: Path, tongue: UiLanguage) -> Path | None:
    """Write `note` beside its clip, or in `outputs` where that folder is read-only.

    Returns the path; None where a file of somebody else is in the way. Raises EnvironmentFault
    where neither folder can be written.
    """
    beside = locate_attention_note(note.clip)
    if _is_foreign(beside):
        return None
    try:
        commit_text(note.to_text(tongue), beside)
    except EnvironmentFault:
        place = outputs / beside.name
        if _is_foreign(place):
            return None
        outputs.mkdir(parents=True, exist_ok=True)
        commit_text(note.to_text(tongue), place)
        return place
    return beside


def remove_attention_note(clip: Path, outputs: Path) -> None:
    """Remove the note on `clip`, wherever it is; a file of somebody else stays."""
    name = locate_attention_note(clip)
    for place in (name, outputs / name.name):
        if place.is_file() and not _is_foreign(place):
            place.unlink()


def _is_foreign(path: Path) -> bool:
    return path.exists() and not (path.is_file() and is_marked(path, ATTENTION_MARK))
