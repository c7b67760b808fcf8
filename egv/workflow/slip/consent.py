"""Consent to progress: the maker who was not asked yet, and what follows from the answer."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from egv.app.plan.order import RunOptions
from egv.app.plan.outputs import open_ledger
from egv.app.plan.settings import load_settings
from egv.app.records.ledger import Ledger
from egv.app.records.ledger_lines import OutputRecord
from egv.app.records.results import RunResult, Status
from egv.core.errors import EgvError
from egv.core.programme.layers import Marking
from egv.core.project.project import SlipSetting
from egv.tools.clips.clip_cache import load_clip
from egv.tools.ffmpeg.context import NO_CONTEXT
from egv.workflow.check.measuring import measure_glance
from egv.workflow.slip.goods import find_least_clearance_db
from egv.workflow.slip.progress import MadeVideo, ProgressFile


@dataclass(frozen=True, slots=True)
class UnaskedMaker:
    """A maker, by pseudonym, whom nobody asked yet, with the records of the videos just made."""

    maker: str
    ledger: Ledger
    records: tuple[OutputRecord, ...]


def find_unasked_maker(
    result: RunResult, options: RunOptions, inputs: Sequence[str]
) -> UnaskedMaker | None:
    """Find the one maker of the new videos in `result`; None where there is nobody to ask.

    The project must say `slip: progress`. Practice counts for nothing.
    """
    new = [
        Path(output.output)
        for output in result.outputs
        if output.output and output.status is Status.RENDERED and output.mark != Marking.PRACTICE
    ]
    settings = load_settings(options, inputs)
    if settings.values.slip is not SlipSetting.PROGRESS or not new:
        return None
    ledger = open_ledger(settings)
    records = tuple(record for path in new if (record := ledger.find_latest_record(path)))
    makers = {maker for record in records for maker in record.about.makers}
    if len(makers) != 1 or ProgressFile(ledger).find_answer(next(iter(makers))) is not None:
        return None
    return UnaskedMaker(makers.pop(), ledger, records)


def answer_for_maker(unasked: UnaskedMaker, *, agreed: bool) -> None:
    """Keep the answer of a maker; after a yes, also the figures of the videos just made.

    Raises EnvironmentFault or OSError where nothing can be written.
    """
    with closing(unasked.ledger):
        kept = ProgressFile(unasked.ledger)
        kept.add_answer(unasked.maker, agreed=agreed)
        for record in unasked.records if agreed else ():
            kept.add_video(unasked.maker, _measure_video(record, unasked.ledger))


def _measure_video(record: OutputRecord, ledger: Ledger) -> MadeVideo:
    """Measure the voice in the clips of `record`; without a figure where one cannot be read."""
    clips, heard = frozenset(record.about.sources.values()), []
    with suppress(EgvError, OSError):
        for name in record.about.sources:
            clip = load_clip(ledger.locate_file(name))
            heard.append(measure_glance(clip, NO_CONTEXT)[1])
    return MadeVideo(clips, find_least_clearance_db(heard))
