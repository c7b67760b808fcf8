"""Share videos of a project: the packs of named videos, and a week's overview."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from egv.app.plan.default_texts import choose_text_language, localise_kit_texts
from egv.app.plan.inputs import format_clip_path
from egv.app.plan.order import RunOptions
from egv.app.plan.outputs import find_output_folder, iter_ledgers
from egv.app.plan.plan import localise_kit
from egv.app.plan.settings import Settings, load_settings
from egv.app.records.ledger import Ledger
from egv.app.records.printable import PrintableDocument, SchemaName
from egv.app.run.review_log import ReviewStore
from egv.core.errors import UsageError
from egv.core.kit.channels import CHECKED, is_outdated
from egv.core.text.path_words import shorten_path
from egv.core.text.translation import UiLanguage
from egv.tools.library.kits import load_kit
from egv.tools.machine.shell import format_line_to_paste
from egv.workflow.share.consent_gate import check_may_share
from egv.workflow.share.digest import Digest, write_digest
from egv.workflow.share.finished_videos import FinishedVideo, find_finished_videos
from egv.workflow.share.manifest import FoundPack, Pack
from egv.workflow.share.open_notes import list_open_notes
from egv.workflow.share.pack import PackOrder, create_pack, load_pack_recipe

PACKS_SCHEMA = "egv/packs@1"


class PackList(PrintableDocument):
    """The share packs made, and their folders: the output of `share pack --json`."""

    schema_name: SchemaName = PACKS_SCHEMA
    packs: tuple[Pack, ...]
    folders: tuple[str, ...]
    notes: tuple[str, ...] = ()
    limits_checked: str = ""
    next_command: str = ""

    def to_lines(self) -> Iterator[str]:
        """Yield the packs as lines for people."""
        for pack, folder in zip(self.packs, self.folders, strict=True):
            place = format_clip_path(shorten_path(Path(folder), Path.cwd()))
            yield f"{place}: {', '.join(pack.files)}"
            yield from (f"  {note}" for post in pack.posts for note in post.notes)
            if pack.kept:
                yield f"  kept as you changed it: {', '.join(pack.kept)}"
        yield from self.notes
        if self.limits_checked:
            yield f"what channels take was last checked on {self.limits_checked}"
        if self.next_command:
            yield "To see what can be posted this week:"
            yield f"  {self.next_command}"


def create_packs(
    words: Sequence[str], post_texts: Mapping[str, str], tongue: UiLanguage, today: date
) -> PackList:
    """Create a pack of each video that `words` name, with the texts `post_texts` in its posts.

    Raises GateError, before any pack is made, where one of the videos may not be shared.
    """
    settings = load_settings(RunOptions())
    ledger = _find_ledger(words, settings)
    videos = find_finished_videos(words, ledger)
    for video in videos:
        check_may_share(video, today)
    kit = load_kit(settings.choose_kit())
    language = choose_text_language((), settings, kit)
    kit = localise_kit(localise_kit_texts(kit, language)[0], language)
    order = PackOrder(kit, post_texts, tongue, today)
    packs = [create_pack(video, order) for video in videos]
    return PackList(
        packs=tuple(found_pack.pack for found_pack in packs),
        folders=tuple(str(found_pack.folder) for found_pack in packs),
        notes=tuple(_list_notes(videos, ledger)),
        limits_checked=CHECKED.isoformat() if is_outdated(today) else "",
        next_command=_format_digest_line(packs, find_output_folder(settings.output)),
    )


def _format_digest_line(packs: Sequence[FoundPack], usual: Path) -> str:
    """Format the line for the overview; "" where no one folder above the packs is known."""
    folders = {found_pack.folder.parent.parent.resolve() for found_pack in packs}
    if all(folder.is_relative_to(usual.resolve()) for folder in folders):
        return format_line_to_paste(("egv", "share", "digest"))
    if len(folders) > 1:
        return ""
    place = format_clip_path(shorten_path(folders.pop(), Path.cwd()))
    return format_line_to_paste(("egv", "share", "digest", place))


def _find_ledger(words: Sequence[str], settings: Settings) -> Ledger:
    """Find the ledger that knows the videos: the usual one, else the nearest above the first."""
    first = Path(words[0])
    usual, *near = iter_ledgers(first, settings)
    known = (ledger for ledger in near if first.is_dir() or first in ledger)
    return usual if first in usual else next(known, usual)


def _list_notes(videos: Sequence[FinishedVideo], ledger: Ledger) -> Iterator[str]:
    log = ReviewStore(ledger).review_log
    for video in videos:
        if load_pack_recipe(video) is None:
            yield (
                f"{video.stem}: its recipe {video.provenance.recipe} is not there, or has a fault;"
                " the pack has the usual contents"
            )
        for record in video.output_records:
            yield from (f"{record.output}: {note}" for note in list_open_notes(log, record.output))


def write_weekly_digest(folder: Path | None, week: str, tongue: UiLanguage, today: date) -> Digest:
    """Write the overview of a week's packs below `folder`, else below the default output folder.

    Raises UsageError where there is no such folder.
    """
    place = folder or find_output_folder(load_settings(RunOptions()).output)
    if not place.is_dir():
        raise UsageError(f"{place}: there is no such folder; name the one that holds the videos")
    return write_digest(week, place, tongue, today)
