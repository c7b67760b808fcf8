"""Several runs at once, runs that are killed, and state that was damaged (section G)."""

from __future__ import annotations

import json
import os
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.running import egv, made
from tests.torture.watching import QUICK, SMALL, ended, ffmpegs, ran, started, tree, unharmed

pytestmark = [pytest.mark.media, pytest.mark.usefixtures("shared_cache")]
Maker = Callable[..., Path]


@pytest.fixture
def folder(clip: Maker) -> Path:
    """Three small clips."""
    paths = [clip(f"raw/{name}.mp4", *SMALL, "-metadata", f"title={name}") for name in "abc"]
    return paths[0].parent


def test_g2_of_three_racers_each_clip_has_one_winner(folder: Path, tmp_path: Path) -> None:
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
    calm, out = tmp_path / "calm", tmp_path / "out"
    with unharmed(folder):
        assert ran(*QUICK, "--json", folder, "-o", f"{calm}/").code == 0
        killed_and_resumed(folder, out, kills, seed=kills)
        assert ran(*QUICK, "--json", folder, "-o", f"{out}/").code == 0

    assert tree(out) == tree(calm)
    assert [path.name for path in (out / ".egv").iterdir()] == ["ledger.jsonl"]


def test_g5_killed_ten_times_the_files_are_those_of_an_undisturbed_run(
    folder: Path, tmp_path: Path
) -> None:
    resumed_equals_undisturbed(folder, tmp_path, 10)


@pytest.mark.torture
def test_g5_killed_two_hundred_times_too(folder: Path, tmp_path: Path) -> None:
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


@pytest.mark.parametrize("name", DAMAGE)
def test_g8_what_a_damaged_ledger_still_says_is_believed(
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


def test_g8_a_truncated_ledger_never_says_that_all_is_done(clip: Maker, tmp_path: Path) -> None:
    source, out = clip("raw/a.mp4", *SMALL), tmp_path / "out"
    line = (*QUICK, source, "-o", f"{out}/")
    made(*line)
    before = tree(out)
    os.truncate(out / ".egv" / "ledger.jsonl", 10)
    done = egv(*line, "--json")

    assert done.code == 2
    assert "egv did not make it; add --overwrite" in done.json["error"]["message"]
    assert tree(out) == before
    assert made(*line, "--overwrite")["status"] == "rendered"


def test_g8_what_a_newer_egv_made_is_made_again(clip: Maker, tmp_path: Path) -> None:
    source, out = clip("raw/a.mp4", *SMALL), tmp_path / "out"
    line = (*QUICK, source, "-o", f"{out}/")
    made(*line)
    ledger = out / ".egv" / "ledger.jsonl"
    ledger.write_text(_newer(ledger.read_text()) + "\n")

    assert made(*line)["status"] == "rendered"


def test_g8_a_result_that_cannot_be_read_is_made_again(clip: Maker, tmp_path: Path) -> None:
    source, out = clip("raw/a.mp4", *SMALL), tmp_path / "out"
    line = (*QUICK, source, "-o", f"{out}/")
    made(*line)
    ledger = out / ".egv" / "ledger.jsonl"
    ledger.write_text(json.dumps(json.loads(ledger.read_text()) | {"result": {"new": 1}}) + "\n")

    assert made(*line)["status"] == "rendered"
