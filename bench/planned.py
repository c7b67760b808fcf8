"""What egv planned for a clip, read from its dry run, so that a rival gets the same edit."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.egv_runs import egv

ENCODER = ("-c:v", "-preset", "-crf", "-profile:v", "-pix_fmt", "-g", "-bf")
CLAUSE = re.compile(r"(?:\[[^\]]*\])*(\w+)(=[^;]*?)?(?:\[[^\]]*\])*$", re.DOTALL)

Frames = tuple[int, int]  # [first, end)


@dataclass(frozen=True, slots=True)
class Planned:
    """An edit in ffmpeg's words: frames kept, colour filters, gain and ceiling, encoder options."""

    kept: tuple[Frames, ...]
    colour: str
    gain_db: float
    is_limited: bool
    peak_dbtp: float
    encoder: tuple[str, ...]
    picture: tuple[str, ...]  # inputs, graph and map of the picture, without encoder and output
    rate: float


def planned(
    steps: Sequence[str], clip: Path, *options: str, rate: float = 30, peak_dbtp: float = -1.5
) -> Planned:
    """What egv would do to `clip` of frame rate `rate`, by its own account."""
    with TemporaryDirectory(prefix="egv-bench-") as folder:
        entry = egv(steps, clip, Path(folder) / "plan.mp4", "--dry-run", *options).entry
    words = shlex.split(entry["commands"][-1])
    graph = words[words.index("-filter_complex") + 1] if "-filter_complex" in words else ""
    clauses = _clauses(graph)
    facts = _facts(entry, "normalise")
    gain_db = float(facts.get("gain_db", 0.0))
    return Planned(
        kept=_kept(clauses),
        colour=_colour(clauses),
        gain_db=gain_db,
        is_limited=float(facts.get("from_dbtp", -99.0)) + gain_db > peak_dbtp,
        peak_dbtp=peak_dbtp,
        encoder=_encoder(words),
        picture=_picture(words, clip),
        rate=rate,
    )


def _facts(entry: dict[str, Any], step: str) -> dict[str, Any]:
    return next((dict(each["facts"]) for each in entry["steps"] if each["step"] == step), {})


def _clauses(graph: str) -> list[tuple[str, str]]:
    """The filters of `graph` in order, as name and options; egv writes one to a clause."""
    found = [CLAUSE.match(clause) for clause in graph.split(";")]
    return [(match[1], (match[2] or "=")[1:]) for match in found if match]


def _kept(clauses: Sequence[tuple[str, str]]) -> tuple[Frames, ...]:
    """The frames that the `select` keeps, or the `trim` where nothing is cut from the inside."""
    for name, options in clauses:
        if name == "select":
            spans = re.findall(r"between\(pts\W+(\d+)\W+(\d+)", options)
            return tuple((int(first), int(last) + 1) for first, last in spans)
    for name, options in clauses:
        if name == "trim" and "start_pts" in options:
            numbers = dict(re.findall(r"(start_pts|end_pts)=(\d+)", options))
            return ((int(numbers["start_pts"]), int(numbers["end_pts"])),)
    return ()


def _colour(clauses: Sequence[tuple[str, str]]) -> str:
    """The filters after the cuts: those of `colour-correct`, as they stand."""
    names = [name for name, _ in clauses]
    if "setpts" not in names:
        return ""
    after = clauses[len(names) - names[::-1].index("setpts") :]
    return ",".join(f"{name}={options}" if options else name for name, options in after)


def _encoder(words: Sequence[str]) -> tuple[str, ...]:
    found: list[str] = []
    for option in ENCODER:
        if option in words:
            found += [option, words[words.index(option) + 1]]
    return tuple(found)


def _picture(words: Sequence[str], clip: Path) -> tuple[str, ...]:
    """The command up to the picture's `-map`, its first.

    `clip` takes the place of the sound that is made before it: inputs keep their numbers.
    """
    head = words[: words.index("-map") + 2]
    return tuple(str(clip) if word.endswith("sound.m4a") else word for word in head)
