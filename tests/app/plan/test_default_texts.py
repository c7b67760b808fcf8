"""Texts that nobody says: of the kit, else of the recipe, and in the language of the video only."""

from __future__ import annotations

from pathlib import Path

import pytest

from egv.app.plan.clip_texts import resolve_clip_texts
from egv.app.plan.inputs import InputClip
from egv.app.plan.order import NamedStep, Order, RunOptions
from egv.app.plan.plan import Plan, plan_run, write_recipe
from egv.app.plan.settings import load_settings
from egv.core.errors import KitError, RecipeError
from egv.core.text.placeholders import fill_places
from egv.core.text.variables import ClipTexts, MissingTextError
from egv.steps.brand import Brand
from egv.steps.subtitle import Subtitle
from egv.tools.library.kits import load_kit

BOTH = '{nl: "Tot ziens", en: "Goodbye"}'
ENGLISH = "text 'cta' only in English, and the video is in Dutch, so this text is left out"


@pytest.fixture(autouse=True)
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.mp4").write_bytes(b"a")
    return tmp_path


def recipe(cta: str, *lines: str, steps: str = "[brand]") -> str:
    body = "\n".join(("schema: egv/recipe@1", "name: r", *lines, "kit: ours"))
    Path("r.yaml").write_text(f"{body}\nvars: {{cta: {cta}}}\nsteps: {steps}\n")
    return "./r.yaml"


def kit(*lines: str, name: str = "ours") -> None:
    folder = Path("brand_kits") / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "kit.yaml").write_text("\n".join(("schema: egv/kit@1", f"name: {name}", *lines)))


def run_of(
    name: str, *steps: NamedStep, language: str = "", **texts: str
) -> tuple[Plan, ClipTexts, tuple[str, ...]]:
    """The plan of a run in a project in `language`, and the texts and notes of its one clip."""
    project = f'schema: egv/project@1\nlanguage: "{language}"\n' if language else ""
    Path("egv.yaml").write_text(project or "schema: egv/project@1\n")
    order = Order(("a.mp4",), steps, name, RunOptions(variables=tuple(texts.items())))
    plan = plan_run(order, load_settings(order.options))
    [clip] = resolve_clip_texts((InputClip(Path("a.mp4")),), plan, order)
    return plan.with_texts(clip.clip_texts), clip.clip_texts, clip.notes


def shown(name: str, *steps: NamedStep, language: str = "", **texts: str) -> str:
    """What the outro of a run asks of the viewer."""
    plan, words, _ = run_of(name, *steps, language=language, **texts)
    call = fill_places(plan.kit.spec.outro.cta.localise_line(plan.language), words.texts_by_name)
    return words.texts_by_name.get("cta", call)


def test_a_kit_goes_before_a_default_of_a_recipe_and_what_is_said_before_both() -> None:
    named, own = recipe(f"{{default: {BOTH}}}"), recipe
    kit("language: nl")
    without = shown(named)
    kit("language: nl", 'outro: {cta: {text: "Vragen? Bel {department}", url: "x.nl"}}')
    with_kit = shown(named, department="HR")
    beside = Path("a.egv.yaml")
    beside.write_text("vars: {cta: Naast de clip}\n")
    of_clip = shown(named)
    line = shown(named, cta="Op de regel")
    beside.unlink()
    silent = shown(named, cta="")
    says = shown(own("{text: Van het recept, default: x}"))

    assert (without, with_kit) == ("Tot ziens", "Vragen? Bel HR x.nl")
    assert (of_clip, line, silent, says) == ("Naast de clip", "Op de regel", "", "Van het recept")


def test_a_var_of_the_kit_goes_before_a_recipes_default_for_it() -> None:
    kit("vars: {slogan: {default: Samen}}", 'outro: {card: {lines: ["{slogan}"]}}')
    recipe("", "x-note: 1")
    text = Path("r.yaml").read_text().replace("{cta: }", "{slogan: {default: Together}}")
    Path("r.yaml").write_text(text)
    _, words, _ = run_of("./r.yaml")

    assert [(s.text, s.source) for s in words.given_texts if s.name == "slogan"] == [
        ("Samen", "kit")
    ]


