"""Faults of the machine (C of the torture matrix): nothing half-made, one clear sentence."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import egv as egv_package
from egv.app.authoring.doctor import examine_machine
from egv.core.errors import EnvironmentFault
from egv.tools.ffmpeg import runner
from egv.tools.ffmpeg.context import RenderContext
from egv.tools.machine.limits import start_limits
from tests.running import egv, made
from tests.signals import send_in_turn
from tests.torture.watching import (
    LONG,
    QUICK,
    SMALL,
    encoding,
    ended,
    ffmpegs,
    ran,
    started,
    tree,
    unharmed,
)

pytestmark = [pytest.mark.media, pytest.mark.usefixtures("shared_cache")]
Maker = Callable[..., Path]
SIGNALS = {
    "SIGINT twice": ([signal.SIGINT, signal.SIGINT], 130),
    "SIGTERM, then SIGINT": ([signal.SIGTERM, signal.SIGINT], 143),
}


@pytest.mark.torture_case("C6")
@pytest.mark.parametrize(
    "name", [pytest.param("SIGINT twice", marks=pytest.mark.torture), "SIGTERM, then SIGINT"]
)
def test_every_request_to_end_is_heard_and_the_second_waits_for_nobody(
    clip: Maker, tmp_path: Path, name: str
) -> None:
    source, out = clip("raw/long.mp4", *LONG), tmp_path / "out"
    numbers, code = SIGNALS[name]
    with unharmed(source.parent):
        process = started(*QUICK, "--json", source, "-o", f"{out}/")
        encoding(out, process)
        begun = time.monotonic()
        send_in_turn(process, numbers)
        done = ended(process)

    assert done.code == code
    assert done.json["error"]["kind"] == "interrupted"
    assert time.monotonic() - begun < 10
    assert list(out.iterdir()) == []
    assert not ffmpegs(source)


@pytest.mark.torture_case("C6")
def test_a_hang_up_is_not_heard_under_nohup(clip: Maker, tmp_path: Path) -> None:
    source, out = clip("raw/long.mp4", *LONG), tmp_path / "out"
    heard = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as a child inherits it from nohup
    try:
        process = started(*QUICK, "--json", source, "-o", f"{out}/")
    finally:
        signal.signal(signal.SIGHUP, heard)
    encoding(out, process)
    process.send_signal(signal.SIGHUP)

    assert ended(process).code == 0


def state_of(pid: int) -> str:
    """What process `pid` does, as the kernel says it: T is stopped."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def soon(what: Callable[[], bool]) -> bool:
    """Whether `what` comes true within 5 s."""
    deadline = time.monotonic() + 5
    while not what() and time.monotonic() < deadline:
        time.sleep(0.02)
    return what()


@pytest.mark.torture_case("C6")
@pytest.mark.parametrize("end", [
    "it goes on",
    pytest.param("SIGTERM", marks=pytest.mark.torture),
    pytest.param("SIGKILL", marks=pytest.mark.torture),
])  # fmt: skip
def test_ctrl_z_stops_ffmpeg_too_and_it_goes_on_with_egv(
    clip: Maker, tmp_path: Path, end: str
) -> None:
    source, out = clip("raw/long.mp4", *LONG), tmp_path / "out"
    process = started(*QUICK, "--json", source, "-o", f"{out}/")
    encoding(out, process)
    [child] = ffmpegs(source)
    process.send_signal(signal.SIGTSTP)
    assert soon(lambda: state_of(process.pid) == "T")
    assert soon(lambda: state_of(child) == "T")
    if end == "it goes on":
        process.send_signal(signal.SIGCONT)
        assert ended(process).code == 0
        return
    process.send_signal(signal.Signals[end])
    process.send_signal(signal.SIGCONT)
    process.communicate(timeout=20)

    assert process.returncode == (143 if end == "SIGTERM" else -signal.SIGKILL)
    assert soon(lambda: not ffmpegs(source))


@pytest.mark.torture_case("C8")
def test_a_clip_whose_ffmpeg_was_killed_fails_alone(clip: Maker, tmp_path: Path) -> None:
    long, out = clip("raw/long.mp4", *LONG), tmp_path / "out"
    clip("raw/small.mp4", *SMALL)
    with unharmed(long.parent):
        process = started(*QUICK, "-j1", "--json", long.parent, "-o", f"{out}/")
        encoding(out, process)
        [child] = ffmpegs(long)
        os.kill(child, signal.SIGKILL)
        done = ended(process)

    [fault] = done.faults
    assert (done.code, fault["kind"]) == (3, "render")
    assert "SIGKILL" in fault["message"]
    assert list(tree(out)) == ["small.mp4"]


