"""`verdict.json`: what somebody without a terminal decided and noted on the review page."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from egv.app.records.ledger_lines import StoredName
from egv.app.run.review_history import NoteCategory
from egv.core.errors import UsageError
from egv.core.text.byte_sizes import format_file_size
from egv.core.text.faults import describe_validation_error, format_key_path

VERDICT_SCHEMA = "egv/verdict@1"
LARGEST_BYTES = 1_000_000  # some hundreds of notes on each of some hundreds of videos
SAVE_AGAIN = "have it saved once more on the review page, and leave it as it is"
Said = Annotated[str, StringConstraints(min_length=1, max_length=4000, pattern=r"\S")]


class Decision(StrEnum):
    """A decision about a draft."""

    APPROVE = "approve"
    REJECT = "reject"


class VerdictPart(BaseModel):
    """A part of a verdict; a program writes it, so nothing in it is read leniently."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class VerdictNote(VerdictPart):
    """A note on a video, at a time in it as people write it: `0:12`."""

    at: str = Field(max_length=40)
    category: NoteCategory
    text: Said


class VideoVerdict(VerdictPart):
    """The words about one video; `content` is the hash of the bytes that were watched."""

    output: StoredName
    content: str
    decision: Decision | None = None
    text: str = Field(default="", max_length=4000)
    notes: tuple[VerdictNote, ...] = ()


class Verdict(VerdictPart):
    """All that one person said about the videos of one review page.

    `seal` is that of the last line of the review history when the page was made; "" before any.
    """

    schema_name: Literal["egv/verdict@1"] = Field(alias="schema")
    seal: str
    by: Said
    videos: tuple[VideoVerdict, ...] = Field(min_length=1)


def load_verdict(path: Path) -> Verdict:
    """Load the verdict at `path`. Raises UsageError for any other file, and for an edited one."""
    if not path.is_file():
        raise UsageError(
            f"{path}: there is no such file; name the verdict.json that the review page saved"
        )
    size = path.stat().st_size
    if size > LARGEST_BYTES:
        raise UsageError(
            f"{path}: this is {format_file_size(size)}, and a verdict has at most"
            f" {format_file_size(LARGEST_BYTES)}; name the verdict.json that the review page saved"
        )
    try:
        return Verdict.model_validate_json(path.read_bytes())
    except ValidationError as error:
        fault = _describe_fault(dict(error.errors()[0]))
        raise UsageError(f"{path}: {fault}; {SAVE_AGAIN}") from None


def _describe_fault(error: dict[str, Any]) -> str:
    """Describe the first fault of a verdict, with its place."""
    place = format_key_path(error["loc"])
    match error["type"]:
        case "json_invalid":
            return "this file is incomplete or no verdict"
        case "extra_forbidden":
            return f"this was edited, because {place} is an unknown field"
        case "missing":
            return f"this was edited, because {place} is missing"
        case _:
            return f"this was edited, because {place}: {describe_validation_error(error)}"
