"""The example for GitHub Actions is one: its line is a line of egv, and nothing is asked."""

import os
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tests.places import ROOT
from tests.torture.watching import SMALL, ran, tree

DOCUMENT = ROOT / "docs" / "ci.md"


def egv_words() -> list[str]:
    """The words of the one line of egv in the workflow."""
    found = re.search(r"```yaml\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    workflow = yaml.safe_load(found[1])
    lines = [step.get("run", "") for step in workflow["jobs"]["render"]["steps"]]
    [line] = [line for line in lines if line.startswith("egv ")]
    return shlex.split(line)[1:]


@pytest.mark.media
@pytest.mark.usefixtures("shared_cache")
def test_the_line_of_the_workflow_runs_and_writes_the_page(
    clip: Callable[..., Path], tmp_path: Path
) -> None:
    clip("raw/a.mp4", *SMALL)
    (tmp_path / "raw" / "b.mp4").write_bytes(b"no video")
    page = tmp_path / "page.md"
    environment = os.environ | {"GITHUB_STEP_SUMMARY": str(page), "GITHUB_ACTIONS": "true"}
    done = ran(*egv_words(), cwd=tmp_path, env=environment)

    assert done.code == 3, done.err
    assert "::error file=raw/b.mp4" in done.out
    assert "\x1b" not in done.out + done.err
    assert "| raw/a.mp4 | made |" in page.read_text()
    assert list(tree(tmp_path / "out")) == ["a.mp4"]
    assert (tmp_path / "report.json").is_file()
