"""`make windows`: build the rig, run egv's lines on it, print the table; exit 1 on a fault of egv.

python -m windows              everything
python -m windows --rig        the lines alone
python -m windows --portable   the zip alone, and its first run
"""

from __future__ import annotations

import argparse
import sys
import time

from windows.assemble import assemble_portable
from windows.lines import run_lines
from windows.places import LOG
from windows.table import Row, format_table
from windows.wine import ADVICE, find_lacking_programs, make_prefix, make_rig, stop_server


def main() -> int:
    """Build and run; return the exit code."""
    lacking = find_lacking_programs()
    if lacking:
        print(f"SKIPPED: make windows: {', '.join(lacking)} not on this machine; {ADVICE}")
        return 0
    began = time.monotonic()
    portable = assemble_portable()
    make_prefix()
    make_rig(portable)
    print(f"built in {time.monotonic() - began:.0f} s", flush=True)
    rows: list[Row] = []
    try:
        rows += run_lines()
    finally:
        stop_server()
    print(format_table(rows))
    return int(any(row.faults for row in rows))


if __name__ == "__main__":
    sys.exit(main())
