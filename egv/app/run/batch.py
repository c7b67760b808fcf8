"""Several clips at once, the longest first; a clip that fails does not stop the others."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, wait

from egv.app.plan.outputs import Job
from egv.app.plan.parallel import Parallelism, estimate_memory, explain_wait
from egv.app.records.progress import RunWatch, Stage
from egv.app.records.results import (
    ErrorResult,
    OutputResult,
    RunResult,
    Status,
    build_failed_run,
    build_run_result,
    register_outputs,
)
from egv.core.errors import EgvError, InterruptedRun
from egv.tools.ffmpeg.context import RenderContext
from egv.tools.machine.tasks import (
    ENDED_BY_SIGNAL,
    BackgroundTask,
    Cancelled,
    TaskGroup,
    run_all,
)
from egv.tools.machine.working_folder import find_machine_fault
from egv.tools.store.crash_log import write_crash_log

JobWorker = Callable[[Job, RenderContext], Sequence[OutputResult]]


def run_batch(
    jobs: Sequence[Job], work: JobWorker, watch: RunWatch, *, at_once: Parallelism, fail_fast: bool
) -> RunResult:
    """Run `work` on every job, `at_once` at a time; results are in the order of `jobs`.

    With `fail_fast` a failed job cancels the work in progress, as an interruption always does.
    """
    count = max(1, min(at_once.count, len(jobs)))
    watch.on_run_start(tuple(job.display_name for job in jobs), count)
    if at_once.why and len(jobs) > 1:
        watch.on_parallelism(at_once.why)
    done = _JobQueue(jobs, work, watch, at_once, fail_fast=fail_fast)
    register_outputs(done.collect_results)
    workers = [BackgroundTask(ENDED_BY_SIGNAL, done.work_on_jobs) for _ in range(count)]
    try:
        for worker in workers:
            worker.start_work()
        ended, going = wait([worker.future for worker in workers], return_when=FIRST_EXCEPTION)
        if going:
            done.stop_taking_jobs()
            _cancel_workers(workers)
        for future in ended:
            if not isinstance(error := future.exception(), _FailedFast | None):
                raise error
    except InterruptedRun as error:
        done.stop_taking_jobs()
        _cancel_workers(workers)
        return build_failed_run(error)
    return build_run_result(done.collect_results(), done.codes)


def _cancel_workers(workers: Iterable[BackgroundTask[None]]) -> None:
    """Cancel all workers first, and only then wait for them."""
    run_all(worker.cancel for worker in workers)


class _FailedFast(Exception):  # noqa: N818  # control flow that ends a worker, not an error
    """Raised in a worker when a job failed and no other job may start."""


class _JobQueue:
    """The waiting and the finished jobs; the only state that threads share."""

    def __init__(
        self,
        jobs: Sequence[Job],
        work: JobWorker,
        watch: RunWatch,
        at_once: Parallelism,
        *,
        fail_fast: bool,
    ) -> None:
        self.codes: dict[str, int] = {}
        self._memory = at_once.memory
        self._taken: dict[int, float] = {}  # the memory of each job in progress, bytes
        self._is_asked = at_once.is_asked
        self._notes = [at_once.note] if at_once.note and len(jobs) > at_once.count else []
        self._jobs, self._work, self._watch, self._fail_fast = jobs, work, watch, fail_fast
        # Sorted by bytes, a good estimate of the encoding time that needs no probe. The
        # longest comes first, so that no core is idle at the end while one long clip goes on.
        self._waiting = deque(
            sorted(range(len(jobs)), key=lambda n: (-_measure_job_bytes(jobs[n]), n))
        )
        self._done: dict[int, Sequence[OutputResult]] = {}
        self._lock = threading.RLock()
        self._ended = threading.Condition(self._lock)
        self._taking = threading.Lock()  # one worker at a time waits for memory

    def work_on_jobs(self, tasks: TaskGroup) -> None:
        """Take jobs until none is left; their processes are members of `tasks`.

        Raises _FailedFast when a failed job ends the run.
        """
        while (index := self._take_next(tasks)) is not None:
            try:
                results = self._work_on_job(index, tasks)
            except Cancelled:
                return
            finally:
                with self._ended:
                    self._taken.pop(index, None)
                    self._ended.notify_all()
            with self._lock:
                self._done[index] = results
                self._watch.on_clip_end(index, results[0])
            if self._fail_fast and any(result.status is Status.FAILED for result in results):
                raise _FailedFast

    def stop_taking_jobs(self) -> None:
        """Start no further job."""
        with self._ended:
            self._waiting.clear()
            self._ended.notify_all()

    def collect_results(self) -> tuple[OutputResult, ...]:
        """Collect the results of all jobs, in order; unfinished jobs are pending."""
        with self._lock:
            done: Mapping[int, Sequence[OutputResult]] = dict(self._done)
        return tuple(
            result
            for index, job in enumerate(self._jobs)
            for result in self._add_notes(done.get(index)) or _list_pending_results(job)
        )

    def _add_notes(self, results: Sequence[OutputResult] | None) -> Sequence[OutputResult]:
        return [result.with_notes(tuple(self._notes)) for result in results or ()]

    def _take_next(self, tasks: TaskGroup) -> int | None:
        """Take the next job once there is memory for it; None where none is left."""
        with self._taking:
            with self._lock:
                if not self._waiting:
                    return None
                index = self._waiting[0]
            needed = estimate_memory(self._jobs[index].clips) if self._memory else 0.0
            with self._ended:
                if not self._has_room(needed) and self._waiting:
                    self._report_wait(index, needed)
                while self._waiting and not self._has_room(needed) and not tasks.is_cancelled:
                    self._ended.wait(timeout=1)
                if not self._waiting or tasks.is_cancelled:
                    return None
                self._waiting.popleft()
                self._taken[index] = needed
                self._watch.on_clip_start(index)
                return index

    def _has_room(self, needed: float) -> bool:
        """True where the memory suffices, and always for a job alone."""
        taken = sum(self._taken.values())
        return not self._taken or self._memory is None or taken + needed <= self._memory

    def _report_wait(self, index: int, needed: float) -> None:
        words = explain_wait(self._jobs[index].display_name, needed, self._memory or 0.0)
        self._watch.on_parallelism(words)
        if self._is_asked and not any("GB of memory" in note for note in self._notes):
            self._notes.append(words)

    def _work_on_job(self, index: int, tasks: TaskGroup) -> Sequence[OutputResult]:
        job = self._jobs[index]
        try:
            return self._work(job, self._build_context(index, tasks))
        except Cancelled:
            raise
        except Exception as error:  # noqa: BLE001  # a bug fails its clip alone, with a crash log
            if tasks.is_cancelled:  # the error only says that its processes were ended
                raise Cancelled from None
            code, failure = _to_error_result(error)
        with self._lock:
            self.codes[job.display_name] = code
        return _list_failed_results(job, failure)

    def _build_context(self, index: int, tasks: TaskGroup) -> RenderContext:
        """Build the context of job `index`; the lock lets one message through at a time."""

        def on_stage(stage: str, fraction: float) -> None:
            with self._lock:
                self._watch.on_stage(index, Stage(stage), fraction)

        def on_command(line: str) -> None:
            with self._lock:
                self._watch.on_command(line)

        return RenderContext(on_stage=on_stage, on_command=on_command, tasks=tasks)


def _measure_job_bytes(job: Job) -> int:
    try:
        return sum(clip.stat().st_size for clip in job.clips)
    except OSError:  # the file is gone; the job reports that itself
        return 0


def _list_pending_results(job: Job) -> Iterator[OutputResult]:
    for target in job.targets:
        yield OutputResult(
            input=job.display_name,
            inputs=job.input_names,
            format=target.format,
            status=Status.PENDING,
        )


def _list_failed_results(job: Job, error: ErrorResult) -> tuple[OutputResult, ...]:
    return tuple(
        OutputResult(
            input=job.display_name,
            inputs=job.input_names,
            format=target.format,
            output=str(target.path),
            status=Status.FAILED,
            error=error,
        )
        for target in job.targets
    )


def _to_error_result(error: Exception) -> tuple[int, ErrorResult]:
    """Translate `error` into an exit code and an error for the user."""
    known = error if isinstance(error, EgvError) else find_machine_fault(error)
    if known:
        return known.exit_code, ErrorResult.from_error(known)
    return 1, _build_bug_result(error)


def _build_bug_result(error: Exception) -> ErrorResult:
    try:
        where = f"please report it with {write_crash_log(error)}"
    except OSError:
        where = "please report it (no log could be written)"
    return ErrorResult(kind="bug", message=f"a bug in egv: {type(error).__name__}; {where}")
