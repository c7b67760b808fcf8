"""Settings come from the line, the environment, the project, the user or egv, in this order."""

from __future__ import annotations

from pathlib import Path

import pytest

from egv.app.authoring.config import load_config
from egv.app.plan.editor_schemas import build_project_schema
from egv.app.plan.order import USUAL, Order, RunOptions
from egv.app.plan.plan import plan_run
from egv.app.plan.settings import VARIABLES, SettingOrigin, load_settings
from egv.core.errors import ProjectError, UsageError
from tests.running import egv

SCHEMA = "schema: egv/project@1\n"
KIT = "schema: egv/kit@1\nname: ours\n"


@pytest.fixture(autouse=True)
def _nothing_said(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001
    """In an empty folder, where no variable says anything either."""
    for name in (*VARIABLES, "EGV_SPACE"):
        monkeypatch.delenv(name, raising=False)


def project(text: str, folder: Path = Path()) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "egv.yaml").write_text(SCHEMA + text, encoding="utf-8")


def user(text: str, tmp_path: Path) -> None:
    project(text, tmp_path / "config" / "egv")


def test_without_anything_egv_itself_says_it() -> None:
    settings = load_settings(RunOptions())

    assert (settings.choose_kit(), settings.output, settings.choose_recipe(USUAL)) == (
        "neutral", "out/", "standard",
    )  # fmt: skip
    assert {settings.find_setting(name).origin for name in settings.names} == {
        SettingOrigin.BUILT_IN
    }


