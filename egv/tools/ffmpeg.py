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
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE

from egv.core.errors import LACKING, EnvironmentFault, InputError, RenderError
from egv.core.shell_words import shell_line
from egv.tools import damage
from egv.tools.limits import present
from egv.tools.processes import end, grace, owned, start, work_folder, working_time

FLOOR = 7  # major version: the first with `-/filter_complex FILE` and today's option names
NOT_STARTED = (126, 127)  # of who starts it: it is no program, or it is not there (POSIX 2.8.2)
LONGEST_ARGUMENT = 30_000  # characters; Windows allows 32,767 for a whole command line
# Damaged pictures are counted and judged at the end; ffmpeg itself would stop at a key frame.
ALWAYS = ("-nostdin", "-hide_banner", "-max_error_rate", "1")
FONTS = Path(__file__).with_name("fonts.conf")  # it makes fontconfig write no cache
STALLED_S = 120.0  # this long without progress is a hang: even a 4K frame takes only seconds

Progress = Callable[[float], None]  # receives the seconds of output done
Saying = Callable[[str], None]  # receives each command before it runs


@functools.cache
def binary() -> str:
    """Find the ffmpeg to use: `EGV_FFMPEG`, else the embedded one, else the one on PATH."""
    chosen = os.environ.get("EGV_FFMPEG")
    if chosen:
        if not shutil.which(chosen):
            raise EnvironmentFault(f"EGV_FFMPEG: {chosen} is no program; correct or unset it")
        return _new_enough(chosen)
    import imageio_ffmpeg

    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError:
        pass
    on_path = shutil.which("ffmpeg")
    if not on_path:
        raise EnvironmentFault(
            "ffmpeg: none was found; reinstall egv, or install ffmpeg 7 or newer and set EGV_FFMPEG"
        )
    return _new_enough(on_path)


def _new_enough(program: str) -> str:
    """Return `program` unless its version is below the floor; builds from git have no number."""
    number = re.match(r"n?(\d+)\.", _version_of(program))
    if number and int(number[1]) < FLOOR:
        raise EnvironmentFault(
            f"{program}: ffmpeg {number[1]} is too old; install {FLOOR} or newer"
        )
    return program


@functools.cache
def version() -> str:
    """Read the version of the ffmpeg in use, such as `n9.0.2-17-g2a571b6068`."""
    return _version_of(binary())


def _version_of(program: str) -> str:
    match = re.match(r"ffmpeg version (\S+)", _printed([program, "-version"]))
    return match[1] if match else "unknown"


def listing(option: str) -> str:
    """Read ffmpeg's stdout for an information option such as `-filters`."""
    return _printed([binary(), "-hide_banner", option])


def _printed(argv: Sequence[str]) -> str:
    try:
        process = start(argv, stdin=subprocess.DEVNULL, stdout=PIPE, stderr=PIPE)
        with process, owned(process):
            said, _ = process.communicate(timeout=60)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise EnvironmentFault(f"{argv[0]}: cannot be started ({error}); see egv doctor") from None
    if process.returncode < 0:
        raise EnvironmentFault(
            f"{argv[0]}: it crashes ({_signal_of(process.returncode)}); it is not for this machine,"
            " so unset EGV_FFMPEG, or install another ffmpeg"
        )
    return said.decode(errors="replace")


def _signal_of(code: int) -> str:
    return signal.Signals(-code).name


def render(
    arguments: Sequence[str],
    progress: Progress,
    saying: Saying = lambda _: None,
    *,
    within: Path | None = None,
) -> str:
    """Run ffmpeg with `arguments` to the end and return its stderr.

    The working folder is `within`: relative names are resolved there. `progress` receives the
    seconds of output done, at least twice a second. Raises RenderError with the last lines of
    ffmpeg; on any exception the process is ended first. Decoding losses are counted inside
    `count_losses`.
    """
    tally = damage.present()
    if tally is None:
        return _rendered(arguments, progress, saying, within)
    count = damage.Count(arguments)
    try:
        return _rendered((*damage.SPEAKING, *arguments), progress, saying, within, count)
    finally:
        tally.add(count)


def _rendered(
    arguments: Sequence[str],
    progress: Progress,
    saying: Saying,
    within: Path | None = None,
    count: damage.Count | None = None,
) -> str:
    head = ("-progress", "pipe:1", "-stats_period", "0.4", "-y")
    with _running((*head, *arguments), saying, within, count) as (process, said):
        assert process.stdout is not None
        alarm = _Alarm(process)
        try:
            for line in process.stdout:
                alarm.postpone()
                name, _, value = line.decode(errors="replace").strip().partition("=")
                if name == "out_time_us" and value.lstrip("-").isdigit():
                    progress(max(0, int(value)) / 1e6)
            process.wait()
        finally:
            alarm.cancel()
        _check(process, said, arguments, alarm.rang)
    return said.text


def measure(arguments: Sequence[str], saying: Saying = lambda _: None) -> str:
    """Run ffmpeg with `arguments`, which decode to nothing, and return its stderr."""
    return _rendered(arguments, lambda _: None, saying)


@contextmanager
def reading(
    arguments: Sequence[str], saying: Saying = lambda _: None, *, within: Path | None = None
) -> Iterator[Callable[[int], bytes]]:
    """Run ffmpeg with `arguments`, whose output is `pipe:1`, and yield a `read(size)` function.

    The working folder is `within`: relative names are resolved there. Leaving the context early
    ends the process; reading to the end raises RenderError if ffmpeg failed.
    """
    with _running(arguments, saying, within) as (process, said):
        assert process.stdout is not None
        ended = False
        alarm = _Alarm(process)
        alarm.pause()

        def read(size: int) -> bytes:
            nonlocal ended
            alarm.postpone()
            data = process.stdout.read(size) if process.stdout else b""
            alarm.pause()
            ended = ended or len(data) < size
            return data

        try:
            yield read
            if ended:
                process.wait()
        finally:
            alarm.cancel()
        if ended:
            _check(process, said, arguments, alarm.rang)


