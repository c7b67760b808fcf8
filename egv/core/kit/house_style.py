"""The house style in a brand kit as written in YAML: colours, fonts and logo."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator, Field

from egv.core.kit.bumper_styles import BugHidingPart
from egv.core.kit.colours import PaletteColour
from egv.core.kit.field_types import Asset, Share
from egv.core.kit.plain_values import LogoBackground
from egv.core.media.shape import FrameShape, Position
from egv.core.picture.colour import WHITE, Colour
from egv.core.text.yaml_model import YamlModel


def _to_font_data(value: object) -> object:
    return {"role": value} if isinstance(value, str) else value


class Palette(YamlModel):
    """Colours by purpose."""

    primary: PaletteColour = Field(
        default=Colour("#1F3A5F"),
        description="The main colour, behind cards and name plates, as #RRGGBB in quotes.",
    )
    secondary: PaletteColour = Field(
        default=Colour("#3E6C94"),
        description="The second colour, for shapes in the background of cards, as #RRGGBB in"
        " quotes.",
    )
    accent: PaletteColour = Field(
        default=Colour("#E9B44C"),
        description="The colour of small strokes that catch the eye, as #RRGGBB in quotes.",
    )
    background: PaletteColour = Field(
        default=WHITE, description="The colour of a plain background, as #RRGGBB in quotes."
    )
    text: PaletteColour = Field(
        default=Colour("#1A1A1A"),
        description="The colour of letters on the plain background, as #RRGGBB in quotes.",
    )
    text_on_primary: PaletteColour = Field(
        default=WHITE, description="The colour of letters on the main colour, as #RRGGBB in quotes."
    )
    extra: dict[str, PaletteColour] = Field(
        default_factory=dict,
        description="More colours by names of your own, each as #RRGGBB in quotes.",
    )

    @property
    def colours_by_name(self) -> Mapping[str, Colour]:
        """All colours by name."""
        named = {name: getattr(self, name) for name in type(self).model_fields if name != "extra"}
        return {**named, **self.extra}

    def find_colour(self, word: Colour | str) -> Colour | None:
        """Find the colour `word`: itself, or that of a role; None for an unknown role."""
        return word if isinstance(word, Colour) else self.colours_by_name.get(word)


class Font(YamlModel):
    """A font file with its fallback families, or the name of another role."""

    file: Asset | None = Field(
        default=None,
        description="A font file (.ttf, .otf) in the kit's folder; without it: the font of egv.",
    )
    fallback: tuple[str, ...] = Field(
        default=(),
        description="Font families for letters that the file lacks, tried in this order.",
    )
    role: str = Field(
        default="",
        description="Another role whose font is used: heading, body or caption; empty: none.",
    )


RoleOrFont = Annotated[Font, BeforeValidator(_to_font_data, json_schema_input_type=Font | str)]


class Fonts(YamlModel):
    """Fonts by purpose. Without a file: the font that comes with egv."""

    heading: RoleOrFont = Field(
        default=Font(), description="The font of headlines: a font, or the name of another role."
    )
    body: RoleOrFont = Field(
        default=Font(),
        description="The font of other texts, also on name plates: a font, or the name of another"
        " role.",
    )
    caption: RoleOrFont = Field(
        default=Font(role="body"),
        description="The font of subtitles: a font, or the name of another role.",
    )


class LogoVariant(YamlModel):
    """One drawing of the logo: PNG with transparency."""

    file: Asset = Field(
        description="The drawing: an SVG, or a PNG with transparency, in the kit's folder."
    )
    for_background: LogoBackground = Field(
        default=LogoBackground.ANY,
        description="The background on which this drawing shows well: light, dark or any.",
    )


class BugOverride(YamlModel):
    """Changes to the corner logo in one format."""

    variant: str | None = Field(
        default=None,
        description="The drawing to use: the name of a variant, or auto, by the light under it;"
        " left out: as elsewhere.",
    )
    position: Position | None = Field(
        default=None,
        description="The place of the logo, clear of what apps and screen edges cover; left out:"
        " as elsewhere.",
    )
    height: Annotated[float, Field(gt=0, le=0.5)] | None = Field(
        default=None,
        description="The height of the logo, as a share of the frame's short side, at most 0.5;"
        " left out: as elsewhere.",
    )
    opacity: Share | None = Field(
        default=None,
        description="How solid the logo is: 0 is invisible, 1 is solid; left out: as elsewhere.",
    )


class BugStyle(YamlModel):
    """The style of the corner logo (bug)."""

    enabled: bool = Field(
        default=True, description="Whether the logo is shown in a corner of the video."
    )
    variant: str = Field(
        default="auto",
        description="The drawing to use: the name of a variant, or auto, by the light under it.",
    )
    position: Position = Field(
        default=Position.TOP_RIGHT,
        description="The place of the logo, clear of what apps and screen edges cover.",
    )
    height: float = Field(
        default=0.08,
        gt=0,
        le=0.5,
        description="The height of the logo, as a share of the frame's short side, at most 0.5.",
    )
    opacity: Share = Field(
        default=0.85, description="How solid the logo is: 0 is invisible, 1 is solid."
    )
    fade: float = Field(
        default=0.3,
        ge=0,
        le=5,
        description="How long the logo takes to appear and disappear, in seconds, 0 to 5.",
    )
    hide_during: tuple[BugHidingPart, ...] = Field(
        default=tuple(BugHidingPart),
        description="Where the logo is not shown: in the intro, the outro, or on any drawn card.",
    )
    per_format: dict[FrameShape, BugOverride] = Field(
        default_factory=dict,
        description="What differs in one shape of video: landscape, portrait, square or feed.",
    )

    def resolve_shape(self, shape: FrameShape) -> BugStyle:
        """Return this style with the changes for one format."""
        over = self.per_format.get(shape)
        return self.model_copy(update=over.model_dump(exclude_none=True)) if over else self

    def is_logo_hidden(self, bumper: BugHidingPart, *, is_card: bool) -> bool:
        """True where the logo is hidden during a bumper, which is a drawn card or a clip."""
        return bumper in self.hide_during or (
            is_card and BugHidingPart.TITLE_CARD in self.hide_during
        )


class Logo(YamlModel):
    """The logo's drawings and the room around it."""

    variants: dict[str, LogoVariant] = Field(
        default_factory=dict,
        description="The drawings of the logo, by names of your own; none: no logo.",
    )
    clear_space: Share = Field(
        default=0.25,
        description="The room that stays free around the logo, as a share of its height, 0 to 1.",
    )
    min_height_px: int = Field(
        default=40,
        ge=1,
        le=2000,
        description="The logo is never drawn smaller than this, in pixels.",
    )
    bug: BugStyle = Field(default=BugStyle(), description="The logo in a corner of the video.")
