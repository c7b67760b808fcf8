"""Every shipped text that a viewer or a maker sees exists in Dutch and in English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from egv.app.authoring.demo import SCRIPTS, TEXTS, TITLES, VOICES
from egv.app.authoring.guide import FOLDER as GUIDES
from egv.app.authoring.guide import TOPICS
from egv.app.authoring.new_kit import BLANKS as BLANK_KITS
from egv.app.plan.recipes import load_recipe_file
from egv.core.project.recipe import RecipeFile
from egv.core.text.translation import UiLanguage
from egv.core.text.translations import has_letters, iter_translations
from egv.tools.library.kit_places import SHIPPED as KITS
from egv.tools.library.kits import load_kit_file
from egv.tools.library.recipes import BLANKS, BUILT_IN
from egv.tools.pages.pages import TEMPLATES
from egv.tools.store.yaml_source import read_yaml
from tests.places import ROOT

BOTH = {tongue.value for tongue in UiLanguage}
EXAMPLES = ROOT / "examples"
RECIPES = [*sorted(BUILT_IN.glob("[!_]*.yaml")), *sorted(EXAMPLES.glob("*.yaml"))]
KIT_FILES = sorted(KITS.glob("*/kit.yaml"))
SPECIMEN = "Aa"  # of a typeface
MARKUP = r"<(style|script)\b.*?</\1>|<!--.*?-->|<[^>]*>|{{.*?}}|&\w+;"
BOTH_AT_ONCE = r"{% if tongue == .nl. %}[^{]+{% else %}[^{]+{% endif %}"


def iter_recipe_texts(spec: RecipeFile) -> Iterator[tuple[str, Any]]:
    """Yield the texts of a recipe that people read, each with its place."""
    yield from (("title", spec.title), ("description", spec.description), ("goal", spec.goal))
    for name, var in spec.vars.items():
        yield f"vars.{name}.prompt", var.prompt
        yield f"vars.{name}.default", var.default
    for beat in spec.script:
        yield f"beat {beat.beat}", beat.beat
        yield f"prompt of {beat.beat}", beat.prompt
    if spec.package:
        yield "post", spec.package.post.text


def list_texts_in_one_language(texts: Iterable[tuple[str, Any]]) -> list[str]:
    """List the places of `texts` with words in one language only."""
    return [
        place
        for place, given in texts
        if any(has_letters(text) for _, text in iter_translations(given))
        and not (isinstance(given, Mapping) and set(given) >= BOTH)
    ]


@pytest.mark.parametrize("path", RECIPES, ids=lambda path: path.stem)
def test_a_shipped_recipe_says_everything_in_both_languages(path: Path) -> None:
    spec = load_recipe_file(path).spec

    assert list_texts_in_one_language(iter_recipe_texts(spec)) == []
    assert spec.language == ""  # nothing in it is in one language


@pytest.mark.parametrize("path", KIT_FILES, ids=lambda path: path.parent.name)
def test_a_shipped_kit_says_everything_in_both_languages(path: Path) -> None:
    spec = load_kit_file(path).spec
    cards = [bumper.card for bumper in (spec.intro, spec.outro) if bumper.card]
    lines = [line for card in cards for line in card.lines]
    texts: list[tuple[str, Any]] = [("cta", spec.outro.cta.text)]
    texts += [(f"line {line}", line) for line in (*lines, *spec.lower_third.lines)]
    advice = [*spec.guidelines.do, *spec.guidelines.dont]
    texts += [(f"advice {line}", line) for line in advice]
    texts += [(f"vars.{name}", var.default) for name, var in spec.vars.items()]

    assert list_texts_in_one_language(texts) == []
    assert spec.guidelines.do
    assert spec.guidelines.dont


def test_a_text_in_one_language_is_found() -> None:
    texts = [("a", "Hello"), ("b", {"en": "Hello"}), ("c", {"nl": "Hoi", "en": "Hi"}), ("d", "{n}")]

    assert list_texts_in_one_language(texts) == ["a", "b"]


def test_the_blank_kits_differ_in_their_comments_only() -> None:
    nl, en = (read_yaml(BLANK_KITS[tongue]).data for tongue in UiLanguage)

    assert nl == en


def test_guides_blank_recipes_and_the_demonstration_are_in_both_languages() -> None:
    guides = {path.name for path in GUIDES.iterdir()}
    said = [*TOPICS, *TITLES.values(), *TEXTS.values()]

    assert guides == {f"{topic.en}.{tongue}.txt" for topic in TOPICS for tongue in BOTH}
    assert {*BLANKS} == {*BLANK_KITS} == {*SCRIPTS} == {*UiLanguage}
    assert {*VOICES, UiLanguage.EN} == {*UiLanguage}
    assert all(text.nl and text.en for text in said)


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.html")), ids=lambda path: path.stem)
def test_a_page_has_no_words_of_its_own(path: Path) -> None:
    text = re.sub(BOTH_AT_ONCE, "", path.read_text(encoding="utf-8"))
    text = re.sub(r"{% block (style|policy|script) %}.*?{% endblock %}", "", text, flags=re.S)
    text = re.sub(rf"{MARKUP}|{{%.*?%}}|{{#.*?#}}", " ", text, flags=re.S)

    assert set(re.findall(r"[^\W\d_]{2,}", text)) <= {SPECIMEN}
