"""Several runs at once, runs that are killed, and state that was damaged (section G)."""

from __future__ import annotations

import errno
import json
import os
import random
import stat
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from egv.tools.ffmpeg import runner
from tests.running import egv, made
from tests.torture.watching import QUICK, SMALL, ended, ffmpegs, ran, started, tree, unharmed

pytestmark = [pytest.mark.media, pytest.mark.usefixtures("shared_cache")]
Maker = Callable[..., Path]


@pytest.fixture
def folder(clip: Maker) -> Path:
    """Three small clips."""
    paths = [clip(f"raw/{name}.mp4", *SMALL, "-metadata", f"title={name}") for name in "abc"]
    return paths[0].parent


@pytest.mark.torture_case("G2")
def test_of_three_racers_each_clip_has_one_winner(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    words = (*QUICK, "--json", "-j2", folder, "-o", f"{out}/")
    with unharmed(folder):
        runs = [ended(each) for each in [started(*words) for _ in range(3)]]

    assert [each.code for each in runs] == [0, 0, 0]
    for results in zip(*(each.json["outputs"] for each in runs), strict=True):
        assert sorted(each["status"] for each in results) == ["kept", "kept", "rendered"]
    assert list(tree(out)) == ["a.mp4", "b.mp4", "c.mp4"]


def killed_and_resumed(folder: Path, out: Path, kills: int, seed: int) -> None:
    """Kill egv at random moments, then finish; what was done keeps its file."""
    chance = random.Random(seed)
    words = (*QUICK, "--json", "-j2", folder, "-o", f"{out}/")
    kept: dict[Path, int] = {}
    for _ in range(kills):
        process = started(*words)
        time.sleep(chance.uniform(0.2, 2.5))
        process.kill()
        process.communicate()  # to the end of what its children write
        deadline = time.monotonic() + 5
        while ffmpegs(out):
            assert time.monotonic() < deadline
            time.sleep(0.02)
        assert {path: path.stat().st_ino for path in kept} == kept
        kept = {path: path.stat().st_ino for path in out.glob("*.mp4")}
        if len(kept) == 3:  # there must be work to be killed in
            for path in kept:
                path.unlink()
            kept = {}


def resumed_equals_undisturbed(folder: Path, tmp_path: Path, kills: int) -> None:
    calm, out, temporary = (tmp_path / name for name in ("calm", "out", "tmp"))
    temporary.mkdir()
    with unharmed(folder), pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(temporary))  # of the processes that are started
        assert ran(*QUICK, "--json", folder, "-o", f"{calm}/").code == 0
        killed_and_resumed(folder, out, kills, seed=kills)
        assert ran(*QUICK, "--json", folder, "-o", f"{out}/").code == 0

    assert tree(out) == tree(calm)
    assert [path.name for path in (out / ".egv").iterdir()] == ["ledger.jsonl"]
    assert list(temporary.iterdir()) == []  # nor anybody's voice


@pytest.mark.torture_case("G5")
def test_killed_ten_times_the_files_are_those_of_an_undisturbed_run(
    folder: Path, tmp_path: Path
) -> None:
    resumed_equals_undisturbed(folder, tmp_path, 10)


@pytest.mark.torture_case("G5")
@pytest.mark.torture
def test_killed_two_hundred_times_the_files_are_those_of_an_undisturbed_run(
    folder: Path, tmp_path: Path
) -> None:
    resumed_equals_undisturbed(folder, tmp_path, 200)


def _newer(line: str) -> str:
    entry = json.loads(line)
    return json.dumps(entry | {"schema": "egv/ledger@9", "key": "x", "result": {"new": 1}})


