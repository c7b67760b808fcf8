"""The output paths of each clip, and the conflicts between them."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from egv.app.plan.inputs import InputClip, find_recording_day, format_clip_path
from egv.app.plan.media_kinds import MEDIA
from egv.app.plan.settings import Settings
from egv.app.records.ledger import OUTPUTS, STATE, Ledger
from egv.core.errors import ConflictError, UsageError
from egv.core.kit.formats import SOURCE, to_format_file_word
from egv.core.programme.layers import Marking
from egv.core.project.recipe import RecipeFile
from egv.core.text.file_names import (
    DATE,
    explain_long_name,
    fill_path,
    find_template_faults,
    fold_name,
    to_file_name,
)
from egv.core.text.path_words import is_folder_word
from egv.core.text.placeholders import KNOWN
from egv.core.text.variables import NOTHING_SAID, ClipTexts
from egv.tools.machine.path_limit import check_path_length
from egv.tools.store.unfinished import make_part_name

WRITTEN = (".mp4", ".m4v")
FIELDS = ("stem", "format", "date")


@dataclass(frozen=True, slots=True)
class Target:
    """A video to make of a clip: its format, and its future path."""

    format: str
    path: Path


@dataclass(frozen=True, slots=True)
class Job:
    """One clip, the texts in its videos, and the videos to make of it.

    With `takes` the job is a programme of several clips, the first of which is `clip`.
    """

    clip: Path
    targets: tuple[Target, ...]
    clip_texts: ClipTexts = NOTHING_SAID
    notes: tuple[str, ...] = ()
    takes: tuple[InputClip, ...] = ()

    @property
    def clips(self) -> tuple[Path, ...]:
        """Every source clip, in order."""
        return tuple(take.path for take in self.takes) or (self.clip,)

    @property
    def input_names(self) -> tuple[str, ...]:
        """The clips of a programme of several, as the user named them."""
        return tuple(take.display_name for take in self.takes)

    @property
    def display_name(self) -> str:
        """The clip as the user named it."""
        return format_clip_path(self.clip)


def find_output_folder(output: str) -> Path:
    """Return the folder that `-o` names or lies in: the place of egv's state."""
    path = Path(output)
    return path if is_folder(output) else Path(*_list_plain_parts(path.parent))


def is_folder(output: str) -> bool:
    """True where `-o` means a folder: it is one, ends in a slash, or has no media extension."""
    path = Path(output)
    return path.is_dir() or is_folder_word(output) or path.suffix.lower() not in MEDIA


def list_format_templates(
    recipe: RecipeFile | None, formats: Sequence[str], of_project: Sequence[str] = ()
) -> dict[str, str]:
    """List the formats to make, each with its file name template ("" for the default name).

    `formats` are those on the line; without any, the recipe's count, then those of the project
    where there is a recipe, else the clip's own format.
    """
    named = {output.format: output.file for output in (recipe.outputs if recipe else ())}
    named = named or (dict.fromkeys(of_project, "") if recipe else {})
    if not formats:
        return named or {SOURCE: ""}
    return {word: named.get(word, "") for word in formats}


def plan_jobs(
    clips: Sequence[InputClip],
    output: str,
    files: Mapping[str, str] | None = None,
    texts: Collection[str] = (),
    origin: str = "-o",
) -> tuple[Job, ...]:
    """Plan a job for each clip. Raises UsageError or ConflictError where two outputs collide.

    `files` are the formats, each with its file name template; `texts` are the names of the texts
    that a template may use; `origin` names the origin of `output` in messages, such as `-o`.
    """
    files = files or {SOURCE: ""}
    if "{" in output:
        _check_template(output, texts, origin)
    jobs = tuple(_plan_job(clip, output, files, origin) for clip in clips)
    one_name = not is_folder(output) and "{" not in output
    if one_name and len(jobs) * len(files) > 1:
        many = f"{len(jobs)} clips" if len(jobs) > 1 else f"{len(files)} formats"
        raise UsageError(
            f"{origin} {output}: this is one file name for {many}; give a folder, or a template"
            " such as 'out/{stem}.{format}.mp4'"
        )
    check_name_lengths(target.path for job in jobs for target in job.targets)
    check_distinct_outputs(jobs)
    _check_sources_are_safe(jobs)
    return jobs


def _plan_job(clip: InputClip, output: str, files: Mapping[str, str], origin: str) -> Job:
    named, notes = clip, clip.notes
    known = clip.clip_texts
    is_dated = any(f"{{{DATE}}}" in template for template in (output, *files.values()))
    if is_dated and DATE not in known.texts_by_name:
        found = find_recording_day(clip.path)
        dated = (*known.known_texts, (DATE, found.day.isoformat()))
        named = replace(clip, clip_texts=replace(known, known_texts=dated))
        notes = (*notes, found.note) if found.note else notes
    targets = _plan_targets(named, output, files, origin)
    return Job(clip.path, targets, known, notes, clip.takes)


