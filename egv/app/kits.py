"""Brand kits for the user: list them, show one with its defaults, validate them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from egv.app.answers import Answers
from egv.app.documents import Document, Filled, SchemaName, Value, columns
from egv.app.results import Fault, FindingResult, RunResult
from egv.app.schemas import editor_schema
from egv.core.errors import GateError, KitError
from egv.core.kit import KIT_SCHEMA, Kit, KitFile
from egv.core.kit_checks import advice
from egv.core.mistakes import Finding, Severity
from egv.tools.kits import ReadKit, Source, kit_called, kit_file, kit_read, kits

LISTING_SCHEMA = "egv/kit-list@1"


class ListedKit(Value):
    """One kit that can be called by name; `fault` is the first fault in it, or ""."""

    name: str
    source: Source
    path: str
    title: str = ""
    version: str = ""
    fault: str = ""

    @property
    def said(self) -> str:
        """The title and path, or the fault."""
        return f"wrong: {self.fault}" if self.fault else f"{self.title}  {self.path}"


class KitListing(Document):
    """Every kit that can be called by name: the output of `kit list --json`."""

    schema_name: SchemaName = LISTING_SCHEMA
    kits: tuple[ListedKit, ...] = ()

    def lines(self) -> tuple[str, ...]:
        """Format the list for people."""
        return columns([(kit.name, kit.source, kit.said) for kit in self.kits])


@dataclass(frozen=True, slots=True)
class KitsChecked:
    """The outcome of validating kits: a line on each correct kit, and the rest as a result."""

    summaries: tuple[str, ...]
    result: RunResult


def kit_listing() -> KitListing:
    """Collect every kit that can be called by name; a faulty kit is listed with its fault."""
    return KitListing(kits=tuple(_listed()))


def _listed() -> Iterator[ListedKit]:
    for kit in kits():
        row = ListedKit(name=kit.name, source=kit.source, path=str(kit.path))
        try:
            says = kit_called(str(kit.path)).says
        except KitError as error:
            yield row.model_copy(update={"fault": str(error).splitlines()[0]})
        else:
            yield row.model_copy(update={"title": says.title, "version": says.version})


def kit_filled(word: str) -> Filled:
    """Load a kit with its defaults. Raises KitError where it is faulty."""
    says = kit_called(word).says.model_dump(mode="json", exclude_none=True)
    return Filled({"schema": KIT_SCHEMA, **says})


def kits_checked(words: Iterable[str], *, strict: bool = False) -> KitsChecked:
    """Validate the kits `words`; with `strict`, warnings are an error too."""
    summaries: list[str] = []
    findings: list[Finding] = []
    wrong: list[str] = []
    owners: list[str] = []
    for word in words:
        try:
            read = kit_read(kit_file(word))
        except KitError as error:
            wrong.append(str(error))
            owners.append(error.hint)
            continue
        found = _findings(read)
        findings += found
        errors = [str(finding) for finding in found if finding.severity is Severity.ERROR]
        wrong += errors
        if errors:
            owners.append(read.owner)
        elif read.kit:
            summaries.append(_summary(read.kit))
    stopped: KitError | GateError | None = None
    if wrong:
        stopped = KitError("\n".join(wrong), hint=next(filter(None, owners), ""))
    elif findings and strict:
        said = f"--strict: {_count(len(findings), 'warning')}; correct what is said above"
        stopped = GateError(f"{said}, or leave --strict out")
    return KitsChecked(tuple(summaries), _result(findings, stopped))


def _result(findings: Iterable[Finding], error: KitError | GateError | None) -> RunResult:
    return RunResult(
        ok=error is None,
        exit_code=error.exit_code if error else 0,
        findings=tuple(FindingResult.of(finding) for finding in findings),
        error=Fault.of(error) if error else None,
    )


def _findings(read: ReadKit) -> tuple[Finding, ...]:
    if read.kit is None:
        return read.findings
    return read.family.found(
        (*read.mistakes, *advice(read.kit, Answers(), read.broken)),
    )


def _summary(kit: Kit) -> str:
    says = kit.says
    parts = [
        _count(len(says.logo.variants), "logo variant"),
        _count(sum(1 for path, _ in says.assets() if path[0] == "fonts"), "font"),
        *(
            f"{name} of {_count(len(style.clips), 'clip')}" if style.clips else f"{name} card"
            for name, style in (("intro", says.intro), ("outro", says.outro))
            if style.enabled
        ),
    ]
    return f"{kit.home.name}: correct; {kit.label}, {', '.join(parts)}"


def _count(number: int, word: str) -> str:
    return f"1 {word}" if number == 1 else f"{number or 'no'} {word}s"


def kit_schema() -> dict[str, Any]:
    """Build the JSON Schema of a kit file, for editors."""
    return editor_schema(KitFile.model_json_schema(), KIT_SCHEMA, ("name",))
