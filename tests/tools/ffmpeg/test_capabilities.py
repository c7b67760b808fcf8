"""The parts of ffmpeg that egv uses: the list is that of its sources."""

import ast
from pathlib import Path

import pytest

import egv
from egv.tools.ffmpeg.capabilities import FILTERS, is_secure, list_h264_encoders, list_missing_parts

NAMED_AT = {
    "Filter": 0,
    "apply_filter": 1,
    "generate_pad": 1,
    "combine_pads": 1,
}  # where a call says the filter's name


def filters_named(source: str) -> set[str]:
    calls = [each for each in ast.walk(ast.parse(source)) if isinstance(each, ast.Call)]
    named = [
        call.args[NAMED_AT[call.func.id]]
        for call in calls
        if isinstance(call.func, ast.Name) and len(call.args) > NAMED_AT.get(call.func.id, 99)
    ]
    words = [word for name in named for word in ast.walk(name) if isinstance(word, ast.Constant)]
    return {word.value for word in words if isinstance(word.value, str)}


def test_the_filters_listed_are_those_that_the_sources_name() -> None:
    sources = [each.read_text("utf-8") for each in Path(egv.__file__).parent.rglob("*.py")]
    building = [each for each in sources if any(f"{name}(" in each for name in NAMED_AT)]

    assert set().union(*map(filters_named, building)) == {*FILTERS}


def test_the_embedded_ffmpeg_lacks_nothing() -> None:
    assert list_missing_parts() == ()
    assert "libx264" in list_h264_encoders()


@pytest.mark.parametrize(
    ("version", "secure"),
    [("7.0", False), ("n8.1.1-3", False), ("8.1.2", True), ("n9.0.2-17-g2a", True), ("N-1", True)],
)
def test_a_version_with_known_holes_is_told_from_one_without(version: str, secure: bool) -> None:
    assert is_secure(version) is secure
