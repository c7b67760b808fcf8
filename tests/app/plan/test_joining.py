"""Several inputs made one: its name, its outputs, and who says what in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from egv.app.plan.clip_texts import resolve_clip_texts
from egv.app.plan.inputs import find_clips
from egv.app.plan.joining import BY_NAME, IN_TIME
from egv.app.plan.order import NamedStep, Order, RunOptions
from egv.app.plan.outputs import Job, plan_jobs
from egv.app.plan.plan import plan_run, write_recipe
from egv.app.render.fingerprint import compute_fingerprint
from egv.core.errors import ConflictError
from egv.core.text.variables import ClipTexts, MissingTextError, TextValue
from egv.steps.lower_third import LowerThirdStep

RECIPE = """\
schema: egv/recipe@1
name: r
join: true
vars:
  title: {required: true}
  place: {default: "of {stem}"}
steps: [lower-third, brand]
"""


@pytest.fixture(autouse=True)
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "r.yaml").write_text(RECIPE)
    for name in ("a.mp4", "b.mp4", "c.mp4", "My week/day 1.mp4", "My week/day 2.mp4"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    return tmp_path


def job(
    *inputs: str,
    output: str = "out",
    join: bool | None = None,
    title: str | None = "T",
    **texts: str,
) -> Job:
    said = ({"title": title} if title else {}) | texts
    options = RunOptions(variables=tuple(said.items()), join=join)
    order = Order(inputs, (), "r.yaml", options)
    plan = plan_run(order)
    clips = find_clips(inputs, (), recursive=False, is_output=lambda _: False)
    [only] = plan_jobs(resolve_clip_texts(clips, plan, order), output, plan.files_by_format)
    return only


def beside(clip: str, /, **texts: str) -> None:
    words = ", ".join(f"{key}: {text}" for key, text in texts.items())
    Path(f"{clip}.egv.yaml").write_text(f"vars: {{{words}}}\n")


def speakers(joined: Job) -> list[tuple[str | None, str | None]]:
    said = [take.clip_texts.texts_by_name for take in joined.takes]
    return [(each.get("name"), each.get("role")) for each in said]


def test_a_programme_is_called_as_its_first_clip_or_its_folder() -> None:
    assert job("b.mp4", "a.mp4").targets[0].path == Path("out/b.mp4")
    assert job("My week").targets[0].path == Path("out/My week.mp4")
    assert job("My week", "a.mp4").targets[0].path == Path("out/day 1.mp4")
    assert job("b.mp4", "a.mp4", output="film.mp4").targets[0].path == Path("film.mp4")
    assert job("b.mp4", "a.mp4", output="o/{stem}-x.mp4").targets[0].path == Path("o/b-x.mp4")
    assert job("My week").input_names == ("My week/day 1.mp4", "My week/day 2.mp4")


def test_the_folder_one_is_in_has_a_name_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("My week")
    Path("r.yaml").write_text(RECIPE)

    assert job(".").targets[0].path == Path("out/My week.mp4")


def test_one_clip_is_no_programme_of_several() -> None:
    assert job("a.mp4") == job("a.mp4", join=False)
    assert job("a.mp4").takes == ()


def test_no_join_makes_a_video_of_each() -> None:
    with pytest.raises(ValueError, match="too many values"):
        job("a.mp4", "b.mp4", join=False)


def test_each_clip_says_who_speaks_in_it() -> None:
    beside("a", name="Jan", role="Host")
    beside("b", name="Maria")

    assert speakers(job("a.mp4", "b.mp4")) == [("Jan", "Host"), ("Maria", None)]


def test_a_clip_that_does_not_say_who_speaks_goes_on_with_the_first() -> None:
    beside("b", name="Maria", role="Engineer", place="here")

    assert speakers(job("a.mp4", "b.mp4")) == [("Maria", "Engineer")] * 2
    assert speakers(job("a.mp4", "b.mp4", name="Eva")) == [("Eva", "Engineer")] * 2


def test_what_nobody_says_is_each_clips_own_default() -> None:
    places = [take.clip_texts.texts_by_name["place"] for take in job("a.mp4", "b.mp4").takes]

    assert places == ["of a", "of b"]


def test_the_whole_says_what_any_clip_says_first() -> None:
    beside("b", title="Ours", place="there")
    beside("c", title="Theirs")
    texts = job("a.mp4", "b.mp4", "c.mp4", title=None).clip_texts.texts_by_name

    assert (texts["title"], texts["place"], texts["stem"]) == ("Ours", "there", "a")


def test_what_is_required_is_asked_once() -> None:
    with pytest.raises(MissingTextError) as caught:
        job("a.mp4", "b.mp4", title=None)

    assert [(each.clip, each.name) for each in caught.value.wanted] == [("a.mp4", "title")]


def test_no_clip_of_it_can_be_the_output() -> None:
    with pytest.raises(ConflictError, match=r"this is the clip b\.mp4 itself"):
        job("a.mp4", "b.mp4", output="b.mp4")


def test_its_key_depends_on_every_clip_and_their_order() -> None:
    options = RunOptions(variables=(("title", "T"),))
    plan = plan_run(Order((), (), "r.yaml", options))

    def key(*inputs: str) -> str:
        return compute_fingerprint(job(*inputs), plan, "source")

    before = key("a.mp4", "b.mp4")
    assert before != key("b.mp4", "a.mp4")
    beside("b", name="Maria")
    with_name = key("a.mp4", "b.mp4")
    Path("b.mp4").write_bytes(b"other")
    assert len({before, with_name, key("a.mp4", "b.mp4")}) == 3


def test_its_key_depends_on_what_each_clip_says() -> None:
    plan = plan_run(Order((), (), "r.yaml", RunOptions(variables=(("title", "T"),))))
    joined = job("a.mp4", "b.mp4")
    first, second = joined.takes
    named = replace(second, clip_texts=ClipTexts((TextValue("name", "Maria", "clips.csv:3"),)))

    assert compute_fingerprint(joined, plan, "source") != compute_fingerprint(
        replace(joined, takes=(first, named)), plan, "source"
    )


def test_the_line_and_the_recipe_join_alike(tmp_path: Path) -> None:
    steps = (NamedStep(LowerThirdStep, {"person": "Maria"}),)
    apart = plan_run(Order((), steps))
    joined = plan_run(Order((), steps, options=RunOptions(join=True)))
    write_recipe(joined, tmp_path / "saved.yaml")

    assert plan_run(Order((), recipe=str(tmp_path / "saved.yaml"))).plan_hash == joined.plan_hash
    assert apart.plan_hash != joined.plan_hash
    off = RunOptions(join=False)
    assert (
        plan_run(Order((), recipe=str(tmp_path / "saved.yaml"), options=off)).plan_hash
        == apart.plan_hash
    )


def week(clip: Callable[..., Path], **recorded: str) -> Job:
    for name, day in recorded.items():
        tags = ("-metadata", f"creation_time={day}") if day else ()
        clip(f"week/{name}.mp4", "-f", "lavfi", "-i", "color=s=32x32:d=0.1", *tags)
    return job("week")


def test_a_recipe_can_ask_for_the_order_in_which_the_clips_of_a_folder_were_recorded(
    clip: Callable[..., Path],
) -> None:
    Path("r.yaml").write_text(RECIPE.replace("join: true", "join: true\njoin_order: recorded"))
    late, early = "2026-11-24T09:00:00Z", "2026-11-23T16:30:00Z"
    told = week(clip, a=late, b=early)
    chosen = job("week/a.mp4", "week/b.mp4")
    untold = week(clip, b="")

    assert told.input_names == ("week/b.mp4", "week/a.mp4")
    assert chosen.input_names == untold.input_names == ("week/a.mp4", "week/b.mp4")
    assert [IN_TIME in each.notes for each in (told, chosen, untold)] == [True, False, False]
    assert BY_NAME in untold.notes


def test_elsewhere_the_clips_of_a_folder_follow_by_name(clip: Callable[..., Path]) -> None:
    joined = week(clip, a="2026-11-24T09:00:00Z", b="2026-11-23T16:30:00Z")

    assert joined.input_names == ("week/a.mp4", "week/b.mp4")
