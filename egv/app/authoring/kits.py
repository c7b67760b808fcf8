"""Brand kits for the user: list them, show one with its defaults, validate them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from egv.app.records.printable import (
    FileWithDefaults,
    PrintableDocument,
    PrintableValue,
    SchemaName,
    align_columns,
)
from egv.app.records.results import ErrorResult, FaultResult, RunResult
from egv.core.errors import GateError, KitError
from egv.core.kit.kit import KIT_SCHEMA, Kit
from egv.core.text.faults import Fault, FaultSeverity
from egv.core.text.wording import format_count
from egv.tools.library.kit_places import KitSource, find_kit_file, list_kits
from egv.tools.library.kits import InspectedKit, inspect_kit, load_kit, read_kit_spec

LISTING_SCHEMA = "egv/kit-list@1"


class ListedKit(PrintableValue):
    """One kit that can be called by name; `fault` is the first fault in its file."""

    name: str
    source: KitSource
    path: str
    title: str = ""
    version: str = ""
    fault: str = ""

    @property
    def summary(self) -> str:
        """The title and path, or the fault."""
        return f"wrong: {self.fault}" if self.fault else f"{self.title}  {self.path}"


class KitListing(PrintableDocument):
    """Every kit that can be called by name: the output of `kit list --json`."""

    schema_name: SchemaName = LISTING_SCHEMA
    kits: tuple[ListedKit, ...] = ()

    def to_lines(self) -> tuple[str, ...]:
        """Format the list for people."""
        return align_columns([(kit.name, kit.source, kit.summary) for kit in self.kits])


@dataclass(frozen=True, slots=True)
class KitValidation:
    """The outcome of validating kits: a line on each correct kit, and the rest as a result."""

    summaries: tuple[str, ...]
    result: RunResult


def collect_kit_listing() -> KitListing:
    """Collect every kit that can be called by name, with the first fault in its own file."""
    return KitListing(kits=tuple(_iter_listed_kits()))


def _iter_listed_kits() -> Iterator[ListedKit]:
    for kit in list_kits():
        row = ListedKit(name=kit.name, source=kit.source, path=str(kit.path))
        try:
            says = read_kit_spec(kit.path)
        except KitError as error:
            yield row.model_copy(update={"fault": str(error).splitlines()[0]})
        else:
            yield row.model_copy(update={"title": says.title, "version": says.version})


def load_kit_with_defaults(word: str) -> FileWithDefaults:
    """Load a kit with its defaults. Raises KitError where it is faulty."""
    says = load_kit(word).spec.model_dump(mode="json", exclude_none=True)
    return FileWithDefaults({"schema": KIT_SCHEMA, **says})


def validate_kits(words: Iterable[str], *, strict: bool = False) -> KitValidation:
    """Validate the kits `words`; with `strict`, warnings are an error too."""
    summaries: list[str] = []
    faults: list[Fault] = []
    wrong: list[str] = []
    owners: list[str] = []
    for word in words:
        try:
            read = inspect_kit(find_kit_file(word))
        except KitError as error:
            wrong.append(str(error))
            owners.append(error.hint)
            continue
        found = _list_faults(read)
        faults += found
        errors = [str(fault) for fault in found if fault.severity is FaultSeverity.ERROR]
        wrong += errors
        if errors:
            owners.append(read.owner)
        elif read.kit:
            summaries.append(_summarise_kit(read.kit))
    stopped: KitError | GateError | None = None
    if wrong:
        stopped = KitError("\n".join(wrong), hint=next(filter(None, owners), ""))
    elif faults and strict:
        said = f"--strict: {format_count(len(faults), 'warning')}; correct the faults above"
        stopped = GateError(f"{said}, or remove --strict")
    return KitValidation(tuple(summaries), _build_result(faults, stopped))


def _build_result(faults: Iterable[Fault], error: KitError | GateError | None) -> RunResult:
    return RunResult(
        ok=error is None,
        exit_code=error.exit_code if error else 0,
        findings=tuple(FaultResult.from_fault(fault) for fault in faults),
        error=ErrorResult.from_error(error) if error else None,
    )


def _list_faults(read: InspectedKit) -> tuple[Fault, ...]:
    from egv.app.render.answers import Answers
    from egv.core.delivery.kit_advice import advise_kit

    if read.kit is None:
        return read.located_faults
    return read.family.locate_faults(
        (*read.faults, *advise_kit(read.kit, Answers(), read.broken_keys)),
    )


def _summarise_kit(kit: Kit) -> str:
    says = kit.spec
    parts = [
        format_count(len(says.logo.variants), "logo variant", "no"),
        format_count(sum(1 for path, _ in says.list_assets() if path[0] == "fonts"), "font", "no"),
        *(
            f"{name} of {format_count(len(style.clips), 'clip')}" if style.clips else f"{name} card"
            for name, style in (("intro", says.intro), ("outro", says.outro))
            if style.enabled
        ),
    ]
    return f"{kit.home.name}: correct; {kit.version_label}, {', '.join(parts)}"
