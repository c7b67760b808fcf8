"""The contract of a step that makes subtitles: the texts that it reads, and corrected ones."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Self

from egv.core.kit.plain_values import SidecarKind
from egv.core.programme.questions import Ask
from egv.core.programme.step import Step


class SubtitlingStep(Step):
    """A step that makes subtitles of what is said."""

    @property
    def spoken_languages(self) -> tuple[str, ...]:
        """The languages that may be spoken, ISO 639-1."""
        raise NotImplementedError

    @property
    def model_name(self) -> str | None:
        """The speech model that is asked for; None for the best one there is."""
        return None

    @property
    def sidecar_kinds(self) -> tuple[SidecarKind, ...]:
        """The kinds of text file to make instead of a video; empty where a video is made."""
        return ()

    def list_given_texts(self, spoken: Sequence[Path], ask: Ask) -> tuple[Path, ...]:
        """List the files with the words: those named, else those beside the `spoken` files."""
        raise NotImplementedError

    def list_unasked_files(self, spoken: Sequence[Path], ask: Ask) -> tuple[Path, ...]:
        """List the files that are read without being named: texts beside clips, a speech model."""
        raise NotImplementedError

    def is_skipped(self, ask: Ask) -> bool:
        """True where nothing here can recognise speech, and the run goes on without subtitles."""
        raise NotImplementedError

    def with_text_file(self, text: Path, *, is_timed: bool) -> Self:
        """Return the step with its texts only from the file `text`, exactly as they are.

        `is_timed`: its times are known, also where the file holds a plain text.
        """
        raise NotImplementedError

    def make_optional(self) -> Self:
        """Return the step for a run that goes on without subtitles if nothing can make them."""
        raise NotImplementedError
