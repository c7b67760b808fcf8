"""The consent verdict on a clip: whose consent is missing, and why. Used by runs and by sharing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from egv.core.project.clip_notes import ConsentScope, Person
from egv.core.project.recipe_parts import Audience


class ConsentLack(StrEnum):
    """The reason why there is no consent."""

    UNKNOWN = "unknown"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"
    NARROWER = "narrower"


@dataclass(frozen=True, slots=True)
class MissingConsent:
    """A missing consent: its reason and its person; with `UNKNOWN` there is no person."""

    lack: ConsentLack
    person: Person | None = None

    @property
    def sentence(self) -> str:
        """The missing consent as a sentence with the person's name: for a screen, never stored."""
        who = self.person.name if self.person else "nobody"
        match self.lack:
            case ConsentLack.UNKNOWN:
                return "no consent is recorded"
            case ConsentLack.WITHDRAWN:
                return f"{who} withdrew consent"
            case ConsentLack.ENDED:
                until = self.person.until if self.person else None
                return f"{who}'s consent ended on {until}"
            case ConsentLack.NARROWER:
                return f"{who}'s consent is only for use inside the organisation"


def choose_consent_scope(audience: Audience) -> ConsentScope:
    """Choose the consent that a video for `audience` needs."""
    return ConsentScope.EXTERNAL if audience is Audience.EXTERNAL else ConsentScope.INTERNAL


def find_missing_consents(
    people: Iterable[Person], scope: ConsentScope, day: date
) -> tuple[MissingConsent, ...]:
    """Find the consents that a clip of `people` lacks for `scope` on `day`; () when all agree."""
    everybody = tuple(people)
    if not everybody:
        return (MissingConsent(ConsentLack.UNKNOWN),)
    return tuple(
        MissingConsent(_find_lack(person, day), person)
        for person in everybody
        if not person.has_agreed(scope, day)
    )


def has_consent_lapsed(person: Person, day: date) -> bool:
    """True where the consent of `person` was withdrawn, or ended before `day`."""
    return person.withdrawn or person.has_ended(day)


def _find_lack(person: Person, day: date) -> ConsentLack:
    if person.withdrawn:
        return ConsentLack.WITHDRAWN
    return ConsentLack.ENDED if person.has_ended(day) else ConsentLack.NARROWER
