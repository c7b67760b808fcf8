"""Cues and chapters as the text files ffmpeg reads."""

from __future__ import annotations

from collections.abc import Sequence

from egv.core.media import Chapter, Cue
from egv.core.timing import Seconds


def srt(cues: Sequence[Cue]) -> str:
    """`cues` as SubRip, one block each; an empty line inside a text would end its block."""
    blocks = []
    for number, cue in enumerate(cues, 1):
        lines = "\n".join(line for line in cue.text.splitlines() if line.strip())
        times = f"{_srt_time(cue.span.start)} --> {_srt_time(cue.span.end)}"
        blocks.append(f"{number}\n{times}\n{lines}\n")
    return "\n".join(blocks)


def vtt(cues: Sequence[Cue]) -> str:
    """`cues` as WebVTT: hours always, and nothing in a text taken for a tag or an arrow."""
    blocks = ["WEBVTT\n"]
    for cue in cues:
        lines = "\n".join(line for line in cue.text.splitlines() if line.strip())
        text = lines.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        start, end = (_srt_time(at).replace(",", ".") for at in (cue.span.start, cue.span.end))
        blocks.append(f"{start} --> {end}\n{text}\n")
    return "\n".join(blocks)


def ffmetadata(chapters: Sequence[Chapter]) -> str:
    """`chapters` in ffmpeg's metadata format, times in milliseconds."""
    lines = [";FFMETADATA1"]
    for chapter in chapters:
        lines += [
            "[CHAPTER]",
            "TIMEBASE=1/1000",
            f"START={round(chapter.span.start * 1000)}",
            f"END={round(chapter.span.end * 1000)}",
            f"title={_escaped(chapter.title)}",
        ]
    return "\n".join(lines) + "\n"


def _srt_time(at: Seconds) -> str:
    milliseconds = round(at * 1000)
    minutes, milliseconds = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    seconds, milliseconds = divmod(milliseconds, 1000)
    return f"{hours:02}:{minutes:02}:{seconds:02},{milliseconds:03}"


def _escaped(text: str) -> str:
    return "".join(f"\\{mark}" if mark in "=;#\\\n" else mark for mark in text)
