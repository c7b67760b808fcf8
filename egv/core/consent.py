"""The consent verdict on a clip: whose consent is missing, and why. Used by runs and by sharing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from egv.core.clip_file import Person, Scope
from egv.core.recipe_parts import Audience


class Lack(StrEnum):
    """The reason why there is no consent."""

    UNKNOWN = "unknown"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"
    NARROWER = "narrower"


@dataclass(frozen=True, slots=True)
class Missing:
    """A missing consent: its reason and its person; with `UNKNOWN` there is no person."""

    lack: Lack
    person: Person | None = None

    @property
    def words(self) -> str:
        """The missing consent as a sentence with the person's name: for a screen, never stored."""
        who = self.person.name if self.person else "nobody"
        match self.lack:
            case Lack.UNKNOWN:
                return "nobody's consent is known"
            case Lack.WITHDRAWN:
                return f"{who} withdrew consent"
            case Lack.ENDED:
                until = self.person.until if self.person else None
                return f"{who}'s consent ended on {until}"
            case Lack.NARROWER:
                return f"{who}'s consent is for inside the organisation only"


def scope_of(audience: Audience) -> Scope:
    """Choose the consent that a video for `audience` needs."""
    return Scope.EXTERNAL if audience is Audience.EXTERNAL else Scope.INTERNAL


def missing_consents(people: Iterable[Person], scope: Scope, day: date) -> tuple[Missing, ...]:
    """Find the consents that a clip of `people` lacks for `scope` on `day`; () when all agree."""
    everybody = tuple(people)
    if not everybody:
        return (Missing(Lack.UNKNOWN),)
    return tuple(
        Missing(_lack(person, day), person) for person in everybody if not person.agrees(scope, day)
    )


def is_over(person: Person, day: date) -> bool:
    """True where the consent of `person` was withdrawn, or ended before `day`."""
    return person.withdrawn or person.has_ended(day)


def _lack(person: Person, day: date) -> Lack:
    if person.withdrawn:
        return Lack.WITHDRAWN
    return Lack.ENDED if person.has_ended(day) else Lack.NARROWER
