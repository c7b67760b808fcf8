"""The road of a clip: short, without a kit that nothing shows, and the same for a step of yours."""

import subprocess
import sys
from pathlib import Path

import pytest

from bench.road import follow_command
from egv.tools.draw import fonts
from egv.tools.library import kits

MOST_DEEP = 20
MOST_FUNCTIONS = 560  # of a dry run of trim; 554 on the day this was written

pytestmark = pytest.mark.media


@pytest.fixture
def clip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    sample = Path(__file__).parents[3] / "examples/sample.mp4"
    (tmp_path / "clip.mp4").symlink_to(sample)
    monkeypatch.chdir(tmp_path)
    return "clip.mp4"


def test_a_dry_run_of_trim_is_a_short_road(clip: str) -> None:
    line = ["trim", clip, "--end", "20", "-n"]
    follow_command(line)  # finds the speech, which is remembered
    code, road = follow_command(line)

    assert code == 0
    assert len(road.deepest) <= MOST_DEEP
    assert len(road.functions) <= MOST_FUNCTIONS


def test_a_run_that_shows_nothing_of_a_kit_opens_none(
    clip: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    for module, name in ((fonts, "load_font_face"), (kits, "load_kit_file")):
        monkeypatch.setattr(module, name, lambda *_, name=name: opened.append(name))
    code, road = follow_command(["trim", clip, "--end", "20", "-n"])

    assert (code, opened) == (0, [])
    assert "tools/library/kits.py" not in road.modules


def test_a_faulty_kit_that_somebody_names_is_refused_though_nothing_of_it_is_shown(
    clip: str,
) -> None:
    Path("broken.yaml").write_text("schema: egv/kit@1\nname: broken\npallete: {}\n")
    code, _ = follow_command(["trim", clip, "--end", "20", "-n", "-k", "broken.yaml"])

    assert code == 2


BLINK = '''
"""A step that exists in this test only."""
from typing import ClassVar
from egv.core.graph.pads import apply_filter
from egv.core.programme.step import Step, declare_option

class Blink(Step):
    """Turn the picture upside down."""
    name: ClassVar[str] = "blink"
    example: ClassVar[str] = "egv blink clip.mov"
    slowly: bool = declare_option(False, help="Take more time over it.")

    def apply(self, edit, ask):
        picture = apply_filter(edit.picture, "vflip")
        return edit.with_picture(picture).with_explanation(self.name, "upside down")
'''
USING = """
import sys
import egv.steps
from mine.blink import Blink
egv.steps.STEPS = (*egv.steps.STEPS, Blink)
from egv.cli.main import main
sys.exit(main(sys.argv[1:]))
"""


def test_a_step_is_one_file_and_one_line(clip: str, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/blink.py").write_text(BLINK)

    def run(*words: str) -> str:
        code = [sys.executable, "-c", USING, *words]
        return subprocess.run(code, check=True, capture_output=True, text=True).stdout

    assert "Turn the picture upside down." in run("blink", "--help")
    assert "--slowly" in run("blink", "--help")
    assert "vflip" in run("blink", clip, "--slowly", "-n", "--json")
    (tmp_path / "own.yaml").write_text(
        "schema: egv/recipe@1\nname: own\nsteps:\n  - blink: {slowly: true}\n"
    )
    assert "vflip" in run("run", "-r", "own.yaml", clip, "-n", "--json")
