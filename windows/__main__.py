"""`make windows`: build the rig, run egv's lines on it, print the table; exit 1 on a fault of egv.

python -m windows              everything
python -m windows lines        what users type
python -m windows portable     the zip, and its first run
"""

from __future__ import annotations

import sys
import time

from windows.assemble import assemble_portable
from windows.lines import run_lines
from windows.places import LOG
from windows.portable import start_portable_once
from windows.table import Row, format_table
from windows.wine import ADVICE, find_lacking_programs, make_prefix, make_rig, stop_server

PARTS = ("lines", "portable")


def main(words: list[str]) -> int:
    """Build, run the parts named in `words`, or all, and return the exit code."""
    wanted = [part for part in PARTS if part in words] or PARTS
    lacking = find_lacking_programs()
    if lacking:
        print(f"SKIPPED: make windows: no {', '.join(lacking)} here; to have them: {ADVICE}")
        return 0
    began = time.monotonic()
    portable = assemble_portable()
    make_prefix()
    make_rig(portable)
    built = f"Built in {time.monotonic() - began:.0f} s."
    print(built, flush=True)
    rows: list[Row] = []
    try:
        if "lines" in wanted:
            run_lines(rows)
        if "portable" in wanted:
            start_portable_once(rows)
    finally:
        stop_server()
    log = f"{built}\n\n{format_table(rows)}\n"
    LOG.write_text(log, encoding="utf-8")
    print(log)
    return int(any(row.faults for row in rows))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
