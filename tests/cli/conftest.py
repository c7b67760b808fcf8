"""What the tests of the command line share: a folder to stand in, and how to call egv."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.places import ROOT

Egv = Callable[..., "subprocess.CompletedProcess[str]"]
BARE = ("NO_COLOR", "FORCE_COLOR", "GITHUB_STEP_SUMMARY", "GITHUB_ACTIONS", "COLUMNS")


@pytest.fixture(autouse=True)
def clips(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with three clips, in which the test stands, and no taste in the environment."""
    for name in ("a.mp4", "b.mp4", "clip.mov"):
        (tmp_path / name).touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EGV_CACHE", str(tmp_path / ".cache"))
    for name in BARE:
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def egv(clips: Path) -> Egv:
    """Runs egv as a process of its own."""
    import os

    checkout = str(ROOT)

    def run(*words: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        path = os.pathsep.join([checkout, os.environ.get("PYTHONPATH", "")])
        return subprocess.run(
            [sys.executable, "-m", "egv", *words],
            capture_output=True,
            text=True,
            cwd=clips,
            stdin=subprocess.DEVNULL,
            timeout=60,
            env={**os.environ, "PYTHONPATH": path, **(env or {})},
        )

    return run
