"""Where the rig lies: everything is built below `build/windows`, which git ignores."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "windows"
DOWNLOADS = BUILD / "downloads"  # the sdist of Python, and a folder of wheels for each set of pins
PORTABLE = BUILD / "portable"  # the folder that is zipped: nothing for Wine is in it
RIG = BUILD / "rig"  # the same folder with the crutches for Wine
PREFIX = BUILD / "wine"  # Wine's C: drive and registry
DRIVES = {"d:": BUILD / "drive-d", "e:": BUILD / "drive-e"}  # further drives that Wine shows
LOG = BUILD / "log.md"  # the table of the latest run
