"""What packages of others would do unasked, and the switches that end it.

Some report their use to their makers, keep an identifier in the user's folder, or take settings
from a file that happens to lie about. Each reads its switch when it is imported or first used, so
`egv/__init__.py` sets all of them before anything else; what egv starts inherits them. A test
watches every package for calls and files (`tests/tools/test_unasked.py`).
"""

from __future__ import annotations

import os
from typing import NamedTuple


class Switch(NamedTuple):
    """A variable of the environment that ends something which a package would do unasked."""

    package: str
    what: str
    variable: str
    value: str = "1"


SWITCHES = (
    # Since 1.32: a host of its maker's, a device id in the cache folder, a file in the temp folder.
    Switch("onnxruntime", "reports of use", "ORT_DISABLE_TELEMETRY"),
    Switch("huggingface_hub", "questions to its hub", "HF_HUB_OFFLINE"),
    Switch("huggingface_hub", "reports of use", "HF_HUB_DISABLE_TELEMETRY"),
    Switch("huggingface_hub", "logs of its downloader", "HF_HUB_DISABLE_XET"),
    # moviepy loads any `.env` above itself, or in the working folder, into the environment …
    Switch("python-dotenv", "settings from .env files", "PYTHON_DOTENV_DISABLED"),
    # … and starts whatever program these two name. egv only draws with it.
    Switch("moviepy", "starting another ffmpeg", "FFMPEG_BINARY", "ffmpeg-imageio"),
    Switch("moviepy", "starting another ffplay", "FFPLAY_BINARY", "auto-detect"),
    # Kernels compiled for a graphics card would be kept in the temp folder.
    Switch("opencv", "a cache for the graphics card", "OPENCV_OPENCL_RUNTIME", "disabled"),
    Switch("any that heeds DO_NOT_TRACK", "reports of use", "DO_NOT_TRACK"),
)


def stay_offline() -> None:
    """Set every switch, whatever the user's environment says."""
    os.environ.update({switch.variable: switch.value for switch in SWITCHES})


def find_unset_switches() -> tuple[Switch, ...]:
    """The switches that are not, or no longer, as egv set them."""
    return tuple(each for each in SWITCHES if os.environ.get(each.variable) != each.value)
