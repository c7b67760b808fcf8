"""The second pass over a command line: parse its words to an order, or name the wrong word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from egv.app.plan.media_kinds import MEDIA
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
    can_be_step,
    index_steps,
    iter_tokens,
)
from egv.core.errors import UsageError


@dataclass(frozen=True, slots=True)
class CommandLine:
    """A parsed command line: the order to run or preview, and what to show on the screen.

    `notes` say how a word was read that could have meant something else.
    """

    order: Order
    screen: ScreenOptions
    is_preview: bool = False
    notes: tuple[str, ...] = ()


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
    commands: Iterable[str] = ()
    notes: list[str] = field(default_factory=list)


def parse_command_line(words: Sequence[str], commands: Iterable[str] = ()) -> CommandLine:
    """Parse `words` to an order. Raises UsageError for the first word that is out of place.

    Every step is built here, so that a wrong one is found before any work. `commands` are the
    other words that a line may start with; they are looked at only after a wrong word.
    """
    line = _SortedWords(commands=commands)
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
                _note_namesake(line, text, "a word between two steps")
            case StepWord(text, step):
                line.steps.append((step, {}))
                line.started, line.noise = True, ""
                _note_namesake(line, text, "the step")
            case BareWord():
                _take_bare_word(line, token, words)
    _check_complete(line, words)
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
    is_first, line.started = not line.started, True
    if is_first and bare.text in (RUN, PREVIEW) and not bare.literal:
        line.by_recipe, line.is_preview = True, bare.text == PREVIEW
        _note_namesake(line, bare.text, "the command")
    elif bare.literal or not can_be_step(bare.text) or Path(bare.text).exists():
        line.inputs.append(bare.text)
    elif bare.text in (commands := (RUN, PREVIEW, *line.commands)):
        raise did_you_mean.build_late_command_error(bare.text, words)
    elif is_first:
        raise did_you_mean.build_line_start_error(bare.text, words, commands)
    else:
        raise did_you_mean.build_unknown_step_error(bare.text, words)


def _note_namesake(line: _SortedWords, word: str, meaning: str) -> None:
    """Note that `word` was read by its meaning where a clip, or a folder of clips, is called so."""
    path = Path(word)
    is_folder = path.is_dir() and any(one.suffix.lower() in MEDIA for one in path.iterdir())
    note = f"'{word}' is read as {meaning}; for the {'folder' if is_folder else 'file'} of that"
    if is_folder or path.is_file():
        line.notes += [] if note in "".join(line.notes) else [f"{note} name, write ./{word}"]


def _check_complete(line: _SortedWords, words: Sequence[str]) -> None:
    if not line.steps and not line.by_recipe and not line.noise:
        raise did_you_mean.build_no_step_error(line.inputs, words)
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
    return CommandLine(order, screen, line.is_preview, tuple(line.notes))


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
