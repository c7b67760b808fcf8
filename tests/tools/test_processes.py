"""Work that goes on beside other work, and what becomes of its processes when it is given up."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future

import pytest

from egv.tools.processes import GRACE_S, GivenUp, Task, aside, kill_all, owned

SLEEP = [sys.executable, "-c", "import time; print(flush=True); time.sleep(60)"]


@pytest.fixture
def sleeper() -> Iterator["subprocess.Popen[bytes]"]:
    with subprocess.Popen(SLEEP, stdout=subprocess.PIPE) as process:
        yield process
        process.kill()


def waited_for(process: "subprocess.Popen[bytes]") -> int:
    with owned(process):
        return process.wait()


def test_work_aside_gives_its_result() -> None:
    with aside(lambda: 6 * 7) as work:
        assert work.result() == 42


class StoppedError(Exception):
    """What goes wrong in the block beside the work."""


def stopped_beside(work: Callable[[], object], after: Callable[[], object]) -> Future[object]:
    """`work`, beside which something fails once `after` has returned."""
    try:
        with aside(work) as future:
            after()
            raise StoppedError
    except StoppedError:
        return future


def test_what_work_aside_started_ends_when_the_block_fails(
    sleeper: "subprocess.Popen[bytes]",
) -> None:
    start = time.monotonic()
    assert sleeper.stdout is not None
    stopped_beside(lambda: waited_for(sleeper), sleeper.stdout.readline)

    assert sleeper.returncode not in (None, 0)
    assert time.monotonic() - start < 30


def test_work_that_was_given_up_starts_nothing_more(sleeper: "subprocess.Popen[bytes]") -> None:
    may_start = threading.Event()

    def late() -> None:
        may_start.wait()
        waited_for(sleeper)

    work = stopped_beside(late, threading.Timer(0.2, may_start.set).start)
    assert isinstance(work.exception(30), GivenUp)
    assert sleeper.returncode is not None


def test_a_process_ends_with_the_block_that_owns_it(sleeper: "subprocess.Popen[bytes]") -> None:
    with owned(sleeper):
        pass

    assert sleeper.returncode is not None


def test_work_ends_with_the_work_that_started_it(sleeper: "subprocess.Popen[bytes]") -> None:
    def outer() -> int:
        with aside(lambda: waited_for(sleeper)) as inner:
            return inner.result()

    assert sleeper.stdout is not None
    task = Task(outer)
    task.start()
    sleeper.stdout.readline()
    task.give_up()

    assert task.future.done()
    assert sleeper.returncode not in (None, 0)


def test_a_process_that_ignores_a_request_to_end_is_killed_with_all_others() -> None:
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); print(flush=True)"
    words = [sys.executable, "-c", f"{deaf}; time.sleep(60)"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, start_new_session=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        start = time.monotonic()
        with owned(process):
            kill_all()
            process.wait(30)

    assert process.returncode == -9
    assert time.monotonic() - start < GRACE_S