def test_each_layer_yields_to_the_one_above(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def now() -> tuple[SettingOrigin, str]:
        setting = load_settings(RunOptions()).find_setting("output")
        return setting.origin, Path(setting.value).name

    said = [now()]
    user("output: mine/\n", tmp_path)
    said.append(now())
    project("output: ours/\n")
    said.append(now())
    monkeypatch.setenv("EGV_OUTPUT", "env/")
    said.append(now())
    line = load_settings(RunOptions(output="out/")).find_setting("output")

    assert said == [
        (SettingOrigin.BUILT_IN, "out"), (SettingOrigin.USER, "mine"),
        (SettingOrigin.PROJECT, "ours"),
        (SettingOrigin.ENVIRONMENT, "env"),
    ]  # fmt: skip
    assert (line.origin, line.value) == (SettingOrigin.LINE, "out/")


def test_what_equals_the_default_is_explicit_all_the_same() -> None:
    project("output: ours/\n")
    plain = egv("trim", "nothing.mp4", "-n", "-o", "out/")
    shown = load_settings(RunOptions(output="out/"))

    assert "nothing.mp4: there is no such file" in plain.err
    assert shown.output == "out/"


def test_the_nearest_of_nested_projects_wins_and_its_paths_are_its_own(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project("kit: outer\nlanguage: fr\n")
    inner = here / "team"
    project("kit: kits/ours/kit.yaml\noutput: done/\n", inner)
    deep = inner / "raw" / "today"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    settings = load_settings(RunOptions())

    assert settings.choose_kit() == str(inner / "kits/ours/kit.yaml")
    assert settings.output == f"{inner}/done/"
    assert settings.find_setting("language").origin is SettingOrigin.BUILT_IN
    assert settings.home == inner


def test_a_name_in_a_project_is_first_looked_for_in_its_own_folders(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project("kit: ours\nrecipe: mine\n")
    for name, text in {
        "brand_kits/ours/kit.yaml": KIT,
        "recipes/mine.yaml": "schema: egv/recipe@1\nname: mine\nsteps: [trim]\n",
    }.items():
        (here / name).parent.mkdir(parents=True)
        (here / name).write_text(text, encoding="utf-8")
    (here / "raw").mkdir()
    monkeypatch.chdir(here / "raw")
    plan = plan_run(Order(("a.mp4",), recipe=USUAL), load_settings(RunOptions()))

    assert plan.kit.spec.name == "ours"
    assert [step.name for step in plan.steps] == ["trim"]


def test_a_recipe_is_chosen_for_one_run_so_its_kit_goes_before_that_of_a_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    project("kit: neutral\n")
    assert load_settings(RunOptions()).choose_kit("acme") == "acme"
    monkeypatch.setenv("EGV_KIT", "neutral")
    assert load_settings(RunOptions()).choose_kit("acme") == "neutral"


def test_a_space_has_a_kit_and_an_output_of_its_own_and_fills_a_place() -> None:
    project(
        'kit: neutral\noutput: "out/{space}/{stem}.mp4"\n'
        'spaces:\n  hr: {kit: acme, output: "hr/{stem}.mp4", recipe: welcome, retention_days: 90}\n'
        "  lab:\n"
        "privacy: {retention_days: 365}\n"
    )
    hr, lab = load_settings(RunOptions(space="hr")), load_settings(RunOptions(space="lab"))

    assert (hr.choose_kit(), hr.output, hr.space) == ("acme", "hr/{stem}.mp4", "hr")
    assert (lab.choose_kit(), lab.output, lab.space) == ("neutral", "out/{space}/{stem}.mp4", "lab")
    assert [each.values.recipe for each in (hr, lab)] == ["welcome", "standard"]
    assert load_settings(RunOptions(space="hr", kit="neutral")).choose_kit() == "neutral"
    assert [each.values.privacy.retention_days for each in (hr, lab)] == [90, 365]
    assert hr.find_setting("output").stated_place == "--space hr, egv.yaml:5"
    assert hr.describe_origin("output") == "--space hr, egv.yaml:5"
    assert load_settings(RunOptions(space="hr", output="o/")).describe_origin("output") == "-o"


def test_a_space_of_the_environment_yields_to_a_kit_of_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    project("spaces: {hr: {kit: acme}}\n")
    monkeypatch.setenv("EGV_SPACE", "hr")
    assert load_settings(RunOptions()).choose_kit() == "acme"
    monkeypatch.setenv("EGV_KIT", "neutral")
    assert load_settings(RunOptions()).choose_kit() == "neutral"
    assert load_settings(RunOptions(space="hr")).choose_kit() == "acme"


def test_an_unknown_space_is_told_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="no egv"):
        load_settings(RunOptions(space="hr"))
    project("spaces: {production: {}}\n")
    with pytest.raises(UsageError, match="did you mean 'production'"):
        load_settings(RunOptions(space="producton"))


def test_the_language_of_a_project_is_what_clips_are_spoken_in() -> None:
    project("language: fr\n")
    plan = plan_run(Order(("a.mp4",), recipe=USUAL), load_settings(RunOptions()))

    assert plan.kit.spec.spoken_languages == ("fr",)


def test_every_mistake_of_a_project_file_is_told_at_once() -> None:
    project("kitt: acme\njobs: many\nlimits: {min_fre_gb: 5}\nprivacy: {strip_metadata: false}\n")
    with pytest.raises(ProjectError) as caught:
        load_settings(RunOptions())

    assert str(caught.value).splitlines() == [
        "egv.yaml:2:1: kitt: unknown field; did you mean 'kit'?",
        "egv.yaml:3:1: jobs: 'many' should be a whole number",
        "egv.yaml:4:10: limits.min_fre_gb: unknown field; did you mean 'min_free_gb'?",
        "egv.yaml:5:11: privacy.strip_metadata: egv always removes the clip's"
        " metadata; remove this setting",
    ]


@pytest.mark.posix("links")
@pytest.mark.parametrize("odd", ["folder", "link", "list", "yaml", "schema", "empty"])
def test_an_odd_project_file_stops_every_run_with_exit_code_2(here: Path, odd: str) -> None:
    place = here / "egv.yaml"
    texts = {
        "list": "- a\n", "yaml": "kit: {a\n", "schema": "schema: egv/project@9\n", "empty": "",
    }  # fmt: skip
    if odd == "folder":
        place.mkdir()
    elif odd == "link":
        place.symlink_to(here / "gone")
    else:
        place.write_text(texts[odd], encoding="utf-8")
    (here / "a.mp4").touch()
    ran = egv("trim", "a.mp4", "--json")

    assert ran.code == 2
    assert ran.json["error"]["kind"] == "project"
    assert ran.json["error"]["message"].startswith("egv.yaml")


def test_a_wrong_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EGV_JOBS", "many")
    with pytest.raises(UsageError, match="EGV_JOBS: jobs: 'many' should be a whole number"):
        load_settings(RunOptions())


def test_a_wrong_template_is_told_where_it_is_written(here: Path) -> None:
    project('output: "out/{spce}.mp4"\n')
    (here / "a.mp4").touch()
    ran = egv("trim", "a.mp4", "-n")

    assert ran.code == 2
    assert "egv.yaml:2 out/{spce}.mp4: {spce}: unknown placeholder" in ran.err


def test_config_show_tells_every_setting_and_where_it_is_from() -> None:
    project("kit: acme\nspaces: {hr: {headcount: 24}}\nlimits: {min_free_gb: 5}\n")
    ran = egv("config", "show", "--origin")
    rows = {line.split()[0]: line.split()[1:] for line in ran.out.splitlines()}
    shown = {each.name: each for each in load_config().settings}

    assert rows["kit"] == ['"acme"', "egv.yaml:2"]
    assert rows["output"] == ['"out/"', "built-in"]
    assert rows["spaces.hr.headcount"] == ["24", "egv.yaml:3"]
    assert shown["limits.min_free_gb"].value == 5
    assert egv("config", "show", "--json").json["settings"][0]["where"] == "egv.yaml:2"


def test_the_schema_of_a_project_names_its_fields() -> None:
    assert {"schema", "kit", "spaces", "limits"} <= set(build_project_schema()["properties"])
    assert egv("config", "schema", "project").json["title"] == "egv/project@1"


@pytest.mark.parametrize(
    ("words", "space"),
    [
        (["raw/hr"], "hr"),
        (["raw/HR/2026/a.mov", "raw/hr/b.mov"], "hr"),
        (["raw/hr/a.mov", "raw/it/b.mov"], ""),
        (["raw/hr/it/a.mov"], "it"),
        (["raw/hr.mov"], ""),
        (["raw/hr/../b.mov"], ""),
        (["../elsewhere/hr/b.mov"], ""),
        ([], ""),
    ],
)
def test_a_folder_called_after_a_department_means_it(
    here: Path, words: list[str], space: str
) -> None:
    (here / "egv.yaml").write_text(f"{SCHEMA}spaces: {{hr: {{output: hr-out}}, it: {{}}}}\n")
    (here / "raw/HR").mkdir(parents=True)
    (here / "raw/hr").mkdir(exist_ok=True)
    found = load_settings(RunOptions(), words)

    assert (found.space, found.folder_space) == (space, space)
    assert (found.output == "hr-out") is (space == "hr")


def test_an_option_wins_over_the_folder_and_the_folder_over_the_environment(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "egv.yaml").write_text(f"{SCHEMA}spaces: {{hr: {{}}, it: {{}}}}\n")
    (here / "hr").mkdir()
    monkeypatch.setenv("EGV_SPACE", "it")

    assert load_settings(RunOptions(), ["hr"]).space == "hr"
    named = load_settings(RunOptions(space="it"), ["hr"])
    assert (named.space, named.folder_space) == ("it", "")
