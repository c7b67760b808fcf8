"""The README and the pages for users tell the truth: tables are the code's, every command runs."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from egv.core import errors
from egv.core.programme.step import Step, format_flag
from egv.steps import STEPS
from tests.places import ROOT
from tests.running import egv

README = ROOT / "README.md"
DOCS = ROOT / "docs"
USING, PROMISES = DOCS / "using.md", DOCS / "promises.md"
USER_PAGES = (
    README,
    USING,
    *(DOCS / f"{name}.md" for name in ("subtitles", "sharing", "privacy", "recipes", "kits")),
)
ONE_SCREEN = 70  # lines of the README
MARKS = re.compile(r"(<!-- steps:.*?-->\n)(.*?)(<!-- /steps -->)", re.DOTALL)
Maker = Callable[..., Path]
pytestmark = pytest.mark.usefixtures("shared_cache")


def step_table() -> str:
    """The step table as the code has it."""
    rows = ["| step | what it does | options (default) |", "|---|---|---|"]
    for step in STEPS:
        words = (step.__doc__ or "").split("\n")[0]
        names = " / ".join(f"`{name}`" for name in (step.name, *step.aliases))
        rows.append(f"| {names} | {words} | {', '.join(options_of(step))} |")
    return "\n".join(rows) + "\n"


def options_of(step: type[Step]) -> list[str]:
    """Each option with its default, where it has one that says something."""
    options = []
    for name, field in step.model_fields.items():
        default = field.default
        if isinstance(default, tuple):
            default = ", ".join(default)
        flag = format_flag(field.alias or name)
        if default is True:
            options.append(f"`{flag}`/`--no-{flag[2:]}`")
            continue
        shown = f" ({default:g})" if isinstance(default, float) else f" ({default})"
        options.append(f"`{flag}`" + (shown if default not in (None, "", (), False) else ""))
    return options


def test_the_step_table_is_the_codes() -> None:
    text = USING.read_text(encoding="utf-8")
    if os.environ.get("EGV_GOLDEN"):
        text = MARKS.sub(lambda found: found[1] + step_table() + found[3], text)
        USING.write_text(text, encoding="utf-8")
    found = MARKS.search(text)

    assert found is not None
    assert found[2] == step_table()


def test_the_exit_codes_are_the_codes() -> None:
    table = re.findall(r"^\| (\d[\d, ]*) \|", PROMISES.read_text(encoding="utf-8"), re.MULTILINE)
    written = {int(code) for row in table for code in row.split(",")}
    classes = [each for each in vars(errors).values() if isinstance(each, type)]
    raised = {each.exit_code for each in classes if issubclass(each, errors.EgvError)}

    assert written == raised | {0, 3, 129, 130, 143}


def commands(path: Path) -> list[str]:
    """Every command in the ```sh blocks of a page, without its comment."""
    blocks = re.findall(r"```sh\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    return [command for line in lines if (command := line.split("  #")[0].strip())]


def test_the_readme_is_one_screen() -> None:
    assert len(README.read_text(encoding="utf-8").splitlines()) <= ONE_SCREEN


def test_every_make_target_of_the_readme_exists() -> None:
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    named = [line.split()[1] for line in commands(README) if line.startswith("make ")]

    assert named == ["demo", "test"]
    assert set(named) <= set(targets)


# What needs somebody at a terminal or in a browser, or never ends; each has tests of its own.
WITH_SOMEBODY = ("--edit", "egv review apply", "egv watch")


def runnable() -> list[Any]:
    """The commands of all pages for users; those with tests of their own are left to `torture`."""
    long = ("egv demo", "egv kit preview", "egv run clip.mov -k acme --format")
    every = (
        command
        for page in USER_PAGES
        for command in commands(page)
        if not command.startswith("make ") and not any(word in command for word in WITH_SOMEBODY)
    )
    return [
        pytest.param(command, marks=pytest.mark.torture if command.startswith(long) else ())
        for command in every
    ]


