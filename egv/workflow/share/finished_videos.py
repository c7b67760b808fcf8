"""Finished videos in the ledger: the formats of one video together, found by any name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from egv.app.records.ledger import PRACTICE, Ledger
from egv.app.records.ledger_lines import OutputRecord, Provenance
from egv.core.errors import UsageError
from egv.core.kit.formats import to_format_file_word
from egv.core.text.faults import suggest_or_list
from egv.core.text.file_names import fold_name
from egv.core.text.path_words import shorten_path

PARTS = " .-_"  # characters that separate a stem from its format


@dataclass(frozen=True, slots=True)
class FinishedVideo:
    """One video: the latest record of each output, and the folder that their names start from."""

    output_records: tuple[OutputRecord, ...]
    ledger_folder: Path

    @property
    def provenance(self) -> Provenance:
        """The audience, sources and makers of the video."""
        return self.output_records[-1].about

    @property
    def stem(self) -> str:
        """The name of the video without its format."""
        first = self.output_records[0]
        stem = PurePosixPath(first.output).stem
        word = to_format_file_word(str(first.result.get("format", "")))
        return stem.removesuffix(word).rstrip(PARTS) or stem

    @property
    def folder(self) -> Path:
        """The folder of the first output."""
        return self.video_paths[0].parent

    @property
    def video_paths(self) -> tuple[Path, ...]:
        """The video's files, one for each format."""
        return tuple(self.ledger_folder / record.output for record in self.output_records)

    @property
    def shown_paths(self) -> tuple[Path, ...]:
        """The video's files as a person in the working folder names them."""
        return tuple(shorten_path(path, Path.cwd()) for path in self.video_paths)

    @property
    def sidecar_paths(self) -> tuple[Path, ...]:
        """The files beside the video that still exist."""
        names = dict.fromkeys(
            name for record in self.output_records for name in record.all_sidecars
        )
        return tuple(path for name in names if (path := self.ledger_folder / name).is_file())

    @property
    def source_paths(self) -> tuple[Path, ...]:
        """The clips that the video was made of."""
        return tuple(self.ledger_folder / name for name in self.provenance.sources)


def list_finished_videos(ledger: Ledger) -> tuple[FinishedVideo, ...]:
    """List the videos with at least one existing file, in the order they were made."""
    latest = {record.output: record for record in ledger.made if record.content}
    videos: dict[tuple[object, ...], list[OutputRecord]] = {}
    for name, record in latest.items():
        if ledger.locate_file(name).is_file():
            about = record.about
            sources = tuple(about.sources) or name
            of = (about.space, about.recipe, sources, about.draft, PurePosixPath(name).parent)
            videos.setdefault(of, []).append(record)
    return tuple(FinishedVideo(tuple(made), ledger.folder) for made in videos.values())


def find_finished_videos(words: Sequence[str], ledger: Ledger) -> tuple[FinishedVideo, ...]:
    """Find the videos for `words`: each an output, a source clip, a stem, or a folder.

    Each video comes once, in the order of the words. Raises UsageError for a word without a match.
    """
    videos = list_finished_videos(ledger)
    found: list[FinishedVideo] = []
    for word in words:
        meant = [video for video in videos if _is_match(word, video, ledger)]
        if not meant and Path(word) in Ledger(ledger.folder, PRACTICE):
            raise UsageError(
                f"{word}: this is a practice take, which is not shared; make the video without"
                " --practice"
            )
        if not meant:
            stems = dict.fromkeys(video.stem for video in videos)
            others = suggest_or_list(Path(word).stem, stems) if stems else ""
            raise UsageError(
                f"{word}: egv made no video of this name here{others}; make the video first, then"
                " name the clip, its video or their folder",
                hint="egv run CLIP",
            )
        found += [video for video in meant if video not in found]
    return tuple(found)


def _is_match(word: str, video: FinishedVideo, ledger: Ledger) -> bool:
    path = Path(word)
    name = ledger.to_name(path)
    if path.is_dir():
        return any(
            path.resolve() in video_path.resolve().parents for video_path in video.video_paths
        )
    names: Iterable[str] = (
        *(record.output for record in video.output_records),
        *video.provenance.sources,
    )
    stems = (video.stem, *(PurePosixPath(known_name).stem for known_name in names))
    return fold_name(name) in map(fold_name, names) or fold_name(word) in map(fold_name, stems)
