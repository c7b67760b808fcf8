"""The review page: all videos of a folder on one page, to watch, compare and decide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from egv.app.authoring.page_look import find_page_look
from egv.app.plan.inputs import InputClip
from egv.app.records.ledger_lines import OutputRecord
from egv.app.records.printable import PrintableDocument, SchemaName
from egv.app.run.posters import write_best_poster
from egv.core.errors import EgvError, UsageError
from egv.core.media.clip import Clip, Cue
from egv.core.media.timing import format_player_clock
from egv.core.text.path_words import add_separator, format_link
from egv.core.text.translation import UiLanguage
from egv.tools.clips.clip_cache import load_clip
from egv.tools.draw.images import shrink_to_jpeg
from egv.tools.library.subtitle_files import load_cues
from egv.tools.machine.shell import format_line_to_paste
from egv.tools.measure.curves import MeasuredCurve, measure_light_curve, measure_loudness_curve
from egv.tools.pages.pages import format_data_uri, render_page
from egv.tools.store.atomic_files import check_own, commit_text, is_marked
from egv.tools.store.unfinished import open_work_folder
from egv.workflow.charts import format_line_points
from egv.workflow.check.check import CheckWish, examine_clip
from egv.workflow.check.formats import format_finding
from egv.workflow.review import texts
from egv.workflow.review.listing import CATEGORIES, STATES
from egv.workflow.review.state import (
    NoteResult,
    OutputReview,
    ReviewedOutput,
    ReviewState,
    find_ledger,
    list_output_reviews,
)

PAGE_SCHEMA = "egv/review-page@1"
PAGE = "review.html"
MARK = '<meta name="egv-page" content="review">'  # distinguishes a review page from a foreign file
POSTER_PX = 640
CHART = (600, 90)  # width and height, px
LOUDNESS = (-50.0, 0.0)  # LUFS from bottom to top
LIGHT = (0.0, 1.0)
SUBTITLES = (".vtt", ".srt")


class ReviewPage(PrintableDocument):
    """The page that was written, and the videos on it."""

    schema_name: SchemaName = PAGE_SCHEMA
    file: str
    videos: tuple[str, ...]

    def to_lines(self) -> tuple[str, ...]:
        """Format the result as lines for people."""
        return (
            f"{self.file}: written, with {len(self.videos)} on it",
            "Who judges the videos opens it, saves verdict.json on it and sends you that. Then:",
            "  egv review apply verdict.json",
        )


@dataclass(frozen=True, slots=True)
class SubtitleLine:
    """A subtitle: its time, in s and as text, and its words."""

    seconds: float
    clock: str
    text: str


@dataclass(frozen=True, slots=True)
class BeforeAfterChart:
    """Two lines, before and after, as SVG points; "" where unknown."""

    title: str
    before: str
    after: str
    size: tuple[int, int] = CHART


@dataclass(frozen=True, slots=True)
class VideoView:
    """A video on the page; links start from the page's own folder."""

    name: str
    output: ReviewedOutput
    state: str
    file: str
    poster: str
    before: str
    before_poster: str
    facts: tuple[str, ...]
    steps: tuple[tuple[str, str], ...]
    checks: tuple[str, ...]
    remarks: tuple[str, ...]
    lines: tuple[SubtitleLine, ...]
    charts: tuple[BeforeAfterChart, ...]
    notes: tuple[tuple[str, str, NoteResult], ...]
    commands: tuple[tuple[str, str], ...]
    note_command: str
    stored_name: str
    content: str

    @property
    def is_open(self) -> bool:
        """True where somebody has to decide about the video."""
        return self.output.state is ReviewState.DRAFT


def _is_review_page(path: Path) -> bool:
    return is_marked(path, MARK, within=-1)


