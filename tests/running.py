"""Run egv as a user does, in this process, and read back what it says and what it makes."""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from egv.cli.main import main
from egv.core.graph.pads import Pad, Source
from egv.core.sound.loudness import Loudness
from egv.tools.ffmpeg import runner
from egv.tools.ffmpeg.context import NO_CONTEXT
from egv.tools.measure.loudness import measure_loudness


@dataclass(frozen=True)
class Ran:
    """What one call of egv came to."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one JSON document on stdout."""
        document: dict[str, Any] = json.loads(self.out)
        return document

    @property
    def output(self) -> dict[str, Any]:
        """The one output of the run."""
        [only] = self.json["outputs"]
        result: dict[str, Any] = only
        return result


def egv(*words: object) -> Ran:
    """Run `egv WORDS…` and return its exit code and what it printed."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([str(word) for word in words])
    return Ran(code, out.getvalue(), err.getvalue())


def made(*words: object) -> dict[str, Any]:
    """The one output of `egv WORDS… --json`, which must succeed."""
    ran = egv(*words, "--json")
    assert ran.code == 0, ran.out + ran.err
    return ran.output


def frames(path: Path) -> list[tuple[Fraction, NDArray[np.uint8]]]:
    """Every frame of the picture with its time, in seconds, as RGB."""
    with av.open(str(path)) as container:
        return [
            (
                frame.pts * frame.time_base,
                frame.to_ndarray(format="rgb24").astype(np.uint8, copy=False),
            )
            for frame in container.decode(video=0)
            if frame.pts is not None and frame.time_base is not None
        ]


def samples(path: Path) -> NDArray[np.float32]:
    """All sound, channels x samples at 48 kHz."""
    with av.open(str(path)) as container:
        return np.concatenate([f.to_ndarray() for f in container.decode(audio=0)], axis=1)


def flashes(path: Path) -> list[float]:
    """When the picture turns from dark to bright, in seconds."""
    seen = [(float(at), float(picture.mean())) for at, picture in frames(path)]
    return [at for (_, before), (at, now) in pairwise([(0.0, 0.0), *seen]) if before < 100 <= now]


def beeps(path: Path) -> list[float]:
    """When the sound sets in after at least 0.2 s of quiet, in seconds."""
    loud = np.flatnonzero(np.abs(samples(path)[0]) > 0.05)
    starts = np.concatenate([[True], np.diff(loud) > 9600])
    return [float(at) / 48000 for at in loud[starts]]


def loudness(path: Path) -> Loudness:
    """What the delivered sound measures."""
    with av.open(str(path)) as container:
        index = container.streams.audio[0].index
    return measure_loudness(Pad(Source(path), "a", index), NO_CONTEXT)


def packet_hash(path: Path, stream: str = "v") -> str:
    """A hash over the packets of one stream, untouched by the container."""
    argv = [
        runner.find_ffmpeg(),
        "-v",
        "error",
        "-i",
        str(path),
        "-map",
        f"0:{stream}:0",
        "-c",
        "copy",
    ]
    done = subprocess.run(
        [*argv, "-f", "streamhash", "-hash", "md5", "-"], check=True, capture_output=True, text=True
    )
    return done.stdout.strip()