@pytest.fixture
def workplace(clip: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as the examples have it: raw/, clip.mov and the recipes; `egv` on the PATH."""
    bars = (
        "-f",
        "lavfi",
        "-i",
        "testsrc2=s=160x90:r=24:d=3",
        "-f",
        "lavfi",
        "-i",
        "sine=440:d=3",
    )
    coding = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac")
    clip("raw/a.mp4", *bars, *coding)
    (tmp_path / "interview").mkdir()
    names = ("clip.mov", "monday.mov", "tuesday.mp4", "friday.mts")
    for name in (*names, "interview/1.mp4", "interview/2.mp4"):
        shutil.copy(tmp_path / "raw" / "a.mp4", tmp_path / name)
    (tmp_path / "interview" / "1.egv.yaml").write_text("vars: {name: Maria, role: Welder}\n")
    clip("calm.mp3", "-f", "lavfi", "-i", "sine=330:d=5")
    shutil.copy(ROOT / "brand_kits" / "acme" / "logo" / "acme-colour.png", tmp_path / "logo.png")
    (tmp_path / "spoken.txt").write_text("Hello colleagues.\n")
    (tmp_path / "out").mkdir()
    subtitle = "1\n00:00:01,000 --> 00:00:03,000\nHello colleagues.\n"
    (tmp_path / "out" / "clip.nl.srt").write_text(subtitle)
    shutil.copytree(ROOT / "examples", tmp_path / "examples", ignore=shutil.ignore_patterns("*.py"))
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.media
@pytest.mark.parametrize("line", runnable())
def test_every_command_of_the_pages_for_users_runs(workplace: Path, line: str) -> None:
    if line.startswith("egv review"):
        other = "other.mov" if "other" in line else ""
        shutil.copy(workplace / "clip.mov", workplace / "other.mov")
        reviewed = "schema: egv/recipe@1\nname: reviewed\napproval: review\nsteps: [normalise]\n"
        (workplace / "reviewed.yaml").write_text(reviewed)
        drafts = f"egv run -r ./reviewed.yaml clip.mov {other} --quality draft"
        subprocess.run(shlex.split(drafts), cwd=workplace, capture_output=True, check=True)
    if "out/clip.mp4" in line or "views.csv" in line:
        made = "egv normalise clip.mov -o out/clip.mp4"
        subprocess.run(shlex.split(made), cwd=workplace, capture_output=True, check=True)
        (workplace / "views.csv").write_text("output,views\nout/clip.mp4,12\n")
    if line.startswith("egv feedback"):
        for said in ("one", "two", "three"):
            assert egv("feedback", said).code == 0
        skipped = {"schema": "egv/skipped@1", "skipped": [{"video": "a", "text": "too long"}]}
        (workplace / "skipped.json").write_text(json.dumps(skipped))
    done = subprocess.run(shlex.split(line), cwd=workplace, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr


@pytest.mark.media
@pytest.mark.parametrize("script", sorted((ROOT / "examples").glob("*.sh")), ids=lambda p: p.name)
def test_every_example_script_runs(workplace: Path, script: Path) -> None:
    done = subprocess.run([str(script)], cwd=workplace, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert "rendered raw/a.mp4" in done.stdout


@pytest.mark.media
@pytest.mark.parametrize("recipe", sorted((ROOT / "examples").glob("*.yaml")), ids=lambda p: p.stem)
def test_every_example_recipe_runs(workplace: Path, recipe: Path) -> None:
    words = ["egv", "run", "-r", str(recipe), "clip.mov", "-o", "out/"]
    done = subprocess.run(words, cwd=workplace, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert (workplace / "out" / "clip.mp4").exists()


def test_the_rules_of_subtitles_name_tests_that_exist() -> None:
    rules = (ROOT / "docs" / "subtitles.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(test_\w+)`", rules))
    tests = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py"))

    assert len(named) > 40
    assert {name for name in named if f"def {name}(" not in tests} == set()
    assert re.findall(r"^\| (R\d+) ", rules, re.MULTILINE) == [f"R{n}" for n in range(1, 32)]
