"""Notes about a whole run and not about one clip: the screen shows each of them once."""

from __future__ import annotations

OTHER_LANGUAGE = "language"
TITLE = "title"
SPACE = "space"
AT_ONCE = "at once"
WITHOUT_SUBTITLES = "subtitle: made without subtitles"


def is_run_note(note: str) -> bool:
    """True if `note` is about the run: it would be the same for any clip."""
    about = (OTHER_LANGUAGE, WITHOUT_SUBTITLES, AT_ONCE, TITLE, SPACE)
    return note.startswith(tuple(f"{word}: " for word in about))
