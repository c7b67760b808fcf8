"""The wheel is whole, and works from a clean environment outside the checkout."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
Maker = Callable[..., Path]


def run(*words: object, cwd: Path) -> str:
    done = subprocess.run([str(w) for w in words], cwd=cwd, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.media
def test_the_wheel_installs_and_works_elsewhere(clip: Maker, tmp_path: Path) -> None:
    source = clip(
        "raw/a.mp4", "-f", "lavfi", "-i", "testsrc2=s=160x90:r=30:d=4", "-f", "lavfi", "-i",
        "sine=440:d=4", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac",
    )  # fmt: skip
    pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
    run(*pip, "wheel", "--no-deps", "-w", tmp_path, ROOT, cwd=tmp_path)
    [wheel] = tmp_path.glob("egv-*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    run(sys.executable, "-m", "venv", "clean", cwd=tmp_path)
    python, egv = tmp_path / "clean/bin/python", tmp_path / "clean/bin/egv"
    run(python, *pip[1:], "install", wheel, cwd=tmp_path)
    doctor = json.loads(run(egv, "doctor", "--json", cwd=tmp_path))
    listed = json.loads(run(egv, "recipe", "list", "--json", cwd=tmp_path))["recipes"]
    result = json.loads(run(egv, "run", source, "-o", "out/", "--json", cwd=tmp_path))

    recipes = {f"egv/recipes/{path.name}" for path in (ROOT / "egv/recipes").glob("*.yaml")}
    assert len(recipes) == 13
    assert {*recipes, "egv/py.typed"} <= set(names)
    assert len(listed) == 12
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if name.split("/")[0] in ("tests", "bench", "examples")]
    assert all(check["ok"] for check in doctor["checks"] if check["name"] != "free disk")
    assert result["outputs"][0]["status"] == "rendered"
    assert str(ROOT) not in run(python, "-c", "import egv; print(egv.__file__)", cwd=tmp_path)
