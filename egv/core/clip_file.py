"""What is known of one clip, in `<clip>.egv.yaml` beside it: its texts, and who is in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from egv.core.mistakes import KeyPath, Mistake, nearest
from egv.core.parts import Part, own, validated
from egv.core.vars import Text

CLIP_SCHEMA = "egv/clip@1"
ELSEWHERE = ("people", "consent")  # keys that are kept for those who ask who may be shown


class ClipFile(Part):
    """The texts of a clip, by the names of the vars that they fill."""

    vars: dict[str, Text | None] = Field(default_factory=dict)


def clip_file_of(data: Any) -> tuple[ClipFile | None, tuple[Mistake, ...]]:
    """What `data` (parsed YAML) says of a clip, and every mistake in it."""
    if not isinstance(data, Mapping):
        return None, (Mistake((), "it says nothing; write 'vars: {title: Our week}'"),)
    fields = ("schema", "vars", *ELSEWHERE)
    written = own(data)
    mistakes = [
        Mistake((key,), f"{key}: unknown field{nearest(str(key), fields)}")
        for key in written
        if key not in fields
    ]
    if written.get("schema", CLIP_SCHEMA) != CLIP_SCHEMA:
        at: KeyPath = ("schema",)
        words = f"schema: this egv reads {CLIP_SCHEMA}, not {written['schema']!r}"
        mistakes.append(Mistake(at, words))
    says, wrong = validated(ClipFile, {k: v for k, v in written.items() if k == "vars"}, {})
    return says, (*mistakes, *wrong)
