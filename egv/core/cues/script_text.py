"""A script as typed, and its spoken part: no speaker name before a line, no `[music]`.

Both are kept, as captions need them: WCAG 2.2 (1.2.2, failure F8) asks for speakers and sounds. A
line that begins with `#` and a blank is a hint to the speaker: neither spoken nor shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from egv.core.cues.sentences import split_sentences
from egv.core.media.clip import Cue, Word
from egv.core.media.timing import Seconds, Span

_NAME = r"[A-ZÀ-Þ][\w'’.-]*"
_LABEL = re.compile(rf"{_NAME}(?: (?:{_NAME}|de|den|der|van|ten|ter|von|la|\d+)){{0,4}}:(?=\s|$)")
_SOUND = re.compile(r"\[[^\[\]]{1,60}\]")
_HINT = re.compile(r"\s*#{1,6}(?:\s|$)")  # a heading of Markdown; not a hashtag, such as #OurWork
SCRIPT_SUFFIX = ".txt"  # the extension of a script
SOUND_SHOWN = Seconds(3)  # for a sound cue, at most
LEAST_GAP = Seconds(3, 2)  # of silence, for a sound cue of its own
AFTER_SPEECH = Seconds(3, 10)  # the previous cue stays on for this long


@dataclass(frozen=True)
class ScriptLine:
    """A sentence of the script, or a sound: its text, and the positions of its unspoken words."""

    text: str
    unspoken: frozenset[int] = frozenset()

    @cached_property
    def words(self) -> tuple[str, ...]:
        """All words of the text."""
        return tuple(self.text.split())

    @cached_property
    def spoken_words(self) -> tuple[str, ...]:
        """The spoken words."""
        return tuple(word for at, word in enumerate(self.words) if at not in self.unspoken)

    def time_words(self, spoken: Sequence[Span]) -> tuple[Word, ...]:
        """Time all words, given the spans of the spoken ones; the others start with the next."""
        spans, words = [*spoken], list[Word]()
        for at, word in enumerate(self.words):
            if at in self.unspoken:
                start = spans[0].start if spans else words[-1].span.start
                words.append(Word(Span(start, start + Seconds(1, 100)), word))
            else:
                words.append(Word(spans.pop(0), word))
        return tuple(words)


def parse_script(text: str) -> tuple[ScriptLine, ...]:
    """Parse a script into its sentences and sounds, in order.

    A name with a colon at the start of a line begins a new sentence; a line with only a sound is
    separate. Notes are left out.
    """
    lines: list[ScriptLine] = []
    for block in _split_blocks(drop_hints(text)):
        lines += map(_parse_line, split_sentences(block))
    return tuple(lines)


def is_hint(line: str) -> bool:
    """True for a line that begins with `#` and a blank: a heading, or a hint for the speaker."""
    return bool(_HINT.match(line))


def drop_hints(text: str) -> str:
    """Replace each hint in a script by an empty line, which ends a sentence."""
    return "\n".join("" if is_hint(line) else line for line in text.splitlines())


def add_sound_cues(lines: Iterable[ScriptLine], cues: Sequence[Cue | None]) -> tuple[Cue, ...]:
    """Add sound cues to `cues`, one for each spoken line of `lines` (None where it was not heard).

    A sound is shown in the silence at its place, or with the words that follow it.
    """
    found: list[Cue] = []
    waiting = ""
    left = list(cues)
    for line in lines:
        if not line.spoken_words:
            waiting = f"{waiting} {line.text}".strip()
            continue
        cue = left.pop(0)
        if cue is None:
            continue
        if waiting:
            start = found[-1].span.end + AFTER_SPEECH if found else Seconds(0)
            if cue.span.start - start >= LEAST_GAP:
                found.append(Cue(Span(start, min(cue.span.start, start + SOUND_SHOWN)), waiting))
            else:
                cue = replace(
                    cue, text=f"{waiting} {cue.text}", words=_time_sound_words(waiting, cue)
                )
            waiting = ""
        found.append(cue)
    if waiting and found:
        start = found[-1].span.end + AFTER_SPEECH
        found.append(Cue(Span(start, start + SOUND_SHOWN), waiting))
    return tuple(found)


def _time_sound_words(text: str, cue: Cue) -> tuple[Word, ...]:
    start = cue.span.start
    first = tuple(Word(Span(start, start + Seconds(1, 100)), word) for word in text.split())
    return (*first, *cue.words) if cue.words else ()


def _split_blocks(text: str) -> list[str]:
    """Split `text` where a speaker begins and where a line is only a sound."""
    blocks = [""]
    for line in text.splitlines():
        plain = line.strip()
        alone = bool(plain) and not _SOUND.sub("", plain).strip()
        if alone or _LABEL.match(plain):
            blocks.append("")
        blocks[-1] += f"{line}\n"
        if alone:
            blocks.append("")
    return blocks


def _parse_line(sentence: str) -> ScriptLine:
    unspoken: set[int] = set()
    for found in (_LABEL.match(sentence), *_SOUND.finditer(sentence)):
        if found:
            first = len(sentence[: found.start()].split())
            unspoken |= set(range(first, first + len(found[0].split())))
    return ScriptLine(sentence, frozenset(unspoken))
