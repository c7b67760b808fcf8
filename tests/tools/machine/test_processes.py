"""Work that goes on beside other work, and what becomes of its processes when it is given up."""

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from egv.tools.ffmpeg import runner
from egv.tools.ffmpeg.context import NO_CONTEXT
from egv.tools.machine.processes import (
    is_running,
    kill_all,
    register_process,
    start_process,
)
from egv.tools.machine.shutdown import GRACE_S
from egv.tools.machine.tasks import (
    BackgroundTask,
    Cancelled,
    TaskGroup,
    map_in_threads,
    run_in_background,
)

SLEEP = [sys.executable, "-c", "import time; print(flush=True); time.sleep(60)"]


@pytest.fixture
def sleeper() -> Iterator["subprocess.Popen[bytes]"]:
    with subprocess.Popen(SLEEP, stdout=subprocess.PIPE) as process:
        yield process
        process.kill()


def waited_for(process: "subprocess.Popen[bytes]", tasks: TaskGroup) -> int:
    with register_process(process, tasks):
        return process.wait()


def test_work_aside_gives_its_result() -> None:
    with run_in_background(TaskGroup(), lambda _: 6 * 7) as work:
        assert work.result() == 42


class StoppedError(Exception):
    """What goes wrong in the block beside the work."""


def stopped_beside(
    work: Callable[[TaskGroup], object], after: Callable[[], object]
) -> Future[object]:
    """`work`, beside which something fails once `after` has returned."""
    try:
        with run_in_background(TaskGroup(), work) as future:
            after()
            raise StoppedError
    except StoppedError:
        return future


def test_what_work_aside_started_ends_when_the_block_fails(
    sleeper: "subprocess.Popen[bytes]",
) -> None:
    start = time.monotonic()
    assert sleeper.stdout is not None
    stopped_beside(lambda tasks: waited_for(sleeper, tasks), sleeper.stdout.readline)

    assert sleeper.returncode not in (None, 0)
    assert time.monotonic() - start < 30


def test_work_that_was_given_up_starts_nothing_more(sleeper: "subprocess.Popen[bytes]") -> None:
    may_start = threading.Event()

    def late(tasks: TaskGroup) -> None:
        may_start.wait()
        waited_for(sleeper, tasks)

    work = stopped_beside(late, threading.Timer(0.2, may_start.set).start)
    assert isinstance(work.exception(30), Cancelled)
    assert sleeper.returncode is not None


def test_a_process_ends_with_the_block_that_owns_it(sleeper: "subprocess.Popen[bytes]") -> None:
    with register_process(sleeper, TaskGroup()):
        pass

    assert sleeper.returncode is not None


def test_work_ends_with_the_work_that_started_it(sleeper: "subprocess.Popen[bytes]") -> None:
    def outer(tasks: TaskGroup) -> int:
        with run_in_background(tasks, lambda own: waited_for(sleeper, own)) as inner:
            return inner.result()

    assert sleeper.stdout is not None
    task = BackgroundTask(TaskGroup(), outer)
    task.start_work()
    sleeper.stdout.readline()
    task.cancel()

    assert task.future.done()
    assert sleeper.returncode not in (None, 0)


