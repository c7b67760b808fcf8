"""No word of a line is ever ignored, whatever the line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from egv.app.plan.order import RunOptions
from egv.cli.grammar.chain import CommandLine, parse_command_line
from egv.cli.grammar.options import list_options
from egv.cli.grammar.run_options import ScreenOptions
from egv.core.errors import UsageError
from egv.core.media.timing import Seconds, Span
from egv.steps import STEPS

NOISE = ("then", "+")
MODELS = (RunOptions, ScreenOptions, *STEPS)
OPTION_WORDS = [word for model in MODELS for each in list_options(model) for word in each.spellings]
NAMES = [word for step in STEPS for word in (step.name, *step.aliases)]
GOOD = (
    "--start 2|--end -5|--cut 1-2|--cut 3-4|--silence all|--max-pause 1|--force|--lufs -14"
    "|--denoise light|--mode auto|--lut trim|-o x/|-nv|-oout.mp4|--quality=best|--set a=b|--json"
    "|--progress plain|--log-format github|--no-input|--recursive|--skip trim|-r standard"
    "|--quality good|--lufs -16"
)
BAD = "1|-5|all|best|--json=1|nomalise|--bogus|-x|--=|---|-nq|-output|--start|-o||--|-|a.mp4 --"
INPUTS_SAID = "a.mp4|b.mp4|./trim|raw/|é.mp4|x.mov y.mov|*.mp4"
UNITS = st.one_of(
    st.sampled_from(NAMES),
    st.sampled_from(GOOD.split("|")),
    st.sampled_from(INPUTS_SAID.split("|")),
    st.sampled_from([*BAD.split("|"), *OPTION_WORDS, *NOISE, "run"]),
)
LINES = st.builds(
    lambda start, rest: [word for unit in (start, *rest) for word in unit.split(" ")],
    st.sampled_from(["trim", "run", "run a.mp4", "normalise", "colour --mode auto", "a.mp4"]),
    st.lists(UNITS, max_size=6),
)
PROPERTY = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)


Said = tuple[str, list[tuple[str, str, Any]]]


def understood(words: list[str]) -> CommandLine | None:
    """The line, or None when it is refused, which is exit code 2."""
    try:
        return parse_command_line(words)
    except UsageError:
        return None


@PROPERTY
@given(LINES)
def test_taking_any_word_away_changes_what_a_line_means(words: list[str]) -> None:
    line = understood(words)
    assume(line)
    weighty = [at for at, word in enumerate(words) if word not in NOISE and word != "--"]

    assert weighty
    for at in weighty:
        without = [*words[:at], *words[at + 1 :]]
        assert understood(without) != line, f"{words[at]!r} had no effect in {words}"


OPTIONS = {
    "trim": (
        ("--start 2", "start", Seconds(2)),
        ("--end -5", "end", Seconds(-5)),
        ("--force", "force", True),
        ("--cut 1-2", "cut", (Span(Seconds(1), Seconds(2)),)),
    ),
    "normalise": (
        ("--lufs -14", "lufs", -14.0),
        ("--peak-dbtp=-2", "peak_dbtp", -2.0),
        ("--denoise light", "denoise", "light"),
    ),
    "colour-correct": (("--mode auto", "mode", "auto"), ("--lut then", "lut", Path("then"))),
}
RUN_OPTIONS = (
    ("-n", "dry_run", True),
    ("-o x/", "output", "x/"),
    ("--quality=best", "quality", "best"),
    ("--verify full", "verify", "full"),
    ("--set a=trim", "variables", (("a", "trim"),)),
    ("--report r.json", "report", "r.json"),
)
INPUTS = st.lists(st.sampled_from(["a.mp4", "./trim", "x{y}.mov", "é:1.mp4", "*.mp4"]), max_size=4)
STEPS_SAID = st.lists(
    st.sampled_from(sorted(OPTIONS)).flatmap(
        lambda name: st.tuples(st.just(name), st.lists(st.sampled_from(OPTIONS[name]), unique=True))
    ),
    min_size=1,
    max_size=4,
)


@PROPERTY
@given(STEPS_SAID, INPUTS, st.lists(st.sampled_from(RUN_OPTIONS), unique=True), st.data())
def test_however_its_words_are_mixed_a_line_is_read_as_it_was_meant(
    steps: list[Said], inputs: list[str], run: list[tuple[str, str, Any]], data: st.DataObject
) -> None:
    units = [unit for name, options in steps for unit in (name, *(o[0] for o in options))]
    for each in reversed(inputs):
        inputs_at = [at for at, unit in enumerate(units) if unit in inputs]
        units.insert(data.draw(st.integers(1, min([*inputs_at, len(units)]))), each)
    for spelling, _, _ in run:
        units.insert(data.draw(st.integers(0, len(units))), spelling)

    order = parse_command_line([word for unit in units for word in unit.split(" ")]).order

    meant = [(name, {field: value for _, field, value in options}) for name, options in steps]
    assert [(each.step.name, dict(each.options)) for each in order.steps] == meant
    assert order.inputs == tuple(inputs)
    assert order.options == RunOptions(**{field: value for _, field, value in run})
