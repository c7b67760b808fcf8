"""Look at the machine as egv sees it: what is there, what is missing, and what to do about it."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import shutil
from collections.abc import Iterator
from pathlib import Path

from egv import __version__
from egv.app.commit import FREE_FACTOR
from egv.app.documents import Value
from egv.app.order import RunOptions
from egv.app.settings import settings_for
from egv.core.errors import EgvError, EnvironmentFault
from egv.core.project import Limits
from egv.tools import cache, ffmpeg, pseudonyms
from egv.tools.fonts import font_files
from egv.tools.kits import kits
from egv.tools.models import default_model, model_advice
from egv.tools.speech import silero

FILTERS = [
    "afade",
    "afftdn",
    "alimiter",
    "adelay",
    "amix",
    "aresample",
    "astats",
    "ass",
    "bwdif",
    "colorchannelmixer",
    "concat",
    "ebur128",
    "eq",
    "fade",
    "crop",
    "fps",
    "gblur",
    "lut3d",
    "lutyuv",
    "overlay",
    "pad",
    "scale",
    "select",
    "tonemap",
    "tpad",
    "xfade",
    "zscale",
]
ENCODERS = ("aac", "libx264")
PACKAGES = (
    "av", "faster-whisper", "ffmpeg-python", "fonttools", "imageio-ffmpeg", "moviepy", "numpy",
    "onnxruntime", "opencv-python-headless", "pillow", "platformdirs", "pydantic", "pydub",
    "pysubs2", "pyyaml", "resvg-py", "rich", "typer",
)  # fmt: skip


class Check(Value):
    """One thing looked at: what was found, and what to do if it is not well."""

    name: str
    ok: bool
    found: str
    hint: str = ""


class DoctorReport(Value):
    """All that was looked at."""

    checks: tuple[Check, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is missing."""
        return all(check.ok for check in self.checks)

    def lines(self) -> Iterator[str]:
        """The report for people."""
        for check in self.checks:
            yield f"{'ok     ' if check.ok else 'missing'}  {check.name}: {check.found}"
            if check.hint and not check.ok:
                yield f"         {check.hint}"


def examine() -> DoctorReport:
    """What this machine offers egv."""
    return DoctorReport(checks=tuple(_checks()))


def _checks() -> Iterator[Check]:
    yield Check(name="egv", ok=True, found=f"{__version__} on Python {platform.python_version()}")
    yield from _ffmpeg()
    yield from _packages()
    yield _speech()
    yield _recognition()
    yield _kits()
    yield _fonts()
    yield _disk()
    yield _cache()
    yield _secret()


def _ffmpeg() -> Iterator[Check]:
    try:
        path, version = ffmpeg.binary(), ffmpeg.version()
        filters, encoders = _listed("-filters"), _listed("-encoders")
    except EgvError as error:
        yield Check(
            name="ffmpeg", ok=False, found=str(error), hint="reinstall egv, or set EGV_FFMPEG"
        )
        return
    chosen = "EGV_FFMPEG" if os.environ.get("EGV_FFMPEG") else "embedded"
    source = chosen if "imageio_ffmpeg" in path or chosen == "EGV_FFMPEG" else "on PATH"
    yield Check(name="ffmpeg", ok=True, found=f"{version} ({source}): {path}")
    missing = [
        *(f for f in FILTERS if f not in filters),
        *(e for e in ENCODERS if e not in encoders),
    ]
    yield Check(
        name="ffmpeg parts",
        ok=not missing,
        found=f"lacks {', '.join(missing)}" if missing else "every filter and encoder egv uses",
        hint="unset EGV_FFMPEG to use the embedded ffmpeg, which has all" if missing else "",
    )


def _listed(option: str) -> set[str]:
    """The names in the second column of what ffmpeg lists."""
    lines = (line.split() for line in ffmpeg.listing(option).splitlines())
    return {words[1] for words in lines if len(words) > 2}


def _packages() -> Iterator[Check]:
    found, missing = [], []
    for name in PACKAGES:
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            missing.append(name)
    yield Check(
        name="packages",
        ok=not missing,
        found=f"missing: {', '.join(missing)}" if missing else ", ".join(found),
        hint="reinstall egv: pip install --force-reinstall egv" if missing else "",
    )


def _speech() -> Check:
    """Whether dead air is found by voice, or by level alone."""
    there = silero() is not None
    return Check(
        name="voice activity",
        ok=there,
        found="Silero voice activity, inside faster-whisper" if there else "none; levels are used",
        hint="" if there else "reinstall it: pip install --force-reinstall faster-whisper",
    )


def _recognition() -> Check:
    """Whether words can be recognised; scripts and subtitle files need no model."""
    model, passed = default_model()
    if model is None:
        found = f"no model; without one, subtitles come from files and scripts; {model_advice()}"
    else:
        found = "; ".join((f"{model.name}: {model.path}", *passed))
    return Check(name="speech recognition", ok=True, found=found)


def _kits() -> Check:
    return Check(name="brand kits", ok=True, found=", ".join(kit.name for kit in kits()))


def _fonts() -> Check:
    """How many fonts the machine has; a kit brings its own."""
    return Check(name="fonts", ok=True, found=f"{len(font_files())} on this machine")


def _disk() -> Check:
    """How much room there is, what is little, and what is too little: only that is refused."""
    free = shutil.disk_usage(Path.cwd()).free
    try:
        kept_gb = float(settings_for(RunOptions())["limits.min_free_gb"].value)
    except EgvError:  # said by everything that reads the project
        kept_gb = Limits().min_free_gb
    little = f", less than the {kept_gb:g} GB of limits.min_free_gb; make room soon"
    return Check(
        name="free disk",
        ok=True,
        found=f"{free / 1e9:.1f} GB here{little if free < kept_gb * 1e9 else ''};"
        f" a clip starts with {FREE_FACTOR:g} times the room that it takes",
    )


def _cache() -> Check:
    folder = cache.folder()
    nearest = next(each for each in (folder, *folder.parents) if each.exists())
    writable = os.access(nearest, os.W_OK)
    return Check(
        name="cache",
        ok=writable,
        found=str(folder),
        hint="" if writable else "set EGV_CACHE to a folder that can be written",
    )


def _secret() -> Check:
    """Where the secret is that pseudonyms are made with, and whether it can be used."""
    try:
        pseudonyms.pseudonym_of("egv")
    except EnvironmentFault as error:
        hint = "until then videos are made, and figures count no makers"
        return Check(name="pseudonyms", ok=False, found=str(error), hint=hint)
    return Check(name="pseudonyms", ok=True, found=f"their secret is {pseudonyms.place()}")
