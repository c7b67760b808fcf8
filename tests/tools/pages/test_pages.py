"""Pages of HTML."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from jinja2 import TemplateError

from egv.core.picture.colour import Colour
from egv.core.picture.contrast import measure_contrast
from egv.core.text.translation import Translated, UiLanguage
from egv.tools.pages import pages

TEMPLATE = """\
{% extends "base.html" %}
{% block title %}{{ title }}{% endblock %}
{% block main %}<p data-of="{{ title }}">{{ say(text, n=count) }}</p>{% endblock %}
"""


@pytest.fixture
def templates(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The base page, and one that extends it."""
    shutil.copy(pages.TEMPLATES / "base.html", tmp_path)
    (tmp_path / "one.html").write_text(TEMPLATE)
    monkeypatch.setattr(pages, "TEMPLATES", tmp_path)


@pytest.mark.usefixtures("templates")
def test_every_text_is_text_wherever_it_stands() -> None:
    hostile = '"><script>alert(1)</script>'
    text = Translated("{n} clips van <b>", "{n} clips of <b>")
    made = pages.render_page("one.html", UiLanguage.NL, title=hostile, text=text, count=1.5)

    assert "<script>" not in made
    assert 'data-of="&#34;&gt;&lt;script' in made
    assert "1,5 clips van &lt;b&gt;" in made
    assert '<html lang="nl">' in made


@pytest.mark.usefixtures("templates")
def test_a_value_that_nobody_gave_is_an_error() -> None:
    with pytest.raises(TemplateError):
        pages.render_page("one.html", UiLanguage.EN, title="x", count=1)


def test_no_page_fetches_anything() -> None:
    templates = list(pages.TEMPLATES.iterdir())

    assert templates
    for template in templates:
        text = template.read_text()
        assert "http://" not in text, template
        assert "https://" not in text, template
        assert "@import" not in text, template


def test_what_is_read_on_a_page_can_be_read() -> None:
    base = (pages.TEMPLATES / "base.html").read_text()
    pairs = (
        pair.strip().removeprefix("--").split(": ")
        for pair in base.partition(":root {")[2].partition("}")[0].split(";")
        if ":" in pair
    )
    colours = {name: Colour(text) for name, text in pairs if text.startswith("#")}
    for ink in ("ink", "soft", "accent", "good", "warn", "bad"):
        for ground in ("ground", "card"):
            assert measure_contrast(colours[ink], colours[ground]) >= 4.5, (
                ink,
                ground,
            )  # WCAG 2.2, 1.4.3


def test_a_picture_lies_in_the_page(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"\x89PNG")

    uri = pages.format_data_uri((tmp_path / "a.png").read_bytes(), "image/png")
    assert uri == "data:image/png;base64,iVBORw=="
