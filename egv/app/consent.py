"""Consent in a run: a note on a clip, or a stop before any work, as the project prescribes."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from egv.app.inputs import shown
from egv.app.outputs import Job
from egv.app.prepare import Prepared
from egv.core.clip_file import Scope
from egv.core.consent import Lack, Missing, missing_consents, scope_of
from egv.core.errors import GateError
from egv.core.project import Consent
from egv.core.recipe_parts import Audience
from egv.tools.clip_files import SUFFIX, known_beside

A_YEAR_ON = "{year}-12-31"


def consent_notes(jobs: Iterable[Job], ready: Prepared) -> dict[Job, tuple[str, ...]]:
    """Collect notes on each clip whose people did not all consent.

    The notes name people and hold for today only, so they are shown and never stored in the ledger.
    Raises GateError, listing every such clip, where the project requires consent.
    """
    wanted = Consent(ready.settings["privacy.consent"].value)
    if wanted is Consent.OFF:
        return {}
    audience = ready.plan.recipe.audience if ready.plan.recipe else Audience.TEAM
    scope, day = scope_of(audience), date.today()
    lacking = {
        job: tuple((clip, missing) for clip in job.clips for missing in _missing(clip, scope, day))
        for job in jobs
    }
    if wanted is Consent.REQUIRE and (found := [pair for of in lacking.values() for pair in of]):
        where = ready.settings["privacy.consent"].where
        raise _stopped(found, scope, day, f"{where}: " if where else "")
    return {
        job: tuple(f"consent: {_told(clip, missing, job)}" for clip, missing in found)
        for job, found in lacking.items()
    }


def _missing(clip: Path, scope: Scope, day: date) -> tuple[Missing, ...]:
    return missing_consents(known_beside(clip).people, scope, day)


def _told(clip: Path, missing: Missing, job: Job) -> str:
    of_clip = f"{shown(clip)}: " if len(job.clips) > 1 else ""
    if missing.lack is Lack.UNKNOWN:
        return f"{of_clip}{missing.words}; write people: in {_file(clip)} before it is shared"
    return f"{of_clip}{missing.words}; ask again before it is shared"


def _stopped(found: list[tuple[Path, Missing]], scope: Scope, day: date, where: str) -> GateError:
    """Build the error that lists every refused clip, the consent it lacks, and the remedies."""
    clips = len({clip for clip, _ in found})
    lacks = {missing.lack for _, missing in found}
    lines = [
        f"{where}consent is required, and {clips} clip{'s lack' if clips > 1 else ' lacks'} it"
        f" for {scope.value} use:",
        *dict.fromkeys(f"  {shown(clip)}: {missing.words}" for clip, missing in found),
        *_ways_out(found, lacks, scope, day),
    ]
    over = lacks & {Lack.WITHDRAWN, Lack.ENDED}
    return GateError("\n".join(lines), hint="egv purge --withdrawn" if over else "")


def _ways_out(
    found: list[tuple[Path, Missing]], lacks: set[Lack], scope: Scope, day: date
) -> Iterator[str]:
    clip = found[0][0]
    if Lack.UNKNOWN in lacks:
        clip = next(path for path, missing in found if missing.lack is Lack.UNKNOWN)
        until = A_YEAR_ON.format(year=day.year + 1)
        yield f"ask who is in it, and write that beside each clip, such as in {_file(clip)}:"
        yield "  people:"
        yield f"    - {{name: FULL NAME, scope: [{scope.value}], until: {until}}}"
    if lacks - {Lack.UNKNOWN}:
        yield "ask them again, or leave these clips out; a new yes is a new 'until' or 'scope'"


def _file(clip: Path) -> str:
    return shlex.quote(shown(clip.with_name(f"{clip.stem}{SUFFIX}")))
