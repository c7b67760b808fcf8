"""Clips made with ffmpeg, kept for the whole run: one that many tests ask for is made once."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from egv.tools.ffmpeg import runner


class Shelf:
    """Files in `folder`, which the workers of a run share, by the words they were made with."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(exist_ok=True)

    def put(self, path: Path, arguments: Sequence[str]) -> None:
        """Put at `path` a copy of what ffmpeg makes of `arguments`."""
        kept = self._folder / f"{_name(arguments)}{path.suffix}"
        if not kept.is_file():
            with TemporaryDirectory(dir=self._folder) as work:
                fresh = Path(work) / kept.name
                argv = [
                    runner.find_ffmpeg(),
                    "-nostdin",
                    "-v",
                    "error",
                    *arguments,
                    f"file:{fresh}",
                ]
                subprocess.run(argv, check=True, capture_output=True)
                fresh.replace(kept)
        path.unlink(missing_ok=True)  # another file, as ffmpeg would have made it anew
        shutil.copyfile(kept, path)


def _name(arguments: Sequence[str]) -> str:
    """A name that changes with the words, and with the bytes of the files that they read."""
    digest = hashlib.sha256()
    for before, word in zip(("", *arguments), arguments, strict=False):
        path = Path(word)
        read = before == "-i" and len(word) < 255 and path.is_file()
        digest.update(b"\0file" + path.read_bytes() if read else b"\0" + os.fsencode(word))
    return digest.hexdigest()[:32]
