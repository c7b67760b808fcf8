"""The review page: all videos of a folder on one page, to watch, compare and decide."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from egv.app.check import checked_clip
from egv.app.check_forms import told
from egv.app.commit import commit_text
from egv.app.documents import Document, SchemaName
from egv.app.pages import data_uri, page
from egv.app.review_listing import CATEGORIES, STATES
from egv.app.review_words import WORDS
from egv.app.standings import NoteResult, ReviewedOutput, Standing, State, ledger_of, standings
from egv.core.charts import line
from egv.core.errors import ConflictError, EgvError, UsageError
from egv.core.media import Cue, Media
from egv.core.tongue import Tongue
from egv.tools.clips import clip_at
from egv.tools.curves import Curve, light_curve, loudness_curve
from egv.tools.images import small_jpeg
from egv.tools.poster import write_poster
from egv.tools.processes import work_folder
from egv.tools.text_files import cues_at

PAGE_SCHEMA = "egv/review-page@1"
PAGE = "review.html"
MARK = '<meta name="egv-page" content="review">'  # distinguishes a review page from a foreign file
POSTER_PX = 640
CHART = (600, 90)  # width and height, px
LOUDNESS = (-50.0, 0.0)  # LUFS from bottom to top
LIGHT = (0.0, 1.0)
SUBTITLES = (".vtt", ".srt")


class ReviewPage(Document):
    """The page that was written, and the videos on it."""

    schema_name: SchemaName = PAGE_SCHEMA
    file: str
    videos: tuple[str, ...]

    def lines(self) -> tuple[str, ...]:
        """Format the result as lines for people."""
        return (f"{self.file}: written, with {len(self.videos)} on it",)


@dataclass(frozen=True, slots=True)
class Line:
    """A subtitle: its time, in s and as text, and its words."""

    seconds: float
    clock: str
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Two lines, before and after, as SVG points; "" where unknown."""

    title: str
    before: str
    after: str
    size: tuple[int, int] = CHART


@dataclass(frozen=True, slots=True)
class Shown:
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
    lines: tuple[Line, ...]
    charts: tuple[Chart, ...]
    notes: tuple[tuple[str, str, NoteResult], ...]
    commands: tuple[tuple[str, str], ...]
    note_command: str

    @property
    def is_open(self) -> bool:
        """True where somebody has to decide about the video."""
        return self.output.state is State.DRAFT


