"""The end of child processes with egv, also when egv is killed and can do nothing any more.

Linux signals a child when its parent ends, but not what that child started, such as the ffmpeg of a
wrapper script; Windows ends all processes of a job. So on every other system, Linux too, a small
process watches a pipe that breaks when egv ends, and then ends whole process groups.
"""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import subprocess
import sys
import threading

TIE = """
import ctypes, os, sys
ctypes.CDLL(None).prctl(1, 9)  # PR_SET_PDEATHSIG of linux/prctl.h
if os.getppid() == int(sys.argv[1]):
    try:
        os.execvp(sys.argv[2], sys.argv[2:])
    except OSError as error:
        sys.exit(print(error, file=sys.stderr) or 126)
"""
WATCH = """
import contextlib, os, signal, sys
groups = set()
for line in sys.stdin:  # it ends when egv does
    (groups.add if line[0] == "+" else groups.discard)(int(line[1:]))
for group in groups:
    with contextlib.suppress(OSError):  # it has just ended
        os.killpg(group, signal.SIGKILL)
"""


def build_parent_death_hook() -> tuple[str, ...]:
    """Build the command prefix that ends a child when egv is killed; empty except on Linux.

    The signal comes when the thread ends that started the child: that thread must wait for it. A
    `preexec_fn` would be shorter, but between fork and exec it makes Python free what other threads
    held, without these threads: with PyAV 19 the child then hangs, and egv with it.
    """
    return (*_build_tie_command(), str(os.getpid())) if sys.platform.startswith("linux") else ()


@functools.cache
def _build_tie_command() -> tuple[str, ...]:
    """Build a command that requests the signal, checks that egv is alive, and runs another command.

    The setpriv of util-linux takes 5 ms. With another setpriv (busybox) or none, Python takes 80
    ms.
    """
    setpriv = (shutil.which("setpriv") or "", "--pdeathsig", "KILL", "sh", "-c")
    try:
        asked = subprocess.run(  # noqa: S603  # a list of words: no shell reads them
            [*setpriv, "exit 0"], stdin=subprocess.DEVNULL, capture_output=True
        )
    except OSError:
        pass
    else:
        if asked.returncode == 0:
            return (*setpriv, 'test "$PPID" = "$0" && exec "$@"')
    return (sys.executable, "-I", "-S", "-c", TIE)


class ChildWatcher:
    """A process that kills the registered process groups once this process has ended.

    It is started at the first registration, and ends by itself.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def register_group(self, group: int) -> None:
        """Kill process group `group` when this process ends."""
        self._send_line(f"+{group}\n")

    def forget_group(self, group: int) -> None:
        """Leave process group `group` alone: it has ended, and its number may be given anew."""
        self._send_line(f"-{group}\n")

    def close(self) -> None:
        """End the watcher, which kills the groups that are still registered."""
        if self._process:
            self._process.communicate()

    def _send_line(self, line: str) -> None:
        with self._lock:
            if self._process is None:
                self._process = subprocess.Popen(  # noqa: S603  # a list of words
                    [sys.executable, "-I", "-S", "-c", WATCH],
                    bufsize=0,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.DEVNULL,  # a reader of egv's output must not wait for it
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,  # Ctrl-C and a closed terminal do not reach it
                )
            pipe = self._process.stdin
            with contextlib.suppress(BrokenPipeError):  # somebody killed the watcher
                if pipe:
                    pipe.write(line.encode())


WATCHER = ChildWatcher()


@functools.cache
def prepare_parent_death() -> None:
    """Do once, before the first child starts, what the system needs to end children with egv."""
    if sys.platform == "win32":
        from egv.tools.machine.windows_calls import join_job, load_kernel32

        join_job(load_kernel32())


def tie_child(pid: int) -> None:
    """Let the child `pid`, which leads a process group, end with egv; call it after the start."""
    if sys.platform != "win32":
        WATCHER.register_group(pid)


def untie_child(pid: int) -> None:
    """Forget the child `pid`, which has ended."""
    if sys.platform != "win32":
        WATCHER.forget_group(pid)
