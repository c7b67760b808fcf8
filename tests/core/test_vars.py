"""Texts of a clip: who says one first, what each may be, and how they are filled in."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.texts import as_typed, filled, places_in, wrong_places
from egv.core.vars import Said, Var, Words, faults, missing, texts_of, wrong_vars

TITLE = Var(required=True, prompt="What?", max_chars=10)


def texts(variables: dict[str, Var], *said: Said, **known: str) -> dict[str, str]:
    return Words(texts_of(variables, said, known)).texts


def test_who_says_a_text_first_is_heard_and_a_default_comes_last() -> None:
    variables = {"title": Var(default="Hello"), "role": Var(default="")}
    line, row = Said("title", "Line", "--set"), Said("title", "Row", "clips.csv:2")

    assert texts(variables, line, row) == {"title": "Line", "role": ""}
    assert texts(variables, row, line)["title"] == "Row"
    assert texts(variables)["title"] == "Hello"
    assert "title" not in texts({"title": Var()})


def test_a_default_may_use_what_egv_knows_of_a_clip() -> None:
    assert texts({"title": Var(default="{kit} of {date}")}, kit="acme", date="2026-03-02") == {
        "title": "acme of 2026-03-02"
    }


@pytest.mark.parametrize("said", [(), (Said("title", "  ", "--set"),)])
def test_what_is_required_and_blank_is_missing(said: tuple[Said, ...]) -> None:
    variables = {"title": TITLE, "role": Var()}

    assert missing(variables, said) == ("title",)
    assert missing(variables, [Said("title", "x", "--set")]) == ()


@pytest.mark.parametrize(
    ("var", "text", "fault"),
    [
        (TITLE, "0123456789", ""),
        (TITLE, "0123456789a", "has 11 characters, at most 10 fit"),
        (TITLE, "", ""),
        (Var(choices=("North", "South")), "South", ""),
        (Var(choices=("North", "South")), "south", "'south' is none of North, South"),
        (Var(max_chars=50), "x" * 60, f"'{'x' * 40}…' has 60"),
    ],
)
def test_a_text_is_held_to_what_it_may_be(var: Var, text: str, fault: str) -> None:
    said = Said("title", text, "--set")

    assert fault in var.fault(text)
    assert bool(list(faults({"title": var}, [said]))) == bool(fault)


@pytest.mark.parametrize(
    ("name", "var", "words"),
    [
        ("stem", {}, "egv fills {stem} in by itself"),
        ("Title", {}, "small letters"),
        ("a b", {}, "small letters"),
        ("a", {"required": True, "default": "x"}, "leave one of both out"),
        ("a", {"default": "{b}"}, "nothing fills this place in"),
        ("a", {"default": "long", "max_chars": 3}, "at most 3 fit"),
        ("a", {"default": "x", "choices": ["y"]}, "none of y"),
    ],
)
def test_vars_that_cannot_be_are_mistakes(name: str, var: dict[str, Any], words: str) -> None:
    [mistake] = wrong_vars({name: Var.model_validate(var)})

    assert words in mistake.words
    assert mistake.path[:2] == ("vars", name)


def test_a_kit_asks_nothing() -> None:
    assert not list(wrong_vars({"title": TITLE}))
    assert [m.path for m in wrong_vars({"title": TITLE}, asked=False)] == [
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
            Var.model_validate({"default": value})
    else:
        assert Var.model_validate({"default": value}).default == text


@given(st.text(), st.dictionaries(st.text(), st.text()))
def test_a_text_as_typed_is_filled_in_as_it_is(text: str, known: dict[str, str]) -> None:
    assert filled(as_typed(text), known) == text.strip()
    assert places_in(as_typed(text)) == ()
    assert wrong_places(as_typed(text)) == ()


@given(st.text(), st.text())
def test_what_is_filled_in_is_never_filled_in_again(before: str, text: str) -> None:
    line = f"{as_typed(before)}{{name}}"

    assert filled(line, {"name": text, "role": "!"}) == f"{before}{text}".strip()
