"""What people ask of brand kits: list them, show what one says, check them."""

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
    """One kit that can be called by name; `fault` says what is wrong with it."""

    name: str
    source: Source
    path: str
    title: str = ""
    version: str = ""
    fault: str = ""

    @property
    def said(self) -> str:
        """What people read of it."""
        return f"wrong: {self.fault}" if self.fault else f"{self.title}  {self.path}"


class KitListing(Document):
    """Every kit that can be called by name: what `kit list --json` prints."""

    schema_name: SchemaName = LISTING_SCHEMA
    kits: tuple[ListedKit, ...] = ()

    def lines(self) -> tuple[str, ...]:
        """The list for people."""
        return columns([(each.name, each.source, each.said) for each in self.kits])


@dataclass(frozen=True, slots=True)
class KitsChecked:
    """What came of checking kits: a line on each that is right, and the rest as a result."""

    summaries: tuple[str, ...]
    result: RunResult


def kit_listing() -> KitListing:
    """Every kit that can be called by name; one that is wrong is told, not left out."""
    return KitListing(kits=tuple(_listed()))


def _listed() -> Iterator[ListedKit]:
    for each in kits():
        row = ListedKit(name=each.name, source=each.source, path=str(each.path))
        try:
            says = kit_called(str(each.path)).says
        except KitError as error:
            yield row.model_copy(update={"fault": str(error).splitlines()[0]})
        else:
            yield row.model_copy(update={"title": says.title, "version": says.version})


def kit_filled(word: str) -> Filled:
    """What a kit says. Raises KitError when it is wrong."""
    says = kit_called(word).says.model_dump(mode="json", exclude_none=True)
    return Filled({"schema": KIT_SCHEMA, **says})


def kits_checked(words: Iterable[str], *, strict: bool = False) -> KitsChecked:
    """Everything there is to say of the kits `words`; when `strict`, advice stops a script."""
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
        errors = [str(each) for each in found if each.severity is Severity.ERROR]
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
        findings=tuple(FindingResult.of(each) for each in findings),
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
    """The JSON Schema of a kit file, for editors."""
    return editor_schema(KitFile.model_json_schema(), KIT_SCHEMA, ("name",))
