"""The files of a purge that the ledger knows: videos, subtitles, previews, and the clips."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from egv.app.inputs import MEDIA
from egv.app.purge_finds import Finds
from egv.core.kit_parts import SidecarKind
from egv.core.purging import FileKind, Listed
from egv.core.records import Made
from egv.tools import cache
from egv.tools.clip_files import file_beside
from egv.tools.removal import Standing, size_of, standing
from egv.tools.text_files import text_beside

TEXTS = frozenset(f".{kind.value}" for kind in SidecarKind)
RENAMED = "renamed, or copied"


def find_outputs(finds: Finds) -> None:
    """Find the files that egv wrote, also when renamed or copied within the same folders."""
    for listed in finds.purge.files:
        _take(finds, listed)
    sizes = {
        int(line.result.get("size_bytes") or 0)
        for line in finds.purge.lines
        if isinstance(line, Made)
    }
    for path in _files_in(finds.folders):
        suffix = path.suffix.lower()
        could_be = suffix in TEXTS or (suffix in MEDIA and size_of(path) in sizes)
        wanted = could_be and not finds.has(path)
        if wanted and (made := finds.outputs.get(cache.content_of(path))):
            finds.take(finds.label(made.line), path, made.kind, RENAMED)


def find_sources(finds: Finds) -> None:
    """Find the clips, with the file beside each: they are deleted only on request."""
    for content in finds.due.clips:
        if content in finds.purge.kept_contents:
            continue
        places = [finds.place(name) for name in finds.names.get(content, ())]
        places += [path.resolve() for path in finds.order.clips if path.is_file()]
        clips = [path for path in dict.fromkeys(places) if _holds(path, content)]
        note = ""
        if not clips:
            folders = sorted({path.parent for path in places if path.parent.is_dir()})
            media = (path for path in _files_in(folders) if path.suffix.lower() in MEDIA)
            clips, note = [path for path in media if _holds(path, content)], RENAMED
        for clip in clips:
            _take_source(finds, content, clip, note)


def _take(finds: Finds, listed: Listed) -> None:
    if finds.is_of_another(listed.name):
        return
    path, label = finds.place(listed.name), finds.label(listed.line)
    note, stays = "", False
    if standing(path) is Standing.FILE and cache.content_of(path) not in listed.contents:
        if listed.kind is FileKind.SUBTITLES:
            stays = not _is_beside(listed)
            note = "it is no file of egv's now" if stays else "corrected by hand since"
        else:
            stays = not finds.order.force
            way_out = "; --force removes it too" if stays else ""
            note = f"changed since egv made it{way_out}"
    finds.take(label, path, listed.kind, note, stays=stays)


def _take_source(finds: Finds, content: str, clip: Path, note: str) -> None:
    label, wanted = finds.label_of(content), content in finds.sources
    asked = "the clip itself; --sources removes it too"
    finds.take(label, clip, FileKind.CLIP, note if wanted else asked, stays=not wanted)
    if beside := file_beside(clip):
        others = [other.name for other in _files_in([clip.parent]) if _shares(other, clip)]
        if others:
            why = f"{others[0]} uses it too"
        else:
            why = "" if wanted else "what is known of the clip; --sources removes it too"
        finds.take(label, beside, FileKind.CLIP_FILE, why, stays=bool(why))
    if (text := text_beside(clip)) and not finds.has(text):
        why = "a text beside the clip, which egv did not write; remove it yourself"
        finds.take(label, text, FileKind.CLIP_FILE, why, stays=True)


def _is_beside(listed: Listed) -> bool:
    """True where egv would give a sidecar this name; a changed file of another name is foreign."""
    line, path = listed.line, Path(listed.name)
    return (
        isinstance(line, Made)
        and path.parent == Path(line.output).parent
        and path.name.startswith(f"{Path(line.output).stem}.")
        and path.suffix in TEXTS
    )


def _files_in(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        yield from (path for path in sorted(folder.iterdir()) if standing(path) is Standing.FILE)


def _holds(path: Path, content: str) -> bool:
    return standing(path) is Standing.FILE and cache.digest_of(path) == content


def _shares(other: Path, clip: Path) -> bool:
    return other != clip and other.stem == clip.stem and other.suffix.lower() in MEDIA
