"""What is said when a run is over: the table, the plan, GitHub's annotations and page."""

from __future__ import annotations

import shlex
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from egv.app.records.results import ErrorResult, Status, StepResult
from egv.cli.grammar.chain import parse_command_line
from egv.cli.grammar.command_text import drop_dry_run, format_command
from egv.cli.main import main
from egv.cli.screen import github
from egv.cli.screen.summary import iter_summary_rows
from egv.core.cues.speech_models import describe_skipped_subtitles
from egv.core.errors import RenderError
from egv.core.text.byte_sizes import format_size
from tests.cli.results import failed, planned, rendered, run_of
from tests.cli.test_exit_and_json import ending


def test_the_summary_has_a_line_for_each_clip_and_the_failures_last(
    capsys: pytest.CaptureFixture[str],
) -> None:
    facts: dict[str, Any] = {"made_at": "2026-11-30T04:48:00+00:00", "notes": ("trim: short",)}
    kept = rendered("raw/c.mov", status=Status.KEPT, encodes=1, **facts)
    main(["trim", "raw/"], ending(run_of(rendered(), failed(), kept, code=3)))
    when = datetime.fromisoformat(facts["made_at"]).astimezone()

    out, err = capsys.readouterr()
    assert out.splitlines() == [
        "made  out/a.mp4: 1:12.0 → 1:06.5, 12.3 MB, 1 encode",
        f"kept  out/c.mp4: made {when:%Y-%m-%d %H:%M}, 0 encodes",
        "  note  trim: short",
        "3 clips: 1 made, 1 kept, 1 failed.",
        "When that is mended, the same line makes only what is missing:",
        "  egv trim raw/",
    ]
    assert err.splitlines()[-1] == (
        "egv: error: b.mov: this file has no picture; give a video clip"
    )


def test_the_steps_of_each_clip_are_shown_on_demand(capsys: pytest.CaptureFixture[str]) -> None:
    beside = ("out/a.nl.srt", "out/a.nl.vtt")
    main(["trim", "raw/", "-v"], ending(run_of(rendered(sidecars=beside, mark="draft"))))

    out = capsys.readouterr().out.splitlines()
    assert out[0].endswith("1 encode, marked as draft, with 2 files beside it")
    assert "  normalise  from -27.3 to -16.0 LUFS" in out
    assert "  also       out/a.nl.srt" in out


@pytest.mark.parametrize(
    ("output", "row"),
    [
        ({"encodes": 0}, "made  out/a.mp4: 1:12.0 → 1:06.5, 12.3 MB, picture copied unchanged"),
        ({"output": None}, "made  raw/a.mov: nobody speaks, so no file"),
        ({"output": None, "sidecars": ("out/a.srt",)}, "made  out/a.srt"),
        ({"output": "out/week.mp4", "duration": None, "size_bytes": None},
         "made  raw/a.mov → out/week.mp4: 1:12.0, 1 encode"),
        ({"inputs": ("a.mov", "b.mov", "c.mov")},
         "made  raw/a.mov and 2 more → out/a.mp4: 1:12.0 → 1:06.5, 12.3 MB, 1 encode"),
        ({"status": Status.PENDING, "output": None}, "not begun  raw/a.mov"),
    ],
)  # fmt: skip
def test_a_row_says_what_was_made(output: dict[str, Any], row: str) -> None:
    assert next(iter_summary_rows(run_of(rendered(**output)))).text == row


def test_thirty_clips_fit_on_one_screen() -> None:
    notes = ("trim: nobody speaks, so no dead air is cut",)
    clips = [rendered(f"raw/{n}.mov", notes=notes) for n in range(29)]
    odd = rendered("raw/odd.mov", notes=("normalise: very quiet",), status=Status.KEPT)
    whole = [row.text for row in iter_summary_rows(run_of(*clips, odd))]
    short = [row.text for row in iter_summary_rows(run_of(*clips, odd), most_rows=20)]

    assert len(whole) == 60
    assert short == [
        "made  out: 29 videos",
        "kept  out: 1 video",
        f"note  29 videos: {notes[0]}",
        "note  raw/odd.mov: normalise: very quiet",
    ]


@pytest.mark.parametrize(
    ("kind", "lead"),
    [
        ("input", "When that is mended, the same line makes only what is missing:"),
        ("render", "To make only what is missing, run the same line again:"),
    ],
)
def test_the_next_line_is_the_one_for_this_failure(
    kind: str, lead: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["trim", "raw/"], ending(run_of(rendered(), failed(kind=kind), code=3)))

    assert capsys.readouterr().out.splitlines()[-2:] == [lead, "  egv trim raw/"]


