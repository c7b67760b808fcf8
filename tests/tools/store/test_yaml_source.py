"""Strict YAML: no surprises, every fault with its place."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from egv.core.errors import RecipeError
from egv.tools.store.yaml_source import format_yaml, parse_yaml, read_yaml, write_yaml


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("16:9", "16:9"), ("1:30", "1:30"), ("no", "no"), ("on", "on"), ("012", "012"),
        ("2024-01-01", "2024-01-01"), ("true", True), ("-16", -16), ("0.85", 0.85), ("1e3", 1000.0),
        ("8%", "8%"), ("", None), ("~", None),
    ],
)  # fmt: skip
def test_a_value_is_what_it_looks_like(text: str, value: object) -> None:
    assert parse_yaml(f"a: {text}\n", "f").data == {"a": value}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: 1\nb: 2\na: 3\n", "f:3:1: 'a' is given twice (first on line 1)"),
        ("a: &x [1]\nb: *x\n", "f:2:4: aliases"),
        ("a: &x [*x]\n", "aliases"),
        ("a: [1\n", "f:2:1"),
        ("a: {{title}}\n", "put quotes around it"),
        ("a: !!python/object/apply:os.system ['id']\n", "f:1:4"),
        ("a: \0\n", "cannot be read as YAML"),
    ],
)
def test_a_fault_names_its_place(text: str, words: str) -> None:
    with pytest.raises(RecipeError) as caught:
        parse_yaml(text, "f")

    assert words in str(caught.value)


def test_an_alias_bomb_is_refused_at_its_first_alias() -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{b}: &{b} [*{a},*{a},*{a},*{a},*{a},*{a},*{a},*{a},*{a}]\n"
        for a, b in pairwise("abcdefghi")
    )

    with pytest.raises(RecipeError, match="aliases"):
        parse_yaml(bomb, "f")


def test_a_key_knows_its_line_and_column() -> None:
    document = parse_yaml("steps:\n  - trim\n  - normalise:\n      lufs: 3\n", "f")

    assert document.format_key_place(("steps", 1, "normalise", "lufs")) == "f:4:7"
    assert document.format_key_place(("steps", 1, "normalise", "gone")) == "f:3:5"


def test_files_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"a: \xff\xfe")
    (tmp_path / "b.yaml").write_bytes(b"#" * (1 << 21))

    for name, words in (("a.yaml", "not UTF-8"), ("b.yaml", "1 MB"), ("c.yaml", "cannot be read")):
        with pytest.raises(RecipeError, match=words):
            read_yaml(tmp_path / name)


def test_what_is_written_reads_back(tmp_path: Path) -> None:
    data = {"name": "é", "steps": ["trim", {"normalise": {"lufs": -16.0}}]}
    write_yaml(tmp_path / "sub" / "r.yaml", data)

    assert read_yaml(tmp_path / "sub" / "r.yaml").data == data


@given(st.dictionaries(st.text("ab", min_size=1), st.text(st.characters(codec="utf-8"))))
@example({"a": "0E0", "b": "1e5"})
@example({"a": "012", "b": "yes"})
@example({"a": "null", "b": ".5"})
def test_a_text_that_is_written_is_read_back_as_that_text(data: dict[str, str]) -> None:
    assert parse_yaml(format_yaml(data), "x.yaml").data == data


def test_an_emoji_that_json_escapes_in_halves_is_one_character() -> None:
    assert parse_yaml('"\\ud83d\\ude00": "\\ud83d\\udc69"', "x.yaml").data == {"😀": "👩"}


@pytest.mark.parametrize("text", ['a: "\\ud83d"', 'a: ["x", "\\udc69 b"]', '"\\ud800": a'])
def test_half_a_character_is_a_fault_with_its_place(text: str) -> None:
    with pytest.raises(RecipeError, match=r"x\.yaml:1:\d+: it holds half a character"):
        parse_yaml(text, "x.yaml")
