"""What tests of speech models share: a model that is whole, and a machine without any."""

from __future__ import annotations

from pathlib import Path

import pytest

from egv.tools.machine import memory
from tests.scripted_whisper import build

PLACES = ("HF_HUB_CACHE", "HF_HOME", "HF_ENDPOINT", "EGV_MODEL_DIR", "EGV_MODEL_SOURCE")


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a whole model, called `small`."""
    return build(tmp_path_factory.mktemp("models") / "small", [(0, 1, "Hallo.")])


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without any model."""
    for name in PLACES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    memory.measure_free_memory_once.cache_clear()
    return tmp_path
