"""Help pages and answers to wrong lines hold no English words where the user reads Dutch."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from egv.cli.commands import COMMANDS
from egv.cli.grammar.tokens import PREVIEW, RUN
from egv.cli.main import main
from egv.steps import STEPS

# Words that no Dutch sentence has; what stands between quotes and after "egv" is typed, not said.
ENGLISH = re.compile(
    r"\b(the|this|that|and|with|for|from|which|would|are|not|does|there|its|what|when)\b"
)
TYPED = re.compile(r"'[^']*'|\"[^\"]*\"|\[.*?\]|--?[a-z][\w-]*|\begv .*|\S*[./=_]\S*")
PAGES = [
    [],
    [RUN],
    [PREVIEW],
    *([step.name] for step in STEPS),
    *([command.name] for command in COMMANDS),
    *([command.name, below.name] for command in COMMANDS for below in command.commands),
]


def list_english_lines(text: str) -> list[str]:
    """List the lines in which an English word is said."""
    return [line for line in text.splitlines() if ENGLISH.search(TYPED.sub("", line))]


@pytest.mark.parametrize("page", PAGES, ids=" ".join)
def test_a_help_page_is_dutch(
    page: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EGV_LANG", "nl")

    assert main([*page, "--help"]) == 0
    said = capsys.readouterr().out
    assert list_english_lines(said) == []
    assert "Gebruik: egv" in said
    assert max(map(len, said.splitlines())) <= 80


@pytest.mark.parametrize(
    "line",
    [
        "trmi clip.mp4", "trim --bogus x", "trim --lufs 3 x", "trim music --role x y",
        "trim -output x", "trim --start", "trim --start xx y", "trim x --quality y", "run",
        "trim nope.mp4", "trim *.xyz", "run x -r nope", "run x -k nope", "run x --skip foo",
        "trim x --skip trim", "trim -v -q x", "trim then", "trim -j 99 x", "run x --set foo",
        "trim --start 1 --start 2 x", "trim --force=1 x", "guide foo", "kit", "kit foo", "kit show",
        "kit list --foo", "kit list extra", "kit show nope", "kit new !! --colour zz",
        "kit new a --from acme --logo x.png", "recipe script standard", "config schema foo",
        "report -o x.txt", "check x -o y.pdf", "demo -r nope", "demo --quality x",
        "share pack x --set foo", "review done x y", "--quality x kit list", "doctor --foo",
        "recipe list", "kit list", "model list", "guide", "doctor", "config show --origin",
        "init --yes --name Acme", "recipe new mine", "recipe validate welcome",
    ],
)  # fmt: skip
def test_a_line_is_answered_in_dutch(
    line: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("EGV_LANG", "nl")
    monkeypatch.chdir(tmp_path)

    main(line.split())
    out, err = capsys.readouterr()
    assert list_english_lines(f"{out}{err}") == []
    assert f"{out}{err}".strip()
