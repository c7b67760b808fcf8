"""The first pass over a command line: classify each word by the declared options alone."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from egv.cli.options import Option, options_of, spelt
from egv.cli.run_options import RunWords
from egv.core.step import Step
from egv.steps import STEPS

NOISE = ("then", "+")
RUN = "run"
PREVIEW = "preview"  # a line with the words of `run`, for a preview of its result
HELP = ("--help", "-h")

StepType = type[Step]


@dataclass(frozen=True, slots=True)
class StepWord:
    """A word that names a step."""

    text: str
    step: StepType


@dataclass(frozen=True, slots=True)
class Bare:
    """A word that is neither a step nor an option; `literal` where it comes after `--`."""

    text: str
    literal: bool = False


@dataclass(frozen=True, slots=True)
class Noise:
    """A word between two steps that only helps the reader."""

    text: str


@dataclass(frozen=True, slots=True)
class Given:
    """An option with its value; None where its value is missing.

    `step` is the step of the option, None for a run option. `glued` marks a value that is part of
    the same word, as in `--quality=best`.
    """

    text: str
    option: Option
    step: StepType | None
    value: str | bool | None
    glued: bool = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """A word with a dash that is no known option here."""

    text: str


Token = StepWord | Bare | Noise | Given | Unknown


@cache
def steps_by_word() -> dict[str, StepType]:
    """Index the steps by name and alias."""
    return {word: step for step in STEPS for word in (step.name, *step.aliases)}


@cache
def spelt_run_options() -> dict[str, Option]:
    """Index the run options by each of their spellings."""
    return spelt(options_of(RunWords))


@cache
def spelt_step_options(step: StepType | None) -> dict[str, Option]:
    """Index the options of `step` by each of their spellings; empty before the first step."""
    return spelt(options_of(step)) if step else {}


@cache
def option_words() -> frozenset[str]:
    """List every spelling of every option."""
    return frozenset().union(spelt_run_options(), HELP, *map(spelt_step_options, STEPS))


def tokens(words: Sequence[str]) -> Iterator[Token]:
    """Classify each word of a line, from left to right; never fails."""
    left, step = deque(words), None
    while left:
        word = left.popleft()
        if word == "--":
            yield from (Bare(bare_word, literal=True) for bare_word in left)
            return
        if word.startswith("--"):
            yield _long(word, step, left)
        elif is_option(word):
            yield from _short(word, left)
        elif word in NOISE:
            yield Noise(word)
        elif word in steps_by_word():
            step = steps_by_word()[word]
            yield StepWord(word, step)
        else:
            yield Bare(word)


def is_option(word: str) -> bool:
    """True where a word looks like an option; a single dash does not."""
    return word.startswith("-") and word != "-"


def is_declared(word: str) -> bool:
    """True where a word is an option that egv knows, and so cannot be the value of another."""
    if word.startswith("--"):
        return word == "--" or word.partition("=")[0] in option_words()
    return is_option(word) and word[:2] in option_words()


def _long(word: str, step: StepType | None, left: deque[str]) -> Token:
    name, equals, value = word.partition("=")
    own = spelt_step_options(step).get(name)
    option = own or spelt_run_options().get(name)
    if option is None:
        return Unknown(word)
    owner = step if own else None
    if equals:
        return Given(name, option, owner, value, glued=True)
    if option.is_switch:
        return Given(name, option, owner, name != option.off)
    return Given(name, option, owner, _value(left))


def _short(word: str, left: deque[str]) -> Iterator[Token]:
    if f"-{word}" in option_words():
        yield Unknown(word)  # otherwise `-output x` would be read as `-o utput`
        return
    for at in range(1, len(word)):
        name, rest = f"-{word[at]}", word[at + 1 :]
        option = spelt_run_options().get(name)
        if option is None:
            yield Unknown(word if at == 1 else name)
            return
        if not option.is_switch:
            value = rest.removeprefix("=") if rest else _value(left)
            yield Given(name, option, None, value, glued=bool(rest))
            return
        yield Given(name, option, None, True)


def _value(left: deque[str]) -> str | None:
    return left.popleft() if left and not is_declared(left[0]) else None
