"""Default texts of a kit and a recipe, only in the language of a run's videos."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from egv.app.plan.settings import Settings
from egv.core.errors import UsageError
from egv.core.kit.kit import Kit, KitFile
from egv.core.programme.step import Step, list_text_fields
from egv.core.programme.subtitling import SubtitlingStep
from egv.core.project.recipe import RecipeFile
from egv.core.text.languages import format_language_name
from egv.core.text.placeholders import fill_places, list_places
from egv.core.text.run_notes import OTHER_LANGUAGE
from egv.core.text.translation import detect_ui_language
from egv.core.text.translations import (
    format_language_names,
    iter_translations,
    localise_text,
)
from egv.core.text.variables import TextVariable
from egv.core.text.wording import find_nearest_word, strip_punctuation
from egv.steps import STEPS
from egv.tools.library.kit_places import SHIPPED

CALL = "cta"


@dataclass(frozen=True, slots=True)
class OmittedText:
    """A text of a kit or recipe that exists in other languages only: its name, and a note on it.

    A line without a name of its own is always reported.
    """

    name: str
    note: str


def find_spoken_language(steps: Sequence[Step], settings: Settings, kit: Kit | None = None) -> str:
    """Find the language (ISO 639-1) that is spoken, as the step `subtitle` states it.

    Else that of the project or of a chosen kit; "" where nobody states one.
    """
    stated = (step.spoken_languages for step in steps if isinstance(step, SubtitlingStep))
    spoken = next(stated, ())
    if len(spoken) == 1:
        return str(spoken[0])
    if settings.values.language or kit is None:
        return settings.values.language
    return "" if _is_shipped(kit) else kit.spec.main_language


def choose_text_language(steps: Sequence[Step], settings: Settings, kit: Kit) -> str:
    """Choose the language (ISO 639-1) of default texts: as the step `subtitle` states it.

    Else the language of the project, of a kit that somebody made, or of egv's own messages.
    """
    if spoken := find_spoken_language(steps, settings):
        return spoken
    if not _is_shipped(kit):
        return kit.spec.main_language
    return detect_ui_language(os.environ)


def _is_shipped(kit: Kit) -> bool:
    """True for a kit of egv's own: nobody here chose its language, and it has its texts in all."""
    return kit.home.resolve().is_relative_to(SHIPPED.resolve())


def localise_kit_texts(kit: Kit, language: str) -> tuple[Kit, tuple[OmittedText, ...]]:
    """Return `kit` with its own texts in `language`, and the texts it has in other languages only.

    A kit that states no language has its texts in any language; they are used as they are.
    """
    spec = kit.spec
    own = spec.main_language if "language" in spec.model_fields_set else ""
    call, left_out = spec.outro.cta, []
    text = localise_text(call.text, language, own)
    if text is None:
        left_out.append(
            _build_omitted_text(
                CALL, f"the kit {spec.name}", format_language_names(call.text, own), language
            )
        )
    known = {name: var.localise_default(language, own) for name, var in spec.vars.items()}
    for name, var in known.items():
        if var.default is None and spec.vars[name].default is not None:
            languages = spec.vars[name].describe_languages(own)
            left_out.append(_build_omitted_text(name, f"the kit {spec.name}", languages, language))
    outro = spec.outro.model_copy(update={CALL: call.model_copy(update={"text": text or ""})})
    spec = spec.model_copy(update={"vars": known, "outro": outro})
    if own and own != language:
        spec, lines = _omit_foreign_lines(spec, own, language)
        left_out += lines
    return replace(kit, spec=spec), tuple(left_out)


def find_omitted_texts(recipe: RecipeFile | None, kit: Kit, language: str) -> Iterator[OmittedText]:
    """Find texts that `recipe` lacks in `language` but has in others, and `kit` lacks."""
    call = {CALL} if kit.spec.outro.cta.localise_line(language) else set()
    of_kit = {*call, *(name for name, var in kit.spec.vars.items() if var.default is not None)}
    if recipe is None:
        return
    for name, var in recipe.vars.items():
        is_lost = var.localise_default(language, recipe.language).default is None
        if name not in of_kit and var.default is not None and is_lost:
            languages = var.describe_languages(recipe.language)
            yield _build_omitted_text(name, f"the recipe {recipe.name}", languages, language)


def localise_steps(
    steps: tuple[Step, ...], recipe: RecipeFile | None, language: str
) -> tuple[tuple[Step, ...], tuple[OmittedText, ...]]:
    """Return the `steps` of `recipe` without texts not in `language`, and those texts."""
    if recipe is None or not recipe.language:
        return steps, ()
    done, left_out = [], []
    for step in steps:
        fields = list_text_fields(type(step))
        for field in (name for name in fields if name in step.model_fields_set):
            if localise_text(getattr(step, field), language, recipe.language) is None:
                languages, whose = (
                    format_language_name(recipe.language),
                    f"the recipe {recipe.name}",
                )
                left_out.append(_build_omitted_text(fields[field], whose, languages, language))
                step = step.model_copy(update={field: ""})
        done.append(step)
    return tuple(done), tuple(left_out)