def _plan_targets(
    clip: InputClip, output: str, files: Mapping[str, str], origin: str
) -> tuple[Target, ...]:
    usual = "{stem}.{format}.mp4" if len(files) > 1 else "{stem}.mp4"
    return tuple(
        Target(word, _plan_output_path(clip, output, template or usual, word, origin))
        for word, template in files.items()
    )


def _plan_output_path(clip: InputClip, output: str, template: str, word: str, origin: str) -> Path:
    if is_folder(output):
        return Path(output) / clip.subfolder / _fill_template(template, clip, word)
    if Path(output).suffix.lower() not in WRITTEN:
        better = Path(output).with_suffix(".mp4")
        raise UsageError(
            f"{origin} {output}: egv writes MP4, which plays everywhere; name it {better}"
        )
    return _fill_template(output, clip, word)


def _check_template(template: str, texts: Collection[str], origin: str) -> None:
    """Check the fields of a template against a closed list: no format specs, no attributes."""
    for fault in find_template_faults(template, dict.fromkeys((*FIELDS, *KNOWN, *texts))):
        raise UsageError(f"{origin} {template}: {fault}; correct the template")


def _fill_template(template: str, clip: InputClip, word: str) -> Path:
    texts = {name: to_file_name(text) for name, text in clip.clip_texts.texts_by_name.items()}
    texts |= {"stem": clip.stem, "format": to_format_file_word(word)}
    path = Path(fill_path(template, texts))
    if path.name.startswith(".") and not Path(template).name.startswith("."):
        raise UsageError(
            f"{template}: no text is known for {clip.display_name} to fill in this name; add"
            " {stem}"
        )
    return path


def _list_plain_parts(path: Path) -> list[str]:
    """List the parts of `path` before its first template field."""
    parts: list[str] = []
    for part in path.parts:
        if "{" in part:
            break
        parts.append(part)
    return parts


def check_name_lengths(paths: Iterable[Path]) -> None:
    """Raise UsageError for the first of `paths` too long for a disk or for the system."""
    for path in paths:
        if fault := explain_long_name(path):
            raise UsageError(fault)
        check_path_length(path, make_part_name())


def check_distinct_outputs(jobs: Sequence[Job]) -> None:
    """Raise where two of `jobs`, or two formats of one, would write the same file."""
    taken: dict[str, tuple[Path, Job]] = {}
    for job in jobs:
        for target in job.targets:
            name, other = taken.setdefault(_fold_path(target.path), (target.path, job))
            if other is not job:
                alike = "" if name == target.path else f" (on many drives {name} is the same name)"
                raise ConflictError(
                    f"{target.path}: both {other.display_name} and {job.display_name} would get"
                    f" this output{alike}; use --recursive on their folder, or rename one of"
                    " the clips"
                )
        if len({_fold_path(target.path) for target in job.targets}) < len(job.targets):
            raise UsageError(
                f"{job.targets[0].path}: several formats would get this name; put {{format}} in it"
            )


def _check_sources_are_safe(jobs: Sequence[Job]) -> None:
    """Raise ConflictError for an output that is a source by another name; ffmpeg misses links."""
    clips = [clip for job in jobs for clip in job.clips]
    files, names = ({key(clip): clip for clip in clips} for key in (_identify_file, _fold_path))
    for path in (target.path for job in jobs for target in job.targets):
        file = _identify_file(path)
        if clip := (files.get(file) if file else None) or names.get(_fold_path(path)):
            is_it = "is" if file in files else "is on many drives the same name as"
            raise ConflictError(
                f"{path}: this {is_it} the clip {clip} itself, and egv never overwrites clips;"
                " choose another place with -o"
            )


def _fold_path(path: Path) -> str:
    """Return the real path of `path`, folded as drives compare names."""
    return fold_name(os.path.realpath(path))


def _identify_file(path: Path) -> tuple[int, int] | None:
    """Identify the file that `path` leads to, by device and inode; None where there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def open_ledger(settings: Settings) -> Ledger:
    """The ledger of the project of the working folder, else of the usual output folder."""
    return Ledger(settings.home or find_output_folder(settings.output))


def iter_ledgers(path: Path, settings: Settings) -> Iterator[Ledger]:
    """Yield the ledgers that may know `path`, the likeliest first.

    In a project that is its own only; else the usual one, and then each at or above `path`.
    """
    yield open_ledger(settings)
    if settings.home is None:
        for folder in (path.absolute(), *path.absolute().parents):
            if (folder / STATE / f"{OUTPUTS}.jsonl").is_file():
                yield Ledger(folder)


def add_mark_suffix(path: Path, marking: Marking) -> Path:
    """The name of the video at `path` with its mark: `clip.draft.mp4`."""
    return path.with_name(f"{path.stem}.{marking}{path.suffix}")
