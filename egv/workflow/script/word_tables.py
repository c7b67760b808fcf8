"""Words that ask for care when they are said, by language: abbreviations, jargon, new points."""

from __future__ import annotations

from collections.abc import Mapping

# An abbreviation as it is written, and words to say instead. With stops between the letters, it is
# also found without any: `m.b.t.` and `mbt`.
ABBREVIATIONS: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "m.b.t.": "over", "i.v.m.": "door", "t.a.v.": "over", "t.o.v.": "vergeleken met",
        "i.p.v.": "in plaats van", "d.m.v.": "met", "i.s.m.": "samen met", "o.a.": "onder andere",
        "d.w.z.": "dat wil zeggen", "z.s.m.": "zo snel mogelijk", "a.u.b.": "alsjeblieft",
        "n.a.v.": "door", "n.v.t.": "niet van toepassing", "t.b.v.": "voor", "t/m": "tot en met",
        "p.w.": "per week", "e.d.": "en dergelijke", "bijv.": "bijvoorbeeld",
        "bijv": "bijvoorbeeld", "bv.": "bijvoorbeeld", "evt.": "misschien", "evt": "misschien",
        "enz.": "enzovoort", "etc.": "enzovoort", "etc": "enzovoort", "nr.": "nummer",
        "ca.": "ongeveer", "incl.": "met", "excl.": "zonder", "jl.": "afgelopen",
        "a.s.": "aanstaande", "dhr.": "meneer", "mevr.": "mevrouw", "mw.": "mevrouw",
        "afd.": "afdeling", "mln.": "miljoen", "mld.": "miljard", "fte": "volledige banen",
        "asap": "zo snel mogelijk",
    },
    "en": {
        "e.g.": "for example", "i.e.": "that is", "a.s.a.p.": "as soon as possible",
        "w.r.t.": "about", "etc.": "and so on", "etc": "and so on", "vs.": "against",
        "approx.": "about", "incl.": "with", "excl.": "without", "dept.": "department",
        "no.": "number", "tbd": "not decided yet", "tbc": "not sure yet", "fyi": "to let you know",
        "eod": "before the end of the day", "eta": "expected at", "n/a": "does not apply",
        "w/o": "without", "fte": "full-time jobs",
    },
    "de": {
        "z.B.": "zum Beispiel", "d.h.": "das heißt", "u.a.": "unter anderem",
        "bzgl.": "zu", "bzw.": "oder", "usw.": "und so weiter", "etc.": "und so weiter",
        "ca.": "ungefähr", "inkl.": "mit", "exkl.": "ohne", "ggf.": "vielleicht",
        "i.d.R.": "meistens", "Nr.": "Nummer",
    },
    "fr": {
        "c.-à-d.": "c'est-à-dire", "p.ex.": "par exemple", "etc.": "et cetera",
        "env.": "environ", "n°": "numéro", "svp": "s'il vous plaît",
    },
}  # fmt: skip

# Words of the office, and what people say at the coffee machine.
JARGON: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "aangaande": "over", "betreffende": "over", "borgen": "zorgen dat het blijft",
        "commitment": "belofte", "conform": "volgens", "derhalve": "daarom",
        "faciliteren": "helpen", "implementatie": "invoering", "implementeren": "invoeren",
        "inzake": "over", "kwartiermaker": "wie het begin maakt", "middels": "met",
        "mitigeren": "kleiner maken", "optimaliseren": "verbeteren", "stakeholders": "betrokkenen",
        "synergie": "samenwerking", "teneinde": "om", "tevens": "ook", "uitrol": "invoering",
        "uitrollen": "invoeren",
    },
    "en": {
        "actionable": "useful", "commence": "start", "deliverables": "results",
        "endeavour": "try", "facilitate": "help", "implementation": "start",
        "leverage": "use", "pursuant": "following", "stakeholders": "people involved",
        "subsequently": "then", "synergies": "working together", "synergy": "working together",
        "utilise": "use", "utilize": "use", "whilst": "while",
    },
}  # fmt: skip

# Words that open a sentence and announce another point.
NEW_POINTS: Mapping[str, tuple[str, ...]] = {
    "nl": (
        "daarnaast", "verder", "ook nog", "nog iets", "nog een", "een ander punt", "ten tweede",
        "ten derde", "tot slot", "tenslotte", "ten slotte", "overigens", "bovendien", "trouwens",
    ),
    "en": (
        "also", "in addition", "additionally", "furthermore", "moreover", "another", "besides",
        "secondly", "second,", "thirdly", "third,", "finally", "lastly", "by the way",
    ),
    "de": ("außerdem", "zudem", "ferner", "darüber hinaus", "zweitens", "drittens", "übrigens"),
    "fr": ("de plus", "par ailleurs", "en outre", "deuxièmement", "enfin", "autre point"),
}  # fmt: skip

# Words of a sentence that asks the viewer for something.
REQUESTS: Mapping[str, tuple[str, ...]] = {
    "nl": ("vraag", "vragen", "graag", "alsjeblieft", "meld", "mail", "reageer", "probeer", "laat"),
    "en": ("please", "question", "questions", "tell", "let", "reply", "try", "mail", "ask"),
    "de": ("bitte", "frage", "fragen", "meldet", "schreibt"),
    "fr": ("merci", "question", "questions", "n'hésitez"),
}
COMMON_INITIALS = frozenset("tv ok nl eu uk usa us vs pc app dvd cd id pin sms".split())  # noqa: SIM905
