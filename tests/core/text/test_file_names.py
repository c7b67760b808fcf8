"""File names that say something, and texts that stand in a file name."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.text.file_names import (
    fill_path,
    find_pattern_faults,
    find_template_faults,
    parse_file_name,
    to_file_name,
)

KNOWN = ("date", "name", "title")
PATTERN = "{date}_{name}_{title}"


@pytest.mark.parametrize(
    ("stem", "said"),
    [
        ("2026-03-02_Maria Jansen_Our week", ("2026-03-02", "Maria Jansen", "Our week")),
        ("20260302_Maria_Our_week_12", ("2026-03-02", "Maria", "Our_week_12")),
        ("2026-03-02_a.b+(c)_[d]", ("2026-03-02", "a.b+(c)", "[d]")),
        ("2026-13-02_Maria_Our week", None),
        ("IMG_0001_clip", None),
        ("2026-03-02_Maria", None),
        ("2026-03-02__x", None),
    ],
)
def test_a_name_is_read_by_its_pattern_or_not_at_all(
    stem: str, said: tuple[str, ...] | None
) -> None:
    assert parse_file_name(stem, PATTERN) == (dict(zip(KNOWN, said, strict=True)) if said else {})


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("{date}_{nam}", "did you mean 'name'?"),
        ("film", "no placeholder"),
        ("{name}_{name}", "twice"),
        ("{name}{title}", "put a character between"),
        ("x/{name}", "remove the folder"),
        ("{name}_{", "a single brace"),
        ("{name!r}", "unknown placeholder"),
        ("{name.x}", "unknown placeholder"),
    ],
)
def test_a_pattern_that_nothing_can_be_read_by_is_refused(pattern: str, words: str) -> None:
    assert any(words in said for said in find_pattern_faults(pattern, KNOWN))
    assert not list(find_pattern_faults(PATTERN, KNOWN))
    assert not list(find_template_faults(f"x/{PATTERN}.mp4", KNOWN))


def test_a_folder_that_would_have_no_name_is_left_out() -> None:
    template = "{department}/{title}.mp4"

    assert fill_path(template, {"title": "a"}) == "a.mp4"
    assert fill_path(f"/out/{template}", {"title": "a"}) == "/out/a.mp4"


@given(st.text())
def test_a_text_in_a_file_name_stays_one_name_in_its_folder(text: str) -> None:
    safe = to_file_name(text)
    path = PurePosixPath(fill_path("out/{title}/x.mp4", {"title": safe}))

    assert len(safe) <= 80
    assert not set(safe) & set('/\\:*?"<>|\n\t\0')
    assert not safe.startswith((".", " "))
    assert not safe.endswith((".", " "))
    assert path.parent == (PurePosixPath("out") / safe if safe else PurePosixPath("out"))
    assert to_file_name(safe) == safe
