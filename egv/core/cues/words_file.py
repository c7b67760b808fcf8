"""Cues with the times of their words as JSON (`egv/words@1`), for other programs and for egv."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from egv.core.errors import UsageError
from egv.core.media.clip import Cue, Word
from egv.core.media.timing import Seconds, Span
from egv.core.text.faults import describe_validation_error, format_key_path
from egv.core.text.visible_text import is_visible

LONGEST_S = 1e6  # twelve days: no clip lasts longer


class _TimedText(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)

    start: float = Field(ge=0, le=LONGEST_S, description="s")
    end: float = Field(gt=0, le=LONGEST_S, description="s")
    text: str


class _CueEntry(_TimedText):
    words: tuple[_TimedText, ...] = ()


class WordsFile(BaseModel):
    """The contents of the file."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True, defer_build=True)

    schema_name: Annotated[Literal["egv/words@1"], Field(alias="schema")] = "egv/words@1"
    language: str = ""
    cues: tuple[_CueEntry, ...]


def format_words_json(cues: Sequence[Cue], language: str) -> str:
    """Format `cues`, in `language` (ISO 639-1), as the file's text; times in seconds."""
    told = tuple(
        _CueEntry(
            **_to_fields(cue),
            words=tuple(_TimedText(**_to_fields(word)) for word in cue.words),
        )
        for cue in cues
    )
    return WordsFile(language=language, cues=told).model_dump_json(by_alias=True, indent=1) + "\n"


def parse_words_json(text: str, name: str) -> tuple[Cue, ...]:
    """Parse the cues of the file called `name`. Raises UsageError for a file of another kind."""
    try:
        file = WordsFile.model_validate_json(text)
        return tuple(
            Cue(
                _to_span(cue),
                cue.text,
                tuple(Word(_to_span(word), word.text) for word in cue.words),
            )
            for cue in sorted(file.cues, key=lambda cue: cue.start)
            if is_visible(cue.text)
        )
    except ValidationError as error:
        first = dict(error.errors()[0])
        where = format_key_path(error.errors()[0]["loc"])
        said = f"{where}: {describe_validation_error(first)}" if where else "it is none of egv's"
    except ValueError as error:
        said = str(error)
    raise UsageError(
        f"{name}: this is not a file of recognised words ({said}); give a file that --emit"
        " json wrote"
    )


def rewrite_words_json(text: str, name: str) -> str:
    """Write the file with `text`, called `name`, anew in egv's own form. Raises UsageError."""
    cues = parse_words_json(text, name)
    return format_words_json(cues, WordsFile.model_validate_json(text).language)


def _to_fields(timed: Cue | Word) -> dict[str, object]:
    start, end = (round(float(at), 3) for at in (timed.span.start, timed.span.end))
    return {"start": start, "end": end, "text": timed.text}


def _to_span(timed: _TimedText) -> Span:
    return Span(Seconds(round(timed.start * 1000), 1000), Seconds(round(timed.end * 1000), 1000))