def write_review_page(folder: Path, tongue: UiLanguage) -> ReviewPage:
    """Write `review.html` in `folder` with the videos in it, drafts first.

    Raises UsageError where the folder does not exist or holds no video made by egv, and
    ConflictError where a foreign file is in the way.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder}: there is no such folder; name the one that holds the videos")
    place = folder / PAGE
    check_own(place, _is_review_page, "this exists and is not a page that egv made; move it away")
    found = [
        standing
        for standing in list_output_reviews(find_ledger(folder))
        if _is_inside(standing, folder)
    ]
    if not found:
        raise UsageError(
            f"{folder}: egv made no videos in this folder; make some first, or name the folder"
            " that has them",
            hint=f"egv run CLIP... -o {format_line_to_paste([add_separator(str(folder))])}",
        )
    shown = [_build_view(standing, folder, tongue) for standing in found]
    shown.sort(key=lambda video: not video.is_open)
    text = render_page(
        "review.html",
        tongue,
        find_page_look(),
        title=texts.TITLE.render(tongue, name=folder.resolve().name),
        videos=shown,
        open_count=sum(video.is_open for video in shown),
        words=texts,
        categories=[(word, text.render(tongue)) for word, text in CATEGORIES.items()],
        decisions=[(word, text.render(tongue)) for word, text in texts.DECISIONS.items()],
        told={word: text.render(tongue) for word, text in texts.TOLD.items()},
        seal=found[0].review_log.last_seal,
    )
    commit_text(text, place)
    return ReviewPage(file=str(place), videos=tuple(str(video.output.file) for video in shown))


def _is_inside(standing: OutputReview, folder: Path) -> bool:
    return folder.resolve() in standing.current_path.resolve().parents


def _build_view(standing: OutputReview, folder: Path, tongue: UiLanguage) -> VideoView:
    output, result = standing.to_reviewed_output(), standing.current_record.result
    clips = tuple(standing.current_record.about.sources.values())
    after = load_clip(standing.current_path, clips)
    before = _load_source(standing)
    return VideoView(
        name=standing.current_path.name,
        output=output,
        state=STATES[output.state].render(tongue),
        file=_format_link(standing.current_path, folder),
        poster=_embed_poster(after, standing.current_record, _load_subtitles(standing)),
        before=_format_link(before.path, folder) if before else "",
        before_poster=_embed_poster(before) if before else "",
        facts=tuple(_list_facts(after, before, tongue)),
        steps=tuple((str(step["step"]), str(step["why"])) for step in result.get("steps", ())),
        checks=tuple(_list_check_findings(standing, tongue)),
        remarks=tuple(map(str, result.get("notes", ()))),
        lines=tuple(_list_subtitle_lines(standing)),
        charts=tuple(_plan_charts(before, after, clips, tongue)),
        notes=tuple(
            (format_player_clock(note.seconds), CATEGORIES[note.category].render(tongue), note)
            for note in output.notes
            if note.category in CATEGORIES
        ),
        commands=tuple(_list_commands(standing, output, tongue)),
        note_command=format_line_to_paste(("egv", "review", "note", str(standing.current_path))),
        stored_name=standing.name,
        content=standing.current_record.content,
    )


def _list_check_findings(standing: OutputReview, tongue: UiLanguage) -> Iterator[str]:
    """List the findings of the publication checklist for the video."""
    checked = examine_clip(InputClip(standing.current_path), CheckWish(), standing.ledger, tongue)
    for finding in checked.findings:
        yield format_finding(finding, tongue)


def _load_source(standing: OutputReview) -> Clip | None:
    """Load the source clip; None where there are several or it is gone."""
    names = tuple(standing.current_record.about.sources)
    if len(names) != 1:
        return None
    try:
        return load_clip(standing.ledger.locate_file(names[0]))
    except (EgvError, OSError):
        return None


def _format_link(path: Path, folder: Path) -> str:
    """Format a link to `path` from a page in `folder`."""
    return format_link(path.resolve(), folder.resolve())


def _embed_poster(
    media: Clip, record: OutputRecord | None = None, subtitles: Sequence[Cue] = ()
) -> str:
    with open_work_folder() as folder:
        place = folder / "poster.jpg"
        write_best_poster(media, place, record, [cue.span for cue in subtitles])
        return format_data_uri(shrink_to_jpeg(place, POSTER_PX), "image/jpeg")


def _list_facts(after: Clip, before: Clip | None, tongue: UiLanguage) -> Iterator[str]:
    size = f"{after.video.width}×{after.video.height}"
    yield texts.SIZE.render(tongue, size=size, megabytes=after.size_bytes / 1e6)
    length = format_player_clock(float(after.duration))
    if before:
        was = format_player_clock(float(before.duration))
        yield texts.LENGTH_WAS.render(tongue, length=length, was=was)
    else:
        yield texts.LENGTH.render(tongue, length=length)


def _load_subtitles(standing: OutputReview) -> Sequence[Cue]:
    """Load the subtitles beside the video; none where it has no file of them that can be read."""
    files = [standing.ledger.locate_file(name) for name in standing.current_record.all_sidecars]
    subtitles = next(
        (f for kind in SUBTITLES for f in files if f.suffix == kind and f.is_file()), None
    )
    try:
        return load_cues(subtitles) if subtitles else ()
    except UsageError:  # somebody edited it, and it is no longer a subtitle file
        return ()


def _list_subtitle_lines(standing: OutputReview) -> Iterator[SubtitleLine]:
    for cue in _load_subtitles(standing):
        start = float(cue.span.start)
        yield SubtitleLine(round(start, 3), format_player_clock(start), " ".join(cue.text.split()))


def _plan_charts(
    before: Clip | None, after: Clip, clips: tuple[str, ...], tongue: UiLanguage
) -> Iterator[BeforeAfterChart]:
    def points(curve: MeasuredCurve, bounds: tuple[float, float]) -> str:
        return format_line_points(curve, *bounds, CHART) if len(curve) > 1 else ""

    loud = (
        measure_loudness_curve(before, clips) if before else (),
        measure_loudness_curve(after, clips),
    )
    light = measure_light_curve(before, clips) if before else (), measure_light_curve(after, clips)
    for title, (was, now), bounds in (
        (texts.LOUDNESS, loud, LOUDNESS),
        (texts.LIGHT, light, LIGHT),
    ):
        if now:
            yield BeforeAfterChart(title.render(tongue), points(was, bounds), points(now, bounds))


def _list_commands(
    standing: OutputReview, output: ReviewedOutput, tongue: UiLanguage
) -> Iterator[tuple[str, str]]:
    for word, text in (("approve", texts.APPROVE), ("reject", texts.REJECT)):
        if word in output.commands:
            yield text.render(tongue), output.commands[word]
    recipe = standing.current_record.about.recipe
    if recipe and output.clip:
        again = ("egv", "run", "-r", recipe, output.clip, "--overwrite")
        yield texts.AGAIN.render(tongue), format_line_to_paste(again)
