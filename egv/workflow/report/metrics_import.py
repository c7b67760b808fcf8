"""Metrics of finished videos measured by other systems: imported once, then remembered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path, PurePosixPath

from egv.app.records.ledger import STATE, Ledger
from egv.app.records.printable import PrintableDocument, SchemaName
from egv.core.errors import EnvironmentFault, UsageError, name_cause
from egv.core.text.file_names import fold_name
from egv.core.text.wording import format_count
from egv.tools.store.csv_tables import read_table
from egv.tools.store.json_lines import append_line, read_whole_lines
from egv.workflow.report.metrics import OUTPUT, Metrics, explain_wrong_columns, parse_metrics

IMPORT_SCHEMA = "egv/metrics-import@1"


class MetricsImport(PrintableDocument):
    """The outcome of importing a CSV of metrics: the videos matched, and the rows unmatched."""

    schema_name: SchemaName = IMPORT_SCHEMA
    file: str
    outputs: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    def to_lines(self) -> tuple[str, ...]:
        """Format the outcome as lines for people."""
        videos = format_count(len(self.outputs), "video")
        return (f"{self.file}: figures of {videos} read", *self.unknown)


def import_metrics(path: Path, ledger: Ledger) -> MetricsImport:
    """Store the metrics in the CSV at `path` beside the ledger.

    A row names a video as the ledger does, by a path from the working folder, or by a unique file
    name. Raises UsageError where the table is faulty, or where no row matches a video made by egv.
    """
    rows = list(read_table(path, OUTPUT, "video"))
    if not rows:
        raise UsageError(f"{path}: there are no rows below the column names; export it again")
    if fault := explain_wrong_columns(rows[0][1]):
        raise UsageError(f"{path}:1: {fault}")
    known: dict[str, Metrics] = {}
    unknown = []
    for line, row in rows:
        try:
            found, metrics = _list_output_names(row[OUTPUT], ledger), parse_metrics(row)
        except ValueError as error:
            raise UsageError(f"{path}:{line}: {error}") from None
        if len(found) == 1:
            known[found[0]] = metrics
        else:
            why = (
                f"{len(found)} videos have this name"
                if found
                else "egv made no video of this name here"
            )
            unknown.append(f"{path}:{line}: {row[OUTPUT]}: {why}")
    if not known:
        raise UsageError(f"{unknown[0]}; use the 'output' that `egv report --json` shows for it")
    try:
        for name, metrics in known.items():
            said = {key: value for key, value in asdict(metrics).items() if value is not None}
            own = said.pop("own")
            append_line(_locate_metrics_file(ledger), {OUTPUT: name, **said, **own})
    except OSError as error:
        fault = f"{_locate_metrics_file(ledger)}: cannot be written ({name_cause(error)})"
        raise EnvironmentFault(fault) from None
    return MetricsImport(file=str(path), outputs=tuple(known), unknown=tuple(unknown))


def load_metrics(ledger: Ledger) -> Mapping[str, Metrics]:
    """Load the metrics of each output, by its name in the ledger, as last imported."""
    lines, _ = read_whole_lines(_locate_metrics_file(ledger))
    texts = ({key: str(value) for key, value in line.items()} for line in lines)
    return {line[OUTPUT]: parse_metrics(line) for line in texts if OUTPUT in line}


def _locate_metrics_file(ledger: Ledger) -> Path:
    return ledger.folder / STATE / "metrics.jsonl"


def _list_output_names(word: str, ledger: Ledger) -> list[str]:
    """List the outputs that `word` may mean."""
    names = {fold_name(record.output): record.output for record in ledger.made if record.content}
    for whole in (word, ledger.to_name(Path(word))):
        if name := names.get(fold_name(whole)):
            return [name]
    ends = ((PurePosixPath(folded), name) for folded, name in names.items())
    return [name for end, name in ends if fold_name(word) in (end.name, end.stem)]
