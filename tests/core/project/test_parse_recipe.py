"""A whole recipe: every field, every fault at its place, and its way back to YAML."""

from __future__ import annotations

from typing import Any

import pytest

from egv.core.project.parse_recipe import parse_recipe
from egv.core.project.recipe import RECIPE_SCHEMA, to_recipe_data
from egv.core.project.recipe_parts import Audience, iter_beat_times
from egv.core.project.script_sheet import build_script_sheet
from egv.steps import STEPS

WHOLE: dict[str, Any] = {
    "schema": RECIPE_SCHEMA,
    "name": "weekly-update",
    "title": "Wekelijkse teamupdate",
    "description": "Eén kernboodschap, elke week.",
    "goal": "Iedereen weet wat er verandert.",
    "level": "advanced",
    "cadence": "weekly",
    "audience": "organisation",
    "approval": "review",
    "kit": "acme",
    "vars": {
        "title": {"required": True, "prompt": "Wat is de kernboodschap?", "max_chars": 60},
        "week-number": {"choices": [1, 2]},
        "role": None,
        "department": {"default": "{kit}"},
    },
    "file_names": "{date}_{title}",
    "script": [
        {"beat": "hook", "seconds": 10, "prompt": "Wat is er veranderd?"},
        {"beat": "message", "seconds": "1:05"},
    ],
    "expect": {
        "duration": {"ideal": [60, "1:30"], "warn": [30, 120], "max": "3:00"},
        "resolution": {"min": 720, "ideal": 1080},
        "orientation": "portrait",
        "speech": "optional",
        "people": 2,
        "loudness": False,
        "light": False,
    },
    "steps": [
        {"trim": {"silence": "all", "max_pause": 1.5}},
        {"lower-third": {"name": "{title}, {{as typed}}"}},
        "brand",
    ],
    "outputs": [{"format": "source", "file": "{date}/{week-number}_{stem}.{format}.mp4"}],
    "package": {
        "thumbnail": True,
        "transcript": True,
        "licence": "internal",
        "post": {"channels": ["intranet"], "text": "{title} ({n})", "hashtags": ["#Werk"]},
    },
    "x-note": {"ours": [1, {"x-": 2}]},
}


def faults(**fields: Any) -> list[tuple[str, str]]:
    _, found = parse_recipe({**WHOLE, **fields}, STEPS)
    return [(".".join(map(str, each.path)), each.message) for each in found]


def test_a_whole_recipe_is_read_and_written_back_equal() -> None:
    read, found = parse_recipe(WHOLE, STEPS)
    assert read is not None
    data = to_recipe_data(read)

    assert not found
    assert parse_recipe(data, STEPS)[0] == read
    assert parse_recipe(to_recipe_data(read, whole=True), STEPS)[0] == read
    assert read.spec.audience is Audience.ORGANISATION
    assert read.spec.expect.duration.max == 180
    assert read.spec.vars["week-number"].choices == ("1", "2")
    assert data["expect"]["duration"]["ideal"] == [60, 90]


def test_the_least_recipe_is_a_name_and_a_step() -> None:
    read, found = parse_recipe({"schema": RECIPE_SCHEMA, "name": "r", "steps": ["trim"]}, STEPS)
    assert read is not None

    assert not found
    assert to_recipe_data(read) == {"schema": RECIPE_SCHEMA, "name": "r", "steps": ["trim"]}


