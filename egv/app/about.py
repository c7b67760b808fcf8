"""Provenance of a clip's videos for the ledger: audience, sources and makers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from egv.app.ledger import Ledger
from egv.app.outputs import Job
from egv.app.plan import Plan
from egv.app.results import OutputResult, Status
from egv.core.clip_file import ClipFile
from egv.core.errors import EnvironmentFault
from egv.core.layers import Marking
from egv.core.recipe import RecipeFile
from egv.core.records import About, Failed
from egv.core.sources import Sources
from egv.tools import cache
from egv.tools.clip_files import known_beside
from egv.tools.clock import now
from egv.tools.pseudonyms import pseudonym_of
from egv.tools.recordings import recording_of

SPEAKER = "name"  # the text of a name plate: the speaker


def about(job: Job, plan: Plan, ledger: Ledger) -> About:
    """Collect the facts about the videos of `job`; people only as pseudonyms.

    The makers are those in the notes beside the clip, else its speakers. The speakers also count as
    people in the video.
    """
    known = [known_beside(clip) for clip in job.clips]
    sources = sources_of(job, ledger)
    return About(
        at=now(),
        **meant_for(plan),
        draft=plan.marking is Marking.DRAFT,
        sources=sources.contents,
        recordings=sources.recordings,
        makers=_pseudonyms(_makers(job, known)),
        people=_pseudonyms((*_people(known), *_speakers(job))),
    )


def sources_of(job: Job, ledger: Ledger) -> Sources:
    """Collect the clips of `job` as `ledger` names them, except for deleted ones."""
    clips = {ledger.name_of(clip): clip for clip in job.clips if clip.is_file()}
    return Sources(
        contents={name: cache.content_of(clip) for name, clip in clips.items()},
        recordings={name: recording_of(clip) for name, clip in clips.items()},
    )


def paths_learned(job: Job, ledger: Ledger, about: About) -> dict[str, Any]:
    """Collect the present paths of the unchanged clips of `job` that `about` lacks."""
    if all(ledger.name_of(clip) in about.recordings for clip in job.clips):
        return {}
    return {"recordings": {**about.recordings, **sources_of(job, ledger).recordings}}


def meant_for(plan: Plan) -> dict[str, Any]:
    """Collect the audience facts of `plan`: they may change while the videos stay the same."""
    recipe = plan.recipe or RecipeFile(name="none")
    return {
        "space": plan.space,
        "recipe": plan.recipe.name if plan.recipe else "",
        "audience": recipe.audience,
        "approval": recipe.approval,
    }


def failures(
    jobs: Iterable[Job], plan: Plan, ledger: Ledger, outputs: Iterable[OutputResult]
) -> Iterator[Failed]:
    """Yield a ledger record for each clip that failed among `outputs`, once per clip."""
    faults = {output.input: output.error for output in outputs if output.status is Status.FAILED}
    for job in jobs:
        if fault := faults.get(job.shown):
            known = about(job, plan, ledger)
            yield Failed(
                failed=ledger.name_of(job.clip), kind=fault.kind, step=fault.step, about=known
            )


def _makers(job: Job, known: Iterable[ClipFile]) -> Iterator[str]:
    said = [note_file.maker for note_file in known if note_file.maker]
    if said:
        yield from said
        return
    yield from _speakers(job)


def _people(known: Iterable[ClipFile]) -> Iterator[str]:
    return (person.name for note_file in known for person in note_file.people)


def _speakers(job: Job) -> Iterator[str]:
    for words in (take.words for take in job.takes) if job.takes else (job.words,):
        if name := words.texts.get(SPEAKER, ""):
            yield name


def _pseudonyms(names: Iterable[str]) -> tuple[str, ...]:
    """Compute pseudonyms of `names`; none where no secret can be stored: the video goes on."""
    with suppress(EnvironmentFault):
        return tuple(dict.fromkeys(pseudonym_of(name) for name in names if name.strip()))
    return ()
