"""Production figures per department and period. People are only counted, three or more together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from egv.app.records.ledger_lines import FailureRecord, OutputRecord, Provenance, PurgeRecord
from egv.core.project.project import Space
from egv.core.text.periods import Period
from egv.workflow.report.metrics import NOT_MEASURED, Metrics, sum_metrics

FEWEST_MAKERS = 3  # smallest group in figures: below it, a figure identifies a person
MILESTONES = (1, 3, 5)  # numbers of videos after which people say that it becomes easy


@dataclass(frozen=True, slots=True)
class ReportedVideo:
    """One video in all its formats and versions: its first date and its sources.

    `seconds` is its length, `processing_s` the wall time spent on it. A `draft` was never approved.
    Of a video that was purged only the month is known: `made_on` is then the first day of it, and
    `is_day_known` is False.
    """

    space: str
    recipe: str
    made_on: date | None
    seconds: float
    processing_s: float
    makers: frozenset[str] = frozenset()
    outputs: frozenset[str] = frozenset()
    draft: bool = False
    is_day_known: bool = True


@dataclass(frozen=True, slots=True)
class ProductionFigures:
    """Production figures of one department, or of all, in a period. None: hidden, or not known.

    `unnamed` counts the videos whose maker nobody named; where that is all of them, `makers` is not
    known. `active_share` is the share of the `headcount` that made a video, 0 to 1.
    `days_to_first` is the time from the training to the first video. `saved_minutes` is the extra
    time that work by hand would have taken, where the project says how long that is. `failures`
    count clips by the kind of error. `viewed` counts the videos whose views were imported.
    """

    space: str
    videos: int = 0
    drafts: int = 0
    minutes: float = 0.0
    processing_minutes: float = 0.0
    saved_minutes: float | None = None
    makers: int | None = None
    unnamed: int = 0
    headcount: int | None = None
    active_share: float | None = None
    days_to_first: int | None = None
    failures: Mapping[str, int] = field(default_factory=dict)
    recipes: Mapping[str, int] = field(default_factory=dict)
    metrics: Metrics = NOT_MEASURED
    viewed: int = 0

    @property
    def are_makers_unknown(self) -> bool:
        """True where nobody named the maker of any video; else unshown makers are hidden."""
        return 0 < self.videos == self.unnamed


@dataclass(frozen=True, slots=True)
class ReportData:
    """The data behind the figures: everything ever made, and other known facts."""

    videos: Sequence[ReportedVideo]
    failed: Sequence[FailureRecord] = ()
    spaces: Mapping[str, Space] = field(default_factory=dict)
    metrics: Mapping[str, Metrics] = field(default_factory=dict)
    minutes_by_hand: float | None = None


def group_videos(
    records: Iterable[OutputRecord], purged: Iterable[PurgeRecord] = ()
) -> tuple[ReportedVideo, ...]:
    """Group the lines of a ledger, in their order, into videos; purged videos are included."""
    lines: dict[tuple[object, ...], list[OutputRecord]] = defaultdict(list)
    for line in records:
        if line.content:
            lines[identify_video(line)].append(line)
    return (
        *map(_build_video, lines.values()),
        *(video for record in purged for video in _expand_videos(record)),
    )


def identify_video(record: OutputRecord) -> tuple[object, ...]:
    """Return the identity of the video in a line, the same for all formats and versions."""
    about = record.about
    return about.space, about.recipe, tuple(about.sources) or record.output


def expand_failures(purged: Iterable[PurgeRecord]) -> Iterator[FailureRecord]:
    """Yield one failure for each one of which only the number is still known."""
    for record in purged:
        day = _parse_month_start(record.month)
        at = datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None
        about = Provenance(at=at, space=record.space, recipe=record.recipe)
        for kind, count in record.failures.items():
            for _ in range(count):
                yield FailureRecord(failed="", kind=kind, about=about)


def _expand_videos(purged: PurgeRecord) -> Iterator[ReportedVideo]:
    for _ in range(purged.purged):
        yield ReportedVideo(
            space=purged.space,
            recipe=purged.recipe,
            made_on=_parse_month_start(purged.month),
            seconds=purged.seconds / purged.purged,
            processing_s=purged.processing_s / purged.purged,
            draft=purged.draft,
            is_day_known=False,
        )


def _parse_month_start(month: str) -> date | None:
    return date.fromisoformat(f"{month}-01") if month else None


def _build_video(lines: Sequence[OutputRecord]) -> ReportedVideo:
    finished = [line for line in lines if not line.about.draft] or list(lines)
    first, last = finished[0], finished[-1]
    longest: dict[str, float] = defaultdict(float)  # formats made in one run all took as long
    for line in lines:
        plan = str(line.result.get("plan"))
        longest[plan] = max(longest[plan], float(line.result.get("seconds") or 0.0))
    return ReportedVideo(
        space=last.about.space,
        recipe=last.about.recipe,
        made_on=first.about.at.date() if first.about.at else None,
        seconds=float(last.result.get("duration") or 0.0),
        processing_s=sum(longest.values()),
        makers=frozenset(last.about.makers),
        outputs=frozenset(line.output for line in finished),
        draft=last.about.draft,
    )


def compute_space_figures(ground: ReportData, period: Period) -> tuple[ProductionFigures, ...]:
    """Compute the figures of every department that is known or made something, by name."""
    names = {*ground.spaces, *(video.space for video in ground.videos)}
    names |= {failure.about.space for failure in ground.failed}
    return tuple(_compute_figures(ground, period, name) for name in sorted(names))


def compute_total_figures(
    ground: ReportData, period: Period, by_space: Sequence[ProductionFigures]
) -> ProductionFigures:
    """Compute the figures of all departments together; the number of makers may be hidden.

    A difference with the shown numbers in `by_space` would otherwise reveal a hidden small group.
    """
    whole = _compute_figures(ground, period, None)
    if whole.makers is None:
        return whole
    shown = sum(figures.makers for figures in by_space if figures.makers is not None)
    rest = whole.makers - shown
    hidden = replace(whole, makers=None, active_share=None)
    return hidden if 0 < rest < FEWEST_MAKERS else whole


def count_makers_by_milestone(ground: ReportData) -> Mapping[int, int | None]:
    """Count the people who ever made at least so many videos; hidden below the fewest."""
    made = Counter(maker for video in ground.videos if not video.draft for maker in video.makers)
    return {
        least: _hide_when_few(sum(count >= least for count in made.values()))
        for least in MILESTONES
    }


def count_videos_by_month(ground: ReportData, months: Sequence[Period]) -> tuple[int, ...]:
    """Count the videos first made in each of `months`."""
    return tuple(len(_select_videos(ground, month, None)) for month in months)


def _compute_figures(ground: ReportData, period: Period, space: str | None) -> ProductionFigures:
    """Compute the figures of `space`, or of all departments."""
    videos = _select_videos(ground, period, space)
    drafts = _select_videos(ground, period, space, drafts=True)
    processing = sum(video.processing_s for video in (*videos, *drafts)) / 60
    makers = len({maker for video in videos for maker in video.makers})
    unnamed = sum(not video.makers for video in videos)
    known = _hide_when_few(makers) if makers or not unnamed else None
    headcount = _sum_headcount(ground.spaces, space)
    metrics = [_sum_video_metrics(ground, video) for video in videos]
    by_hand = None if ground.minutes_by_hand is None else ground.minutes_by_hand * len(videos)
    return ProductionFigures(
        space=space or "",
        videos=len(videos),
        drafts=len(drafts),
        minutes=sum(video.seconds for video in videos) / 60,
        processing_minutes=processing,
        saved_minutes=None if by_hand is None else max(0.0, by_hand - processing),
        makers=known,
        unnamed=unnamed,
        headcount=headcount,
        active_share=min(1.0, known / headcount) if known is not None and headcount else None,
        days_to_first=_count_days_to_first(ground, space),
        failures=_count_failures(ground.failed, period, space),
        recipes=_count_values(video.recipe for video in videos),
        metrics=sum_metrics(metrics),
        viewed=sum(measured.views is not None for measured in metrics),
    )


def _sum_video_metrics(ground: ReportData, video: ReportedVideo) -> Metrics:
    """Sum the metrics of a video over its formats."""
    names = sorted(video.outputs & ground.metrics.keys())
    return sum_metrics(ground.metrics[name] for name in names)


def _select_videos(
    ground: ReportData, period: Period, space: str | None, *, drafts: bool = False
) -> tuple[ReportedVideo, ...]:
    return tuple(
        video
        for video in ground.videos
        if video.draft is drafts
        and space in (None, video.space)
        and (video.made_on in period if video.made_on else period.is_all_time)
    )


def _sum_headcount(spaces: Mapping[str, Space], space: str | None) -> int | None:
    if space is not None:
        return spaces[space].headcount if space in spaces else None
    known = [department.headcount for department in spaces.values()]
    return sum(number for number in known if number) if known and all(known) else None


def _count_days_to_first(ground: ReportData, space: str | None) -> int | None:
    """Count the days from a department's training to its first video; hidden where few made one."""
    trained = ground.spaces.get(space, Space()).trained_on if space is not None else None
    of_space = [video for video in ground.videos if video.space == space and not video.draft]
    makers = {maker for video in of_space for maker in video.makers}
    if trained is None or len(makers) < FEWEST_MAKERS:
        return None
    since = [video.made_on for video in of_space if video.made_on and video.made_on >= trained]
    return (min(since) - trained).days if since else None


def _count_failures(
    failed: Iterable[FailureRecord], period: Period, space: str | None
) -> Mapping[str, int]:
    return _count_values(
        failure.kind
        for failure in failed
        if space in (None, failure.about.space)
        and (failure.about.at.date() in period if failure.about.at else period.is_all_time)
    )


def _count_values(words: Iterable[str]) -> Mapping[str, int]:
    """Count each of `words`, the most frequent first."""
    return dict(sorted(Counter(words).items(), key=lambda item: (-item[1], item[0])))


def _hide_when_few(people: int) -> int | None:
    """Return `people`, or None where figures would identify somebody; zero is no secret."""
    return people if people == 0 or people >= FEWEST_MAKERS else None
