"""A text over the beats of a recipe: as its hints mark them, or in order and by their lengths."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from egv.core.cues.script_text import is_hint
from egv.core.project.recipe import RecipeFile
from egv.core.project.recipe_parts import ScriptBeat
from egv.core.text.translations import TextOrTranslations, iter_translations
from egv.core.text.wording import strip_punctuation
from egv.workflow.script.headings import OWN_HINTS
from egv.workflow.script.message import Message, MessageLine
from egv.workflow.script.sentences import ScriptSentence, iter_sentences
from egv.workflow.script.spoken_size import SpokenSize, measure_words
from egv.workflow.script.word_tables import REQUESTS

MATCH_S = 12.0  # of displacement that a sentence fitting the prompt of a beat is worth, s
STEM_LETTERS = 5
ASKING = frozenset({"vraag", "vraagt", "ask", "asks"})  # in a beat that asks something of viewers
_CLOCKS = re.compile(r"[\d:]+\s*[-–]\s*[\d:]+\s+")


@dataclass(frozen=True, slots=True)
class SpokenText:
    """A message with the language it is in, ISO 639-1, or "" where that is unclear."""

    message: Message
    language: str

    def measure(self, sentence: ScriptSentence) -> SpokenSize:
        """Measure a sentence as it is said."""
        return measure_words(sentence.spoken_words, self.language)


@dataclass(frozen=True, slots=True)
class ScriptLayout:
    """The sentences of each beat, in the order of the recipe, and what is not to be said.

    `left_over` did not fit; `hints` were hints already. `is_marked` where the text itself says
    which beat is where.
    """

    beats: tuple[tuple[ScriptSentence, ...], ...]
    left_over: tuple[ScriptSentence, ...] = ()
    hints: tuple[MessageLine, ...] = ()
    is_marked: bool = False

    @property
    def sentences(self) -> tuple[ScriptSentence, ...]:
        """The sentences to say, in order."""
        return tuple(sentence for beat in self.beats for sentence in beat)


def lay_out_text(text: SpokenText, recipe: RecipeFile, most_s: float | None = None) -> ScriptLayout:
    """Lay `text` out in the beats of `recipe` (at least one).

    Where hints in it name beats, these decide. Else its sentences keep their order, and those that
    do not fit in `most_s` are left over; None is no limit.
    """
    marks = find_marks(text.message.said, recipe)
    hints = tuple(
        line
        for line in text.message.said
        if is_hint(line.text) and line.number not in marks and not _is_own_hint(line, recipe)
    )
    if marks:
        return ScriptLayout(
            _read_marked(text.message.said, marks, recipe), (), hints, is_marked=True
        )
    lines = [
        MessageLine(line.number, "") if is_hint(line.text) else line for line in text.message.said
    ]
    sentences = tuple(iter_sentences(lines, has_lists=True))
    kept, left_over = _split_fitting(sentences, text, recipe.script, most_s)
    return ScriptLayout(_share_sentences(kept, text, recipe.script), left_over, hints)


def find_marks(lines: Sequence[MessageLine], recipe: RecipeFile) -> dict[int, tuple[int, ...]]:
    """Find the lines that name a beat, by number, and the beats of that name, counted from 0."""
    return {
        line.number: found
        for line in lines
        if is_hint(line.text) and (found := _find_beats(line.text, recipe.script))
    }


def get_hint_text(line: str) -> str:
    """Return what a hint says, without its mark."""
    return line.strip().lstrip("#").strip()


def is_request(sentence: ScriptSentence, language: str) -> bool:
    """True for a sentence that asks something of the viewer."""
    words = {strip_punctuation(word).lower() for word in sentence.spoken_words}
    return sentence.text.rstrip("\"'”’").endswith("?") or not words.isdisjoint(
        REQUESTS.get(language, ())
    )


def _find_beats(hint: str, script: Sequence[ScriptBeat]) -> tuple[int, ...]:
    """Find the beats that `hint` names in any language, with or without their times."""
    name = _CLOCKS.sub("", get_hint_text(hint), count=1).casefold()
    return tuple(at for at, beat in enumerate(script) if name in _list_plain_texts(beat.beat))


def _is_own_hint(line: MessageLine, recipe: RecipeFile) -> bool:
    """True for a hint that egv writes itself: the title, a prompt, a heading; or an empty one."""
    own = {"", *_list_plain_texts(recipe.title), recipe.name.casefold()}
    own |= {hint for beat in recipe.script for hint in _list_plain_texts(beat.prompt)}
    own |= {text.casefold() for hint in OWN_HINTS for text in (hint.nl, hint.en)}
    return get_hint_text(line.text).casefold() in own


def _list_plain_texts(given: TextOrTranslations) -> set[str]:
    return {" ".join(text.split()).casefold() for _, text in iter_translations(given)}


def _read_marked(
    said: Sequence[MessageLine], marks: dict[int, tuple[int, ...]], recipe: RecipeFile
) -> tuple[tuple[ScriptSentence, ...], ...]:
    """Read the sentences of each beat; those before the first mark belong to the first beat.

    Where beats have one name, its marks are theirs in turn.
    """
    parts = [list[MessageLine]() for _ in recipe.script]
    at, used = 0, set[int]()
    for line in said:
        if found := marks.get(line.number):
            at = next((beat for beat in found if beat not in used), found[-1])
            used.add(at)
        parts[at].append(MessageLine(line.number, "") if is_hint(line.text) else line)
    return tuple(tuple(iter_sentences(part, has_lists=False)) for part in parts)


def _split_fitting(
    sentences: Sequence[ScriptSentence],
    text: SpokenText,
    script: Sequence[ScriptBeat],
    most_s: float | None,
) -> tuple[tuple[ScriptSentence, ...], tuple[ScriptSentence, ...]]:
    """Split off the sentences after the first `most_s`; a last request keeps its place at the end.

    The first sentence is always kept.
    """
    if most_s is None:
        return tuple(sentences), ()
    lengths = [text.measure(sentence).seconds for sentence in sentences]
    if sum(lengths) <= most_s:
        return tuple(sentences), ()
    last = len(sentences) - 1
    asks = len(script) > 1 and is_request(sentences[last], text.language)
    asks = asks and lengths[last] <= 2 * script[-1].seconds
    room = most_s - (lengths[last] if asks else 0.0)
    fitting = max(1, sum(total <= room for total in accumulate(lengths)))
    kept = {*range(fitting), *([last] if asks else [])}
    return (
        tuple(sentence for at, sentence in enumerate(sentences) if at in kept),
        tuple(sentence for at, sentence in enumerate(sentences) if at not in kept),
    )


def _share_sentences(
    sentences: Sequence[ScriptSentence], text: SpokenText, script: Sequence[ScriptBeat]
) -> tuple[tuple[ScriptSentence, ...], ...]:
    """Share `sentences` among the beats in order: each beat ends as near to its share as it can.

    A sentence that fits the prompt of a beat may move it. All ends are chosen together (shortest
    path); each beat gets a sentence while there are enough.
    """
    lengths = [text.measure(sentence).seconds for sentence in sentences]
    total, planned = sum(lengths), sum(beat.seconds for beat in script)
    ends = [*accumulate(lengths, initial=0.0)]
    targets = [total * end / planned for end in accumulate(beat.seconds for beat in script)]
    gains = [_list_gains(sentences, beat, text.language) for beat in script]
    scarce = len(sentences) < len(script)
    costs = [0.0] + [float("inf")] * len(sentences)  # of having said so many sentences so far
    steps = list[list[int]]()
    for beat, target in enumerate(targets):
        costs, step = _add_beat(costs, gains[beat], needs_one=not scarce)
        steps.append(step)
        costs = [cost + abs(end - target) for cost, end in zip(costs, ends, strict=True)]
    shared, end = list[tuple[ScriptSentence, ...]](), len(sentences)
    for step in reversed(steps):
        shared.append(tuple(sentences[step[end] : end]))
        end = step[end]
    return tuple(reversed(shared))


def _add_beat(
    costs: Sequence[float], gains: Sequence[float], *, needs_one: bool
) -> tuple[list[float], list[int]]:
    """Add a beat: the least cost of ending it after each sentence, and where it then begins.

    `gains` are what the sentences are worth in this beat, one after another.
    """
    worth = [*accumulate(gains, initial=0.0)]
    found, starts = list[float](), list[int]()
    best, start = float("inf"), 0
    for end in range(len(costs)):
        begin = end - 1 if needs_one else end
        if begin >= 0 and costs[begin] + worth[begin] < best:
            best, start = costs[begin] + worth[begin], begin
        found.append(best - worth[end])
        starts.append(start)
    return found, starts


def _list_gains(
    sentences: Sequence[ScriptSentence], beat: ScriptBeat, language: str
) -> tuple[float, ...]:
    """List the worth, s, of each sentence in `beat`: it shares a word, or asks as the beat does."""
    wordings = [text for given in (beat.beat, beat.prompt) for _, text in iter_translations(given)]
    words = " ".join(wordings).split()
    stems = _list_stems(words)
    asks = not ASKING.isdisjoint(strip_punctuation(word).lower() for word in words)
    return tuple(
        MATCH_S
        * (
            not stems.isdisjoint(_list_stems(sentence.spoken_words))
            or (asks and is_request(sentence, language))
        )
        for sentence in sentences
    )


def _list_stems(words: Sequence[str]) -> set[str]:
    """List the first letters of the longer `words`: `veranderd` and `verandert` share theirs."""
    plain = (strip_punctuation(word).lower() for word in words)
    return {word[:STEM_LETTERS] for word in plain if len(word) >= STEM_LETTERS}
