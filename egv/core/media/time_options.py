"""Times and stretches in options: read in everyday notation, kept exact, and written back."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from egv.core.media.timing import Seconds, Span, parse_time


def parse_time_option(value: Any) -> Seconds:
    """Parse `90`, `1:30` or `-5` (before the end) into seconds; ValueError shows the grammar."""
    return value if isinstance(value, Seconds) else parse_time(str(value))


def count_from_start(at: Seconds, length: Seconds) -> Seconds:
    """Count `at` from the start of a clip of `length`; below zero it counts from the end."""
    return at if at >= 0 else max(Seconds(0), length + at)


def parse_stretch_option(value: Any) -> Span:
    """Parse `10-12.5` or `1:10-1:12.5` into a span. Raises ValueError that shows the grammar."""
    if isinstance(value, Span):
        return value
    first, _, last = str(value).partition("-")
    if not first or not last or last.startswith("-"):
        raise ValueError(
            f"{value!r} is not of the form FROM-TO; write for example 10-12.5 or 1:10-1:12.5"
        )
    start, end = parse_time(first), parse_time(last)
    if start >= end:
        raise ValueError(f"{value!r} ends before it starts; write the earlier time first")
    return Span(start, end)


def format_time_option(at: Seconds) -> str:
    """Format `at` in plain seconds, such as `72.5`; `parse_time_option` reads it back."""
    return f"{Decimal(at.numerator) / Decimal(at.denominator):f}"


def format_stretch_option(span: Span) -> str:
    """Format `span` as `70-72.5`; `parse_stretch_option` reads it back."""
    return f"{format_time_option(span.start)}-{format_time_option(span.end)}"


Time = Annotated[
    Seconds,
    PlainValidator(parse_time_option),
    PlainSerializer(format_time_option),
    WithJsonSchema({"type": ["string", "number"], "examples": ["1:30", 90]}),
]
Stretch = Annotated[
    Span,
    PlainValidator(parse_stretch_option),
    PlainSerializer(format_stretch_option),
    WithJsonSchema({"type": "string", "examples": ["1:10-1:12.5"]}),
]
