"""Many clips in one run: side by side against one by one, done already, and how memory grows."""

from __future__ import annotations

import json
import os
import shutil
from functools import partial
from pathlib import Path

from bench.circumstances import Circumstances
from bench.clips import MADE, part_of, speaking_clip
from bench.egv_runs import WHOLE_EDIT, egv_command
from bench.measure import Run, interleaved, ratios, run
from bench.rows import Row

SHORT_CLIPS, SHORT_S = 12, 5
DONE = 1000
FEW, MANY = 50, 500
TINY = ("trim", "--end", "0.5", "--silence", "off", "--force")


def batch_rows(about: Circumstances) -> list[Row]:
    """Throughput side by side, the cost of what is done already, memory over hundreds of clips."""
    return [_throughput(about), _done_already(about), _memory(about)]


def _throughput(about: Circumstances) -> Row:
    clips = _short_clips(MADE / f"{SHORT_CLIPS}-short")
    runs = interleaved(
        {
            f"-j {jobs}": partial(_batch, clips, about, *WHOLE_EDIT, "-j", str(jobs))
            for jobs in (1, 2)
        },
        about.rounds,
    )
    one, two = ([each.seconds for each in runs[f"-j {jobs}"]] for jobs in (1, 2))
    name = f"{SHORT_CLIPS} clips of {SHORT_S} s: speed of -j 2 against -j 1"
    return Row(name, ratios(one, two), 1.2, "x", at_least=True)


def _done_already(about: Circumstances) -> Row:
    clips, out = about.folder / "done", about.folder / "done-out"
    _tiny_clips(clips, 1)
    _batch(clips, about, *TINY, out=out)
    ledger = out / ".egv" / "ledger.jsonl"
    entry = json.loads(ledger.read_text())
    first, made = clips / "0.mp4", out / "0.mp4"
    for number in range(1, DONE):
        shutil.copyfile(first, clips / f"{number}.mp4")
        shutil.copyfile(made, out / f"{number}.mp4")
    lines = [json.dumps({**entry, "output": f"{number}.mp4"}) for number in range(DONE)]
    ledger.write_text("\n".join(lines) + "\n")
    _batch(clips, about, *TINY, out=out)  # the hashes of the copies are kept from now on
    runs = interleaved({"done": lambda: _batch(clips, about, *TINY, out=out)}, about.rounds)["done"]
    values = tuple(1000 * each.seconds / DONE for each in runs)
    return Row(f"{DONE} finished clips checked, each", values, 3, " ms")


def _memory(about: Circumstances) -> Row:
    folders = {}
    for count in (FEW, MANY):
        folders[count] = about.folder / f"{count}-tiny"
        _tiny_clips(folders[count], count)
    runs = interleaved(
        {str(count): partial(_batch, folders[count], about, *TINY) for count in folders},
        1,
    )
    few, many = ([each.own_bytes for each in runs[str(count)]] for count in (FEW, MANY))
    return Row(f"egv's own memory over {MANY} clips, against {FEW}", ratios(many, few), 1.1, "x")


def _batch(clips: Path, about: Circumstances, *words: str, out: Path | None = None) -> Run:
    """egv over the folder `clips`; anew, unless it writes to a named folder that is kept."""
    fresh = about.folder / "fresh"
    if out is None:
        shutil.rmtree(fresh, ignore_errors=True)
    cache = (out or fresh).with_name(f"{(out or fresh).name}-cache")
    if out is None:
        shutil.rmtree(cache, ignore_errors=True)
    line = [
        *egv_command(),
        *words,
        str(clips),
        "-o",
        f"{out or fresh}/",
        "-q",
        "--quality",
        "draft",
    ]
    return run(line, {**os.environ, "EGV_CACHE": str(cache)})


def _short_clips(folder: Path) -> Path:
    """Stretches of the standard clip, each with another content."""
    for number in range(SHORT_CLIPS):
        part_of(speaking_clip(60), number * 4, SHORT_S, folder / f"{number}.mp4")
    return folder


def _tiny_clips(folder: Path, count: int) -> None:
    for number in range(count):
        part_of(speaking_clip(12), number * 0.02, 1, folder / f"{number}.mp4", short_side=90)
