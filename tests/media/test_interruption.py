"""Kill egv anywhere: no output name without a whole file, and the next run finishes the rest."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.running import egv, made

pytestmark = pytest.mark.media
Maker = Callable[..., Path]


@pytest.fixture
def long_clip(clip: Maker) -> Path:
    """A clip whose encode takes long enough to be interrupted."""
    return clip(
        "raw/long.mp4", "-f", "lavfi", "-i", "testsrc2=s=640x360:r=30:d=20,noise=alls=20:allf=t",
        "-f", "lavfi", "-i", "sine=440:d=20", "-c:v", "libx264", "-preset", "ultrafast",
        "-pix_fmt", "yuv420p", "-c:a", "aac",
    )  # fmt: skip


def started(source: Path, out: Path) -> subprocess.Popen[bytes]:
    """egv at work in a process of its own, in the middle of the encode."""
    words = ["colour-correct", "--exposure", "1", "--mode", "off", str(source), "-o", f"{out}/"]
    process = subprocess.Popen(
        [sys.executable, "-m", "egv", *words, "--quality", "best", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    deadline = time.monotonic() + 60
    while not any(part.stat().st_size > 0 for part in out.glob(".egv-*.part")):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return process


def working_on(path: Path) -> bool:
    """Whether any process has `path` on its command line."""
    lines = (each / "cmdline" for each in Path("/proc").glob("[0-9]*"))
    said = []
    for line in lines:
        with contextlib.suppress(OSError):  # it has just ended
            said.append(line.read_bytes())
    return any(os.fsencode(path) in each for each in said)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (signal.SIGINT, 130),
        (signal.SIGTERM, 143),
    ],
)
@pytest.mark.torture
def test_an_interrupted_run_leaves_nothing_and_says_so(
    long_clip: Path, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    out = tmp_path / "out"
    process = started(long_clip, out)
    process.send_signal(number)
    stdout, _ = process.communicate(timeout=20)

    assert process.returncode == code
    assert b'"kind": "interrupted"' in stdout
    assert b'"status": "pending"' in stdout
    assert [path.name for path in out.iterdir()] == []


def test_after_a_kill_the_next_run_clears_up_and_finishes(long_clip: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = started(long_clip, out)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()  # to the end of what its children write
    killed = time.monotonic()
    while working_on(long_clip):
        assert time.monotonic() - killed < 1
        time.sleep(0.02)
    assert not (out / "long.mp4").exists()
    result = made("trim", "--end", "1", "--silence", "off", "--force", long_clip, "-o", f"{out}/")

    assert result["status"] == "rendered"
    assert sorted(path.name for path in out.iterdir()) == [".egv", "long.mp4"]


def test_a_batch_goes_on_where_it_was(clip: Maker, tmp_path: Path) -> None:
    for name in ("a", "b"):
        clip(
            f"raw/{name}.mp4", "-f", "lavfi", "-i", "testsrc2=s=160x90:d=1", "-c:v", "libx264",
            "-pix_fmt", "yuv420p",
        )  # fmt: skip
    line = (
        "colour-correct",
        "--exposure",
        "1",
        "--mode",
        "off",
        "-o",
        f"{tmp_path}/out/",
        "--json",
    )
    egv(*line, tmp_path / "raw" / "a.mp4")
    both = egv(*line, tmp_path / "raw")

    assert [each["status"] for each in both.json["outputs"]] == ["kept", "rendered"]


def test_two_runs_on_one_folder_share_the_work(clip: Maker, tmp_path: Path) -> None:
    for name in "abcd":
        clip(
            f"raw/{name}.mp4", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=30:d=2", "-c:v",
            "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p",
        )  # fmt: skip
    words = ["colour-correct", "--exposure", "1", "--mode", "off", str(tmp_path / "raw")]
    words += ["-o", f"{tmp_path / 'out'}/", "--json", "-j2"]
    runs = [
        subprocess.Popen([sys.executable, "-m", "egv", *words], stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    results = [json.loads(run.communicate(timeout=120)[0]) for run in runs]

    assert [result["exit_code"] for result in results] == [0, 0]
    pairs = zip(*(result["outputs"] for result in results), strict=True)
    statuses = [sorted(each["status"] for each in pair) for pair in pairs]
    assert statuses == [["kept", "rendered"]] * 4
    lines = (tmp_path / "out" / ".egv" / "ledger.jsonl").read_text().splitlines()
    assert sorted(json.loads(line)["output"] for line in lines) == [f"{n}.mp4" for n in "abcd"]
    assert sorted(path.name for path in (tmp_path / "out" / ".egv").iterdir()) == ["ledger.jsonl"]
