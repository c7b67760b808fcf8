"""A request to end, at whatever the main thread is: a word, one document, the right exit code."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from egv.app.records.results import build_failed_run, register_outputs
from egv.cli.screen.interpreter import open_phrase_book
from egv.core.errors import InterruptedRun
from egv.core.text.translation import UiLanguage, detect_ui_language
from egv.tools.machine import shutdown, signal_listener
from egv.tools.store.crash_log import find_crash_folder
from tests.signals import send_in_turn

LONG_S = 60.0  # what is interrupted takes so long
NEVER = ("Traceback", "Exception ignored", "egv: error", "imported")
# What is imported after a request is named on standard error.
RUNNER = """
import contextlib, gc, hashlib, os, sys, threading, time
from pathlib import Path
from egv.tools.machine import shutdown
from egv.tools.machine import signal_listener
signal_listener.GOOD_ORDER_S = 0.5
signal_listener.start_listener()

class Watching:
    def find_spec(self, name, path=None, target=None):
        if shutdown.get_requested_signal():
            os.write(2, f"imported {{name}}\\n".encode())

sys.meta_path.insert(0, Watching())

def begin():
    Path(os.environ["READY"]).touch()

def work(order, watch):
{body}
if {is_early}:
    work(None, None)  # as if this were an import
from egv.cli.main import main
shutdown.exit_process(main(work=work))
"""
WAIT = "begin(); time.sleep(60)"
SHIELD = """\
try:
    begin(); time.sleep(60)
except Exception:
    Path("taken for a fault").touch()"""
SWALLOW = """\
begin()
while True:
    with contextlib.suppress(BaseException):
        time.sleep(0.05)"""
LOSE = """\
class Slow:
    def __del__(self):
        begin(); time.sleep(1); time.sleep(0.2)
Slow()
time.sleep(60)"""
FOREIGN = """begin(); hashlib.pbkdf2_hmac("sha256", b"", b"", 10**9)"""
GO_ON = """\
from egv.tools.machine.processes import start_process
with contextlib.suppress(BaseException):
    begin(); time.sleep(60)
start_process(["touch", "started"])
time.sleep(60)"""
FAIL = """\
try:
    begin(); time.sleep(60)
except BaseException:
    raise ValueError("a fault of what was interrupted") from None"""
FINISH = """\
from tests.cli.results import rendered, run_of
with contextlib.suppress(BaseException):
    begin(); time.sleep(60)
return run_of(rendered("a.mp4"))"""
HOLD = """\
with shutdown.hold_interruptions():
    Path("first").touch()
    begin(); time.sleep(0.3); time.sleep(0.1)
    Path("second").touch()
time.sleep(60)"""
AWAY = (
    """\
Path("part").touch()
shutdown.add_cleanup(Path("part").unlink)
"""
    + SWALLOW
)
IMPORT = """\
Path("slow.py").write_text("import time, ready\\ntime.sleep(60)")
Path("ready.py").write_text("import os, pathlib; pathlib.Path(os.environ['READY']).touch()")
sys.path.insert(0, "")
sys.dont_write_bytecode = True
try:
    import slow
