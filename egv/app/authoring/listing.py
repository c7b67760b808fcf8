"""Everything that can be named on a line here: steps, recipes, kits and formats."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from egv.app.authoring.kits import ListedKit, collect_kit_listing
from egv.app.plan.order import RunOptions
from egv.app.plan.recipes import ListedRecipe, collect_recipe_listing
from egv.app.plan.settings import load_settings
from egv.app.records.printable import PrintableDocument, PrintableValue, SchemaName, align_columns
from egv.core.errors import UsageError
from egv.core.kit.formats import BUILT_IN, SOURCE, list_format_words
from egv.core.kit.kit import NO_KIT
from egv.core.programme.step import Step
from egv.steps import STEPS
from egv.tools.library.kit_places import find_kit_file
from egv.tools.library.kits import read_kit_spec

LISTING_SCHEMA = "egv/list@1"


class ListedStep(PrintableValue):
    """A step, its other spellings, and its purpose."""

    name: str
    aliases: tuple[str, ...] = ()
    purpose: str = ""


class ListedFormat(PrintableValue):
    """A format, its size in pixels, and the other words for its shape.

    `kit` is the kit whose own format it is; "" for one that every kit has.
    """

    name: str
    size: tuple[int, int] | None = None
    words: tuple[str, ...] = ()
    kit: str = ""

    @property
    def summary(self) -> str:
        """The size, with the other words or the kit."""
        if self.size is None:
            return "the clip's own shape and size; what is made without --format"
        size = f"{self.size[0]} x {self.size[1]}"
        also = f"also: {', '.join(self.words)}" if self.words else f"of the kit {self.kit}"
        return f"{size}  {also}"


class WordListing(PrintableDocument):
    """The lists that were asked for; a list that was not is null."""

    schema_name: SchemaName = LISTING_SCHEMA
    steps: tuple[ListedStep, ...] | None = None
    recipes: tuple[ListedRecipe, ...] | None = None
    kits: tuple[ListedKit, ...] | None = None
    formats: tuple[ListedFormat, ...] | None = None

    def to_lines(self) -> tuple[str, ...]:
        """Format the lists for people: each under its title, where there are several."""
        tables: dict[str, list[tuple[str, ...]]] = {
            "steps": [(step.name, step.purpose) for step in self.steps or ()],
            "recipes": [one.columns for one in self.recipes or ()],
            "kits": [(kit.name, kit.source, kit.summary) for kit in self.kits or ()],
            "formats": [(one.name, one.summary) for one in self.formats or ()],
        }
        shown = {title: rows for title, rows in tables.items() if rows}
        if len(shown) == 1:
            return align_columns(*shown.values())
        lines: list[str] = []
        for title, rows in shown.items():
            lines += [*([""] if lines else []), f"{title.capitalize()} (egv list {title}):"]
            lines += [f"  {line}" for line in align_columns(rows)]
        return tuple(lines)


def collect_listing(kinds: Collection[str], language: str) -> WordListing:
    """Collect the lists `kinds`: steps, recipes, kits, formats; titles in `language` if they exist.

    Raises ProjectError and KitError as a run does.
    """
    return WordListing(
        steps=tuple(map(_describe_step, STEPS)) if "steps" in kinds else None,
        recipes=collect_recipe_listing(language).recipes if "recipes" in kinds else None,
        kits=collect_kit_listing().kits if "kits" in kinds else None,
        formats=tuple(_iter_formats()) if "formats" in kinds else None,
    )


def list_format_offers(kit_word: str = "") -> tuple[tuple[str, str], ...]:
    """List the words that `--format` takes, each with its meaning, for a shell to offer.

    Left out are those with a colon, which shells cut in two. A faulty kit adds nothing.
    """
    try:
        kit = read_kit_spec(find_kit_file(kit_word or load_settings(RunOptions()).choose_kit()))
    except UsageError:
        kit = NO_KIT.spec
    formats = kit.format_names
    words = [(word, name) for name in formats for word in list_format_words(name)]
    offers = [(name, "{} x {}".format(*kit.find_format(name).size)) for name in formats]
    return tuple(offer for offer in dict([*words, *offers]).items() if ":" not in offer[0])


def _describe_step(step: type[Step]) -> ListedStep:
    purpose = (step.__doc__ or "").splitlines()[0]
    return ListedStep(name=step.name, aliases=step.aliases, purpose=purpose)


def _iter_formats() -> Iterator[ListedFormat]:
    """Yield the formats that every kit has, and those of the kit that is used here."""
    kit = read_kit_spec(find_kit_file(load_settings(RunOptions()).choose_kit()))
    for name in kit.format_names:
        words = list_format_words(name)
        owner = "" if name in BUILT_IN else kit.name
        yield ListedFormat(name=name, size=kit.find_format(name).size, words=words, kit=owner)
    yield ListedFormat(name=SOURCE)
