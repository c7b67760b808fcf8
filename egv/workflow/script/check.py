"""The check of a text before it is said: how long it takes, and what may be easier to say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pydantic import Field

from egv.app.plan.default_texts import find_spoken_language
from egv.app.plan.order import RunOptions
from egv.app.plan.recipes import load_script_recipe
from egv.app.plan.settings import load_settings
from egv.app.records.printable import PrintableDocument, PrintableValue, SchemaName
from egv.core.cues.script_text import is_hint
from egv.core.errors import UsageError
from egv.core.project.recipe import RecipeFile
from egv.core.project.recipe_parts import ScriptBeat
from egv.core.text.languages import COMMON, detect_language
from egv.core.text.translation import UiLanguage
from egv.tools.library.kits import load_kit
from egv.workflow.check.findings import FindingWeight
from egv.workflow.script import texts
from egv.workflow.script.findings import (
    CheckedText,
    ScriptFinding,
    ScriptTopic,
    find_script_faults,
    measure_sentences,
)
from egv.workflow.script.layout import ScriptLayout, SpokenText, find_marks, lay_out_text
from egv.workflow.script.message import Message, read_lines, split_message
from egv.workflow.script.reading import read_written_text
from egv.workflow.script.sentences import ScriptSentence

SCRIPT_CHECK_SCHEMA = "egv/script-check@1"


class LanguageSource(StrEnum):
    """The place where the language of a text was found."""

    TEXT = "text"
    SETTINGS = "settings"
    SCREEN = "screen"


class TextFinding(PrintableValue):
    """A possible improvement: where it is, what was measured, and a suggestion."""

    topic: ScriptTopic
    weight: FindingWeight
    case: str = ""
    line: int = Field(default=0, description="The line of the text; 0: the whole of it.")
    tip: str
    facts: Mapping[str, float | int | str] = Field(default_factory=dict)


class CheckedBeat(PrintableValue):
    """A beat of the recipe with the text that is said in it, s."""

    beat: str
    planned_seconds: float
    seconds: float
    words: int
    sentences: tuple[str, ...] = ()


class ScriptReport(PrintableDocument):
    """The check of a text against a recipe: the output of `recipe script --check --json`."""

    schema_name: SchemaName = SCRIPT_CHECK_SCHEMA
    ok: bool
    exit_code: int
    recipe: str
    file: str
    language: str = Field(description="The language that the text was read as, ISO 639-1.")
    language_from: LanguageSource
    seconds: float = Field(description="How long it takes to say, calmly.")
    words: int = Field(description="As they are said: numbers and abbreviations in full.")
    ideal: tuple[float, float]
    max: float
    is_marked: bool = Field(description="True where the text itself says which beat is where.")
    beats: tuple[CheckedBeat, ...]
    findings: tuple[TextFinding, ...] = ()
    courtesy_lines: tuple[int, ...] = Field(default=(), description="Greeting and signature.")
    quoted_lines: tuple[int, ...] = Field(default=(), description="Words of another message.")


@dataclass(frozen=True, slots=True)
class ReadScript:
    """A text that was read for a recipe, with all that says how to read it."""

    file: str
    recipe: RecipeFile
    text: SpokenText
    language_from: LanguageSource
    note: str = ""
    kit_languages: tuple[str, ...] = ()
    terms: frozenset[str] = frozenset()

    @property
    def most_s(self) -> float:
        """The longest it should take to say, s: the upper end of what is best."""
        return self.recipe.expect.duration.ideal[1]

    def lay_out(self, most_s: float | None = None) -> ScriptLayout:
        """Lay it out in the beats of the recipe; what is over `most_s` is left over."""
        return lay_out_text(self.text, self.recipe, most_s)


def read_script(recipe_word: str, file: str, tongue: UiLanguage) -> ReadScript:
    """Read the text in `file` for a recipe with beats.

    Raises UsageError where there is nothing to say, and RecipeError, KitError or ProjectError for
    a faulty file.
    """
    recipe = load_script_recipe(recipe_word)
    written = read_written_text(file)
    whole = Message(read_lines(written.text, is_markdown=written.is_markdown))
    message = whole if find_marks(whole.said, recipe) else split_message(whole)
    said = "\n".join(line.text for line in message.said if not is_hint(line.text))
    if not said.strip():
        raise UsageError(
            f"{file}: nothing in it is to be said; without greeting, signature, hints and quotes"
            " no text is left"
        )
    settings = load_settings(RunOptions())
    kit = load_kit(settings.choose_kit(recipe.kit)).spec
    found = detect_language(said, tuple(COMMON))
    stated = found or find_spoken_language((), settings)
    return ReadScript(
        file,
        recipe,
        SpokenText(message, stated or str(tongue)),
        LanguageSource.TEXT
        if found
        else LanguageSource.SETTINGS
        if stated
        else LanguageSource.SCREEN,
        written.note,
        kit.spoken_languages,
        frozenset(term.casefold() for term in kit.glossary),
    )


def check_script(script: ReadScript, tongue: UiLanguage, *, strict: bool = False) -> ScriptReport:
    """Check `script`, with tips in `tongue`; with `strict` any finding gives exit code 4."""
    recipe = script.recipe.localise_wording(tongue)
    layout = script.lay_out()
    checked = CheckedText(script.text, layout, recipe, script.kit_languages, script.terms)
    findings = find_script_faults(checked)
    size = measure_sentences(layout.sentences, script.text)
    message = script.text.message
    return ScriptReport(
        ok=not (strict and findings),
        exit_code=4 if strict and findings else 0,
        recipe=recipe.name,
        file=script.file,
        language=script.text.language,
        language_from=script.language_from,
        seconds=size.seconds,
        words=size.words,
        ideal=recipe.expect.duration.ideal,
        max=recipe.expect.duration.max,
        is_marked=layout.is_marked,
        beats=tuple(
            _check_beat(beat, sentences, script.text)
            for beat, sentences in zip(recipe.script, layout.beats, strict=True)
        ),
        findings=tuple(_to_text_finding(finding, tongue) for finding in findings),
        courtesy_lines=tuple(line.number for line in message.courtesies),
        quoted_lines=tuple(line.number for line in message.quoted),
    )


def _check_beat(
    beat: ScriptBeat, sentences: Sequence[ScriptSentence], text: SpokenText
) -> CheckedBeat:
    size = measure_sentences(sentences, text)
    return CheckedBeat(
        beat=str(beat.beat),
        planned_seconds=beat.seconds,
        seconds=size.seconds,
        words=size.words,
        sentences=tuple(sentence.text for sentence in sentences),
    )


def _to_text_finding(finding: ScriptFinding, tongue: UiLanguage) -> TextFinding:
    must = (finding.topic, finding.case) == (ScriptTopic.LENGTH, "too-long")
    names = {"language", "kit"} & {*finding.facts}  # languages, as codes
    words = {name: texts.format_languages(str(finding.facts[name]), tongue) for name in names}
    return TextFinding(
        topic=finding.topic,
        weight=FindingWeight.FIX if must else FindingWeight.TIP,
        case=finding.case,
        line=finding.line,
        tip=texts.TIPS[finding.topic, finding.case].render(tongue, **{**finding.facts, **words}),
        facts=finding.facts,
    )
