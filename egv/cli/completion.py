"""What the shell may offer for the word under the cursor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from egv.cli.options import Option
from egv.cli.words import (
    HELP,
    PREVIEW,
    RUN,
    Bare,
    Given,
    StepType,
    StepWord,
    is_option,
    spelt_run_options,
    spelt_step_options,
    tokens,
)
from egv.core.step import Step
from egv.steps import STEPS
from egv.tools.recipes import recipes


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One word to offer, with what it does; the shape in which shells are answered."""

    value: str
    help: str = ""
    type: str = "plain"


def suggestions(
    words: Sequence[str], incomplete: str, verbs: Mapping[str, str]
) -> list[Suggestion]:
    """What may stand after `words`, beginning with `incomplete`; `verbs` are the other commands.

    Nothing at all means that the shell completes file names as it does elsewhere.
    """
    if "--" in words:
        return []
    if words and words[-1] == "=":  # bash cuts `--quality=best` into three words
        words = words[:-1]
    line = list(tokens(words))
    last = line[-1] if line else None
    if isinstance(last, Given) and last.value is None:
        return _starting(incomplete, _values(last.option))
    if is_option(incomplete):
        return _starting(incomplete, _options(line))
    if not any(isinstance(each, StepWord | Bare) for each in line):
        commands = [Suggestion(name, text) for name, text in verbs.items()]
        lines = [
            Suggestion(RUN, "Do what a recipe says."),
            Suggestion(PREVIEW, "Show what a run will look like, in a fraction of its time."),
        ]
        return _starting(incomplete, [*_steps(), *lines, *commands])
    steps = _starting(incomplete, _steps())
    return [*steps, *_files(incomplete)] if steps else []


def _starting(incomplete: str, offers: Iterable[Suggestion]) -> list[Suggestion]:
    return [offer for offer in offers if offer.value.startswith(incomplete)]


def _steps() -> list[Suggestion]:
    return [Suggestion(step.name, summary(step)) for step in STEPS]


def summary(step: type[Step]) -> str:
    """What a step does, in one line."""
    return (step.__doc__ or "").splitlines()[0]


def _values(option: Option) -> list[Suggestion]:
    match option.metavar:
        case "STEP":
            return _steps()
        case "RECIPE":
            return [Suggestion(each.name, f"{each.source} recipe") for each in recipes()]
        case "KIT":
            from egv.tools.kits import kits  # of no use to a line that runs, and slow to load

            return [Suggestion(each.name, f"{each.source} kit") for each in kits()]
        case "SPACE":
            from egv.app.settings import spaces

            return [Suggestion(each) for each in spaces()]
        case _:
            return [Suggestion(each) for each in option.choices]


def _options(line: Sequence[object]) -> Iterator[Suggestion]:
    """The options of the step under the cursor, then those of the run, without those given."""
    step: StepType | None = None
    given: set[str] = set()
    for token in line:
        if isinstance(token, StepWord):
            step, given = token.step, {each for each in given if each in spelt_run_options()}
        elif isinstance(token, Given) and not token.option.repeatable:
            given |= set(token.option.spellings)
    for spelling, option in (spelt_step_options(step) | spelt_run_options()).items():
        if spelling not in given and spelling.startswith("--"):
            yield Suggestion(spelling, option.help)
    yield Suggestion(HELP[0], "Show help and do nothing.")


def _files(incomplete: str) -> Iterator[Suggestion]:
    """The entries of this folder, for a word that could still become a step or a file."""
    for path in sorted(Path().iterdir()):
        if path.name.startswith(incomplete) and not path.name.startswith("."):
            yield Suggestion(f"{path.name}/" if path.is_dir() else path.name)
