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
LONGEST = Seconds(7)  # a cue; Netflix Timed Text Style Guide
SHORTEST = Seconds(5, 6)
LINGER = Seconds(3, 10)  # a cue stays this long after its last word, where nothing follows
MOST_CHARS = 84  # two lines of 42: more goes into the next cue, after a pause in the text

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
    """Cues of spoken `words`: one a sentence, or more where one is long or holds a pause."""
    groups: list[list[Word]] = []
    for word in words:
        if not groups or _starts_anew(groups[-1], word):
            groups.append([])
        groups[-1].append(word)
    cues = [Cue(_span(group), " ".join(w.text for w in group), tuple(group)) for group in groups]
    return lingering(cues)


def lingering(cues: Sequence[Cue]) -> tuple[Cue, ...]:
    """`cues` a little longer, as far as the next one leaves room: long enough to be read."""
    starts = [*(cue.span.start for cue in cues[1:]), None]
    return tuple(
        Cue(Span(cue.span.start, _out_time(cue, following)), cue.text, cue.words)
        for cue, following in zip(cues, starts, strict=True)
    )


def _out_time(cue: Cue, following: Seconds | None) -> Seconds:
    wanted = max(cue.span.end + LINGER, cue.span.start + SHORTEST)
    return wanted if following is None else max(cue.span.end, min(wanted, following))


def _starts_anew(group: Sequence[Word], word: Word) -> bool:
    if ends_sentence(group[-1].text) or word.span.start - group[-1].span.end >= PAUSE:
        return True
    text = " ".join(each.text for each in (*group, word))
    return len(text) > MOST_CHARS or word.span.end - group[0].span.start > LONGEST


def _span(group: Sequence[Word]) -> Span:
    return Span(group[0].span.start, max(group[-1].span.end, group[0].span.start + Seconds(1, 100)))
