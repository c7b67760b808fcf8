"""The texts that a recipe or a kit asks for: their rules, and their values for one clip."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from pydantic import BeforeValidator, Field

from egv.core.errors import UsageError
from egv.core.text.faults import Fault, KeyPath, format_key_path
from egv.core.text.placeholders import KNOWN, fill_places, find_place_faults, list_places
from egv.core.text.translations import (
    Text,
    TranslatedText,
    format_language_names,
    iter_translations,
    localise_text,
)
from egv.core.text.visible_text import clean_text
from egv.core.text.yaml_model import YamlModel

NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}\Z")
LONGEST = 500  # characters: room for a text on a card
SHOWN = 40  # characters of a text that an error message quotes
LINE, RECIPE, KIT, DEFAULT = "--set", "recipe", "kit", "default"  # origins of a text
USUAL = (RECIPE, KIT, DEFAULT)  # origins that do not depend on the clip


class TextVariable(YamlModel):
    """A text variable: its question, its default and its limits."""

    required: bool = Field(
        default=False,
        description="Whether a video cannot do without it; it is asked for where nobody gave it.",
    )
    prompt: TranslatedText = Field(
        default="", description="The question that is asked, or that in each language."
    )
    text: Text | None = Field(
        default=None, description="What a recipe itself says, before the kit and any default."
    )
    default: TranslatedText | None = Field(
        default=None, description="What it is when nobody says it, or that in each language."
    )
    max_chars: int | None = Field(
        default=None,
        ge=1,
        le=LONGEST,
        description="The most characters that fit, 1 to 500; left out: 500.",
    )
    choices: tuple[Text, ...] = Field(
        default=(), description="The only texts that are allowed; none: any text."
    )

    def localise_default(self, language: str, own: str = "") -> TextVariable:
        """Return the variable with its default in `language` (ISO 639-1), or none.

        A plain default is in language `own`.
        """
        text = None if self.default is None else localise_text(self.default, language, own)
        return self if text == self.default else self.model_copy(update={"default": text})

    def describe_languages(self, own: str = "") -> str:
        """Describe the languages of its default, for a sentence."""
        return format_language_names(self.default or "", own)

    def explain_fault(self, text: str) -> str:
        """Explain what is wrong with `text`, as the end of a sentence; "" when nothing is."""
        if not text:
            return ""
        if self.choices and text not in self.choices:
            return f"'{_shorten_text(text)}' is not one of {', '.join(self.choices)}"
        most = self.max_chars or LONGEST
        if len(text) > most:
            has = f"has {len(text)} characters, and at most {most} fit"
            return f"'{_shorten_text(text)}' {has}; shorten it"
        return ""


# `role:` alone declares a text without further rules.
VarOrNothing = Annotated[
    TextVariable, BeforeValidator(lambda value: {} if value is None else value)
]


@dataclass(frozen=True, slots=True)
class TextValue:
    """A text and its origin: `--set`, `manifest.csv:3`, `clip.egv.yaml`, `kit`."""

    name: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class MissingText:
    """A text that the clip at `clip`, as the user named it, still lacks, and one to propose."""

    clip: str
    name: str
    var: TextVariable
    proposal: str = ""


class MissingTextError(UsageError):
    """Texts that a recipe needs were said nowhere; `wanted` has them for whoever can ask.

    `clips` is the number of clips in the run, also of those that lack nothing.
    """

    def __init__(self, message: str, wanted: Sequence[MissingText], clips: int = 1) -> None:
        super().__init__(message)
        self.wanted, self.clips = tuple(wanted), clips


@dataclass(frozen=True, slots=True)
class ClipTexts:
    """The texts of one clip: those given by people, and those that egv knows by itself."""

    given_texts: tuple[TextValue, ...] = ()
    known_texts: tuple[tuple[str, str], ...] = ()

    @property
    def texts_by_name(self) -> dict[str, str]:
        """All texts by name."""
        return {**dict(self.known_texts), **{value.name: value.text for value in self.given_texts}}


NOTHING_SAID = ClipTexts()


def resolve_texts(
    variables: Mapping[str, TextVariable],
    stated: Iterable[TextValue],
    known: Mapping[str, str],
    of_kit: Mapping[str, str] | None = None,
) -> tuple[TextValue, ...]:
    """Resolve every text of a clip: the first in `stated`, else that of the recipe or the kit.

    `known` is what egv itself knows of the clip, for use in these texts. The texts `of_kit` take
    precedence over the defaults in `variables`, which are in one language here.
    """
    found: dict[str, TextValue] = {}
    for value in stated:
        found.setdefault(value.name, value)
    for name, var in variables.items():
        if name not in found and var.text is not None:
            found[name] = TextValue(name, fill_places(var.text, known), RECIPE)
    for name, text in (of_kit or {}).items():
        found.setdefault(name, TextValue(name, fill_places(text, known), KIT))
    for name, var in variables.items():
        if name not in found and isinstance(var.default, str):
            found[name] = TextValue(name, fill_places(var.default, known), DEFAULT)
    return tuple(replace(value, text=clean_text(value.text)) for value in found.values())


def list_missing_names(
    variables: Mapping[str, TextVariable], texts: Iterable[TextValue]
) -> tuple[str, ...]:
    """List the names of required texts without a value."""
    given_names = {value.name for value in texts if value.text.strip()}
    return tuple(
        name for name, var in variables.items() if var.required and name not in given_names
    )


def find_text_faults(
    variables: Mapping[str, TextVariable], texts: Iterable[TextValue]
) -> Iterator[tuple[TextValue, str]]:
    """Yield each text that breaks the rules, and why."""
    for value in texts:  # a kit's own texts are known to fit
        if value.name not in variables or value.source == KIT:
            continue
        if fault := variables[value.name].explain_fault(value.text):
            yield value, fault


def find_variable_faults(
    variables: Mapping[str, TextVariable], *, asked: bool = True
) -> Iterator[Fault]:
    """Find faults in variables as a whole; a kit's are not `asked` for, a recipe's may be."""
    for name, var in variables.items():
        at, word = ("vars", name), f"vars.{name}"
        if name in KNOWN:
            yield Fault(at, f"{word}: egv fills {{{name}}} in by itself; choose another name")
        elif not NAME.match(name):
            yield Fault(at, f"{word}: a name has only small letters, digits, - and _; rename it")
        if var.required and not asked:
            yield Fault(
                (*at, "required"),
                f"{word}.required: a kit cannot ask for texts; move this to a recipe",
            )
        if var.text is not None and not asked:
            yield Fault((*at, "text"), f"{word}.text: in a kit this is called default; rename it")
        sure = "text" if var.text is not None else "default"
        if var.required and (sure == "text" or isinstance(var.default, str)):
            both = (
                f"{word}: this has a {sure}, so it cannot be required as well; remove one"
                " of the two"
            )
            yield Fault((*at, "required"), both)
        yield from _find_wording_faults(var, at)


def _find_wording_faults(var: TextVariable, at: KeyPath) -> Iterator[Fault]:
    """Find faults in the texts of the variable at key path `at`, in every language."""
    for key, given in (("text", var.text), ("default", var.default)):
        for language, text in iter_translations(given):
            path = (*at, key, *language)
            faults = find_place_faults(text, KNOWN)
            if not list_places(text) and (fault := var.explain_fault(fill_places(text, {}))):
                faults = (*faults, fault)
            for words in faults:
                yield Fault(path, f"{format_key_path(path)}: {words}")


def _shorten_text(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
