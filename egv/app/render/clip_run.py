"""One clip in progress: its job and options, a stopwatch per stage, and the watcher."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from egv.app.plan.order import RunOptions
from egv.app.plan.outputs import Job
from egv.app.plan.plan import Plan
from egv.app.records.ledger import Ledger
from egv.app.records.progress import ClipWatch, Stage
from egv.core.media.timing import Seconds
from egv.tools.ffmpeg import runner


@dataclass(slots=True)
class ClipRun:
    """One clip in progress, with a stopwatch for each stage.

    `notes` holds the notes that only rendering reveals.
    """

    job: Job
    plan: Plan
    options: RunOptions
    ledger: Ledger
    watch: ClipWatch
    started_s: float = field(default_factory=time.monotonic)
    stage_seconds: dict[str, float] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def on_command(self, line: str) -> None:
        """Report that an ffmpeg command is about to run."""
        self.watch.on_command(line)

    @contextmanager
    def time_stage(self, name: str, stage: Stage | None = None) -> Iterator[None]:
        """Measure how long the block takes, in seconds, and report that `stage` has begun."""
        if stage:
            self.watch.on_stage(stage, 0.0)
        start = time.monotonic()
        yield
        self.stage_seconds[name] = self.stage_seconds.get(name, 0.0) + time.monotonic() - start

    def build_progress_listener(self, stage: Stage, duration: Seconds) -> runner.OnProgress:
        """Build a listener that turns seconds done into the fraction of `stage`."""
        return lambda done: self.watch.on_stage(stage, min(1.0, done / max(float(duration), 0.04)))
