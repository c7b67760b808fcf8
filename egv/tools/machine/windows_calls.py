"""The calls of Windows' kernel32 that egv needs; each takes kernel32, so that tests can watch.

Sizes of fields are those of 64-bit Windows, written so that other systems agree.
"""

from __future__ import annotations

import ctypes
import signal
import time
from collections.abc import Callable
from typing import Protocol

EXTENDED_LIMITS = 9  # JobObjectExtendedLimitInformation
KILL_ON_CLOSE = 0x2000  # JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE
CLOSINGS = (2, 5, 6)  # the console is closed; the user logs off; the machine shuts down
CLOSING_S = 4.5  # Windows ends the process 5 s after such an event, or once it was handled


class JobLimits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION; egv sets its flags alone."""

    _fields_ = (
        ("process_user_time", ctypes.c_int64),
        ("job_user_time", ctypes.c_int64),
        ("flags", ctypes.c_uint32),
        ("least_working_set", ctypes.c_size_t),
        ("most_working_set", ctypes.c_size_t),
        ("most_processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("priority", ctypes.c_uint32),
        ("scheduling", ctypes.c_uint32),
        ("transfers", ctypes.c_uint64 * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("peak_process_memory", ctypes.c_size_t),
        ("peak_job_memory", ctypes.c_size_t),
    )


class Kernel32(Protocol):
    """The functions of kernel32.dll that are called here. Handles are addresses, None is null."""

    def CreateJobObjectW(self, security: None, name: None) -> int | None: ...  # noqa: D102, N802
    def SetInformationJobObject(  # noqa: D102, N802
        self, job: ctypes.c_void_p, kind: int, facts: object, size: int
    ) -> int: ...
    def AssignProcessToJobObject(  # noqa: D102, N802
        self, job: ctypes.c_void_p, process: ctypes.c_void_p
    ) -> int: ...
    def GetCurrentProcess(self) -> int | None: ...  # noqa: D102, N802
    def SetConsoleCtrlHandler(self, handler: object, add: int) -> int: ...  # noqa: D102, N802


ConsoleHandler = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_uint32)
_kept: list[object] = []  # what Windows calls must not be freed


def join_job(kernel32: Kernel32) -> bool:
    """Put this process into a job that ends with it: Windows then ends its children too.

    The handle of the job is never closed: the system does that when the process is gone, however
    it ended. A child belongs to the job from its first instruction on. False where Windows refuses.
    """
    job = kernel32.CreateJobObjectW(None, None)
    if not job:
        return False
    handle, limits = ctypes.c_void_p(job), JobLimits(flags=KILL_ON_CLOSE)
    facts, size = ctypes.byref(limits), ctypes.sizeof(limits)
    return bool(
        kernel32.SetInformationJobObject(handle, EXTENDED_LIMITS, facts, size)
        and kernel32.AssignProcessToJobObject(handle, ctypes.c_void_p(kernel32.GetCurrentProcess()))
    )


def hear_closing_console(kernel32: Kernel32, wait: Callable[[float], object] = time.sleep) -> None:
    """Take a closed console, a log-off or a shutdown as a request to end in good order (SIGTERM).

    Python itself hears Ctrl-C and Ctrl-Break alone.
    """

    def hear_event(event: int) -> int:
        if event not in CLOSINGS:
            return 0  # the next handler's, which is Python's
        signal.raise_signal(signal.SIGTERM)
        wait(CLOSING_S)  # egv ends within this time: once this returns, Windows ends it
        return 1

    handler = ConsoleHandler(hear_event)
    _kept.append(handler)
    kernel32.SetConsoleCtrlHandler(handler, 1)


def load_kernel32() -> Kernel32:
    """Load kernel32 with the types of what it returns. Raises OSError except on Windows."""
    library = ctypes.CDLL("kernel32")  # 64-bit Windows has one way to call
    for name in ("CreateJobObjectW", "GetCurrentProcess"):
        getattr(library, name).restype = ctypes.c_void_p  # the default has 32 bits
    return library  # its functions are found by name, at run time
