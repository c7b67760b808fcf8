"""The one line that comes next after a run."""

from __future__ import annotations

from typing import Any

import pytest

from egv.app.records.results import OutputResult, RunResult, Status
from egv.core.project.recipe import RecipeFile
from egv.core.project.recipe_parts import Audience, PackageContents
from egv.workflow.share.conclusion import choose_next_line


def output(name: str = "a.mp4", **says: Any) -> OutputResult:
    says.setdefault("status", Status.RENDERED)
    return OutputResult(input=name, output=f"out/{name}", **says)


def draft(name: str) -> OutputResult:
    return output(name, mark="draft", next_command="egv review approve")


def next_line(*outputs: OutputResult, audience: Audience = Audience.TEAM, **says: Any) -> str:
    return choose_next_line(RunResult(outputs=outputs, **says), audience)


def test_what_is_direct_is_packed_next() -> None:
    assert next_line(output()) == "egv share pack out/a.mp4"
    assert next_line(output(status=Status.KEPT, notes=("dark",))) == "egv share pack out/a.mp4"
    many = [output(f"{number}.mp4") for number in range(9)]
    assert next_line(*many) == "egv share pack out"


def test_what_was_found_is_looked_at_next() -> None:
    assert next_line(output(), output("b.mp4", notes=("dark",))) == "egv check out/b.mp4"


def test_a_draft_is_approved_next() -> None:
    line = "egv review approve out/a.draft.mp4 out/b.draft.mp4 --by NAME"
    assert next_line(draft("a.draft.mp4"), draft("b.draft.mp4")) == line
    assert next_line(*(draft(f"{number}.mp4") for number in range(9))) == "egv review page out"


def test_after_the_packs_comes_their_overview() -> None:
    assert next_line(output(), packs=("out/share/a",)) == "egv share digest out"


@pytest.mark.parametrize(
    "outputs",
    [(), (output(status=Status.FAILED),), (output(), output("b.mp4", status=Status.PENDING))],
)
def test_nothing_comes_next_where_videos_are_missing(outputs: tuple[OutputResult, ...]) -> None:
    assert next_line(*outputs) == ""


def test_what_is_private_is_not_packed() -> None:
    assert next_line(output(), audience=Audience.PRIVATE) == ""


def test_a_recipe_asks_for_a_pack_in_one_word() -> None:
    usual = PackageContents(with_run=True, thumbnail=True, transcript=True)

    assert RecipeFile(name="a", package=True).package == usual
    assert RecipeFile(name="a", package=False).package is None
