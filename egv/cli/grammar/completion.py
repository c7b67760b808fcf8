"""Shell completion: the suggestions for the word under the cursor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from egv.cli.grammar.options import Option
from egv.cli.grammar.tokens import (
    HELP,
    HELP_WORD,
    PREVIEW,
    RUN,
    BareWord,
    GivenOption,
    StepType,
    StepWord,
    index_run_options,
    index_step_options,
    is_option,
    iter_tokens,
)
from egv.core.programme.step import Step
from egv.steps import STEPS
from egv.tools.library.kit_places import list_kits
from egv.tools.library.recipes import list_recipes


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One suggested word and its meaning, in the form that Typer's shells read."""

    value: str
    help: str = ""
    type: str = "plain"


def list_suggestions(
    words: Sequence[str], incomplete: str, verbs: Mapping[str, str]
) -> list[Suggestion]:
    """List the words that may follow `words` and begin with `incomplete`.

    `verbs` are the other commands with their help. An empty list makes the shell complete file
    names as usual.
    """
    if "--" in words:
        return []
    if words and words[-1] == "=":  # bash splits `--quality=best` into three words
        words = words[:-1]
    line = list(iter_tokens(words))
    last = line[-1] if line else None
    if isinstance(last, GivenOption) and last.value is None:
        return _filter_offers(incomplete, _list_values(last.option, _find_kit_word(line)))
    if is_option(incomplete):
        return _filter_offers(incomplete, _iter_options(line))
    commands = [Suggestion(name, text) for name, text in verbs.items()]
    if [*words] == [HELP_WORD]:
        return _filter_offers(incomplete, [*_list_steps(), *commands])
    if not any(isinstance(token, StepWord | BareWord) for token in line):
        lines = [
            Suggestion(RUN, "Do what a recipe says."),
            Suggestion(PREVIEW, "Show what a run will look like, in a fraction of its time."),
            Suggestion(HELP_WORD, "Show the page about a step, a command or all of egv."),
        ]
        return _filter_offers(incomplete, [*_list_steps(), *lines, *commands])
    steps = _filter_offers(incomplete, _list_steps())
    return [*steps, *_iter_files(incomplete)] if steps else []


def _filter_offers(incomplete: str, offers: Iterable[Suggestion]) -> list[Suggestion]:
    return [offer for offer in offers if offer.value.startswith(incomplete)]


def _list_steps() -> list[Suggestion]:
    return [Suggestion(step.name, summarise_step(step)) for step in STEPS]


def summarise_step(step: type[Step]) -> str:
    """Summarise a step in one line."""
    return (step.__doc__ or "").splitlines()[0]


def _find_kit_word(line: Sequence[object]) -> str:
    """Find the kit that the line names; "" for none."""
    given = (token for token in line if isinstance(token, GivenOption))
    return next((str(one.value) for one in given if one.option.field == "kit" and one.value), "")


def _list_values(option: Option, kit_word: str) -> list[Suggestion]:
    match option.metavar:
        case "STEP":
            return _list_steps()
        case "RECIPE":
            return [Suggestion(recipe.name, f"{recipe.source} recipe") for recipe in list_recipes()]
        case "KIT":
            return [Suggestion(kit.name, f"{kit.source} kit") for kit in list_kits()]
        case "FORMAT":
            from egv.app.authoring.listing import list_format_offers

            return [Suggestion(word, meaning) for word, meaning in list_format_offers(kit_word)]
        case "SPACE":
            from egv.app.plan.settings import list_spaces

            return [Suggestion(space) for space in list_spaces()]
        case _:
            return [Suggestion(choice) for choice in option.choices]


def _iter_options(line: Sequence[object]) -> Iterator[Suggestion]:
    """Yield the options of the step under the cursor, then the run's, without those given."""
    step: StepType | None = None
    given: set[str] = set()
    for token in line:
        if isinstance(token, StepWord):
            step, given = (
                token.step,
                {spelling for spelling in given if spelling in index_run_options()},
            )
        elif isinstance(token, GivenOption) and not token.option.repeatable:
            given |= set(token.option.spellings)
    for spelling, option in (index_step_options(step) | index_run_options()).items():
        if spelling not in given and spelling.startswith("--"):
            yield Suggestion(spelling, option.help)
    yield Suggestion(HELP[0], "Show help and do nothing.")


def _iter_files(incomplete: str) -> Iterator[Suggestion]:
    """Yield the entries of this folder, for a word that could become a step or a file."""
    for path in sorted(Path().iterdir()):
        if path.name.startswith(incomplete) and not path.name.startswith("."):
            yield Suggestion(f"{path.name}/" if path.is_dir() else path.name)
