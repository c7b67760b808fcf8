"""Find ffmpeg, run it and read its progress. The only module that starts ffmpeg."""

from __future__ import annotations

import errno
import functools
import math
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE
from typing import IO, cast

from egv.core.errors import LACKING, EgvError, EnvironmentFault, InputError, RenderError
from egv.tools.ffmpeg.context import RenderContext
from egv.tools.ffmpeg.decode_errors import SPEAKING, LossCounter, strip_level
from egv.tools.ffmpeg.line_length import fit_line
from egv.tools.machine.limits import ClipLimits
from egv.tools.machine.memory import measure_cpu_seconds
from egv.tools.machine.processes import (
    end_process,
    read_working_clock,
    register_process,
    start_process,
)
from egv.tools.machine.shell import format_line_to_paste
from egv.tools.machine.shutdown import choose_grace_s
from egv.tools.machine.tasks import ENDED_BY_SIGNAL
from egv.tools.store.unfinished import open_work_folder

IS_WINDOWS = sys.platform == "win32"
FLOOR = 7  # major version: the first with `-/filter_complex FILE` and today's option names
NOT_STARTED = (126, 127)  # of who starts it: it is no program, or it is not there (POSIX 2.8.2)
# Damaged pictures are counted and judged at the end; ffmpeg itself would stop at a key frame.
ALWAYS = ("-nostdin", "-hide_banner", "-max_error_rate", "1")
FONTS = Path(__file__).with_name("fonts.conf")  # it makes fontconfig write no cache
_MICROSECONDS = re.compile(r"-?[0-9]{1,18}")
STALLED_S = 120.0  # this long without progress is a hang: even a 4K frame takes only seconds
IDLE_CPU_S = 1.0  # in that time, one that only says where it stands takes less

OnProgress = Callable[[float], None]  # receives the seconds of output done


def ignore_progress(seconds: float) -> None:
    """Take no notice of the seconds of output done."""


@functools.cache
def find_ffmpeg() -> str:
    """Find the ffmpeg to use: `EGV_FFMPEG`, else the embedded one, else the one on PATH."""
    chosen = os.environ.get("EGV_FFMPEG")
    if chosen:
        if not shutil.which(chosen):
            raise EnvironmentFault(f"EGV_FFMPEG: {chosen} is not a program; correct or unset it")
        return _require_floor_version(chosen)
    import imageio_ffmpeg

    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError:
        pass
    on_path = shutil.which("ffmpeg")
    if not on_path:
        raise EnvironmentFault(
            "ffmpeg: not found; reinstall egv, or install ffmpeg 7 or newer and set EGV_FFMPEG"
        )
    return _require_floor_version(on_path)


def _require_floor_version(program: str) -> str:
    """Return `program` unless its version is below the floor; builds from git have no number."""
    number = re.match(r"n?(\d+)\.", _read_program_version(program))
    if number and int(number[1]) < FLOOR:
        raise EnvironmentFault(
            f"{program}: ffmpeg {number[1]} is too old; install {FLOOR} or newer"
        )
    return program


@functools.cache
def read_version() -> str:
    """Read the version of the ffmpeg in use, such as `n9.0.2-17-g2a571b6068`."""
    return _read_program_version(find_ffmpeg())


def _read_program_version(program: str) -> str:
    match = re.match(r"ffmpeg version (\S+)", _read_stdout([program, "-version"]))
    return match[1] if match else "unknown"


def read_listing(option: str) -> str:
    """Read ffmpeg's stdout for an information option such as `-filters`."""
    return _read_stdout([find_ffmpeg(), "-hide_banner", option])


def _read_stdout(argv: Sequence[str]) -> str:
    try:
        process = start_process(
            argv, ENDED_BY_SIGNAL, stdin=subprocess.DEVNULL, stdout=PIPE, stderr=PIPE
        )
        with process, register_process(process, ENDED_BY_SIGNAL):
            said, _ = process.communicate(timeout=60)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise EnvironmentFault(
            f"{argv[0]}: cannot be started; run egv doctor", details=str(error)
        ) from None
    if process.returncode < 0:
        raise EnvironmentFault(
            f"{argv[0]}: it crashes ({_find_signal_name(process.returncode)}); it was built for"
            " another kind of machine, so unset EGV_FFMPEG, or install another ffmpeg"
        )
    return said.decode(errors="replace")


def _find_signal_name(code: int) -> str:
    return signal.Signals(-code).name


