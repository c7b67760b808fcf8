"""Several clips at once, each failing alone."""

import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import FrameType

import pytest

from egv.app.plan.outputs import Job, Target
from egv.app.plan.parallel import Parallelism, estimate_clip_bytes
from egv.app.records.progress import Stage
from egv.app.records.results import OutputResult, Status
from egv.app.run.batch import run_batch
from egv.core.errors import InputError, InterruptedRun
from egv.tools.ffmpeg.context import RenderContext

Jobs = Callable[..., tuple[Job, ...]]


class Unwatched:
    """A watch that shows nothing."""

    def on_folder_space(self, space: str) -> None: ...

    def on_corrections(self, count: int, *, dry_run: bool) -> None: ...

    def on_run_start(self, clips: tuple[str, ...], at_once: int) -> None: ...

    def on_parallelism(self, words: str) -> None: ...

    def on_clip_start(self, index: int) -> None: ...

    def on_stage(self, index: int, stage: Stage, fraction: float) -> None: ...

    def on_clip_end(self, index: int, result: OutputResult) -> None: ...

    def on_command(self, line: str) -> None: ...


@pytest.fixture
def jobs(tmp_path: Path) -> Jobs:
    """Jobs on clips of so many bytes each, called 0.mov, 1.mov and so on."""

    def made(*sizes: int) -> tuple[Job, ...]:
        for number, size in enumerate(sizes):
            (tmp_path / f"{number}.mov").write_bytes(b"x" * size)
        return tuple(
            Job(tmp_path / f"{n}.mov", (Target("source", tmp_path / f"{n}.mp4"),))
            for n in range(len(sizes))
        )

    return made


def done(job: Job) -> Sequence[OutputResult]:
    return [OutputResult(input=job.display_name, status=Status.RENDERED)]


def statuses(outputs: Sequence[OutputResult]) -> list[str]:
    return [str(each.status) for each in outputs]


def test_the_longest_clip_is_first_and_results_are_in_the_order_of_the_clips(jobs: Jobs) -> None:
    three, begun = jobs(1, 300, 20), list[str]()

    def work(job: Job, context: RenderContext) -> Sequence[OutputResult]:
        context.on_stage(Stage.LOOKING, 1.0)
        begun.append(job.clip.name)
        return done(job)

    result = run_batch(three, work, Unwatched(), at_once=Parallelism(1), fail_fast=False)
    assert begun == ["1.mov", "2.mov", "0.mov"]
    assert [Path(each.input).name for each in result.outputs] == ["0.mov", "1.mov", "2.mov"]


def test_so_many_clips_are_made_at_once_and_no_more(jobs: Jobs) -> None:
    both = threading.Barrier(2, timeout=20)  # two wait for each other; one alone would fail
    going, most = 0, 0
    lock = threading.Lock()

    def work(job: Job, context: RenderContext) -> Sequence[OutputResult]:  # noqa: ARG001
        nonlocal going, most
        with lock:
            going += 1
            most = max(most, going)
        both.wait()
        with lock:
            going -= 1
        return done(job)

    result = run_batch(jobs(1, 1, 1, 1), work, Unwatched(), at_once=Parallelism(2), fail_fast=False)
    assert result.ok
    assert most == 2


def test_a_clip_and_a_bug_fail_alone(
    jobs: Jobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EGV_CACHE", str(tmp_path))

    def work(job: Job, context: RenderContext) -> Sequence[OutputResult]:  # noqa: ARG001
        if job.clip.name == "0.mov":
            raise InputError("0.mov: it is empty; record it again")
        if job.clip.name == "1.mov":
            raise ZeroDivisionError
        return done(job)

    result = run_batch(jobs(1, 1, 1), work, Unwatched(), at_once=Parallelism(3), fail_fast=False)
    assert result.exit_code == 3
    assert statuses(result.outputs) == ["failed", "failed", "rendered"]
    assert [each.error.kind for each in result.outputs if each.error] == ["input", "bug"]
    assert list((tmp_path / "crash").glob("*.log"))


def test_the_first_failure_ends_what_is_under_way_when_it_is_to_be_fast(jobs: Jobs) -> None:
    both = threading.Barrier(2, timeout=20)
    begun = list[str]()

    def work(job: Job, context: RenderContext) -> Sequence[OutputResult]:  # noqa: ARG001
        begun.append(job.clip.name)
        both.wait()
        if job.clip.name == "0.mov":
            raise InputError("0.mov: it is empty; record it again")
        threading.Event().wait(0.5)
        return done(job)

    result = run_batch(jobs(9, 8, 7), work, Unwatched(), at_once=Parallelism(2), fail_fast=True)
    assert begun == ["0.mov", "1.mov"]
    assert statuses(result.outputs)[0] == "failed"
    assert statuses(result.outputs)[2] == "pending"


@pytest.fixture
def interrupting() -> Iterator[None]:
    """A signal that is raised as egv's own handler does."""

    def interrupt(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        raise InterruptedRun(number)

    before = signal.signal(signal.SIGUSR1, interrupt)
    yield
    signal.signal(signal.SIGUSR1, before)


@pytest.mark.posix("signals")
@pytest.mark.usefixtures("interrupting")
def test_an_interruption_keeps_what_is_done_and_waits_for_nobody(jobs: Jobs) -> None:
    def work(job: Job, context: RenderContext) -> Sequence[OutputResult]:  # noqa: ARG001
        if job.clip.name == "0.mov":
            return done(job)
        main = threading.main_thread().ident
        assert main is not None
        signal.pthread_kill(main, signal.SIGUSR1)
        threading.Event().wait(1)
        return done(job)

    result = run_batch(jobs(9, 8, 7), work, Unwatched(), at_once=Parallelism(1), fail_fast=False)
    assert result.exit_code == 128 + signal.SIGUSR1
    assert statuses(result.outputs)[0] == "rendered"
    assert statuses(result.outputs)[2] == "pending"


@pytest.mark.parametrize(("room", "most"), [(2.5, 2), (0.5, 1), (3, 3)])
def test_a_clip_for_which_there_is_no_memory_waits_and_is_told(
    jobs: Jobs, room: float, most: int
) -> None:
    going, seen, lock = [0], [0], threading.Lock()
    both = threading.Barrier(most, timeout=30)

    def work(job: Job, context: RenderContext) -> Sequence[OutputResult]:  # noqa: ARG001
        with lock:
            going[0] += 1
            seen[0] = max(seen[0], going[0])
        both.wait()  # as many as there is memory for are at work
        time.sleep(0.1)  # so that the next one comes while this one is at work
        with lock:
            going[0] -= 1
        return done(job)

    at_once = Parallelism(3, memory=room * estimate_clip_bytes(0), is_asked=True)
    six = jobs(*[1] * 6)
    result = run_batch(six, work, Unwatched(), at_once=at_once, fail_fast=False)

    assert statuses(result.outputs) == ["rendered"] * 6
    assert seen == [most]
    notes = {note for output in result.outputs for note in output.notes}
    assert all(note.startswith("at once: fewer, for ") for note in notes)
    assert bool(notes) == (most < 3)
