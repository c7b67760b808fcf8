"""Subtitle and script files of other programs, in whatever encoding they were saved."""

from __future__ import annotations

import hashlib
import os
import re
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from egv.core.cues.parse_subtitles import (
    SHOWN,
    ParsedSubtitles,
    order_cues,
    parse_subtitle_text,
)
from egv.core.cues.script_text import SCRIPT_SUFFIX
from egv.core.cues.srt_vtt import format_srt_for_ffmpeg
from egv.core.cues.subtitle_marks import strip_ass_formatting
from egv.core.cues.words_file import parse_words_json
from egv.core.errors import UsageError, name_cause
from egv.core.media.clip import Cue
from egv.core.media.timing import Seconds, Span, format_clock
from egv.core.text.file_names import fold_name, list_compositions
from egv.core.text.languages import drop_kind_words, is_language_tag, parse_name_language
from egv.core.text.visible_text import is_visible
from egv.core.text.wording import format_count
from egv.tools.library.slip_names import is_slip
from egv.tools.machine.path_limit import check_path_length
from egv.tools.store.encodings import DecodedText, decode_text, describe_guess

if TYPE_CHECKING:
    from pysubs2 import SSAEvent

MOST_BYTES = 10 << 20
MOST_CUES = 20_000  # one word per second for five hours
# Kinds that pysubs2 reads, by how they begin: Advanced SubStation, TTML, SAMI, MPL2.
_OTHER_KINDS = re.compile(
    r"(?:\s|<\?xml[^>]*>|<!DOCTYPE[^>]*>|<!--.*?-->)*"
    r"(?:\[Script Info\]|<(?:\w+:)?tt[\s>]|<SAMI>|\[\d+\]\[\d+\])",
    re.IGNORECASE | re.DOTALL,
)
SUBTITLE_SUFFIXES = (".srt", ".vtt", ".ass", ".ssa", ".sbv", ".ttml")
_COUNTED_FRAMES = re.compile(r"\s*\{\d+\}\{\d+\}")  # MicroDVD


def read_text_file(path: Path) -> str:
    """Read the text at `path`, in the encoding of its byte order mark, UTF-8 or the likeliest one.

    Raises UsageError when the file is not text.
    """
    return _read_decoded(path).text


def read_small_file(path: Path) -> bytes:
    """Read a file with a text of a clip, at most 10 MB. Raises UsageError where that fails."""
    check_path_length(path)
    try:
        raw = path.read_bytes() if path.stat().st_size <= MOST_BYTES else None
    except OSError as error:
        raise UsageError(
            f"{path}: this file cannot be read ({name_cause(error)}); check the name"
        ) from None
    if raw is None:
        raise UsageError(
            f"{path}: this file is larger than 10 MB, too large for the text of a clip"
        )
    return raw


def _read_decoded(path: Path) -> DecodedText:
    decoded = decode_text(read_small_file(path))
    if decoded is None:
        raise UsageError(f"{path}: this is not a text file; save it as UTF-8 text")
    return decoded


def hash_text(path: Path) -> str:
    """Hash the text at `path` as egv would write it: UTF-8, each line ended by a line feed."""
    text = read_text_file(path).replace("\r\n", "\n").replace("\r", "\n")
    return hashlib.sha256(text.encode()).hexdigest()


def hash_cues(cues: Sequence[Cue]) -> str:
    """Hash the texts and times of `cues`, independent of the file format."""
    return hashlib.sha256(format_srt_for_ffmpeg(cues).encode()).hexdigest()


def load_cues(path: Path) -> tuple[Cue, ...]:
    """Load the cues of the subtitle file at `path`. Raises UsageError if it is unusable."""
    cues = _parse_cue_text(read_text_file(path), path).cues
    if len(cues) > MOST_CUES:
        raise UsageError(
            f"{path}: this file has {len(cues)} subtitles, and egv accepts at most"
            f" {MOST_CUES}; split it"
        )
    return cues


def list_text_notes(path: Path, *, is_script: bool) -> tuple[str, ...]:
    """List a sentence for each thing in the file at `path` that was guessed, changed or left out.

    Raises UsageError where the file is unusable.
    """
    decoded = _read_decoded(path)
    guess = describe_guess(decoded)
    parsed = () if is_script else _parse_cue_text(decoded.text, path).notes
    return tuple(f"{path.name}: {note}" for note in (*([guess] if guess else []), *parsed))


def _parse_cue_text(text: str, path: Path) -> ParsedSubtitles:
    if path.suffix.lower() == ".json":
        return ParsedSubtitles(parse_words_json(text, str(path)))
    if path.suffix.lower() in (".ass", ".ssa") or _OTHER_KINDS.match(text):
        return _parse_other_cues(text, path)
    if _COUNTED_FRAMES.match(text):
        raise UsageError(
            f"{path}: its times count frames, and no rate is in it; save it as .srt in the program"
            " that made it"
        )
    return parse_subtitle_text(text, str(path))


