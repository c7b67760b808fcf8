"""The short how-tos that come with egv: each fits on one screen, in Dutch and in English."""

from __future__ import annotations

from collections.abc import Iterator

from egv.app.documents import Document, SchemaName, Value, columns
from egv.core.errors import UsageError
from egv.core.mistakes import nearest
from egv.core.tongue import Both, Tongue
from egv.tools.shipped import find_shipped

GUIDE_SCHEMA = "egv/guide@1"
FOLDER = find_shipped("guides")
TOPICS = (  # names in each language; the English name is also the file name
    Both("eerste-video", "first-video"),
    Both("beeld-en-licht", "framing-and-light"),
    Both("praten", "speaking"),
    Both("script", "script"),
    Both("ondertitels", "subtitles"),
    Both("delen", "sharing"),
    Both("privacy", "privacy"),
)
CHOOSE = Both(
    "Kort en bondig, elk op één scherm. Kies er een, bijvoorbeeld:",
    "Short how-tos, each on one screen. Choose one, such as:",
)


class Guide(Document):
    """A how-to."""

    schema_name: SchemaName = GUIDE_SCHEMA
    topic: str
    language: Tongue
    text: str

    @property
    def title(self) -> str:
        """The first line of the text."""
        return self.text.partition("\n")[0]

    def lines(self) -> Iterator[str]:
        """Yield the how-to as lines for people."""
        yield from self.text.splitlines()


class ListedGuide(Value):
    """A how-to on the list."""

    topic: str
    title: str


class GuideList(Document):
    """The list of all how-tos."""

    schema_name: SchemaName = "egv/guides@1"
    language: Tongue
    guides: tuple[ListedGuide, ...]

    def lines(self) -> Iterator[str]:
        """Yield the list as lines for people."""
        yield CHOOSE.within(self.language)
        yield f"  egv guide {self.guides[0].topic}"
        yield ""
        yield from columns([(f"  {how_to.topic}", how_to.title) for how_to in self.guides])


def guides(tongue: Tongue) -> GuideList:
    """List all how-tos, in `tongue`."""
    every = (guide(topic.en, tongue) for topic in TOPICS)
    listed = tuple(ListedGuide(topic=how_to.topic, title=how_to.title) for how_to in every)
    return GuideList(language=tongue, guides=listed)


def guide(topic: str, tongue: Tongue) -> Guide:
    """Find the how-to `topic` by its name in either language. Raises UsageError if unknown."""
    names = {name: known for known in TOPICS for name in (known.nl, known.en)}
    word = topic.lower()
    if word not in names:
        way = nearest(word, names)
        raise UsageError(f"guide {topic}: there is no such how-to{way}", hint="egv guide")
    text = (FOLDER / f"{names[word].en}.{tongue}.txt").read_text(encoding="utf-8")
    return Guide(topic=names[word].within(tongue), language=tongue, text=text.rstrip())
