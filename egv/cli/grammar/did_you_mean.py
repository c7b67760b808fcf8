"""Error messages for misplaced words on a command line, with a correction to type."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePath

from egv.cli.grammar.command_text import format_command, put_steps_first, replace_word
from egv.cli.grammar.tokens import (
    HELP,
    PREVIEW,
    RUN,
    GivenOption,
    StepType,
    index_run_options,
    index_step_options,
    index_steps,
    is_option,
)
from egv.core.errors import UsageError
from egv.core.text.wording import find_nearest_word
from egv.steps import STEPS

GLOB = frozenset("*?[")


def is_valid_utf8(word: str) -> bool:
    """True where a word can be written as UTF-8; file names in other encodings cannot."""
    return not any("\ud800" <= character <= "\udfff" for character in word)


def can_be_step(word: str) -> bool:
    """True where a word looks like a name, and not like a path, a pattern or a file name."""
    path = PurePath(word)
    return path.name == word and not path.suffix and not GLOB & set(word) and word != "-"


def build_unknown_option_error(word: str, steps: Sequence[StepType]) -> UsageError:
    """Build the error for an option that is unknown here; `steps` are the steps to its left."""
    name = word.partition("=")[0]
    if name in HELP or name == "--version":
        alone = f"{name}: this option is used alone; remove the rest of the line"
        return UsageError(alone, hint=f"egv {name}")
    if owners := [step.name for step in STEPS if name in index_step_options(step)]:
        return _build_wrong_step_error(name, owners, steps)
    if not name.startswith("--") and f"-{name}" in _index_option_owners():
        two = f"{name}: long options start with two dashes; write -{name}"
        return UsageError(two, hint="egv --help")
    if name[1:2].isdigit():
        number = f"{name}: unknown option; if it is a file, write ./{name}"
        return UsageError(number, hint="egv --help")
    return _build_unknown_error(name, steps)


def build_missing_value_error(given: GivenOption) -> UsageError:
    """Build the error for an option without its value: the line ends, or another option follows."""
    option = given.option
    return UsageError(
        f"{given.text}: this option needs a value ({option.metavar}); if the value starts with"
        f" a dash, write {option.name}=VALUE",
        hint=suggest_help(given),
    )


def suggest_help(given: GivenOption) -> str:
    """Suggest the command that shows the page about an option."""
    return f"egv {given.step.name if given.step else RUN} --help"


def build_unknown_step_error(word: str, words: Sequence[str], after: str = "") -> UsageError:
    """Build the error for a word that is no step and no file; `after` is a word needing a step."""
    fault = (
        f"'{after}' needs a step after it, and '{word}' is not a step"
        if after
        else f"'{word}' is neither a file nor a step"
    )
    near = _find_meant_word(word, index_steps())
    advice = (
        f"did you mean the step '{_to_step_name(near)}'?"
        if near
        else f"the steps are {_format_step_names()}"
    )
    hint = format_command(replace_word(words, word, _to_step_name(near))) if near else "egv --help"
    return UsageError(f"{fault}; {advice}", hint=hint)


def build_line_start_error(
    word: str, words: Sequence[str], commands: Sequence[str] = ()
) -> UsageError:
    """Build the error for a line that starts with neither a step, `run`, nor one of `commands`."""
    known = [*index_steps(), PREVIEW, *commands, RUN]
    near = _find_meant_word(word, known) if can_be_step(word) else ""
    if near:
        return UsageError(
            f"'{word}' is neither a step nor a command; did you mean '{_to_step_name(near)}'?",
            hint=format_command(replace_word(words, word, _to_step_name(near))),
        )
    return UsageError(
        f"'{word}': a line must start with a step or with 'run'; put the clips after that",
        hint=format_command(put_steps_first(words)),
    )


def _build_wrong_step_error(
    name: str, owners: Sequence[str], steps: Sequence[StepType]
) -> UsageError:
    whose = " or ".join(f"'{owner}'" for owner in owners)
    whose = f"{whose}, not to '{steps[-1].name}'" if steps else whose
    return UsageError(
        f"{name}: this option belongs to the step {whose}; write it after that step",
        hint=f"egv {owners[0]} --help",
    )


def _build_unknown_error(name: str, steps: Sequence[StepType]) -> UsageError:
    page = f"egv {steps[-1].name} --help" if steps else "egv run --help"
    here = [*(index_step_options(steps[-1]) if steps else ()), *index_run_options()]
    near = (
        (_find_meant_word(name, here) or _find_meant_word(name, _index_option_owners()))
        if name.startswith("--")
        else ""
    )
    if not near:
        return UsageError(f"{name}: unknown option", hint=page)
    step = (
        steps[-1].name
        if steps and near in index_step_options(steps[-1])
        else _index_option_owners()[near]
    )
    whose = f"of the step '{step}'" if step else "of the run"
    return UsageError(f"{name}: unknown option; did you mean {near} {whose}?", hint=page)


def _index_option_owners() -> dict[str, str]:
    """Index the options by spelling: the name of their step, or "" for a run option."""
    owners = dict.fromkeys(index_run_options(), "")
    return owners | {word: step.name for step in STEPS for word in index_step_options(step)}


def _find_meant_word(word: str, words: Iterable[str]) -> str:
    candidates = [candidate for candidate in words if is_option(word) or len(candidate) > 1]
    return find_nearest_word(word, candidates) or find_nearest_word(word.lower(), candidates)


def _to_step_name(word: str) -> str:
    return index_steps()[word].name if word in index_steps() else word


def _format_step_names() -> str:
    names = [step.name for step in STEPS]
    return f"{', '.join(names[:-1])} and {names[-1]}"
