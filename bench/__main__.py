"""`python -m bench`: measure, print one table, write `bench/results.json`; exit 1 on a miss."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.batches import batch_rows
from bench.branded import branded_rows
from bench.checks import check_rows
from bench.circumstances import Circumstances
from bench.fidelity import vmaf_rows
from bench.formats import format_rows
from bench.many_cuts import cuts_rows
from bench.measure import RunFailed
from bench.previews import preview_rows
from bench.rows import Row, table, write_results
from bench.sound_only import normalise_rows
from bench.start_up import help_rows
from bench.subtitles import subtitle_rows
from bench.whole_edit import edit_rows, moviepy_rows

RESULTS = Path(__file__).with_name("results.json")
PARTS: dict[str, Callable[[Circumstances], list[Row]]] = {
    "help": help_rows,
    "edit": edit_rows,
    "moviepy": moviepy_rows,
    "branded": branded_rows,
    "subtitles": subtitle_rows,
    "normalise": normalise_rows,
    "formats": format_rows,
    "cuts": cuts_rows,
    "batch": batch_rows,
    "preview": preview_rows,
    "check": check_rows,
    "vmaf": vmaf_rows,
}


def main() -> int:
    """Run the parts that were asked for; 1 when a limit is missed or a part came to nothing."""
    words = _parser().parse_args()
    rows: list[Row] = []
    failed: list[str] = []
    with TemporaryDirectory(prefix="egv-bench-") as folder:
        about = Circumstances(words.seconds, words.rounds, words.quality, Path(folder))
        for name in words.only or PARTS:
            print(f"{name}:", flush=True)
            try:
                rows += PARTS[name](about)
            except RunFailed as failure:
                failed.append(name)
                print(f"{name}: not measured: {failure}", flush=True)
    print(f"\n{table(rows)}")
    write_results(RESULTS, about.facts, rows)
    if failed:
        print(f"not measured: {', '.join(failed)}")
    return int(bool(failed) or any(row.verdict == "miss" for row in rows))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--seconds", type=int, default=60, help="length of the clip (60)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of every contest (3)")
    parser.add_argument("--quality", default="good", choices=("draft", "good", "best"))
    parser.add_argument("--only", action="append", choices=tuple(PARTS), help="repeatable")
    return parser


if __name__ == "__main__":
    sys.exit(main())
