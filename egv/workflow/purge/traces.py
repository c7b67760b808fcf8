"""Traces of purged clips elsewhere: packs, pages, reviews, cache, logs."""

from __future__ import annotations

import contextlib
import html
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import unquote

from egv.core.text.wording import format_count
from egv.tools.store import cache
from egv.tools.store.crash_log import find_crash_folder
from egv.tools.store.json_lines import format_json_line, read_whole_lines
from egv.tools.store.pseudonyms import compute_pseudonym
from egv.tools.store.safe_delete import PathState, classify_path, join_real_path, list_folder_files
from egv.workflow.purge.rules import PurgedFileKind, iter_texts
from egv.workflow.purge.search import FoundFile, PurgeFinds
from egv.workflow.share.manifest import INDEX, SHARE
from egv.workflow.slip.progress import PROGRESS

GENERATOR = 'name="generator" content="egv'  # in pages that egv wrote
DIGEST = "digest-*.*"  # in the folder of packs
ORDERS = "draft-*.json"  # in egv's state folder, beside the lists: one for each waiting draft
LISTS = ("reviews.jsonl", "metrics.jsonl", "feedback.jsonl", PROGRESS)


def find_traces(finds: PurgeFinds) -> None:
    """Find everything on this machine that egv wrote and that mentions a purged item."""
    _find_packs(finds)
    _find_pages(finds)
    _find_reviews(finds)
    _find_cache_entries(finds)
    _find_logs(finds)


def _find_packs(finds: PurgeFinds) -> None:
    """Find the files in folders whose pack.json names a clip that is due."""
    for folder in finds.folders:
        for pack in sorted(folder.glob(f"{SHARE}/*/{INDEX}")):
            if label := _find_pack_label(finds, pack):
                for path in list_folder_files(pack.parent):
                    finds.add_if_present(label, path, PurgedFileKind.PACK)


def _find_pack_label(finds: PurgeFinds, pack: Path) -> str:
    if classify_path(pack) is not PathState.FILE:
        return ""
    try:
        contents = set(json.loads(_read_text(pack))["sources"].values())
    except (ValueError, KeyError, TypeError, AttributeError):
        return ""
    for line in finds.purge.gone_lines:
        if contents == set(line.about.sources.values()):
            return finds.format_label(line)
    due = sorted(contents & finds.gone_contents)
    return finds.find_label(due[0]) if due else ""


def _find_pages(finds: PurgeFinds) -> None:
    """Find pages that show a purged video or name a purged clip."""
    names = {Path(word).name: label for word, label in finds.iter_labels()}
    for folder in finds.enclosing_folders:
        pages = (*folder.glob("*.html"), *folder.glob(f"{SHARE}/{DIGEST}"))
        for page in sorted(pages):
            text = unquote(html.unescape(_read_text(page)))  # so that names in links match too
            ours = GENERATOR in text or page.match(DIGEST)
            if ours and (label := _find_first_label(text, names)):
                note = "it may show other clips too; make it again"
                finds.add_if_present(label, page, PurgedFileKind.PAGE, note)


def _find_reviews(finds: PurgeFinds) -> None:
    """Find the data kept to finish drafts, and the reviews and metrics of videos."""
    labels = dict(finds.iter_labels())
    labels |= {str(finds.to_working_path(word)): label for word, label in labels.items()}
    for path in sorted(finds.state_folder.glob(ORDERS)):
        with contextlib.suppress(ValueError):
            if label := _find_document_label(labels, json.loads(_read_text(path))):
                finds.add_if_present(label, path, PurgedFileKind.REVIEW)
    for name in LISTS:
        path = finds.state_folder / name
        labels |= _find_person_labels(finds, path)
        lines = [line for line in read_whole_lines(path)[0] if _find_document_label(labels, line)]
        if lines and classify_path(path) is PathState.FILE:
            size = sum(len(format_json_line(line)) for line in lines)
            note = f"{format_count(len(lines), 'line')} about it"
            words = frozenset(labels)
            found = FoundFile(path, PurgedFileKind.REVIEW, size, note=note, words=words)
            finds.add_file(_find_document_label(labels, lines[0]), found)


def _find_person_labels(finds: PurgeFinds, path: Path) -> dict[str, str]:
    """Find the texts in the lists that name the person, such as a reviewer or in feedback."""
    name = finds.order.person.strip()
    if not name:
        return {}
    label = finds.clips[0].clip if finds.clips else f"what {name} said or decided"
    spelled = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
    lines, _ = read_whole_lines(path)
    if path.name == PROGRESS:  # where people are pseudonyms
        return {compute_pseudonym(name): label}
    return {word: label for line in lines for word in iter_texts(line) if spelled.search(word)}


def _find_cache_entries(finds: PurgeFinds) -> None:
    """Find the cache entries about clips and their outputs."""
    labels = {
        content: finds.format_label(listed.line) for content, listed in finds.gone_outputs.items()
    }
    labels |= {content: finds.find_label(content) for content in finds.gone_contents}
    base = cache.find_cache_folder()
    for content, places in cache.list_entries_by_content(labels.keys()).items():
        for place in places:
            path = join_real_path(base, place.relative_to(base))
            finds.add_if_present(labels[content], path, PurgedFileKind.CACHE)


def _find_logs(finds: PurgeFinds) -> None:
    """Find crash logs whose command line or error names a clip, or the person."""
    names = {
        Path(name).name: finds.find_label(content)
        for content in finds.gone_contents
        for name in finds.names.get(content, ())
    }
    if finds.order.person and finds.clips:
        names[finds.order.person.strip()] = finds.clips[0].clip
    base = find_crash_folder()
    for log in sorted(base.glob("crash-*.log")) if base.is_dir() else ():
        if label := _find_first_label(_read_text(log), names):
            finds.add_if_present(label, join_real_path(base, log.name), PurgedFileKind.LOG)


def _find_document_label(labels: Mapping[str, str], document: object) -> str:
    """Find the label of the first word in `document` that has one."""
    return _take_first(labels[word] for word in iter_texts(document) if word in labels)


def _take_first(labels: Iterable[str]) -> str:
    return next(iter(labels), "")


def _read_text(path: Path) -> str:
    with contextlib.suppress(OSError):
        return path.read_text(encoding="utf-8", errors="replace")
    return ""


def _find_first_label(text: str, names: Mapping[str, str]) -> str:
    """Find the label of the first name in `names` that occurs in `text` as a whole word, or ""."""
    low = text.casefold()
    return _take_first(
        label
        for name, label in names.items()
        if name.casefold() in low
        and re.search(rf"(?<![\w.-]){re.escape(name)}(?!\w)", text, re.IGNORECASE)
    )
