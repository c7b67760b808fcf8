"""The texts of a share pack in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from egv.core.kit_parts import Guidelines
from egv.core.posts import ALT, ALT_HEAD
from egv.core.recipe_parts import Approval, Audience
from egv.core.tongue import Both, Tongue

TITLE = Both("Klaar om te delen? {name}", "Ready to share? {name}")
AUDIENCES = {
    Audience.PRIVATE: Both("alleen voor de maker", "for its maker alone"),
    Audience.TEAM: Both("voor het eigen team", "for the team"),
    Audience.ORGANISATION: Both("voor de hele organisatie", "for the whole organisation"),
    Audience.EXTERNAL: Both("ook buiten de organisatie", "outside the organisation too"),
}
FOR = Both("Bedoeld: {audience}", "Meant {audience}")
LICENCE = Both("Licentie: {licence}", "Licence: {licence}")
APPROVED = Both("Akkoord gegeven na een review", "Approved in a review")
DIRECT = Both(
    "Dit recept vraagt geen review; kijk zelf nog één keer", "No review is asked; look once more"
)
CONSENT = Both("Wie in beeld is, vindt het goed", "Who is in it agreed")
NO_CONSENT = Both(
    "Vraag wie in beeld is of het goed is, en schrijf dat naast de clip",
    "Ask who is in it whether they agree, and write that beside the clip",
)
CAPTIONS = Both("Er zijn ondertitels bij", "It has subtitles")
NO_CAPTIONS = Both(
    "Er zijn geen ondertitels bij: niet iedereen kan het geluid horen",
    "It has no subtitles: not everybody can hear the sound",
)
POST = Both(
    "Vul de open plekken [ ] in de berichten in", "Fill in the open places [ ] of the posts"
)
DO = Both("Doen: {line}", "Do: {line}")
DONT = Both("Niet doen: {line}", "Do not: {line}")


@dataclass(frozen=True, slots=True)
class Ready:
    """The facts that decide if a video is ready to share."""

    name: str
    audience: Audience
    approval: Approval
    agreed: bool
    captions: bool
    licence: str
    guidelines: Guidelines


def checklist(ready: Ready, tongue: Tongue) -> str:
    """Format the checklist as Markdown: egv ticks what it knows, the rest is for a person."""
    items = "\n".join(
        f"- [{'x' if done else ' '}] {words}" for done, words in _items(ready, tongue)
    )
    alt = f"{ALT_HEAD.within(tongue)}: {ALT.within(tongue)}"
    return f"# {TITLE.within(tongue, name=ready.name)}\n\n{items}\n\n{alt}\n"


def _items(ready: Ready, tongue: Tongue) -> Iterator[tuple[bool, str]]:
    yield True, FOR.within(tongue, audience=AUDIENCES[ready.audience].within(tongue))
    if ready.licence:
        yield True, LICENCE.within(tongue, licence=ready.licence)
    reviewed = ready.approval is Approval.REVIEW
    yield reviewed, (APPROVED if reviewed else DIRECT).within(tongue)
    yield ready.agreed, (CONSENT if ready.agreed else NO_CONSENT).within(tongue)
    yield ready.captions, (CAPTIONS if ready.captions else NO_CAPTIONS).within(tongue)
    yield False, POST.within(tongue)
    for line in ready.guidelines.do:
        yield False, DO.within(tongue, line=line)
    for line in ready.guidelines.dont:
        yield False, DONT.within(tongue, line=line)
