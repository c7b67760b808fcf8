"""The checklist as terminal lines, and as a page with pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from egv.app.check import Checked, CheckReport, Finding
from egv.app.pages import data_uri, page
from egv.core import check_words as words
from egv.core.check_values import Topic
from egv.core.timing import Seconds
from egv.core.tongue import Tongue
from egv.tools.clips import clip_at
from egv.tools.images import small_jpeg
from egv.tools.poster import write_still_at
from egv.tools.processes import work_folder

PICTURE_PX = 480
SEEN = frozenset(  # topics where a picture says more than words
    {Topic.LIGHT, Topic.BACKLIGHT, Topic.SHARPNESS, Topic.BLACK, Topic.FROZEN}
)


def lines(report: CheckReport, tongue: Tongue) -> Iterator[str]:
    """Yield the checklist for a terminal: first what to improve, then what is right."""
    for clip in report.clips:
        yield clip.input
        if clip.error:
            yield f"  {words.UNREADABLE.within(tongue, why=clip.error.message)}"
            continue
        for finding in clip.findings:
            yield f"  {words.WEIGHTS[finding.weight].within(tongue)}: {told(finding, tongue)}"
            if finding.cure:
                yield f"       {words.CURE.within(tongue, command=finding.cure)}"
        if not clip.findings:
            yield f"  {words.ALL_FINE.within(tongue)}"
        yield f"  {words.FINE.within(tongue)}: {names(clip.fine, tongue)}"
    for line in report.do:
        yield words.DO.within(tongue, line=line)
    for line in report.dont:
        yield words.DONT.within(tongue, line=line)
    if report.contact:
        yield words.CONTACT.within(tongue, contact=report.contact)


def told(finding: Finding, tongue: Tongue) -> str:
    """Format the tip of `finding` with the times it applies to."""
    if not finding.times:
        return finding.tip
    clocks = ", ".join(clock(at) for at in finding.times)
    return f"{finding.tip.removesuffix('.')} ({words.AT.within(tongue, clock=clocks)})."


def names(topics: tuple[Topic, ...], tongue: Tongue) -> str:
    """Join the translated names of `topics` with commas."""
    return ", ".join(words.NAMES[topic].within(tongue) for topic in topics)


def clock(seconds: float) -> str:
    """Format a time in a video as players show it, `m:ss`."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02}"


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding on the page, with a picture where that helps."""

    weight: str
    fix: bool
    text: str
    cure: str
    picture: str
    caption: str


def html(report: CheckReport, tongue: Tongue) -> str:
    """Build the checklist as one self-contained HTML page."""
    return page(
        "check.html",
        tongue,
        title=words.TITLE.within(tongue),
        report=report,
        clips=[(clip, _shown(clip, tongue), names(clip.fine, tongue)) for clip in report.clips],
        words=words,
    )


def _shown(clip: Checked, tongue: Tongue) -> list[Shown]:
    return [
        Shown(
            weight=words.WEIGHTS[finding.weight].within(tongue),
            fix=finding.weight == "fix",
            text=told(finding, tongue),
            cure=finding.cure,
            picture=_picture(Path(clip.input), finding),
            caption=words.PICTURE.within(tongue, clock=clock(finding.times[0]))
            if finding.times
            else "",
        )
        for finding in clip.findings
    ]


def _picture(clip: Path, finding: Finding) -> str:
    if finding.topic not in SEEN or not finding.times:
        return ""
    with work_folder() as folder:
        place = folder / "still.jpg"
        at = Seconds(Fraction(finding.times[0]).limit_denominator(100))
        write_still_at(clip_at(clip), at, place)
        return data_uri(small_jpeg(place, PICTURE_PX), "image/jpeg") if place.is_file() else ""
