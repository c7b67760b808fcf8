"""Posts about a video, by channel: finished variants of what is known, each within the limits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from egv.core.kit.kit import KitFile
from egv.core.project.recipe_parts import Post
from egv.core.text.placeholders import fill_places, list_places
from egv.core.text.translation import Translated, UiLanguage
from egv.core.text.translations import iter_translations

ANY_LENGTH = 0


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel for sharing: the most characters and hashtags of a post (0, None: any)."""

    name: str
    most_chars: int = ANY_LENGTH
    most_hashtags: int | None = None


USUAL = "intranet"
QUOTED = 160  # characters of the transcript: a brief quote
SENTENCE_END = re.compile(r"(?<=[.!?…])\s")
CLAUSE = re.compile(r"(\s+[-–—|·]\s+|,\s+|\n+)")  # between the clauses of a line
EDGES = " ,-–—|·\n"

QUESTION = Translated("Wat vind jij?", "What do you think?")
THANKS = Translated("Dank je wel, {name}!", "Thank you, {name}!")
THANKS_TO_ALL = Translated("Dank aan iedereen die meewerkte!", "Thanks to everybody who helped!")
OPEN = Translated(
    "[jouw zin hier: waarom deel je dit?]", "[your sentence here: why are you sharing this?]"
)
ALT_HEAD = Translated("Alternatieve tekst", "Alternative text")
ALT_TITLED = Translated("Video: {title}", "Video: {title}")
ALT_UNTITLED = Translated("Video", "Video")
ALT_SPEAKER = Translated("{name} is aan het woord", "{name} speaks")
ALT_LENGTH = Translated("{seconds} seconden", "{seconds} seconds")
ALT_SUBTITLED = Translated("met ondertitels", "with subtitles")
TOO_LONG = Translated(
    "Let op: {length} tekens, op {channel} passen er {most}.",
    "Note: {length} characters, and {channel} allows {most}.",
)


class PostVariant(StrEnum):
    """The turn of a post: a quote from the video, a question to the reader, or a word of thanks."""

    QUOTE = "quote"
    QUESTION = "question"
    THANKS = "thanks"


@dataclass(frozen=True, slots=True)
class PostDraft:
    """A post for a channel, and warnings; one that is not `finished` has an open place [ ]."""

    channel: str
    text: str
    notes: tuple[str, ...] = ()
    variant: PostVariant = PostVariant.QUOTE
    finished: bool = True


@dataclass(frozen=True, slots=True)
class PostMatter:
    """All that posts are made of: the texts of the video, by name, and what is said in it.

    `tongue` is the language of the video; None where egv has no sentences in it.
    """

    texts: Mapping[str, str]
    transcript: str = ""
    tongue: UiLanguage | None = UiLanguage.EN


def list_channels(post: Post, kit: KitFile) -> tuple[Channel, ...]:
    """List the channels that a recipe names, as `kit` limits them; the intranet where none is."""
    return tuple(_build_channel(name, kit) for name in post.channels or (USUAL,))


def _build_channel(name: str, kit: KitFile) -> Channel:
    limits = kit.find_channel(name)
    if limits is None:
        return Channel(name)
    return Channel(name, limits.most_chars or ANY_LENGTH, limits.most_hashtags)


def compose_posts(
    post: Post, channel: Channel, matter: PostMatter, speaks: UiLanguage
) -> tuple[PostDraft, ...]:
    """Compose the variants of the post for `channel`: at most three, each ready to be posted.

    What is unknown is left out. Where nothing is known, one draft has an open place. `post` is in
    one language; warnings are in the language that egv `speaks`.
    """
    line = fill_known_clauses(_choose_line(post), matter.texts)
    turns = dict(_iter_turns(matter))
    if not line and PostVariant.QUOTE not in turns:
        return (PostDraft(channel.name, OPEN.render(speaks), finished=False),)
    if not line:
        turns = {PostVariant.QUOTE: turns[PostVariant.QUOTE]}
    extras = [matter.texts.get("cta", ""), " ".join(post.hashtags[: channel.most_hashtags])]
    return tuple(
        _fit_post(channel, variant, (line, turn), extras, speaks)
        for variant, turn in (turns or {PostVariant.QUOTE: ""}).items()
    )


def _choose_line(post: Post) -> str:
    return next((text for _, text in iter_translations(post.text) if text), "{title}")


def _iter_turns(matter: PostMatter) -> Iterator[tuple[PostVariant, str]]:
    """Yield the sentence of each variant that can be made in the language of the video."""
    if taste := quote_first_sentence(matter.transcript):
        yield PostVariant.QUOTE, f"“{taste}”"
    if matter.tongue:
        yield PostVariant.QUESTION, QUESTION.render(matter.tongue)
        name = matter.texts.get("name")
        thanks = THANKS if name else THANKS_TO_ALL
        yield PostVariant.THANKS, thanks.render(matter.tongue, name=name or "")


def _fit_post(
    channel: Channel,
    variant: PostVariant,
    parts: Sequence[str],
    extras: Sequence[str],
    speaks: UiLanguage,
) -> PostDraft:
    """Join the parts of a post; of the `extras`, as many as the channel has room for."""
    most = channel.most_chars
    text = "\n\n".join(filter(None, parts))
    for extra in filter(None, extras):
        longer = f"{text}\n\n{extra}" if text else extra
        text = longer if not most or len(longer) <= most else text
    long = TOO_LONG.render(speaks, length=len(text), channel=channel.name, most=most)
    return PostDraft(channel.name, text, (long,) if most and len(text) > most else (), variant)


def fill_known_clauses(line: str, texts: Mapping[str, str]) -> str:
    """Fill the places of `line` from `texts`, and leave out each clause whose places are unknown.

    Clauses are divided by dashes, bars, commas and line ends. A clause with a known place stays.
    """
    parts = CLAUSE.split(line)
    kept = ""
    for before, clause in zip(["", *parts[1::2]], parts[::2], strict=True):
        places = list_places(clause)
        if not places or any(texts.get(place) for place in places):
            kept += before + " ".join(fill_places(clause, texts).split(" "))
    return re.sub(r" {2,}", " ", kept).strip(EDGES)


def quote_first_sentence(transcript: str) -> str:
    """Return the first sentence of a transcript, shortened to a brief quote."""
    first = SENTENCE_END.split(" ".join(transcript.split()), maxsplit=1)[0]
    return first if len(first) <= QUOTED else f"{first[: QUOTED - 1].rpartition(' ')[0]}…"


def compose_alt_text(matter: PostMatter, seconds: float, speaks: UiLanguage) -> str:
    """Compose the alternative text of a video from what is known: title, speaker and length."""
    tongue, texts = matter.tongue or speaks, matter.texts
    title, name = texts.get("title"), texts.get("name")
    head = ALT_TITLED.render(tongue, title=title) if title else ALT_UNTITLED.render(tongue)
    rest = [
        *([ALT_SPEAKER.render(tongue, name=name)] if name else ()),
        ALT_LENGTH.render(tongue, seconds=round(seconds)),
        *([ALT_SUBTITLED.render(tongue)] if matter.transcript else ()),
    ]
    return f"{head.rstrip('.')} ({', '.join(rest)})."