def run_ffmpeg(
    arguments: Sequence[str],
    context: RenderContext,
    progress: OnProgress = ignore_progress,
    *,
    within: Path | None = None,
) -> str:
    """Run ffmpeg with `arguments` to the end and return its stderr.

    The working folder is `within`: relative names are resolved there. `progress` receives the
    seconds of output done, at least twice a second. Raises RenderError with the last lines of
    ffmpeg; on any exception the process is ended first. Decoding losses are counted where
    `context` has a tally.
    """
    if context.losses is None:
        return _run_to_end(arguments, context, progress, within)
    count = LossCounter(arguments)
    try:
        return _run_to_end((*SPEAKING, *arguments), context, progress, within, count)
    finally:
        context.losses.add_run(count)


def _run_to_end(
    arguments: Sequence[str],
    context: RenderContext,
    progress: OnProgress,
    within: Path | None = None,
    count: LossCounter | None = None,
) -> str:
    head = ("-progress", "pipe:1", "-stats_period", "0.4", "-y")
    with _start_ffmpeg((*head, *arguments), context, within, count) as running:
        process, said = running.process, running.said
        alarm = _Watchdog(process, context.limits)
        try:
            reached = ""
            for line in running.stdout:
                name, _, value = line.decode(errors="replace").strip().partition("=")
                if name == "out_time_us" and _MICROSECONDS.fullmatch(value):
                    progress(max(0, int(value)) / 1e6)
                if name == "out_time_us" and value != reached:
                    reached = value
                    alarm.restart_timer()
            process.wait()
        finally:
            alarm.stop_watching()
        _check_exit(process, said, arguments, alarm.rang)
    return said.text


def run_measurement(arguments: Sequence[str], context: RenderContext) -> str:
    """Run ffmpeg with `arguments`, which decode to nothing, and return its stderr."""
    return _run_to_end(arguments, context, ignore_progress)


@contextmanager
def open_pipe(
    arguments: Sequence[str], context: RenderContext, *, within: Path | None = None
) -> Iterator[Callable[[int], bytes]]:
    """Run ffmpeg with `arguments`, whose output is `pipe:1`, and yield a `read(size)` function.

    The working folder is `within`: relative names are resolved there. Leaving the context early
    ends the process; reading to the end raises RenderError if ffmpeg failed.
    """
    with _start_ffmpeg(arguments, context, within) as running:
        process, ended = running.process, False
        alarm = _Watchdog(process, context.limits)
        alarm.pause_timer()

        def read(size: int) -> bytes:
            nonlocal ended
            alarm.restart_timer()
            data = running.stdout.read(size)
            alarm.pause_timer()
            ended = ended or len(data) < size
            return data

        try:
            yield read
            if ended:
                process.wait()
        finally:
            alarm.stop_watching()
        if ended:
            _check_exit(process, running.said, arguments, alarm.rang)


def format_command_line(arguments: Sequence[str]) -> str:
    """Format `arguments` as a line that can be pasted into a shell."""
    return format_line_to_paste([find_ffmpeg(), "-nostdin", "-hide_banner", *arguments])


class _StderrTail:
    """The last lines of a process's stderr, read in a thread so that the process never blocks."""

    def __init__(self, stderr: IO[bytes], count: LossCounter | None) -> None:
        self._lines: deque[str] = deque(maxlen=400)
        self._count = count
        self._thread = threading.Thread(target=self._drain_stderr, args=(stderr,), daemon=True)
        self._thread.start()

    def _drain_stderr(self, stderr: IO[bytes]) -> None:
        while chunk := stderr.readline(8192):
            line = chunk.decode(errors="replace").rstrip()
            if self._count:
                self._count.read_line(line)
                line = strip_level(line)
            if line:
                self._lines.append(line)

    def wait_for_end(self) -> None:
        """Wait until the process has closed its stderr."""
        self._thread.join(timeout=choose_grace_s())

    @property
    def text(self) -> str:
        """The last 400 lines of stderr."""
        self.wait_for_end()
        return "\n".join(self._lines)


class _Watchdog:
    """A watchdog: end a process without progress for `STALLED_S`, or beyond its limits.

    A process that works makes progress, also where it writes nothing for long; one whose threads
    wait for each other takes no processor time, though it may still say where it stands.
    """

    def __init__(self, process: subprocess.Popen[bytes], limits: ClipLimits) -> None:
        self._process, self.rang, self._limits = process, "", limits
        self._moved, self._worked_s = read_working_clock(), 0.0
        self._over = threading.Event()
        threading.Thread(target=self._watch_process, daemon=True).start()

    def restart_timer(self) -> None:
        """Restart the timer: the process has made progress."""
        self._moved = read_working_clock()

    def pause_timer(self) -> None:
        """Pause the timer: nothing waits for the process now."""
        self._moved = math.inf

    def stop_watching(self) -> None:
        """Stop watching: the process is done."""
        self._over.set()

    def _watch_process(self) -> None:
        while not self._over.wait(min(1.0, STALLED_S / 4)):
            self.rang = self._limits.explain_excess(self._process.pid)
            self._notice_work()
            if read_working_clock() - self._moved > STALLED_S:
                self.rang = f"ffmpeg made no progress for {STALLED_S:.0f} s"
            if self.rang:
                end_process(self._process)
                return

    def _notice_work(self) -> None:
        worked_s = measure_cpu_seconds(self._process.pid)
        if worked_s - self._worked_s > IDLE_CPU_S:
            self._worked_s = worked_s
            self._moved = max(self._moved, read_working_clock())


