"""Kits that extend others: what comes from the parent, where its files are, what it locks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.kit.inheritance import (
    OWN,
    InheritedPath,
    describe_lock,
    find_locked_key,
    has_key,
    is_inside_folder,
    list_effective_locks,
    list_written_locks,
    merge_kits,
    relocate_files,
)

keys = st.sampled_from(["palette", "primary", "audio", "lufs", "subtitles"])
trees = st.recursive(
    st.integers() | st.text("ab", max_size=2),
    lambda below: st.dictionaries(keys, below),
    max_leaves=8,
)
maps = st.dictionaries(keys, trees)


def test_maps_are_merged_at_every_depth_and_lists_replaced() -> None:
    parent = {"palette": {"primary": "#000001", "extra": {"a": 1}}, "languages": ["nl", "en"]}
    child = {"palette": {"extra": {"b": 2}}, "languages": ["fr"]}

    assert merge_kits(child, parent) == {
        "palette": {"primary": "#000001", "extra": {"a": 1, "b": 2}},
        "languages": ["fr"],
    }


@pytest.mark.parametrize("key", sorted(OWN))
def test_what_a_kit_says_of_itself_is_not_inherited(key: str) -> None:
    assert merge_kits({}, {key: "parent"}) == {}
    assert merge_kits({key: "child"}, {key: "parent"}) == {key: "child"}


def test_another_bed_does_not_come_with_the_licence_of_the_first() -> None:
    parent = {"music": {"bed": "a.wav", "licence": "CC0", "gain_db": -18}}

    assert merge_kits({"music": {"bed": "b.wav"}}, parent)["music"] == {
        "bed": "b.wav",
        "gain_db": -18,
    }
    assert merge_kits({"music": {"gain_db": -20}}, parent)["music"]["licence"] == "CC0"


def test_a_text_of_the_parent_stays_in_its_language() -> None:
    parent = {
        "language": "nl",
        "outro": {"cta": {"text": "Kom langs"}},
        "vars": {"a": {"default": "b"}},
    }
    child = merge_kits({"language": "en"}, parent)

    assert child["outro"]["cta"]["text"] == {"nl": "Kom langs"}
    assert child["vars"]["a"]["default"] == {"nl": "b"}
    assert merge_kits({"language": "nl"}, parent)["outro"]["cta"]["text"] == "Kom langs"


@given(maps, maps)
def test_what_a_child_says_holds_and_nothing_else_is_lost(
    child: dict[str, Any], parent: dict[str, Any]
) -> None:
    merged = merge_kits(child, parent)

    assert merge_kits(child, {}) == child
    assert set(merged) == set(child) | set(parent)
    for key, value in child.items():
        if not isinstance(value, dict):
            assert merged[key] == value
    assert merge_kits(child, merged) == merged


def test_a_parents_files_are_named_from_the_childs_folder() -> None:
    data = {
        "fonts": {"heading": {"file": "fonts/a.ttf"}, "body": "heading"},
        "intro": {"clips": {"portrait": "in.mp4"}},
        "colour": {"lut": "look.cube"},
        "name": "parent",
    }
    moved = relocate_files(data, Path("../parent"))

    assert moved["fonts"]["heading"]["file"] == InheritedPath(Path("../parent/fonts/a.ttf"))
    assert moved["fonts"]["body"] == "heading"
    assert moved["intro"]["clips"]["portrait"] == InheritedPath(Path("../parent/in.mp4"))
    assert moved["colour"]["lut"] == InheritedPath(Path("../parent/look.cube"))
    assert moved["name"] == "parent"


@pytest.mark.parametrize("written", ["../a.cube", "/a.cube", "https://a/b", "", 7, None, ["a"]])
def test_a_path_that_no_kit_may_name_stays_to_be_refused(written: Any) -> None:
    data = {"colour": {"lut": written}}

    assert relocate_files(data, Path("../parent")) == data


@pytest.mark.parametrize(
    ("path", "inside"),
    [("a.png", True), ("b/a.png", True), ("../a.png", False), ("/a", False), ("C:a", False),
     ("b/../a", False), ("", False)],
)  # fmt: skip
def test_a_path_stays_inside_its_folder_or_not(path: str, inside: bool) -> None:
    assert is_inside_folder(Path(path)) == inside


def test_only_texts_are_locks_and_none_locks_what_every_kit_says_of_itself() -> None:
    data = {"locked": ["palette.primary", "name", 7, "title"]}

    assert list_written_locks(data) == ("palette.primary", "name", "title")
    assert list_effective_locks(data) == ("palette.primary",)
    assert list_written_locks({"locked": "palette"}) == list_written_locks([]) == ()


@pytest.mark.parametrize(
    ("data", "key"),
    [
        ({"palette": {"primary": 1}}, ("palette", "primary")),
        ({"palette": {"accent": 1}}, None),
        ({"audio": {}}, None),
        ({"palette": None}, ("palette",)),  # replaces the section that holds the locked field
        ([], None),
    ],
)
def test_a_locked_field_is_found_where_it_is_set_or_replaced(data: Any, key: Any) -> None:
    assert find_locked_key(data, "palette.primary") == key


def test_a_lock_is_told_with_whose_it_is() -> None:
    at_once = describe_lock(("palette", "primary"), "palette.primary", "group")
    around = describe_lock(("palette",), "palette.primary", "group")

    assert at_once.startswith("palette.primary: group has locked it; leave it out")
    assert around.startswith("palette: group has locked it (its 'palette.primary')")


@pytest.mark.parametrize(
    ("path", "there"),
    [(("a",), True), (("a", "b"), True), (("a", "c"), False), (("a", "b", "c"), False), ((), True)],
)
def test_a_key_is_there_also_without_a_value(path: tuple[str, ...], there: bool) -> None:
    assert has_key({"a": {"b": None}}, path) == there
