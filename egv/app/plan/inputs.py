"""Find the input clips: files, folders, quoted globs, and lists of names."""

from __future__ import annotations

import glob
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from egv.app.plan.media_kinds import (
    describe_other_files,
    describe_unfinished,
    is_input_media,
)
from egv.app.records.known_files import KnownFiles
from egv.core.errors import UsageError, name_cause
from egv.core.media.recording_day import RecordingDay, choose_recording_day
from egv.core.text.file_names import escape_file_name
from egv.core.text.variables import NOTHING_SAID, ClipTexts, TextValue
from egv.core.text.wording import find_nearest_name, format_count
from egv.tools.clips.recording_identity import read_recording_times
from egv.tools.library.manifests import ManifestRow, is_manifest, read_manifest
from egv.tools.library.written_names import find_written_path, split_name_list
from egv.tools.machine.path_limit import check_path_length

HIDDEN = "."
NUMBER = re.compile(r"([0-9]+)")


@dataclass(frozen=True, slots=True)
class InputClip:
    """One input: its path as given, and its place below the folder it was found in.

    `manifest_texts` are the texts of its manifest row; `clip_texts` are all its texts and known
    facts; `notes` report unused texts and skipped files. A programme of several clips has them as
    its `takes`: `path` is then the first clip, and `name` replaces the name of that clip where
    given.
    """

    path: Path
    subfolder: Path = Path()
    manifest_texts: tuple[TextValue, ...] = ()
    clip_texts: ClipTexts = NOTHING_SAID
    notes: tuple[str, ...] = ()
    name: str = ""
    takes: tuple[InputClip, ...] = ()

    @property
    def stem(self) -> str:
        """The base name of its outputs."""
        return self.name or self.path.stem

    @property
    def display_name(self) -> str:
        """The clip as the user named it."""
        return format_clip_path(self.path)


def find_clips(
    words: Sequence[str],
    lists: Sequence[str],
    *,
    recursive: bool,
    is_output: Callable[[Path], bool],
) -> tuple[InputClip, ...]:
    """Find every clip for `words` and for the files of names in `lists`, each once, in order.

    Folders give the files with a media extension, except hidden files and files that egv made
    (`is_output`). Raises UsageError for a name without a match.
    """
    named = [
        *(ManifestRow(word) for word in words),
        *(row for list_name in lists for row in _iter_list_rows(list_name)),
    ]
    if not named:
        raise UsageError("no clip was given; add files or a folder, such as: egv run clip.mov")
    found: dict[Path, InputClip] = {}
    for row in named:
        for clip in _expand_word(row.clip, recursive, is_output):
            known = found.setdefault(clip.path.absolute(), clip)
            if known.manifest_texts and row.given_texts:
                places = f"{known.manifest_texts[0].source} and {row.given_texts[0].source}"
                raise UsageError(
                    f"{clip.display_name}: {places} both describe this clip; keep one row"
                )
            found[clip.path.absolute()] = replace(
                known, manifest_texts=known.manifest_texts or row.given_texts
            )
    return tuple(found.values())


def _iter_list_rows(name: str) -> Iterator[ManifestRow]:
    if is_manifest(name):
        yield from read_manifest(Path(name))
        return
    check_path_length(Path(name))
    try:
        raw = read_standard_input() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise UsageError(f"--files-from {name}: cannot be read ({name_cause(error)})") from None
    yield from (ManifestRow(find_written_path(line)) for line in split_name_list(raw))


def read_standard_input() -> bytes:
    """Read the bytes on standard input, or its text as bytes where it has none."""
    stream = getattr(sys.stdin, "buffer", None)
    return stream.read() if stream else sys.stdin.read().encode("utf-8", "surrogateescape")


def _expand_word(
    word: str, recursive: bool, is_output: Callable[[Path], bool]
) -> Iterable[InputClip]:
    path = Path(word)
    check_path_length(path)
    if path.is_dir():
        return _find_folder_clips(path, recursive, is_output)
    if path.exists():
        return [InputClip(path)]
    if any(mark in word for mark in "*?["):
        matches = [
            Path(match)
            for match in sorted(
                glob.glob(word, recursive=recursive),  # noqa: PTH207  # Path.glob: no absolute
                key=compute_sort_key,
            )
        ]
        files = [InputClip(match) for match in matches if match.is_file()]
        if files:
            return _attach_notes(files, filter(None, map(_describe_odd_file, matches)))
        raise UsageError(f"{word}: no file matches; check the pattern")
    near = _find_similar_path(path)
    advice = f"did you mean {escape_file_name(near)}?" if near else "check the name"
    raise UsageError(
        f"{word}: there is no such file or folder; {advice}", token=word, did_you_mean=near
    )


