"""Figures of what was made, by department and period: people only as a number, and of three up."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from egv.core.metrics import NOT_MEASURED, Metrics, together
from egv.core.periods import Period
from egv.core.project import Space
from egv.core.records import About, Failed, Made, Purged

FEWEST_MAKERS = 3  # of whom figures may speak: of fewer, a figure is about somebody
MILESTONES = (1, 3, 5)  # videos after which people say that it becomes easy


@dataclass(frozen=True, slots=True)
class Video:
    """One video in all its formats, as often as it was made anew: when it first was, and of what.

    `seconds` is its length, `processing_s` the wall time that was spent on it. A `draft` was
    never approved.
    """

    space: str
    recipe: str
    made_on: date | None
    seconds: float
    processing_s: float
    makers: frozenset[str] = frozenset()
    outputs: frozenset[str] = frozenset()
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """What one department, or all of them, made in a period. None: hidden, or not known.

    `active_share` is the part of the `headcount` that made a video, 0 to 1; `days_to_first` how
    long the first video took from the training on; `saved_minutes` what doing it by hand would
    have taken more; `failures` count clips by the kind of error.
    """

    space: str
    videos: int = 0
    drafts: int = 0
    minutes: float = 0.0
    processing_minutes: float = 0.0
    saved_minutes: float = 0.0
    makers: int | None = None
    headcount: int | None = None
    active_share: float | None = None
    days_to_first: int | None = None
    failures: Mapping[str, int] = field(default_factory=dict)
    recipes: Mapping[str, int] = field(default_factory=dict)
    metrics: Metrics = NOT_MEASURED


@dataclass(frozen=True, slots=True)
class Ground:
    """What figures are worked out from: all that was ever made, and what is known beside it."""

    videos: Sequence[Video]
    failed: Sequence[Failed] = ()
    spaces: Mapping[str, Space] = field(default_factory=dict)
    metrics: Mapping[str, Metrics] = field(default_factory=dict)
    minutes_by_hand: float = 0.0


def videos_of(made: Iterable[Made], purged: Iterable[Purged] = ()) -> tuple[Video, ...]:
    """The videos that the lines of a ledger, in their order, speak of, forgotten ones too."""
    lines: dict[tuple[object, ...], list[Made]] = defaultdict(list)
    for each in made:
        if each.content:
            lines[video_made(each)].append(each)
    return (
        *map(_video, lines.values()),
        *(video for each in purged for video in _counted_in(each)),
    )


def video_made(made: Made) -> tuple[object, ...]:
    """Which video a line is of, whatever its format and however often it was made anew."""
    about = made.about
    return about.space, about.recipe, tuple(about.sources) or made.output


def failures_in(purged: Iterable[Purged]) -> Iterator[Failed]:
    """The failures of which no more than their number is known."""
    for each in purged:
        day = _first_of(each.month)
        at = datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None
        about = About(at=at, space=each.space, recipe=each.recipe)
        for kind, count in each.failures.items():
            for _ in range(count):
                yield Failed(failed="", kind=kind, about=about)


def _counted_in(purged: Purged) -> Iterator[Video]:
    for _ in range(purged.purged):
        yield Video(
            space=purged.space,
            recipe=purged.recipe,
            made_on=_first_of(purged.month),
            seconds=purged.seconds / purged.purged,
            processing_s=purged.processing_s / purged.purged,
            draft=purged.draft,
        )


def _first_of(month: str) -> date | None:
    return date.fromisoformat(f"{month}-01") if month else None


def _video(lines: Sequence[Made]) -> Video:
    finished = [each for each in lines if not each.about.draft] or list(lines)
    first, last = finished[0], finished[-1]
    longest: dict[str, float] = defaultdict(float)  # of formats made in one go, all took as long
    for each in lines:
        plan = str(each.result.get("plan"))
        longest[plan] = max(longest[plan], float(each.result.get("seconds") or 0.0))
    return Video(
        space=last.about.space,
        recipe=last.about.recipe,
        made_on=first.about.at.date() if first.about.at else None,
        seconds=float(last.result.get("duration") or 0.0),
        processing_s=sum(longest.values()),
        makers=frozenset(last.about.makers),
        outputs=frozenset(each.output for each in finished),
        draft=last.about.draft,
    )


def figures_by_space(ground: Ground, period: Period) -> tuple[Figures, ...]:
    """The figures of every department that is known or made something, by name."""
    names = {*ground.spaces, *(each.space for each in ground.videos)}
    names |= {each.about.space for each in ground.failed}
    return tuple(_figures(ground, period, name) for name in sorted(names))


def figures_of_all(ground: Ground, period: Period, by_space: Sequence[Figures]) -> Figures:
    """The figures of all departments together; makers are hidden where they give a few away.

    Those hidden in `by_space` could else be worked out as the difference.
    """
    whole = _figures(ground, period, None)
    if whole.makers is None:
        return whole
    shown = sum(each.makers for each in by_space if each.makers is not None)
    rest = whole.makers - shown
    hidden = replace(whole, makers=None, active_share=None)
    return hidden if 0 < rest < FEWEST_MAKERS else whole


def makers_by_milestone(ground: Ground) -> Mapping[int, int | None]:
    """How many people made so many videos or more, ever; hidden below the fewest."""
    made = Counter(maker for each in ground.videos if not each.draft for maker in each.makers)
    return {
        least: _hidden_when_few(sum(count >= least for count in made.values()))
        for least in MILESTONES
    }


def videos_by_month(ground: Ground, months: Sequence[Period]) -> tuple[int, ...]:
    """How many videos were first made in each of `months`."""
    return tuple(len(_made_in(ground, month, None)) for month in months)


def _figures(ground: Ground, period: Period, space: str | None) -> Figures:
    """The figures of `space`, or of all departments."""
    videos = _made_in(ground, period, space)
    drafts = _made_in(ground, period, space, drafts=True)
    processing = sum(each.processing_s for each in (*videos, *drafts)) / 60
    makers = len({maker for each in videos for maker in each.makers})
    known = _hidden_when_few(makers)
    headcount = _headcount(ground.spaces, space)
    by_hand = ground.minutes_by_hand * len(videos)
    return Figures(
        space=space or "",
        videos=len(videos),
        drafts=len(drafts),
        minutes=sum(each.seconds for each in videos) / 60,
        processing_minutes=processing,
        saved_minutes=max(0.0, by_hand - processing),
        makers=known,
        headcount=headcount,
        active_share=min(1.0, known / headcount) if known is not None and headcount else None,
        days_to_first=_days_to_first(ground, space),
        failures=_failures(ground.failed, period, space),
        recipes=_counted(each.recipe for each in videos),
        metrics=together(
            ground.metrics[name]
            for each in videos
            for name in sorted(each.outputs)
            if name in ground.metrics
        ),
    )


def _made_in(
    ground: Ground, period: Period, space: str | None, *, drafts: bool = False
) -> tuple[Video, ...]:
    return tuple(
        each
        for each in ground.videos
        if each.draft is drafts
        and space in (None, each.space)
        and (each.made_on in period if each.made_on else period.is_all)
    )


def _headcount(spaces: Mapping[str, Space], space: str | None) -> int | None:
    if space is not None:
        return spaces[space].headcount if space in spaces else None
    known = [each.headcount for each in spaces.values()]
    return sum(each for each in known if each) if known and all(known) else None


def _days_to_first(ground: Ground, space: str | None) -> int | None:
    """From the training of a department to its first video; hidden where few ever made one."""
    trained = ground.spaces.get(space, Space()).trained_on if space is not None else None
    of_space = [each for each in ground.videos if each.space == space and not each.draft]
    makers = {maker for each in of_space for maker in each.makers}
    if trained is None or len(makers) < FEWEST_MAKERS:
        return None
    since = [each.made_on for each in of_space if each.made_on and each.made_on >= trained]
    return (min(since) - trained).days if since else None


def _failures(failed: Iterable[Failed], period: Period, space: str | None) -> Mapping[str, int]:
    return _counted(
        each.kind
        for each in failed
        if space in (None, each.about.space)
        and (each.about.at.date() in period if each.about.at else period.is_all)
    )


def _counted(words: Iterable[str]) -> Mapping[str, int]:
    """How often each of `words` is there, the most frequent first."""
    return dict(sorted(Counter(words).items(), key=lambda item: (-item[1], item[0])))


def _hidden_when_few(people: int) -> int | None:
    """`people`, or None where figures would be about somebody; that there are none is no secret."""
    return people if people == 0 or people >= FEWEST_MAKERS else None
