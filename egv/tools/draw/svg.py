"""Drawings (SVG) as PNG, drawn once for each height and cached by their content.

resvg-py is used for all SVG: resvg draws the same everywhere, loads nothing over the network, runs
no scripts, and comes as wheels for Linux, macOS and Windows (MIT). CairoSVG needs cairo on the
machine, and svglib leaves out masks and clips.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path
from subprocess import PIPE

from egv.core.errors import EnvironmentFault, UsageError, name_cause
from egv.core.titles.svg_colours import write_plain_colours
from egv.core.titles.svg_rules import MOST_BYTES, measure_svg_aspect
from egv.tools.machine.processes import register_process, start_process
from egv.tools.machine.tasks import ENDED_BY_SIGNAL
from egv.tools.store import cache
from egv.tools.store.atomic_files import write_aside

DRAWER = Path(__file__).with_name("svg_to_png.py")
WAIT_S = 120  # on a busy machine; its own CPU time is limited further
SIGNATURE = b"\x89PNG\r\n\x1a\n"
DESIGN = 2  # raise this number when drawings change, to redraw those in the cache


def read_svg_aspect(path: Path) -> float:
    """Read the ratio of width to height of the SVG at `path`. Raises UsageError if not drawable."""
    return _read_drawable(path)[1]


def rasterise_svg(path: Path, height: int) -> Path:
    """Return a PNG of the SVG at `path`, `height` px high, drawn now or taken from the cache.

    Raises UsageError when it cannot be drawn, EnvironmentFault when the cache cannot be written.
    """
    raw, _ = _read_drawable(path)
    folder = cache.find_cache_folder() / "drawings"
    name = hashlib.sha256(b"%d %d\n" % (DESIGN, height) + raw).hexdigest()[:32]
    place = folder / f"{name}.png"
    if place.is_file():
        return place
    png = _draw_png(path, write_plain_colours(raw.decode("utf-8-sig")).encode(), height)
    try:
        with write_aside(place) as part:
            part.write_bytes(png)
    except OSError as error:
        raise EnvironmentFault(
            f"{folder}: a drawing cannot be stored there ({name_cause(error)}); set EGV_CACHE to a"
            " folder that you can write to"
        ) from None
    return place


def _read_drawable(path: Path) -> tuple[bytes, float]:
    """Read the bytes at `path` and their aspect ratio. Raises UsageError if not drawable."""
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
        return raw, measure_svg_aspect(raw)
    except FileNotFoundError:
        raise UsageError(f"{path}: there is no such file; check the name") from None
    except OSError as error:
        fault = f"{path}: this file cannot be read ({name_cause(error)}); save the logo again"
        raise UsageError(fault) from None
    except UsageError as error:
        raise UsageError(f"{path}: {error}") from None


def _draw_png(path: Path, raw: bytes, height: int) -> bytes:
    """Draw `raw` as PNG in a separate process, which is ended when it takes too long."""
    argv = [sys.executable, "-P", str(DRAWER), str(height)]
    process = start_process(argv, ENDED_BY_SIGNAL, stdin=PIPE, stdout=PIPE, stderr=PIPE)
    with process, register_process(process, ENDED_BY_SIGNAL):
        try:
            png, said = process.communicate(raw, timeout=WAIT_S)
        except subprocess.TimeoutExpired:
            png, said = b"", b""
    if png.startswith(SIGNATURE):
        return png
    lines = said.decode("utf-8", "replace").strip().splitlines()
    if lines and "ModuleNotFoundError" in lines[-1]:
        raise EnvironmentFault(f"{lines[-1]}; reinstall egv", hint="egv doctor")
    why = lines[-1].rpartition("Error: ")[2][:120] if lines else "it takes too long"
    raise UsageError(f"{path}: this SVG cannot be drawn ({why}); save it as plain SVG, or as PNG")
