"""Windows programs under Wine: the prefix, the crutches that Wine 8 needs, and one call.

None of the crutches is for egv: each stands in for something that every Windows has.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath

import psutil

from windows.places import BUILD, DRIVES, PREFIX, RIG

COMPILER, READER = "x86_64-w64-mingw32-gcc", "x86_64-w64-mingw32-objdump"
SERVERS = "/usr/lib/wine"
NEEDED = ("wine", "wineserver", COMPILER, READER)
ADVICE = "apt-get install --no-install-recommends wine wine64 gcc-mingw-w64-x86-64"
SOURCES = Path(__file__).parent / "crutches"
# Wine's own set of functions cannot be replaced: names of this set are never looked for on disk. A
# name of the same length is, so that the libraries can be changed in place.
WINES, OURS = b"api-ms-win-crt-math-l1-1-0.dll", b"egv-ms-win-crt-math-l1-1-0.dll"
STUBS = frozenset(
    ["crealf", "cimagf", "cabsf", "cargf", "creal", "cimag", "cabs", "carg", "logbf"]
)  # declared by Wine 8, and fatal when called
USERS = ("numpy", "ctranslate2")  # the packages that call one of them
WAIT_S = 600.0


@dataclass(frozen=True)
class Ran:
    """How a program ended: its exit code, its texts, and the time in seconds."""

    code: int
    out: str
    err: str
    seconds: float


def find_lacking_programs() -> list[str]:
    """Find which of the programs that the rig needs are not on this machine."""
    return [name for name in NEEDED if not find_program(name)]


def find_program(name: str) -> str | None:
    """Find `name` on the PATH, or where Debian puts Wine's server."""
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:{SERVERS}")


def make_prefix() -> None:
    """Make Wine's C: drive once (25 s), and the further drives."""
    for folder in (PREFIX, *DRIVES.values()):
        folder.mkdir(parents=True, exist_ok=True)
    if not (PREFIX / "system.reg").exists():
        run_program("wineboot", "-i")
        stop_server()
    for letter, folder in DRIVES.items():
        link = PREFIX / "dosdevices" / letter
        if not link.is_symlink():
            link.symlink_to(folder)


def make_rig(portable: Path) -> None:
    """Make the folder that runs under Wine: that of `portable`, and the crutches."""
    stamps = [(portable / name).read_text() for name in (".assembled", ".egv")]
    if (RIG / ".made").exists() and (RIG / ".made").read_text() == "".join(stamps):
        return
    shutil.rmtree(RIG, ignore_errors=True)
    shutil.copytree(portable, RIG, copy_function=os.link)
    add_crutches(RIG)
    (RIG / ".made").write_text("".join(stamps))


def add_crutches(portable: Path) -> None:
    """Put the two libraries beside python.exe, and let numpy and CTranslate2 find theirs."""
    crutches = BUILD / "crutches"
    crutches.mkdir(exist_ok=True)
    _compile(crutches / "bcryptprimitives.dll", SOURCES / "bcryptprimitives.c", "-ladvapi32")
    names: set[str] = set()
    for package in USERS:
        for library in portable.joinpath("lib", package).rglob("*"):
            if library.suffix in {".pyd", ".dll"} and WINES in library.read_bytes():
                imported = _list_math_imports(library)
                if imported & STUBS:
                    names |= imported
                    changed = library.read_bytes().replace(WINES, OURS)
                    library.unlink()  # it may share its bytes with the folder to be zipped
                    library.write_bytes(changed)
    lines = (f" {n} = {f'egv_{n}' if n in STUBS else f'ucrtbase.{n}'}" for n in sorted(names))
    definition = crutches / "math.def"
    definition.write_text("\n".join(["EXPORTS", *lines, ""]))
    _compile(crutches / OURS.decode(), SOURCES / "crt_complex.c", definition)
    for library in crutches.glob("*.dll"):
        shutil.copy(library, portable / "python")


