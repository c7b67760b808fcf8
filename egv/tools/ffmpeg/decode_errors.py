"""Count what ffmpeg cannot decode: it prints a message, conceals the damage and reports success."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from egv.core.media.decode_errors import DecodeLoss

# `verbose` prints ffmpeg's decoding totals; `repeat` gives each damaged frame its own line.
SPEAKING = ("-v", "repeat+level+verbose")
LEVEL = re.compile(r"\[(\w+)\] ")
CONCEALED = re.compile(r"\[[va]ist#(\d+):(\d+)/.* corrupt decoded frame")
DECODED = re.compile(
    r"Input stream #(\d+):(\d+) \((video|audio)\): .*; (\d+) frames decoded; (\d+) decode errors"
)


class LossCounter:
    """The losses of one ffmpeg run with `arguments`, read from its stderr."""

    def __init__(self, arguments: Sequence[str]) -> None:
        self._concealed: Counter[tuple[str, str]] = Counter()
        words = pairwise(arguments)
        self._paths = [Path(word.removeprefix("file:")) for flag, word in words if flag == "-i"]
        self.losses: dict[tuple[Path, str], DecodeLoss] = {}

    def read_line(self, line: str) -> None:
        """Count the losses in one line."""
        if said := CONCEALED.search(line):
            self._concealed[said[1], said[2]] += 1
        elif said := DECODED.search(line):
            decoded, errors = int(said[4]), int(said[5])
            loss = DecodeLoss(errors + self._concealed[said[1], said[2]], decoded + errors)
            _keep_worst(self.losses, (self._paths[int(said[1])], said[3]), loss)


class LossTally:
    """The losses of every decoded file; of repeated decodes of one file, the worst."""

    def __init__(self) -> None:
        self._losses: dict[tuple[Path, str], DecodeLoss] = {}

    def add_run(self, count: LossCounter) -> None:
        """Add the losses of one ffmpeg run."""
        for key, loss in count.losses.items():
            _keep_worst(self._losses, key, loss)

    def get_losses(self, path: Path) -> dict[str, DecodeLoss]:
        """Get the losses of the file at `path`, by kind of track; the picture first."""
        found = ((kind, self._losses.get((path.absolute(), kind))) for kind in ("video", "audio"))
        return {kind: loss for kind, loss in found if loss}


def _keep_worst(
    losses: dict[tuple[Path, str], DecodeLoss], key: tuple[Path, str], loss: DecodeLoss
) -> None:
    if key not in losses or loss.lost > losses[key].lost:
        losses[key] = loss


def strip_level(line: str) -> str:
    """Strip the level from a line of ffmpeg; "" for a verbose line, which is only for counting."""
    said = LEVEL.search(line)
    if said and said[1] == "verbose":
        return ""
    return LEVEL.sub("", line, count=1)
