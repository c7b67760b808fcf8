"""Progress against oneself: kept only of makers who said yes, in `.egv/progress.jsonl`.

A maker is a pseudonym there, and each line of a video has the hash of its clip, so that a purge of
the person or of the clip finds it. No report reads this file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from egv.app.records.ledger import Ledger
from egv.tools.store.json_lines import append_line, read_whole_lines

PROGRESS = "progress.jsonl"
LEAST_DB = 2.0  # a smaller difference is chance; what became worse is never told


@dataclass(frozen=True, slots=True)
class MadeVideo:
    """A video of a maker: the hashes of its clips, and its voice above the noise, dB, if known."""

    clips: frozenset[str]
    voice_db: float | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """The number of a maker's videos, this one included, and the gain of the voice, dB; 0: none."""

    count: int
    gain_db: float = 0.0


class ProgressFile:
    """The answers of makers, and the figures of their videos, beside the list of `ledger`."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    @property
    def path(self) -> Path:
        """The file."""
        return self._ledger.state_folder / PROGRESS

    def find_answer(self, maker: str) -> bool | None:
        """Find what `maker`, a pseudonym, last answered; None where nobody asked yet."""
        answers = [line["agreed"] for line in self._list_lines(maker) if "agreed" in line]
        return bool(answers[-1]) if answers else None

    def add_answer(self, maker: str, *, agreed: bool) -> None:
        """Remember the answer of `maker`. Raises EnvironmentFault where nothing can be written."""
        self._add_line({"maker": maker, "agreed": agreed})

    def add_video(self, maker: str, video: MadeVideo) -> None:
        """Remember the figures of a video of `maker`; unchanged ones once."""
        if self._list_videos(maker).get(video.clips) == video:
            return
        line = {"maker": maker, "clips": sorted(video.clips), "voice_db": video.voice_db}
        self._add_line(line)

    def compare_video(self, maker: str, video: MadeVideo) -> Progress:
        """Compare `video` with the last other one of `maker`."""
        others = {
            key: known for key, known in self._list_videos(maker).items() if key != video.clips
        }
        return measure_progress(video, list(others.values()))

    def _list_videos(self, maker: str) -> dict[frozenset[str], MadeVideo]:
        lines = (line for line in self._list_lines(maker) if "clips" in line)
        videos = [MadeVideo(frozenset(line["clips"]), line.get("voice_db")) for line in lines]
        return {video.clips: video for video in videos}

    def _list_lines(self, maker: str) -> list[Mapping[str, Any]]:
        return [line for line in read_whole_lines(self.path)[0] if line.get("maker") == maker]

    def _add_line(self, line: Mapping[str, Any]) -> None:
        with self._ledger.lock_writing():
            append_line(self.path, line)


def measure_progress(video: MadeVideo, earlier: Iterable[MadeVideo]) -> Progress:
    """Measure what became better since the last of the `earlier` videos of the same maker."""
    before = list(earlier)
    last_db = before[-1].voice_db if before else None
    gain_db = video.voice_db - last_db if video.voice_db and last_db is not None else 0.0
    return Progress(len(before) + 1, gain_db if gain_db >= LEAST_DB else 0.0)
