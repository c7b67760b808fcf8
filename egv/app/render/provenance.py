"""Provenance of a clip's videos for the ledger: audience, sources and makers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import TypedDict

from egv.app.plan.outputs import Job
from egv.app.plan.plan import Plan
from egv.app.records.ledger import Ledger
from egv.app.records.ledger_lines import FailureRecord, Provenance
from egv.app.records.results import PERSONAL, OutputResult, Status
from egv.app.records.source_match import ClipSources
from egv.core.errors import EnvironmentFault
from egv.core.programme.layers import Marking
from egv.core.project.clip_notes import ClipNotes
from egv.core.project.recipe import RecipeFile
from egv.core.project.recipe_parts import Approval, Audience
from egv.core.text.placeholders import MAKER
from egv.tools.clips.recording_identity import read_recording_id
from egv.tools.library.clip_notes import load_clip_notes
from egv.tools.library.recipes import BUILT_IN
from egv.tools.machine.clock import utc_now
from egv.tools.store import cache
from egv.tools.store.pseudonyms import compute_pseudonym

SPEAKER = "name"  # the text of a name plate: the speaker
SHORT = 2  # letters: words such as "de" are in any text
KEPT = ("department", "cta")  # texts for posts later; others may name a person


class AudienceFacts(TypedDict):
    """The fields of a `Provenance` that say whom a video is for."""

    space: str
    recipe: str
    recipe_file: str
    audience: Audience
    approval: Approval
    texts: Mapping[str, str]


def collect_provenance(job: Job, plan: Plan, ledger: Ledger) -> Provenance:
    """Collect the facts about the videos of `job`; people only as pseudonyms.

    The makers are those in the notes beside the clip, else those that somebody told, else its
    speakers. The speakers also count as people in the video.
    """
    known = [load_clip_notes(clip) for clip in job.clips]
    sources = collect_sources(job, ledger)
    return Provenance(
        at=utc_now(),
        **collect_audience_facts(plan, ledger),
        draft=plan.marking is Marking.DRAFT,
        sources=sources.contents,
        recordings=sources.recordings,
        makers=_compute_pseudonyms(_list_makers(job, known)),
        people=_compute_pseudonyms((*_list_people(known), *_list_texts(job, SPEAKER))),
    )


def has_known_maker(job: Job) -> bool:
    """True where the notes beside the clips of `job`, or its texts, say who made them."""
    return any(_list_makers(job, [load_clip_notes(clip) for clip in job.clips]))


def collect_sources(job: Job, ledger: Ledger) -> ClipSources:
    """Collect the clips of `job` as `ledger` names them, except for deleted ones."""
    clips = {ledger.to_name(clip): clip for clip in job.clips if clip.is_file()}
    return ClipSources(
        contents={name: cache.hash_content(clip) for name, clip in clips.items()},
        recordings={name: read_recording_id(clip) for name, clip in clips.items()},
    )


def collect_new_paths(job: Job, ledger: Ledger, about: Provenance) -> dict[str, Mapping[str, str]]:
    """Collect the present paths of the unchanged clips of `job` that `collect_provenance` lacks."""
    if all(ledger.to_name(clip) in about.recordings for clip in job.clips):
        return {}
    return {"recordings": {**about.recordings, **collect_sources(job, ledger).recordings}}


def collect_audience_facts(plan: Plan, ledger: Ledger) -> AudienceFacts:
    """Collect the audience facts of `plan`: they may change while the videos stay the same."""
    recipe, file = plan.recipe or RecipeFile(name="none"), plan.recipe_path
    return {
        "space": plan.space,
        "recipe": plan.recipe.name if plan.recipe else "",
        "recipe_file": ledger.to_name(file) if file and file.parent != BUILT_IN else "",
        "audience": recipe.audience,
        "approval": recipe.approval,
        "texts": _collect_nameless_texts(dict(plan.texts)),
    }


def _collect_nameless_texts(texts: Mapping[str, str]) -> dict[str, str]:
    """Collect the texts for posts in which no word of a name or role in `texts` occurs."""
    personal = [word for name in PERSONAL for word in texts.get(name, "").casefold().split()]
    return {
        name: text
        for name in KEPT
        if (text := texts.get(name, ""))
        and not any(len(word) > SHORT and word in text.casefold() for word in personal)
    }


def list_failures(
    jobs: Iterable[Job], plan: Plan, ledger: Ledger, outputs: Iterable[OutputResult]
) -> Iterator[FailureRecord]:
    """Yield a ledger record for each clip that failed among `outputs`, once per clip."""
    faults = {output.input: output.error for output in outputs if output.status is Status.FAILED}
    for job in jobs:
        if fault := faults.get(job.display_name):
            known = collect_provenance(job, plan, ledger)
            yield FailureRecord(
                failed=ledger.to_name(job.clip), kind=fault.kind, step=fault.step, about=known
            )


def list_maker_names(job: Job) -> tuple[str, ...]:
    """List who made the clips of `job`: as the notes beside them say, else who speaks."""
    known = [load_clip_notes(clip) for clip in job.clips]
    return tuple(dict.fromkeys(name for name in _list_makers(job, known) if name.strip()))


def _list_makers(job: Job, known: Iterable[ClipNotes]) -> Iterator[str]:
    makers = [note_file.maker for note_file in known if note_file.maker]
    yield from makers or _list_texts(job, MAKER) or _list_texts(job, SPEAKER)


def _list_people(known: Iterable[ClipNotes]) -> Iterator[str]:
    return (person.name for note_file in known for person in note_file.people)


def _list_texts(job: Job, name: str) -> list[str]:
    """List what the clips of `job` have as the text `name`."""
    texts = [take.clip_texts for take in job.takes] or [job.clip_texts]
    return [text for words in texts if (text := words.texts_by_name.get(name, "").strip())]


def _compute_pseudonyms(names: Iterable[str]) -> tuple[str, ...]:
    """Compute pseudonyms of `names`; none where no secret can be stored: the video goes on."""
    with suppress(EnvironmentFault):
        return tuple(dict.fromkeys(compute_pseudonym(name) for name in names if name.strip()))
    return ()
