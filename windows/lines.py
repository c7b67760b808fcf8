"""The lines of egv that are run on Windows Python, from help to a kill, and what must hold."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil

from windows.measure import measure_video, plan_seconds, write_clip
from windows.places import DRIVES, RIG
from windows.table import Row, add_row
from windows.terminal import type_ctrl_c
from windows.wine import (
    Ran,
    finish_program,
    list_processes,
    run_program,
    start_program,
    to_windows,
    wait_until,
)

D, E = DRIVES["d:"], DRIVES["e:"]
PYTHON = RIG / "python" / "python.exe"
EGV = (PYTHON, "-X", "utf8", "-m", "egv")
FFMPEG = "ffmpeg-win"  # what the name of imageio-ffmpeg's program begins with
CHAIN = ("trim", "normalise", "lower-third", "--name", "Zoë", "brand", "-k", "acme")
QUICK = ("--quality", "draft", "--no-input")
ODD = D / "Ruwe vidéo's (1)" / "één clip & zo 100%.mp4"
OTHER = E / "tweede schijf" / "clip twee.mp4"
READY = D / "klaar é"
DEEP = D / "diep" / "/".join(["een map met een lange naam"] * 10)
BEGINS_S = 400.0  # on a machine with other work, ffmpeg writes within this time
ENDS_S = 5.0  # a request to end is obeyed within this time …
CONSOLE_S = 2.0  # … and Wine's console takes this long to end after any program
HOLD = """
import sys, time
held = open(sys.argv[1], "rb")  # without the right for others to delete: as a player does
print("held", flush=True)
time.sleep(600)
"""


def run_lines(rows: list[Row]) -> None:
    """Run all of them, in order: later ones build on the files of earlier ones."""
    for folder in (D, E):
        for old in folder.iterdir():
            shutil.rmtree(old) if old.is_dir() else old.unlink()
    check_help(rows)
    check_doctor(rows)
    check_demo(rows)
    check_chain(rows)
    check_rerun(rows)
    check_long_path(rows)
    check_open_output(rows)
    check_kill(rows)
    check_ctrl_c(rows)
    check_preview(rows)
    check_report(rows)


def run_egv(*words: object, cwd: Path | None = None) -> Ran:
    """Run egv on Windows Python."""
    return run_program(*EGV, *words, cwd=cwd)


def run_json(row: Row, *words: object, code: int = 0) -> dict[str, Any]:
    """Run egv, which must end with `code`; return its JSON."""
    ran = run_egv(*words, "--json")
    last = (ran.err.strip().splitlines() or [""])[-1]
    row.expect(ran.code == code, f"exit code {ran.code}" + (f" ({last})" if ran.code else ""))
    document: dict[str, Any] = json.loads(ran.out)
    return document


def check_help(rows: list[Row]) -> None:
    """The help is that of this machine."""
    with add_row(rows, "help") as row:
        here = subprocess.run(
            [sys.executable, "-m", "egv", "--help"], check=True, capture_output=True, text=True
        )
        ran = run_egv("--help")
        same = ran.out.splitlines() == here.stdout.splitlines()
        row.expect(ran.code == 0, f"exit code {ran.code}")
        row.expect(same, f"{len(ran.out.splitlines())} lines, as on Linux")


def check_doctor(rows: list[Row]) -> None:
    """Nothing is wrong, and the memory of the machine is known."""
    with add_row(rows, "doctor") as row:
        ran = run_egv("doctor")
        row.expect(ran.code == 0, f"exit code {ran.code}")
        facts = [line for line in ran.out.splitlines() if not line.startswith(" ")]
        row.expect("memory free" in ran.out, f"{len(facts)} facts, with the memory that is free")
        wrong = [line for line in facts if line.split()[0] not in {"ok", "advice"}]
        row.expect(not wrong, "; ".join(wrong) or "nothing is wrong")


def check_demo(rows: list[Row]) -> None:
    """One recipe on the sample, with its subtitles from the text beside it."""
    with add_row(rows, "demo, one recipe") as row:
        told = run_json(row, "demo", "-r", "announcement", "-o", D / "demo")
        expect_videos(row, told, [])


def check_chain(rows: list[Row]) -> None:
    """Two clips on two drives, with spaces, accents and signs in their names."""
    with add_row(rows, "a branded chain, odd names, two drives") as row:
        write_clip(ODD, 5, 440)
        write_clip(OTHER, 4, 330)
        planned = plan_seconds(*CHAIN, ODD, OTHER, "-o", f"{READY}/")
        told = run_json(row, *CHAIN, ODD, OTHER, "-o", to_windows(READY) + "\\", *QUICK)
        expect_videos(row, told, planned)


def expect_videos(row: Row, told: dict[str, Any], planned: list[float]) -> None:
    """Expect that each video is there and as long as egv says, and as planned on this machine."""
    lengths = [output["duration"] for output in told["outputs"]]
    row.expect(lengths, f"{len(lengths)} videos")
    for number, output in enumerate(told["outputs"]):
        measured = measure_video(to_linux(output["output"]))
        wanted = planned[number] if planned else output["duration"]
        row.expect(measured.is_long(wanted), f"{measured} (wanted {wanted:.2f} s)")
        row.expect(measured.has_sound, "with sound")


def to_linux(name: str) -> Path:
    """Return the path on this machine of the file that Windows calls `name`."""
    drive, _, rest = name.partition("\\")
    return DRIVES[drive.lower()].joinpath(*rest.split("\\"))


def check_rerun(rows: list[Row]) -> None:
    """The same line again keeps what is finished."""
    with add_row(rows, "the same line again") as row:
        before = {path: path.stat().st_mtime_ns for path in READY.glob("*.mp4")}
        told = run_json(row, *CHAIN, ODD, OTHER, "-o", to_windows(READY) + "\\", *QUICK)
        statuses = [output["status"] for output in told["outputs"]]
        row.expect(statuses == ["kept", "kept"], f"results: {', '.join(statuses)}")
        after = {path: path.stat().st_mtime_ns for path in READY.glob("*.mp4")}
        row.expect(before == after and after, "no file was written anew")


def check_long_path(rows: list[Row]) -> None:
    """A clip and an output that Windows could not open are refused before any work."""
    with add_row(rows, "a path of 300 characters: a clip, an output") as row:
        clip = write_clip(DEEP / "clip.mp4", 1, 440)
        for line in ((clip, "-o", D / "kort.mp4"), (OTHER, "-o", DEEP / "lang.mp4")):
            ran = run_egv("normalise", *line, *QUICK)
            said = re.search(r"\S+ its path is \d+ characters long, and Windows takes 259", ran.err)
            row.expect(ran.code == 2, f"exit code {ran.code}")
            row.expect(said, said[0] if said else ran.err.strip())
        made = [path.name for path in DEEP.iterdir() if path != clip]
        row.expect(not made, ", ".join(made) or "nothing was made")


def check_open_output(rows: list[Row]) -> None:
    """A video that is open in another program: the new one is kept beside it."""
    with add_row(rows, "an output that is open in another program") as row:
        output = D / "open" / "clip.mp4"
        line = ("normalise", OTHER, "-o", output, *QUICK)
        run_json(row, *line)
        before = output.read_bytes()
        holder = start_program(PYTHON, "-c", HOLD, output)
        assert holder.stdout
        row.expect(holder.stdout.readline().strip() == "held", "another program holds it open")
        told = run_egv(*line, "--lufs", "-20")
        row.expect(told.code == 5, f"exit code {told.code}")
        row.expect("kept as clip.new.mp4" in told.err, "egv names the file that it kept")
        end_windows_process(list_processes("python.exe"))
        holder.wait()
        row.expect(output.read_bytes() == before, "the open one is as it was")
        kept = measure_video(output.with_name("clip.new.mp4"))
        row.expect(kept.is_long(4), f"the new one: {kept}")


def end_windows_process(processes: list[psutil.Process]) -> None:
    """Kill Windows processes of the rig, as its own task manager would."""
    for process in processes:
        process.kill()


def check_kill(rows: list[Row]) -> None:
    """Egv is killed in the middle of a render: ffmpeg ends, and a rerun makes the video."""
    with add_row(rows, "a kill (taskkill /F), and the same line again") as row:
        clip = write_clip(D / "long" / "lang.mp4", 60, 220)
        output = D / "killed" / "lang.mp4"
        line = ("normalise", "brand", "-k", "acme", clip, "-o", output, *QUICK)
        process, began = start_program(*EGV, *line), time.monotonic()
        row.expect(wait_until(lambda: find_growing_part(output.parent), BEGINS_S), "ffmpeg writes")
        row.expect(list_processes(FFMPEG), f"{len(list_processes(FFMPEG))} ffmpeg run")
        killed = time.monotonic()
        ended = run_program("taskkill", "/F", "/IM", "python.exe")
        row.expect(ended.code == 0, f"taskkill: exit code {ended.code}")
        finish_program(process, began)
        gone = wait_until(lambda: not list_processes(FFMPEG), ENDS_S)
        row.expect(gone, f"no ffmpeg is left after {time.monotonic() - killed:.1f} s")
        row.expect(not output.exists(), "no half-made video has the name")
        told = run_json(row, *line)
        expect_videos(row, told, plan_seconds(*line[:-3]))
        row.expect(not find_parts(output.parent), "no unfinished file is left")


def find_parts(folder: Path) -> list[Path]:
    """Find the unfinished files of egv in `folder`."""
    return sorted(folder.glob(".egv-*-*"))


def find_growing_part(folder: Path) -> bool:
    """True once ffmpeg has written to an unfinished file in `folder`."""
    return any(part.is_file() and part.stat().st_size > 100_000 for part in find_parts(folder))


def check_ctrl_c(rows: list[Row]) -> None:
    """Ctrl-C at a console, in the middle of a batch of two."""
    with add_row(rows, "Ctrl-C at a console, during a batch") as row:
        folder = D / "stopped"
        clips = [write_clip(D / "long" / f"{name}.mp4", 60, 220) for name in ("één", "twee")]
        line = (*EGV, "normalise", "brand", "-k", "acme", *clips, "-o", f"{to_windows(folder)}\\")
        code, seconds, text = type_ctrl_c(
            [*line, *QUICK], lambda: find_growing_part(folder) and bool(list_processes(FFMPEG))
        )
        row.expect(code == 130, f"exit code {code}")
        row.expect(
            seconds <= ENDS_S + CONSOLE_S,
            f"it and Wine's console ended {seconds:.1f} s after Ctrl-C",
        )
        row.expect("stopping" in text or "stopped" in text, "it says that it stops")
        row.expect(not list_processes(FFMPEG), "no ffmpeg is left")
        left = [path.name for path in folder.iterdir() if path.suffix in {".mp4", ".part"}]
        row.expect(not left, ", ".join(left) or "no half-made file is left")


def check_preview(rows: list[Row]) -> None:
    """The sheet of stills and the small sample."""
    with add_row(rows, "preview") as row:
        ran = run_egv("preview", ODD, "-k", "acme", "-o", D / "preview", "--no-input")
        row.expect(ran.code == 0, f"exit code {ran.code}")
        sheets = list((D / "preview").rglob("*.preview.png"))
        row.expect(len(sheets) == 1 and sheets[0].read_bytes()[:4] == b"\x89PNG", "one sheet")
        [sample] = (D / "preview").rglob("*.preview.mp4")
        measured = measure_video(sample)
        row.expect(measured.frames > 30, f"a sample of {measured}")


def check_report(rows: list[Row]) -> None:
    """The report on what was made, as a page."""
    with add_row(rows, "report") as row:
        page = D / "verslag é.html"
        ran = run_egv("report", "-o", page, cwd=READY)
        row.expect(ran.code == 0, f"exit code {ran.code}")
        text = page.read_text(encoding="utf-8")
        row.expect("<html" in text, f"a page of {len(text)} characters")
