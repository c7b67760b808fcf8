"""The steps of a recipe: names, and names with options, as on the command line."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from egv.core.mistakes import KeyPath, Mistake, fault_words, nearest
from egv.core.step import Step, text_fields, word_of
from egv.core.texts import wrong_places


def steps_of(
    entries: Any, steps: Iterable[type[Step]], places: Collection[str]
) -> tuple[tuple[Step, ...], list[Mistake]]:
    """Parse `entries` into steps, and collect every mistake in them.

    `places` can be filled in within the steps' texts.
    """
    by_name = {name: step for step in steps for name in (step.name, *step.aliases)}
    built: list[Step] = []
    mistakes: list[Mistake] = []
    for number, entry in enumerate(entries if isinstance(entries, list) else ()):
        path: KeyPath = ("steps", number)
        step, wrong = _step_of(entry, path, by_name)
        mistakes += wrong
        if step:
            built.append(step)
            mistakes += _wrong_texts(step, entry, path, places)
    return tuple(built), mistakes


def _step_of(
    entry: Any, path: KeyPath, by_name: Mapping[str, type[Step]]
) -> tuple[Step | None, list[Mistake]]:
    """Parse one entry of `steps`: a name, or a map from one name to its options."""
    if isinstance(entry, str):
        word: str = entry
        options: Any = {}
    elif isinstance(entry, Mapping) and len(entry) == 1:
        word, options = next(iter(entry.items()))
        path = (*path, word)
    else:
        return None, [
            Mistake(path, "a step is a word, or a word with options: 'trim: {silence: all}'")
        ]
    step = by_name.get(word)
    if step is None:
        return None, [Mistake(path, f"{word}: unknown step{nearest(str(word), by_name)}")]
    if not isinstance(options or {}, Mapping):
        return None, [Mistake(path, f"{word}: its options are a map, such as {{lufs: -14}}")]
    return _validated(step, options or {}, path)


def _validated(
    step: type[Step], options: Mapping[str, Any], path: KeyPath
) -> tuple[Step | None, list[Mistake]]:
    words = [word_of(step, name) for name in step.model_fields]
    unknown = [key for key in options if key not in words]
    mistakes = [
        Mistake((*path, key), f"{step.name}.{key}: unknown option{nearest(str(key), words)}")
        for key in unknown
    ]
    known = {key: value for key, value in options.items() if key not in unknown}
    try:
        return step.model_validate(known), mistakes
    except ValidationError as error:
        for fault in error.errors():
            at = ".".join(str(part) for part in (step.name, *fault["loc"]))
            mistakes.append(Mistake((*path, *fault["loc"]), f"{at}: {fault_words(dict(fault))}"))
        return None, mistakes


def _wrong_texts(
    step: Step, entry: Any, path: KeyPath, places: Collection[str]
) -> Iterator[Mistake]:
    if isinstance(entry, Mapping):
        path = (*path, next(iter(entry)))
    for field in text_fields(type(step)):
        word = word_of(type(step), field)
        for words in wrong_places(getattr(step, field), places):
            yield Mistake((*path, word), f"{step.name}.{word}: {words}")
