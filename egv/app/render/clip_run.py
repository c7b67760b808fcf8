"""One clip on its way through the four acts: what is asked of it, and what is known so far."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from egv.app.plan.order import RunOptions
from egv.app.plan.outputs import Job, Target
from egv.app.plan.plan import Plan
from egv.app.records.ledger import Ledger
from egv.app.records.progress import Stage
from egv.core.media.timing import Seconds
from egv.core.project.project import RunLimits
from egv.tools.ffmpeg.context import RenderContext
from egv.tools.ffmpeg.runner import OnProgress
from egv.tools.store.atomic_files import read_file_identity


@dataclass(frozen=True, slots=True)
class ClipOrder:
    """The videos to make of one job: the plan, the options and limits of the run, the ledger."""

    job: Job
    plan: Plan
    options: RunOptions
    ledger: Ledger
    limits: RunLimits

    def read_file_identities(self) -> dict[Path, tuple[int, ...]]:
        """Read the identity of every file that the videos are made of, to notice a change later."""
        paths = (*self.job.clips, *self.plan.asset_paths)
        return {path: read_file_identity(path) for path in paths}


@dataclass(slots=True)
class ClipRun:
    """One clip in progress, with a stopwatch for each stage.

    `keys` are the fingerprints of its outputs and `identities` those of the files read. `notes`
    holds the notes that only rendering reveals, and `looked_at` says how much of a copied picture
    was decoded. With `has_losses` something in a clip could not be.
    """

    order: ClipOrder
    context: RenderContext
    keys: Mapping[Target, str]
    identities: Mapping[Path, tuple[int, ...]]
    started_s: float = field(default_factory=time.monotonic)
    stage_seconds: dict[str, float] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    looked_at: str = ""
    has_losses: bool = False

    @property
    def job(self) -> Job:
        """The clips and the videos to make of them."""
        return self.order.job

    @property
    def plan(self) -> Plan:
        """The plan to carry out on the clips."""
        return self.order.plan

    @property
    def options(self) -> RunOptions:
        """The options of the run."""
        return self.order.options

    @property
    def ledger(self) -> Ledger:
        """The ledger of the run."""
        return self.order.ledger

    @contextmanager
    def time_stage(self, name: str, stage: Stage | None = None) -> Iterator[None]:
        """Measure how long the block takes, in seconds, and report that `stage` has begun."""
        if stage:
            self.context.on_stage(stage, 0.0)
        start = time.monotonic()
        yield
        self.stage_seconds[name] = self.stage_seconds.get(name, 0.0) + time.monotonic() - start

    def build_progress_listener(self, stage: Stage, duration: Seconds) -> OnProgress:
        """Build a listener that turns seconds done into the fraction of `stage`."""
        length_s = max(float(duration), 0.04)
        return lambda done_s: self.context.on_stage(stage, min(1.0, done_s / length_s))
