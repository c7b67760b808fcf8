"""egv and every package that it uses do nothing unasked: no call to a host, no file elsewhere."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import distribution, packages_distributions
from pathlib import Path

import pytest

from tests.places import ROOT
from tests.test_wheel import asked_for
from tests.witness import Watched, can_watch, watch

CHECKOUT = ROOT
MODEL = CHECKOUT / "examples" / "models" / "tiny-en-egv"
# What Python's tempfile tries a folder with, and what egv puts into it.
TEMPORARY = re.compile(r"([a-z0-9_]{8}|\.egv-[0-9a-f-]+\.(part|lock))(/.*)?")
LOCK = "/dev/shm/sem."  # of tqdm, in faster-whisper: without a name at once
FONTS = f"""<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>{CHECKOUT}/brand_kits</dir><cachedir>{{home}}/fonts</cachedir></fontconfig>
"""
CLI = """
import sys, time
from egv.cli.main import main
code = main(sys.argv[2:])
time.sleep(float(sys.argv[1]))  # reports are sent late
sys.exit(code)
"""
USES = """
import importlib, os, sys, warnings
warnings.simplefilter("ignore")
from egv.tools.measure.speech import load_silero
assert load_silero() is not None
from egv.tools.ffmpeg.context import NO_CONTEXT
from egv.tools.store.unfinished import open_work_folder
from egv.tools.measure.noise_removal import check_filter
with open_work_folder() as folder:
    assert check_filter(NO_CONTEXT, folder) == ""
for name in sys.argv[1:]:
    importlib.import_module(name)
import cv2, moviepy, numpy
moviepy.ColorClip((16, 16), (0, 0, 0)).get_frame(0)
cv2.phaseCorrelate(numpy.ones((16, 16)), numpy.ones((16, 16)))
print(os.environ.get("OF_A_FILE"), cv2.ocl.haveOpenCL(), "hf_xet" in sys.modules)
"""

pytestmark = [
    pytest.mark.media,
    pytest.mark.skipif(not can_watch(), reason="no kernel here that tells of calls (Linux 5.9)"),
]


@dataclass(frozen=True)
class User:
    """Somebody with a home of their own, who has never used egv, nor any font."""

    folder: Path

    def run(self, program: str, *words: object) -> Watched:
        """What Python does with `program` and its `words` in the user's working folder."""
        for name in ("home", "temporary", "work"):
            (self.folder / name).mkdir(exist_ok=True)
        (self.folder / "fonts.conf").write_text(FONTS.format(home=self.folder / "home"))
        own = {
            "HOME": str(self.folder / "home"),
            "TMPDIR": str(self.folder / "temporary"),
            "FONTCONFIG_FILE": str(self.folder / "fonts.conf"),
        }
        others = {name: os.environ[name] for name in os.environ if not name.startswith("XDG_")}
        python = {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(CHECKOUT)}
        words = (sys.executable, "-c", program, *words)
        watched = watch(words, cwd=self.folder / "work", env={**others, **python, **own})
        assert watched.code == 0, watched.err
        return watched

    def files_elsewhere(self, watched: Watched) -> list[str]:
        """What was written that is neither egv's own nor a temporary file that nobody foresees."""
        temporary = self.folder / "temporary"
        own = (Path(os.environ["EGV_CACHE"]), Path(os.environ["EGV_SECRET"]).parent)
        return [
            path
            for path in watched.written_outside(self.folder / "work" / "out", *own)
            if not path.startswith(LOCK)
            and not TEMPORARY.fullmatch(path.removeprefix(f"{temporary}/"))
        ]


@pytest.fixture
def user(tmp_path: Path) -> User:
    return User(tmp_path)


def packages() -> Iterator[str]:
    """Every package that egv asks for, or that one of these does, by the name it is imported by."""
    wanted = {each.name.lower().replace("-", "_") for each in asked_for(distribution("egv"), set())}
    for name, homes in packages_distributions().items():
        # Only huggingface_hub imports hf_xet, to fetch, and is told not to: it keeps a log.
        is_wanted = wanted & {home.lower().replace("-", "_") for home in homes}
        if is_wanted and name.isidentifier() and not name.startswith("_") and name != "hf_xet":
            yield name


def test_the_watch_sees_calls_and_files_of_a_process_and_of_its_children(user: User) -> None:
    seen = user.run(
        "import socket, subprocess, sys\n"
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('127.0.0.1', 9))\n"
        "subprocess.run(['sh', '-c', 'mkdir made; echo x > made/file; mv made/file moved'])\n"
        "subprocess.run([sys.argv[1], '-v', 'error', '-f', 'lavfi', '-i', 'nullsrc=s=16x16:d=0.1',"
        " 'static.mp4'], check=True)",
        ffmpeg_binary(),
    )

    python = Path(sys.executable).name
    assert seen.calls == [f"{python}: socket of family 2", f"{python}: connect to 127.0.0.1:9"]
    work = user.folder / "work"
    made = {str(work / name) for name in ("made", "made/file", "moved", "static.mp4")}
    assert set(user.files_elsewhere(seen)) == made


def ffmpeg_binary() -> str:
    from egv.tools.ffmpeg import runner

    return runner.find_ffmpeg()


def test_no_package_calls_or_writes_anything_when_it_is_imported(user: User) -> None:
    (user.folder / "work").mkdir()
    (user.folder / "work" / ".env").write_text("OF_A_FILE=1\n")
    names = set(packages())
    seen = user.run(USES, *sorted(names))

    assert {"onnxruntime", "huggingface_hub", "moviepy", "cv2", "av", "faster_whisper"} < names
    assert seen.calls == []
    assert user.files_elsewhere(seen) == []
    assert seen.out.split() == ["None", "False", "False"]


@pytest.mark.parametrize("stays_s", [0, pytest.param(75, marks=pytest.mark.torture)])
def test_nothing_is_ever_sent_or_fetched(user: User, light_sample: Path, stays_s: int) -> None:
    """Not by the whole chain, not for as long as egv is there, and no file is written beside it."""
    (user.folder / "work").mkdir()
    shutil.copy(light_sample, user.folder / "work" / "a.mp4")
    seen = user.run(
        CLI, stays_s, "trim", "colour-correct", "normalise", "reframe", "subtitle", "--model",
        MODEL, "lower-third", "--name", "Jo", "brand", "-k", "acme", "a.mp4", "-o", "out/",
        "--format", "square", "--quality", "draft",
    )  # fmt: skip

    assert (user.folder / "work" / "out" / "a.en.srt").is_file()
    assert seen.calls == []
    assert user.files_elsewhere(seen) == []
