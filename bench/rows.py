"""A row of the bench: what was measured, its limit, and whether it holds."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

HEADINGS = ("what", "measured", "limit", "", "min - median - max", "n")


@dataclass(frozen=True, slots=True)
class Row:
    """One promise and its measured values; the median is held against the limit.

    Without values the row was skipped, and `note` says why.
    """

    name: str
    values: tuple[float, ...]
    limit: float
    unit: str
    at_least: bool = False
    note: str = ""
    digits: int = 2

    @property
    def measured(self) -> float:
        """The median of the values."""
        return median(self.values)

    @property
    def verdict(self) -> str:
        """`ok`, `miss` or `skipped`."""
        if not self.values:
            return "skipped"
        holds = self.measured >= self.limit if self.at_least else self.measured <= self.limit
        return "ok" if holds else "miss"

    def figure(self, value: float) -> str:
        """`value` with this row's unit."""
        return f"{value:.{self.digits}f}{self.unit}"

    @property
    def cells(self) -> tuple[str, ...]:
        """The row as a line of the table."""
        bound = f"{'>=' if self.at_least else '<='} {self.limit:g}{self.unit}"
        name = f"{self.name} ({self.note})" if self.note else self.name
        if not self.values:
            return name, "-", bound, self.verdict, "-", "0"
        spread = [min(self.values), self.measured, max(self.values)]
        return (
            name,
            self.figure(self.measured),
            bound,
            self.verdict,
            " - ".join(f"{value:.{self.digits}f}" for value in spread),
            str(len(self.values)),
        )


def table(rows: Sequence[Row]) -> str:
    """`rows` as a Markdown table that also reads well as plain text."""
    lines = [HEADINGS, *(row.cells for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    lines.insert(1, tuple("-" * width for width in widths))
    return "\n".join(
        f"| {' | '.join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))} |"
        for line in lines
    )


def write_results(
    path: Path, circumstances: Mapping[str, str | float], rows: Sequence[Row]
) -> None:
    """Write `rows` and the circumstances they were measured in to `path`, as JSON."""
    document = {
        **circumstances,
        "rows": [
            {
                "name": row.name,
                "values": [round(value, 4) for value in row.values],
                "measured": round(row.measured, 4) if row.values else None,
                "limit": row.limit,
                "bound": "at least" if row.at_least else "at most",
                "unit": row.unit.strip(),
                "verdict": row.verdict,
                "note": row.note,
            }
            for row in rows
        ],
    }
    path.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
