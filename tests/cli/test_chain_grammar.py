"""What a line of words is taken to ask for: laws L1 to L8 of the grammar."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from egv.app.plan.order import USUAL, Order, RunOptions, VerifyMode
from egv.app.plan.plan import plan_run
from egv.app.plan.settings import build_line_settings
from egv.cli.grammar.chain import CommandLine, parse_command_line
from egv.cli.grammar.options import list_options
from egv.cli.grammar.run_options import (
    LogFormat,
    ProgressMode,
    ScreenOptions,
    list_line_options,
)
from egv.cli.request import parse_request
from egv.core.errors import UsageError
from egv.core.media.encoding import EncodeQuality
from egv.core.media.timing import Seconds, Span
from egv.steps import STEPS


def order(line: str | Sequence[str]) -> Order:
    """What a line asks for."""
    return parse_command_line(line.split() if isinstance(line, str) else line).order


def span(start: int, end: int) -> Span:
    """The span between two whole seconds."""
    return Span(Seconds(start), Seconds(end))


def named(line: str | Sequence[str]) -> list[tuple[str, dict[str, object]]]:
    """The steps that a line names, with the options it gives them."""
    return [(each.step.name, dict(each.options)) for each in order(line).steps]


def test_two_steps_on_a_line_are_two_steps_in_the_order() -> None:
    assert named("trim normalise a.mp4") == [("trim", {}), ("normalise", {})]
    assert order("trim normalise a.mp4").inputs == ("a.mp4",)


def test_steps_keep_the_order_of_the_line_and_may_come_back() -> None:
    assert [name for name, _ in named("normalise trim normalise a.mp4")] == [
        "normalise",
        "trim",
        "normalise",
    ]


def test_only_options_on_the_line_are_in_the_order_even_when_they_equal_the_default() -> None:
    assert named("normalise a.mp4") == [("normalise", {})]
    assert named("normalise --lufs -16 a.mp4") == [("normalise", {"lufs": -16.0})]


@pytest.mark.parametrize(
    ("line", "options"),
    [
        ("trim --start 1:30 a.mp4", {"start": Seconds(90)}),
        ("trim --end -5 a.mp4", {"end": Seconds(-5)}),
        ("trim --end=-5 a.mp4", {"end": Seconds(-5)}),
        ("trim a.mp4 --end -1:30", {"end": Seconds(-90)}),
        ("trim --force a.mp4", {"force": True}),
        ("trim --cut 0-2 a.mp4 --cut 3-4", {"cut": (span(0, 2), span(3, 4))}),
        ("normalise --lufs -14 --peak-dbtp=-2 a.mp4", {"lufs": -14.0, "peak_dbtp": -2.0}),
        ("normalise --denoise light a.mp4", {"denoise": "light"}),
        ("colour-correct --lut trim a.mp4", {"lut": Path("trim")}),
    ],
)  # fmt: skip
def test_values_of_step_options_arrive_parsed(line: str, options: Any) -> None:
    assert named(line) == [(line.split()[0], options)]


def test_a_step_option_belongs_to_the_step_on_its_left_across_inputs() -> None:
    assert named("trim a.mp4 normalise b.mp4 --lufs -14 a.mp4") == [
        ("trim", {}),
        ("normalise", {"lufs": -14.0}),
    ]


def test_an_option_value_is_never_read_as_a_step() -> None:
    assert named("colour-correct --lut normalise a.mp4") == [
        ("colour-correct", {"lut": Path("normalise")})
    ]


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("normalize", "normalise"),
        ("color-correct", "colour-correct"),
        ("colour", "colour-correct"),
        ("color", "colour-correct"),
    ],
)
def test_other_spellings_of_a_step_give_the_same_order(spelling: str, name: str) -> None:
    assert order(f"{spelling} a.mp4") == order(f"{name} a.mp4")
    assert order(f"run --skip {spelling} a.mp4") == order(f"run --skip {name} a.mp4")


def test_a_path_and_everything_after_two_dashes_is_an_input() -> None:
    Path("trim").mkdir()

    assert order("normalise ./trim a.mp4").inputs == ("./trim", "a.mp4")
    assert order("normalise -- trim -x.mp4 -- then").inputs == ("trim", "-x.mp4", "--", "then")


def test_inputs_need_not_exist_to_be_inputs_when_they_look_like_files() -> None:
    assert order("trim missing.mp4 *.mov raw/ - [x]").inputs == (
        "missing.mp4", "*.mov", "raw/", "-", "[x]",
    )  # fmt: skip


def test_an_existing_file_with_a_name_like_a_step_is_an_input() -> None:
    Path("nomalise").touch()

    assert order("trim nomalise").inputs == ("nomalise",)


def test_run_uses_the_standard_recipe_and_a_chain_uses_none() -> None:
    assert order("run a.mp4").recipe == USUAL
    assert build_line_settings(RunOptions()).choose_recipe(USUAL) == "standard"
    assert order("run a.mp4 -r mine.yaml").recipe == "mine.yaml"
    assert order("trim a.mp4").recipe is None
    assert named("run a.mp4 b.mp4 trim --start 2 then normalise") == [
        ("trim", {"start": Seconds(2)}),
        ("normalise", {}),
    ]


def test_every_run_option_reaches_the_order_or_the_screen() -> None:
    words = (
        "run a.mp4 -o out.mp4 -r r.yaml -n --overwrite --quality best --verify full --skip trim"
        " --skip color --set a=b=c --set d= --save-recipe s.yaml --files-from x --files-from -"
        " --recursive --fail-fast --report r.json --json --progress plain --log-format github"
        " --no-input -v --allow-damaged"
    )
    line = parse_command_line(words.split())

    assert line.order.options == RunOptions(
        output="out.mp4", recipe="r.yaml", dry_run=True, overwrite=True, quality=EncodeQuality.BEST,
        verify=VerifyMode.FULL, recursive=True, fail_fast=True, files_from=("x", "-"),
        skip=("trim", "colour-correct"), variables=(("a", "b=c"), ("d", "")),
        save_recipe="s.yaml", report="r.json", allow_damaged=True,
    )  # fmt: skip
    assert line.screen == ScreenOptions(
        as_json=True, progress=ProgressMode.PLAIN, log_format=LogFormat.GITHUB, verbose=True,
        no_input=True,
    )  # fmt: skip
    assert parse_command_line(["trim", "a.mp4", "-q"]).screen.quiet


def test_a_line_without_run_options_has_the_defaults() -> None:
    assert order("trim a.mp4").options == RunOptions()
    assert parse_command_line(["trim", "a.mp4"]).screen == ScreenOptions()


@pytest.mark.parametrize(
    "spelling", ["-oout.mp4", "-o=out.mp4", "--output=out.mp4", "--output out.mp4", "-no out.mp4"]
)
def test_short_and_joined_spellings_mean_the_same(spelling: str) -> None:
    assert order(f"trim a.mp4 {spelling}").options.output == "out.mp4"


def test_short_switches_can_be_glued() -> None:
    line = parse_command_line(["trim", "a.mp4", "-nvoout/"])

    assert line.order.options == RunOptions(output="out/", dry_run=True)
    assert line.screen.verbose


RUN_OPTIONS = (
    ["-o", "x/"], ["-n"], ["--json"], ["--quality", "best"], ["--files-from", "-"], ["-nv"],
    ["--output=x/"], ["-ox/"], ["--progress", "off"], ["--set", "a=trim"],
)  # fmt: skip


@pytest.mark.parametrize("option", RUN_OPTIONS, ids=" ".join)
@pytest.mark.parametrize("head", [["trim", "--start", "2"], ["run", "trim"]], ids=" ".join)
def test_a_run_option_means_the_same_in_any_position(head: list[str], option: list[str]) -> None:
    units = [[each] for each in head] if head[0] == "run" else [head[:1], head[1:]]
    units += [["a.mp4"], ["then"], ["normalise"], ["--lufs", "-14"], ["b.mp4"]]
    lines = [
        [word for unit in [*units[:at], option, *units[at:]] for word in unit]
        for at in range(len(units) + 1)
    ]

    assert len({repr(parse_command_line(line)) for line in lines}) == 1
    assert parse_command_line(lines[0]) != parse_command_line(
        [word for unit in units for word in unit]
    )


def test_inputs_first_in_the_middle_or_last_and_noise_give_one_order() -> None:
    lines = [
        "run a.mp4 b.mp4 trim --start 2 normalise",
        "run trim --start 2 a.mp4 normalise b.mp4",
        "run trim --start 2 normalise a.mp4 b.mp4",
        "run trim a.mp4 --start 2 then normalise b.mp4",
        "run then trim --start 2 + normalise a.mp4 -- b.mp4",
        "run a.mp4 trim b.mp4 --start 2 then + normalise",
    ]

    assert len({repr(order(line)) for line in lines}) == 1


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("-o x/ -o y/ trim a.mp4", "-o: given twice"),
        ("trim -n a.mp4 --dry-run", "--dry-run: given twice"),
        ("trim -nn a.mp4", "-n: given twice"),
        ("trim --start 1 a.mp4 --start 2", "--start: given twice"),
        ("trim a.mp4 --start", "--start: this option needs a value (TIME)"),
        ("trim --start -n a.mp4", "--start: this option needs a value"),
        ("trim a.mp4 -o", "-o: this option needs a value (PATH)"),
        ("trim --start -- a.mp4", "--start: this option needs a value"),
        ("trim --json=yes a.mp4", "--json: this option takes no value"),
        ("trim --force=yes a.mp4", "--force: this option takes no value"),
        ("trim -r x.yaml a.mp4", "--recipe: this option needs a recipe"),
        ("trim --skip normalise a.mp4", "--skip: this option needs a recipe"),
        ("run --skip trim a.mp4 trim", "--skip trim: the step trim is also on the line"),
        ("run --skip bogus a.mp4", "'--skip' needs a step after it, and 'bogus' is not a step"),
        ("run --set a a.mp4", "--set a is not of the form NAME=VALUE"),
        ("trim -v a.mp4 -q", "cannot be used together"),
        ("trim --quality goood a.mp4", "--quality goood is not one of 'draft', 'good' or 'best'"),
        ("trim a.mp4 then", "'then': no step follows it"),
        ("trim then a.mp4", "'then' needs a step after it, and 'a.mp4' is not a step"),
        ("normalise --lufs 3 a.mp4", "normalise: --lufs 3 is above the limit -5"),
        ("normalise --lufs loud a.mp4", "normalise: --lufs 'loud'"),
        ("trim a.mp4 --max-pause 1", "trim: --max-pause"),
        ("trim a.mp4 --version", "--version: this option is used alone"),
        ("trim a.mp4 -5", "-5: unknown option; if it is a file, write ./-5"),
        ("trim -output x.mp4 a.mp4", "-output: long options start with two dashes; write --output"),
        ("trim animate a.mp4", "'animate' is neither a file nor a step; the steps are trim"),
        ("-n", "no step is given"),
        ("-- a.mp4", "'a.mp4': this line does not say what to do with it"),
        ("a.mp4 -r x.yaml trim", "--recipe: this option needs a recipe"),
        ("a.mp4 --start 2 trim", "--start: this option belongs to the step 'trim'"),
        ("a.mp4 run trim", "'run': this word must stand first"),
        ("a.mp4 check", "'check': this word must stand first"),
        ("bogus trim a.mp4", "'bogus' is neither a file, a step nor a command; the steps are"),
    ],
)
def test_what_has_no_meaning_is_refused_in_words(line: str, words: str) -> None:
    with pytest.raises(UsageError) as refusal:
        parse_command_line(line.split(), ("check", "doctor"))

    assert words in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert refusal.value.exit_code == 2


def test_an_empty_word_is_refused() -> None:
    with pytest.raises(UsageError, match="empty word"):
        parse_command_line(["trim", ""])


def test_a_name_that_is_no_utf_8_is_a_name() -> None:
    assert parse_command_line(["trim", "a\udcff.mp4"]).order.inputs == ("a\udcff.mp4",)


def test_a_text_that_is_no_utf_8_is_refused() -> None:
    with pytest.raises(UsageError, match="not valid UTF-8"):
        parse_command_line(["trim", "--start", "\udcff", "a.mp4"])


def test_a_step_with_a_wrong_option_is_named_in_the_error() -> None:
    with pytest.raises(UsageError) as refusal:
        parse_command_line(["trim", "a.mp4", "normalise", "--lufs", "3"])

    assert refusal.value.step == "normalise"


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("clip.mov", "egv run clip.mov"),
        ("clip.mov -k acme -n", "egv run clip.mov -k acme -n"),
        ("clip.mov -- b.mp4", "egv run clip.mov -- b.mp4"),
        ("clip.mov run -n", "egv run clip.mov -n"),
        ("clip.mov preview", "egv preview clip.mov"),
        ("clip.mov check --json", "egv check clip.mov --json"),
        ("clip.mov tirm", "egv clip.mov trim"),
        ("clip.mov trim nomalise", "egv clip.mov trim normalise"),
    ],
)
def test_a_line_of_clips_without_a_step_is_answered_with_one_that_works(
    line: str, hint: str
) -> None:
    with pytest.raises(UsageError) as refusal:
        parse_request(line.split())

    assert refusal.value.hint == hint
    assert parse_request(hint.split()[1:])


@pytest.mark.parametrize("head", ["trim --start 2 then normalise", "trim --start 2 + normalise"])
def test_clips_first_in_the_middle_or_last_have_one_plan(head: str) -> None:
    first, second = head.split(" then " if "then" in head else " + ")
    units = [first.split(), second.split(), ["a.mp4", "b.mp4"]]
    lines = [
        [word for unit in placed for word in unit]
        for placed in (units, [*units[2:], *units[:2]], [units[0], units[2], units[1]])
    ]
    lines += [head.split() + units[2], units[2] + head.split(), ["a.mp4", *head.split(), "b.mp4"]]
    orders = [parse_request(line) for line in lines]

    assert all(isinstance(order, CommandLine) for order in orders)
    assert len({repr(order) for order in orders}) == 1
    assert {plan_run(one.order).plan_hash for one in orders if isinstance(one, CommandLine)} == {
        plan_run(order("trim --start 2 normalise a.mp4 b.mp4")).plan_hash
    }


def test_a_folder_may_stand_first_and_a_command_of_its_name_is_the_command() -> None:
    Path("raw").mkdir()
    Path("check").mkdir()

    assert order("raw trim").inputs == ("raw",)
    assert order("./check trim").inputs == ("./check",)
    assert not isinstance(parse_request(["check", "a.mp4"]), CommandLine)


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ("trim a.mp4", "'trim' is read as the step; for the file of that name, write ./trim"),
        ("a.mp4 music", "'music' is read as the step; for the folder of that name, write ./music"),
        ("run a.mp4", "'run' is read as the command; for the folder of that name, write ./run"),
        ("trim then trim a.mp4", "'trim' is read as the step; for the file of that name"),
        ("normalise then trim a.mp4", "'then' is read as a word between two steps; for the file"),
        ("a.mp4 ./trim brand", ""),
        ("normalise a.mp4", ""),
    ],
)
def test_a_file_that_is_called_like_a_step_is_told_of(line: str, note: str) -> None:
    Path("trim").touch()
    Path("then").touch()
    Path("brand").mkdir()  # holds no clip, so nobody can mean it
    for name in ("music", "run"):
        Path(name).mkdir()
        Path(name, "clip.mov").touch()

    notes = parse_command_line(line.split()).notes
    assert bool(notes) == bool(note)
    assert note in "".join(notes)
    assert len(set(notes)) == len(notes)


def test_no_run_option_has_the_spelling_of_a_step_option() -> None:
    run = {spelling for each in list_line_options() for spelling in each.spellings}

    assert run
    for step in STEPS:
        own = {spelling for each in list_options(step) for spelling in each.spellings}
        assert not own & run, step.name
        assert all(spelling.startswith("--") for spelling in own)


def test_no_two_steps_share_a_name_and_none_is_a_noise_word_or_a_command() -> None:
    words = [word for step in STEPS for word in (step.name, *step.aliases)]

    assert len(set(words)) == len(words)
    assert not set(words) & {"then", "+", "run", "doctor", "config"}


def test_every_pair_of_steps_can_stand_on_one_line() -> None:
    pairs = list(combinations(STEPS, 2))

    assert pairs
    for first, second in pairs:
        assert [name for name, _ in named([first.name, "then", second.name, "a.mp4"])] == [
            first.name,
            second.name,
        ]
