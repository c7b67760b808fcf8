"""Where sentences end, in a script and in recognised words; and the cues that follow from it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from egv.core.media import Cue, Word
from egv.core.timing import Seconds, Span

ABBREVIATIONS = frozenset(
    """
    dhr. mevr. mw. dr. drs. ir. ing. prof. nr. nrs. bijv. bv. o.a. m.b.t. d.w.z. t.o.v. i.p.v.
    i.v.m. a.u.b. z.o.z. enz. ca. resp. incl. excl. max. min. tel. blz. p. st. jl. n.v. b.v.
    mr. mrs. ms. e.g. i.e. etc. vs. no. approx. inc. ltd. co. dept. fig. u.s. u.k.
    """.split()  # noqa: SIM905
)
PAUSE = Seconds(1, 2)  # silence within a sentence that forces a new cue

_CLOSING = "\"'”’)»]"


def ends_sentence(word: str) -> bool:
    """Whether a sentence ends with `word`; abbreviations and ordinals end none."""
    bare = word.rstrip(_CLOSING)
    if not bare or bare[-1] not in ".!?…":
        return False
    return bare.lower().lstrip("(\"'“‘«[") not in ABBREVIATIONS and not re.fullmatch(
        r"[A-Za-z]\.", bare
    )


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of `text`; an empty line or a line break after a stop ends one too."""
    found: list[str] = []
    for paragraph in re.split(r"\n\s*\n", text):
        words: list[str] = []
        for word in paragraph.split():
            words.append(word)
            if ends_sentence(word):
                found.append(" ".join(words))
                words = []
        if words:
            found.append(" ".join(words))
    return tuple(found)


def cues_of(words: Sequence[Word]) -> tuple[Cue, ...]:
    """Cues of spoken `words`, when they are said: one a sentence, more where it has a pause."""
    groups: list[list[Word]] = []
    for word in words:
        if not groups or _starts_anew(groups[-1], word):
            groups.append([])
        groups[-1].append(word)
    return tuple(
        Cue(_span(group), " ".join(w.text for w in group), tuple(group)) for group in groups
    )


def _starts_anew(group: Sequence[Word], word: Word) -> bool:
    return ends_sentence(group[-1].text) or word.span.start - group[-1].span.end >= PAUSE


def _span(group: Sequence[Word]) -> Span:
    return Span(group[0].span.start, max(group[-1].span.end, group[0].span.start + Seconds(1, 100)))
