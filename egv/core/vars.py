"""The texts that a recipe or a kit asks for: what each may be, and who said it for one clip."""

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
LONGEST = 500  # characters: a text on a card, not an essay
SHOWN = 40  # characters of a text in a sentence about it
LINE, RECIPE, KIT, DEFAULT = "--set", "recipe", "kit", "default"  # where a text was said
USUAL = (RECIPE, KIT, DEFAULT)  # of these, whatever the clip is


class Var(Part):
    """A text to say: needed or not, what to ask, and what it may be."""

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
        """It with a default in `language` (ISO 639-1) or none; a plain default is in `own`."""
        text = None if self.default is None else text_within(self.default, language, own)
        return self if text == self.default else self.model_copy(update={"default": text})

    def languages(self, own: str = "") -> str:
        """The languages that it has a default in, as a sentence names them."""
        return names_of(self.default or "", own)

    def fault(self, text: str) -> str:
        """What is wrong with `text`, as the end of a sentence; nothing when it is right."""
        if not text:
            return ""
        if self.choices and text not in self.choices:
            return f"'{_short(text)}' is none of {', '.join(self.choices)}"
        most = self.max_chars or LONGEST
        if len(text) > most:
            has = f"has {len(text)} characters, at most {most} fit"
            return f"'{_short(text)}' {has}; shorten it"
        return ""


# `role:` alone says that there is such a text, and no more.
VarOrNothing = Annotated[Var, BeforeValidator(lambda value: {} if value is None else value)]


@dataclass(frozen=True, slots=True)
class Said:
    """A text, and where it was said: `--set`, `manifest.csv:3`, `clip.egv.yaml`, `kit`."""

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
    """The texts of one clip: what people said of it, and what egv knows of it by itself."""

    said: tuple[Said, ...] = ()
    known: tuple[tuple[str, str], ...] = ()

    @property
    def texts(self) -> dict[str, str]:
        """Every text by its name."""
        return {**dict(self.known), **{each.name: each.text for each in self.said}}


NOTHING_SAID = Words()


def texts_of(
    variables: Mapping[str, Var],
    said: Iterable[Said],
    known: Mapping[str, str],
    of_kit: Mapping[str, str] | None = None,
) -> tuple[Said, ...]:
    """Every text of a clip once: as it was said first in `said`, else by the recipe or the kit.

    `known` is what egv knows of the clip by itself, which these may use. The texts `of_kit` go
    before the defaults in `variables`, which are in one language here.
    """
    found: dict[str, Said] = {}
    for each in said:
        found.setdefault(each.name, replace(each, text=each.text.strip()))
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
    """The names of what is required and was not said."""
    said = {each.name for each in texts if each.text.strip()}
    return tuple(name for name, var in variables.items() if var.required and name not in said)


def faults(variables: Mapping[str, Var], texts: Iterable[Said]) -> Iterator[tuple[Said, str]]:
    """Each text that may not be what it is, and why."""
    for each in texts:  # a kit's are drawn in every video, and known to fit
        if each.name not in variables or each.source == KIT:
            continue
        if fault := variables[each.name].fault(each.text):
            yield each, fault


def wrong_vars(variables: Mapping[str, Var], *, asked: bool = True) -> Iterator[Mistake]:
    """What is wrong with vars as a whole; a kit's are not `asked` for, a recipe's may be."""
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
    """What is wrong with what the var at `at` says itself, in any language."""
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