@pytest.mark.parametrize(
    ("cta", "lines", "language", "text", "note"),
    [
        (f"{{default: {BOTH}}}", (), "nl", "Tot ziens", ""),
        (f"{{default: {BOTH}}}", (), "en", "Goodbye", ""),
        (f"{{default: {BOTH}}}", (), "de", "", "and English, and the video is in German"),
        ("{default: Goodbye}", ("language: en",), "nl", "", f"the recipe r has the {ENGLISH}"),
        ("{default: Goodbye}", ("language: English",), "en", "Goodbye", ""),
        ("{default: Goodbye}", (), "nl", "Goodbye", ""),  # somebody's own words
        ('{default: "{space} {n}"}', ("language: en",), "nl", "1", ""),
    ],
)  # fmt: skip
def test_a_default_in_another_language_is_left_out_and_told(
    cta: str, lines: tuple[str, ...], language: str, text: str, note: str
) -> None:
    kit("version: '1'")
    named = recipe(cta, *lines)
    _, _, notes = run_of(named, language=language)
    _, _, told = run_of(named, language=language, cta="Dag")

    assert shown(named, language=language) == text
    assert bool(notes) == bool(note)
    assert all(note in each and "--set cta=TEXT" in each for each in notes)
    assert told == ()


def test_a_required_text_is_asked_for_where_its_language_is_not_there() -> None:
    kit("version: '1'")
    named = recipe("{required: true, default: {en: Goodbye}}")

    assert shown(named, language="en") == "Goodbye"
    with pytest.raises(MissingTextError, match="this needs cta"):
        run_of(named, language="nl")
    with pytest.raises(RecipeError, match="this has a default, so it cannot be required"):
        run_of(recipe("{required: true, default: Goodbye}"))


def test_texts_of_a_kit_that_names_its_language_are_left_out_of_videos_in_another() -> None:
    kit(
        "language: en",
        "title: Acme",
        "owner: {team: Communications}",
        'outro: {cta: {text: Ask us}, card: {lines: ["{cta}", "By Acme", "Acme 2026 acme.nl"]}}',
        "vars: {slogan: {default: Together}}",
        'intro: {card: {lines: ["{title}", "{slogan}"]}}',
    )
    named = recipe("{default: {nl: Dag}}")
    plan, words, notes = run_of(named, language="nl")
    english, _, none = run_of(named, language="en")

    assert words.texts_by_name["cta"] == "Dag"
    assert "slogan" not in words.texts_by_name
    assert _outro(plan) == ["{cta}", "Acme 2026 acme.nl"]
    _, _, [of_kit, *_] = run_of(named, language="de")
    assert "the kit ours has the text 'cta'" in of_kit
    assert _outro(english) == ["{cta}", "By Acme", "Acme 2026 acme.nl"]
    assert len(notes) == 3
    assert ENGLISH in notes[0]
    assert "'slogan'" in notes[1]
    assert "the line 'By Acme' of its outro is left out" in notes[2]
    assert none == ()
    kit("outro: {cta: {text: Ask us}}")  # it names none: these are its own words
    assert shown(named, language="nl") == "Ask us"


def _outro(plan: Plan) -> list[str]:
    card = plan.kit.spec.outro.card
    return list(card.lines) if card else []


def test_a_text_that_comes_down_from_a_parent_stays_in_the_language_of_the_parent() -> None:
    kit("language: en", "outro: {cta: {text: Ask us}}", name="group")
    kit("language: nl", "extends: ../group/kit.yaml")
    named = recipe("{default: {nl: Dag}}")

    assert shown(named, language="nl") == "Dag"
    assert shown(named, language="en") == "Ask us"
    kit("language: nl", "extends: ../group/kit.yaml", "outro: {cta: {text: Vraag ons}}")
    assert shown(named, language="nl") == "Vraag ons"


