"""Find out before a run if the project wants to know who made a clip, to ask the person first."""

from __future__ import annotations

from collections.abc import Iterable

from egv.app.plan.outputs import Job
from egv.app.plan.prepare import PreparedRun
from egv.app.render.provenance import has_known_maker
from egv.core.errors import UsageError
from egv.core.text.placeholders import MAKER


class UnknownMakerError(UsageError):
    """Nobody said who made a clip, the project counts makers, and a person can be asked."""

    def __init__(self) -> None:
        super().__init__(f"nobody said who made this; add --set {MAKER}=NAME")


def check_maker_known(jobs: Iterable[Job], ready: PreparedRun) -> None:
    """Raise UnknownMakerError where a video is to be made of a clip whose maker nobody named.

    Only in a project with `report: {ask_maker: true}`.
    """
    if not ready.settings.values.report.ask_maker or ready.options.practice:
        return
    if any(not has_known_maker(job) for job in jobs if _is_new(job)):
        raise UnknownMakerError


def _is_new(job: Job) -> bool:
    return not all(target.path.exists() for target in job.targets)
