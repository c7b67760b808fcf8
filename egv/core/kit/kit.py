"""A brand kit: the house style of videos, as people write it in YAML (`egv/kit@1`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import AfterValidator, Field, field_validator

from egv.core.kit.bumper_styles import BumperStyle, OutroStyle
from egv.core.kit.channels import (
    CHANNELS,
    MB,
    ChannelLimits,
    explain_unknown_channel,
    find_channel,
)
from egv.core.kit.field_types import Texts
from egv.core.kit.formats import (
    SOURCE,
    VideoFormat,
    find_format,
    find_shape_word,
    list_format_names,
)
from egv.core.kit.guidelines import Guidelines
from egv.core.kit.house_style import Fonts, Logo, Palette
from egv.core.kit.plain_values import MOST_TERMS, USUAL
from egv.core.kit.sections import (
    AudioStyle,
    ChannelRules,
    ColourStyle,
    FormatStyle,
    MusicStyle,
    Owner,
)
from egv.core.kit.text_styles import LowerThirdStyle, SubtitleStyle
from egv.core.picture.colour import Colour
from egv.core.text.faults import KeyPath
from egv.core.text.languages import parse_language_code, parse_main_language
from egv.core.text.translations import iter_translations
from egv.core.text.variables import VarOrNothing
from egv.core.text.yaml_model import Slug, YamlModel, explain_wrong_slug

KIT_SCHEMA = "egv/kit@1"
Number = TypeVar("Number", int, float)


def _check_format_name(word: str) -> str:
    if not find_shape_word(word) and (fault := explain_wrong_slug(word)):
        raise ValueError(fault)
    return word


def _choose_first(stated: Number | None, published: Number | None) -> Number | None:
    return published if stated is None else stated


FormatName = Annotated[str, AfterValidator(_check_format_name)]


class KitFile(YamlModel):
    """The contents of a `kit.yaml`."""

    name: str = Field(
        pattern=r"^[a-z0-9][a-z0-9-]*$",
        max_length=60,
        description="The name to write after -k: small letters, digits and dashes, at most 60.",
    )
    title: str = Field(default="", description="The name of the kit for people.")
    version: str = Field(
        default="0", description="The version of the kit, recorded with every output."
    )
    language: str = Field(
        default="nl",
        pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]+)*$",
        description="The language of the kit's texts and of subtitles, such as nl or en-GB.",
    )
    languages: tuple[Annotated[str, AfterValidator(parse_language_code)], ...] = Field(
        default=(),
        description="The languages that clips may be spoken in; none: the kit's own, Dutch and"
        " English.",
    )
    owner: Owner = Field(
        default=Owner(), description="Who to ask about the kit; shown under errors."
    )
    extends: str | None = Field(
        default=None,
        description="The folder of a kit that this one builds on, such as ../acme; this kit then"
        " says only what differs.",
    )
    locked: tuple[str, ...] = Field(
        default=(),
        description="Fields that no kit which extends this one may change, such as palette or"
        " logo.variants.",
    )
    vars: dict[str, VarOrNothing] = Field(
        default_factory=dict,
        description="Texts of the kit's own, by name, for places such as {slogan} in its lines.",
    )
    palette: Palette = Field(
        default=Palette(), description="Colours by purpose; other sections name them."
    )
    fonts: Fonts = Field(
        default=Fonts(), description="Fonts by purpose; without a file: the font of egv."
    )
    logo: Logo = Field(
        default=Logo(), description="The logo: its drawings, and its place in the video."
    )
    intro: BumperStyle = Field(
        default=BumperStyle(), description="What comes before the programme."
    )
    outro: OutroStyle = Field(default=OutroStyle(), description="What comes after the programme.")
    lower_third: LowerThirdStyle = Field(
        default=LowerThirdStyle(), description="The name plate of who speaks."
    )
    subtitles: SubtitleStyle = Field(
        default=SubtitleStyle(),
        description="The look of subtitles, and the files with the spoken text.",
    )
    music: MusicStyle = Field(default=MusicStyle(), description="Music under the video.")
    audio: AudioStyle = Field(default=AudioStyle(), description="How loud videos are.")
    colour: ColourStyle = Field(
        default=ColourStyle(), description="How much the picture is corrected."
    )
    glossary: Mapping[str, Texts] = Field(
        default={},
        max_length=MOST_TERMS,
        description="Names and jargon, each with the ways in which it is misheard; at most 500.",
    )
    guidelines: Guidelines = Field(default=Guidelines(), description="Advice for people who film.")
    formats: dict[FormatName, FormatStyle] = Field(
        default_factory=dict,
        description="Changes to the formats landscape, portrait, square and feed, and formats of"
        " your own.",
    )

    channels: dict[Slug, ChannelRules] = Field(
        default_factory=dict,
        description="What your own channels take, where that is less or more than published, such"
        " as linkedin: {most_seconds: 90}.",
    )

    @field_validator("channels")
    @classmethod
    def _check_channels(cls, channels: dict[str, ChannelRules]) -> dict[str, ChannelRules]:
        for word in channels:
            if word not in CHANNELS:
                raise ValueError(f"{word}: {explain_unknown_channel(word)}")
        return channels

    @field_validator("formats")
    @classmethod
    def _check_format_shapes(cls, formats: dict[str, FormatStyle]) -> dict[str, FormatStyle]:
        for word, style in formats.items():
            if not find_shape_word(word) and not (style.size or style.aspect):
                raise ValueError(
                    f'{word}: a format of your own needs a size or an aspect, such as "4:3"'
                )
        return formats

    @property
    def format_names(self) -> tuple[str, ...]:
        """The names of the formats that a video can be made in."""
        return list_format_names(self.formats)

    def find_format(self, word: str) -> VideoFormat:
        """Find the format `word`. Raises KeyError for an unknown one."""
        return find_format(word, self.formats)

    def find_channel(self, word: str) -> ChannelLimits | None:
        """Find the limits of the channel `word`, with the kit's own; None for an unknown one."""
        published = find_channel(word)
        own = published and self.channels.get(published.name)
        if not (published and own):
            return published
        most_bytes = None if own.most_mb is None else round(own.most_mb * MB)
        return replace(
            published,
            least_s=_choose_first(own.least_seconds, published.least_s),
            most_s=_choose_first(own.most_seconds, published.most_s),
            most_bytes=_choose_first(most_bytes, published.most_bytes),
            most_chars=_choose_first(own.most_characters, published.most_chars),
            most_hashtags=_choose_first(own.most_hashtags, published.most_hashtags),
        )

    def is_same_format(self, one: str, other: str) -> bool:
        """True where the words `one` and `other` say the same format, such as `reel`, `tiktok`."""
        if SOURCE in (one, other):
            return one == other
        first, second = (self.find_format(word) for word in (one, other))
        return replace(first, name="") == replace(second, name="")

    @property
    def terms(self) -> tuple[str, ...]:
        """The glossary terms, in the form that the subtitle step takes."""
        return tuple(
            f"{term}={','.join(heard)}" if heard else term for term, heard in self.glossary.items()
        )

    @property
    def main_language(self) -> str:
        """The kit's own language without region and script, ISO 639-1 where it has a code."""
        return parse_main_language(self.language)

    @property
    def spoken_languages(self) -> tuple[str, ...]:
        """The languages that clips may be in, ISO 639-1; else the kit's own, Dutch and English."""
        return tuple(dict.fromkeys(self.languages or (self.main_language, *USUAL)))

    def list_text_lines(self) -> Iterator[tuple[KeyPath, str]]:
        """Yield every line with places to fill in, with its key."""
        for number, line in enumerate(self.lower_third.lines):
            yield ("lower_third", "lines", number), line
        for bumper in ("intro", "outro"):
            if card := getattr(self, bumper).card:
                for number, line in enumerate(card.lines):
                    yield (bumper, "card", "lines", number), line
        for language, text in iter_translations(self.outro.cta.text):
            yield ("outro", "cta", "text", *language), text
        yield ("outro", "cta", "url"), self.outro.cta.url or ""

    def list_section_lines(self, section: str) -> tuple[str, ...]:
        """List the lines that `intro`, `outro` or `lower_third` shows; none of a card left out."""
        if section == "lower_third":
            return self.lower_third.lines
        style = getattr(self, section)
        if not (style.enabled and style.card):
            return ()
        call = self.outro.cta if section == "outro" else None
        of_call = (
            (*(text for _, text in iter_translations(call.text)), call.url or "") if call else ()
        )
        return (*style.card.lines, *of_call)

    def list_assets(self) -> Iterator[tuple[KeyPath, Path]]:
        """Yield every file that the kit names, with its key."""
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
    """A kit ready for use: the contents of its file, and the places of its files.

    `typefaces` are font files by role, in the order in which they are searched for a glyph.
    `sources` are the kit's own `kit.yaml` and those of the kits that it extends.
    """

    spec: KitFile
    home: Path
    typefaces: Mapping[str, tuple[Path, ...]]
    sources: tuple[Path, ...] = ()

    @property
    def version_label(self) -> str:
        """The kit as `name@version`, as recorded in outputs."""
        return f"{self.spec.name}@{self.spec.version}"

    @property
    def input_files(self) -> tuple[Path, ...]:
        """All files read for the kit: its YAML sources and its assets."""
        return (*self.sources, *self.asset_paths)

    @property
    def asset_paths(self) -> tuple[Path, ...]:
        """All files besides the YAML that the kit's looks depend on."""
        named = (self.home / path for _, path in self.spec.list_assets())
        fonts = (path for paths in self.typefaces.values() for path in paths)
        return tuple(dict.fromkeys((*named, *fonts)))

    def resolve_colour(self, word: Colour | str) -> Colour:
        """Return the colour of a palette role, or the written-out colour itself."""
        return word if isinstance(word, Colour) else self.spec.palette.colours_by_name[word]

    def get_setting(self, path: str) -> object:
        """Return the kit's value at a dotted path such as `audio.lufs`; a file with its folder."""
        value: object = self.spec
        for part in path.split("."):
            value = getattr(value, part)
        return self.home / value if isinstance(value, Path) else value


NO_KIT = Kit(KitFile(name="none"), Path(), {})  # for runs in which nothing of a kit is shown