except BaseException:
    os._exit(99)"""
WORKS = {
    "takes no fault": SHIELD, "swallows": SWALLOW, "loses": LOSE, "is in foreign code": FOREIGN,
    "imports": IMPORT, "goes on": GO_ON, "fails": FAIL, "finishes": FINISH, "holds": HOLD,
    "has a part": AWAY,
}  # fmt: skip
LEFT = {"holds": ["first", "second"], "imports": ["ready.py", "slow.py"]}


@dataclass(frozen=True)
class End:
    """How a process ended that was asked to."""

    code: int
    out: str
    err: str
    took_s: float
    folder: Path

    @property
    def document(self) -> dict[str, Any]:
        says: dict[str, Any] = json.loads(self.out)
        return says


def ended(
    body: str, folder: Path, *numbers: signal.Signals, is_early: bool = False, tongue: str = "en"
) -> End:
    """What became of `body` as the work of egv, or of its imports, when `numbers` are sent."""
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    own = Path(tempfile.mkdtemp(dir=folder))
    ready = own.with_suffix(".ready")
    process = subprocess.Popen(
        [sys.executable, "-c", RUNNER.format(body=lines, is_early=is_early), "trim", "a.mp4",
         "--json"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=own,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
                          "EGV_LANG": tongue, "READY": str(ready)},
    )  # fmt: skip
    try:
        while not ready.exists():
            assert process.poll() is None, process.communicate()
            time.sleep(0.01)
        begun = time.monotonic()
        send_in_turn(process, numbers)
        out, err = process.communicate(timeout=LONG_S)
    finally:
        process.kill()
    return End(process.returncode, out, err, time.monotonic() - begun, own)


@pytest.mark.parametrize("name", WORKS)
def test_whatever_becomes_of_an_interruption_it_ends_egv(name: str, tmp_path: Path) -> None:
    number = signal.SIGTERM if name in ("swallows", "loses") else signal.SIGINT
    end = ended(WORKS[name], tmp_path, number)

    assert end.code == 128 + number, end.err
    assert (end.document["exit_code"], end.document["error"]["kind"]) == (end.code, "interrupted")
    assert shutdown.MESSAGE in end.err
    assert not [each for each in NEVER if each in end.err]
    assert not list(find_crash_folder().glob("*"))
    assert end.took_s < LONG_S / 2
    assert sorted(path.name for path in end.folder.iterdir()) == (LEFT.get(name, []))


def test_the_word_is_said_in_dutch_before_foreign_code_comes_back(tmp_path: Path) -> None:
    end = ended(FOREIGN, tmp_path, signal.SIGINT, tongue="nl")

    said = open_phrase_book(UiLanguage.NL).translate(f"egv: {shutdown.MESSAGE}")
    assert end.err.splitlines()[1:] == [signal_listener.WORDS["nl"], said]


def test_a_second_request_ends_egv_at_once(tmp_path: Path) -> None:
    patient = f"signal_listener.GOOD_ORDER_S = 60\n{SWALLOW}"
    end = ended(patient, tmp_path, signal.SIGTERM, signal.SIGINT)

    assert end.code == 128 + signal.SIGTERM
    assert end.document["exit_code"] == end.code
    assert end.took_s < LONG_S / 2


def test_a_request_during_the_imports_ends_egv_at_once(tmp_path: Path) -> None:
    end = ended(WAIT, tmp_path, signal.SIGINT, is_early=True)

    assert end.code == 130
    assert end.out == shutdown.format_interrupted_result(signal.SIGINT)
    assert end.err.splitlines() == [signal_listener.WORDS["en"], f"egv: {shutdown.MESSAGE}"]


def test_the_document_that_needs_no_imports_is_the_same() -> None:
    register_outputs(tuple)

    assert (
        shutdown.format_interrupted_result(2)
        == build_failed_run(InterruptedRun(2)).to_json() + "\n"
    )


@pytest.mark.parametrize(
    "environment",
    [{}, {"EGV_LANG": "nl"}, {"EGV_LANG": "NL"}, {"EGV_LANG": "en", "LANG": "nl_BE.UTF-8"},
     {"LANG": "nl_NL.UTF-8"}, {"LC_ALL": "C", "LANG": "nl_NL"}, {"LC_MESSAGES": "nl_NL"},
     {"LANG": "nld"}],
)  # fmt: skip
def test_the_word_is_in_the_language_that_egv_speaks(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("EGV_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert signal_listener._choose_language() == detect_ui_language(environment)


def test_a_request_before_egv_can_listen_is_answered_as_soon_as_it_can(tmp_path: Path) -> None:
    body = "import egv.__main__ as egv, signal; signal.raise_signal(15); egv.main()"
    done = subprocess.run(
        [sys.executable, "-c", body, "kit", "list", "--json"],
        capture_output=True, text=True, cwd=tmp_path, env=os.environ | {"EGV_LANG": "en"},
    )  # fmt: skip

    assert done.returncode == 143
    assert done.stdout == shutdown.format_interrupted_result(signal.SIGTERM)
    assert done.stderr.splitlines() == [signal_listener.WORDS["en"], f"egv: {shutdown.MESSAGE}"]