def _compile(library: Path, source: Path, *more: str | Path) -> None:
    words = map(str, (COMPILER, "-O2", "-shared", "-o", library, source, *more))
    subprocess.run([*words], check=True)


def _list_math_imports(library: Path) -> set[str]:
    """List the names that `library` imports from the math functions of the C runtime."""
    words = [READER, "-p", str(library)]
    told = subprocess.run(words, check=True, capture_output=True, text=True, errors="replace")
    table = told.stdout.partition(f"DLL Name: {WINES.decode()}\n")[2].partition("DLL Name:")[0]
    return set(re.findall(r"^\s+[0-9a-f]+\s+\d+\s+(\w+)$", table, re.MULTILINE))


def to_windows(path: Path) -> str:
    """Return the name under which Wine's programs know `path`."""
    for letter, folder in DRIVES.items():
        if path.is_relative_to(folder):
            return str(PureWindowsPath(f"{letter}\\", *path.relative_to(folder).parts))
    return str(PureWindowsPath("z:\\", *path.parts[1:]))


def build_environment() -> dict[str, str]:
    """Build the environment of a Windows user who has set nothing for Python or egv."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return kept | {
        "WINEPREFIX": str(PREFIX),
        "WINEDEBUG": os.environ.get("WINEDEBUG", "-all"),
        "WINEDLLOVERRIDES": "mscoree,mshtml=",  # otherwise it offers to download .NET and a browser
        "DISPLAY": "",
        "LC_ALL": "C.UTF-8",  # in which Wine reads and writes the names of files
        "EGV_CACHE": to_windows(DRIVES["d:"] / "cache"),
    }


def start_program(*words: object, cwd: Path | None = None) -> subprocess.Popen[str]:
    """Start a Windows program; `words` that are paths are given in the Windows way.

    All three streams are pipes: Windows Python does not start on Wine's null device.
    """
    told = [to_windows(word) if isinstance(word, Path) else str(word) for word in words]
    process = subprocess.Popen(
        ["wine", *told],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, encoding="utf-8", errors="replace",
        cwd=cwd or DRIVES["d:"], env=build_environment(),
    )  # fmt: skip
    assert process.stdin
    process.stdin.close()
    process.stdin = None
    return process


def finish_program(process: subprocess.Popen[str], began: float) -> Ran:
    """Wait for a program that was started at `began` of the monotonic clock."""
    try:
        out, err = process.communicate(timeout=WAIT_S)
    except subprocess.TimeoutExpired:
        process.kill()
        out, err = process.communicate()
        err += f"\n(ended after {WAIT_S:g} s)"
    return Ran(process.returncode, out, err, time.monotonic() - began)


def run_program(*words: object, cwd: Path | None = None) -> Ran:
    """Run a Windows program to its end."""
    began = time.monotonic()
    return finish_program(start_program(*words, cwd=cwd), began)


def list_processes(name: str) -> list[psutil.Process]:
    """List the processes of this prefix whose program is called `name`, such as python.exe."""
    found = []
    for process in psutil.process_iter():
        try:
            is_ours = process.environ().get("WINEPREFIX") == str(PREFIX)
            if is_ours and any(name in word for word in process.cmdline()[:1]):
                found.append(process)
        except psutil.Error:
            continue
    return found


def wait_until(holds: Callable[[], object], limit_s: float = 30.0) -> bool:
    """Wait until `holds()` is true; False where it is not within `limit_s` seconds."""
    until = time.monotonic() + limit_s
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def stop_server() -> None:
    """End every program of this prefix, and Wine's server for it."""
    server = find_program("wineserver")
    if server:
        subprocess.run([server, "-k"], env=build_environment(), check=False)


if __name__ == "__main__":
    program, *words = sys.argv[1:]
    is_file = Path(program).is_file()
    ended = run_program(Path(program).absolute() if is_file else program, *words)
    sys.stdout.write(ended.out + ended.err)
    sys.exit(ended.code)
