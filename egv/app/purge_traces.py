"""Traces of purged clips elsewhere: packs, pages, reviews, cache, logs."""

from __future__ import annotations

import contextlib
import html
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import unquote

from egv.app.crash import crash_folder
from egv.app.pack_file import INDEX, SHARE
from egv.app.purge_finds import Finds, FoundFile
from egv.core.purging import FileKind, words_in
from egv.tools import cache
from egv.tools.json_lines import line_text, whole_lines
from egv.tools.removal import Standing, files_below, standing, within

GENERATOR = 'name="generator" content="egv'  # in pages that egv wrote
DIGEST = "digest-*.*"  # in the folder of packs
ORDERS = "draft-*.json"  # in egv's state folder, beside the lists: one for each waiting draft
LISTS = ("reviews.jsonl", "metrics.jsonl")


def find_traces(finds: Finds) -> None:
    """Find everything on this machine that egv wrote and that mentions a purged item."""
    _find_packs(finds)
    _find_pages(finds)
    _find_reviews(finds)
    _find_kept(finds)
    _find_logs(finds)


def _find_packs(finds: Finds) -> None:
    """Find the files in folders whose pack.json names a clip that is due."""
    for folder in finds.folders:
        for pack in sorted(folder.glob(f"{SHARE}/*/{INDEX}")):
            if label := _label_of_pack(finds, pack):
                for path in files_below(pack.parent):
                    finds.take(label, path, FileKind.PACK)


def _label_of_pack(finds: Finds, pack: Path) -> str:
    if standing(pack) is not Standing.FILE:
        return ""
    try:
        contents = set(json.loads(_text(pack))["sources"].values())
    except (ValueError, KeyError, TypeError, AttributeError):
        return ""
    for line in finds.purge.lines:
        if contents == set(line.about.sources.values()):
            return finds.label(line)
    due = sorted(contents & finds.contents)
    return finds.label_of(due[0]) if due else ""


def _find_pages(finds: Finds) -> None:
    """Find pages that show a purged video or name a purged clip."""
    names = {Path(word).name: label for word, label in finds.labels()}
    for folder in finds.above:
        pages = (*folder.glob("*.html"), *folder.glob(f"{SHARE}/{DIGEST}"))
        for page in sorted(pages):
            text = unquote(html.unescape(_text(page)))  # so that names in links match too
            ours = GENERATOR in text or page.match(DIGEST)
            if ours and (label := _who_is_in(text, names)):
                note = "it may show other clips too: make it anew"
                finds.take(label, page, FileKind.PAGE, note)


def _find_reviews(finds: Finds) -> None:
    """Find the data kept to finish drafts, and the reviews and metrics of videos."""
    labels = dict(finds.labels())
    labels |= {str(finds.place(word)): label for word, label in labels.items()}
    for path in sorted(finds.state.glob(ORDERS)):
        with contextlib.suppress(ValueError):
            if label := _label_in(labels, json.loads(_text(path))):
                finds.take(label, path, FileKind.REVIEW)
    for name in LISTS:
        path = finds.state / name
        lines = [line for line in whole_lines(path)[0] if _label_in(labels, line)]
        if lines and standing(path) is Standing.FILE:
            size = sum(len(line_text(line)) for line in lines)
            note = f"{len(lines)} line{'s' if len(lines) > 1 else ''} of it"
            words = frozenset(labels)
            found = FoundFile(path, FileKind.REVIEW, size, note=note, words=words)
            finds.add(_label_in(labels, lines[0]), found)


def _find_kept(finds: Finds) -> None:
    """Find the cache entries about clips and their outputs."""
    labels = {content: finds.label(listed.line) for content, listed in finds.outputs.items()}
    labels |= {content: finds.label_of(content) for content in finds.contents}
    base = cache.folder()
    for content, places in cache.kept_of(labels.keys()).items():
        for place in places:
            path = within(base, place.relative_to(base))
            finds.take(labels[content], path, FileKind.CACHE)


def _find_logs(finds: Finds) -> None:
    """Find crash logs whose command line or error names a clip, or the person."""
    names = {
        Path(name).name: finds.label_of(content)
        for content in finds.contents
        for name in finds.names.get(content, ())
    }
    if finds.order.person and finds.clips:
        names[finds.order.person.strip()] = finds.clips[0].clip
    base = crash_folder()
    for log in sorted(base.glob("crash-*.log")) if base.is_dir() else ():
        if label := _who_is_in(_text(log), names):
            finds.take(label, within(base, log.name), FileKind.LOG)


def _label_in(labels: Mapping[str, str], document: object) -> str:
    """Find the label of the first word in `document` that has one."""
    return _first(labels[word] for word in words_in(document) if word in labels)


def _first(labels: Iterable[str]) -> str:
    return next(iter(labels), "")


def _text(path: Path) -> str:
    with contextlib.suppress(OSError):
        return path.read_text(encoding="utf-8", errors="replace")
    return ""


def _who_is_in(text: str, names: Mapping[str, str]) -> str:
    """Find the label of the first name in `names` that occurs in `text` as a whole word, or ""."""
    low = text.casefold()
    return _first(
        label
        for name, label in names.items()
        if name.casefold() in low
        and re.search(rf"(?<![\w.-]){re.escape(name)}(?!\w)", text, re.IGNORECASE)
    )