@pytest.fixture
def small_files() -> Iterator[None]:
    """No file may grow over 100 kB: a disk that is full, for whoever is no root."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.torture_case("C1")
def test_an_output_that_does_not_fit_leaves_nothing(
    clip: Maker, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    source, out = clip("raw/long.mp4", *LONG), tmp_path / "out"
    with unharmed(source.parent):
        request.getfixturevalue("small_files")
        done = egv(*QUICK, "--json", source, "-o", f"{out}/")

    assert (done.code, done.output["error"]["kind"]) == (5, "environment")
    assert tree(out) == {}


@pytest.mark.torture_case("C3")
def test_a_full_state_folder_stops_the_clip_and_not_the_truth(
    clip: Maker, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    source, out = clip("raw/small.mp4", *SMALL), tmp_path / "out"
    ledger = out / ".egv" / "ledger.jsonl"
    ledger.parent.mkdir(parents=True)
    ledger.write_text("\n" * 200_000)
    request.getfixturevalue("small_files")
    done = egv(*QUICK, "--json", source, "-o", f"{out}/")

    assert (done.code, done.output["error"]["kind"]) == (5, "environment")
    assert tree(out) == {}
    assert ledger.read_text() == "\n" * 200_000


ON_A_FULL_DISK = """
mount -t tmpfs -o size={size} none {out} || exit 99
[ {size} = 40k ] || (
    while [ -z "$(find {out} -name '*.part' -size +0)" ]; do sleep 0.02; done
    cat /dev/zero > {out}/of-others 2>/dev/null
) &
{python} -m egv {words}
code=$?
ls -A {out} >&2
exit $code
"""


@pytest.mark.torture_case("C2")
@pytest.mark.parametrize(("size", "says"), [("40k", "free some space, or"), ("8m", "disk is full")])
def test_a_disk_that_is_full_before_or_meanwhile_is_a_fault_of_the_machine(
    clip: Maker, tmp_path: Path, size: str, says: str
) -> None:
    source, out = clip("raw/long.mp4", *LONG), tmp_path / "out"
    out.mkdir()
    words = shlex.join(map(str, (*QUICK, "--json", "-q", source, "-o", f"{out}/")))
    script = ON_A_FULL_DISK.format(size=size, out=out, python=sys.executable, words=words)
    with unharmed(source.parent):
        done = subprocess.run(
            ["unshare", "-rm", "sh", "-c", script], capture_output=True, text=True, timeout=60
        )
    if "unshare:" in done.stderr or done.returncode == 99:
        pytest.skip("this machine lets nobody mount a disk of their own")

    [output] = json.loads(done.stdout)["outputs"]
    assert (done.returncode, output["error"]["kind"]) == (5, "environment"), done.stdout
    assert says in output["error"]["message"]
    assert "\nlong.mp4\n" not in done.stderr
    assert ".part\n" not in done.stderr


@pytest.mark.torture_case("C2")
def test_little_room_on_the_disk_is_told_and_is_no_fault(clip: Maker, here: Path) -> None:
    source = clip("raw/small.mp4", *SMALL)
    (here / "egv.yaml").write_text("schema: egv/project@1\nlimits: {min_free_gb: 1000000}\n")
    first, again = (made(*QUICK, source) for _ in range(2))

    [note] = first["notes"]
    assert "less than the 1e+06 GB of limits.min_free_gb" in note
    assert again["notes"] == []
    [disk] = [each for each in examine_machine().checks if each.name == "free disk"]
    assert disk.ok
    assert "less than the 1e+06 GB" in disk.found


FAKES = {
    "empty": "open(out, 'wb').close()",
    "missing": "os.path.exists(out) and os.remove(out)",
    "short": "real(); os.truncate(out, os.path.getsize(out) // 2)",
    "another": "open(out, 'wb').write(b'not a video')",
}
FAKE = """#!{python}
import os, subprocess, sys
out = sys.argv[-1].removeprefix('file:')
def real():
    sys.exit(code) if (code := subprocess.call([{ffmpeg!r}, *sys.argv[1:]])) else None
if out.endswith('.part'):
    {body}
else:
    real()
