"""Texts for posts about a video, by channel: known facts filled in, the rest left open."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from egv.core.project.recipe_parts import Post
from egv.core.text.placeholders import fill_places, list_places
from egv.core.text.translation import Translated, UiLanguage
from egv.core.text.translations import iter_translations

ANY_LENGTH = 0


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel for sharing: the largest number of characters of a post (0: any)."""

    name: str
    most_chars: int = ANY_LENGTH


# From the channels' own help pages; other channels have no limit.
LIMITS = {"linkedin": 3000, "instagram": 2200, "x": 280, "youtube": 5000}
USUAL = "intranet"
QUOTED = 160  # characters of the transcript: a brief quote
SENTENCE_END = re.compile(r"(?<=[.!?…])\s")

LABELS: Mapping[str, Translated] = {
    "title": Translated("titel", "title"),
    "name": Translated("naam", "name"),
    "role": Translated("functie", "role"),
    "department": Translated("afdeling", "department"),
    "cta": Translated("wat mag de kijker doen?", "what can the viewer do?"),
}
OPEN = Translated(
    "[jouw zin hier: waarom deel je dit?]", "[your sentence here: why are you sharing this?]"
)
ALT = Translated(
    "[beschrijf in één zin wat er te zien is, voor wie het niet kan zien]",
    "[describe in one sentence what the video shows, for people who cannot see it]",
)
ALT_HEAD = Translated("Alternatieve tekst", "Alternative text")
TOO_LONG = Translated(
    "Let op: {length} tekens, op {channel} passen er {most}.",
    "Note: {length} characters, and {channel} allows {most}.",
)


@dataclass(frozen=True, slots=True)
class PostDraft:
    """A draft post for a channel: text with open places and hashtags, and warnings."""

    channel: str
    text: str
    notes: tuple[str, ...] = ()


def list_channels(post: Post) -> tuple[Channel, ...]:
    """List the channels that a recipe names; the intranet where it names none."""
    return tuple(Channel(name, LIMITS.get(name, ANY_LENGTH)) for name in post.channels or (USUAL,))


def compose_post(
    post: Post, channel: Channel, texts: Mapping[str, str], transcript: str, tongue: UiLanguage
) -> PostDraft:
    """Compose the post for `channel`: the recipe's line, an open place, and a quote from the video.

    `texts` fill the line in; unknown texts stay open places. `transcript` is of the whole video;
    `post` is in one language.
    """
    line = next((text for _, text in iter_translations(post.text) if text), "{title}")
    known = {
        name: texts.get(name) or _format_open_place(name, tongue) for name in list_places(line)
    }
    parts = [fill_places(line, known), OPEN.render(tongue)]
    if taste := quote_first_sentence(transcript):
        parts.append(f"“{taste}”")
    if cta := texts.get("cta"):
        parts.append(cta)
    text = "\n\n".join((*parts, *([" ".join(post.hashtags)] if post.hashtags else ())))
    most = channel.most_chars
    long = TOO_LONG.render(tongue, length=len(text), channel=channel.name, most=most)
    return PostDraft(channel.name, text, (long,) if most and len(text) > most else ())


def quote_first_sentence(transcript: str) -> str:
    """Return the first sentence of a transcript, shortened to a brief quote."""
    first = SENTENCE_END.split(" ".join(transcript.split()), maxsplit=1)[0]
    return first if len(first) <= QUOTED else f"{first[: QUOTED - 1].rpartition(' ')[0]}…"


def _format_open_place(name: str, tongue: UiLanguage) -> str:
    return f"[{LABELS[name].render(tongue) if name in LABELS else name}]"
