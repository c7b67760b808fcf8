"""Permission to share a video: its audience, its approval, and the consent of its people."""

from __future__ import annotations

from datetime import date

from egv.app.records.ledger import Ledger
from egv.app.run.review_log import ReviewStore
from egv.core.errors import GateError
from egv.core.project.consent import ConsentLack, choose_consent_scope, find_missing_consents
from egv.core.project.recipe_parts import Approval, Audience
from egv.tools.library.clip_notes import load_clip_notes
from egv.workflow.share.finished_videos import FinishedVideo

FINAL = (ConsentLack.WITHDRAWN, ConsentLack.ENDED)  # after a refusal the clip may be shown nowhere


def check_may_share(video: FinishedVideo, today: date) -> bool:
    """Return True where all people in it consented. Raises GateError where it may not be shared."""
    about, name = video.provenance, video.stem
    if about.audience is Audience.PRIVATE:
        raise GateError(
            f"{name}: this video is private, and private videos are not packed; make it with a"
            " recipe whose 'audience' is team, organisation or external"
        )
    if about.draft:
        raise GateError(
            f"{name}: this is a draft that is waiting for approval; watch it, then approve it",
            hint=f"egv review approve {video.video_paths[0]} --by NAME",
        )
    if about.approval is Approval.REVIEW and not _is_approved(video):
        raise GateError(
            f"{name}: this version was not approved, or the record of its approval was changed"
            " afterwards; watch it, then approve it",
            hint=f"egv review approve {video.video_paths[0]} --by NAME",
        )
    scope = choose_consent_scope(about.audience)
    missing = [
        (source, consent)
        for source in video.source_paths
        for consent in find_missing_consents(load_clip_notes(source).people, scope, today)
    ]
    said_no = [(source, consent) for source, consent in missing if consent.lack in FINAL]
    stops = missing if about.audience is Audience.EXTERNAL else said_no
    if stops:
        words = "; ".join(f"{source.name}: {consent.sentence}" for source, consent in stops)
        raise GateError(
            f"{name}: not everybody has agreed to be shown ({words}); ask them, and write their"
            f" consent under 'people' in {stops[0][0].stem}.egv.yaml beside the clip"
        )
    return not missing


def _is_approved(video: FinishedVideo) -> bool:
    history = ReviewStore(Ledger(video.ledger_folder)).review_log
    return all(history.is_approved(record.output, record.key) for record in video.output_records)
