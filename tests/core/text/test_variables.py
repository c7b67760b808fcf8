"""Texts of a clip: who says one first, what each may be, and how they are filled in."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.text.placeholders import escape_braces, fill_places, find_place_faults, list_places
from egv.core.text.variables import (
    ClipTexts,
    TextValue,
    TextVariable,
    find_text_faults,
    find_variable_faults,
    list_missing_names,
    resolve_texts,
)

TITLE = TextVariable(required=True, prompt="What?", max_chars=10)


def texts(variables: dict[str, TextVariable], *said: TextValue, **known: str) -> dict[str, str]:
    return ClipTexts(resolve_texts(variables, said, known)).texts_by_name


def test_who_says_a_text_first_is_heard_and_a_default_comes_last() -> None:
    variables = {"title": TextVariable(default="Hello"), "role": TextVariable(default="")}
    line, row = TextValue("title", "Line", "--set"), TextValue("title", "Row", "clips.csv:2")

    assert texts(variables, line, row) == {"title": "Line", "role": ""}
    assert texts(variables, row, line)["title"] == "Row"
    assert texts(variables)["title"] == "Hello"
    assert "title" not in texts({"title": TextVariable()})


def test_a_default_may_use_what_egv_knows_of_a_clip() -> None:
    assert texts(
        {"title": TextVariable(default="{kit} of {date}")}, kit="acme", date="2026-03-02"
    ) == {"title": "acme of 2026-03-02"}


@pytest.mark.parametrize("said", [(), (TextValue("title", "  ", "--set"),)])
def test_what_is_required_and_blank_is_missing(said: tuple[TextValue, ...]) -> None:
    variables = {"title": TITLE, "role": TextVariable()}

    assert list_missing_names(variables, said) == ("title",)
    assert list_missing_names(variables, [TextValue("title", "x", "--set")]) == ()


@pytest.mark.parametrize(
    ("var", "text", "fault"),
    [
        (TITLE, "0123456789", ""),
        (TITLE, "0123456789a", "has 11 characters, and at most 10 fit"),
        (TITLE, "", ""),
        (TextVariable(choices=("North", "South")), "South", ""),
        (TextVariable(choices=("North", "South")), "south", "'south' is not one of North, South"),
        (TextVariable(max_chars=50), "x" * 60, f"'{'x' * 40}…' has 60"),
    ],
)
def test_a_text_is_held_to_what_it_may_be(var: TextVariable, text: str, fault: str) -> None:
    said = TextValue("title", text, "--set")

    assert fault in var.explain_fault(text)
    assert bool(list(find_text_faults({"title": var}, [said]))) == bool(fault)


@pytest.mark.parametrize(
    ("name", "var", "words"),
    [
        ("stem", {}, "egv fills {stem} in by itself"),
        ("Title", {}, "small letters"),
        ("a b", {}, "small letters"),
        ("a", {"required": True, "default": "x"}, "remove one of the two"),
        ("a", {"default": "{b}"}, "unknown placeholder"),
        ("a", {"default": "long", "max_chars": 3}, "at most 3 fit"),
        ("a", {"default": "x", "choices": ["y"]}, "not one of y"),
    ],
)
def test_vars_that_cannot_be_are_mistakes(name: str, var: dict[str, Any], words: str) -> None:
    [fault] = find_variable_faults({name: TextVariable.model_validate(var)})

    assert words in fault.message
    assert fault.path[:2] == ("vars", name)


def test_a_kit_asks_nothing() -> None:
    assert not list(find_variable_faults({"title": TITLE}))
    assert [m.path for m in find_variable_faults({"title": TITLE}, asked=False)] == [
        ("vars", "title", "required")
    ]


@pytest.mark.parametrize(
    ("value", "text"), [(7, "7"), ("01", "01"), (1.5, None), (True, None), (["a"], None)]
)
def test_a_whole_number_is_a_text_and_what_yaml_would_rewrite_is_not(
    value: Any, text: str | None
) -> None:
    if text is None:
        with pytest.raises(ValueError, match=r"quotes|string"):
            TextVariable.model_validate({"default": value})
    else:
        assert TextVariable.model_validate({"default": value}).default == text


@given(st.text(), st.dictionaries(st.text(), st.text()))
def test_a_text_as_typed_is_filled_in_as_it_is(text: str, known: dict[str, str]) -> None:
    assert fill_places(escape_braces(text), known) == text.strip()
    assert list_places(escape_braces(text)) == ()
    assert find_place_faults(escape_braces(text)) == ()


@given(st.text(), st.text())
def test_what_is_filled_in_is_never_filled_in_again(before: str, text: str) -> None:
    line = f"{escape_braces(before)}{{name}}"

    assert fill_places(line, {"name": text, "role": "!"}) == f"{before}{text}".strip()
