"""The steps of a recipe: names, and names with options, as on the command line."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from pydantic import ValidationError

from egv.core.programme.step import Step, find_option_name, list_text_fields
from egv.core.text.faults import (
    Fault,
    KeyPath,
    describe_yaml_error,
    format_key_path,
    suggest_or_list,
)
from egv.core.text.placeholders import find_place_faults


def parse_steps(
    entries: object, steps: Iterable[type[Step]], places: Collection[str]
) -> tuple[tuple[Step, ...], list[Fault]]:
    """Parse `entries` into steps, and collect every fault in them.

    `places` can be filled in within the steps' texts.
    """
    by_name = {name: step for step in steps for name in (step.name, *step.aliases)}
    built: list[Step] = []
    faults: list[Fault] = []
    for number, entry in enumerate(entries if isinstance(entries, list) else ()):
        path: KeyPath = ("steps", number)
        step, wrong = _parse_step(entry, path, by_name)
        faults += wrong
        if step:
            built.append(step)
            faults += _find_text_faults(step, entry, path, places)
    return tuple(built), faults


def _parse_step(
    entry: object, path: KeyPath, by_name: Mapping[str, type[Step]]
) -> tuple[Step | None, list[Fault]]:
    """Parse one entry of `steps`: a name, or a map from one name to its options."""
    if isinstance(entry, str):
        word: str = entry
        options: object = {}
    elif isinstance(entry, Mapping) and len(entry) == 1:
        word, options = next(iter(entry.items()))
        path = (*path, word)
    else:
        return None, [
            Fault(path, "a step is a name, or a name with options, such as 'trim: {silence: all}'")
        ]
    step = by_name.get(word)
    if step is None:
        return None, [Fault(path, f"{word}: unknown step{suggest_or_list(str(word), by_name)}")]
    options = options or {}
    if not isinstance(options, Mapping):
        return None, [
            Fault(path, f"{word}: the options of a step are a map, such as {{lufs: -14}}")
        ]
    return _validate_step(step, options, path)


def _validate_step(
    step: type[Step], options: Mapping[str, object], path: KeyPath
) -> tuple[Step | None, list[Fault]]:
    words = [find_option_name(step, name) for name in step.model_fields]
    unknown = [key for key in options if key not in words]
    faults = [
        Fault((*path, key), f"{step.name}.{key}: unknown option{suggest_or_list(str(key), words)}")
        for key in unknown
    ]
    known = {key: value for key, value in options.items() if key not in unknown}
    try:
        return step.model_validate(known), faults
    except ValidationError as error:
        for detail in error.errors():
            at = format_key_path((step.name, *detail["loc"]))
            faults.append(
                Fault((*path, *detail["loc"]), f"{at}: {describe_yaml_error(dict(detail))}")
            )
        return None, faults


def _find_text_faults(
    step: Step, entry: object, path: KeyPath, places: Collection[str]
) -> Iterator[Fault]:
    if isinstance(entry, Mapping):
        path = (*path, next(iter(entry)))
    for field in list_text_fields(type(step)):
        word = find_option_name(type(step), field)
        for words in find_place_faults(getattr(step, field), places):
            yield Fault((*path, word), f"{step.name}.{word}: {words}")
