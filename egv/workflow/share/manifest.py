"""The contents list of a share pack, `pack.json`, and a search for packs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import Field, ValidationError

from egv.app.records.printable import PrintableDocument, PrintableValue, SchemaName
from egv.core.project.recipe_parts import Audience

PACK_SCHEMA = "egv/pack@1"
SHARE = "share"  # the folder of all packs, beside the videos
INDEX = "pack.json"


class PackedVideo(PrintableValue):
    """A video in a pack: its format, its file name, its length in s, and the hash of its bytes."""

    format: str
    file: str
    duration: float
    content: str


class PackedPost(PrintableValue):
    """A post in a pack: its channel, its file name and its text, in one of a few variants.

    One that is not `finished` has an open place [ ] to fill in.
    """

    channel: str
    file: str
    text: str
    notes: tuple[str, ...] = ()
    variant: str = ""
    finished: bool = True


class Pack(PrintableDocument):
    """The contents of a pack: `pack.json` in its folder.

    `sources` are the clips by their path from the ledger's folder, with the hash of each; `written`
    are the files with the hash of each as egv wrote it, `kept` those that people changed or added;
    `said` are the texts that somebody gave for its posts, which a later pack of it says again.
    """

    schema_name: SchemaName = PACK_SCHEMA
    name: str
    title: str = ""
    alt: str = ""
    packed_at: datetime
    audience: Audience
    space: str = ""
    recipe: str = ""
    licence: str = ""
    sources: Mapping[str, str]
    videos: tuple[PackedVideo, ...]
    posts: tuple[PackedPost, ...]
    files: tuple[str, ...]
    written: Mapping[str, str] = Field(default_factory=dict)
    kept: tuple[str, ...] = ()
    said: Mapping[str, str] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FoundPack:
    """A pack, and the folder that holds it."""

    pack: Pack
    folder: Path


def find_packs(folder: Path) -> tuple[FoundPack, ...]:
    """Find every pack in or below `folder`, sorted by path; faulty ones are ignored."""
    folders = (path.parent for path in sorted(folder.rglob(f"{SHARE}/*/{INDEX}")))
    return tuple(FoundPack(pack, place) for place in folders if (pack := load_pack(place)))


def load_pack(folder: Path) -> Pack | None:
    """Load the pack in `folder`; None where there is none that this egv can read."""
    try:
        return Pack.model_validate_json((folder / INDEX).read_text(encoding="utf-8"))
    except (ValidationError, UnicodeError, OSError):
        return None
