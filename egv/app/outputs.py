"""Where each clip's output goes, and what may stand in the way."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from egv.app.inputs import MEDIA, Clip, day_of, shown
from egv.core.errors import ConflictError, RecipeError, UsageError
from egv.core.file_names import DATE, as_file_name, filled_path, wrong_template
from egv.core.recipe import RecipeFile
from egv.core.recipe_parts import SOURCE
from egv.core.texts import KNOWN
from egv.core.vars import NOTHING_SAID, Words

WRITTEN = (".mp4", ".m4v")
FIELDS = ("stem", "format", "date")
MADE = (SOURCE,)  # the formats that there are outputs of


@dataclass(frozen=True, slots=True)
class Job:
    """One clip, what is said in its video, and the name its output will have."""

    clip: Path
    output: Path
    words: Words = NOTHING_SAID
    notes: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """The clip as the user named it."""
        return shown(self.clip)


def output_folder(output: str) -> Path:
    """The folder that `-o` names or lies in: where egv keeps its state."""
    path = Path(output)
    return path if is_folder(output) else Path(*_plain_parts(path.parent))


def is_folder(output: str) -> bool:
    """Whether `-o` means a folder: it is one, ends in a slash, or has no media extension."""
    path = Path(output)
    return path.is_dir() or output.endswith("/") or path.suffix.lower() not in MEDIA


def file_template(recipe: RecipeFile | None) -> str:
    """The name that a recipe gives its output in a folder; nothing when it gives none.

    Raises RecipeError for a format that egv does not make: an output is never left out in silence.
    """
    for output in recipe.outputs if recipe else ():
        if output.format not in MADE:
            raise RecipeError(
                f"{recipe.name if recipe else ''}: outputs: this egv makes no {output.format};"
                f" leave it out, or choose from {', '.join(MADE)}"
            )
    return recipe.outputs[0].file if recipe and recipe.outputs else ""


def jobs_for(
    clips: Sequence[Clip], output: str, template: str = "", texts: Collection[str] = ()
) -> tuple[Job, ...]:
    """A job for each clip. Raises UsageError or ConflictError where two names would meet.

    `template` names an output in a folder; `texts` are the names of those that can be said.
    """
    if "{" in output:
        _check_template(output, texts)
    jobs = tuple(
        Job(clip.path, _output_of(clip, output, template), clip.words, clip.notes) for clip in clips
    )
    if len(jobs) > 1 and not is_folder(output) and "{" not in output:
        raise UsageError(
            f"-o {output}: one file name for {len(jobs)} clips; give a folder, or a template"
            " such as 'out/{stem}.mp4'"
        )
    _check_apart(jobs)
    for job in jobs:
        _check_not_a_source(job, jobs)
    return jobs


def _output_of(clip: Clip, output: str, template: str) -> Path:
    if is_folder(output):
        return Path(output) / clip.below / _filled(template or "{stem}.mp4", clip)
    if Path(output).suffix.lower() not in WRITTEN:
        better = Path(output).with_suffix(".mp4")
        raise UsageError(f"-o {output}: egv writes MP4, which plays everywhere; name it {better}")
    return _filled(output, clip)


def _check_template(template: str, texts: Collection[str]) -> None:
    """Its fields are a closed list: no format specs, no attributes."""
    for fault in wrong_template(template, dict.fromkeys((*FIELDS, *KNOWN, *texts))):
        raise UsageError(f"-o {template}: {fault}; correct the template")


def _filled(template: str, clip: Clip) -> Path:
    texts = {name: as_file_name(text) for name, text in clip.words.texts.items()}
    if f"{{{DATE}}}" in template and DATE not in texts:
        texts[DATE] = day_of(clip.path)
    path = Path(filled_path(template, {**texts, "stem": clip.path.stem, "format": SOURCE}))
    if path.name.startswith(".") and not template.rpartition("/")[2].startswith("."):
        raise UsageError(
            f"{template}: nothing is said of {clip.shown} that fills this name in; add {{stem}}"
        )
    return path


def _plain_parts(path: Path) -> list[str]:
    """The parts of `path` before its first template field."""
    parts: list[str] = []
    for part in path.parts:
        if "{" in part:
            break
        parts.append(part)
    return parts


def _check_apart(jobs: Sequence[Job]) -> None:
    taken: dict[Path, Job] = {}
    for job in jobs:
        other = taken.setdefault(job.output.absolute(), job)
        if other is not job:
            raise ConflictError(
                f"{job.output}: both {other.clip} and {job.clip} would become it;"
                " use --recursive on their folder, or rename one"
            )


def _check_not_a_source(job: Job, jobs: Sequence[Job]) -> None:
    """Refuse an output that is a source by whatever name: ffmpeg sees only identical strings."""
    if not job.output.exists():
        return
    for each in jobs:
        if each.clip.exists() and each.clip.samefile(job.output):
            raise ConflictError(
                f"{job.output}: it is the clip {each.clip} itself; sources are never written,"
                " so choose another -o"
            )
