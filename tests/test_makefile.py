"""`make help` tells of every target, and .PHONY names no other."""

from __future__ import annotations

import re
import subprocess

from tests.places import ROOT

MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


def test_every_target_is_phony_and_in_the_help() -> None:
    [phony] = re.findall(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)
    targets = re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE)
    told = subprocess.run(
        ["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout

    assert targets
    assert sorted(phony.split()) == sorted(targets)
    assert re.findall(r"^make (\w+) +\w", told, re.MULTILINE) == targets
