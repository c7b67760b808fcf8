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
# Modules of egv that a line may load: a new import at the top of a module shows here first.
BUDGET = {"the first page": 40, "--help": 130, "kit list": 190, "list": 200, "a completion": 155}
COUNT = (
    "import atexit, sys\n"
    "atexit.register(lambda: print(*sorted(HEAVY & sys.modules.keys()), file=sys.stderr))\n"
    "HEAVY = frozenset(sys.argv.pop(1).split(','))\n"
    "from egv.cli.main import main\n"
    "sys.exit(main(sys.argv[1:]))\n"
)
TELL = (
    "import atexit, sys\n"
    "loaded = lambda: (name for name in sys.modules if name.startswith('egv.'))\n"
    "atexit.register(lambda: print(*loaded(), file=sys.stderr))\n"
    "from egv.cli.main import main\n"
    "sys.exit(main(sys.argv[1:]))\n"
)
PAGES = ("the first page", "--help", "the page of a step")
# The names of kits are those of their folders: no model of a kit is needed.
UNREAD_BY_COMPLETION = ("egv.core.kit.kit", "egv.core.kit.sections", "yaml")
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
    unread = UNREAD if name in PAGES else UNREAD_BY_COMPLETION if name == "a completion" else ()
    heavy = (*HEAVY, *unread)
    ran = subprocess.run(
        [sys.executable, "-c", COUNT, ",".join(heavy), *line.split()],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )

    assert ran.stdout
    assert ran.stderr == "\n"


@pytest.mark.parametrize("name", BUDGET)
def test_what_only_names_things_loads_few_modules_of_egv(name: str) -> None:
    line, environment = LINES[name]
    ran = subprocess.run(
        [sys.executable, "-c", TELL, *line.split()],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )

    assert len(ran.stderr.split()) <= BUDGET[name]
