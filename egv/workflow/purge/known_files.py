"""The files of a purge that the ledger leads to: videos, subtitles, slips, previews, the clips."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from egv.app.plan.media_kinds import INPUT_MEDIA, MEDIA
from egv.app.records.ledger_lines import OutputRecord
from egv.core.kit.formats import SOURCE
from egv.core.kit.plain_values import SidecarKind
from egv.tools.library.clip_notes import (
    ATTENTION_MARK,
    find_clip_notes_file,
    locate_attention_note,
)
from egv.tools.library.subtitle_files import find_clip_text_file
from egv.tools.store import cache
from egv.tools.store.atomic_files import is_marked
from egv.tools.store.safe_delete import PathState, classify_path, measure_size_bytes
from egv.workflow.purge.rules import LedgerFile, PurgedFileKind
from egv.workflow.purge.search import PurgeFinds
from egv.workflow.slip.files import SlipState, locate_slips, read_slip_state

TEXTS = frozenset(f".{kind.value}" for kind in SidecarKind)
RENAMED = "renamed or copied"


def add_output_files(finds: PurgeFinds) -> None:
    """Add the files that egv wrote to `finds`, also videos and subtitles that were renamed."""
    for listed in finds.purge.files:
        _take_output(finds, listed)
    for line in finds.purge.gone_lines:
        if isinstance(line, OutputRecord):
            _take_slips(finds, line)
    sizes = {
        int(line.result.get("size_bytes") or 0)
        for line in finds.purge.gone_lines
        if isinstance(line, OutputRecord)
    }
    for path in _iter_files(finds.folders):
        suffix = path.suffix.lower()
        could_be = suffix in TEXTS or (suffix in MEDIA and measure_size_bytes(path) in sizes)
        wanted = could_be and not finds.has_path(path)
        if wanted and (made := finds.gone_outputs.get(cache.hash_content(path))):
            finds.add_if_present(finds.format_label(made.line), path, made.kind, RENAMED)


def add_source_files(finds: PurgeFinds) -> None:
    """Add the clips to `finds`, each with its notes: they are deleted only on request."""
    for content in finds.due.clips:
        if content in finds.purge.kept_contents:
            continue
        places = [finds.to_working_path(name) for name in finds.names.get(content, ())]
        places += [path.resolve() for path in finds.order.clips if path.is_file()]
        clips = [path for path in dict.fromkeys(places) if _has_content(path, content)]
        note = ""
        if not clips:
            folders = sorted({path.parent for path in places if path.parent.is_dir()})
            media = (path for path in _iter_files(folders) if path.suffix.lower() in INPUT_MEDIA)
            clips, note = [path for path in media if _has_content(path, content)], RENAMED
        for clip in clips:
            _take_source(finds, content, clip, note)


def _take_output(finds: PurgeFinds, listed: LedgerFile) -> None:
    if finds.is_kept_file(listed.name):
        return
    path, label = finds.to_working_path(listed.name), finds.format_label(listed.line)
    note, stays = "", False
    if classify_path(path) is PathState.FILE and cache.hash_content(path) not in listed.contents:
        if listed.kind is PurgedFileKind.SUBTITLES:
            stays = not _is_sidecar_name(listed)
            note = "no longer a file that egv wrote" if stays else "corrected by hand since"
        else:
            stays = not finds.order.force
            way_out = "; add --force to remove it too" if stays else ""
            note = f"changed since egv made it{way_out}"
    finds.add_if_present(label, path, listed.kind, note, stays=stays)


def _take_slips(finds: PurgeFinds, line: OutputRecord) -> None:
    """Add the return slips of the video in `line`; a file of that name by somebody else stays."""
    result = line.result
    video = finds.to_working_path(line.output)
    for path in locate_slips(video, str(result.get("format", SOURCE)), str(result.get("mark", ""))):
        state = read_slip_state(path)
        notes = {
            SlipState.EDITED: "corrected by hand since",
            SlipState.FOREIGN: "no file that egv wrote",
        }
        stays = state is SlipState.FOREIGN
        note = notes.get(state, "")
        finds.add_if_present(finds.format_label(line), path, PurgedFileKind.SLIP, note, stays=stays)


def _take_source(finds: PurgeFinds, content: str, clip: Path, note: str) -> None:
    label, wanted = finds.find_label(content), content in finds.sources
    asked = "the clip itself; add --sources to remove it too"
    finds.add_if_present(
        label, clip, PurgedFileKind.CLIP, note if wanted else asked, stays=not wanted
    )
    if beside := find_clip_notes_file(clip):
        others = [other.name for other in _iter_files([clip.parent]) if _has_same_stem(other, clip)]
        if others:
            why = f"{others[0]} also uses it"
        else:
            why = "" if wanted else "the notes about the clip; add --sources to remove them too"
        finds.add_if_present(label, beside, PurgedFileKind.CLIP_FILE, why, stays=bool(why))
    for folder in dict.fromkeys((clip.parent, *finds.all_folders)):
        told = folder / locate_attention_note(clip).name  # apart where the clip's is read-only
        if classify_path(told) is PathState.FILE and is_marked(told, ATTENTION_MARK):
            finds.add_if_present(label, told, PurgedFileKind.CLIP_FILE)
    if (text := find_clip_text_file(clip)) and not finds.has_path(text):
        why = "a text beside the clip, which egv did not write; remove it yourself"
        finds.add_if_present(label, text, PurgedFileKind.CLIP_FILE, why, stays=True)


def _is_sidecar_name(listed: LedgerFile) -> bool:
    """True where egv would give a sidecar this name; a changed file of another name is foreign."""
    line, path = listed.line, Path(listed.name)
    return (
        isinstance(line, OutputRecord)
        and path.parent == Path(line.output).parent
        and path.name.startswith(f"{Path(line.output).stem}.")
        and path.suffix in TEXTS
    )


def _iter_files(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        yield from (
            path for path in sorted(folder.iterdir()) if classify_path(path) is PathState.FILE
        )


def _has_content(path: Path, content: str) -> bool:
    return classify_path(path) is PathState.FILE and cache.compute_digest(path) == content


def _has_same_stem(other: Path, clip: Path) -> bool:
    return other != clip and other.stem == clip.stem and other.suffix.lower() in INPUT_MEDIA