DAMAGE: dict[str, Callable[[str], bytes]] = {
    "torn last line": lambda text: (text + text[: len(text) // 2]).encode(),
    "NUL bytes": lambda text: (text + "\0" * 4096).encode(),
    "NUL bytes and a line": lambda text: b"\0" * 4096 + b"\n" + text.encode(),
    "not UTF-8": lambda text: b"\xff\xfe\n" + text.encode(),
    "other JSON": lambda text: ('[]\n7\n"x"\n{"output": [], "key": {}}\n' + text).encode(),
    "deep JSON": lambda text: ("[" * 100_000 + "\n" + text).encode(),
}


@pytest.mark.torture_case("G8")
@pytest.mark.parametrize("name", DAMAGE)
def test_what_a_damaged_ledger_still_says_is_believed(
    clip: Maker, tmp_path: Path, name: str
) -> None:
    source, out = clip("raw/a.mp4", *SMALL), tmp_path / "out"
    line = (*QUICK, source, "-o", f"{out}/")
    made(*line)
    ledger = out / ".egv" / "ledger.jsonl"
    ledger.write_bytes(DAMAGE[name](ledger.read_text()))

    assert made(*line)["status"] == "kept"
    (out / "a.mp4").unlink()
    assert made(*line)["status"] == "rendered"
    assert made(*line)["status"] == "kept"


@pytest.mark.torture_case("G8")
def test_a_truncated_ledger_never_says_that_all_is_done(clip: Maker, tmp_path: Path) -> None:
    source, out = clip("raw/a.mp4", *SMALL), tmp_path / "out"
    line = (*QUICK, source, "-o", f"{out}/")
    made(*line)
    before = tree(out)
    os.truncate(out / ".egv" / "ledger.jsonl", 10)
    done = egv(*line, "--json")

    assert done.code == 2
    assert "was not made by egv; add --overwrite" in done.json["error"]["message"]
    assert tree(out) == before
    assert made(*line, "--overwrite")["status"] == "rendered"


@pytest.mark.torture_case("G8")
def test_what_a_newer_egv_made_is_made_again(clip: Maker, tmp_path: Path) -> None:
    source, out = clip("raw/a.mp4", *SMALL), tmp_path / "out"
    line = (*QUICK, source, "-o", f"{out}/")
    made(*line)
    ledger = out / ".egv" / "ledger.jsonl"
    ledger.write_text(_newer(ledger.read_text()) + "\n")

    assert made(*line)["status"] == "rendered"


@pytest.mark.torture_case("G8")
def test_a_result_that_cannot_be_read_is_made_again(clip: Maker, tmp_path: Path) -> None:
    source, out = clip("raw/a.mp4", *SMALL), tmp_path / "out"
    line = (*QUICK, source, "-o", f"{out}/")
    made(*line)
    ledger = out / ".egv" / "ledger.jsonl"
    ledger.write_text(json.dumps(json.loads(ledger.read_text()) | {"result": {"new": 1}}) + "\n")

    assert made(*line)["status"] == "rendered"


@pytest.mark.torture_case("G6")
@pytest.mark.parametrize("how", ["truncated", "foreign"])
def test_an_output_that_is_not_what_egv_wrote_is_left_alone(
    clip: Maker, tmp_path: Path, how: str
) -> None:
    source, out = clip("raw/a.mp4", *SMALL), tmp_path / "out"
    line = (*QUICK, source, "-o", f"{out}/")
    made(*line)
    if how == "truncated":
        os.truncate(out / "a.mp4", 1000)
    else:
        (out / "a.mp4").write_bytes(source.read_bytes())
    before = tree(out)
    done = egv(*line, "--json")

    assert (done.code, done.json["error"]["kind"]) == (2, "conflict")
    assert "was changed after egv made it" in done.json["error"]["message"]
    assert tree(out) == before
    assert made(*line, "--overwrite")["status"] == "rendered"


@pytest.mark.torture_case("G11")
def test_a_poison_clip_is_tried_once_and_harms_no_other(folder: Path, tmp_path: Path) -> None:
    tries, fake = tmp_path / "tries", tmp_path / "ffmpeg"
    fake.write_text(
        f'#!/bin/sh\ncase "$*" in *-progress*b.mp4*) echo >> {tries}; kill -KILL $$;; esac\n'
        f'exec {runner.find_ffmpeg()} "$@"\n'
    )
    fake.chmod(0o755)
    environment = os.environ | {"EGV_FFMPEG": str(fake)}
    done = ran(*QUICK, "--json", folder, "-o", f"{tmp_path}/out/", env=environment)

    assert done.code == 3
    assert [fault["kind"] for fault in done.faults] == ["render"]
    assert list(tree(tmp_path / "out")) == ["a.mp4", "c.mp4"]
    assert tries.read_text() == "\n"


@pytest.mark.torture_case("G18")
@pytest.mark.parametrize("number", [errno.EPERM, errno.ESTALE, errno.EIO, errno.EXDEV])
def test_a_drive_that_refuses_the_name_leaves_nothing(
    clip: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    source, out = clip("raw/a.mp4", *SMALL), tmp_path / "out"
    for name in ("link", "replace"):
        really = getattr(os, name)

        def refused(one: str, other: str, really: Any = really, **options: Any) -> None:
            if str(other).endswith("a.mp4"):
                raise OSError(number, os.strerror(number), str(one))
            really(one, other, **options)

        monkeypatch.setattr(os, name, refused)
    with unharmed(source.parent):
        done = egv(*QUICK, source, "--json", "-o", f"{out}/")

    assert (done.code, done.output["error"]["kind"]) == (5, "environment"), done.out
    assert "cannot be given its name" in done.output["error"]["message"]
    assert tree(out) == {}


@pytest.mark.torture_case("G18")
def test_a_drive_that_cannot_sync_a_folder_is_good_enough(
    clip: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync = os.fsync

    def refused(file: int) -> None:
        if stat.S_ISDIR(os.fstat(file).st_mode):
            raise OSError(errno.EINVAL, "no folders")
        sync(file)

    monkeypatch.setattr(os, "fsync", refused)

    assert made(*QUICK, clip("a.mp4", *SMALL), "-o", f"{tmp_path}/out/")["status"] == "rendered"


@pytest.mark.torture_case("G21")
def test_alone_and_beside_others_a_clip_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    for jobs in (1, 3):
        assert egv(*QUICK, "-j", jobs, folder, "-o", f"{tmp_path}/{jobs}/").code == 0

    assert tree(tmp_path / "1") == tree(tmp_path / "3")
