"""Switches that stop packages from reporting use, leaving files or reading stray settings.

Some packages report their use to their makers, keep an identifier in the user's folder, or take
settings from a stray file. Each reads its switch when it is imported or first used, so
`egv/__init__.py` sets all of them before anything else; child processes inherit them. A test
watches every package for calls and files (`tests/media/test_unasked.py`).
"""

from __future__ import annotations

import os
from typing import NamedTuple


class OptOutSwitch(NamedTuple):
    """An environment variable that stops something that a package would do unasked."""

    package: str
    effect: str
    variable: str
    value: str = "1"


SWITCHES = (
    # Since 1.32: contacts its maker's host, stores a device id and a temporary file.
    OptOutSwitch("onnxruntime", "usage reports", "ORT_DISABLE_TELEMETRY"),
    OptOutSwitch("huggingface_hub", "requests to its hub", "HF_HUB_OFFLINE"),
    OptOutSwitch("huggingface_hub", "usage reports", "HF_HUB_DISABLE_TELEMETRY"),
    OptOutSwitch("huggingface_hub", "logs of its downloads", "HF_HUB_DISABLE_XET"),
    # moviepy loads any `.env` above itself, or in the working folder, into the environment …
    OptOutSwitch("python-dotenv", "settings from .env files", "PYTHON_DOTENV_DISABLED"),
    # … and runs the programs that these two variables name. egv uses it only to draw.
    OptOutSwitch("moviepy", "starting another ffmpeg", "FFMPEG_BINARY", "ffmpeg-imageio"),
    OptOutSwitch("moviepy", "starting another ffplay", "FFPLAY_BINARY", "auto-detect"),
    # Otherwise kernels compiled for a graphics card stay in the temp folder.
    OptOutSwitch("opencv", "a cache for the graphics card", "OPENCV_OPENCL_RUNTIME", "disabled"),
    OptOutSwitch("any package that obeys DO_NOT_TRACK", "usage reports", "DO_NOT_TRACK"),
)


def set_switches() -> None:
    """Set every switch, whatever the user's environment says."""
    os.environ.update({switch.variable: switch.value for switch in SWITCHES})


def find_unset_switches() -> tuple[OptOutSwitch, ...]:
    """Find the switches that do not have the value egv set."""
    return tuple(switch for switch in SWITCHES if os.environ.get(switch.variable) != switch.value)