def _find_similar_path(path: Path) -> str:
    """Find the file or folder that `path` is probably a slip of, written as `path` is."""
    try:
        names = sorted(other.name for other in path.parent.iterdir())
    except OSError:
        return ""
    near = find_nearest_name(path.name, (name for name in names if not name.startswith(HIDDEN)))
    return str(path.with_name(near)) if near else ""


def _find_folder_clips(
    folder: Path, recursive: bool, is_output: Callable[[Path], bool]
) -> list[InputClip]:
    clips, notes, others = [], [], []
    for path in sorted(_iter_folder(folder, recursive=recursive), key=compute_sort_key):
        if is_input_media(path):
            check_path_length(path)
        if note := (
            _describe_link(path, folder, recursive=recursive)
            or _describe_odd_file(path)
            or describe_unfinished(path)
        ):
            notes.append(note)
        elif not path.is_dir() and not is_input_media(path):
            others.append(path)
        if is_input_media(path) and path.is_file() and not is_output(path):
            clips.append(InputClip(path, path.relative_to(folder).parent))
    if note := describe_other_files(others, format_clip_path(folder)):
        notes.append(note)
    if not clips:
        deeper = "" if recursive else "; add --recursive to look in its subfolders too"
        raise UsageError(f"{folder}: this folder has no clips{deeper}")
    return _attach_notes(*_leave_out_finished(clips, notes))


def _iter_folder(folder: Path, *, recursive: bool) -> Iterator[Path]:
    """Yield what is in `folder`, except hidden files and all in hidden folders.

    Raises UsageError where the folder cannot be read.
    """
    try:
        for path in folder.rglob("*") if recursive else folder.iterdir():
            if not any(part.startswith(HIDDEN) for part in path.relative_to(folder).parts):
                yield path
    except (OSError, StopIteration) as error:
        check_path_length(Path(getattr(error, "filename", None) or folder))
        said = name_cause(error) if isinstance(error, OSError) and error.errno else "it went away"
        raise UsageError(
            f"{folder}: the folder cannot be read ({said}); is the drive in?"
        ) from None


def _leave_out_finished(
    clips: list[InputClip], notes: list[str]
) -> tuple[list[InputClip], list[str]]:
    """Leave out finished videos that lie among `clips`, with a note; a folder of them alone stays.

    They are known by the ledger of the folder that they were made in.
    """
    known = KnownFiles()
    finished = {clip.path for clip in clips if clip.path in known}
    if not finished or len(finished) == len(clips):
        return clips, notes
    first = format_clip_path(min(finished))
    told = (
        f"{format_count(len(finished), 'finished video')} of egv left out, the first {first}; name"
        " a finished video, or its folder alone, to take it as a clip"
    )
    return [clip for clip in clips if clip.path not in finished], [*notes, told]


def _attach_notes(clips: list[InputClip], notes: Iterable[str]) -> list[InputClip]:
    """Return `clips` with `notes` on the first one."""
    return [replace(clips[0], notes=tuple(notes)), *clips[1:]]


def _describe_odd_file(path: Path) -> str:
    """Describe why `path` cannot be an input: reading a pipe may block, and a device never ends.

    Returns "" for regular files, folders and links.
    """
    usual = path.is_file() or path.is_dir() or path.is_symlink()
    if usual or not is_input_media(path):
        return ""
    return f"{format_clip_path(path)}: not a regular file, so it was skipped"


def _describe_link(path: Path, folder: Path, *, recursive: bool) -> str:
    """Describe the link `path` in `folder` where the user should know of it, else return ""."""
    if not path.is_symlink():
        return ""
    if path.is_dir():
        return (
            f"{format_clip_path(path)}: a link to a folder, which egv does not follow"
            if recursive
            else ""
        )
    if not is_input_media(path):
        return ""
    if not path.exists():
        return f"{format_clip_path(path)}: a broken link, so it was skipped"
    place = Path(os.path.realpath(path))
    outside = not place.is_relative_to(os.path.realpath(folder))
    return (
        f"{format_clip_path(path)}: a link to {format_clip_path(place)}, outside the folder"
        if outside
        else ""
    )


def compute_sort_key(path: Path | str) -> tuple[object, ...]:
    """Return a key that sorts paths as people count: clip 2 before clip 10."""
    parts = (NUMBER.split(part.casefold()) for part in Path(path).parts)
    counted = tuple(
        tuple(int(word) if at % 2 else word for at, word in enumerate(part)) for part in parts
    )
    return counted, str(path)


def format_clip_path(clip: Path) -> str:
    """Format the path of a clip for display; bytes that are not UTF-8 are escaped."""
    return escape_file_name(str(clip))


def find_recording_day(clip: Path) -> RecordingDay:
    """Find the day on which the clip was recorded, else the day of its file, else today."""
    filed = date.fromtimestamp(clip.stat().st_mtime)
    return choose_recording_day(read_recording_times(clip), filed, date.today())
