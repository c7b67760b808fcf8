"""The text that goes with a video."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.kit.kit import KitFile
from egv.core.kit.parse import parse_kit
from egv.core.project.recipe_parts import Post
from egv.core.text.translation import UiLanguage
from egv.workflow.share.posts import (
    QUOTED,
    Channel,
    PostDraft,
    PostMatter,
    compose_alt_text,
    compose_posts,
    fill_known_clauses,
    list_channels,
    quote_first_sentence,
)

NL, EN = UiLanguage.NL, UiLanguage.EN


POST = Post(text="{title} - by {name} {department}", hashtags=("#OurWork",))
KIT = KitFile(name="ours")
KNOWN = {"title": "News", "name": "Jan", "department": "HR"}


def compose(
    post: Post = POST, texts: Mapping[str, str] = KNOWN, said: str = "", **says: Any
) -> tuple[PostDraft, ...]:
    channel = says.pop("channel", Channel("intranet"))
    return compose_posts(post, channel, PostMatter(texts, said, **says), EN)


def test_each_variant_can_be_posted_as_it_is() -> None:
    quote, question, thanks = compose(said="Hello all. More.")

    assert quote.text == "News - by Jan HR\n\n“Hello all.”\n\n#OurWork"
    assert question.text == "News - by Jan HR\n\nWhat do you think?\n\n#OurWork"
    assert thanks.text == "News - by Jan HR\n\nThank you, Jan!\n\n#OurWork"
    assert all(post.finished and not post.notes for post in (quote, question, thanks))


@pytest.mark.parametrize(
    ("texts", "line"),
    [
        ({"title": "News"}, "News"),
        ({"title": "News", "name": "Jan"}, "News - by Jan"),
        ({"title": "News", "department": "HR"}, "News - by HR"),
        ({"name": "Jan"}, "by Jan"),
        ({}, ""),
    ],
)
def test_what_is_unknown_is_left_out(texts: dict[str, str], line: str) -> None:
    assert fill_known_clauses("{title} - by {name} {department}", texts) == line
    assert not any("[" in post.text for post in compose(texts=texts, said="Hello."))


def test_where_nothing_is_known_the_place_stays_open() -> None:
    [draft] = compose(texts={})

    assert (draft.finished, "[your sentence here" in draft.text) == (False, True)


def test_a_dutch_video_gets_a_dutch_post() -> None:
    question, thanks = compose(texts={"title": "Nieuws"}, tongue=NL)

    assert "Wat vind jij?" in question.text
    assert "Dank aan iedereen die meewerkte!" in thanks.text


def test_in_a_language_that_egv_does_not_write_only_what_was_said_is_posted() -> None:
    [quote] = compose(texts={"title": "Nouvelles"}, said="Bonjour.", tongue=None)

    assert quote.text == "Nouvelles\n\n“Bonjour.”\n\n#OurWork"


def test_a_text_with_braces_stays_text() -> None:
    made = compose(Post(text="{title}"), {"title": "{name} <b>"})

    assert made[0].text.startswith("{name} <b>\n")


def test_hashtags_are_left_out_where_there_is_no_room() -> None:
    title = "a" * 270
    made = compose(Post(hashtags=("#OurWork",)), {"title": title}, "", channel=Channel("x", 280))
    assert all("#OurWork" not in post.text for post in made)

    [over, *_] = compose(Post(), {"title": "a" * 300}, channel=Channel("x", 280))
    assert over.notes == (f"Note: {len(over.text)} characters, and x allows 280.",)


def test_the_alternative_text_tells_what_is_known() -> None:
    matter = PostMatter({"title": "Nieuws", "name": "Jan"}, "Hallo.", NL)
    assert compose_alt_text(matter, 61.4, EN) == (
        "Video: Nieuws (Jan is aan het woord, 61 seconden, met ondertitels)."
    )
    assert compose_alt_text(PostMatter({}), 5, EN) == "Video (5 seconds)."


def test_a_recipe_names_its_channels() -> None:
    assert list_channels(Post(channels=("linkedin", "teams")), KIT) == (
        Channel("linkedin", 3000),
        Channel("teams"),
    )
    assert [each.name for each in list_channels(Post(), KIT)] == ["intranet"]


def test_a_kit_has_limits_of_its_own_for_a_channel() -> None:
    own, _ = parse_kit(
        {"schema": "egv/kit@1", "name": "ours", "channels": {"linkedin": {"most_characters": 700}}}
    )
    assert own

    assert list_channels(Post(channels=("linkedin",)), own) == (Channel("linkedin", 700),)


@given(st.text(max_size=600))
def test_a_taste_of_what_is_said_is_short(said: str) -> None:
    assert len(quote_first_sentence(said)) <= QUOTED


def test_the_first_sentence_is_whole_where_it_fits() -> None:
    assert quote_first_sentence("  How are\nyou? Fine.") == "How are you?"
    assert quote_first_sentence("word " * 99).endswith("word…")
    assert quote_first_sentence("") == ""
