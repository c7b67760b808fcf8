"""Subtitle and script files of other programs, in whatever encoding they were saved."""

from __future__ import annotations

import codecs
import hashlib
import os
import warnings
from collections.abc import Sequence
from pathlib import Path

from egv.core.cues.parse_subtitles import parse_subtitles
from egv.core.cues.script_text import SCRIPT_SUFFIX
from egv.core.cues.srt_vtt import format_srt
from egv.core.cues.words_file import parse_words_json
from egv.core.errors import UsageError
from egv.core.media.clip import Cue
from egv.core.media.timing import Seconds, Span
from egv.core.text.file_names import list_compositions

MOST_BYTES = 10 << 20
MOST_CUES = 20_000  # one word per second for five hours
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SUBTITLE_SUFFIXES = (".srt", ".vtt", ".ass", ".ssa")


def read_text_file(path: Path) -> str:
    """Read the text at `path`: UTF-8, UTF-16 or UTF-32 with a byte order mark, else Windows-1252.

    Raises UsageError when the file is not text.
    """
    try:
        raw = path.read_bytes() if path.stat().st_size <= MOST_BYTES else None
    except OSError as error:
        raise UsageError(
            f"{path}: this file cannot be read ({error.strerror}); check the name"
        ) from None
    if raw is None:
        raise UsageError(
            f"{path}: this file is larger than 10 MB, too large for the text of a clip;"
            " give another file"
        )
    mark = next((name for bom, name in BOMS if raw.startswith(bom)), None)
    for encoding in (mark,) if mark else ("utf-8", "cp1252"):
        try:
            text = raw.decode(encoding)
        except UnicodeError:
            continue
        if "\0" not in text:
            return text
    raise UsageError(f"{path}: this is not a text file; save it as UTF-8 text")


def hash_text(path: Path) -> str:
    """Hash the text at `path` as egv would write it: UTF-8, each line ended by a line feed."""
    text = read_text_file(path).replace("\r\n", "\n").replace("\r", "\n")
    return hashlib.sha256(text.encode()).hexdigest()


def hash_cues(cues: Sequence[Cue]) -> str:
    """Hash the texts and times of `cues`, independent of the file format."""
    return hashlib.sha256(format_srt(cues).encode()).hexdigest()


def load_cues(path: Path) -> tuple[Cue, ...]:
    """Load the cues of the subtitle file at `path`. Raises UsageError if it is unusable."""
    cues = _read_cues(path)
    if len(cues) > MOST_CUES:
        raise UsageError(
            f"{path}: this file has {len(cues)} subtitles, and egv accepts at most"
            f" {MOST_CUES}; split it"
        )
    return cues


def _read_cues(path: Path) -> tuple[Cue, ...]:
    text = read_text_file(path)
    if path.suffix.lower() in (".ass", ".ssa"):
        return _parse_ass_cues(text, path)
    if path.suffix.lower() == ".json":
        return parse_words_json(text, str(path))
    return parse_subtitles(text, str(path))


def find_clip_text_file(clip: Path) -> Path | None:
    """Find the subtitle or script file of `clip`: beside it, with the same name."""
    found = (find_file_in_any_form(path) for path in list_text_file_names(clip))
    return next(filter(None, found), None)


def find_file_in_any_form(path: Path) -> Path | None:
    """Find the file at `path`, or one whose name has its accents composed in the other way.

    A clip that comes from a Mac may be called `e` and an accent, and its texts, written elsewhere,
    `é`. None where there is no such file, also for names that no disk could hold.
    """
    for name in dict.fromkeys((path.name, *list_compositions(path.name))):
        place = path.parent / name
        if os.path.isfile(place):  # noqa: PTH113  # Path.is_file raises for a name of 300 letters
            return place
    return None


def list_text_file_names(clip: Path) -> tuple[Path, ...]:
    """List the possible names of a text file of `clip`, in the order of search."""
    return tuple(clip.with_suffix(suffix) for suffix in (*SUBTITLE_SUFFIXES, SCRIPT_SUFFIX))


def _parse_ass_cues(text: str, path: Path) -> tuple[Cue, ...]:
    import pysubs2

    try:
        with warnings.catch_warnings():  # about layers and styles, which egv does not read
            warnings.simplefilter("ignore")
            lines = pysubs2.SSAFile.from_string(text)
    except Exception as error:  # noqa: BLE001  # pysubs2 raises anything on malformed lines
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise UsageError(
            f"{path}: this is not a subtitle file ({said}); give an .srt or .vtt file"
        ) from None
    cues = tuple(
        Cue(Span(Seconds(line.start, 1000), Seconds(line.end, 1000)), line.plaintext)
        for line in lines
        if line.start < line.end and not line.is_comment and line.plaintext.strip()
    )
    if not cues:
        raise UsageError(f"{path}: this file has no subtitles; give a file that has some")
    return tuple(sorted(cues, key=lambda cue: cue.span.start))
