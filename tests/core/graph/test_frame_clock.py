"""Frames are multiplied in one place, and there they wait until they are asked for."""

import ast
from fractions import Fraction
from pathlib import Path

from egv.core.graph.frame_clock import hold_rate
from egv.core.graph.pads import Pad, Source, combine_pads
from tests.conftest import graph_of
from tests.places import ROOT

CLIP = Pad(Source(Path("/clips/a.mp4")), "v", 0)
MULTIPLIERS = {"fps", "framerate", "loop", "minterpolate", "tpad", "zoompan"}
PACKAGE = ROOT / "egv"


def filters_named(module: Path) -> set[str]:
    """The filters that the code of `module` asks for by name."""
    calls = (n for n in ast.walk(ast.parse(module.read_text("utf-8"))) if isinstance(n, ast.Call))
    makers = {"apply_filter", "combine_pads", "Filter"}
    return {
        argument.value
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id in makers
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }


def test_one_module_alone_multiplies_frames() -> None:
    using = {
        path.relative_to(PACKAGE).as_posix(): filters_named(path) & MULTIPLIERS
        for path in PACKAGE.rglob("*.py")
    }

    assert {path: names for path, names in using.items() if names} == {
        "core/graph/frame_clock.py": {"fps", "loop", "tpad"}
    }


def test_the_clock_ends_after_the_picture() -> None:
    text = graph_of(hold_rate(CLIP, Fraction(25), 250, first=100), None)

    assert "nullsrc=duration=6.08:rate=25:size=16x16" in text
    assert "PTS+100" in text


def test_two_pictures_do_not_share_a_clock() -> None:
    two = tuple(hold_rate(CLIP, Fraction(30), 60) for _ in range(2))
    text = graph_of(combine_pads(two, "concat", n=2, v=1, a=0), None)

    assert text.count("nullsrc=") == 2
