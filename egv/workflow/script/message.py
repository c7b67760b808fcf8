"""A message as somebody wrote it, without what nobody would say: greeting, signature, quotes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST_SIGNATURE = 12  # lines with text after the closing words
LONGEST_GREETING = 5  # words

_HEADER = re.compile(
    r"(?:from|sent|date|to|cc|bcc|subject|reply-to|van|verzonden|datum|aan|onderwerp|von|gesendet"
    r"|an|betreff|de|envoyé|à|objet)\s?:\s?\S",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"(?:hoi|hallo|hi|hey|hé|ha|dag|beste|geachte|lieve|goede(?:morgen|middag|navond|n?dag)|dear"
    r"|hello|good (?:morning|afternoon|evening)|liebe[rs]?|sehr geehrte[rs]?|guten (?:tag|morgen)"
    r"|bonjour|ch(?:er|ère)s?|all|allen|team|collega'?s)\b(?:[ /&-][\w '’/&-]*)?[,!]?",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:met (?:vriendelijke|hartelijke|warme) groet(?:en)?|(?:vriendelijke |hartelijke |veel )?"
    r"groet(?:en|jes)?|mvg|alvast bedankt|(?:kind |best |warm )?regards|best(?: wishes)?|cheers"
    r"|many thanks|thanks|sincerely|yours(?: sincerely| faithfully)?|(?:mit )?(?:freundlichen|viele"
    r"|liebe|beste) gr[uü](?:ß|ss)en?|cordialement|bien à (?:vous|toi))"
    r"(?:[,.!]?(?: (?-i:[A-ZÀ-Þ])\S*){0,3})?[,.!]?",
    re.IGNORECASE,
)
_ANSWERED = re.compile(
    r"-{2,}\s?(?:oorspronkelijk bericht|original message|doorgestuurd bericht|forwarded message"
    r"|ursprüngliche nachricht|message d'origine)",
    re.IGNORECASE,
)
_WROTE = re.compile(
    r"(?:op|on|am|le) .{4,200}(?:schreef|wrote|schrieb|a écrit)\b.*:", re.IGNORECASE
)
_MARKDOWN_LINK = re.compile(r"!?\[([^\[\]]+)\]\(([^()\s]+)\)")
_MARKDOWN_EMPHASIS = re.compile(r"(?<!\w)([*_]{1,3}|`)(?=\S)(.+?)(?<=\S)\1(?!\w)")


@dataclass(frozen=True, slots=True)
class MessageLine:
    """A line of the text, counted from 1."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Message:
    """The lines to say, and those set aside: greeting and signature, and what others wrote.

    Of each line taken out of `said`, an empty one stays.
    """

    said: tuple[MessageLine, ...]
    courtesies: tuple[MessageLine, ...] = ()
    quoted: tuple[MessageLine, ...] = ()


def read_lines(text: str, *, is_markdown: bool = False) -> tuple[MessageLine, ...]:
    """Read the lines of `text`; from Markdown, without emphasis and with links written out."""
    if is_markdown:
        text = _MARKDOWN_EMPHASIS.sub(r"\2", _MARKDOWN_LINK.sub(r"\1 (\2)", text))
    return tuple(MessageLine(at, line.strip()) for at, line in enumerate(text.splitlines(), 1))


def split_message(message: Message) -> Message:
    """Split what a person would say of `message` from what belongs to a letter."""
    lines = message.said
    headers = _find_headers(lines)
    quoted = headers | _find_quotes(lines[max(headers, default=0) :])
    own = [line for line in lines if line.text and line.number not in quoted]
    courtesies = {*_find_greeting(own), *_find_signature(own)}
    return Message(
        tuple(
            MessageLine(line.number, "") if line.number in quoted | courtesies else line
            for line in lines
        ),
        tuple(line for line in lines if line.number in courtesies),
        tuple(line for line in lines if line.number in quoted and line.text),
    )


def _find_headers(lines: Sequence[MessageLine]) -> set[int]:
    """Find the lines at the top that say from whom and to whom; one alone may be a sentence."""
    top = set[int]()
    for line in lines:
        if line.text and not _HEADER.match(line.text):
            break
        if line.text:
            top.add(line.number)
        elif top:
            break
    return top if len(top) > 1 else set()


def _find_quotes(lines: Sequence[MessageLine]) -> set[int]:
    """Find the lines of another message: behind `>`, or below the words that announce it."""
    quoted = set[int]()
    for at, line in enumerate(lines):
        following = [other.text for other in lines[at + 1 : at + 4] if other.text]
        if _ANSWERED.match(line.text) or (at and _begins_headers(line.text, following)):
            return quoted | {other.number for other in lines[at:]}
        announces = _WROTE.fullmatch(line.text) and "".join(following[:1]).startswith(">")
        if line.text.startswith(">") or announces:
            quoted.add(line.number)
    return quoted


def _begins_headers(text: str, following: Sequence[str]) -> bool:
    """True where `text` and two lines `following` it say from whom, to whom or when."""
    heads = [line for line in (text, *following) if _HEADER.match(line)]
    return bool(_HEADER.match(text)) and len(heads) > 2


def _find_greeting(own: Sequence[MessageLine]) -> set[int]:
    """Find the greeting: the first line, where it is nothing else."""
    for line in own[:1]:
        if len(line.text.split()) <= LONGEST_GREETING and _GREETING.fullmatch(line.text):
            return {line.number}
    return set()


def _find_signature(own: Sequence[MessageLine]) -> set[int]:
    """Find the closing words and what is below them, where that is no more than a signature."""
    for at in range(len(own) - 1, 0, -1):
        is_mark = own[at].text == "--"  # RFC 3676, 4.3: `-- `, whose blank is often lost
        if len(own) - at - 1 > LONGEST_SIGNATURE:
            break
        if is_mark or _CLOSING.fullmatch(own[at].text):
            return {other.number for other in own[at:]}
    return set()
