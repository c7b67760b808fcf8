"""Several clips at once, the longest first; a clip that fails does not stop the others."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, wait
from dataclasses import dataclass

from egv.app.crash import write_crash_log
from egv.app.outputs import Job
from egv.app.results import (
    Fault,
    OutputResult,
    RunResult,
    Status,
    failed_run,
    remember_outputs,
    run_result,
)
from egv.app.watch import ClipWatch, Stage, Watch
from egv.core.errors import EgvError, InterruptedRun, machine_fault
from egv.tools.processes import GivenUp, Task, is_given_up, together

Work = Callable[[Job, ClipWatch], Sequence[OutputResult]]


def batch(
    jobs: Sequence[Job], work: Work, watch: Watch, *, at_once: int, fail_fast: bool
) -> RunResult:
    """Run `work` on every job, `at_once` at a time; results are in the order of `jobs`.

    With `fail_fast` a failed job cancels the work in progress, as an interruption always does.
    """
    at_once = max(1, min(at_once, len(jobs)))
    watch.run_started(tuple(job.shown for job in jobs), at_once)
    done = _Batch(jobs, work, watch, fail_fast=fail_fast)
    remember_outputs(done.results)
    workers = [Task(done.work_through) for _ in range(at_once)]
    try:
        for worker in workers:
            worker.start()
        ended, going = wait([worker.future for worker in workers], return_when=FIRST_EXCEPTION)
        if going:
            done.stop()
            _give_up(workers)
        for future in ended:
            if not isinstance(error := future.exception(), _FailedFast | None):
                raise error
    except InterruptedRun as error:
        done.stop()
        _give_up(workers)
        return failed_run(error)
    return run_result(done.results(), done.codes)


def _give_up(workers: Iterable[Task[None]]) -> None:
    """Cancel all workers first, and only then wait for them."""
    together(worker.give_up for worker in workers)


class _FailedFast(Exception):  # noqa: N818  # control flow that ends a worker, not an error
    """Raised in a worker when a job failed and no other job may start."""


class _Batch:
    """The waiting and the finished jobs; the only state that threads share."""

    def __init__(self, jobs: Sequence[Job], work: Work, watch: Watch, *, fail_fast: bool) -> None:
        self.codes: dict[str, int] = {}
        self._jobs, self._work, self._watch, self._fail_fast = jobs, work, watch, fail_fast
        # Sorted by bytes, a good estimate of the encoding time that needs no probe. The
        # longest comes first, so that no core is idle at the end while one long clip goes on.
        self._waiting = deque(sorted(range(len(jobs)), key=lambda n: (-_size(jobs[n]), n)))
        self._done: dict[int, Sequence[OutputResult]] = {}
        self._lock = threading.RLock()

    def work_through(self) -> None:
        """Take jobs until none is left. Raises _FailedFast when a failed job ends the run."""
        while (index := self._next()) is not None:
            try:
                results = self._made(index)
            except GivenUp:
                return
            with self._lock:
                self._done[index] = results
                self._watch.clip_done(index, results[0])
            if self._fail_fast and any(result.status is Status.FAILED for result in results):
                raise _FailedFast

    def stop(self) -> None:
        """Start no further job."""
        with self._lock:
            self._waiting.clear()

    def results(self) -> tuple[OutputResult, ...]:
        """Collect the results of all jobs, in order; unfinished jobs are pending."""
        with self._lock:
            done: Mapping[int, Sequence[OutputResult]] = dict(self._done)
        return tuple(
            result
            for index, job in enumerate(self._jobs)
            for result in done.get(index) or _pending(job)
        )

    def _next(self) -> int | None:
        with self._lock:
            if not self._waiting:
                return None
            index = self._waiting.popleft()
            self._watch.clip_started(index)
            return index

    def _made(self, index: int) -> Sequence[OutputResult]:
        job = self._jobs[index]
        try:
            return self._work(job, _OneClip(self._watch, index, self._lock))
        except GivenUp:
            raise
        except Exception as error:
            if is_given_up():  # the error only says that its processes were ended
                raise GivenUp from None
            code, fault = _fault(error)
        with self._lock:
            self.codes[job.shown] = code
        return _failed(job, fault)


@dataclass(frozen=True, slots=True)
class _OneClip:
    """The watch of one clip in a run; the lock lets one message through at a time."""

    watch: Watch
    index: int
    lock: threading.RLock

    def stage(self, stage: Stage, fraction: float) -> None:
        """See ClipWatch."""
        with self.lock:
            self.watch.stage(self.index, stage, fraction)

    def command(self, line: str) -> None:
        """See ClipWatch."""
        with self.lock:
            self.watch.command(line)


def _size(job: Job) -> int:
    try:
        return sum(clip.stat().st_size for clip in job.clips)
    except OSError:  # the file is gone; the job reports that itself
        return 0


def _pending(job: Job) -> Iterator[OutputResult]:
    for target in job.targets:
        yield OutputResult(
            input=job.shown,
            inputs=job.inputs,
            format=target.format,
            status=Status.PENDING,
        )


def _failed(job: Job, fault: Fault) -> tuple[OutputResult, ...]:
    return tuple(
        OutputResult(
            input=job.shown,
            inputs=job.inputs,
            format=target.format,
            output=str(target.path),
            status=Status.FAILED,
            error=fault,
        )
        for target in job.targets
    )


def _fault(error: Exception) -> tuple[int, Fault]:
    """Translate `error` into an exit code and a fault for the user."""
    known = error if isinstance(error, EgvError) else machine_fault(error)
    if known:
        return known.exit_code, Fault.of(known)
    return 1, _bug(error)


def _bug(error: Exception) -> Fault:
    try:
        where = f"please report it with {write_crash_log(error)}"
    except OSError:
        where = "please report it; no log could be written"
    return Fault(kind="bug", message=f"a bug in egv: {type(error).__name__}; {where}")
