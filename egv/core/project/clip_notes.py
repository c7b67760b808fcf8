"""The facts about one clip, in `<clip>.egv.yaml` beside it: its texts, and the people in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import Field

from egv.core.text.faults import Fault, KeyPath, suggest_or_list
from egv.core.text.translations import Text
from egv.core.text.yaml_model import YamlModel, drop_free_keys, validate_model

CLIP_SCHEMA = "egv/clip@1"


class ConsentScope(StrEnum):
    """The audience to which a person may be shown."""

    INTERNAL = "internal"
    EXTERNAL = "external"


class Person(YamlModel):
    """A person seen or heard in the clip, and the consent they gave (GDPR, article 7)."""

    name: str = Field(
        min_length=1, max_length=120, description="The name of the person, at most 120 characters."
    )
    scope: tuple[ConsentScope, ...] = Field(
        default=(ConsentScope.INTERNAL,), description="Where it may be seen."
    )
    until: date | None = Field(default=None, description="The last day on which it holds.")
    withdrawn: bool = Field(default=False, description="Whether it was taken back.")
    evidence: str = Field(default="", description="Where it can be read, such as a form.")

    def has_agreed(self, scope: ConsentScope, day: date) -> bool:
        """True where the person may be shown in `scope` on `day`; external covers internal."""
        wide_enough = scope in self.scope or ConsentScope.EXTERNAL in self.scope
        return wide_enough and not self.withdrawn and not self.has_ended(day)

    def has_ended(self, day: date) -> bool:
        """True where the consent ended before `day`."""
        return self.until is not None and self.until < day


class ClipNotes(YamlModel):
    """The texts of a clip, by the names of the vars that they fill, and its people."""

    vars: dict[str, Text | None] = Field(
        default_factory=dict, description="The texts of this clip's video, by name, such as title."
    )
    maker: str = Field(default="", max_length=120, description="Who made it; else who speaks.")
    people: tuple[Person, ...] = Field(
        default=(), description="Who is seen or heard in the clip, and what they agreed to."
    )


FIELDS = ("schema", *ClipNotes.model_fields)
NOTHING_KNOWN = ClipNotes()


def parse_clip_notes(data: Any) -> tuple[ClipNotes | None, tuple[Fault, ...]]:
    """Parse `data` (parsed YAML) into clip notes, and collect every fault in it."""
    if not isinstance(data, Mapping):
        return None, (Fault((), "this file is empty; write for example 'vars: {title: Our week}'"),)
    written = drop_free_keys(data)
    faults = [
        Fault((key,), f"{key}: unknown field{suggest_or_list(str(key), FIELDS)}")
        for key in written
        if key not in FIELDS
    ]
    if written.get("schema", CLIP_SCHEMA) != CLIP_SCHEMA:
        at: KeyPath = ("schema",)
        words = f"schema: this egv reads {CLIP_SCHEMA}, not {written['schema']!r}"
        faults.append(Fault(at, words))
    known = {key: value for key, value in written.items() if key in ClipNotes.model_fields}
    notes, wrong = validate_model(ClipNotes, known, {})
    return notes, (*faults, *wrong)