@pytest.mark.parametrize(
    ("fields", "at", "words"),
    [
        ({"name": "Weekly Update"}, "name", "small letters, digits and dashes"),
        ({"level": "expert"}, "level", "'starter' or 'advanced'"),
        ({"audience": "all"}, "audience", "'team'"),
        ({"title": {"titel": None}}, "title", "put quotes around"),
        ({"vars": ["title"]}, "vars", "a map"),
        ({"vars": {"title": {"max_char": 3}}}, "vars.title.max_char", "'max_chars'?"),
        ({"vars": {"date": {}}}, "vars.date", "egv fills {date} in by itself"),
        ({"vars": {"title": {"default": "{stm}"}}}, "vars.title.default", "mean 'stem'?"),
        ({"file_names": "{titel}"}, "file_names", "mean 'title'?"),
        ({"file_names": "{stem}"}, "file_names", "unknown placeholder"),
        ({"script": [{"beat": "hook"}]}, "script.0.seconds", "is required"),
        ({"script": [{"beat": "x", "seconds": 200}]}, "script", "longer than the 180 s"),
        ({"script": [{"beat": "x", "seconds": "soon"}]}, "script.0.seconds", "is not a time"),
        ({"script": [{"beat": "x", "seconds": 0}]}, "script.0.seconds", "not a length"),
        ({"expect": {"duration": {"ideal": [90, 60]}}}, "expect.duration", "do not agree"),
        ({"expect": {"duration": {"warn": [70, 120]}}}, "expect.duration", "do not agree"),
        ({"expect": {"duration": {"max": 100}}}, "expect.duration", "warn must not go beyond max"),
        ({"expect": {"resolution": {"min": 1440}}}, "expect.resolution", "swap them"),
        ({"expect": {"resolution": {"min": "16:9"}}}, "expect.resolution.min", "whole number"),
        ({"expect": {"people": -1}}, "expect.people", "below the limit 0"),
        ({"outputs": [{"format": "lanscape"}]}, "outputs.0.format", "mean 'landscape'?"),
        ({"outputs": [{}, {}]}, "outputs.1.format", "listed twice"),
        ({"outputs": [{"file": "a.mov"}]}, "outputs.0.file", "end the name in .mp4"),
        ({"outputs": [{"file": "/a.mp4"}]}, "outputs.0.file", "inside the output folder"),
        ({"outputs": [{"file": "../{stem}.mp4"}]}, "outputs.0.file", "inside the output folder"),
        ({"outputs": [{"file": "{stem.x}.mp4"}]}, "outputs.0.file", "unknown placeholder"),
        ({"outputs": [{"file": "{stem.mp4"}]}, "outputs.0.file", "a single brace"),
        ({"package": {"post": {"text": "{titel}"}}}, "package.post.text", "mean 'title'?"),
        ({"package": {"post": {"hashtags": ["Werk"]}}}, "package.post.hashtags.0", "in quotes"),
        (
            {"steps": [{"lower-third": {"name": "{gast}"}}]},
            "steps.0.lower-third.name",
            "unknown placeholder",
        ),
        (
            {"steps": [{"lower-third": {"name": {"guest": None}}}]},
            "steps.0.lower-third.name",
            "put quotes around",
        ),
    ],
)  # fmt: skip
def test_a_mistake_is_named_at_its_place(fields: dict[str, Any], at: str, words: str) -> None:
    plain = {"outputs": [], "file_names": "", "package": {}, "steps": ["trim"]}
    [(place, said)] = faults(**{**plain, **fields})

    assert place == at
    assert words in said


def test_a_var_that_is_wrong_is_no_second_mistake_where_it_is_used() -> None:
    variables = {**WHOLE["vars"], "title": {"max_chars": 0}}

    assert [place for place, _ in faults(vars=variables)] == ["vars.title.max_chars"]


def test_beats_follow_each_other() -> None:
    read, _ = parse_recipe(WHOLE, STEPS)
    assert read is not None

    assert [(start, end) for _, start, end in iter_beat_times(read.spec.script)] == [
        (0, 10),
        (10, 75),
    ]


def test_a_sheet_has_every_beat_with_its_time_and_room_to_write() -> None:
    read, _ = parse_recipe(WHOLE, STEPS)
    assert read is not None
    sheet = build_script_sheet(read.spec, "en")
    lines = sheet.splitlines()
    room = [at for at, line in enumerate(lines) if set(line) == {"."}]

    assert "0:00 - 0:10  HOOK  (about 25 words)" in lines
    assert "0:10 - 1:15  MESSAGE  (about 150 words)" in lines
    assert "Wat is de kernboodschap? (at most 60 characters)" in lines
    assert "Length: 1:15; best is 1:00 to 1:30." in lines
    assert "Department" not in sheet  # it has a default: nobody needs to say it
    assert len(room) >= 5
    assert max(map(len, lines)) <= 76
