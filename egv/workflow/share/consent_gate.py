"""Permission to share a video: its audience, its approval, and the consent of its people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from egv.app.records.ledger import Ledger
from egv.app.run.review_log import ReviewStore
from egv.core.errors import GateError
from egv.core.kit.channels import ChannelLimits, ChannelRefusal, find_refusals
from egv.core.kit.kit import KitFile
from egv.core.project.consent import ConsentLack, choose_consent_scope, find_missing_consents
from egv.core.project.recipe_parts import Approval, Audience
from egv.tools.clips.clip_cache import load_clip
from egv.tools.library.clip_notes import load_clip_notes
from egv.tools.machine.shell import format_line_to_paste
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


def check_channels(video: FinishedVideo, channels: Iterable[str], kit: KitFile) -> None:
    """Raise GateError for a channel that would refuse every format of `video`, with the reason."""
    for word in channels:
        channel = kit.find_channel(word)
        refusals = [_find_first_refusal(channel, path) for path in video.video_paths]
        if channel and all(refusals):
            raise GateError(
                f"{video.stem}: {channel.label} does not take it ({refusals[0]}); make a video"
                " that fits, or take the channel out of the recipe",
                hint=format_line_to_paste(
                    ("egv", "check", str(video.shown_paths[0]), "--for", channel.name)
                ),
            )


def _find_first_refusal(channel: ChannelLimits | None, path: Path) -> str:
    """Find why `channel` refuses the video at `path`, as words; "" where it takes it."""
    if channel is None:
        return ""
    clip = load_clip(path)
    found = find_refusals(
        channel, clip.video.upright_size, float(clip.duration), path.stat().st_size
    )
    return next((_describe_refusal(refusal) for refusal in found), "")


def _describe_refusal(refusal: ChannelRefusal) -> str:
    facts = refusal.facts
    match refusal.case:
        case "long":
            return f"it lasts {facts['seconds']:.0f} s, and at most {facts['most']} s fit"
        case "short":
            return f"it lasts {facts['seconds']:.1f} s, and at least {facts['least']} s are needed"
        case "large":
            return f"it is {facts['size']} MB, and at most {facts['most']} MB fit"
        case _:
            return f"its picture is {facts['size']}"


def _is_approved(video: FinishedVideo) -> bool:
    history = ReviewStore(Ledger(video.ledger_folder)).review_log
    return all(history.is_approved(record.output, record.key) for record in video.output_records)
