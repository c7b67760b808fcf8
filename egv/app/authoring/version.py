"""The version of egv, as a document."""

from __future__ import annotations

from egv import __version__
from egv.app.records.printable import PrintableDocument, SchemaName

VERSION_SCHEMA = "egv/version@1"


class VersionDocument(PrintableDocument):
    """The version of egv: the output of `egv version`."""

    schema_name: SchemaName = VERSION_SCHEMA
    egv: str = __version__

    def to_lines(self) -> tuple[str, ...]:
        """Format the version for people."""
        return (f"egv {self.egv}",)
