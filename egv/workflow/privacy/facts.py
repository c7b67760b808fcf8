"""The facts in privacy papers, from the settings of the project and its kit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from egv.app.plan.order import RunOptions
from egv.app.plan.settings import load_settings, load_spaces
from egv.core.project.project import ConsentPolicy
from egv.tools.library.kits import load_kit


@dataclass(frozen=True, slots=True)
class PrivacyFacts:
    """The organisation, whom to ask, and the days that videos are kept; None: not settled.

    `retention_by_space` holds the departments that keep videos for another time than the project.
    """

    organisation: str
    team: str = ""
    contact: str = ""
    retention_days: int | None = None
    retention_by_space: Mapping[str, int] = field(default_factory=dict)
    consent: ConsentPolicy = ConsentPolicy.OFF


def collect_privacy_facts(space: str = "") -> PrivacyFacts:
    """Collect the facts of the project in the working folder, or of its department `space`.

    Raises UsageError for a department that is not known, and KitError for a faulty kit.
    """
    settings = load_settings(RunOptions(space=space or None))
    values = settings.values
    kit = load_kit(settings.choose_kit()).spec
    spaces = {} if space else load_spaces()
    return PrivacyFacts(
        organisation=kit.title or kit.name,
        team=kit.owner.team or "",
        contact=kit.owner.contact or "",
        retention_days=values.privacy.retention_days,
        retention_by_space={n: s.retention_days for n, s in spaces.items() if s.retention_days},
        consent=values.privacy.consent,
    )
