"""Consent in a run: a note on a clip, or a stop before any work, as the project prescribes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from egv.app.plan.inputs import format_clip_path
from egv.app.plan.outputs import Job
from egv.app.plan.prepare import PreparedRun
from egv.core.errors import GateError
from egv.core.project.clip_notes import ConsentScope
from egv.core.project.consent import (
    ConsentLack,
    MissingConsent,
    choose_consent_scope,
    find_missing_consents,
)
from egv.core.project.project import ConsentPolicy
from egv.core.project.recipe_parts import Audience
from egv.tools.library.clip_notes import SUFFIX, load_clip_notes
from egv.tools.machine.shell import format_line_to_paste

A_YEAR_ON = "{year}-12-31"


def collect_consent_notes(jobs: Iterable[Job], ready: PreparedRun) -> dict[Job, tuple[str, ...]]:
    """Collect notes on each clip whose people did not all consent.

    The notes name people and hold for today only, so they are shown and never stored in the ledger.
    Raises GateError, listing every such clip, where the project requires consent.
    """
    wanted = ready.settings.values.privacy.consent
    if wanted is ConsentPolicy.OFF:
        return {}
    audience = ready.plan.recipe.audience if ready.plan.recipe else Audience.TEAM
    scope, day = choose_consent_scope(audience), date.today()
    lacking = {
        job: tuple(
            (clip, missing)
            for clip in job.clips
            for missing in _find_missing_consents(clip, scope, day)
        )
        for job in jobs
    }
    if wanted is ConsentPolicy.REQUIRE and (
        found := [pair for of in lacking.values() for pair in of]
    ):
        where = ready.settings.find_setting("privacy.consent").stated_place
        raise _build_gate_error(found, scope, day, f"{where}: " if where else "")
    return {
        job: tuple(
            f"consent: {_describe_missing_consent(clip, missing, job)}" for clip, missing in found
        )
        for job, found in lacking.items()
    }


def _find_missing_consents(
    clip: Path, scope: ConsentScope, day: date
) -> tuple[MissingConsent, ...]:
    return find_missing_consents(load_clip_notes(clip).people, scope, day)


def _describe_missing_consent(clip: Path, missing: MissingConsent, job: Job) -> str:
    of_clip = f"{format_clip_path(clip)}: " if len(job.clips) > 1 else ""
    if missing.lack is ConsentLack.UNKNOWN:
        return (
            f"{of_clip}{missing.sentence}; list the people under 'people:' in"
            f" {_quote_notes_file(clip)} before the video is shared"
        )
    return f"{of_clip}{missing.sentence}; ask again before the video is shared"


def _build_gate_error(
    found: list[tuple[Path, MissingConsent]], scope: ConsentScope, day: date, where: str
) -> GateError:
    """Build the error that lists every refused clip, the consent it lacks, and the remedies."""
    clips = len({clip for clip, _ in found})
    lacks = {missing.lack for _, missing in found}
    lines = [
        f"{where}consent is required, and {clips} clips lack it for {scope.value} use:"
        if clips > 1
        else f"{where}consent is required, and 1 clip lacks it for {scope.value} use:",
        *dict.fromkeys(
            f"  {format_clip_path(clip)}: {missing.sentence}" for clip, missing in found
        ),
        *_suggest_remedies(found, lacks, scope, day),
    ]
    no_longer_given = lacks & {ConsentLack.WITHDRAWN, ConsentLack.ENDED}
    return GateError("\n".join(lines), hint="egv purge --withdrawn" if no_longer_given else "")


def _suggest_remedies(
    found: list[tuple[Path, MissingConsent]],
    lacks: set[ConsentLack],
    scope: ConsentScope,
    day: date,
) -> Iterator[str]:
    clip = found[0][0]
    if ConsentLack.UNKNOWN in lacks:
        clip = next(path for path, missing in found if missing.lack is ConsentLack.UNKNOWN)
        until = A_YEAR_ON.format(year=day.year + 1)
        yield (
            "ask the people in each clip, and write their consent in a file beside it, such as"
            f" {_quote_notes_file(clip)}:"
        )
        yield "  people:"
        yield f"    - {{name: FULL NAME, scope: [{scope.value}], until: {until}}}"
    if lacks - {ConsentLack.UNKNOWN}:
        yield "ask them again, or leave these clips out; if they agree, change 'until' or 'scope'"


def _quote_notes_file(clip: Path) -> str:
    return format_line_to_paste([format_clip_path(clip.with_name(f"{clip.stem}{SUFFIX}"))])
