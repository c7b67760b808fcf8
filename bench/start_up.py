"""How long a user waits for help."""

from __future__ import annotations

import os

from bench.circumstances import Circumstances
from bench.egv_runs import egv_command
from bench.measure import interleaved, run
from bench.rows import Row

TIMES = 5


def help_rows(_: Circumstances) -> list[Row]:
    """The wall time of `egv --help`."""
    command = (*egv_command(), "--help")
    run(command, os.environ)  # the first call may have to write byte code
    runs = interleaved({"egv --help": lambda: run(command, os.environ)}, TIMES)["egv --help"]
    return [Row("egv --help", tuple(each.seconds for each in runs), 0.5, " s")]
