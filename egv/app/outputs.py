"""Where each clip's output goes, and what may stand in the way."""

from __future__ import annotations

import string
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from egv.app.inputs import MEDIA, Clip
from egv.core.errors import ConflictError, UsageError
from egv.tools.probe import recorded_on

WRITTEN = (".mp4", ".m4v")
FIELDS = ("stem", "format", "date")


@dataclass(frozen=True, slots=True)
class Job:
    """One clip and the name its output will have."""

    clip: Path
    output: Path

    @property
    def shown(self) -> str:
        """The clip as the user named it; bytes that are no UTF-8 are written out."""
        return str(self.clip).encode("utf-8", "backslashreplace").decode()


def output_folder(output: str) -> Path:
    """The folder that `-o` names or lies in: where egv keeps its state."""
    path = Path(output)
    return path if is_folder(output) else Path(*_plain_parts(path.parent))


def is_folder(output: str) -> bool:
    """Whether `-o` means a folder: it is one, ends in a slash, or has no media extension."""
    path = Path(output)
    return path.is_dir() or output.endswith("/") or path.suffix.lower() not in MEDIA


def jobs_for(clips: Sequence[Clip], output: str) -> tuple[Job, ...]:
    """A job for each clip. Raises UsageError or ConflictError where two names would meet."""
    jobs = tuple(Job(clip.path, _output_of(clip, output)) for clip in clips)
    if len(jobs) > 1 and not is_folder(output) and "{" not in output:
        raise UsageError(
            f"-o {output}: one file name for {len(jobs)} clips; give a folder, or a template"
            " such as 'out/{stem}.mp4'"
        )
    _check_apart(jobs)
    for job in jobs:
        _check_not_a_source(job, jobs)
    return jobs


def _output_of(clip: Clip, output: str) -> Path:
    if is_folder(output):
        return Path(output) / clip.below / f"{clip.path.stem}.mp4"
    if Path(output).suffix.lower() not in WRITTEN:
        better = Path(output).with_suffix(".mp4")
        raise UsageError(f"-o {output}: egv writes MP4, which plays everywhere; name it {better}")
    return Path(_filled(output, clip))


def _filled(template: str, clip: Clip) -> str:
    """`template` with its fields filled in: a closed list, no format specs, no attributes."""
    values = {"stem": clip.path.stem, "format": "source"}
    if "{date}" in template:
        filed = date.fromtimestamp(clip.path.stat().st_mtime)
        values["date"] = (recorded_on(clip.path) or filed).isoformat()
    text = []
    try:
        for before, name, spec, conversion in string.Formatter().parse(template):
            text.append(before)
            if name is not None:
                if name not in FIELDS or spec or conversion:
                    raise ValueError(name)
                text.append(values[name])
    except ValueError:
        known = ", ".join(f"{{{name}}}" for name in FIELDS)
        raise UsageError(
            f"-o {template}: its fields can be {known}; correct the template"
        ) from None
    return "".join(text)


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
