"""What packages would do unasked is off before any of them is there, whatever is imported first."""

from __future__ import annotations

import ast
import os
import subprocess
import sys

import pytest

from egv.tools.machine.offline import SWITCHES, find_unset_switches
from tests.places import ROOT

CHECKOUT = ROOT
FIRST = ["egv.__main__", "egv.core.media.timing"]
# One line for each package of others that is about to be imported: which, and what is not off.
WATCHING = """
import os, sys
variables = {variables!r}
def tell(event, arguments):
    if event == "import" and arguments[0].partition(".")[0] in {packages!r}:
        unset = [n for n, value in variables.items() if os.environ.get(n) != value]
        print("imports", arguments[0], *unset)
sys.addaudithook(tell)
import {first}
from egv.tools.measure.speech import load_silero
load_silero()
"""
PACKAGES = {"onnxruntime", "huggingface_hub", "faster_whisper", "moviepy", "dotenv", "cv2", "av"}


@pytest.mark.parametrize("first", FIRST)
def test_every_switch_is_set_before_a_package_of_others_is_imported(first: str) -> None:
    variables = {switch.variable: switch.value for switch in SWITCHES}
    contrary = dict.fromkeys(variables, "0")
    watching = WATCHING.format(variables=variables, packages=PACKAGES, first=first)
    environment = {**os.environ, **contrary, "PYTHONPATH": str(CHECKOUT)}
    words = [sys.executable, "-c", watching]
    ran = subprocess.run(words, capture_output=True, text=True, env=environment, check=True)

    assert "imports onnxruntime" in ran.stdout.splitlines()
    assert [line for line in ran.stdout.splitlines() if len(line.split()) > 2] == []


def test_egv_sets_the_switches_before_it_imports_anything_else() -> None:
    """Nothing in egv can come before: importing any part of it runs this file first."""
    body = ast.parse((CHECKOUT / "egv" / "__init__.py").read_text("utf-8")).body
    imports = [node for node in body if isinstance(node, ast.Import | ast.ImportFrom)]
    offline = ast.parse((CHECKOUT / "egv" / "tools" / "machine" / "offline.py").read_text("utf-8"))
    needs = {
        node.module if isinstance(node, ast.ImportFrom) else node.names[0].name
        for node in ast.walk(offline)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }

    assert [ast.unparse(node) for node in imports] == [
        "from egv.tools.machine.offline import set_switches"
    ]
    assert needs <= sys.stdlib_module_names


def test_a_switch_that_is_turned_back_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    before = find_unset_switches()
    monkeypatch.setenv("ORT_DISABLE_TELEMETRY", "0")

    assert before == ()
    assert [switch.package for switch in find_unset_switches()] == ["onnxruntime"]
