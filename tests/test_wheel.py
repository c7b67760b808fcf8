"""The wheel is whole, and works outside the checkout beside nothing but what it asks for."""

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from importlib.metadata import Distribution, distribution, distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.places import ROOT

Maker = Callable[..., Path]
ELSEWHERE = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
PIP = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")

# The names of all that any module imports, also inside a function, and that is not there.
LACKING = """
import ast, importlib.util, pathlib, sys, egv
trees = [ast.parse(path.read_bytes()) for path in pathlib.Path(egv.__file__).parent.rglob("*.py")]
nodes = [node for tree in trees for node in ast.walk(tree)]
names = {each.name for node in nodes if isinstance(node, ast.Import) for each in node.names}
names |= {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
tops = {name.partition(".")[0] for name in names} - sys.stdlib_module_names  # some are Windows' own
print(sorted(name for name in tops if not importlib.util.find_spec(name)))
"""


def run(*words: object, cwd: Path) -> str:
    done = subprocess.run(
        [str(w) for w in words], cwd=cwd, env=ELSEWHERE, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def asked_for(found: Distribution, seen: set[str]) -> Iterator[Distribution]:
    """What the distribution requires here, and what that requires, each once."""
    for line in found.requires or ():
        requirement = Requirement(line)
        needed = not requirement.marker or requirement.marker.evaluate({"extra": ""})
        if needed and requirement.name not in seen:
            seen.add(requirement.name)
            required = distribution(requirement.name)
            yield required
            yield from asked_for(required, seen)


def put_beside(found: Distribution, folder: Path) -> None:
    """Link the packages and the metadata of an installed distribution into `folder`."""
    for name in {file.parts[0] for file in found.files or () if file.parts[0] != ".."}:
        link = folder / name
        if not link.exists():
            link.symlink_to(str(found.locate_file(name)))


@pytest.mark.media
def test_the_wheel_installs_and_works_elsewhere(clip: Maker, tmp_path: Path) -> None:
    source = clip(
        "raw/a.mp4", "-f", "lavfi", "-i", "testsrc2=s=160x90:r=30:d=2", "-f", "lavfi", "-i",
        "sine=440:d=2", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac",
    )  # fmt: skip
    run(*PIP, "wheel", "--no-deps", "-w", tmp_path, ROOT, cwd=tmp_path)
    [wheel] = tmp_path.glob("egv-*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    run(sys.executable, "-m", "venv", "--without-pip", "clean", cwd=tmp_path)
    python, egv = tmp_path / "clean/bin/python", tmp_path / "clean/bin/egv"
    [packages] = (tmp_path / "clean/lib").glob("python*/site-packages")
    run(*PIP, "--python", python, "install", "--no-deps", "--no-index", wheel, cwd=tmp_path)
    [installed] = distributions(name="egv", path=[str(packages)])
    for each in asked_for(installed, set()):
        put_beside(each, packages)
    run(*PIP, "--python", python, "check", cwd=tmp_path)
    doctor = json.loads(run(egv, "doctor", "--json", cwd=tmp_path))
    listed = json.loads(run(egv, "recipe", "list", "--json", cwd=tmp_path))["recipes"]
    shown = json.loads(run(egv, "demo", "-r", "welcome", "--json", cwd=tmp_path))
    result = json.loads(run(egv, "run", source, "-o", "out/", "--json", cwd=tmp_path))

    recipes = {f"egv/recipes/{path.name}" for path in (ROOT / "egv/recipes").glob("*.yaml")}
    assert len(recipes) == 17
    weights = {f"egv/weights/{path.name}" for path in (ROOT / "egv/weights").iterdir()}
    assert len(weights) == 3
    assert {*recipes, *weights, "egv/py.typed"} <= set(names)
    assert len(listed) == 15
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if name.split("/")[0] in ("tests", "bench", "examples")]
    assert all(check["ok"] for check in doctor["checks"] if check["name"] != "free disk")
    assert [each["output"] for each in shown["outputs"]] == ["demo/welcome.mp4"]
    assert result["outputs"][0]["status"] == "rendered"
    assert str(ROOT) not in run(python, "-c", "import egv; print(egv.__file__)", cwd=tmp_path)
    assert run(python, "-c", LACKING, cwd=tmp_path) == "[]\n"
    assert not [each for each in ("pytest", "mypy", "hypothesis") if (packages / each).exists()]
