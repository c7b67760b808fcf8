"""Cues as subtitle and text files, and chapters as the metadata file that ffmpeg reads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from egv.core.cues.subtitle_marks import JOINER
from egv.core.media.clip import Chapter, Cue
from egv.core.media.timing import Seconds, split_clock
from egv.core.text.wording import escape_marks

CUE_SUFFIXES = (".srt", ".vtt", ".ass", ".ssa", ".sbv", ".ttml")  # of files with cues
NEW_PARAGRAPH = Seconds(2)  # of silence before a new paragraph
_COMMANDS = re.compile(r"<(?=[A-Za-z/])|\{(?=\\)|--(?=>)")


def format_srt(cues: Sequence[Cue]) -> str:
    """Format `cues` as SubRip, one block per cue, so that every reader shows the texts unchanged.

    An empty line inside a text would end its block, and a last line of digits would become the
    number of the next one; some readers obey tags, commands in braces and arrows. A word joiner
    in them keeps them text. A backslash alone stays as it is: people copy paths from the file.
    """
    blocks = []
    for number, cue in enumerate(cues, 1):
        text = _format_cue_lines(cue)
        text = _COMMANDS.sub(lambda found: found[0] + JOINER, text)
        times = f"{_format_srt_time(cue.span.start)} --> {_format_srt_time(cue.span.end)}"
        blocks.append(f"{number}\n{times}\n{text}\n")
    return "\n".join(blocks)


def format_srt_for_ffmpeg(cues: Sequence[Cue]) -> str:
    """Format `cues` as SubRip for ffmpeg, which obeys every backslash: a word joiner follows it."""
    marked = (replace(cue, text=cue.text.replace("\\", "\\" + JOINER)) for cue in cues)
    return format_srt(tuple(marked))


def _format_cue_lines(cue: Cue) -> str:
    """Format the text of `cue` without empty lines; mark a last line of digits as text."""
    lines = [line for line in cue.text.splitlines() if line.strip()]
    digits = bool(lines) and lines[-1].strip().isdecimal()
    return "\n".join(lines) + (JOINER if digits else "")


def format_vtt(cues: Sequence[Cue]) -> str:
    """Format `cues` as WebVTT: always with hours, and with tags and arrows in texts escaped."""
    blocks = ["WEBVTT\n"]
    for cue in cues:
        text = (
            _format_cue_lines(cue).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        )
        start, end = (
            _format_srt_time(at).replace(",", ".") for at in (cue.span.start, cue.span.end)
        )
        blocks.append(f"{start} --> {end}\n{text}\n")
    return "\n".join(blocks)


def format_transcript(cues: Sequence[Cue]) -> str:
    """Format the text of `cues` as paragraphs, one for each stretch without a long silence."""
    paragraphs: list[list[str]] = []
    for before, cue in zip((None, *cues), cues, strict=False):
        if before is None or cue.span.start - before.span.end >= NEW_PARAGRAPH:
            paragraphs.append([])
        paragraphs[-1].append(" ".join(cue.text.split()))
    return "\n\n".join(map(" ".join, paragraphs)) + "\n"


def format_ffmetadata(chapters: Sequence[Chapter]) -> str:
    """Format `chapters` as ffmpeg metadata, times in milliseconds."""
    lines = [";FFMETADATA1"]
    for chapter in chapters:
        lines += [
            "[CHAPTER]",
            "TIMEBASE=1/1000",
            f"START={round(chapter.span.start * 1000)}",
            f"END={round(chapter.span.end * 1000)}",
            f"title={_escape_text(chapter.title)}",
        ]
    return "\n".join(lines) + "\n"


def _format_srt_time(at: Seconds) -> str:
    hours, minutes, seconds, milliseconds = split_clock(round(at * 1000), 1000)
    return f"{hours:02}:{minutes:02}:{seconds:02},{milliseconds:03}"


def _escape_text(text: str) -> str:
    return escape_marks(text, "=;#\\\n")
