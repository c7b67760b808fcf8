"""Kinds of file in a folder of recordings, by the end of their names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from egv.core.cues.script_text import SCRIPT_SUFFIX
from egv.core.cues.srt_vtt import CUE_SUFFIXES
from egv.core.text.file_names import escape_file_name
from egv.core.text.wording import format_count

# Kinds that `-o` may name: anything else after it is a folder.
MEDIA = frozenset((
    ".3gp", ".avi", ".flv", ".m2ts", ".m4v", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg", ".mts",
    ".mxf", ".ogv", ".ts", ".webm", ".wmv",
))  # fmt: skip
# Kinds that only come in: of discs, camcorders, old phones, action cameras and old programs.
INPUT_MEDIA = MEDIA | frozenset((
    ".3g2", ".3gpp", ".asf", ".divx", ".dv", ".evo", ".f4v", ".insv", ".m1v", ".m2t", ".m2v",
    ".mod",
    ".mp4v", ".mpe", ".mpv", ".ogm", ".ogx", ".qt", ".tod", ".trp", ".vob", ".vro", ".xvid",
))  # fmt: skip
UNFINISHED = (".part", ".partial", ".crdownload", ".download", ".opdownload", ".filepart", ".!ut",
    ".!qb", ".tmp")  # fmt: skip
LOCK = "~$"  # before the name: Office has the file of that name open
# What systems and programs leave in every folder, and what egv reads beside clips.
_UNREMARKABLE = re.compile(r"(?:thumbs\.db|desktop\.ini|icon\r|.*\.lnk)\Z", re.IGNORECASE)
_OWN = frozenset((*CUE_SUFFIXES, SCRIPT_SUFFIX, ".yaml", ".yml", ".json", ".csv"))
MOST_KINDS = 6  # that a note names


def is_input_media(path: Path) -> bool:
    """True where `path` is named as a recording, and not as a lock or a download under way."""
    return path.suffix.lower() in INPUT_MEDIA and not path.name.startswith(LOCK)


def describe_unfinished(path: Path) -> str:
    """Describe why the file at `path` only looks like a recording; "" where it does not."""
    name = escape_file_name(path.name)
    if path.name.startswith(LOCK) and path.suffix.lower() in INPUT_MEDIA:
        return f"{name}: a lock file of Office, and no recording; left out"
    inner = Path(path.stem)
    if path.suffix.lower() in UNFINISHED and inner.suffix.lower() in INPUT_MEDIA:
        return f"{name}: a download or copy that is not finished; left out"
    return ""


def describe_other_files(others: Sequence[Path], place: str) -> str:
    """Describe files of other kinds in the folder `place` by number and kind; "" for none."""
    counted = Counter(
        path.suffix.lower() or "without an extension"
        for path in others
        if path.suffix.lower() not in _OWN and not _UNREMARKABLE.match(path.name)
    )
    if not counted:
        return ""
    kinds = [f"{number} {escape_file_name(kind)}" for kind, number in counted.most_common()]
    more = [f"{len(kinds) - MOST_KINDS} more kinds"] if len(kinds) > MOST_KINDS else []
    listed = ", ".join(kinds[:MOST_KINDS] + more)
    total = format_count(sum(counted.values()), "file")
    return f"{place}: {total} of another kind passed over ({listed}); name a clip to take it"
