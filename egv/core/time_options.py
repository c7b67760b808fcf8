"""Times and stretches in options: read in everyday notation, kept exact, and written back."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from egv.core.timing import Seconds, Span, parse_time


def time_of(value: Any) -> Seconds:
    """Parse `90`, `1:30` or `-5` (before the end) into seconds; ValueError shows the grammar."""
    return value if isinstance(value, Seconds) else parse_time(str(value))


def from_start(at: Seconds, length: Seconds) -> Seconds:
    """Count `at` from the start of a clip of `length`; below zero it counts from the end."""
    return at if at >= 0 else max(Seconds(0), length + at)


def stretch_of(value: Any) -> Span:
    """Parse `10-12.5` or `1:10-1:12.5` into a span. Raises ValueError that shows the grammar."""
    if isinstance(value, Span):
        return value
    first, _, last = str(value).partition("-")
    if not first or not last or last.startswith("-"):
        raise ValueError(f"{value!r} is not FROM-TO; write 10-12.5 or 1:10-1:12.5")
    start, end = parse_time(first), parse_time(last)
    if start >= end:
        raise ValueError(f"{value!r} ends before it starts; write the earlier time first")
    return Span(start, end)


def time_text(at: Seconds) -> str:
    """Format `at` in plain seconds, such as `72.5`; `parse_time_option` reads it back."""
    return f"{Decimal(at.numerator) / Decimal(at.denominator):f}"


def stretch_text(span: Span) -> str:
    """Format `span` as `70-72.5`; `parse_stretch_option` reads it back."""
    return f"{time_text(span.start)}-{time_text(span.end)}"


Time = Annotated[
    Seconds,
    PlainValidator(time_of),
    PlainSerializer(time_text),
    WithJsonSchema({"type": ["string", "number"], "examples": ["1:30", 90]}),
]
Stretch = Annotated[
    Span,
    PlainValidator(stretch_of),
    PlainSerializer(stretch_text),
    WithJsonSchema({"type": "string", "examples": ["1:10-1:12.5"]}),
]
