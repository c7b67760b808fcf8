"""The steps of a recipe: names with or without options, and every mistake in them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.programme.step import Step
from egv.core.project.recipe_steps import parse_steps
from egv.steps import STEPS
from egv.steps.lower_third import LowerThirdStep
from egv.steps.normalise import Normalise
from egv.steps.trim import Trim


def parse(*entries: Any) -> tuple[tuple[Step, ...], dict[tuple[str | int, ...], str]]:
    steps, mistakes = parse_steps(list(entries), STEPS, ("name", "title"))
    return steps, {mistake.path: mistake.message for mistake in mistakes}


def test_a_step_is_a_word_or_a_word_with_options() -> None:
    steps, mistakes = parse("trim", {"normalise": {"lufs": -14}}, {"trim": None})

    assert mistakes == {}
    assert steps == (Trim(), Normalise(lufs=-14), Trim())


@pytest.mark.parametrize("step", [step for step in STEPS if step.aliases])
def test_a_step_may_be_called_by_its_other_names(step: type[Step]) -> None:
    [(one, _), (other, _)] = [parse({name: {}}) for name in (step.name, step.aliases[0])]

    assert one == other


@pytest.mark.parametrize(
    ("entry", "path", "says"),
    [
        (7, ("steps", 0), "a step is a word, or a word with options"),
        ({"trim": {}, "music": {}}, ("steps", 0), "a step is a word, or a word with options"),
        ("tirm", ("steps", 0), "tirm: unknown step; did you mean 'trim'?"),
        ({"tirm": {}}, ("steps", 0, "tirm"), "unknown step"),
        ({"trim": [1]}, ("steps", 0, "trim"), "trim: its options are a map, such as"),
        ({"normalise": {"luffs": 1}}, ("steps", 0, "normalise", "luffs"),
         "normalise.luffs: unknown option; did you mean 'lufs'?"),
        ({"normalise": {"lufs": 3}}, ("steps", 0, "normalise", "lufs"), "above the limit -5"),
        ({"lower-third": {"name": "{nmae}"}}, ("steps", 0, "lower-third", "name"),
         "nothing fills this place in; did you mean 'name'?"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_at_its_key_with_the_way_out(
    entry: Any, path: tuple[str | int, ...], says: str
) -> None:
    _, mistakes = parse(entry)

    assert list(mistakes) == [path]
    assert says in mistakes[path]


def test_a_mistake_in_one_step_hides_none_in_another() -> None:
    steps, mistakes = parse("tirm", "trim", {"normalise": {"luffs": 1, "lufs": 3}})

    assert steps == (Trim(),)
    assert len(mistakes) == 3


@given(st.recursive(
    st.none() | st.integers() | st.sampled_from(["trim", "music", "lufs", "x"]),
    lambda below: st.lists(below, max_size=3)
    | st.dictionaries(st.sampled_from(["trim", "normalise", "lufs", "x"]), below, max_size=2),
))  # fmt: skip
def test_whatever_is_written_is_steps_or_mistakes(entries: Any) -> None:
    steps, mistakes = parse_steps(entries, STEPS, ())
    listed = entries if isinstance(entries, list) else []

    assert len(steps) + len({mistake.path[:2] for mistake in mistakes}) >= len(listed)
    assert all(isinstance(step, Step) for step in steps)
    assert LowerThirdStep not in map(type, steps)
