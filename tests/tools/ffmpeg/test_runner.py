"""Running ffmpeg: whatever the program does, egv ends and says why. A script plays the program."""

from __future__ import annotations

import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from egv.core.errors import EnvironmentFault, RenderError
from egv.tools.ffmpeg import runner
from egv.tools.ffmpeg.context import NO_CONTEXT
from egv.tools.machine import shutdown

Play = Callable[[str], Path]


@pytest.fixture
def play(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Play]:
    """Put a Python script in ffmpeg's place."""

    def put(body: str) -> Path:
        program = tmp_path / "ffmpeg"
        program.write_text(f"#!{sys.executable}\nimport os, signal, sys, time\n{body}\n")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("EGV_FFMPEG", str(program))
        _forget()
        return program

    yield put
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    runner.find_ffmpeg.cache_clear()
    runner.read_version.cache_clear()


MODERN = "if '-version' in sys.argv: print('ffmpeg version n9.0.2-x'); sys.exit()"


@pytest.mark.posix("shell scripts")
def test_progress_is_told_in_seconds(play: Play) -> None:
    play(
        f"{MODERN}\nfor said in ('N/A', '-5', '2500000', '\\u00b2', '--5', '9' * 5000):"
        " print(f'out_time_us={said}')"
    )
    heard: list[float] = []
    runner.run_ffmpeg(["x"], NO_CONTEXT, heard.append)

    assert heard == [0, 2.5]


@pytest.mark.posix("shell scripts")
def test_a_failure_carries_the_last_words_and_the_command(play: Play) -> None:
    play(f"{MODERN}\nprint('no such codec', file=sys.stderr); sys.exit(8)")
    with pytest.raises(RenderError, match=r"stopped with an error \(8\); play the clip") as caught:
        runner.run_ffmpeg(["-i", "it's.mp4"], NO_CONTEXT)

    assert "codec" not in str(caught.value) + caught.value.hint
    assert "no such codec\n" in caught.value.details
    assert "'it'\"'\"'s.mp4'" in caught.value.details


@pytest.mark.posix("shell scripts")
def test_a_flood_of_words_blocks_nobody(play: Play) -> None:
    play(f"{MODERN}\nsys.stderr.write('x' * 3_000_000 + '\\nlast'); sys.exit(1)")
    with pytest.raises(RenderError) as caught:
        runner.run_ffmpeg(["x"], NO_CONTEXT)

    assert "last" in caught.value.details


@pytest.mark.posix("shell scripts")
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("No space left on device", "disk is full"),
        ("Permission denied", "egv may not read the clip, or not write"),
    ],
)
def test_what_the_machine_lacks_is_no_render_error(play: Play, words: str, sentence: str) -> None:
    play(f"{MODERN}\nprint('{words}', file=sys.stderr); sys.exit(255)")
    with pytest.raises(EnvironmentFault, match=sentence):
        runner.run_ffmpeg(["x"], NO_CONTEXT)


@pytest.mark.posix("shell scripts")
def test_a_killed_ffmpeg_is_named_as_such(play: Play) -> None:
    play(f"{MODERN}\nos.kill(os.getpid(), signal.SIGKILL)")
    with pytest.raises(RenderError, match="SIGKILL"):
        runner.run_ffmpeg(["x"], NO_CONTEXT)


@pytest.mark.posix("shell scripts")
def test_an_ffmpeg_that_hangs_is_ended(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "STALLED_S", 0.4)
    monkeypatch.setattr(shutdown, "GRACE_S", 0.4)
    play(f"{MODERN}\nsignal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)")
    with pytest.raises(EnvironmentFault, match="no progress"):
        runner.run_ffmpeg(["x"], NO_CONTEXT)


@pytest.mark.posix("shell scripts")
def test_an_ffmpeg_that_only_says_where_it_stands_is_ended_too(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "STALLED_S", 0.8)
    play(f"{MODERN}\nwhile True: print('out_time_us=2500000', flush=True); time.sleep(0.1)")
    with pytest.raises(EnvironmentFault, match="no progress"):
        runner.run_ffmpeg(["x"], NO_CONTEXT)


@pytest.mark.posix("shell scripts")
def test_an_ffmpeg_that_works_in_silence_is_left_alone(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "STALLED_S", 0.8)
    monkeypatch.setattr(runner, "IDLE_CPU_S", 0.02)
    play(f"{MODERN}\nend = time.monotonic() + 2.5\nwhile time.monotonic() < end: pass")

    assert runner.run_ffmpeg(["x"], NO_CONTEXT) == ""


@pytest.mark.posix("shell scripts")
def test_an_old_or_missing_ffmpeg_is_refused_before_any_work(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    play("print('ffmpeg version 5.1.9-0+deb12u1')")
    with pytest.raises(EnvironmentFault, match="too old"):
        runner.find_ffmpeg()
    monkeypatch.setenv("EGV_FFMPEG", "/nowhere/ffmpeg")
    _forget()
    with pytest.raises(EnvironmentFault, match="not a program"):
        runner.find_ffmpeg()


@pytest.mark.posix("shell scripts")
def test_a_graph_too_long_for_a_command_line_goes_by_way_of_a_file(play: Play) -> None:
    play(
        f"{MODERN}\nat = sys.argv.index('-/filter_complex')\n"
        "sys.stderr.write(str(len(open(sys.argv[at + 1]).read())))"
    )

    assert runner.run_ffmpeg(["-filter_complex", "x" * 40_000, "out"], NO_CONTEXT) == "40000"
