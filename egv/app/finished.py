"""Finished videos as the ledger knows them: all formats of one together, found by any name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from egv.app.ledger import Ledger
from egv.core.errors import UsageError
from egv.core.file_names import fold_name
from egv.core.mistakes import nearest
from egv.core.records import About, Made

PARTS = " .-_"  # what parts a stem from its format


@dataclass(frozen=True, slots=True)
class Finished:
    """One video: its outputs, the latest of each name, and the folder that their names are from."""

    made: tuple[Made, ...]
    home: Path

    @property
    def about(self) -> About:
        """For whom it was made, of what and by whom."""
        return self.made[-1].about

    @property
    def stem(self) -> str:
        """What it is called, whatever the format."""
        first = self.made[0]
        stem = PurePosixPath(first.output).stem
        return stem.removesuffix(str(first.result.get("format", ""))).rstrip(PARTS) or stem

    @property
    def folder(self) -> Path:
        """Where its first output lies."""
        return self.paths[0].parent

    @property
    def paths(self) -> tuple[Path, ...]:
        """Its files, one for each format."""
        return tuple(self.home / each.output for each in self.made)

    @property
    def sidecars(self) -> tuple[Path, ...]:
        """The files beside it that are still there."""
        names = dict.fromkeys(name for each in self.made for name in each.beside)
        return tuple(path for name in names if (path := self.home / name).is_file())

    @property
    def sources(self) -> tuple[Path, ...]:
        """The clips that it was made of."""
        return tuple(self.home / name for name in self.about.sources)


def finished_videos(ledger: Ledger) -> tuple[Finished, ...]:
    """Every video of which a file is still there, in the order in which they were made."""
    latest = {each.output: each for each in ledger.made if each.content}
    videos: dict[tuple[object, ...], list[Made]] = {}
    for name, each in latest.items():
        if (ledger.folder / name).is_file():
            about = each.about
            sources = tuple(about.sources) or name
            of = (about.space, about.recipe, sources, about.draft, PurePosixPath(name).parent)
            videos.setdefault(of, []).append(each)
    return tuple(Finished(tuple(made), ledger.folder) for made in videos.values())


def videos_named(words: Sequence[str], ledger: Ledger) -> tuple[Finished, ...]:
    """The videos that `words` mean: an output, a clip that it was made of, a stem, or a folder.

    Each once, in the order of the words. Raises UsageError for a word that means none.
    """
    videos = finished_videos(ledger)
    found: list[Finished] = []
    for word in words:
        meant = [each for each in videos if _is_meant(word, each, ledger)]
        if not meant:
            stems = dict.fromkeys(each.stem for each in videos)
            raise UsageError(
                f"{word}: egv made no such video here{nearest(Path(word).stem, stems)};"
                " make it first, and name the clip, its video or their folder",
                hint="egv run CLIP",
            )
        found += [each for each in meant if each not in found]
    return tuple(found)


def _is_meant(word: str, video: Finished, ledger: Ledger) -> bool:
    path = Path(word)
    name = ledger.name_of(path)
    if path.is_dir():
        return any(path.resolve() in each.resolve().parents for each in video.paths)
    names: Iterable[str] = (*(each.output for each in video.made), *video.about.sources)
    stems = (video.stem, *(PurePosixPath(each).stem for each in names))
    return fold_name(name) in map(fold_name, names) or fold_name(word) in map(fold_name, stems)
