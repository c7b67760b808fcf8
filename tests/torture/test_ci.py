"""The example for GitHub Actions is one: its line is a line of egv, and nothing is asked."""

import os
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from egv.cli.request import parse_request
from tests.places import ROOT
from tests.torture.watching import SMALL, ran, tree

DOCUMENT = ROOT / "docs" / "ci.md"


def egv_lines(job: str) -> list[list[str]]:
    """The words of each line of egv in the workflow that has this job."""
    blocks = re.findall(r"```yaml\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    [jobs] = [found for block in blocks if job in (found := yaml.safe_load(block)["jobs"])]
    lines = [step.get("run", "") for step in jobs[job]["steps"]]
    return [shlex.split(line)[1:] for line in lines if line.startswith("egv ")]


@pytest.mark.media
@pytest.mark.usefixtures("shared_cache")
def test_the_line_of_the_workflow_runs_and_writes_the_page(
    clip: Callable[..., Path], tmp_path: Path
) -> None:
    clip("raw/a.mp4", *SMALL)
    (tmp_path / "raw" / "b.mp4").write_bytes(b"no video")
    page = tmp_path / "page.md"
    environment = os.environ | {"GITHUB_STEP_SUMMARY": str(page), "GITHUB_ACTIONS": "true"}
    [line] = egv_lines("render")
    done = ran(*line, cwd=tmp_path, env=environment)

    assert done.code == 3, done.err
    assert "::error file=raw/b.mp4" in done.out
    assert "\x1b" not in done.out + done.err
    assert "| raw/a.mp4 | made |" in page.read_text()
    assert list(tree(tmp_path / "out")) == ["a.mp4"]
    assert (tmp_path / "report.json").is_file()


def test_the_lines_for_recipes_and_kits_run_and_pin_a_fault_to_its_line(here: Path) -> None:
    for begin in (("kit", "new", "ours"), ("recipe", "new", "update", "--from", "weekly-update")):
        assert ran(*begin, cwd=here).code == 0
    recipes, kits, preview = egv_lines("validate")
    assert callable(parse_request(preview))

    checks = [[*recipes[:2], "recipes/update.yaml", *recipes[3:]]]
    checks += [[*kits[:2], "brand_kits/ours", *kits[3:]]]
    assert [ran(*words, cwd=here).code for words in checks] == [0, 0]
    (here / "recipes/update.yaml").write_text("schema: egv/recipe@1\nname: u\nsteps: [trimm]\n")
    faulty = ran(*checks[0], cwd=here)
    assert faulty.code == 2
    assert "::error file=recipes/update.yaml,line=3" in faulty.out
