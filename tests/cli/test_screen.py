"""What is seen during a run: plain lines in a log, bars on a terminal, and nothing when asked."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from itertools import product

import pytest

from egv.app.plan.order import Order
from egv.app.records.progress import Stage
from egv.cli.grammar.chain import CommandLine
from egv.cli.grammar.run_options import LogFormat, ProgressMode, ScreenOptions
from egv.cli.screen.bars import ProgressScreen, shorten_name
from egv.cli.screen.eta import RunProgress, format_remaining_time
from egv.cli.screen.log_screen import LogScreen
from egv.cli.screen.null_screen import NullScreen
from egv.cli.screen.screen import choose_screen
from egv.cli.screen.terminal import OutputStream, Terminal, can_colour, drop_no_colour, is_screen
from tests.cli.results import failed, rendered


class Stream(io.StringIO):
    """A text stream that says whether it is a terminal."""

    def __init__(self, *, terminal: bool = False) -> None:
        super().__init__()
        self.terminal = terminal

    encoding = "utf-8"

    def isatty(self) -> bool:
        return self.terminal


class Clock:
    """A clock that a test moves."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_log_gets_a_line_when_a_clip_starts_and_ends_and_one_every_30_s() -> None:
    clock, stream = Clock(), Stream()
    lines = LogScreen(OutputStream(stream), pace=RunProgress(clock))
    lines.on_run_start(("a.mov", "b.mov"), 1)
    lines.on_clip_start(0)
    for second in range(1, 91):
        clock.now = float(second)
        lines.on_stage(0, Stage.PICTURE, second / 100)
    lines.on_clip_end(0, rendered(seconds=90.0))
    lines.on_clip_start(1)
    lines.on_clip_end(1, failed())

    assert stream.getvalue().splitlines() == [
        "[1/2] a.mov: started",
        "[1/2] a.mov: making the picture, 34%, 0:57 left",
        "[1/2] a.mov: making the picture, 61%, 0:39 left",
        "[1/2] a.mov: making the picture, 87%, 0:13 left",
        "[1/2] a.mov: made in 90.0 s",
        "[2/2] b.mov: started",
        "[2/2] b.mov: failed",
    ]


def test_a_github_log_folds_each_clip_away_and_cannot_be_forged() -> None:
    stream, groups = Stream(), Stream()
    lines = LogScreen(OutputStream(stream), groups=OutputStream(groups))
    lines.on_run_start(("a\n::error::100%.mov",), 1)
    lines.on_clip_start(0)
    lines.on_clip_end(0, rendered(seconds=None))

    assert groups.getvalue().splitlines() == [
        "::group::a\\n::error::100%25.mov",
        "[1/1] a\\n::error::100%.mov: started",
        "[1/1] a\\n::error::100%.mov: made",
        "::endgroup::",
    ]


def test_a_github_log_keeps_apart_what_is_made_side_by_side() -> None:
    stream, groups = Stream(), Stream()
    lines = LogScreen(OutputStream(stream), groups=OutputStream(groups))
    lines.on_run_start(("a.mov", "b.mov"), 2)
    lines.on_clip_start(0)
    lines.on_clip_start(1)
    lines.on_clip_end(1, failed())
    lines.on_clip_end(0, rendered(seconds=None))

    assert groups.getvalue().splitlines() == [
        "::group::b.mov",
        "[2/2] b.mov: started",
        "[2/2] b.mov: failed",
        "::endgroup::",
        "::group::a.mov",
        "[1/2] a.mov: started",
        "[1/2] a.mov: made",
        "::endgroup::",
    ]


def is_shown(stream: Stream, *words: str) -> bool:
    """Whether bars that are drawn ten times a second show all of `words` within 20 s."""
    deadline = time.monotonic() + 20
    while not all(word in stream.getvalue() for word in words):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def test_clips_that_are_made_side_by_side_have_a_bar_each() -> None:
    stream = Stream(terminal=True)
    with ProgressScreen(OutputStream(stream)) as bars:
        bars.on_run_start(("a.mov", "b.mov", "c.mov"), 2)
        bars.on_clip_start(0)
        bars.on_clip_start(1)
        assert is_shown(stream, "a.mov", "b.mov")
        bars.on_clip_end(0, rendered())
        bars.on_clip_start(2)
        assert is_shown(stream, "c.mov", "1 of 3 clips")


