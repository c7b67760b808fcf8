"""The facts of a clip, cached by its bytes: a long clip has many packets to read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from pydantic import TypeAdapter

from egv import __version__
from egv.core.media.clip import Clip
from egv.tools.clips.container import check_clip
from egv.tools.clips.probe import probe
from egv.tools.ffmpeg import runner
from egv.tools.store import cache

FACTS = 4  # raise it where the facts of a clip are read differently: those in a cache are older


def load_clip(
    path: Path,
    of: Iterable[str] = (),
    *,
    allow_damaged: bool = False,
    tracks: tuple[int, ...] = (),
) -> Clip:
    """Load the facts of the clip at `path`. Raises InputError where there is no usable clip.

    The cache entry is also indexed under the clips whose hashes are `of`, such as the clips that
    this one is a card of. With `allow_damaged`, the readable part of a damaged clip is measured.
    The sound is that of `tracks`, stream indices, else the default one.
    """
    check_unread_clip(path)
    content, facts = cache.hash_content(path), TypeAdapter(Clip)

    def read() -> str:
        clip = probe(path, content, allow_damaged=allow_damaged, tracks=tracks)
        return json.dumps(facts.dump_python(clip, mode="json"))

    question = f"{__version__} {FACTS}\n{content}\n{path.name}"  # the notes may contain the name
    if allow_damaged:
        question += f"\nallow-damaged\n{runner.read_version()}"
    if tracks:
        question += f"\ntracks {tracks}"
    text = cache.recall_or_answer("media", question, read, (content, *of))
    known = facts.validate_python(json.loads(text))
    return replace(known, path=path, size_bytes=path.stat().st_size)


def check_unread_clip(path: Path) -> None:
    """Raise InputError where there is no clip at `path`, before the whole file is ever hashed."""
    if not path.exists() or not cache.is_content_known(path):
        check_clip(path)