def find_clip_text_file(clip: Path, languages: Sequence[str] = ()) -> Path | None:
    """Find the subtitle or script file of `clip`: beside it, with the same name."""
    return next(iter(list_clip_text_files(clip, languages)), None)


def list_clip_text_files(clip: Path, languages: Sequence[str] = ()) -> tuple[Path, ...]:
    """List the subtitle and script files beside `clip` in the order of choice.

    Its own name comes first, then its full name (`clip.mp4.srt`), then its name with a language
    (`clip.nl.srt`): the first of `languages` (ISO 639-1) at the front.
    """
    found = (find_file_in_any_form(path) for path in list_text_file_names(clip))
    usual = tuple(path for path in found if path and not is_slip(path))
    if usual:
        return usual
    return tuple(path for _, path in sorted(_rank_clip_texts(clip, languages)))


def _rank_clip_texts(
    clip: Path, languages: Sequence[str]
) -> Iterator[tuple[tuple[int, int, int, str], Path]]:
    """Yield the files beside `clip` that bear its name in another way, with their rank."""
    try:
        names = os.listdir(clip.parent)  # noqa: PTH208  # faster than Path.iterdir for many clips
    except OSError:
        return
    stem, full = fold_name(clip.stem), fold_name(clip.name)
    for name in names:
        base, dot, suffix = name.rpartition(".")
        kind = f".{suffix.lower()}"
        if not dot or kind not in (*SUBTITLE_SUFFIXES, SCRIPT_SUFFIX):
            continue
        rank = 0 if fold_name(base) == stem else 1 if fold_name(base) == full else 2
        tag = _find_tag(fold_name(base), (full, stem)) if rank == 2 else ""
        path = clip.with_name(name)
        if is_slip(path):
            continue
        if (rank < 2 or tag) and os.path.isfile(path):  # noqa: PTH113  # Path.is_file raises for long names
            language = parse_name_language(path)
            wanted = languages.index(language) if language in languages else len(languages)
            yield (rank, wanted, (*SUBTITLE_SUFFIXES, SCRIPT_SUFFIX).index(kind), name), path


def _find_tag(base: str, stems: Sequence[str]) -> str:
    """Find the language after one of `stems` in the name `base`, as in `clip.nl` or `clip.en.sdh`.

    "" where something else follows.
    """
    for stem in stems:
        if base.startswith(f"{stem}."):
            word = drop_kind_words(base[len(stem) :]).removeprefix(".")
            if is_language_tag(word):
                return word
    return ""


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


def _parse_other_cues(text: str, path: Path) -> ParsedSubtitles:
    """Parse a kind that pysubs2 reads; its texts are in Advanced SubStation's notation."""
    import pysubs2

    try:
        with warnings.catch_warnings():  # about layers and styles, which egv does not read
            warnings.simplefilter("ignore")
            lines = pysubs2.SSAFile.from_string(text, format_=_find_format(text))
    except Exception as error:  # noqa: BLE001  # pysubs2 raises anything on malformed lines
        raise UsageError(
            f"{path}: this is not a subtitle file that egv can read; give an .srt or .vtt file",
            details=f"{type(error).__name__}: {error}",
        ) from None
    shown = [
        (line, said)
        for line in lines
        if not line.is_comment and is_visible(said := strip_ass_formatting(line.text))
    ]
    cues = [
        Cue(Span(Seconds(max(0, line.start), 1000), Seconds(line.end, 1000)), said)
        for line, said in shown
        if max(0, line.start) < line.end
    ]
    if not cues:
        raise UsageError(f"{path}: this file has no subtitles; give a file that has some")
    never = [(line, said) for line, said in shown if max(0, line.start) >= line.end]
    return order_cues(cues, [_describe_never_shown(never)] if never else [])


def _find_format(text: str) -> str | None:
    """Find the name of the format for pysubs2, which knows Advanced SubStation by its styles only.

    None: pysubs2 finds it.
    """
    return "ass" if "[events]" in text.lower() and "[v4 styles]" not in text.lower() else None


def _describe_never_shown(never: Sequence[tuple[SSAEvent, str]]) -> str:
    """Describe the lines that end before they begin, which no player shows."""
    line, said = never[0]
    quoted = f"'{said.splitlines()[0][:SHOWN]}' at {format_clock(Seconds(line.start, 1000))}"
    count = format_count(len(never), "subtitle")
    return f"{count} that end before they begin, left out; the first is {quoted}"
