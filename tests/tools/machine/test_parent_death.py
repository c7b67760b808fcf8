"""What egv started ends when egv is killed, by the ways of macOS and of Windows."""

from __future__ import annotations

import ctypes
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from egv.tools.machine import windows_calls
from egv.tools.machine.parent_death import ChildWatcher
from egv.tools.machine.processes import is_running
from egv.tools.machine.signal_listener import choose_request
from egv.tools.machine.windows_calls import JobLimits, hear_closing_console, join_job

WATCHED = """
import subprocess, sys, time
from egv.tools.machine.parent_death import ChildWatcher
watcher = ChildWatcher()
first, second = (subprocess.Popen(["sleep", "60"], start_new_session=True) for _ in range(2))
for child in (first, second):
    watcher.register_group(child.pid)
watcher.forget_group(first.pid)
print(first.pid, second.pid, watcher._process.pid, flush=True)
time.sleep(60)
"""


def wait_until(holds: Callable[[], bool], limit_s: float = 30) -> bool:
    until = time.monotonic() + limit_s
    while not holds() and time.monotonic() < until:
        time.sleep(0.02)
    return holds()


def is_over(pid: int) -> bool:
    """True also for a process that nobody has waited for yet."""
    status = Path(f"/proc/{pid}/status")
    return not is_running(pid) or (status.exists() and "State:\tZ" in status.read_text())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has jobs instead")
def test_a_watcher_ends_what_a_killed_parent_had_registered_and_nothing_else() -> None:
    words = [sys.executable, "-c", WATCHED]
    with subprocess.Popen(words, stdout=subprocess.PIPE, cwd=Path.cwd()) as parent:
        assert parent.stdout is not None
        forgotten, registered, watcher = map(int, parent.stdout.readline().split())
        assert not any(map(is_over, (forgotten, registered, watcher)))
        parent.kill()  # as `kill -9` does: nothing of the parent runs any more

    try:
        assert wait_until(lambda: is_over(registered) and is_over(watcher))
        assert not is_over(forgotten)
    finally:
        subprocess.run(["kill", str(forgotten)], check=True)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has jobs instead")
def test_a_watcher_that_somebody_killed_stops_no_work() -> None:
    watcher = ChildWatcher()
    watcher.register_group(2**31 - 1)
    assert watcher._process is not None
    watcher._process.kill()
    watcher._process.wait()
    for number in range(2, 100):
        watcher.register_group(2**31 - number)
    watcher.close()


class FakeKernel32:
    """Windows' kernel32, which notes what it is asked; `refused` names a call that fails."""

    def __init__(self, refused: str = "") -> None:
        self.refused = refused
        self.flags, self.size = 0, 0
        self.assigned: list[tuple[int | None, int | None]] = []
        self.handler: Callable[[int], int] = lambda _: -1

    def CreateJobObjectW(self, security: None, name: None) -> int | None:  # noqa: N802
        assert security is name is None
        return None if self.refused == "create" else 1 << 40  # a handle may need 64 bits

    def SetInformationJobObject(  # noqa: N802
        self, job: ctypes.c_void_p, kind: int, facts: object, size: int
    ) -> int:
        assert job.value == 1 << 40
        assert kind == 9
        self.flags, self.size = facts._obj.flags, size  # type: ignore[attr-defined]
        return int(self.refused != "set")

    def AssignProcessToJobObject(  # noqa: N802
        self, job: ctypes.c_void_p, process: ctypes.c_void_p
    ) -> int:
        self.assigned.append((job.value, process.value))
        return int(self.refused != "assign")

    def GetCurrentProcess(self) -> int | None:  # noqa: N802
        return 2**64 - 1  # the pseudo handle, -1

    def SetConsoleCtrlHandler(self, handler: object, add: int) -> int:  # noqa: N802
        assert callable(handler)
        assert add
        self.handler = handler
        return 1


def test_on_windows_egv_joins_a_job_that_ends_with_it() -> None:
    system = FakeKernel32()

    assert join_job(system)
    assert system.flags == 0x2000  # kill on close
    assert system.size == 144  # of JOBOBJECT_EXTENDED_LIMIT_INFORMATION in 64 bits
    assert JobLimits.flags.offset == 16
    assert system.assigned == [(1 << 40, 2**64 - 1)]


@pytest.mark.parametrize("refused", ["create", "set", "assign"])
def test_a_windows_that_refuses_a_job_is_told(refused: str) -> None:
    assert not join_job(FakeKernel32(refused))


@pytest.mark.parametrize(("event", "heard"), [(0, False), (1, False), (2, True), (6, True)])
def test_a_closed_console_is_a_request_to_end(
    event: int, heard: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    system, raised, waits = FakeKernel32(), list[int](), list[float]()
    monkeypatch.setattr(signal, "raise_signal", raised.append)
    hear_closing_console(system, waits.append)

    assert system.handler(event) == heard
    assert raised == ([signal.SIGTERM] if heard else [])
    assert waits == ([windows_calls.CLOSING_S] if heard else [])


def test_ctrl_break_ends_egv_as_a_request_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signal, "SIGBREAK", 21, raising=False)

    assert choose_request(21) == signal.SIGTERM
    assert choose_request(signal.SIGINT) == signal.SIGINT
