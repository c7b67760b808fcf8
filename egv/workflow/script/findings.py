"""Findings about a text that somebody will say: a second look, never a verdict on the writer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from egv.core.media.timing import format_player_clock
from egv.core.project.recipe import RecipeFile
from egv.core.text.wording import strip_punctuation
from egv.workflow.script.layout import ScriptLayout, SpokenText
from egv.workflow.script.sentences import ScriptSentence
from egv.workflow.script.spoken_size import (
    SpokenSize,
    find_full_words,
    is_initials,
)
from egv.workflow.script.word_tables import JARGON, NEW_POINTS

LONGEST_SENTENCE = 20  # words: about nine seconds, which is as long as a breath lasts
LEAST_POINTS = 2  # openings of another point that make it worth asking
BEAT_SLACK = 1.5  # times its length that the text of a beat may take
SHOWN_WORDS = 8  # of a quoted sentence
_POSSESSIVE = re.compile("['’]s$")


class ScriptTopic(StrEnum):
    """The topics of the check, in the order in which they are reported."""

    LENGTH = "length"
    LANGUAGE = "language"
    MESSAGES = "messages"
    BEAT = "beat"
    SENTENCE = "sentence"
    ABBREVIATION = "abbreviation"
    JARGON = "jargon"


@dataclass(frozen=True, slots=True)
class ScriptFinding:
    """One finding: its topic, the line it is on (0: the whole text), and the facts of its tip.

    `case` tells apart the different findings of one topic.
    """

    topic: ScriptTopic
    case: str = ""
    line: int = 0
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CheckedText:
    """A text to check: how it is laid out in a recipe, and the languages and terms of the kit."""

    text: SpokenText
    layout: ScriptLayout
    recipe: RecipeFile
    kit_languages: tuple[str, ...] = ()
    terms: frozenset[str] = frozenset()


def find_script_faults(checked: CheckedText) -> tuple[ScriptFinding, ...]:
    """Find all that is worth a second look in `checked`, those about the whole text first."""
    sentences = sorted(checked.layout.sentences, key=lambda sentence: sentence.line)
    language = checked.text.language
    near = [
        *_find_long_sentences(sentences, checked.text),
        *_find_abbreviations(sentences, language, checked.terms),
        *_find_jargon(sentences, language),
    ]
    return (
        *_check_length(checked),
        *_check_language(checked),
        *_find_points(sentences, language),
        *_check_beats(checked),
        *sorted(near, key=lambda finding: finding.line),
    )


def measure_sentences(sentences: Sequence[ScriptSentence], text: SpokenText) -> SpokenSize:
    """Measure `sentences` of `text` as they are said."""
    return sum((text.measure(sentence) for sentence in sentences), SpokenSize())


def _check_length(checked: CheckedText) -> Iterator[ScriptFinding]:
    wanted = checked.recipe.expect.duration
    size = measure_sentences(checked.layout.sentences, checked.text)
    low, high = wanted.ideal
    goal = min(max(size.seconds, low), high)
    case = ""
    if size.seconds > wanted.max:
        case = "too-long"
    elif size.seconds > high:
        case = "long"
    elif size.seconds < low:
        case = "short"
    if case:
        facts = {
            "seconds": size.seconds,
            "low": format_player_clock(round(low)),
            "high": format_player_clock(round(high)),
            "most": format_player_clock(round(wanted.max)),
            "words": max(1, round(size.words * abs(goal / size.seconds - 1))),
        }
        yield ScriptFinding(ScriptTopic.LENGTH, case, 0, facts)


def _check_language(checked: CheckedText) -> Iterator[ScriptFinding]:
    language, known = checked.text.language, checked.kit_languages
    if language and known and language not in known:
        facts = {"language": language, "kit": " ".join(known)}
        yield ScriptFinding(ScriptTopic.LANGUAGE, "", 0, facts)


def _find_points(sentences: Sequence[ScriptSentence], language: str) -> Iterator[ScriptFinding]:
    """Ask about sentences that open with words for another point, where there are several."""
    found = [
        (sentence, opening)
        for sentence in sentences
        if (opening := _find_opening(sentence, NEW_POINTS.get(language, ())))
    ]
    if len(found) >= LEAST_POINTS:
        places = "; ".join(f"{sentence.line}: “{opening}”" for sentence, opening in found[:5])
        facts = {"count": len(found), "places": places}
        yield ScriptFinding(ScriptTopic.MESSAGES, "", found[0][0].line, facts)


def _find_opening(sentence: ScriptSentence, openings: Sequence[str]) -> str:
    """Find which of `openings` the sentence begins with, as it is written; "" for none."""
    said = " ".join(sentence.spoken_words)
    for opening in openings:
        ends = not said[len(opening) : len(opening) + 1].isalnum()
        if said.lower().startswith(opening) and ends:
            return said[: len(opening)].rstrip(",")
    return ""


def _check_beats(checked: CheckedText) -> Iterator[ScriptFinding]:
    """Tell of beats without text, and of those whose text takes far longer than the beat."""
    for beat, sentences in zip(checked.recipe.script, checked.layout.beats, strict=True):
        facts: dict[str, object] = {"beat": str(beat.beat), "prompt": str(beat.prompt)}
        if not any(sentence.spoken_words for sentence in sentences):
            yield ScriptFinding(ScriptTopic.BEAT, "empty", 0, facts)
            continue
        seconds = measure_sentences(sentences, checked.text).seconds
        if checked.layout.is_marked and seconds > BEAT_SLACK * beat.seconds:
            facts |= {
                "length": format_player_clock(round(seconds)),
                "planned": format_player_clock(round(beat.seconds)),
            }
            yield ScriptFinding(ScriptTopic.BEAT, "long", sentences[0].line, facts)


def _find_long_sentences(
    sentences: Sequence[ScriptSentence], text: SpokenText
) -> Iterator[ScriptFinding]:
    for sentence in sentences:
        words = text.measure(sentence).words
        if words > LONGEST_SENTENCE:
            facts = {"words": words, "quote": _quote_start(sentence)}
            yield ScriptFinding(ScriptTopic.SENTENCE, "", sentence.line, facts)


def _quote_start(sentence: ScriptSentence) -> str:
    words = sentence.spoken_words
    return " ".join(words[:SHOWN_WORDS]) + ("…" if len(words) > SHOWN_WORDS else "")


def _find_abbreviations(
    sentences: Sequence[ScriptSentence], language: str, terms: frozenset[str]
) -> Iterator[ScriptFinding]:
    """Tell of each abbreviation once, where it is first written; `terms` are known to everybody."""
    seen = set[str]()
    for sentence in sentences:
        shouts = len(sentence.spoken_words) > 1 and " ".join(sentence.spoken_words).isupper()
        for word in sentence.spoken_words:
            bare = _POSSESSIVE.sub("", strip_punctuation(word))
            if bare.casefold() in seen or bare.casefold() in terms:
                continue
            said = find_full_words(word, language)
            if said or (is_initials(bare) and not shouts):
                seen.add(bare.casefold())
                case = "written" if said else "initials"
                facts = {"word": f"{bare}." if "." in bare else bare, "said": said}
                line = sentence.find_line(word)
                yield ScriptFinding(ScriptTopic.ABBREVIATION, case, line, facts)


def _find_jargon(sentences: Sequence[ScriptSentence], language: str) -> Iterator[ScriptFinding]:
    """Tell of each word of the office once, where it is first written."""
    known, seen = JARGON.get(language, {}), set[str]()
    for sentence in sentences:
        for word in sentence.spoken_words:
            bare = strip_punctuation(word)
            plain = known.get(bare.lower(), "")
            if plain and bare.lower() not in seen:
                seen.add(bare.lower())
                facts = {"word": bare, "plain": plain}
                yield ScriptFinding(ScriptTopic.JARGON, "", sentence.find_line(word), facts)
