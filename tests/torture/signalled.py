"""A request to end at some moment of some verb, and what must hold of how egv ends then."""

from __future__ import annotations

import contextlib
import json
import math
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SOON_S = 5.0  # in which egv ends
AT_THE_END_S = 0.15  # so late, egv may have told how it ended already
HANG_UP = getattr(signal, "SIGHUP", signal.SIGTERM)  # Windows has none
NUMBERS = (signal.SIGINT, signal.SIGTERM, signal.SIGINT, signal.SIGTERM, HANG_UP)
QUICK = ("--exposure", "0.5", "--mode", "off", "--quality", "draft")
TALK, OUT, DRAFT = "raw/talk.mp4", "out/talk.mp4", "out/made/talk.draft.mp4"


@dataclass(frozen=True, slots=True)
class Verb:
    """A line, and about how long it takes, s: when signals come. A shorter time is found out."""

    words: tuple[str, ...]
    takes_s: float = 0.8


def _verb(line: str, takes_s: float = 0.8) -> Verb:
    return Verb(tuple(line.split()), takes_s)


VERBS = {
    "run": _verb(f"run {TALK} -o new/ --no-input --json", 6),
    "run, of several": _verb("run raw -o new/ -j2 --no-input", 6),
    "chain": Verb(("colour-correct", *QUICK, "raw/long.mp4", "-o", "new/", "--json"), 5),
    "trim": _verb(f"trim normalise {TALK} -o new/ --json", 4),
    "dry run": _verb(f"trim {TALK} -n", 3),
    "preview": _verb(f"preview {TALK} --json", 7),
    "check": _verb("check raw/talk.mp4 raw/long.mp4 --json", 6),
    "kit preview": _verb("kit preview my-organisation --json", 20),
    "kit validate": _verb("kit validate my-organisation --json", 1.5),
    "kit list": _verb("kit list --json"),
    "kit show": _verb("kit show my-organisation", 1),
    "kit new": _verb("kit new another", 1),
    "kit schema": _verb("kit schema"),
    "recipe list": _verb("recipe list --json", 1),
    "recipe show": _verb("recipe show welcome", 1),
    "recipe validate": _verb("recipe validate welcome --json", 1),
    "recipe script": _verb("recipe script welcome", 1),
    "recipe new": _verb("recipe new mine", 1),
    "model list": _verb("model list --json"),
    "model fetch": _verb("model fetch small --from http://127.0.0.1:{port}/ --json", 2),
    "review list": _verb("review list out/ --json", 1),
    "review page": _verb("review page out/ --json", 3),
    "review approve": _verb(f"review approve {DRAFT} --by Jan --json", 4),
    "share pack": _verb(f"share pack {OUT} --json", 3),
    "share digest": _verb("share digest out/ --json", 1),
    "report": _verb("report --period all --json", 1),
    "report as a file": _verb("report --period all -o figures.html", 1.2),
    "purge": _verb(f"purge {TALK} --yes --json", 1.2),
    "doctor": _verb("doctor --json", 3),
    "demo": _verb("demo -o demo/ -r welcome --json", 10),
    "init": _verb("init fresh --yes", 1.2),
    "guide": _verb("guide first-video"),
    "list": _verb("list --json"),
    "version": _verb("version --json"),
    "config show": _verb("config show --origin"),
    "help": _verb("--help", 0.6),
    "a wrong line": _verb("trim nomalise a.mp4 --json", 0.6),
}
SHORT = ("chain", "check", "preview", "kit preview", "review page", "purge", "doctor", "init",
         "model fetch", "kit list")  # fmt: skip


