"""Permission to share a video: its audience, its approval, and the consent of its people."""

from __future__ import annotations

from datetime import date

from egv.app.finished import Finished
from egv.app.ledger import Ledger
from egv.app.reviews import Reviews
from egv.core.consent import Lack, missing_consents, scope_of
from egv.core.errors import GateError
from egv.core.recipe_parts import Approval, Audience
from egv.tools.clip_files import known_beside

FINAL = (Lack.WITHDRAWN, Lack.ENDED)  # after a refusal the clip may be shown nowhere


def check_may_be_shared(video: Finished, today: date) -> bool:
    """Return True where all people in it consented. Raises GateError where it may not be shared."""
    about, name = video.about, video.stem
    if about.audience is Audience.PRIVATE:
        raise GateError(
            f"{name}: it is private, and nothing private is packed; make it with a recipe whose"
            " 'audience' is team, organisation or external"
        )
    if about.draft:
        raise GateError(
            f"{name}: it is a draft that awaits approval; look at it, then approve it",
            hint=f"egv review approve {video.paths[0]} --by NAME",
        )
    if about.approval is Approval.REVIEW and not _is_approved(video):
        raise GateError(
            f"{name}: nobody approved it as it is, or the approval was changed after it was given;"
            " look at it, then approve it",
            hint=f"egv review approve {video.paths[0]} --by NAME",
        )
    scope = scope_of(about.audience)
    missing = [
        (source, consent)
        for source in video.sources
        for consent in missing_consents(known_beside(source).people, scope, today)
    ]
    said_no = [(source, consent) for source, consent in missing if consent.lack in FINAL]
    stops = missing if about.audience is Audience.EXTERNAL else said_no
    if stops:
        words = "; ".join(f"{source.name}: {consent.words}" for source, consent in stops)
        raise GateError(
            f"{name}: not everybody agreed to be shown ({words}); ask them, and write their yes"
            f" under 'people' in {stops[0][0].stem}.egv.yaml beside the clip"
        )
    return not missing


def _is_approved(video: Finished) -> bool:
    history = Reviews(Ledger(video.home)).history
    return all(history.approves(record.output, record.key) for record in video.made)
