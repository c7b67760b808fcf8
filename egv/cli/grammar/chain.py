"""The second pass over a command line: parse its words to an order, or name the wrong word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from egv.app.plan.order import USUAL, NamedStep, Order
from egv.cli.grammar import did_you_mean
from egv.cli.grammar.command_text import format_command
from egv.cli.grammar.run_options import ScreenOptions, build_line_options
from egv.cli.grammar.tokens import (
    PREVIEW,
    RUN,
    BareWord,
    FillerWord,
    GivenOption,
    StepType,
    StepWord,
    UnknownOption,
    index_steps,
    iter_tokens,
)
from egv.core.errors import UsageError


@dataclass(frozen=True, slots=True)
class CommandLine:
    """A parsed command line: the order to run or preview, and what to show on the screen."""

    order: Order
    screen: ScreenOptions
    is_preview: bool = False


@dataclass(slots=True)
class _SortedWords:
    """The words of a line read so far, sorted by kind."""

    run: dict[str, Any] = field(default_factory=dict)
    steps: list[tuple[StepType, dict[str, Any]]] = field(default_factory=list)
    inputs: list[str] = field(default_factory=list)
    started: bool = False
    by_recipe: bool = False
    is_preview: bool = False
    noise: str = ""
    commands: tuple[str, ...] = ()


def parse_command_line(words: Sequence[str], commands: Iterable[str] = ()) -> CommandLine:
    """Parse `words` to an order. Raises UsageError for the first word that is out of place.

    Every step is built here, so that a wrong one is found before any work. `commands` are other
    words that may have been meant by the first one.
    """
    line = _SortedWords(commands=tuple(commands))
    for token in iter_tokens(words):
        match token:
            case GivenOption():
                _take_option(line, token)
            case UnknownOption(text):
                raise did_you_mean.build_unknown_option_error(
                    text, [step for step, _ in line.steps]
                )
            case FillerWord(text):
                line.noise = text
            case StepWord(_, step):
                line.steps.append((step, {}))
                line.started, line.noise = True, ""
            case BareWord():
                _take_bare_word(line, token, words)
    _check_complete(line)
    return _build_command_line(line, words)


def _take_option(line: _SortedWords, given: GivenOption) -> None:
    option, value = given.option, given.value
    if option.is_switch and given.glued:
        fault = f"{given.text}: this option takes no value; remove '={value}'"
        raise UsageError(fault, hint=did_you_mean.suggest_help(given))
    if value is None:
        raise did_you_mean.build_missing_value_error(given)
    if isinstance(value, str) and not did_you_mean.is_valid_utf8(value):
        fault = f"{given.text}: the value is not valid UTF-8; type it again in a UTF-8 terminal"
        raise UsageError(fault, hint=did_you_mean.suggest_help(given))
    place = line.steps[-1][1] if given.step else line.run
    if option.repeatable:
        place[option.field] = (*place.get(option.field, ()), value)
    elif option.field in place:
        fault = f"{given.text}: given twice; keep one"
        raise UsageError(fault, hint=did_you_mean.suggest_help(given))
    else:
        place[option.field] = value


def _take_bare_word(line: _SortedWords, bare: BareWord, words: Sequence[str]) -> None:
    if not bare.text:
        empty = "'': an empty word is neither a file nor a step; remove it"
        raise UsageError(empty, hint=format_command([word for word in words if word]))
    if line.noise and not bare.literal:
        raise did_you_mean.build_unknown_step_error(bare.text, words, after=line.noise)
    if not line.started:
        if bare.text not in (RUN, PREVIEW) or bare.literal:
            raise did_you_mean.build_line_start_error(bare.text, words, line.commands)
        line.started = line.by_recipe = True
        line.is_preview = bare.text == PREVIEW
    elif bare.literal or not did_you_mean.can_be_step(bare.text) or Path(bare.text).exists():
        line.inputs.append(bare.text)
    else:
        raise did_you_mean.build_unknown_step_error(bare.text, words)


def _check_complete(line: _SortedWords) -> None:
    if not line.started:
        raise UsageError("no step is given; start with a step or with 'run'", hint="egv --help")
    if line.noise:
        dangling = f"'{line.noise}': no step follows it; add one or remove this word"
        raise UsageError(dangling, hint="egv --help")
    if not line.by_recipe:
        for name in ("recipe", "skip"):
            if name in line.run:
                fault = f"--{name}: this option needs a recipe; start the line with 'run'"
                raise UsageError(fault, hint="egv run --help")


def _build_command_line(line: _SortedWords, words: Sequence[str]) -> CommandLine:
    options, screen = build_line_options(line.run)
    steps = tuple(_build_named_step(step, options) for step, options in line.steps)
    skip = tuple(_parse_skip_word(skip_word, steps, words) for skip_word in options.skip)
    order = Order(
        inputs=tuple(line.inputs),
        steps=steps,
        recipe=(options.recipe or USUAL) if line.by_recipe else None,
        options=options.model_copy(update={"skip": skip}),
    )
    return CommandLine(order, screen, line.is_preview)


def _build_named_step(step: StepType, options: dict[str, Any]) -> NamedStep:
    try:
        built = step.from_options(options)
    except UsageError as error:
        error.step, error.hint = step.name, error.hint or f"egv {step.name} --help"
        raise
    return NamedStep(step, {name: getattr(built, name) for name in options})


def _parse_skip_word(word: str, steps: Sequence[NamedStep], words: Sequence[str]) -> str:
    step = index_steps().get(word)
    if step is None:
        raise did_you_mean.build_unknown_step_error(word, words, after="--skip")
    if any(named_step.step is step for named_step in steps):
        fault = f"--skip {word}: the step {step.name} is also on the line; remove one of the two"
        raise UsageError(fault, hint="egv run --help")
    return step.name
