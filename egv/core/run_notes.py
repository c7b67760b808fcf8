"""Notes that are about a whole run and not about one clip: the screen tells each of them once."""

from __future__ import annotations

OTHER_LANGUAGE = "language"
WITHOUT_SUBTITLES = "subtitle: made without subtitles"


def is_of_run(note: str) -> bool:
    """Whether `note` would be the same of any clip."""
    return note.startswith((f"{OTHER_LANGUAGE}: ", f"{WITHOUT_SUBTITLES}: "))
