"""Notes about a whole run and not about one clip: the screen shows each of them once."""

from __future__ import annotations

OTHER_LANGUAGE = "language"
AT_ONCE = "at once"
WITHOUT_SUBTITLES = "subtitle: made without subtitles"


def is_run_note(note: str) -> bool:
    """True if `note` is about the run: it would be the same for any clip."""
    return note.startswith((f"{OTHER_LANGUAGE}: ", f"{WITHOUT_SUBTITLES}: ", f"{AT_ONCE}: "))
