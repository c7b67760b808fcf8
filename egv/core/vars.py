"""The texts that a recipe or a kit asks for: their rules, and their values for one clip."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from pydantic import BeforeValidator, Field

from egv.core.errors import UsageError
from egv.core.mistakes import KeyPath, Mistake
from egv.core.parts import Part, dotted
from egv.core.texts import KNOWN, filled, places_in, wrong_places
from egv.core.translations import Text, TranslatedText, every_text, names_of, text_within

NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}\Z")
LONGEST = 500  # characters: room for a text on a card
SHOWN = 40  # characters of a text that an error message quotes
LINE, RECIPE, KIT, DEFAULT = "--set", "recipe", "kit", "default"  # origins of a text
USUAL = (RECIPE, KIT, DEFAULT)  # origins that do not depend on the clip


class Var(Part):
    """A text variable: its question, its default and its limits."""

    required: bool = False
    prompt: str = Field(default="", description="The question that is asked.")
    text: Text | None = Field(
        default=None, description="What a recipe itself says, before the kit and any default."
    )
    default: TranslatedText | None = Field(
        default=None, description="What it is when nobody says it, or that in each language."
    )
    max_chars: int | None = Field(default=None, ge=1, le=LONGEST)
    choices: tuple[Text, ...] = ()

    def within(self, language: str, own: str = "") -> Var:
        """Return the variable with its default in `language` (ISO 639-1), or none.

        A plain default is in language `own`.
        """
        text = None if self.default is None else text_within(self.default, language, own)
        return self if text == self.default else self.model_copy(update={"default": text})

    def languages(self, own: str = "") -> str:
        """Describe the languages of its default, for a sentence."""
        return names_of(self.default or "", own)

    def fault(self, text: str) -> str:
        """Explain what is wrong with `text`, as the end of a sentence; "" when nothing is."""
        if not text:
            return ""
        if self.choices and text not in self.choices:
            return f"'{_short(text)}' is none of {', '.join(self.choices)}"
        most = self.max_chars or LONGEST
        if len(text) > most:
            has = f"has {len(text)} characters, at most {most} fit"
            return f"'{_short(text)}' {has}; shorten it"
        return ""


# `role:` alone declares a text without further rules.
VarOrNothing = Annotated[Var, BeforeValidator(lambda value: {} if value is None else value)]


@dataclass(frozen=True, slots=True)
class Said:
    """A text and its origin: `--set`, `manifest.csv:3`, `clip.egv.yaml`, `kit`."""

    name: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A text that the clip at `clip`, as the user named it, still lacks."""

    clip: str
    name: str
    var: Var


class TextMissing(UsageError):  # noqa: N818  # nothing was said that is wrong
    """Texts that a recipe needs were said nowhere; `wanted` has them for whoever can ask."""

    def __init__(self, message: str, wanted: Sequence[Wanted]) -> None:
        super().__init__(message)
        self.wanted = tuple(wanted)


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of one clip: those given by people, and those that egv knows by itself."""

    said: tuple[Said, ...] = ()
    known: tuple[tuple[str, str], ...] = ()

    @property
    def texts(self) -> dict[str, str]:
        """All texts by name."""
        return {**dict(self.known), **{value.name: value.text for value in self.said}}


NOTHING_SAID = Words()


def texts_of(
    variables: Mapping[str, Var],
    said: Iterable[Said],
    known: Mapping[str, str],
    of_kit: Mapping[str, str] | None = None,
) -> tuple[Said, ...]:
    """Resolve every text of a clip: the first in `said`, else that of the recipe or the kit.

    `known` is what egv itself knows of the clip, for use in these texts. The texts `of_kit` take
    precedence over the defaults in `variables`, which are in one language here.
    """
    found: dict[str, Said] = {}
    for value in said:
        found.setdefault(value.name, replace(value, text=value.text.strip()))
    for name, var in variables.items():
        if name not in found and var.text is not None:
            found[name] = Said(name, filled(var.text, known), RECIPE)
    for name, text in (of_kit or {}).items():
        found.setdefault(name, Said(name, filled(text, known), KIT))
    for name, var in variables.items():
        if name not in found and isinstance(var.default, str):
            found[name] = Said(name, filled(var.default, known), DEFAULT)
    return tuple(found.values())


def missing(variables: Mapping[str, Var], texts: Iterable[Said]) -> tuple[str, ...]:
    """List the names of required texts without a value."""
    said = {value.name for value in texts if value.text.strip()}
    return tuple(name for name, var in variables.items() if var.required and name not in said)


def faults(variables: Mapping[str, Var], texts: Iterable[Said]) -> Iterator[tuple[Said, str]]:
    """Yield each text that breaks the rules, and why."""
    for value in texts:  # a kit's own texts are known to fit
        if value.name not in variables or value.source == KIT:
            continue
        if fault := variables[value.name].fault(value.text):
            yield value, fault


def wrong_vars(variables: Mapping[str, Var], *, asked: bool = True) -> Iterator[Mistake]:
    """Find mistakes in variables as a whole; a kit's are not `asked` for, a recipe's may be."""
    for name, var in variables.items():
        at, word = ("vars", name), f"vars.{name}"
        if name in KNOWN:
            yield Mistake(at, f"{word}: egv fills {{{name}}} in by itself; choose another name")
        elif not NAME.match(name):
            yield Mistake(at, f"{word}: a name is small letters, digits, - and _; rename it")
        if var.required and not asked:
            yield Mistake((*at, "required"), f"{word}.required: a kit asks nothing; a recipe does")
        if var.text is not None and not asked:
            yield Mistake((*at, "text"), f"{word}.text: a kit says it with default; write that")
        sure = "text" if var.text is not None else "default"
        if var.required and (sure == "text" or isinstance(var.default, str)):
            both = f"{word}: it has a {sure}, so nobody needs to say it; leave one of both out"
            yield Mistake((*at, "required"), both)
        yield from _wrong_texts(var, at)


def _wrong_texts(var: Var, at: KeyPath) -> Iterator[Mistake]:
    """Find mistakes in the texts of the variable at key path `at`, in every language."""
    for key, given in (("text", var.text), ("default", var.default)):
        for language, text in every_text(given):
            path = (*at, key, *language)
            faults = wrong_places(text, KNOWN)
            if not places_in(text) and (fault := var.fault(filled(text, {}))):
                faults = (*faults, fault)
            for words in faults:
                yield Mistake(path, f"{dotted(path)}: {words}")


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
