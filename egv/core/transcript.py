"""What was said in a sound, word by word."""

from __future__ import annotations

from dataclasses import dataclass

from egv.core.media import Word


@dataclass(frozen=True, slots=True)
class Transcript:
    """Words in order, on the clock of the sound they were heard in.

    `language` is ISO 639-1. `heard` is False where nobody listened: a dry run recognises nothing.
    """

    words: tuple[Word, ...] = ()
    language: str = ""
    heard: bool = True
