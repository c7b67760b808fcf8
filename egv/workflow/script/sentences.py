"""Sentences of a text with the lines they begin on, and the hints between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from egv.core.cues.script_text import is_hint, parse_script
from egv.core.cues.sentences import split_sentences
from egv.workflow.script.message import MessageLine

_BULLET = re.compile(r"(?:[-*•‣–·]|\d{1,2}[.)])\s+(?=\S)")


@dataclass(frozen=True)
class ScriptSentence:
    """A sentence, and the line of the text on which each of its words is."""

    text: str
    lines: tuple[int, ...]

    @property
    def line(self) -> int:
        """The line on which it begins."""
        return self.lines[0]

    def find_line(self, word: str) -> int:
        """Find the line on which `word` is first written."""
        return self.lines[self.text.split().index(word)]

    @cached_property
    def spoken_words(self) -> tuple[str, ...]:
        """The words that are said, as the subtitles read them."""
        return tuple(word for line in parse_script(self.text) for word in line.spoken_words)


def iter_sentences(lines: Iterable[MessageLine], *, has_lists: bool) -> Iterator[ScriptSentence]:
    """Yield the sentences of `lines`; with `has_lists` each item of a list is one as well."""
    for block in _iter_blocks(lines, _BULLET if has_lists else None):
        yield from _split_block(block)


def _iter_blocks(
    lines: Iterable[MessageLine], bullet: re.Pattern[str] | None
) -> Iterator[list[MessageLine]]:
    """Yield the paragraphs, and the items of lists that begin with `bullet`, without it."""
    block = list[MessageLine]()
    for line in lines:
        found = bullet.match(line.text) if bullet else None
        text = line.text[found.end() :] if found else line.text
        is_item = bool(found) and not is_hint(text)
        if block and (is_item or not text):
            yield block
            block = []
        if text:
            block.append(MessageLine(line.number, text if is_item else line.text))
    if block:
        yield block


def _split_block(block: Sequence[MessageLine]) -> Iterator[ScriptSentence]:
    numbers = [line.number for line in block for _ in line.text.split()]
    said, at = list[ScriptSentence](), 0
    for text in split_sentences("\n".join(line.text for line in block)):
        end = at + len(text.split())
        said.append(ScriptSentence(text, tuple(numbers[at:end])))
        at = end
    yield from _join_hints(said)


def _join_hints(sentences: Sequence[ScriptSentence]) -> list[ScriptSentence]:
    """Join a sentence that would be read as a hint, such as `# 5 is open`, to the one before."""
    joined = list[ScriptSentence]()
    for sentence in sentences:
        if joined and is_hint(sentence.text):
            before = joined.pop()
            sentence = ScriptSentence(
                f"{before.text} {sentence.text}", before.lines + sentence.lines
            )
        joined.append(sentence)
    return joined
