"""Call egv as a user does, with a cache and an output folder of its own for every run."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.measure import Run, run

WHOLE_EDIT = ("trim", "--silence", "all", "colour-correct", "normalise")


@dataclass(frozen=True, slots=True)
class Rendered:
    """One run of egv on one clip, and the entry for its output in the `--json` document."""

    run: Run
    entry: dict[str, Any]

    def timing(self, *stages: str) -> float:
        """The wall time of `stages` together, in seconds."""
        return sum(float(self.entry["timings"][stage]) for stage in stages)


def egv_command() -> tuple[str, ...]:
    """The `egv` beside the running Python, or the module where it is not installed."""
    script = Path(sys.executable).with_name("egv")
    return (str(script),) if script.is_file() else (sys.executable, "-m", "egv")


def egv(
    steps: Sequence[str], clip: Path, output: Path, *options: str, cards: Path | None = None
) -> Rendered:
    """Run `steps` on `clip` with nothing done before, and nothing cached but `cards`."""
    output.unlink(missing_ok=True)
    with TemporaryDirectory(prefix="egv-bench-") as cache:
        if cards:
            shutil.copytree(cards, Path(cache) / "cards")
        words = [*egv_command(), *steps, str(clip), "-o", str(output), "--json", "--overwrite"]
        done = run([*words, *options], {**os.environ, "EGV_CACHE": cache})
    return Rendered(done, json.loads(done.stdout)["outputs"][0])
