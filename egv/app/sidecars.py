"""Files beside a video with what is said in it: `<stem>.<language>.srt` and so on, on its clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from egv.core.ask import Ask
from egv.core.deliver import Deliverable
from egv.core.dress import subtitle_document
from egv.core.errors import ConflictError
from egv.core.kit import Kit
from egv.core.kit_parts import SidecarKind
from egv.core.text_files import srt, transcript, vtt
from egv.core.words_file import words_json
from egv.tools.text_files import cues_at


def sidecars_of(
    planned: Deliverable, output: Path, kinds: Iterable[SidecarKind], kit: Kit, ask: Ask
) -> dict[Path, str]:
    """The files of `kinds` of `output` and their texts; none when nothing is said in it."""
    if not planned.cues:
        return {}
    language = planned.cue_language or kit.says.main_language
    writers: dict[SidecarKind, Callable[[], str]] = {
        SidecarKind.SRT: lambda: srt(planned.cues),
        SidecarKind.VTT: lambda: vtt(planned.cues),
        SidecarKind.ASS: lambda: subtitle_document(planned.cues, planned.canvas, kit, ask),
        SidecarKind.JSON: lambda: words_json(planned.cues, language),
        SidecarKind.TXT: lambda: transcript(planned.cues),
    }
    return {
        output.with_name(f"{output.stem}.{language}.{kind.value}"): writers[kind]()
        for kind in kinds
    }


def kept_sidecar(path: Path, sources: Iterable[Path], planned: Deliverable) -> bool:
    """Whether the file at `path` is the subtitle file that was read, and says just the same.

    Raises ConflictError where it says something else: what a person wrote is not overwritten.
    """
    if not (path.exists() and any(each.exists() and path.samefile(each) for each in sources)):
        return False
    frame = 1 / planned.canvas.frame_rate
    own = cues_at(path)
    same = len(own) == len(planned.cues) and all(
        one.text == other.text
        and abs(one.span.start - other.span.start) <= frame
        and abs(one.span.end - other.span.end) <= frame
        for one, other in zip(own, planned.cues, strict=True)
    )
    if not same:
        raise ConflictError(
            f"{path}: it is read by this run, and the subtitles of the video come at other times;"
            " give the video another name or folder with -o"
        )
    return True
