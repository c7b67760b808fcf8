"""The text that goes with a video."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from egv.core.project.recipe_parts import Post
from egv.core.text.translation import UiLanguage
from egv.workflow.share.posts import (
    QUOTED,
    Channel,
    compose_post,
    list_channels,
    quote_first_sentence,
)

NL, EN = UiLanguage.NL, UiLanguage.EN


def test_what_is_known_is_filled_in_and_the_rest_left_open() -> None:
    post = Post(text="{title} - {name}", hashtags=("#OurWork",))
    made = compose_post(post, Channel("intranet"), {"title": "News"}, "Hello. More.", EN)

    assert made.text == (
        "News - [name]\n\n[your sentence here: why are you sharing this?]\n\n“Hello.”\n\n#OurWork"
    )
    assert made.notes == ()
    assert "[naam]" in compose_post(post, Channel("intranet"), {}, "", NL).text


def test_a_text_with_braces_stays_text() -> None:
    made = compose_post(Post(text="{title}"), Channel("x"), {"title": "{name} <b>"}, "", EN)

    assert made.text.startswith("{name} <b>\n")


def test_a_post_that_does_not_fit_is_told() -> None:
    made = compose_post(Post(), Channel("x", 280), {"title": "a" * 300}, "", EN)

    assert made.notes == (f"Note: {len(made.text)} characters, and x allows 280.",)


def test_a_recipe_names_its_channels() -> None:
    assert list_channels(Post(channels=("linkedin", "teams"))) == (
        Channel("linkedin", 3000),
        Channel("teams"),
    )
    assert [each.name for each in list_channels(Post())] == ["intranet"]


@given(st.text(max_size=600))
def test_a_taste_of_what_is_said_is_short(said: str) -> None:
    assert len(quote_first_sentence(said)) <= QUOTED


def test_the_first_sentence_is_whole_where_it_fits() -> None:
    assert quote_first_sentence("  How are\nyou? Fine.") == "How are you?"
    assert quote_first_sentence("word " * 99).endswith("word…")
    assert quote_first_sentence("") == ""
