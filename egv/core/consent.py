"""Whether everybody in a clip said yes to being shown: one verdict, for runs and for sharing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from egv.core.clip_file import Person, Scope
from egv.core.recipe_parts import Audience


class Lack(StrEnum):
    """Why there is no consent."""

    UNKNOWN = "unknown"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"
    NARROWER = "narrower"


@dataclass(frozen=True, slots=True)
class Missing:
    """A consent that is not there: why, and whose; of `UNKNOWN` nobody's is known."""

    lack: Lack
    person: Person | None = None

    @property
    def words(self) -> str:
        """It as a sentence that names the person: for a screen, never to be kept."""
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
    """Which consent a video for `audience` asks for."""
    return Scope.EXTERNAL if audience is Audience.EXTERNAL else Scope.INTERNAL


def missing_consents(people: Iterable[Person], scope: Scope, day: date) -> tuple[Missing, ...]:
    """Every consent that a clip of `people` lacks for `scope` on `day`; none when all agree."""
    everybody = tuple(people)
    if not everybody:
        return (Missing(Lack.UNKNOWN),)
    return tuple(
        Missing(_lack(each, day), each) for each in everybody if not each.agrees(scope, day)
    )


def is_over(person: Person, day: date) -> bool:
    """Whether what `person` once said yes to was taken back, or ended, before `day`."""
    return person.withdrawn or person.has_ended(day)


def _lack(person: Person, day: date) -> Lack:
    if person.withdrawn:
        return Lack.WITHDRAWN
    return Lack.ENDED if person.has_ended(day) else Lack.NARROWER