def collect_kit_texts(kit: Kit, recipe_variables: dict[str, TextVariable]) -> dict[str, str]:
    """Collect the texts of `kit`, in one language, except those that a recipe requires."""
    return {
        name: var.default
        for name, var in kit.spec.vars.items()
        if isinstance(var.default, str) and not recipe_variables[name].required
    }


def list_shown_names(steps: Sequence[Step], kit: Kit) -> frozenset[str]:
    """List the names of the texts that `steps` show: their own, and those in the lines of `kit`."""
    fields = [(step, *entry) for step in steps for entry in list_text_fields(type(step)).items()]
    own = [name for _, _, name in fields]
    within = [place for step, field, _ in fields for place in list_places(getattr(step, field))]
    return frozenset((*own, *within, *list_kit_places(steps, kit)))


def list_kit_places(steps: Sequence[Step], kit: Kit) -> frozenset[str]:
    """List the names of the texts in the lines of `kit` that `steps` show."""
    sections = dict.fromkeys(word for step in steps for word in step.shown_kit_sections)
    lines = (line for section in sections for line in kit.spec.list_section_lines(section))
    return frozenset(place for line in lines for place in list_places(line))


def dump_shown_kit(kit: Kit, steps: Sequence[Step]) -> dict[str, Any]:
    """Dump what `kit` says, for the hash of a plan, without the texts that `steps` do not show.

    Texts are in the language of the terminal where nobody states one: those that nobody sees must
    not lead to another video.
    """
    shown = {word for step in steps for word in step.shown_kit_sections}
    unseen = {"intro", "outro", "lower_third"} - shown
    return kit.spec.model_dump(mode="json", exclude=unseen if shown else {*unseen, "vars"})


def list_asked_names(recipe: RecipeFile | None) -> frozenset[str]:
    """List the names of the texts that `recipe` asks for, or that its post holds."""
    if recipe is None:
        return frozenset()
    post = recipe.package.post.text if recipe.package else ""
    lines = (line for _, line in iter_translations(post))
    return frozenset((*recipe.vars, *(place for line in lines for place in list_places(line))))


def build_unread_text_error(name: str, text: str, readable: Collection[str]) -> UsageError:
    """Build the error for `--set name=text` in a run that reads only the texts `readable`."""
    fault = f"--set {name}: nothing in this run shows this text"
    if near := find_nearest_word(name, sorted(readable)):
        said, meant = f"{name}={text}", f"{near}={text}"
        return UsageError(f"{fault}; did you mean '{near}'?", token=said, did_you_mean=meant)
    for step in STEPS:
        if name in list_text_fields(step).values():
            page = f"egv {step.name} --help"
            return UsageError(f"{fault}; add the step '{step.name}', which does", hint=page)
    choices = f"choose from {', '.join(sorted(readable))}" if readable else "leave it out"
    return UsageError(f"{fault}; {choices}", hint="egv run --help")


def _build_omitted_text(name: str, whose: str, languages: str, language: str) -> OmittedText:
    return OmittedText(
        name,
        f"{OTHER_LANGUAGE}: {whose} has the text '{name}' only in {languages}, and the video is"
        f" in {format_language_name(language)}, so this text is left out; give it with --set"
        f" {name}=TEXT",
    )


def _omit_foreign_lines(
    spec: KitFile, own: str, language: str
) -> tuple[KitFile, list[OmittedText]]:
    """Return `spec` without its lines of words in language `own`; a line of only its name stays."""
    names = _collect_words(f"{spec.title} {spec.name} {spec.owner.team or ''}")
    left_out: list[OmittedText] = []
    update = {}
    for part in ("intro", "outro", "lower_third"):
        style = getattr(spec, part)
        holder = style if part == "lower_third" else style.card
        if holder is None:
            continue
        foreign = [line for line in holder.lines if _collect_words(fill_places(line, {})) - names]
        left_out.extend(_build_omitted_line(spec, part, line, own, language) for line in foreign)
        if foreign:
            kept = tuple(line for line in holder.lines if line not in foreign)
            holder = holder.model_copy(update={"lines": kept})
            whole = holder if part == "lower_third" else style.model_copy(update={"card": holder})
            update[part] = whole
    return spec.model_copy(update=update), left_out


def _build_omitted_line(
    spec: KitFile, part: str, line: str, own: str, language: str
) -> OmittedText:
    return OmittedText(
        "",
        f"{OTHER_LANGUAGE}: the kit {spec.name} is in {format_language_name(own)} and the video"
        f" in {format_language_name(language)}, so the line '{line}' of its {part} is left out;"
        " define it under the kit's 'vars', in both languages",
    )


def _collect_words(text: str) -> set[str]:
    """Collect the words of `text` in lower case, without addresses and numbers."""
    words = (strip_punctuation(word).casefold() for word in text.replace("-", " ").split())
    return {word for word in words if any(map(str.isalpha, word)) and not set(word) & set("@./#")}
