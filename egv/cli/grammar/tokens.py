"""The first pass over a command line: classify each word by the declared options alone."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import PurePath

from egv.cli.grammar.options import Option, index_by_spelling, list_options
from egv.cli.grammar.other_tools import find_instead
from egv.cli.grammar.run_options import list_line_options
from egv.core.programme.step import Step
from egv.steps import STEPS

NOISE = ("then", "+")
RUN = "run"
PREVIEW = "preview"  # a line with the words of `run`, for a preview of its result
HELP = ("--help", "-h")
HELP_WORD = "help"  # `egv help trim` is `egv trim --help`
GLOB = frozenset("*?[")

StepType = type[Step]


@dataclass(frozen=True, slots=True)
class StepWord:
    """A word that names a step."""

    text: str
    step: StepType


@dataclass(frozen=True, slots=True)
class BareWord:
    """A word that is neither a step nor an option; `literal` where it comes after `--`."""

    text: str
    literal: bool = False


@dataclass(frozen=True, slots=True)
class FillerWord:
    """A word between two steps that only helps the reader."""

    text: str


@dataclass(frozen=True, slots=True)
class GivenOption:
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
class UnknownOption:
    """A word with a dash that is no known option here."""

    text: str


Token = StepWord | BareWord | FillerWord | GivenOption | UnknownOption


@cache
def index_steps() -> dict[str, StepType]:
    """Index the steps by name and alias."""
    return {word: step for step in STEPS for word in (step.name, *step.aliases)}


@cache
def index_run_options() -> dict[str, Option]:
    """Index the run options by each of their spellings."""
    return index_by_spelling(list_line_options())


@cache
def index_step_options(step: StepType | None) -> dict[str, Option]:
    """Index the options of `step` by each of their spellings; empty before the first step."""
    return index_by_spelling(list_options(step)) if step else {}


@cache
def list_option_spellings() -> frozenset[str]:
    """List every spelling of every option."""
    return frozenset().union(index_run_options(), HELP, *map(index_step_options, STEPS))


def iter_tokens(words: Sequence[str]) -> Iterator[Token]:
    """Classify each word of a line, from left to right; never fails."""
    left, step = deque(words), None
    while left:
        word = left.popleft()
        if word == "--":
            yield from (BareWord(bare_word, literal=True) for bare_word in left)
            return
        if word.startswith("--"):
            yield _read_long_option(word, step, left)
        elif is_option(word):
            yield from _read_short_options(word, left)
        elif word in NOISE:
            yield FillerWord(word)
        elif word in index_steps():
            step = index_steps()[word]
            yield StepWord(word, step)
        else:
            yield BareWord(word)


def find_first_name(words: Sequence[str]) -> str:
    """Find the first word that is no option and no value of one; "" where there is none."""
    named = (token for token in iter_tokens(words) if isinstance(token, BareWord | StepWord))
    first = next(named, None)
    return "" if first is None or (isinstance(first, BareWord) and first.literal) else first.text


def is_chain(words: Sequence[str]) -> bool:
    """True where a line is surely one of steps, and names no other command.

    It starts with a step or with `run`, or with what looks like a file, and has a step later.
    """
    first = find_first_name(words)
    if first in (*index_steps(), RUN, PREVIEW):
        return True
    is_file = bool(first) and not can_be_step(first)
    return is_file and any(isinstance(token, StepWord) for token in iter_tokens(words))


def can_be_step(word: str) -> bool:
    """True where a word looks like a name, and not like a path, a pattern or a file name."""
    path = PurePath(word)
    return path.name == word and not path.suffix and not GLOB & set(word) and word != "-"


def is_option(word: str) -> bool:
    """True where a word looks like an option; a single dash does not."""
    return word.startswith("-") and word != "-"


def is_known_option(word: str) -> bool:
    """True where a word is an option that egv knows, and so cannot be the value of another."""
    if word.startswith("--"):
        return word == "--" or word.partition("=")[0] in list_option_spellings()
    return is_option(word) and word[:2] in list_option_spellings()


def _read_long_option(word: str, step: StepType | None, left: deque[str]) -> Token:
    name, equals, value = word.partition("=")
    own = index_step_options(step).get(name)
    option = own or index_run_options().get(name)
    if option is None:
        return UnknownOption(word)
    owner = step if own else None
    if equals:
        return GivenOption(name, option, owner, value, glued=True)
    if option.is_switch:
        return GivenOption(name, option, owner, name != option.off_spelling)
    return GivenOption(name, option, owner, _take_value(left))


def _read_short_options(word: str, left: deque[str]) -> Iterator[Token]:
    if f"-{word}" in list_option_spellings() or _is_foreign_option(word):
        yield UnknownOption(word)  # otherwise `-output x` would be read as `-o utput`
        return
    if len(word) > 2 and (option := index_run_options().get(word)):  # -vv
        yield GivenOption(word, option, None, True)
        return
    for at in range(1, len(word)):
        name, rest = f"-{word[at]}", word[at + 1 :]
        option = index_run_options().get(name)
        if option is None:
            yield UnknownOption(word if at == 1 else name)
            return
        if not option.is_switch:
            value = rest.removeprefix("=") if rest else _take_value(left)
            yield GivenOption(name, option, None, value, glued=bool(rest))
            return
        yield GivenOption(name, option, None, True)


def _is_foreign_option(word: str) -> bool:
    """True for an option of another tool, such as `-vf` or `-q:v`, that egv cannot read."""
    first = index_run_options().get(word[:2])
    takes_rest = first is not None and not first.is_switch
    is_ours = all(f"-{letter}" in index_run_options() for letter in word[1:])
    return not (takes_rest or is_ours) and bool(find_instead(word))


def _take_value(left: deque[str]) -> str | None:
    return left.popleft() if left and not is_known_option(left[0]) else None
