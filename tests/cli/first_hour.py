"""Record the first hour: the lines of a newcomer at a terminal, in each language and width.

`python -m tests.cli.first_hour FOLDER` writes one text for each, to be read as that newcomer would.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import struct
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.places import ROOT

QUESTION = re.compile(rb"[\]:?] \Z")
CONTROLS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07]*\x07")
WIDTHS = (60, 100)
TONGUES = ("nl", "en")
# A line, and what is typed at its questions.
HOUR: Sequence[tuple[str, Sequence[str]]] = (
    ("egv", ()),
    ("egv init --no-preview", ("Acme", "", "#10344F", "nl", "HR", "", "n")),
    ("egv demo", ()),
    ("egv run raw/", ("n", "n")),
    ("egv run raw/", ()),
    ("egv check raw/", ()),
    ("egv clip.mp4", ()),
    ("egv run raw/nope.mp4", ()),
    ("egv trmi raw/talk.mp4", ()),
    ("egv run raw/talk.mp4 -r welcom", ()),
    ("egv guide", ()),
    ("egv guide first-video", ()),
)


def record_hour(home: Path, tongue: str, columns: int) -> str:
    """Record the screen of every line of the hour, in a new folder below `home`."""
    here = home / f"{tongue}-{columns}"
    (here / "raw").mkdir(parents=True)
    shutil.copy(ROOT / "examples" / "sample.mp4", here / "raw" / "talk.mp4")
    own = {"HOME": str(here / "home"), "EGV_LANG": tongue, "COLUMNS": str(columns), "LINES": "40"}
    environment = {**os.environ, "TERM": "xterm", "PYTHONPATH": str(ROOT), **own}
    return "\n".join(
        f"$ {line}\n{show_line(line, answers, here, environment)}" for line, answers in HOUR
    )


def show_line(line: str, answers: Sequence[str], here: Path, environment: Mapping[str, str]) -> str:
    """Show what the terminal shows when `line` is typed, with `answers` to what it asks."""
    import fcntl
    import pty
    import termios

    screen, far = pty.openpty()
    size = struct.pack("HHHH", 40, int(environment["COLUMNS"]), 0, 0)
    fcntl.ioctl(far, termios.TIOCSWINSZ, size)
    process = subprocess.Popen(
        [sys.executable, "-m", *line.split()],
        stdin=far, stdout=far, stderr=far, cwd=here, start_new_session=True, env=environment,
    )  # fmt: skip
    os.close(far)
    seen, left = b"", [*answers]
    while chunk := _read_chunk(screen):
        seen += chunk
        if QUESTION.search(seen):
            os.write(screen, (left.pop(0) if left else "").encode() + b"\n")
    os.close(screen)
    code = process.wait(timeout=60)
    shown = "\n".join(map(show_last_state, seen.decode().replace("\r\n", "\n").split("\n")))
    return f"{shown}{f'[exit {code}]' if code else ''}\n"


def show_last_state(row: str) -> str:
    """Show a row of the screen as it stands at last, without what was written over."""
    return CONTROLS.sub("", row).split("\r")[-1].rstrip()


def _read_chunk(screen: int) -> bytes:
    try:
        return os.read(screen, 4096)
    except OSError:  # Linux says so when the other end is closed
        return b""


def write_hours(folder: Path) -> None:
    """Write the recording of each language and width to `folder`."""
    for tongue in TONGUES:
        for columns in WIDTHS:
            text = record_hour(folder, tongue, columns)
            (folder / f"{tongue}-{columns}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", metavar="FOLDER", type=Path)
    write_hours(asked.parse_args().folder.absolute())
