"""The short how-tos that come with egv: each fits on one screen, in Dutch and in English."""

from __future__ import annotations

import re
from collections.abc import Iterator

from egv.app.records.printable import PrintableDocument, PrintableValue, SchemaName, align_columns
from egv.core.errors import UsageError
from egv.core.text.faults import suggest_or_list
from egv.core.text.translation import Translated, UiLanguage
from egv.tools.store.shipped import find_shipped_folder

GUIDE_SCHEMA = "egv/guide@1"
FOLDER = find_shipped_folder("guides")
BROKEN = re.compile(r"(?<=\S)\n {2,3}(?=\S)")  # inside an item; lines to type have five blanks
TOPICS = (  # names in each language; the English name is also the file name
    Translated("eerste-video", "first-video"),
    Translated("beeld-en-licht", "framing-and-light"),
    Translated("praten", "speaking"),
    Translated("script", "script"),
    Translated("ondertitels", "subtitles"),
    Translated("delen", "sharing"),
    Translated("privacy", "privacy"),
    Translated("leidinggevende", "leader"),
    Translated("ambassadeur", "ambassador"),
    Translated("meekijken", "reviewer"),
    Translated("begeleider", "facilitator"),
)
CHOOSE = Translated(
    "Kort en bondig, elk op één scherm. Kies er een, bijvoorbeeld:",
    "Short how-tos, each on one screen. Choose one, such as:",
)


class Guide(PrintableDocument):
    """A how-to."""

    schema_name: SchemaName = GUIDE_SCHEMA
    topic: str
    language: UiLanguage
    text: str

    @property
    def title(self) -> str:
        """The first line of the text."""
        return self.text.partition("\n")[0]

    def to_lines(self) -> Iterator[str]:
        """Yield the how-to as lines for people: each item is one, which a screen wraps."""
        yield from BROKEN.sub(" ", self.text).splitlines()


class ListedGuide(PrintableValue):
    """A how-to on the list."""

    topic: str
    title: str


class GuideList(PrintableDocument):
    """The list of all how-tos."""

    schema_name: SchemaName = "egv/guides@1"
    language: UiLanguage
    guides: tuple[ListedGuide, ...]

    def to_lines(self) -> Iterator[str]:
        """Yield the list as lines for people."""
        yield CHOOSE.render(self.language)
        yield f"  egv guide {self.guides[0].topic}"
        yield ""
        yield from align_columns([(f"  {how_to.topic}", how_to.title) for how_to in self.guides])


def list_guides(tongue: UiLanguage) -> GuideList:
    """List all how-tos, in `tongue`."""
    every = (find_guide(topic.en, tongue) for topic in TOPICS)
    listed = tuple(ListedGuide(topic=how_to.topic, title=how_to.title) for how_to in every)
    return GuideList(language=tongue, guides=listed)


def find_guide(topic: str, tongue: UiLanguage) -> Guide:
    """Find the how-to `topic` by its name in either language. Raises UsageError if unknown."""
    names = {name: known for known in TOPICS for name in (known.nl, known.en)}
    word = topic.lower()
    if word not in names:
        way = suggest_or_list(word, names)
        raise UsageError(f"guide {topic}: there is no how-to of this name{way}", hint="egv guide")
    text = (FOLDER / f"{names[word].en}.{tongue}.txt").read_text(encoding="utf-8")
    return Guide(topic=names[word].render(tongue), language=tongue, text=text.rstrip())
