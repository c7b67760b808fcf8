"""Find out which files egv made, by the ledgers of the folders that they lie in."""

from __future__ import annotations

from pathlib import Path

from egv.app.records.ledger import OUTPUTS, PRACTICE, STATE, Ledger


class KnownFiles:
    """The files that egv wrote, as far as a ledger in their folder or above it lists them.

    A ledger is read once, when a file below it is first asked about.
    """

    def __init__(self) -> None:
        self._ledgers: dict[Path, tuple[Ledger, ...]] = {}

    def __contains__(self, path: object) -> bool:
        """True where a ledger above `path` lists it."""
        return isinstance(path, Path) and any(
            path in ledger
            for folder in path.absolute().parents
            for ledger in self._open_ledgers(folder)
        )

    def _open_ledgers(self, folder: Path) -> tuple[Ledger, ...]:
        if folder not in self._ledgers:
            self._ledgers[folder] = tuple(
                Ledger(folder, name)
                for name in (OUTPUTS, PRACTICE)
                if (folder / STATE / f"{name}.jsonl").is_file()
            )
        return self._ledgers[folder]
