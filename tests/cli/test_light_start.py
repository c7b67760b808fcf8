"""A page, a list and a completion load none of the packages that only work on clips needs."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

HEAVY = (
    "PIL", "av", "cv2", "faster_whisper", "ffmpeg", "fontTools", "jinja2", "numpy",
    "onnxruntime", "rich",
)  # fmt: skip
# Rooms of egv itself that no page needs: the models of a kit, and readers of files.
UNREAD = (
    "egv.core.cues.words_file", "egv.core.kit.kit", "egv.core.kit.sections",
    "egv.tools.library.subtitle_files", "typer", "yaml",
)  # fmt: skip
COUNT = (
    "import atexit, sys\n"
    "atexit.register(lambda: print(*sorted(HEAVY & sys.modules.keys()), file=sys.stderr))\n"
    "HEAVY = frozenset(sys.argv.pop(1).split(','))\n"
    "from egv.cli.main import main\n"
    "sys.exit(main(sys.argv[1:]))\n"
)
PAGES = ("the first page", "--help", "the page of a step")
COMPLETION = {"_EGV_COMPLETE": "complete_bash", "COMP_CWORD": "3", "COMP_WORDS": "egv run -k "}
LINES = {
    "the first page": ("", {}),
    "--help": ("--help", {}),
    "the page of a step": ("trim --help", {}),
    "list": ("list", {}),
    "kit list": ("kit list", {}),
    "recipe list": ("recipe list", {}),
    "a completion": ("", COMPLETION),
}


@pytest.mark.parametrize("name", LINES)
def test_what_only_names_things_loads_nothing_heavy(name: str) -> None:
    line, environment = LINES[name]
    heavy = (*HEAVY, *UNREAD) if name in PAGES else HEAVY
    ran = subprocess.run(
        [sys.executable, "-c", COUNT, ",".join(heavy), *line.split()],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )

    assert ran.stdout
    assert ran.stderr == "\n"