def review_page(folder: Path, tongue: Tongue) -> ReviewPage:
    """Write `review.html` in `folder` with the videos in it, drafts first.

    Raises UsageError where the folder does not exist or holds no video made by egv, and
    ConflictError where a foreign file is in the way.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder}: there is no such folder; name the one that holds the videos")
    place = folder / PAGE
    if place.exists() and MARK not in place.read_text(encoding="utf-8", errors="replace"):
        raise ConflictError(f"{place}: it is there and is no page of egv's; move it away")
    found = [standing for standing in standings(ledger_of(folder)) if _lies_in(standing, folder)]
    if not found:
        raise UsageError(
            f"{folder}: egv made no video in it; make some first, or name the folder that they"
            " are in",
            hint=f"egv run CLIP... -o {shlex.quote(str(folder))}/",
        )
    shown = [_shown(standing, folder, tongue) for standing in found]
    shown.sort(key=lambda video: not video.is_open)
    text = page(
        "review.html",
        tongue,
        title=WORDS.title.within(tongue, name=folder.resolve().name),
        videos=shown,
        open_count=sum(video.is_open for video in shown),
        words=WORDS,
        categories=[(word, text.within(tongue)) for word, text in CATEGORIES.items()],
    )
    commit_text(text, place)
    return ReviewPage(file=str(place), videos=tuple(str(video.output.file) for video in shown))


def _lies_in(standing: Standing, folder: Path) -> bool:
    return folder.resolve() in standing.file.resolve().parents


def _shown(standing: Standing, folder: Path, tongue: Tongue) -> Shown:
    output, result = standing.shown(), standing.made.result
    clips = tuple(standing.made.about.sources.values())
    after = clip_at(standing.file, clips)
    before = _source(standing)
    return Shown(
        name=standing.file.name,
        output=output,
        state=STATES[output.state].within(tongue),
        file=_link(standing.file, folder),
        poster=_poster(after),
        before=_link(before.path, folder) if before else "",
        before_poster=_poster(before) if before else "",
        facts=tuple(_facts(after, before, tongue)),
        steps=tuple((str(step["step"]), str(step["why"])) for step in result.get("steps", ())),
        checks=tuple(_checks(standing, tongue)),
        remarks=tuple(map(str, result.get("notes", ()))),
        lines=tuple(_lines(standing)),
        charts=tuple(_charts(before, after, clips, tongue)),
        notes=tuple(
            (_clock(note.seconds), CATEGORIES[note.category].within(tongue), note)
            for note in output.notes
            if note.category in CATEGORIES
        ),
        commands=tuple(_commands(standing, output, tongue)),
        note_command=shlex.join(("egv", "review", "note", str(standing.file))),
    )


def _checks(standing: Standing, tongue: Tongue) -> Iterator[str]:
    """List the findings of the publication checklist for the video."""
    checked = checked_clip(standing.file, standing.file.name, None, standing.ledger, tongue)
    for finding in checked.findings:
        yield told(finding, tongue)


def _source(standing: Standing) -> Media | None:
    """Load the source clip; None where there are several or it is gone."""
    names = tuple(standing.made.about.sources)
    if len(names) != 1:
        return None
    try:
        return clip_at(standing.ledger.folder / names[0])
    except (EgvError, OSError):
        return None


def _link(path: Path, folder: Path) -> str:
    """Format a link to `path` from a page in `folder`."""
    relative = Path(os.path.relpath(path.resolve(), folder.resolve())).as_posix()
    return quote(os.fsencode(relative))


def _poster(media: Media) -> str:
    with work_folder() as folder:
        place = folder / "poster.jpg"
        write_poster(media, place, lambda _: None)
        return data_uri(small_jpeg(place, POSTER_PX), "image/jpeg")


def _facts(after: Media, before: Media | None, tongue: Tongue) -> Iterator[str]:
    assert after.video is not None
    size = f"{after.video.width}×{after.video.height}"
    yield WORDS.size.within(tongue, size=size, megabytes=after.size_bytes / 1e6)
    length = _clock(float(after.duration))
    if before:
        was = _clock(float(before.duration))
        yield WORDS.length_was.within(tongue, length=length, was=was)
    else:
        yield WORDS.length.within(tongue, length=length)


def _lines(standing: Standing) -> Iterator[Line]:
    files = [standing.ledger.folder / name for name in standing.made.beside]
    subtitles = next(
        (f for kind in SUBTITLES for f in files if f.suffix == kind and f.is_file()), None
    )
    if subtitles is None:
        return
    try:
        cues: Sequence[Cue] = cues_at(subtitles)
    except UsageError:  # somebody edited it, and it is no longer a subtitle file
        return
    for cue in cues:
        start = float(cue.span.start)
        yield Line(round(start, 3), _clock(start), " ".join(cue.text.split()))


def _charts(
    before: Media | None, after: Media, clips: tuple[str, ...], tongue: Tongue
) -> Iterator[Chart]:
    def points(curve: Curve, bounds: tuple[float, float]) -> str:
        return line(curve, *bounds, CHART) if len(curve) > 1 else ""

    loud = loudness_curve(before, clips) if before else (), loudness_curve(after, clips)
    light = light_curve(before, clips) if before else (), light_curve(after, clips)
    for title, (was, now), bounds in (
        (WORDS.loudness, loud, LOUDNESS),
        (WORDS.light, light, LIGHT),
    ):
        if now:
            yield Chart(title.within(tongue), points(was, bounds), points(now, bounds))


def _commands(
    standing: Standing, output: ReviewedOutput, tongue: Tongue
) -> Iterator[tuple[str, str]]:
    for word, text in (("approve", WORDS.approve), ("reject", WORDS.reject)):
        if word in output.commands:
            yield text.within(tongue), output.commands[word]
    recipe = standing.made.about.recipe
    if recipe and output.clip:
        again = ("egv", "run", "-r", recipe, output.clip, "--overwrite")
        yield WORDS.again.within(tongue), shlex.join(again)


def _clock(seconds: float) -> str:
    """Format a time in a video as players show it: `1:05`."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02}"
