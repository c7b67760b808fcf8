"""The checklist as terminal lines, and as a page with pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

from egv.app.run.posters import write_best_poster
from egv.core.media.clip import Clip
from egv.core.media.timing import Seconds, format_player_clock
from egv.core.text.translation import UiLanguage
from egv.tools.clips.clip_cache import load_clip
from egv.tools.draw.images import shrink_to_jpeg
from egv.tools.draw.poster import write_still_jpeg
from egv.tools.ffmpeg.context import NO_CONTEXT
from egv.tools.pages.page_look import NEUTRAL_LOOK, PageLook
from egv.tools.pages.pages import format_data_uri, render_page
from egv.tools.store.unfinished import open_work_folder
from egv.workflow.check import texts
from egv.workflow.check.check import CheckedClip, CheckReport, ClipFinding
from egv.workflow.check.findings import CheckTopic
from egv.workflow.check.unmeasured import MeasuringGap

PICTURE_PX = 640
PAGE_MARK = '<meta name="egv-page" content="check">'  # distinguishes a page of egv from another


def format_check_lines(report: CheckReport, tongue: UiLanguage) -> Iterator[str]:
    """Yield the checklist for a terminal: the verdict, then each clip with what to improve."""
    yield format_verdict(report, tongue)
    for clip in report.clips:
        yield clip.input
        if clip.error:
            yield f"  {texts.UNREADABLE.render(tongue, why=clip.error.message)}"
            continue
        for finding in clip.findings:
            yield (
                f"  {texts.WEIGHTS[finding.weight].render(tongue)}:"
                f" {format_finding(finding, tongue)}"
            )
            if finding.cure:
                yield f"       {texts.CURE.render(tongue, command=finding.cure)}"
        for line in format_rest(clip, tongue):
            yield f"  {line}"
    for line in report.do:
        yield texts.DO.render(tongue, line=line)
    for line in report.dont:
        yield texts.DONT.render(tongue, line=line)
    if report.limits_checked:
        day = date.fromisoformat(report.limits_checked)
        yield texts.OUTDATED.render(tongue, day=day)
    if report.contact:
        yield texts.CONTACT.render(tongue, contact=report.contact)


def format_verdict(report: CheckReport, tongue: UiLanguage) -> str:
    """Format how much there is to mend before sharing, as one line."""
    unreadable = sum(clip.error is not None for clip in report.clips)
    if report.clips and unreadable == len(report.clips):
        return texts.NOTHING_READ.render(tongue)
    rest = [
        (one if count == 1 else some).render(tongue, count=count)
        for count, one, some in (
            (report.tips, texts.ONE_TIP, texts.TIPS_TOO),
            (unreadable, texts.ONE_UNREADABLE, texts.SOME_UNREADABLE),
        )
        if count
    ]
    whole = texts.TO_MEND[min(report.to_mend, 2)]
    return whole.render(tongue, count=report.to_mend, rest="".join(f"; {part}" for part in rest))


def format_rest(clip: CheckedClip, tongue: UiLanguage) -> Iterator[str]:
    """Format its topics without a finding, those not measured, and its goal, each as a line."""
    if clip.fine:
        nothing = texts.NOTHING_ELSE if clip.findings else texts.NOTHING
        yield nothing.render(tongue, topics=format_topics(clip.fine, tongue))
    if clip.unmeasured:
        gaps = [
            f"{format_topics(tuple(topics), tongue)} ({texts.GAPS[gap].render(tongue)})"
            for gap, topics in _group_by_gap(clip).items()
        ]
        yield texts.UNMEASURED.render(tongue, gaps="; ".join(gaps))
    if clip.goal:
        yield texts.GOAL.render(tongue, goal=clip.goal)


def _group_by_gap(clip: CheckedClip) -> dict[MeasuringGap, list[CheckTopic]]:
    grouped: dict[MeasuringGap, list[CheckTopic]] = {}
    for topic, gap in clip.unmeasured.items():
        grouped.setdefault(gap, []).append(topic)
    return grouped


def format_finding(finding: ClipFinding, tongue: UiLanguage) -> str:
    """Format the tip of `finding` with the times it applies to."""
    if not finding.times:
        return finding.tip
    clocks = ", ".join(format_player_clock(at) for at in finding.times)
    return f"{finding.tip.removesuffix('.')} ({texts.AT.render(tongue, clock=clocks)})."


def format_topics(topics: tuple[CheckTopic, ...], tongue: UiLanguage) -> str:
    """Join the translated names of `topics` with commas."""
    return ", ".join(texts.NAMES[topic].render(tongue) for topic in topics)


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding on the page, with a picture where that helps."""

    weight: str
    fix: bool
    text: str
    cure: str
    picture: str
    caption: str


def build_check_page(report: CheckReport, tongue: UiLanguage, look: PageLook = NEUTRAL_LOOK) -> str:
    """Build the checklist as one self-contained HTML page in the style of `look`."""
    return render_page(
        "check.html",
        tongue,
        look,
        title=texts.TITLE.render(tongue),
        verdict=format_verdict(report, tongue),
        report=report,
        clips=[
            (
                clip,
                _list_finding_rows(clip, tongue),
                tuple(format_rest(clip, tongue)),
                _embed_still(clip),
            )
            for clip in report.clips
        ],
        words=texts,
    )


def _list_finding_rows(clip: CheckedClip, tongue: UiLanguage) -> list[FindingRow]:
    return [
        FindingRow(
            weight=texts.WEIGHTS[finding.weight].render(tongue),
            fix=finding.weight == "fix",
            text=format_finding(finding, tongue),
            cure=finding.cure,
            picture=_embed_picture(Path(clip.input), finding),
            caption=texts.PICTURE.render(tongue, clock=format_player_clock(finding.times[0]))
            if finding.times
            else "",
        )
        for finding in clip.findings
    ]


def _embed_still(clip: CheckedClip) -> str:
    """Embed the best frame of `clip`; nothing of one that could not be read."""
    if clip.error:
        return ""
    return _embed_frame(Path(clip.input), write_best_poster)


def _embed_picture(clip: Path, finding: ClipFinding) -> str:
    """Embed the frame at the first time of `finding`, if it has one."""
    if not finding.times:
        return ""
    at = Seconds(Fraction(finding.times[0]).limit_denominator(100))
    return _embed_frame(clip, lambda media, place: write_still_jpeg(media, at, place, NO_CONTEXT))


def _embed_frame(clip: Path, write: Callable[[Clip, Path], None]) -> str:
    """Embed the frame of `clip` that `write` writes; nothing of a clip that is gone by now."""
    with open_work_folder() as folder:
        place = folder / "still.jpg"
        if clip.is_file():
            write(load_clip(clip), place)
        if not place.is_file():
            return ""
        return format_data_uri(shrink_to_jpeg(place, PICTURE_PX), "image/jpeg")