def test_a_process_that_ignores_a_request_to_end_is_killed_with_all_others() -> None:
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); print(flush=True)"
    words = [sys.executable, "-c", f"{deaf}; time.sleep(60)"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, start_new_session=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        start = time.monotonic()
        with register_process(process, TaskGroup()):
            kill_all()
            process.wait(30)

    assert process.returncode == -9
    assert time.monotonic() - start < GRACE_S


class Held:
    """What a thread holds that can be freed in its own process only, as PyAV 19 does."""

    def __init__(self) -> None:
        self.home = os.getpid()

    def __del__(self) -> None:
        if os.getpid() != self.home:
            time.sleep(60)


def test_an_ffmpeg_that_starts_waits_for_nothing_that_another_thread_holds() -> None:
    of_this_thread = threading.local()
    of_this_thread.held = Held()
    words = ("-f", "lavfi", "-i", "nullsrc=s=16x16:d=0.1", "-f", "null", "-")
    with ThreadPoolExecutor(1) as other:
        begun = time.monotonic()
        other.submit(runner.run_ffmpeg, words, NO_CONTEXT).result()

    assert time.monotonic() - begun < 30


STARTING = """
import subprocess, time
from egv.tools.machine.parent_death import build_parent_death_hook
words = [*build_parent_death_hook(), "sleep", "60"]
print(subprocess.Popen(words, start_new_session=True).pid, flush=True)
time.sleep(60)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process with another")
@pytest.mark.parametrize("programs", [("setpriv", "sh", "sleep"), ("sleep",)])
def test_what_egv_started_ends_when_egv_is_killed(
    programs: tuple[str, ...], tmp_path: Path
) -> None:
    for name in programs:
        (tmp_path / name).symlink_to(shutil.which(name) or pytest.fail(f"no {name} is here"))
    environment = {**os.environ, "PATH": str(tmp_path), "PYTHONPATH": str(Path.cwd())}
    words = [sys.executable, "-c", STARTING]
    with subprocess.Popen(words, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        child = int(process.stdout.readline())
        command = Path(f"/proc/{child}/cmdline")
        begun = time.monotonic()
        while command.read_bytes() != b"sleep\x0060\x00" and time.monotonic() < begun + 30:
            time.sleep(0.01)
        process.kill()

    while is_running(child) and command.read_bytes() and time.monotonic() < begun + 60:
        time.sleep(0.01)
    assert time.monotonic() < begun + 50


WRAPPING = """
import subprocess, sys
from egv.tools.machine.processes import register_process, start_process
from egv.tools.machine.tasks import TaskGroup
tasks = TaskGroup()
process = start_process(sys.argv[1:], tasks, stdout=subprocess.PIPE)
with process, register_process(process, tasks):
    print(process.pid, process.stdout.readline().decode(), flush=True)
    process.wait()
"""


@pytest.mark.skipif(os.name != "posix", reason="Windows has jobs, which nothing leaves")
def test_what_a_wrapper_script_started_ends_when_egv_is_killed(tmp_path: Path) -> None:
    wrapper = tmp_path / "ffmpeg"
    wrapper.write_text("#!/bin/sh\nsleep 60 &\necho $!\nwait\n")
    wrapper.chmod(0o755)
    words = [sys.executable, "-c", WRAPPING, str(wrapper)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, cwd=Path.cwd()) as process:
        assert process.stdout is not None
        both = [int(number) for number in process.stdout.readline().split()]
        process.kill()
    begun = time.monotonic()
    while any(map(is_alive, both)) and time.monotonic() < begun + 30:
        time.sleep(0.01)

    assert len(both) == 2
    assert not any(map(is_alive, both))


def is_alive(pid: int) -> bool:
    """True for a process that is no zombie, which nobody may wait for in a container."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_a_process_runs_until_it_has_ended(sleeper: "subprocess.Popen[bytes]") -> None:
    assert is_running(os.getpid())
    assert is_running(sleeper.pid)
    sleeper.kill()
    sleeper.wait()

    assert not is_running(sleeper.pid)


@pytest.mark.parametrize("pid", [2**31 - 1, 10**30])
def test_a_number_that_no_process_can_have_is_not_running(pid: int) -> None:
    assert not is_running(pid)


def test_what_is_gathered_keeps_its_order_and_is_made_side_by_side() -> None:
    both, second_ended = threading.Barrier(2, timeout=30), threading.Event()

    def late(tasks: TaskGroup, number: int) -> int:  # noqa: ARG001
        if number < 2:
            both.wait()
        if number == 0:
            assert second_ended.wait(30)
        if number == 1:
            second_ended.set()
        return number * number

    assert map_in_threads(TaskGroup(), late, range(4), at_once=2) == [0, 1, 4, 9]
    assert map_in_threads(TaskGroup(), late, (), at_once=2) == []


def test_a_fault_in_what_is_gathered_ends_the_rest(sleeper: "subprocess.Popen[bytes]") -> None:
    begun = threading.Event()

    def work(tasks: TaskGroup, number: int) -> int:
        if number:
            begun.set()
            return waited_for(sleeper, tasks)
        begun.wait(30)
        return [1][number + 1]

    with pytest.raises(IndexError):
        map_in_threads(TaskGroup(), work, range(2), at_once=2)

    assert sleeper.returncode not in (None, 0)


def test_what_is_started_leads_a_session_so_that_ctrl_c_does_not_reach_it() -> None:
    says = "import os; print(os.getpid() == os.getsid(0))"
    process = start_process([sys.executable, "-c", says], TaskGroup(), stdout=subprocess.PIPE)
    with process, register_process(process, TaskGroup()):
        out, _ = process.communicate(timeout=30)

    assert out == b"True\n"
