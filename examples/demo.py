"""`make demo`: the main job on the sample clip, through the command line that users type."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

from egv.cli.main import main

OUT = Path("out/demo")
LINE = (
    "run examples/sample.mp4 -k acme -o out/demo/"
    ' brand --title "How to record a good video"'
    " lower-third --name Maria --role Communications"
    " subtitle --model examples/models/tiny-en-egv"
)
BEFORE = f"""\
The sample was filmed as phones film in a dim room: too quiet, too dark, too warm, and with dead air
at both ends. The line is:

  egv {LINE}
"""


def demo() -> int:
    """Run egv on the sample; its exit code."""
    print(BEFORE, flush=True)
    code = main(shlex.split(LINE))
    if code == 0:
        print(f"\nThe finished video: {OUT / 'sample.mp4'}")
        print("Now your own clip:  .venv/bin/egv run YOUR-CLIP.mov -k acme -o out/")
        print(
            "  with its text in YOUR-CLIP.txt beside it, or a speech model (--model), for subtitles"
        )
    return code


if __name__ == "__main__":
    sys.exit(demo())
