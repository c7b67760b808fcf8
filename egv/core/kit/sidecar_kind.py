"""The types of files beside a video that hold its spoken text."""

from __future__ import annotations

from enum import StrEnum


class SidecarKind(StrEnum):
    """A type of file beside the video that holds the spoken text."""

    SRT = "srt"
    VTT = "vtt"
    ASS = "ass"
    JSON = "json"
    TXT = "txt"