"""


@pytest.mark.torture_case("C14")
@pytest.mark.parametrize("name", FAKES)
def test_a_zero_from_ffmpeg_proves_nothing(clip: Maker, tmp_path: Path, name: str) -> None:
    source, out = clip("raw/small.mp4", *SMALL), tmp_path / "out"
    fake = tmp_path / "ffmpeg"
    fake.write_text(
        FAKE.format(python=sys.executable, ffmpeg=runner.find_ffmpeg(), body=FAKES[name])
    )
    fake.chmod(0o755)
    with unharmed(source.parent):
        done = ran(*QUICK, "--json", source, "-o", f"{out}/", env=os.environ | {"EGV_FFMPEG": fake})

    assert done.code == 1, done.out
    assert [each["kind"] for each in done.faults] == ["render"]
    assert tree(out) == {}


PROGRAMS = {
    "not executable": ("#!/bin/sh\n", 0o644, "is not a program"),
    "SIGILL": ("#!/bin/sh\nkill -ILL $$\n", 0o755, "crashes (SIGILL)"),
    "SIGSEGV": ("#!/bin/sh\nkill -SEGV $$\n", 0o755, "crashes (SIGSEGV)"),
    "not a program": ("\0\0\0", 0o755, "cannot be started"),
    "SIGILL at work": (
        "#!/bin/sh\ncase \"$*\" in *-version*) echo ffmpeg version 9.0;; *) kill -ILL $$;; esac\n",
        0o755, "crashes (SIGILL)",
    ),
}  # fmt: skip


@pytest.mark.torture_case("C15")
@pytest.mark.parametrize("name", PROGRAMS)
def test_an_ffmpeg_that_is_none_is_named(clip: Maker, tmp_path: Path, name: str) -> None:
    source, (text, mode, says) = clip("raw/small.mp4", *SMALL), PROGRAMS[name]
    program = tmp_path / "ffmpeg"
    program.write_text(text)
    program.chmod(mode)
    environment = os.environ | {"EGV_FFMPEG": str(program)}
    done = ran(*QUICK, "--json", source, "-o", f"{tmp_path}/out/", env=environment)

    assert (done.code, done.faults[0]["kind"]) == (5, "environment"), done.out
    assert str(program) in done.faults[0]["message"]
    assert says in done.faults[0]["message"]


@pytest.mark.torture_case("C17")
def test_no_length_of_time_is_taken_from_the_clock_on_the_wall() -> None:
    on_the_wall = re.compile(r"\btime\.time\(|datetime\.now\(|datetime\.today\(|\btime\.ctime\(")
    root = Path(egv_package.__file__).parent
    found = {
        str(path.relative_to(root)): line.strip()
        for path in root.rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if on_the_wall.search(line)
    }

    assert found == {  # when an output was made, and how old a file is
        "tools/machine/clock.py": "return datetime.now(UTC).replace(microsecond=0)",
        "tools/store/unfinished.py": "return time.time() - max(times, default=time.time())",
    }


@pytest.mark.torture_case("C18")
def test_egv_runs_without_a_terminal_without_unicode_and_with_nobody_who_reads(
    clip: Maker, tmp_path: Path
) -> None:
    source, out = clip("raw/één 🎬.mp4", *SMALL), tmp_path / "out"
    environment = os.environ | {"LC_ALL": "C", "TERM": "dumb", "NO_COLOR": "1"}
    process = started(*QUICK, source, "-o", f"{out}/", env=environment)
    assert process.stdout
    process.stdout.close()
    assert process.stderr
    said = process.stderr.read()
    process.stderr.close()

    assert process.wait(60) == 0
    assert "Traceback" not in said
    assert "\x1b" not in said
    assert list(tree(out)) == ["één 🎬.mp4"]


@pytest.mark.torture_case("F14")
@pytest.mark.parametrize(("memory_gb", "times", "words"), [
    (0.001, 0, "limits.max_memory_gb"), (0, 1e-9, "limits.max_times_length"),
])  # fmt: skip
def test_what_goes_beyond_its_limits_is_ended(
    monkeypatch: pytest.MonkeyPatch, memory_gb: float, times: float, words: str
) -> None:
    monkeypatch.setattr("egv.tools.machine.limits.LEAST_S", 0.5)
    endless = ("-re", "-f", "lavfi", "-i", "testsrc2=s=64x64", "-f", "null", "-")
    context = RenderContext(limits=start_limits(memory_gb, times, 1))
    with pytest.raises(EnvironmentFault, match=words):
        runner.run_ffmpeg(endless, context)
