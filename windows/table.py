"""The rows of what was run: each says what holds, and by which figures."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Row:
    """One thing that was run, what was seen, and whether it was right; time in seconds."""

    name: str
    seen: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def expect(self, holds: object, seen: object) -> None:
        """Note what was seen, as a fault unless `holds`."""
        (self.seen if holds else self.faults).append(str(seen))


@contextmanager
def add_row(rows: list[Row], name: str) -> Iterator[Row]:
    """Run the block as one row; what it raises is a fault of that row, and the next goes on."""
    row, began = Row(name), time.monotonic()
    print(f"   {name} …", flush=True)
    try:
        yield row
    except Exception as error:  # noqa: BLE001  # a row fails alone
        row.faults.append(f"{type(error).__name__}: {error}")
    row.seconds = time.monotonic() - began
    rows.append(row)
    for fault in row.faults:
        print(f"      {fault}", flush=True)


def format_table(rows: Sequence[Row]) -> str:
    """Format the rows as a table of Markdown."""
    lines = ["| run | result | time | seen |", "|---|---|---|---|"]
    for row in rows:
        result = "**fails**" if row.faults else "right"
        seen = "; ".join([*row.faults, *row.seen]).replace("|", "/").replace("\n", " ")
        lines.append(f"| {row.name} | {result} | {row.seconds:.0f} s | {seen} |")
    return "\n".join(lines)