@dataclass(frozen=True, slots=True)
class _RunningFfmpeg:
    """A running ffmpeg, its output, and what it says."""

    process: subprocess.Popen[bytes]
    stdout: IO[bytes]
    said: _StderrTail


@contextmanager
def _start_ffmpeg(
    arguments: Sequence[str],
    context: RenderContext,
    within: Path | None = None,
    count: LossCounter | None = None,
) -> Iterator[_RunningFfmpeg]:
    with open_work_folder() as folder:
        argv = fit_line([find_ffmpeg(), *ALWAYS, *arguments], folder)
        context.on_command(format_line_to_paste(argv))
        if not shutil.which(argv[0]):
            raise EnvironmentFault(f"{argv[0]}: cannot be started; run egv doctor")
        try:
            process = start_process(
                argv,
                context.tasks,
                cwd=within,
                env={**os.environ, "FONTCONFIG_FILE": str(FONTS)},
                stdin=subprocess.DEVNULL,
                stdout=PIPE,
                stderr=PIPE,
            )
        except OSError as error:
            raise EnvironmentFault(
                f"{argv[0]}: cannot be started; run egv doctor", details=str(error)
            ) from None
        # Popen types its pipes as optional; both were asked for just above.
        stdout, stderr = cast("tuple[IO[bytes], IO[bytes]]", (process.stdout, process.stderr))
        said = _StderrTail(stderr, count)
        try:
            with register_process(process, context.tasks):
                yield _RunningFfmpeg(process, stdout, said)
        finally:
            said.wait_for_end()
            for pipe in (stdout, stderr):
                pipe.close()


def _check_exit(
    process: subprocess.Popen[bytes], said: _StderrTail, arguments: Sequence[str], ended: str
) -> None:
    """Raise the error that a failed `process` means; `ended` is the reason if egv ended it.

    The text of stderr decides, not only the exit code: 255 can be a signal or EPERM.
    """
    if process.returncode == 0:
        return
    details = "\n".join([said.text or "no message", "", format_command_line(arguments)])
    if ended:
        raise EnvironmentFault(
            f"{ended}, so it was stopped; run the same line again, or raise the limit",
            details=details,
        )
    if process.returncode in NOT_STARTED:
        raise EnvironmentFault(
            f"{find_ffmpeg()}: cannot be started; run egv doctor", details=details
        )
    _check_machine(process.returncode, said.text, details)
    if "contains (near) NaN" in said.text:
        raise InputError("the sound has invalid samples (NaN); export the clip again")
    if process.returncode < 0:
        raise _build_signal_error(_find_signal_name(process.returncode), details)
    raise RenderError(
        "ffmpeg, with which egv reads and makes videos, stopped with an error"
        f" ({process.returncode}); play the clip to its end, and export it again if it stops early",
        details=details,
    )


def _check_machine(code: int, text: str, details: str) -> None:
    """Raise EnvironmentFault where `text` or the exit `code` says what this machine lacks."""
    if "No space left on device" in text:
        raise EnvironmentFault("the disk is full; free some space and run the same line again")
    if "Permission denied" in text or "Operation not permitted" in text:
        raise EnvironmentFault(
            "egv may not read the clip, or not write beside the video; change the permissions of"
            " both, or choose another folder with -o",
            details=details,
        )
    if code == -getattr(signal, "SIGXFSZ", 0) or "File too large" in text:
        raise EnvironmentFault(LACKING[errno.EFBIG])
    if "Cannot allocate memory" in text:
        raise EnvironmentFault("ffmpeg ran out of memory; use fewer jobs (-j)", details=details)


def _build_signal_error(name: str, details: str) -> EgvError:
    if name == "SIGILL":
        return EnvironmentFault(
            f"{find_ffmpeg()}: it crashes ({name}), because it was built for another"
            " processor; install another ffmpeg",
            details=details,
        )
    return RenderError(
        f"ffmpeg was stopped by {name}, perhaps for lack of memory; use fewer jobs (-j)",
        details=details,
    )
