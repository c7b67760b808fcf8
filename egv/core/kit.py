"""A brand kit: the house style of a maker's videos, as people write it in YAML (`egv/kit@1`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field, field_validator

from egv.core.formats import BUILT_IN, Format, format_of, format_words
from egv.core.kit_parts import (
    AudioStyle,
    BumperStyle,
    ColourStyle,
    Fonts,
    FormatStyle,
    Guidelines,
    Logo,
    LowerThirdStyle,
    MusicStyle,
    OutroStyle,
    Owner,
    Palette,
    SubtitleStyle,
    Texts,
)
from egv.core.languages import language_code, main_language
from egv.core.mistakes import KeyPath
from egv.core.parts import Part, Slug
from egv.core.translations import every_text
from egv.core.vars import VarOrNothing

MOST_TERMS = 500

KIT_SCHEMA = "egv/kit@1"
USUAL = ("nl", "en")  # what clips are spoken in, if a kit does not say


class KitFile(Part):
    """What a `kit.yaml` says."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60)
    title: str = ""
    version: str = "0"
    language: str = Field(default="nl", pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]+)*$")
    languages: tuple[Annotated[str, AfterValidator(language_code)], ...] = ()
    owner: Owner = Owner()
    extends: str | None = None
    locked: tuple[str, ...] = ()
    vars: dict[str, VarOrNothing] = Field(default_factory=dict)
    palette: Palette = Palette()
    fonts: Fonts = Fonts()
    logo: Logo = Logo()
    intro: BumperStyle = BumperStyle()
    outro: OutroStyle = OutroStyle()
    lower_third: LowerThirdStyle = LowerThirdStyle()
    subtitles: SubtitleStyle = SubtitleStyle()
    music: MusicStyle = MusicStyle()
    audio: AudioStyle = AudioStyle()
    colour: ColourStyle = ColourStyle()
    glossary: Mapping[str, Texts] = Field(default={}, max_length=MOST_TERMS)
    guidelines: Guidelines = Guidelines()
    formats: dict[Slug, FormatStyle] = Field(default_factory=dict)

    @field_validator("formats")
    @classmethod
    def _formats_have_a_shape(cls, formats: dict[str, FormatStyle]) -> dict[str, FormatStyle]:
        for word, style in formats.items():
            if word not in BUILT_IN and not (style.size or style.aspect):
                raise ValueError(f'{word}: a format of your own needs a size, or an aspect: "4:3"')
        return formats

    @property
    def format_words(self) -> tuple[str, ...]:
        """The formats that a video can be made in."""
        return format_words(self.formats)

    def format(self, word: str) -> Format:
        """The format `word`. Raises KeyError for an unknown one."""
        return format_of(word, self.formats)

    @property
    def terms(self) -> tuple[str, ...]:
        """The glossary, a term each, as the subtitle step takes them."""
        return tuple(
            f"{term}={','.join(heard)}" if heard else term for term, heard in self.glossary.items()
        )

    @property
    def main_language(self) -> str:
        """The kit's own language without region and script, ISO 639-1 where it has such a code."""
        return main_language(self.language)

    @property
    def spoken(self) -> tuple[str, ...]:
        """The languages that clips may be in, ISO 639-1: else the kit's own, Dutch and English."""
        return tuple(dict.fromkeys(self.languages or (self.main_language, *USUAL)))

    def lines(self) -> Iterator[tuple[KeyPath, str]]:
        """Every line with places to fill in, with the key that says it."""
        for number, line in enumerate(self.lower_third.lines):
            yield ("lower_third", "lines", number), line
        for bumper in ("intro", "outro"):
            if card := getattr(self, bumper).card:
                for number, line in enumerate(card.lines):
                    yield (bumper, "card", "lines", number), line
        for language, text in every_text(self.outro.cta.text):
            yield ("outro", "cta", "text", *language), text
        yield ("outro", "cta", "url"), self.outro.cta.url or ""

    def assets(self) -> Iterator[tuple[KeyPath, Path]]:
        """Every file that the kit names, with the key that names it."""
        for role in Fonts.model_fields:
            if file := getattr(self.fonts, role).file:
                yield ("fonts", role, "file"), file
        for name, variant in self.logo.variants.items():
            yield ("logo", "variants", name, "file"), variant.file
        for bumper in ("intro", "outro"):
            for shape, clip in getattr(self, bumper).clips.items():
                yield (bumper, "clips", shape.value), clip
        if self.music.bed:
            yield ("music", "bed"), self.music.bed
        if self.colour.lut:
            yield ("colour", "lut"), self.colour.lut


@dataclass(frozen=True, slots=True)
class Kit:
    """A kit ready for use: what its file says, and where its files are.

    `typefaces` are font files by role, in the order they are asked for a glyph. `sources` are the
    `kit.yaml` it was read from and those of the kits that this one extends.
    """

    says: KitFile
    home: Path
    typefaces: Mapping[str, tuple[Path, ...]]
    sources: tuple[Path, ...] = ()

    @property
    def label(self) -> str:
        """`name@version`, as outputs record it."""
        return f"{self.says.name}@{self.says.version}"

    @property
    def files(self) -> tuple[Path, ...]:
        """Every file that is read for the kit: where it is written, and its assets."""
        return (*self.sources, *self.assets)

    @property
    def assets(self) -> tuple[Path, ...]:
        """Every file beside what the kit says that its looks depend on."""
        named = (self.home / path for _, path in self.says.assets())
        fonts = (path for paths in self.typefaces.values() for path in paths)
        return tuple(dict.fromkeys((*named, *fonts)))

    def colour(self, word: str) -> str:
        """`#RRGGBB` of a palette role, or of a colour that is written out."""
        return self.says.palette.roles.get(word, word)

    def setting(self, path: str) -> Any:
        """What the kit says at a dotted path such as `audio.lufs`; a file with its folder."""
        value: Any = self.says
        for part in path.split("."):
            value = getattr(value, part)
        return self.home / value if isinstance(value, Path) else value
