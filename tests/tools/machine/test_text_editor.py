"""Which text editor opens, on each system."""

from __future__ import annotations

from pathlib import Path

import pytest

from egv.core.errors import EnvironmentFault
from egv.tools.machine.text_editor import find_editor


@pytest.mark.parametrize(
    ("said", "system", "command"),
    [
        ({"VISUAL": "code --wait", "EDITOR": "vi"}, "linux", ["code", "--wait"]),
        ({"VISUAL": " ", "EDITOR": "'/my apps/ed' -x"}, "linux", ["/my apps/ed", "-x"]),
        ({"EDITOR": '"C:\\my apps\\ed.exe" -x'}, "win32", ["C:\\my apps\\ed.exe", "-x"]),
        ({}, "win32", ["notepad"]),
        ({}, "darwin", ["open", "-t", "-W"]),
    ],
)
def test_the_editor_is_the_named_one_else_that_of_the_system(
    said: dict[str, str], system: str, command: list[str]
) -> None:
    assert find_editor(said, system) == command


def test_without_an_editor_it_is_said_how_to_name_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EnvironmentFault, match="name yours in VISUAL"):
        find_editor({}, "linux")
    with pytest.raises(EnvironmentFault, match="never closes"):
        find_editor({"VISUAL": "'ed"}, "linux")
