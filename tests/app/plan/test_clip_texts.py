"""What is said in each clip's video, by whom, and what happens when nobody says it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from egv.app.plan.clip_texts import resolve_clip_texts
from egv.app.plan.inputs import InputClip, find_clips
from egv.app.plan.order import NamedStep, Order, RunOptions, TextAnswer
from egv.app.plan.outputs import Job, plan_jobs
from egv.app.plan.plan import Plan, plan_run
from egv.app.render.fingerprint import compute_fingerprint
from egv.core.errors import ConflictError, RecipeError, UsageError
from egv.core.programme.step import Step
from egv.core.text.variables import MissingTextError
from egv.steps.brand import Brand
from egv.steps.lower_third import LowerThirdStep

RECIPE = """\
schema: egv/recipe@1
name: r
kit: acme
file_names: "{date}_{title}"
vars:
  title: {required: true, prompt: "What is it?", max_chars: 20}
  project: {choices: [North, South]}
  name: {default: "{stem} {n}"}
steps: [lower-third, brand]
"""


@pytest.fixture(autouse=True)
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "r.yaml").write_text(RECIPE)
    for name in ("a.mp4", "b.mp4", "2026-03-02_Dated.mp4"):
        (tmp_path / name).write_bytes(name.encode())
    return tmp_path


def order(*steps: NamedStep, **texts: str) -> Order:
    options = RunOptions(variables=tuple(texts.items()))
    return Order(("a.mp4",), steps, "r.yaml", options)


def answered(*answers: TextAnswer, **texts: str) -> Order:
    return replace(order(**texts), answers=answers)


def clips(*words: str, lists: tuple[str, ...] = ()) -> tuple[InputClip, ...]:
    return find_clips(words, lists, recursive=False, is_output=lambda _: False)


def said(asked: Order, *words: str, lists: tuple[str, ...] = ()) -> list[dict[str, str]]:
    """Every text of each clip."""
    found = clips(*words, lists=lists) if words or lists else (InputClip(Path("a.mp4")),)
    return [
        clip.clip_texts.texts_by_name for clip in resolve_clip_texts(found, plan_run(asked), asked)
    ]


def sources(asked: Order, name: str, *words: str, lists: tuple[str, ...] = ()) -> list[str]:
    """Who said the text `name` of each clip."""
    done = resolve_clip_texts(clips(*words, lists=lists), plan_run(asked), asked)
    return [
        each.source for clip in done for each in clip.clip_texts.given_texts if each.name == name
    ]


def test_the_one_who_says_a_text_first_is_heard() -> None:
    clip = "2026-03-02_Dated.mp4"
    answer = TextAnswer(clip, "title", "Answer")
    seen = []

    def look(asked: Order, *lists: str) -> None:
        seen.extend(sources(asked, "title", clip, lists=lists))

    look(answered(answer))
    Path("2026-03-02_Dated.egv.yaml").write_text("vars: {title: Beside}\n")
    look(answered(answer))
    Path("m.csv").write_text(f"file,title\n{clip},Row\n")
    look(answered(answer), "m.csv")
    look(answered(answer, title="Line"), "m.csv")
    look(order(NamedStep(Brand, {"title": "Step"}), title="Line"), "m.csv")

    assert seen == ["file name", "2026-03-02_Dated.egv.yaml", "m.csv:2", "--set", "brand"]


def test_a_date_in_a_name_is_the_date_and_else_it_is_that_of_the_file() -> None:
    Path("r.yaml").write_text(RECIPE.replace("{stem} {n}", "{date}"))
    dated, plain = said(order(title="x"), "2026-03-02_Dated.mp4", "a.mp4")

    assert dated["name"] == "2026-03-02"
    assert plain["name"][:2] == "20"
    assert plain["name"] != dated["name"]


def proposed(file: str, *steps: NamedStep, **texts: str) -> tuple[str, tuple[str, ...]]:
    """The title of a clip of this name that the main job shows, and the notes on the clip."""
    asked = replace(order(*steps, **texts), recipe="standard")
    [clip] = resolve_clip_texts([InputClip(Path(file))], plan_run(asked), asked)
    return clip.clip_texts.texts_by_name.get("title", ""), clip.notes


def test_a_name_that_a_person_gave_is_the_title_where_nobody_gives_one() -> None:
    title, [note] = proposed("onze_week.mp4")

    assert title == "Onze week"
    assert note.startswith("title: the name of the file is shown")
    assert proposed("IMG_1234.mp4") == ("", ())
    assert proposed("onze_week.mp4", title="Ours") == ("Ours", ())
    assert proposed("onze_week.mp4", title="") == ("", ())
    assert proposed("onze_week.mp4", NamedStep(Brand, {"title": "Own"})) == ("Own", ())
    assert proposed("onze_week.mp4", NamedStep(Brand, {"intro": False})) == ("", ())


def test_a_required_title_is_asked_for_with_the_name_as_a_proposal() -> None:
    asked = order()
    with pytest.raises(MissingTextError) as error:
        resolve_clip_texts([InputClip(Path("onze_week.mp4"))], plan_run(asked), asked)

    assert [text.proposal for text in error.value.wanted] == ["Onze week"]


def test_a_name_plate_is_silent_in_a_recipe_and_told_of_where_the_line_asks_for_it() -> None:
    _, [note] = proposed("IMG_1234.mp4", NamedStep(LowerThirdStep, {}))

    assert note.startswith("lower-third: neither a name nor a role is given")
    assert proposed("IMG_1234.mp4", NamedStep(LowerThirdStep, {}), name="Maria") == ("", ())


def test_an_answer_is_about_its_own_clip_and_clips_are_counted() -> None:
    answers = (TextAnswer("a.mp4", "title", "A"), TextAnswer("b.mp4", "title", "B"))
    first, second = said(answered(*answers), "a.mp4", "b.mp4")

    assert (first["title"], second["title"]) == ("A", "B")
    assert (first["name"], second["name"]) == ("a 1", "b 2")


def test_a_text_that_nobody_says_is_named_with_its_clips_and_what_to_type() -> None:
    Path("b.egv.yaml").write_text("vars: {title: B}\n")
    with pytest.raises(MissingTextError) as one:
        said(order())
    with pytest.raises(MissingTextError) as some:
        said(order(), "a.mp4", "b.mp4")

    assert str(one.value) == "r: this needs title (What is it?); add --set title=TEXT"
    assert str(some.value).startswith("r: this needs title (What is it?) for a.mp4; add")
    assert [(each.clip, each.name) for each in some.value.wanted] == [("a.mp4", "title")]
    assert one.value.exit_code == 2


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        ({"title": "x" * 21}, r"title \(--set\): 'x+' has 21 characters, and at most 20 fit"),
        (
            {"title": "x", "project": "East"},
            r"project \(--set\): 'East' is not one of North, South",
        ),
    ],
)
def test_a_text_that_may_not_be_so_is_refused_once(texts: dict[str, str], words: str) -> None:
    with pytest.raises(UsageError, match=f"^{words}[^;]*(; shorten it)?$"):
        said(order(**texts), "a.mp4", "b.mp4")


def test_a_step_says_its_text_for_the_whole_video() -> None:
    [texts] = said(order(NamedStep(LowerThirdStep, {"person": "Maria {x}"}), title="x"))

    assert texts["name"] == "Maria {x}"
    with pytest.raises(UsageError, match=r"title \(brand\): .*at most 20 fit"):
        said(order(NamedStep(Brand, {"title": "x" * 30})))


def test_a_column_that_nothing_takes_is_refused_and_a_files_own_is_a_note() -> None:
    Path("a.egv.yaml").write_text("vars: {title: A, projct: North, shoe: 43}\n")
    asked = order()
    [clip] = resolve_clip_texts(clips("a.mp4"), plan_run(asked), asked)
    Path("m.csv").write_text("file,titel\na.mp4,Row\n")

    assert clip.notes == (
        "a.egv.yaml: projct is not used in this run; did you mean 'project'?",
        "a.egv.yaml: shoe is not used in this run",
    )
    with pytest.raises(UsageError, match=r"m\.csv: column 'titel'.* did you mean 'title'"):
        said(order(), lists=("m.csv",))


def test_every_file_that_is_wrong_is_told_at_once() -> None:
    for name in ("a", "b"):
        Path(f"{name}.egv.yaml").write_text("vars:\n  title: {x}\nwho: []\n")
    with pytest.raises(RecipeError) as error:
        said(order(), "a.mp4", "b.mp4")

    assert [line.partition(": ")[0] for line in str(error.value).splitlines()] == [
        "a.egv.yaml:2:3",
        "a.egv.yaml:3:1",
        "b.egv.yaml:2:3",
        "b.egv.yaml:3:1",
    ]


def test_a_row_reaches_its_clip_however_that_is_named() -> None:
    Path("raw").mkdir()
    Path("raw/c.mp4").touch()
    Path("raw/m.csv").write_text("file,title\nc.mp4,Row\n")

    assert [t["title"] for t in said(order(), "raw/", lists=("raw/m.csv",))] == ["Row"]
    Path("m.csv").write_text("file,title\nraw/c.mp4,Other\n")
    with pytest.raises(UsageError, match=r"raw/m\.csv:2 and m\.csv:2 both describe this clip"):
        said(order(), lists=("raw/m.csv", "m.csv"))


def plans(asked: Order, *words: str) -> list[tuple[Job, Plan]]:
    plan = plan_run(asked)
    jobs = plan_jobs(
        resolve_clip_texts(clips(*words), plan, asked),
        "out/",
        plan.files_by_format,
        plan.text_variables,
    )
    return [(job, plan.with_texts(job.clip_texts)) for job in jobs]


def test_the_hash_of_a_clip_is_of_its_own_words() -> None:
    Path("a.egv.yaml").write_text("vars: {title: Ours, name: Jan}\n")
    Path("b.egv.yaml").write_text("vars: {title: Ours, name: Jan}\n")
    (_, first), (_, second) = plans(order(), "a.mp4", "b.mp4")
    [(_, line)] = plans(order(title="Ours", name="Jan"), "a.mp4")
    Path("b.egv.yaml").write_text("vars: {title: Theirs, name: Jan}\n")
    [_, (_, other)] = plans(order(), "a.mp4", "b.mp4")

    assert first.plan_hash == second.plan_hash == line.plan_hash
    assert other.plan_hash != first.plan_hash


def test_a_text_beside_a_clip_is_in_the_key_and_a_consent_is_not() -> None:
    def key(beside: str) -> str:
        Path("a.egv.yaml").write_text(beside)
        [only] = [
            compute_fingerprint(*each, "source") for each in plans(order(name="Jan"), "a.mp4")
        ]
        return only

    said = key("vars: {title: x}\n")

    assert key("vars: {title: x}\npeople: [{name: Jan, withdrawn: true}]\n") == said
    assert key("vars: {title: y}\n") != said


def outputs(template: str, *words: str, output: str = "out", **texts: str) -> list[str]:
    Path("r.yaml").write_text(RECIPE + f'outputs: [{{file: "{template}"}}]\n')
    asked = order(**texts)
    plan = plan_run(asked)
    found = resolve_clip_texts(clips(*words), plan, asked)
    jobs = plan_jobs(found, output, plan.files_by_format, plan.text_variables)
    return [str(target.path) for job in jobs for target in job.targets]


def test_a_recipe_names_its_outputs_in_a_folder_and_the_line_any_other() -> None:
    names = outputs("{project}/{n} {title}.{format}.mp4", "a.mp4", "b.mp4", title="../A: b?")

    assert names == ["out/1 A- b.source.mp4", "out/2 A- b.source.mp4"]
    assert outputs("{project}/{stem}.mp4", "a.mp4", title="A", project="North") == [
        "out/North/a.mp4"
    ]
    assert outputs("{stem}.mp4", "a.mp4", output="x/{title}_{kit}.mp4", title="A") == [
        "x/A_acme.mp4"
    ]


def test_names_that_meet_or_that_nothing_fills_are_refused() -> None:
    with pytest.raises(ConflictError, match="would get this output"):
        outputs("{title}.mp4", "a.mp4", "b.mp4", title="A")
    with pytest.raises(UsageError, match=r"to fill in this name; add \{stem\}"):
        outputs("{project}.mp4", "a.mp4", title="A")
    with pytest.raises(UsageError, match=r"did you mean 'title'.*correct the template"):
        outputs("{stem}.mp4", "a.mp4", output="x/{titel}.mp4", title="A")


def test_a_recipe_says_its_formats_and_the_line_others() -> None:
    said_formats = "outputs: [{format: square}, {format: portrait, file: 'p/{stem}.mp4'}]\n"
    Path("r.yaml").write_text(RECIPE + said_formats)
    asked = order(title="A")
    line = replace(
        asked, options=asked.options.model_copy(update={"formats": ("portrait", "feed")})
    )

    assert plan_run(asked).files_by_format == {"square": "", "portrait": "p/{stem}.mp4"}
    assert plan_run(line).files_by_format == {"portrait": "p/{stem}.mp4", "feed": ""}
    [job] = plan_jobs(
        clips("a.mp4"), "out/", plan_run(line).files_by_format, plan_run(line).text_variables
    )
    assert [str(each.path) for each in job.targets] == ["out/p/a.mp4", "out/a.feed.mp4"]


def test_an_unknown_format_and_one_name_for_two_are_refused() -> None:
    asked = order(title="A")
    unknown = replace(asked, options=asked.options.model_copy(update={"formats": ("portret",)}))

    with pytest.raises(UsageError, match="no such format; did you mean 'portrait'"):
        plan_run(unknown)
    with pytest.raises(UsageError, match="one file name for 2 formats"):
        plan_jobs(clips("a.mp4"), "out/x.mp4", {"square": "", "feed": ""})
    with pytest.raises(UsageError, match=r"put \{format\} in it"):
        plan_jobs(clips("a.mp4"), "out/{stem}.mp4", {"square": "", "feed": ""})


def test_a_chain_without_a_recipe_needs_no_text() -> None:
    chain: type[Step] = LowerThirdStep
    asked = Order(("a.mp4",), (NamedStep(chain, {}),))

    assert said(asked) == [{"stem": "a", "kit": "neutral", "n": "1"}]
