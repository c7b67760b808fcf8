"""Subtitle files beside a video: `<stem>.<language>.srt` and `.vtt`, on the video's own clock."""

from __future__ import annotations

from pathlib import Path

from egv.core.deliver import Deliverable
from egv.core.kit import Kit
from egv.core.kit_parts import SidecarKind
from egv.core.languages import language_code
from egv.core.text_files import srt, vtt

WRITERS = {SidecarKind.SRT: srt, SidecarKind.VTT: vtt}


def sidecars_of(planned: Deliverable, output: Path, kit: Kit) -> dict[Path, str]:
    """The subtitle files of `output` and their texts; none when nothing is said in it."""
    if not planned.cues:
        return {}
    language = planned.cue_language or _code(kit.says.language)
    return {
        output.with_name(f"{output.stem}.{language}.{kind.value}"): WRITERS[kind](planned.cues)
        for kind in kit.says.subtitles.sidecar
    }


def _code(language: str) -> str:
    try:
        return language_code(language)
    except ValueError:
        return language.partition("-")[0].lower()
