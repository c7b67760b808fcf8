"""What a bench was run with and on."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from pathlib import Path

from egv import __version__
from egv.tools.ffmpeg import runner


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Length of the standard clip, rounds of every contest, quality, a folder for outputs."""

    seconds: int
    rounds: int
    quality: str
    folder: Path

    @property
    def facts(self) -> dict[str, str | float]:
        """What somebody else needs to know to compare figures."""
        return {
            "egv": __version__,
            "ffmpeg": runner.read_version(),
            "python": platform.python_version(),
            "system": f"{platform.system()} {platform.machine()}",
            "cores": os.cpu_count() or 0,
            "seconds": self.seconds,
            "rounds": self.rounds,
            "quality": self.quality,
        }
