"""The hints that egv writes between what is said: a hint for the reader, and headings."""

from __future__ import annotations

from egv.core.text.translation import Translated

HINT = Translated(
    "Een regel met een # ervoor is een aanwijzing: niet om te zeggen, en niet in de ondertitels.",
    "A line with a # in front is a hint: not to be said, and not in the subtitles.",
)
LEFT_OVER = Translated("OVER: past niet in de tijd", "LEFT OVER: does not fit in the time")
NOTES = Translated("AANTEKENINGEN uit de tekst", "NOTES from the text")
COURTESIES = Translated(
    "NIET OM TE ZEGGEN: groet en ondertekening", "NOT TO SAY: greeting and signature"
)
OWN_HINTS = (HINT, NOTES)  # written again each time
