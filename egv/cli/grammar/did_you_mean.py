"""Error messages for misplaced words on a command line, with a correction to type."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from egv.cli.grammar.command_text import format_command, put_first, replace_word
from egv.cli.grammar.other_tools import find_instead
from egv.cli.grammar.tokens import (
    HELP,
    PREVIEW,
    RUN,
    GivenOption,
    StepType,
    index_run_options,
    index_step_options,
    index_steps,
)
from egv.core.errors import UsageError
from egv.core.text.wording import find_nearest_name, find_nearest_word
from egv.steps import STEPS

# The share of letters (difflib) from which a word on the line is a slip of another one. With this,
# and letters in another order, all slips in tests/cli/test_typos.py are known; at 0.6 a third of
# the words there that mean something else would be "corrected" too.
ALIKE = 0.76


def is_valid_utf8(word: str) -> bool:
    """True where a word can be written as UTF-8; file names in other encodings cannot."""
    return not any("\ud800" <= character <= "\udfff" for character in word)


def build_unknown_option_error(word: str, steps: Sequence[StepType]) -> UsageError:
    """Build the error for an option that is unknown here; `steps` are the steps to its left."""
    error = _build_option_error(word.partition("=")[0], steps)
    error.token = word
    return error


def _build_option_error(name: str, steps: Sequence[StepType]) -> UsageError:
    if name in HELP or name == "--version":
        alone = f"{name}: this option is used alone; remove the rest of the line"
        return UsageError(alone, hint=f"egv {name}")
    if owners := [step.name for step in STEPS if name in index_step_options(step)]:
        return _build_wrong_step_error(name, owners, steps)
    if not name.startswith("--") and f"-{name}" in _index_option_owners():
        two = f"{name}: long options start with two dashes; write -{name}"
        return UsageError(two, hint="egv --help", did_you_mean=f"-{name}")
    if name[1:2].isdigit():
        number = f"{name}: unknown option; if it is a file, write ./{name}"
        return UsageError(number, hint="egv --help")
    if instead := find_instead(name):
        page = f"egv {steps[-1].name} --help" if steps else "egv run --help"
        return UsageError(f"{name}: egv has no such option; {instead}", hint=page)
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
    if not near and not after and (file := find_nearest_name(word, _list_names_here())):
        return _build_wrong_name_error(word, file, words)
    advice = (
        f"did you mean the step '{_to_step_name(near)}'?"
        if near
        else f"the steps are {_format_step_names()}"
    )
    hint = format_command(replace_word(words, word, _to_step_name(near))) if near else "egv --help"
    return UsageError(f"{fault}; {advice}", hint=hint, token=word, did_you_mean=_to_step_name(near))


def build_line_start_error(
    word: str, words: Sequence[str], commands: Sequence[str] = ()
) -> UsageError:
    """Build the error for a first word that is no file, step, `run`, nor one of `commands`."""
    near = _find_meant_word(word, [*index_steps(), PREVIEW, *commands, RUN])
    if near:
        return UsageError(
            f"'{word}' is neither a step nor a command; did you mean '{_to_step_name(near)}'?",
            hint=format_command(replace_word(words, word, _to_step_name(near))),
            token=word,
            did_you_mean=_to_step_name(near),
        )
    if file := find_nearest_name(word, _list_names_here()):
        return _build_wrong_name_error(word, file, words)
    return UsageError(
        f"'{word}' is neither a file, a step nor a command; the steps are {_format_step_names()}",
        hint="egv list",
    )


def _list_names_here() -> list[str]:
    """List the names in the working folder, but for hidden ones."""
    return sorted(path.name for path in Path().iterdir() if not path.name.startswith("."))


def _build_wrong_name_error(word: str, file: str, words: Sequence[str]) -> UsageError:
    """Build the error for a word that is a slip of the name `file`; a line needs a step too."""
    meant = replace_word(words, word, file)
    can_run = any(one in (*index_steps(), RUN, PREVIEW) for one in words)
    return UsageError(
        f"'{word}' is neither a file nor a step; did you mean '{file}'?",
        hint=format_command(meant if can_run else [RUN, *meant]),
        token=word,
        did_you_mean=file,
    )


def build_late_command_error(word: str, words: Sequence[str]) -> UsageError:
    """Build the error for a command in the middle of a line."""
    return UsageError(
        f"'{word}': this word must stand first on the line; if it is a file, write ./{word}",
        hint=format_command(put_first(words, word)),
    )


def build_no_step_error(inputs: Sequence[str], words: Sequence[str]) -> UsageError:
    """Build the error for a line that says what to work on, but not what to do."""
    if not inputs:
        return UsageError(
            "no step is given; name a step, or start the line with 'run'", hint="egv --help"
        )
    return UsageError(
        f"'{inputs[0]}': this line does not say what to do with it; name a step, or start the line"
        " with 'run', which makes a finished video of it",
        hint=format_command([RUN, *words]),
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
    fault = f"{name}: unknown option; did you mean {near} {whose}?"
    return UsageError(fault, hint=page, did_you_mean=near)


def _index_option_owners() -> dict[str, str]:
    """Index the options by spelling: the name of their step, or "" for a run option."""
    owners = dict.fromkeys(index_run_options(), "")
    return owners | {word: step.name for step in STEPS for word in index_step_options(step)}


def _find_meant_word(word: str, words: Iterable[str]) -> str:
    """Find the one of `words` that `word` is a slip of; dashes in front count for nothing."""
    plain = {known.lstrip("-"): known for known in words if len(known.lstrip("-")) > 1}
    for written in dict.fromkeys((word.lstrip("-"), word.lstrip("-").lower())):
        swapped = (known for known in plain if sorted(known) == sorted(written))
        if near := next(swapped, "") or find_nearest_word(written, plain, ALIKE):
            return plain[near]
    return ""


def _to_step_name(word: str) -> str:
    return index_steps()[word].name if word in index_steps() else word


def _format_step_names() -> str:
    names = [step.name for step in STEPS]
    return f"{', '.join(names[:-1])} and {names[-1]}"
