"""The texts that a recipe or a kit asks for: what each may be, and who said it for one clip."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from egv.core.mistakes import Mistake
from egv.core.parts import Part
from egv.core.texts import KNOWN, filled, places_in, wrong_places

NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}\Z")
LONGEST = 500  # characters: a text on a card, not an essay
SHOWN = 40  # characters of a text in a sentence about it
LINE, DEFAULT = "--set", "default"  # where a text was said


def _text(value: Any) -> Any:
    """A number without a fraction is as good as text; what YAML would rewrite is not."""
    if isinstance(value, bool | float):
        raise ValueError(f"{value} is no text here; put quotes around it")
    return str(value) if isinstance(value, int) else value


Text = Annotated[str, BeforeValidator(_text)]


class Var(Part):
    """A text to say: needed or not, what to ask, and what it may be."""

    required: bool = False
    prompt: str = Field(default="", description="The question that is asked.")
    default: Text | None = Field(default=None, description="What it is when nobody says it.")
    max_chars: int | None = Field(default=None, ge=1, le=LONGEST)
    choices: tuple[Text, ...] = ()

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
    """A text, and where it was said: `--set`, `manifest.csv:3`, `clip.egv.yaml`."""

    name: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A text that the clip at `clip`, as the user named it, still lacks."""

    clip: str
    name: str
    var: Var


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
    variables: Mapping[str, Var], said: Iterable[Said], known: Mapping[str, str]
) -> tuple[Said, ...]:
    """Every text of a clip once: as it was said first in `said`, else its default.

    `known` is what egv knows of the clip by itself, which defaults may use.
    """
    found: dict[str, Said] = {}
    for each in said:
        found.setdefault(each.name, replace(each, text=each.text.strip()))
    for name, var in variables.items():
        if name not in found and var.default is not None:
            found[name] = Said(name, filled(var.default, known), DEFAULT)
    return tuple(found.values())


def missing(variables: Mapping[str, Var], texts: Iterable[Said]) -> tuple[str, ...]:
    """The names of what is required and was not said."""
    said = {each.name for each in texts if each.text.strip()}
    return tuple(name for name, var in variables.items() if var.required and name not in said)


def faults(variables: Mapping[str, Var], texts: Iterable[Said]) -> Iterator[tuple[Said, str]]:
    """Each text that may not be what it is, and why."""
    for each in texts:
        if each.name in variables and (fault := variables[each.name].fault(each.text)):
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
        default = var.default or ""
        if var.required and var.default is not None:
            both = f"{word}: it has a default, so nobody needs to say it; leave one of both out"
            yield Mistake((*at, "required"), both)
        for words in wrong_places(default, KNOWN):
            yield Mistake((*at, "default"), f"{word}.default: {words}")
        if fault := _wrong_default(var):
            yield Mistake((*at, "default"), f"{word}.default: {fault}")


def _wrong_default(var: Var) -> str:
    default = var.default or ""
    return "" if places_in(default) else var.fault(filled(default, {}))


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
