"""The schemas that editors read, and the line by which they find them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from egv.app.plan.editor_schemas import EDITOR_LINE, SCHEMAS, connect_editor
from egv.tools.library.kits import load_kit
from tests.running import egv


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty working folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / ".config"))


def read_named_schema(file: Path) -> dict[str, object]:
    """The schema that the first line of `file` names, from the folder of the file."""
    first = file.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith(EDITOR_LINE)
    place = file.parent / first.removeprefix(EDITOR_LINE)
    schema: dict[str, object] = json.loads(place.read_text(encoding="utf-8"))
    return schema


def list_bare_properties(part: Any, place: str = "") -> Iterator[str]:
    """Every property in `part` of a schema, at any depth, about which the schema says nothing."""
    if isinstance(part, list):
        for entry in part:
            yield from list_bare_properties(entry, place)
    elif isinstance(part, dict):
        for name, about in part.get("properties", {}).items():
            if not about.get("description"):
                yield f"{place}.{name}"
        groups = ("properties", "$defs")
        for group in groups:
            for name, about in part.get(group, {}).items():
                yield from list_bare_properties(about, f"{place}.{name}")
        for key, value in part.items():
            if key not in (*groups, "default", "examples"):
                yield from list_bare_properties(value, place)


@pytest.mark.parametrize("kind", SCHEMAS)
def test_every_property_is_explained_to_whoever_hovers_over_it(kind: str) -> None:
    assert not list(list_bare_properties(SCHEMAS[kind]()))


@pytest.mark.parametrize("kind", SCHEMAS)
def test_one_verb_prints_every_schema(kind: str) -> None:
    document = egv("config", "schema", kind).json

    assert document["type"] == "object"
    assert document == json.loads(json.dumps(SCHEMAS[kind]()))


@pytest.mark.parametrize("kind", ["kit", "recipe"])
def test_the_verbs_of_old_print_the_same(kind: str) -> None:
    assert egv(kind, "schema").json == egv("config", "schema", kind).json


@pytest.mark.parametrize(
    ("line", "files"),
    [
        ("init --yes", {"egv.yaml": "project", "brand_kits/*/kit.yaml": "kit"}),
        ("init there --yes", {"there/egv.yaml": "project", "there/brand_kits/*/kit.yaml": "kit"}),
        ("kit new ours", {"brand_kits/ours/kit.yaml": "kit"}),
        ("kit new ours --from acme", {"brand_kits/ours/kit.yaml": "kit"}),
        ("recipe new mine", {"recipes/mine.yaml": "recipe"}),
        ("recipe new mine --from welcome", {"recipes/mine.yaml": "recipe"}),
    ],
)
def test_every_file_that_egv_begins_names_its_schema(line: str, files: dict[str, str]) -> None:
    assert egv(*line.split()).code == 0
    for pattern, kind in files.items():
        [file] = Path().glob(pattern)
        assert read_named_schema(file) == json.loads(json.dumps(SCHEMAS[kind]()))
        assert file.read_text(encoding="utf-8").count(EDITOR_LINE) == 1


def test_a_file_with_the_line_is_read_as_before_and_the_line_is_replaced_and_not_repeated() -> None:
    egv("init", "--yes")
    egv("kit", "new", "ours")
    kit = Path("brand_kits/ours/kit.yaml")
    connect_editor(kit, "kit")

    assert kit.read_text(encoding="utf-8").count(EDITOR_LINE) == 1
    assert load_kit("ours").spec.name == "ours"
    assert egv("config", "show").code == 0


@pytest.mark.parametrize(
    "line",
    ["doctor", "list", "version", "kit list", "recipe list", "model list", "guide", "config show",
     "kit show acme", "recipe show welcome", "report", "trim bogus"],
)  # fmt: skip
def test_every_document_names_its_schema(line: str) -> None:
    assert egv(*line.split(), "--json").json["schema"].startswith("egv/")
