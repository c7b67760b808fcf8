"""The weekly overview of share packs, with three choices for each: post, adapt, or skip."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import SimpleNamespace

from egv.app.records.printable import PrintableDocument, SchemaName
from egv.core.errors import UsageError
from egv.core.text.path_words import format_link
from egv.core.text.periods import Period
from egv.core.text.translation import Translated, UiLanguage
from egv.tools.draw.images import shrink_to_jpeg
from egv.tools.store.atomic_files import commit_text
from egv.workflow.pages import format_data_uri, render_page
from egv.workflow.share.manifest import SHARE, FoundPack, PackedPost, find_packs
from egv.workflow.share.pack import POSTER
from egv.workflow.share.texts import AUDIENCES

DIGEST_SCHEMA = "egv/digest@1"
POSTER_PX = 480

TITLE = Translated("Video's van week {week}", "Videos of week {week}")
LEAD = Translated(
    "Kies per video: kopieer en plaats, pas aan en deel, of sla over. Alles mag, niets moet.",
    "Choose for each video: copy and post, adapt and share, or skip. All is welcome, none is due.",
)
WORDS = SimpleNamespace(
    copy=Translated("Kopieer & plaats", "Copy & post"),
    adapt=Translated("Pas aan & deel", "Adapt & share"),
    skip=Translated("Sla over", "Skip"),
    skipped=Translated(
        "Prima. Wil je zeggen waarom? Dat helpt voor een volgende keer.",
        "Fine. Would you say why? It helps the next time.",
    ),
    copied=Translated("Gekopieerd", "Copied"),
    channel=Translated("Bericht voor {channel}", "Post for {channel}"),
    video=Translated("Video", "Video"),
)
LENGTH = Translated("{seconds} seconden", "{seconds} seconds")
NONE = Translated(
    "In deze week is geen deelpakket gemaakt. Maak er een met: egv share pack CLIP",
    "No share pack was made in this week. Make one with: egv share pack CLIP",
)


class Digest(PrintableDocument):
    """The overview of a week: its packs, and the files it was written to."""

    schema_name: SchemaName = DIGEST_SCHEMA
    week: str
    packs: tuple[str, ...]
    files: tuple[str, ...]

    def to_lines(self) -> tuple[str, ...]:
        """Format the overview for people."""
        return tuple(f"{name}: written" for name in self.files)


@dataclass(frozen=True, slots=True)
class DigestItem:
    """A pack in the overview, with links to its files."""

    name: str
    audience: str
    length: str
    poster: str
    videos: tuple[tuple[str, str], ...]
    posts: tuple[PackedPost, ...]


def write_digest(week: str, folder: Path, tongue: UiLanguage, today: date) -> Digest:
    """Write the overview of `week` (e.g. 2026-W47; "" for this week) for the packs in `folder`.

    Raises UsageError for a word that is not a week.
    """
    period = _parse_week(week, today)
    found = [
        found_pack
        for found_pack in find_packs(folder)
        if found_pack.pack.packed_at.date() in period
    ]
    place = folder / SHARE / f"digest-{period.name}.html"
    items = [_build_item(found_pack, place.parent, tongue) for found_pack in found]
    commit_text(_render_digest(items, period, tongue), place)
    commit_text(
        "\n".join(_iter_markdown_lines(items, period, tongue)) + "\n", place.with_suffix(".md")
    )
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
        raise UsageError(f"--week {word}: it is no week; write {Period.find_week(today).name}")
    return period


def _build_item(found: FoundPack, beside: Path, tongue: UiLanguage) -> DigestItem:
    pack = found.pack
    poster = found.folder / POSTER
    seconds = round(pack.videos[0].duration) if pack.videos else 0
    return DigestItem(
        name=pack.title or pack.name,
        audience=AUDIENCES[pack.audience].render(tongue),
        length=LENGTH.render(tongue, seconds=seconds),
        poster=format_data_uri(shrink_to_jpeg(poster, POSTER_PX), "image/jpeg")
        if poster.is_file()
        else "",
        videos=tuple(
            (video.format, _format_link(found.folder / video.file, beside)) for video in pack.videos
        ),
        posts=pack.posts,
    )


def _format_link(path: Path, beside: Path) -> str:
    """Format a link to `path` from a page in the folder `beside`."""
    return format_link(path.absolute(), beside.absolute())


def _render_digest(items: list[DigestItem], period: Period, tongue: UiLanguage) -> str:
    return render_page(
        "digest.html",
        tongue,
        title=TITLE.render(tongue, week=period.name),
        lead=LEAD.render(tongue),
        items=items,
        nothing=NONE,
        words=WORDS,
    )


def _iter_markdown_lines(
    items: list[DigestItem], period: Period, tongue: UiLanguage
) -> Iterator[str]:
    yield f"# {TITLE.render(tongue, week=period.name)}"
    yield f"\n{LEAD.render(tongue) if items else NONE.render(tongue)}"
    for item in items:
        yield f"\n## {_escape_markdown(item.name)}"
        yield f"\n{_escape_markdown(item.audience)}, {item.length}: " + ", ".join(
            f"[{_escape_markdown(word)}]({link})" for word, link in item.videos
        )
        for post in item.posts:
            yield f"\n### {WORDS.copy.render(tongue)} ({_escape_markdown(post.channel)})\n"
            yield from (f"    {line}" for line in post.text.splitlines())
        yield f"\n### {WORDS.adapt.render(tongue)}\n"
        yield f"### {WORDS.skip.render(tongue)}\n\n{WORDS.skipped.render(tongue)}"


def _escape_markdown(text: str) -> str:
    """Escape `text` so that Markdown shows all of it literally."""
    marks = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>|#"})
    return " ".join(text.translate(marks).split())
