"""What is made is opened as a double click does, and never with a shell."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from egv.tools.machine.viewer import open_with_viewer


@pytest.mark.skipif(sys.platform == "win32", reason="Windows opens files by itself")
def test_the_viewer_gets_the_path_as_one_word(tmp_path: Path) -> None:
    said = tmp_path / "said"
    for name in ("xdg-open", "open"):
        program = tmp_path / name
        program.write_text(
            f"#!/bin/sh\nprintf '%s|' \"$@\" > '{said}.part'; mv '{said}.part' '{said}'\n"
        )
        program.chmod(0o755)
    file = tmp_path / "-a; touch b & $(c).mp4"
    world = {"PATH": f"{tmp_path}:/bin:/usr/bin", "DISPLAY": ":0"}

    assert open_with_viewer(file, world)
    for _ in range(200):
        if said.exists():
            break
        time.sleep(0.02)
    assert said.read_text() == f"{file}|"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there always is a screen")
def test_a_machine_without_a_screen_or_a_viewer_says_so(tmp_path: Path) -> None:
    assert not open_with_viewer(tmp_path, {"PATH": "/usr/bin:/bin"})
    assert not open_with_viewer(tmp_path, {"PATH": str(tmp_path), "DISPLAY": ":0"})
