"""`make demo`: the main job on the sample clip, through the command line that users type."""

from __future__ import annotations

import sys
from pathlib import Path

from egv.cli.main import main

SAMPLE = Path(__file__).with_name("sample.mp4")
OUT = Path("out/demo")
BEFORE = """\
The sample was filmed as phones film in a dim room: too quiet, too dark, too warm, and with dead air
at both ends. The line is:

  egv run examples/sample.mp4 -o out/demo/
"""


def demo() -> int:
    """Run egv on the sample; its exit code."""
    print(BEFORE, flush=True)
    code = main(["run", str(SAMPLE.relative_to(Path.cwd())), "-o", f"{OUT}/"])
    if code == 0:
        print(f"\nThe finished video: {OUT / SAMPLE.name}")
        print("Now your own clip:  .venv/bin/egv run YOUR-CLIP.mov -o out/")
    return code


if __name__ == "__main__":
    sys.exit(demo())
