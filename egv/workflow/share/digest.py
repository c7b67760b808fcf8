"""The weekly overview of share packs, as HTML and Markdown: readers post, adapt or skip each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from egv.app.authoring.page_look import find_page_look
from egv.app.records.printable import PrintableDocument, SchemaName
from egv.core.errors import UsageError
from egv.core.kit.formats import SOURCE
from egv.core.text.path_words import format_link
from egv.core.text.periods import Period
from egv.core.text.translation import UiLanguage
from egv.core.text.wording import escape_markdown
from egv.tools.draw.images import shrink_to_jpeg
from egv.tools.pages.pages import format_data_uri, render_page
from egv.tools.store.atomic_files import commit_text
from egv.workflow.feedback.items import FeedbackItem
from egv.workflow.feedback.log import load_feedback, open_feedback
from egv.workflow.share import digest_texts as texts
from egv.workflow.share.manifest import SHARE, FoundPack, Pack, PackedPost, PackedVideo, find_packs
from egv.workflow.share.pack import POSTER
from egv.workflow.share.texts import AUDIENCES

DIGEST_SCHEMA = "egv/digest@1"
POSTER_PX = 480
ANSWERED_DAYS = 31  # so long an answer to feedback is shown


class Digest(PrintableDocument):
    """The overview of a week: its packs, and the files it was written to."""

    schema_name: SchemaName = DIGEST_SCHEMA
    week: str
    packs: tuple[str, ...]
    files: tuple[str, ...]

    def to_lines(self) -> tuple[str, ...]:
        """List a line for people on each file that was written."""
        return tuple(f"{name}: written" for name in self.files)


@dataclass(frozen=True, slots=True)
class DigestItem:
    """A pack as the overview shows it: its texts, its poster (a data URI), links to its videos.

    Each link has a label: the format of the video, or its title where nobody named a format.
    """

    name: str
    audience: str
    length: str
    poster: str
    videos: tuple[tuple[str, str], ...]
    posts: tuple[PackedPost, ...]
    alt: str = ""


def write_digest(week: str, folder: Path, tongue: UiLanguage, today: date) -> Digest:
    """Write the overview of `week` (e.g. 2026-W47; "" for this week) into `folder`/share.

    It shows the packs in and below `folder`. Raises UsageError for a word that is not a week.
    """
    period = _parse_week(week, today)
    found = [
        found_pack
        for found_pack in find_packs(folder)
        if found_pack.pack.packed_at.date() in period
    ]
    place = folder / SHARE / f"digest-{period.name}.html"
    items = [_build_item(found_pack, place.parent, tongue) for found_pack in found]
    answered = _list_answered(today)
    page = _render_digest(items, answered, period, tongue)
    lines = (*_iter_markdown_lines(items, period, tongue), *_iter_answers(answered, tongue))
    commit_text(page, place)
    commit_text("\n".join(lines) + "\n", place.with_suffix(".md"))
    return Digest(
        week=period.name,
        packs=tuple(str(found_pack.folder) for found_pack in found),
        files=(str(place), str(place.with_suffix(".md"))),
    )


def _parse_week(word: str, today: date) -> Period:
    if not word:
        return Period.find_week(today)
    try:
        period = Period.parse(word)
    except ValueError:
        period = None
    if period is None or "W" not in period.name:
        raise UsageError(
            f"--week {word}: this is not a week; write for example {Period.find_week(today).name}"
        )
    return period


def _build_item(found: FoundPack, beside: Path, tongue: UiLanguage) -> DigestItem:
    pack = found.pack
    poster = found.folder / POSTER
    seconds = round(pack.videos[0].duration) if pack.videos else 0
    return DigestItem(
        name=pack.title or pack.name,
        audience=AUDIENCES[pack.audience].render(tongue),
        length=texts.LENGTH.render(tongue, seconds=seconds),
        poster=format_data_uri(shrink_to_jpeg(poster, POSTER_PX), "image/jpeg")
        if poster.is_file()
        else "",
        videos=tuple(
            (_name_video(video, pack, tongue), _format_link(found.folder / video.file, beside))
            for video in pack.videos
        ),
        posts=pack.posts,
        alt=pack.alt,
    )


def _name_video(video: PackedVideo, pack: Pack, tongue: UiLanguage) -> str:
    """Name a video by its format; by its title where nobody named a format."""
    if video.format in ("", SOURCE):
        return pack.title or pack.name
    return f"{texts.VIDEO.render(tongue)} ({video.format})"


def _name_post(post: PackedPost, tongue: UiLanguage) -> str:
    variant = texts.VARIANTS.get(post.variant)
    return f"{post.channel}, {variant.render(tongue)}" if variant else post.channel


def _format_link(path: Path, beside: Path) -> str:
    """Format a link to `path` from a page in the folder `beside`."""
    return format_link(path.absolute(), beside.absolute())


def _list_answered(today: date) -> tuple[FeedbackItem, ...]:
    """List the feedback of the project that was answered lately."""
    since = today - timedelta(days=ANSWERED_DAYS)
    items = load_feedback(open_feedback()).items
    return tuple(item for item in items if item.answered_on and item.answered_on >= since)


def _iter_answers(answered: tuple[FeedbackItem, ...], tongue: UiLanguage) -> Iterator[str]:
    if answered:
        yield f"\n## {texts.ANSWERED.render(tongue)}\n"
    for item in answered:
        yield f"- {escape_markdown(item.text)}\n  {escape_markdown(item.answer)}"


def _render_digest(
    items: list[DigestItem],
    answered: tuple[FeedbackItem, ...],
    period: Period,
    tongue: UiLanguage,
) -> str:
    return render_page(
        "digest.html",
        tongue,
        find_page_look(),
        title=texts.TITLE.render(tongue, week=period.name),
        lead=texts.LEAD.render(tongue),
        items=items,
        answered=answered,
        nothing=texts.NONE,
        words=texts,
    )


def _iter_markdown_lines(
    items: list[DigestItem], period: Period, tongue: UiLanguage
) -> Iterator[str]:
    yield f"# {texts.TITLE.render(tongue, week=period.name)}"
    yield f"\n{texts.LEAD.render(tongue) if items else texts.NONE.render(tongue)}"
    for item in items:
        yield f"\n## {escape_markdown(item.name)}"
        yield f"\n{escape_markdown(item.audience)}, {item.length}: " + ", ".join(
            f"[{escape_markdown(word)}]({link})" for word, link in item.videos
        )
        for post in item.posts:
            head = texts.COPY if post.finished else texts.ADAPT
            yield f"\n### {head.render(tongue)} ({escape_markdown(_name_post(post, tongue))})\n"
            yield from (f"    {line}" for line in post.text.splitlines())
        if item.alt:
            yield f"\n### {texts.ALT.render(tongue)}\n\n    {item.alt}"
        yield f"\n### {texts.ADAPT.render(tongue)}\n"
        yield f"### {texts.SKIP.render(tongue)}\n\n{texts.SKIPPED.render(tongue)}"
