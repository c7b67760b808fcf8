"""Show that two commits make the same videos: `python -m bench.same_outputs OLD [NEW]`.

Every recipe is made of the sample clip by both, in this environment and with one encoder thread,
with which x264 gives the same bytes for the same frames. Compared are the ffmpeg commands, the
videos with their sound, and all that lies beside them.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from imageio_ffmpeg import get_ffmpeg_exe

from bench.measure import ROOT

# Stands in for ffmpeg: writes down what it was asked, and lets x264 use one thread only.
STAND_IN = """#!{python}
import json, os, sys
words = sys.argv[1:]
with open({log!r}, "a", encoding="utf-8") as log:
    log.write(json.dumps(words) + "\\n")
done = []
for word in words:
    done.append(word)
    if word == "libx264":
        done += ["-threads", "1"]
os.execv({ffmpeg!r}, [{ffmpeg!r}, *done])
"""
TEMPORARY = re.compile(r"[^\s\"':=,]*/[^\s\"':=,]*")  # paths differ from run to run


def make_everything(commit: str, folder: Path) -> tuple[list[str], dict[str, str]]:
    """The ffmpeg commands of `commit` for all recipes, and the SHA-256 of each file it made."""
    checkout, out, log = folder / "checkout", folder / "demo", folder / "commands"
    subprocess.run(
        ["git", "worktree", "add", "--detach", "-f", str(checkout), commit], cwd=ROOT, check=True
    )
    stand_in = folder / "ffmpeg"
    text = STAND_IN.format(python=sys.executable, log=str(log), ffmpeg=get_ffmpeg_exe())
    stand_in.write_text(text, encoding="utf-8")
    stand_in.chmod(0o755)
    environment = {
        **os.environ,
        "EGV_FFMPEG": str(stand_in),
        "EGV_CACHE": str(folder / "cache"),
        "PYTHONPATH": str(checkout),
    }
    try:
        subprocess.run(
            [sys.executable, "-m", "egv", "demo", "-o", str(out)],
            cwd=checkout,
            env=environment,
            check=True,
        )
    finally:
        subprocess.run(
            ["git", "worktree", "remove", "--force", str(checkout)], cwd=ROOT, check=True
        )
    commands = [TEMPORARY.sub("PATH", line) for line in log.read_text("utf-8").splitlines()]
    files = sorted(path for path in out.rglob("*") if path.is_file() and ".egv" not in path.parts)
    digests = {
        str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }
    return sorted(commands), digests


def main(words: list[str]) -> int:
    """Compare the commits that `words` name; 0 where nothing differs."""
    old, new = (*words, "HEAD")[:2]
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        before, after = make_everything(old, Path(one)), make_everything(new, Path(other))
    commands = set(before[0]) ^ set(after[0])
    files = {name for name in before[1] | after[1] if before[1].get(name) != after[1].get(name)}
    for line in sorted(commands):
        print("command", line[:2000])
    for name in sorted(files):
        print("file", name)
    print(f"{len(after[0])} commands and {len(after[1])} files compared")
    print(f"{len(commands)} and {len(files)} of them differ")
    return int(bool(commands or files))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