def test_a_dry_run_says_what_will_be_done_and_the_line_that_does_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(["trim", "-nooutput/", "raw/my clip.mov"], ending(run_of(planned())))

    out = capsys.readouterr().out.splitlines()
    assert "planned  out/a.mp4: 1:12.0 → 1:06.5, about 12.3 MB, 1 encode" in out
    assert "  normalise  from -27.3 to -16.0 LUFS" in out
    assert out[-3].startswith("1 clip: 1 planned; about 12.3 MB, about ")
    assert out[-3].endswith(" of work.")
    assert out[-2] == "Nothing was written. To make the videos:"
    assert out[-1] == "  egv trim -ooutput/ 'raw/my clip.mov'"


def test_a_verbose_dry_run_shows_the_commands_as_they_can_be_pasted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(["trim", "-n", "raw/a.mov"], ending(run_of(planned())))
    silent = capsys.readouterr().err
    main(["trim", "-nv", "raw/a.mov"], ending(run_of(planned())))

    assert "ffmpeg" not in silent
    assert planned().commands[0] in capsys.readouterr().err.splitlines()


def test_the_only_clip_that_failed_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    main(["trim", "raw/b.mov"], ending(run_of(failed(hint="egv doctor"), code=1)))

    out, err = capsys.readouterr()
    assert "has no picture" not in out
    assert err.count("has no picture") == 1
    assert "Try: egv doctor" in err


