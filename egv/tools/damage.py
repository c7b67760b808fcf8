"""Count what ffmpeg cannot decode: it says so, conceals it, and reports success."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import pairwise
from pathlib import Path

from egv.core.damage import Loss

# `verbose` is where ffmpeg sums up what it decoded; `repeat` gives each damaged frame its line.
SPEAKING = ("-v", "repeat+level+verbose")
LEVEL = re.compile(r"\[(\w+)\] ")
CONCEALED = re.compile(r"\[[va]ist#(\d+):(\d+)/.* corrupt decoded frame")
DECODED = re.compile(
    r"Input stream #(\d+):(\d+) \((video|audio)\): .*; (\d+) frames decoded; (\d+) decode errors"
)


class Count:
    """The losses of one ffmpeg run with `arguments`, from the lines it says."""

    def __init__(self, arguments: Sequence[str]) -> None:
        self._concealed: Counter[tuple[str, str]] = Counter()
        words = pairwise(arguments)
        self._paths = [Path(word.removeprefix("file:")) for flag, word in words if flag == "-i"]
        self.losses: dict[tuple[Path, str], Loss] = {}

    def hear(self, line: str) -> None:
        """Take one line into account."""
        if said := CONCEALED.search(line):
            self._concealed[said[1], said[2]] += 1
        elif said := DECODED.search(line):
            decoded, errors = int(said[4]), int(said[5])
            loss = Loss(errors + self._concealed[said[1], said[2]], decoded + errors)
            _keep_worst(self.losses, (self._paths[int(said[1])], said[3]), loss)


class Tally:
    """The losses of every file decoded, of each the worst: some are decoded several times."""

    def __init__(self) -> None:
        self._losses: dict[tuple[Path, str], Loss] = {}

    def add(self, count: Count) -> None:
        """Take the losses of one ffmpeg run into account."""
        for key, loss in count.losses.items():
            _keep_worst(self._losses, key, loss)

    def of(self, path: Path) -> dict[str, Loss]:
        """The losses of the file at `path`, by kind of track; the picture first."""
        found = ((kind, self._losses.get((path.absolute(), kind))) for kind in ("video", "audio"))
        return {kind: loss for kind, loss in found if loss}


def _keep_worst(losses: dict[tuple[Path, str], Loss], key: tuple[Path, str], loss: Loss) -> None:
    if key not in losses or loss.lost > losses[key].lost:
        losses[key] = loss


_tally: ContextVar[Tally | None] = ContextVar("_tally", default=None)


def present() -> Tally | None:
    """Where the work at hand is counted; None where nobody wants to know."""
    return _tally.get()


@contextmanager
def counted() -> Iterator[Tally]:
    """Within this, the losses of whatever is rendered are counted."""
    tally = Tally()
    token = _tally.set(tally)
    try:
        yield tally
    finally:
        _tally.reset(token)


def plain(line: str) -> str:
    """`line` as ffmpeg says it to people: nothing of what it only says to be counted."""
    said = LEVEL.search(line)
    if said and said[1] == "verbose":
        return ""
    return LEVEL.sub("", line, count=1)
