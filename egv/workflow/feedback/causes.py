"""The causes of failed clips, as people read them."""

from __future__ import annotations

from collections.abc import Mapping

from egv.core.text.translation import Translated

CAUSES: Mapping[str, Translated] = {
    "input": Translated("het bestand was niet te lezen", "the file could not be read"),
    "language": Translated("de taal was onduidelijk", "the language was unclear"),
    "environment": Translated("de computer miste iets", "the computer lacked something"),
    "render": Translated("het maken ging mis", "making the video failed"),
    "conflict": Translated("er stond al een bestand", "a file was in the way"),
    "gate": Translated("er was eerst een akkoord nodig", "it needed approval first"),
    "bug": Translated("een fout in egv", "a bug in egv"),
}