def test_what_a_program_said_is_shown_with_v_only_and_is_in_a_log(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = "[libx264 @ 0x55] broken header\nffmpeg -i clip.mov out.mp4"
    error = ErrorResult.from_error(RenderError("ffmpeg stopped; export it again", details=said))
    run = run_of(failed().model_copy(update={"error": error}), code=1)
    main(["trim", "raw/b.mov"], ending(run))
    plain = capsys.readouterr()
    main(["trim", "-v", "raw/b.mov"], ending(run))
    verbose = capsys.readouterr().err
    main(["trim", "--json", "raw/b.mov"], ending(run))

    assert len(plain.err) < 600
    assert "0x55" not in plain.err + plain.out + capsys.readouterr().out
    assert f"for who can repair it: {error.log}" in plain.err
    assert "  [libx264 @ 0x55] broken header" in verbose.splitlines()
    assert said in Path(error.log).read_text()


def test_an_error_that_does_not_name_its_clip_is_given_the_name(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(["trim", "raw/", "-q"], ending(run_of(failed("raw/b.mov", "ffmpeg failed"), code=1)))

    assert capsys.readouterr().err == "egv: error: raw/b.mov: ffmpeg failed\n"


@pytest.mark.parametrize(
    ("line", "after"),
    [
        ("trim -n a.mp4", "trim a.mp4"),
        ("trim a.mp4 --dry-run", "trim a.mp4"),
        ("trim -vn a.mp4", "trim -v a.mp4"),
        ("trim -nvo out/ a.mp4", "trim -vo out/ a.mp4"),
        ("trim -onice.mp4 -n a.mp4", "trim -onice.mp4 a.mp4"),
        ("trim -n -- -n --dry-run", "trim -- -n --dry-run"),
    ],
)
def test_a_line_is_typed_again_without_its_dry_run(line: str, after: str) -> None:
    assert drop_dry_run(line.split()) == after.split()
    assert not parse_command_line(drop_dry_run(line.split())).order.options.dry_run


def test_a_line_is_typed_so_that_a_shell_reads_it_back() -> None:
    words = ["trim", "it's $(here).mp4", "--", "-x"]

    assert shlex.split(format_command(words)) == ["egv", *words]


def test_names_in_the_table_stay_on_their_line(capsys: pytest.CaptureFixture[str]) -> None:
    main(["trim", "raw/"], ending(run_of(rendered("a\n\x1b[31mb.mov"), rendered("c.mov"))))

    out = capsys.readouterr().out
    assert "out/a\\n\\x1b[31mb.mp4" in out
    assert "\x1b" not in out


def test_a_long_name_is_never_cut_short() -> None:
    name = "raw/" + "x" * 90 + ".mov"

    assert any(
        Path(name).stem in row.text for row in iter_summary_rows(run_of(rendered(name), rendered()))
    )


def test_sizes_are_in_units_people_use() -> None:
    sizes = (0, 12_345_678, 2_500_000_000)

    assert [format_size(n, decimals=1) for n in sizes] == ["0.0 MB", "12.3 MB", "2.5 GB"]
    assert [format_size(n) for n in sizes] == ["0 MB", "12 MB", "2.5 GB"]


def test_github_pins_each_error_to_its_clip_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    hostile = failed("raw/a,b:50%\n.mov", "50%\r\n::error::forged", kind="render", step="trim")
    main(["trim", "raw/", "--log-format", "github"], ending(run_of(rendered(), hostile, code=3)))

    commands = [line for line in capsys.readouterr().out.splitlines() if line.startswith("::error")]
    assert commands == [
        "::error file=raw/a%2Cb%3A50%25%0A.mov,title=egv trim::50%25%0D%0A::error::forged"
    ]


def test_no_line_of_a_github_log_is_a_command_that_a_clip_made_up(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(
        ["trim", "raw/", "--log-format=github"],
        ending(run_of(rendered("::error::x.mov"), rendered("##[error]y.mov"))),
    )

    out = capsys.readouterr().out.splitlines()
    commands = [line for line in out if line.lstrip().startswith(("::", "##["))]
    assert {line.split("::")[1] for line in commands} == {"group", "endgroup"}


def test_a_wrong_line_is_an_annotation_too_and_with_json_it_goes_to_standard_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(["trim", "--bogus", "--log-format", "github"])
    plain = capsys.readouterr()
    main(["trim", "--bogus", "--log-format=github", "--json"])
    machine = capsys.readouterr()

    assert plain.out.startswith("::error title=egv usage::--bogus: unknown option")
    assert "::error title=egv usage::" in machine.err
    assert machine.out.startswith("{")


def test_github_gets_a_page_with_a_table_that_no_name_can_break(
    monkeypatch: pytest.MonkeyPatch, clips: Path
) -> None:
    page = clips / "page.md"
    page.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))
    hostile = rendered("a|b`<script>\n.mov", steps=(StepResult(step="trim", why="cut *all*"),))
    main(["trim", "raw/", "--log-format", "github"], ending(run_of(hostile, failed(), code=3)))

    text = page.read_text()
    table = [line for line in text.splitlines() if line.startswith("|")]
    assert text.startswith("before\n### egv: 2 clips: 1 made, 1 failed\n")
    assert table[:2] == [
        "| clip | result | length | what was done | output |",
        "|---|---|---|---|---|",
    ]
    assert table[2].startswith(r"| a\|b\`&lt;script&gt;\\n.mov | made | 1:12.0 → 1:06.5 |")
    assert r"trim: cut \*all\*" in table[2]
    assert "b.mov: this file has no picture" in table[3]
    assert len(table) == 4


def test_a_page_that_cannot_be_written_does_not_change_how_the_run_ended(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(Path("missing") / "page.md"))

    assert main(["trim", "raw/", "--log-format", "github"], ending(run_of(rendered()))) == 0
    assert "GITHUB_STEP_SUMMARY" in capsys.readouterr().err


def test_an_annotation_without_a_file_has_a_title_only() -> None:
    assert (
        github.format_error_command(ErrorResult(kind="usage", message="x"))
        == "::error title=egv usage::x"
    )


def test_many_notes_do_not_hide_the_other_clips() -> None:
    noisy = rendered(notes=tuple(f"subtitle: number {n}" for n in range(30)))
    notes = [row.text for row in iter_summary_rows(run_of(noisy)) if "note " in row.text]

    assert len(notes) == 9
    assert "and 22 more; -v shows them all" in notes[-1]


def test_what_is_the_same_of_any_clip_is_told_once_and_of_how_many() -> None:
    note = describe_skipped_subtitles(None)
    clips = [rendered(f"{n}.mov", notes=(note, f"trim: {n}")) for n in range(3)]
    result = run_of(*clips, rendered("silent.mov"))
    [*_, last] = [row.text for row in iter_summary_rows(result)]
    page = github.format_step_summary(result)

    assert [row.text for row in iter_summary_rows(result) if "made without" in row.text] == [last]
    assert last == f"note  {note} (3 of 4 videos)"
    assert page.count("made without subtitles") == 1
    assert [row.text for row in iter_summary_rows(run_of(clips[0]))][-1] == f"note  {note}"