def command_line(arguments: Sequence[str]) -> str:
    """Format `arguments` as a line that can be pasted into a shell."""
    return shell_line([binary(), "-nostdin", "-hide_banner", *arguments])


class _Said:
    """The last lines of a process's stderr, read in a thread so that the process never blocks."""

    def __init__(self, process: subprocess.Popen[bytes], count: damage.Count | None) -> None:
        self._lines: deque[str] = deque(maxlen=400)
        self._count = count
        self._thread = threading.Thread(target=self._drain, args=(process,), daemon=True)
        self._thread.start()

    def _drain(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stderr is not None
        while chunk := process.stderr.readline(8192):
            line = chunk.decode(errors="replace").rstrip()
            if self._count:
                self._count.hear(line)
                line = damage.plain(line)
            if line:
                self._lines.append(line)

    def finish(self) -> None:
        """Wait until the process has closed its stderr."""
        self._thread.join(timeout=grace())

    @property
    def text(self) -> str:
        """The last 400 lines of stderr."""
        self.finish()
        return "\n".join(self._lines)


class _Alarm:
    """A watchdog: end a process without progress for `STALLED_S`, or beyond its limits."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process, self.rang, self._limits = process, "", present()
        self._moved = working_time()
        self._over = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    def postpone(self) -> None:
        """Restart the timer: the process has made progress."""
        self._moved = working_time()

    def pause(self) -> None:
        """Pause the timer: nothing waits for the process now."""
        self._moved = math.inf

    def cancel(self) -> None:
        """Stop watching: the process is done."""
        self._over.set()

    def _watch(self) -> None:
        while not self._over.wait(min(1.0, STALLED_S / 4)):
            self.rang = self._limits.exceeded(self._process.pid)
            if working_time() - self._moved > STALLED_S:
                self.rang = f"ffmpeg made no progress for {STALLED_S:.0f} s"
            if self.rang:
                end(self._process)
                return


@contextmanager
def _running(
    arguments: Sequence[str],
    saying: Saying,
    within: Path | None = None,
    count: damage.Count | None = None,
) -> Iterator[tuple[subprocess.Popen[bytes], _Said]]:
    with work_folder() as folder:
        argv = [binary(), *ALWAYS, *_shortened(arguments, folder)]
        saying(shell_line(argv))
        if not shutil.which(argv[0]):
            raise EnvironmentFault(f"{argv[0]}: it cannot be started; try egv doctor")
        try:
            process = start(
                argv,
                cwd=within,
                env={**os.environ, "FONTCONFIG_FILE": str(FONTS)},
                stdin=subprocess.DEVNULL,
                stdout=PIPE,
                stderr=PIPE,
            )
        except OSError as error:
            raise EnvironmentFault(
                f"{argv[0]}: cannot be started ({error}); try egv doctor"
            ) from None
        said = _Said(process, count)
        try:
            with owned(process):
                yield process, said
        finally:
            said.finish()
            for pipe in (process.stdout, process.stderr):
                if pipe:
                    pipe.close()


def _shortened(arguments: Sequence[str], folder: Path) -> list[str]:
    """Move a filter graph that is too long for the command line into a file."""
    short = list(arguments)
    for at, word in enumerate(arguments[:-1]):
        if word == "-filter_complex" and len(arguments[at + 1]) > LONGEST_ARGUMENT:
            graph = folder / "graph.txt"
            graph.write_text(arguments[at + 1], encoding="utf-8")
            short[at : at + 2] = ["-/filter_complex", str(graph)]
    return short


def _check(
    process: subprocess.Popen[bytes], said: _Said, arguments: Sequence[str], ended: str
) -> None:
    """Raise the error that a failed `process` means; `ended` is the reason if egv ended it.

    The text of stderr decides, not only the exit code: 255 can be a signal or EPERM.
    """
    if process.returncode == 0:
        return
    last = [line for line in said.text.splitlines() if line.strip()][-6:]
    words = " / ".join(last[-2:]) or "it said nothing"
    details = "\n".join([*last, command_line(arguments)])
    if ended:
        raise EnvironmentFault(
            f"{ended}; it was ended. Run the same line again, or raise the limit", hint=details
        )
    if process.returncode in NOT_STARTED:
        raise EnvironmentFault(f"{binary()}: it cannot be started; try egv doctor", hint=details)
    if "No space left on device" in said.text:
        raise EnvironmentFault("the disk is full; make room and run the same line again")
    if "Permission denied" in said.text or "Operation not permitted" in said.text:
        raise EnvironmentFault(f"ffmpeg may not read or write here: {words}")
    if process.returncode == -getattr(signal, "SIGXFSZ", 0) or "File too large" in said.text:
        raise EnvironmentFault(LACKING[errno.EFBIG])
    if "Cannot allocate memory" in said.text:
        raise EnvironmentFault("ffmpeg ran out of memory; use fewer jobs (-j)", hint=details)
    if "contains (near) NaN" in said.text:
        raise InputError("the sound holds samples that are no numbers; export the clip again")
    if process.returncode < 0:
        name = _signal_of(process.returncode)
        if name == "SIGILL":
            raise EnvironmentFault(
                f"{binary()}: it crashes ({name}); this ffmpeg is not for this processor",
                hint=details,
            )
        raise RenderError(f"ffmpeg was ended by {name}; is there enough memory?", hint=details)
    raise RenderError(f"ffmpeg failed ({process.returncode}): {words}", hint=details)
