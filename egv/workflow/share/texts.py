"""The texts of a share pack in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from egv.core.kit.guidelines import Guidelines
from egv.core.project.recipe_parts import Approval, Audience
from egv.core.text.translation import Translated, UiLanguage
from egv.workflow.share.posts import ALT_HEAD

TITLE = Translated("Klaar om te delen? {name}", "Ready to share? {name}")
AUDIENCES = {
    Audience.PRIVATE: Translated("alleen voor de maker", "only for its maker"),
    Audience.TEAM: Translated("voor het eigen team", "for the team"),
    Audience.ORGANISATION: Translated("voor de hele organisatie", "for the whole organisation"),
    Audience.EXTERNAL: Translated("ook buiten de organisatie", "also outside the organisation"),
}
FOR = Translated("Bedoeld: {audience}", "Intended {audience}")
LICENCE = Translated("Licentie: {licence}", "Licence: {licence}")
APPROVED = Translated("Akkoord gegeven na een review", "Approved in a review")
DIRECT = Translated(
    "Dit recept vraagt geen review; kijk zelf nog één keer",
    "This recipe asks for no review; watch it once more",
)
CONSENT = Translated("Wie in beeld is, vindt het goed", "Everybody in it agreed")
NO_CONSENT = Translated(
    "Vraag wie in beeld is of het goed is, en schrijf dat naast de clip",
    "Ask everybody in it whether they agree, and write that in the file beside the clip",
)
CAPTIONS = Translated("Er zijn ondertitels bij", "It has subtitles")
NO_CAPTIONS = Translated(
    "Er zijn geen ondertitels bij: niet iedereen kan het geluid horen",
    "It has no subtitles: not everybody can hear the sound",
)
GOAL = Translated("Er is één boodschap: {goal}", "There is one message: {goal}")
NOTHING_FOUND = Translated(
    "egv check vond niets meer om aan te doen", "egv check found nothing left to do"
)
POST = Translated("Vul de open plekken [ ] in de berichten in", "Fill in the gaps [ ] in the posts")
CHOOSE = Translated("Kies per kanaal één van de berichten", "Choose one of the posts per channel")
DO = Translated("Doen: {line}", "Do: {line}")
DONT = Translated("Niet doen: {line}", "Don't: {line}")


@dataclass(frozen=True, slots=True)
class SharingReadiness:
    """The facts that decide if a video is ready to share.

    `findings` are those of its last check; None where it was not checked.
    """

    name: str
    audience: Audience
    approval: Approval
    has_consent: bool
    has_captions: bool
    licence: str
    guidelines: Guidelines
    alt: str = ""
    has_open_places: bool = False
    findings: tuple[str, ...] | None = None
    goal: str = ""


def format_checklist(ready: SharingReadiness, tongue: UiLanguage) -> str:
    """Format the checklist as Markdown: egv ticks what it knows, the rest is for a person."""
    items = "\n".join(
        f"- [{'x' if done else ' '}] {words}"
        for done, words in _iter_checklist_items(ready, tongue)
    )
    alt = f"{ALT_HEAD.render(tongue)}: {ready.alt}"
    return f"# {TITLE.render(tongue, name=ready.name)}\n\n{items}\n\n{alt}\n"


def _iter_checklist_items(
    ready: SharingReadiness, tongue: UiLanguage
) -> Iterator[tuple[bool, str]]:
    yield True, FOR.render(tongue, audience=AUDIENCES[ready.audience].render(tongue))
    if ready.licence:
        yield True, LICENCE.render(tongue, licence=ready.licence)
    reviewed = ready.approval is Approval.REVIEW
    yield reviewed, (APPROVED if reviewed else DIRECT).render(tongue)
    yield ready.has_consent, (CONSENT if ready.has_consent else NO_CONSENT).render(tongue)
    yield ready.has_captions, (CAPTIONS if ready.has_captions else NO_CAPTIONS).render(tongue)
    if ready.goal:
        yield False, GOAL.render(tongue, goal=ready.goal)
    if ready.findings == ():
        yield True, NOTHING_FOUND.render(tongue)
    for line in ready.findings or ():
        yield False, line
    yield False, (POST if ready.has_open_places else CHOOSE).render(tongue)
    do, dont = ready.guidelines.choose_advice(tongue)
    for line in do:
        yield False, DO.render(tongue, line=line)
    for line in dont:
        yield False, DONT.render(tongue, line=line)
