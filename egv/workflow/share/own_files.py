"""Files that people changed in a share pack, or put there: they stay when it is packed again."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from egv.app.plan.inputs import format_clip_path
from egv.core.cues.script_text import SCRIPT_SUFFIX
from egv.core.errors import ConflictError, UsageError
from egv.tools.library.subtitle_files import (
    SUBTITLE_SUFFIXES,
    hash_text,
    load_cues,
    read_text_file,
)
from egv.tools.store import cache
from egv.workflow.share.manifest import INDEX, Pack, PackedPost

TEXTS = (".txt", ".md", *SUBTITLE_SUFFIXES)


def hash_written_files(folder: Path) -> dict[str, str]:
    """Hash the files in `folder`, by name, as egv has just written them."""
    return {path.name: cache.hash_content(path) for path in sorted(folder.iterdir())}


def find_own_files(folder: Path, pack: Pack | None) -> tuple[Path, ...]:
    """Find what is in `folder` and is not as egv wrote it for `pack`, the pack that lies there."""
    if pack is None:
        return ()
    posts = {post.file: post.text for post in pack.posts}
    return tuple(
        path
        for path in sorted(folder.iterdir())
        if path.name != INDEX and not _is_as_written(path, pack, posts.get(path.name))
    )


def _is_as_written(path: Path, pack: Pack, post: str | None) -> bool:
    if path.is_dir():
        return False
    if not pack.written:  # the pack of an earlier egv tells its posts only
        is_known = path.name in pack.files
        return is_known and (post is None or _read_text(path) == post.split())
    written, is_text = pack.written.get(path.name), path.suffix.lower() in TEXTS
    return written in (cache.hash_content(path), hash_text(path) if is_text else "")


def check_spoken_texts(own: Iterable[Path], spoken: Sequence[str], made: Path) -> None:
    """Raise ConflictError where one of the `own` files says other words than the video.

    `spoken` are the names of the files in the new pack, in `made`, with what is said in the video.
    """
    for path in own:
        if path.name in spoken and _read_words(path) != _read_words(made / path.name):
            raise ConflictError(
                f"{format_clip_path(path)}: this text was changed in the pack, and the video shows"
                " another one; make the change in the subtitles beside the video, run the line"
                " that made it again, and delete this file"
            )


def keep_own_files(pack: Pack, own: Sequence[Path], made: Path) -> Pack:
    """Copy the `own` files to the new pack in `made`, and return `pack` with them."""
    for path in own:
        if path.is_dir():
            shutil.copytree(path, made / path.name, dirs_exist_ok=True)
        else:
            shutil.copyfile(path, made / path.name)
    names = {path.name for path in own}
    posts = tuple(_read_post(post, made) if post.file in names else post for post in pack.posts)
    files = tuple(sorted({*pack.files, *names}))
    return pack.model_copy(update={"posts": posts, "files": files, "kept": tuple(sorted(names))})


def _read_post(post: PackedPost, folder: Path) -> PackedPost:
    text = read_text_file(folder / post.file).strip()
    return post.model_copy(update={"text": text, "notes": ()})


def _read_text(path: Path) -> list[str]:
    try:
        return read_text_file(path).split()
    except UsageError:
        return []


def _read_words(path: Path) -> list[str]:
    """Read the words in a file of text or subtitles; none where it cannot be read."""
    if path.suffix.lower() == SCRIPT_SUFFIX:
        return _read_text(path)
    try:
        return [word for cue in load_cues(path) for word in cue.text.split()]
    except UsageError:
        return []