def test_the_language_is_that_of_the_subtitles_the_project_the_kit_or_of_egv_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kit("language: nl")
    named = recipe(f"{{default: {BOTH}}}")
    english = NamedStep(Subtitle, {"language": ("en",)})
    either = NamedStep(Subtitle, {"language": ("en", "nl")})

    assert [shown(named), shown(named, language="en")] == ["Tot ziens", "Goodbye"]
    assert [shown(named, english, language="nl"), shown(named, either)] == ["Goodbye", "Tot ziens"]
    monkeypatch.setenv("EGV_LANGUAGE", "en")
    assert shown(named, language="nl") == "Goodbye"
    monkeypatch.delenv("EGV_LANGUAGE")
    heads = [plan_run(Order((), recipe="welcome")).with_texts(ClipTexts()).language]
    monkeypatch.setenv("EGV_LANG", "nl")
    orders = [Order((), recipe="welcome", options=RunOptions(kit=kit)) for kit in (None, "acme")]
    heads += [plan_run(order).language for order in orders]
    assert heads == ["en", "nl", "nl"]  # nobody chose a language, and egv's kits have both


def test_a_text_in_the_steps_of_a_recipe_is_left_out_in_another_language_too() -> None:
    kit("version: '1'")
    named = recipe("{}", "language: en", steps="[{brand: {title: My week}}]")
    plan, _, notes = run_of(named, language="nl")
    line, _, told = run_of(named, NamedStep(Brand, {"title": "Week 12"}), language="nl")

    assert [step.title for step in plan.steps if isinstance(step, Brand)] == [""]
    assert len(notes) == 1
    assert "has the text 'title' only in English" in notes[0]
    assert [step.title for step in line.steps if isinstance(step, Brand)] == ["Week 12"]
    assert told == ()


def test_what_a_line_says_stays_said_in_the_recipe_that_is_saved() -> None:
    kit("language: nl", "outro: {cta: {text: Bel ons}}")
    named = recipe(f"{{default: {BOTH}}}", "language: en")
    plan, _, _ = run_of(named, language="nl", cta="Kom langs")
    write_recipe(plan, Path("saved.yaml"))
    again, _, notes = run_of("./saved.yaml", language="nl")

    assert shown("./saved.yaml", language="nl") == "Kom langs"
    assert again.plan_hash == plan.plan_hash
    assert notes == ()


@pytest.mark.parametrize(
    ("default", "words"),
    [
        ("{en: Bye, English: Ciao}", r"r\.yaml:4:\d+: .*English is given twice"),
        ("{xx: Bye}", "xx is not a language that egv knows"),
        ("{1: Dag}", "1 is not a language"),
        ("{nl: [a]}", "nl: write a text, in quotes"),
        ("{}", "this has no text; write one for each language"),
        ("{nl: '{titel}'}", r"vars\.cta\.default\.nl: \{titel\}: unknown placeholder"),
    ],
)  # fmt: skip
def test_texts_that_cannot_be_read_are_told_where_they_stand(default: str, words: str) -> None:
    recipe(f"{{default: {default}}}")
    with pytest.raises(RecipeError, match=words):
        run_of("./r.yaml")


def test_a_kit_refuses_a_text_in_a_language_that_is_none() -> None:
    kit("outro: {cta: {text: {xx: Dag}}}")
    with pytest.raises(KitError, match=r"outro\.cta\.text: .*xx is not a language that egv knows"):
        load_kit("ours")
    kit("outro: {cta: {text: {nl: '{wat}'}}}")
    with pytest.raises(KitError, match=r"outro\.cta\.text\.nl: \{wat\}: unknown placeholder"):
        load_kit("ours")