@dataclass(slots=True)
class Shot:
    """A signal that was sent to a verb, and how egv ended."""

    name: str
    number: signal.Signals
    after_s: float
    code: int
    took_s: float
    out: str
    err: str
    left: list[str]

    @property
    def faults(self) -> list[str]:
        """Whatever is wrong with the end."""
        wrong = []
        if self.code != 128 + self.number:
            wrong.append(f"exit code {self.code}")
        if self.took_s > SOON_S * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1)):
            wrong.append(f"{self.took_s:.1f} s")
        if "egv: stop" not in self.err:
            wrong.append("no word")
        wrong += [f"says {said}" for said in ("Traceback", "Exception ignored") if said in self.err]
        wrong += [f"left {name}" for name in self.left]
        if "--json" in VERBS[self.name].words and (fault := _fault_in(self.out, self.code)):
            wrong.append(fault)
        return wrong

    def __str__(self) -> str:
        return (
            f"{self.name}: {self.number.name} after {self.after_s:.3f} s: {', '.join(self.faults)}"
            f"\n{self.err[-1500:]}\n{self.out[-600:]}"
        )


def _fault_in(text: str, code: int) -> str:
    try:
        says = json.loads(text)
    except ValueError:
        return f"no JSON document: {text[:80]!r}"
    kind = (says.get("error") or {}).get("kind")
    return "" if (says.get("exit_code"), kind) == (code, "interrupted") else f"a document of {kind}"


def shoot(
    name: str, world: Path, folder: Path, chance: random.Random, at_most_s: float = math.inf
) -> Shot:
    """`name`, in a copy of `world` in `folder`, and a signal at some moment of it.

    When egv ended before, or was about to, the moment is chosen anew from half the time.
    """
    takes, number = min(VERBS[name].takes_s, at_most_s), chance.choice(NUMBERS)
    while True:
        after = chance.uniform(0, takes)
        if shot := _shoot(name, world, folder, number, after):
            return shot
        takes = after / 2 if after < takes / 2 else takes / 2


def _shoot(
    name: str, world: Path, folder: Path, number: signal.Signals, after: float
) -> Shot | None:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(world, folder / "work")
    (folder / "tmp").mkdir()
    with _silent_server() as port, _started(name, folder, port) as process:
        if not _is_listening(process):
            return None
        time.sleep(after)
        if process.poll() is not None:
            return None
        process.send_signal(number)
        begun = time.monotonic()
        try:
            out, err = process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
        took = time.monotonic() - begun
    if process.returncode in (0, 2) and took < AT_THE_END_S:
        return None
    return Shot(name, number, after, process.returncode, took, out, err, [*_left(folder)])


@contextlib.contextmanager
def _started(name: str, folder: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    words = [word.format(port=port) for word in VERBS[name].words]
    tmp = folder / "tmp"
    with subprocess.Popen(
        [sys.executable, "-m", "egv", *words],
        cwd=folder / "work",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"TMPDIR": str(tmp), "EGV_CACHE": str(folder / "cache"), "EGV_LANG": "en"},
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def _is_listening(process: subprocess.Popen[str]) -> bool:
    """Wait until egv hears signals, which until then end Python; False when it ended before."""
    wanted = 1 << (signal.SIGTERM - 1)
    while process.poll() is None:
        with contextlib.suppress(OSError):
            status = Path(f"/proc/{process.pid}/status").read_text()
            caught = next(line for line in status.splitlines() if line.startswith("SigCgt"))
            if int(caught.split()[1], 16) & wanted:
                return True
        time.sleep(0.001)
    return False


def _left(folder: Path) -> Iterator[str]:
    """Unfinished files and processes. What a fetch keeps, so that it can go on, is none."""
    unfinished = [*(folder / "work").rglob(".egv-*-*"), *(folder / "tmp").glob(".egv-*")]
    yield from (str(path.relative_to(folder)) for path in unfinished)
    time.sleep(0.05)  # what was killed takes a moment to go
    for each in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it has just ended
            if os.fsencode(folder / "tmp") in (each / "environ").read_bytes():
                yield (each / "cmdline").read_bytes().replace(b"\0", b" ").decode()[:80]


@contextlib.contextmanager
def _silent_server() -> Iterator[int]:
    """A port on this machine that takes calls and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]
