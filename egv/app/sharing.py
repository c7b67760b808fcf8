"""Share videos of a project: the packs of named videos, and a week's overview."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from egv.app.digest import Digest, digest
from egv.app.documents import Document, SchemaName
from egv.app.finished import videos_named
from egv.app.may_share import check_may_be_shared
from egv.app.order import RunOptions
from egv.app.outputs import open_ledger, output_folder
from egv.app.pack_file import Pack
from egv.app.packs import packed
from egv.app.plan import spoken_in
from egv.app.settings import settings_for
from egv.app.usual_texts import kit_within, texts_language
from egv.core.errors import UsageError
from egv.core.tongue import Tongue
from egv.tools.kits import kit_called

PACKS_SCHEMA = "egv/packs@1"


class Packs(Document):
    """The share packs made, and their folders: the output of `share pack --json`."""

    schema_name: SchemaName = PACKS_SCHEMA
    packs: tuple[Pack, ...]
    folders: tuple[str, ...]

    def lines(self) -> Iterator[str]:
        """Yield the packs as lines for people."""
        for pack, folder in zip(self.packs, self.folders, strict=True):
            yield f"{folder}: {', '.join(pack.files)}"
            yield from (f"  {note}" for post in pack.posts for note in post.notes)


def packs_made(words: Sequence[str], said: Mapping[str, str], tongue: Tongue, today: date) -> Packs:
    """Create a pack of each video that `words` name, with the texts `said` in its posts.

    Raises GateError, before any pack is made, where one of the videos may not be shared.
    """
    settings = settings_for(RunOptions())
    videos = videos_named(words, open_ledger(settings))
    for video in videos:
        check_may_be_shared(video, today)
    kit = kit_called(settings.kit())
    language = texts_language((), settings, kit)
    kit = spoken_in(kit_within(kit, language)[0], language)
    made = [packed(video, kit, said, tongue, today) for video in videos]
    return Packs(
        packs=tuple(found_pack.pack for found_pack in made),
        folders=tuple(str(found_pack.folder) for found_pack in made),
    )


def digest_here(folder: Path | None, week: str, tongue: Tongue, today: date) -> Digest:
    """Write the overview of a week's packs below `folder`, else below the default output folder.

    Raises UsageError where there is no such folder.
    """
    place = folder or output_folder(settings_for(RunOptions()).output)
    if not place.is_dir():
        raise UsageError(f"{place}: there is no such folder; name the one that holds the videos")
    return digest(week, place, tongue, today)