def test_bars_show_the_clip_its_stage_and_the_time_left_of_both(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock, stream = Clock(), Stream(terminal=True)
    monkeypatch.setenv("COLUMNS", "100")
    bars = ProgressScreen(OutputStream(stream), pace=RunProgress(clock))
    with bars:
        bars.on_run_start(("raw/[red]a.mov", "b.mov"), 1)
        bars.on_clip_start(0)
        clock.now = 44.0
        bars.on_stage(0, Stage.PICTURE, 0.41)
        assert is_shown(
            stream,
            "raw/[red]a.mov",
            "44 %",
            "making the picture, 0:56 left",
            "0 of 2 clips, 2:36 left",
        )


def test_one_clip_has_one_bar() -> None:
    stream = Stream(terminal=True)
    with ProgressScreen(OutputStream(stream)) as bars:
        bars.on_run_start(("a.mov",), 1)
        bars.on_clip_start(0)
        assert is_shown(stream, "a.mov")

    assert "of 1" not in stream.getvalue()


@pytest.mark.parametrize("screen", [NullScreen, LogScreen, ProgressScreen])
def test_ffmpeg_commands_are_shown_raw_and_only_when_asked_for(screen: type[NullScreen]) -> None:
    command = "ffmpeg -i '[b]a[/b].mov' " + "-filter_complex '" + "x" * 300 + "'"
    loud, silent = Stream(), Stream()
    screen(OutputStream(loud), options=ScreenOptions(verbose=True)).on_command(command)
    screen(OutputStream(silent)).on_command(command)

    assert loud.getvalue() == f"{command}\n"
    assert silent.getvalue() == ""


@pytest.mark.parametrize(
    ("options", "on_terminal", "in_log"),
    [
        (ScreenOptions(), ProgressScreen, LogScreen),
        (ScreenOptions(progress=ProgressMode.BAR), ProgressScreen, ProgressScreen),
        (ScreenOptions(progress=ProgressMode.PLAIN), LogScreen, LogScreen),
        (ScreenOptions(progress=ProgressMode.OFF), NullScreen, NullScreen),
        (ScreenOptions(quiet=True), NullScreen, NullScreen),
        (ScreenOptions(log_format=LogFormat.GITHUB), LogScreen, LogScreen),
    ],
)
def test_the_screen_fits_the_stream_and_the_options(
    options: ScreenOptions,
    on_terminal: type[NullScreen],
    in_log: type[NullScreen],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    line = CommandLine(Order(inputs=("a.mp4", "raw/")), options)
    first = "" if on_terminal is NullScreen else "egv: looking for the clips\n"
    for terminal, kind in ((True, on_terminal), (False, in_log)):
        out, err = Stream(), Stream(terminal=terminal)
        assert type(choose_screen(line, Terminal(OutputStream(out), OutputStream(err)))) is kind
        assert out.getvalue() + err.getvalue() == first


@pytest.mark.parametrize(
    ("no_color", "force", "term", "tty"),
    [*product(("", "1"), ("", "1"), ("xterm", "dumb"), (True, False))],
)
def test_colour_needs_a_terminal_or_force_and_never_stands_against_no_color(
    no_color: str, force: str, term: str, tty: bool
) -> None:
    environment = {
        "NO_COLOR": no_color, "FORCE_COLOR": force, "TERM": term, "GITHUB_ACTIONS": "true",
    }  # fmt: skip
    wanted = not no_color and (bool(force) or (tty and term == "xterm"))

    assert can_colour(Stream(terminal=tty), environment) is wanted
    assert is_screen(Stream(terminal=tty), environment) is (tty and term == "xterm")


def test_a_coloured_line_holds_the_same_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    painted, plain = Stream(), Stream()
    OutputStream(painted).print_line("[b]a.mov :smile: 12", "red")
    monkeypatch.delenv("FORCE_COLOR")
    OutputStream(plain).print_line("[b]a.mov :smile: 12", "red")

    assert plain.getvalue() == "[b]a.mov :smile: 12\n"
    assert painted.getvalue() == "\x1b[31m[b]a.mov :smile: 12\x1b[0m\n"


def test_time_left_of_a_run_counts_worked_clips_only() -> None:
    clock = Clock()
    pace = RunProgress(clock)
    pace.on_run_start(tuple("abcd"), 1)
    for index in range(2):
        pace.on_clip_start(index)
        pace.on_clip_end(index, rendered(status="kept"))
    assert pace.run_left_s is None
    pace.on_clip_start(2)
    clock.now = 10.0
    pace.on_clip_end(2, rendered())

    assert pace.run_left_s == pytest.approx(10.0)
    assert pace.run_share == pytest.approx(0.75)


def test_the_share_of_a_clip_grows_through_the_stages_and_never_falls() -> None:
    pace = RunProgress(Clock())
    pace.on_run_start(("a",), 1)
    pace.on_clip_start(0)
    shares = []
    for stage, fraction in product(Stage, (0.0, 0.5, 0.2, 1.0, 7.0)):
        pace.on_stage(0, stage, fraction)
        shares.append(pace.going[0].share)

    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0)


def test_a_listening_model_is_followed_and_its_speed_is_not_guessed_too_early() -> None:
    clock = Clock()
    pace = RunProgress(clock)
    pace.on_run_start(("a",), 1)
    pace.on_clip_start(0)
    shown = []
    for stage, fraction in (
        (Stage.LOADING, 0.0),
        (Stage.LISTENING, 0.0),
        (Stage.LISTENING, 0.05),
        (Stage.LISTENING, 0.4),
    ):
        clock.now += 10.0
        pace.on_stage(0, stage, fraction)
        clip = pace.going[0]
        shown.append((clip.words, clip.estimate_left_s(clock.now), pace.run_left_s))

    assert shown[:3] == [
        ("loading the speech model", None, None),
        ("listening 0 %", None, None),
        ("listening 5 %", None, None),
    ]
    words, *left = shown[3]
    assert words == "listening 40 %"
    assert left == pytest.approx([40 * 1.3 / 0.3] * 2)


def test_a_log_says_how_far_the_listening_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EGV_LANG", "nl")
    clock, stream = Clock(), Stream()
    lines = LogScreen(OutputStream(stream), pace=RunProgress(clock))
    lines.on_run_start(("a.mov",), 1)
    lines.on_clip_start(0)
    clock.now = 31.0
    lines.on_stage(0, Stage.LISTENING, 0.4)

    assert stream.getvalue().splitlines()[-1].startswith("[1/1] a.mov: luistert 40 %, 2:14 te gaan")


def test_texts_of_time_left_and_long_names() -> None:
    assert [format_remaining_time(t) for t in (None, 0, 59.6, 3661)] == [
        "", "0:00 left", "1:00 left", "1:01:01 left",
    ]  # fmt: skip
    assert len(shorten_name("x" * 50)) == 30
    assert shorten_name("short.mov") == "short.mov"


RUNNER = """
import sys, time
from egv.cli.main import main
from egv.app.records.progress import Stage
from tests.cli.results import rendered, run_of
def work(order, watch):
    watch.on_run_start(order.inputs, 1)
    for index, name in enumerate(order.inputs):
        watch.on_clip_start(index)
        watch.on_stage(index, Stage.PICTURE, 0.5)
        time.sleep(0.15)
        watch.on_clip_end(index, rendered(name))
    return run_of(*(rendered(name) for name in order.inputs))
sys.exit(main(work=work))
"""


def watched(*words: str, **environment: str) -> tuple[str, str]:
    """Standard output and what a terminal on standard error shows of a run."""
    ours, theirs = os.openpty()
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run(
        [sys.executable, "-c", RUNNER, *words],
        stdout=subprocess.PIPE,
        stderr=theirs,
        text=True,
        env=env | {"TERM": "xterm"} | environment,
    )
    os.close(theirs)
    seen = b""
    try:
        while block := os.read(ours, 65536):
            seen += block
    except OSError:  # Linux ends a terminal without a writer with EIO
        pass
    os.close(ours)
    return done.stdout, seen.decode()


@pytest.mark.posix("terminals of its own")
def test_a_terminal_sees_bars_that_are_gone_at_the_end() -> None:
    out, seen = watched("trim", "a.mp4", "b.mp4")

    assert "2 clips: 2 made" in out
    assert "\x1b" not in out
    assert "of 2 clips" in seen
    assert "\x1b[?25h" in seen


@pytest.mark.posix("terminals of its own")
def test_no_color_is_taken_in_any_place_and_colours_nothing() -> None:
    assert drop_no_colour(["trim", "--no-color", "a.mp4"]) == ["trim", "a.mp4"]
    assert drop_no_colour(["--no-colour", "kit", "list"]) == ["kit", "list"]
    assert drop_no_colour(["run", "--", "--no-color"]) == ["run", "--", "--no-color"]

    painted = Stream(terminal=True)
    OutputStream(painted, is_plain=True).print_line("made", "green")
    assert "\x1b" not in painted.getvalue()


@pytest.mark.posix("a pseudo-terminal")
@pytest.mark.parametrize("environment", [{"TERM": "dumb"}, {"NO_COLOR": "1", "TERM": "dumb"}])
def test_a_dumb_terminal_sees_plain_lines(environment: dict[str, str]) -> None:
    _, seen = watched("trim", "a.mp4", **environment)

    assert "\x1b" not in seen
    assert seen.splitlines()[:2] == ["egv: looking for the clips", "[1/1] a.mp4: started"]


@pytest.mark.posix("terminals of its own")
def test_without_colour_a_terminal_still_sees_a_bar() -> None:
    _, seen = watched("trim", "a.mp4", NO_COLOR="1")

    assert "making the picture" in seen
    assert "\x1b[3" not in seen


def test_a_log_never_gets_a_control_character_by_itself() -> None:
    done = subprocess.run(
        [sys.executable, "-c", RUNNER, "trim", "a.mp4", "b.mp4"],
        capture_output=True,
        text=True,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
            "GITHUB_ACTIONS": "true",
        },
    )

    assert "\x1b" not in done.stdout + done.stderr
    assert "\r" not in done.stdout + done.stderr
    assert done.stderr.splitlines()[0] == "egv: looking for the clips"
