"""Packs on the disk: found wherever they are, and passed over where they cannot be read."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from egv.core.project.recipe_parts import Audience
from egv.workflow.share.manifest import INDEX, SHARE, Pack, find_packs, load_pack

PACK = Pack(
    name="week",
    packed_at=datetime(2026, 11, 23, tzinfo=UTC),
    audience=Audience.TEAM,
    sources={"a.mov": "#a"},
    videos=(),
    posts=(),
    files=("week.mp4",),
)


def write(folder: Path, name: str, text: str) -> Path:
    place = folder / SHARE / name
    place.mkdir(parents=True)
    (place / INDEX).write_text(text)
    return place


def test_packs_are_found_in_order_of_their_path(tmp_path: Path) -> None:
    later = write(tmp_path / "out", "b", PACK.to_json())
    first = write(tmp_path / "out", "a", PACK.to_json())

    assert [found.folder for found in find_packs(tmp_path)] == [first, later]
    assert find_packs(tmp_path)[0].pack == PACK


@pytest.mark.parametrize("text", ["", "{}", "[]", PACK.to_json()[:-3]])
def test_a_faulty_list_is_no_pack(tmp_path: Path, text: str) -> None:
    write(tmp_path, "good", PACK.to_json())
    faulty = write(tmp_path, "bad", text)

    assert load_pack(faulty) is None
    assert [found.pack for found in find_packs(tmp_path)] == [PACK]


def test_where_no_pack_is_none_is_found(tmp_path: Path) -> None:
    assert load_pack(tmp_path) is None
    assert find_packs(tmp_path) == ()
