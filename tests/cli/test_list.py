"""`egv list`: everything that can be named on a line."""

from __future__ import annotations

from pathlib import Path

import pytest

from egv.cli.request import parse_request
from egv.core.kit.formats import find_format
from egv.steps import STEPS
from tests.running import egv


def test_each_list_names_what_can_be_written() -> None:
    document = egv("list", "--json").json

    assert document["schema"] == "egv/list@1"
    assert [step["name"] for step in document["steps"]] == [step.name for step in STEPS]
    for name in (word for step in document["steps"] for word in (step["name"], *step["aliases"])):
        assert parse_request([name, "a.mp4"])
    assert {"standard", "welcome"} <= {recipe["name"] for recipe in document["recipes"]}
    assert {"neutral", "acme"} <= {kit["name"] for kit in document["kits"]}
    shapes = [one for one in document["formats"] if one["size"]]
    assert len(shapes) >= 4
    for shape in shapes:
        for word in (shape["name"], *shape["words"]):
            assert list(find_format(word, {}).size) == shape["size"]


@pytest.mark.parametrize(
    ("words", "first"),
    [("steps", "trim"), ("kit", "acme"), ("Formats", "landscape"), ("recipes", "announcement")],
)
def test_one_list_is_a_plain_table(words: str, first: str) -> None:
    ran = egv("list", words)

    assert ran.code == 0
    assert ran.out.startswith(first)
    assert "egv list" not in ran.out


def test_a_list_that_was_not_asked_for_is_null() -> None:
    document = egv("list", "kits", "--json").json

    assert document["kits"]
    assert document["steps"] is document["recipes"] is document["formats"] is None


def test_a_format_of_the_kit_in_use_is_listed_with_its_kit() -> None:
    Path("brand_kits/ours").mkdir(parents=True)
    Path("brand_kits/ours/kit.yaml").write_text(
        "schema: egv/kit@1\nname: ours\nformats: {lobby: {size: [1200, 600]}}\n", encoding="utf-8"
    )
    Path("egv.yaml").write_text("schema: egv/project@1\nkit: ours\n", encoding="utf-8")

    assert "lobby      1200 x 600  of the kit ours" in egv("list", "formats").out.splitlines()


def test_an_unknown_list_is_refused_with_the_nearest() -> None:
    near, far = egv("list", "recipies"), egv("list", "bogus")

    assert (near.code, far.code) == (2, 2)
    assert "did you mean 'recipes'?" in near.err
    assert "choose from steps, recipes, kits, formats" in far.err
