"""The sections of a brand kit as written in YAML: colours, fonts, logo, bumpers, lower thirds.

Sizes are fractions of the frame's short side, so one kit fits every format. Colours are `#RRGGBB`
or the name of a role in the palette.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import (
    BeforeValidator,
    Field,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    field_validator,
    model_validator,
)

from egv.core.kit.colours import ColourOrRole, PaletteColour
from egv.core.kit.inheritance import InheritedPath, is_inside_folder
from egv.core.media.shape import FrameShape, Position, is_same_shape
from egv.core.picture.colour import BLACK, WHITE, Colour
from egv.core.picture.crop import Fit
from egv.core.picture.white_balance import CorrectionMode
from egv.core.text.translations import TranslatedText, localise_text
from egv.core.text.yaml_model import YamlModel

MOST_URL = 300  # characters: a QR code of more has modules too small to film off a screen


def _check_asset(value: object, path_of: ValidatorFunctionWrapHandler) -> Path:
    if isinstance(value, InheritedPath):
        return value.path
    path: Path = path_of(value)
    if not is_inside_folder(path):
        raise ValueError(
            f"{path}: a path must be relative to the kit's folder and stay inside it; copy"
            " the file there"
        )
    return path


def _check_sound(value: object) -> object:
    if value == "music":
        raise ValueError(
            "music is not for bumpers; choose keep or mute, and add the step 'music' to the chain"
        )
    return value


def _to_font_data(value: object) -> object:
    return {"role": value} if isinstance(value, str) else value


def to_list(value: object) -> object:
    """Return a list where a single text, or nothing, was written."""
    return [value] if isinstance(value, str) else ([] if value is None else value)


Asset = Annotated[Path, WrapValidator(_check_asset)]
Share = Annotated[float, Field(ge=0, le=1)]
Margin = Annotated[float, Field(ge=0, le=0.4)]
Side = Annotated[int, Field(ge=120, le=4320, multiple_of=2)]
Texts = Annotated[tuple[str, ...], BeforeValidator(to_list, json_schema_input_type=list[str] | str)]


class Palette(YamlModel):
    """Colours by purpose."""

    primary: PaletteColour = Colour("#1F3A5F")
    secondary: PaletteColour = Colour("#3E6C94")
    accent: PaletteColour = Colour("#E9B44C")
    background: PaletteColour = WHITE
    text: PaletteColour = Colour("#1A1A1A")
    text_on_primary: PaletteColour = WHITE
    extra: dict[str, PaletteColour] = Field(default_factory=dict)

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

    file: Asset | None = None
    fallback: tuple[str, ...] = ()
    role: str = ""


RoleOrFont = Annotated[Font, BeforeValidator(_to_font_data, json_schema_input_type=Font | str)]


class Fonts(YamlModel):
    """Fonts by purpose. Without a file: the font that comes with egv."""

    heading: RoleOrFont = Font()
    body: RoleOrFont = Font()
    caption: RoleOrFont = Font(role="body")


class LogoBackground(StrEnum):
    """The background that a logo is made for."""

    LIGHT = "light"
    DARK = "dark"
    ANY = "any"


class LogoVariant(YamlModel):
    """One drawing of the logo: PNG with transparency."""

    file: Asset
    for_background: LogoBackground = LogoBackground.ANY


class BugHidingPart(StrEnum):
    """A part of a video in which the corner logo can be hidden: a bumper, or any drawn card."""

    INTRO = "intro"
    OUTRO = "outro"
    TITLE_CARD = "title-card"


class BugOverride(YamlModel):
    """Changes to the corner logo in one format."""

    variant: str | None = None
    position: Position | None = None
    height: Annotated[float, Field(gt=0, le=0.5)] | None = None
    opacity: Share | None = None


class BugStyle(YamlModel):
    """The style of the corner logo (bug)."""

    enabled: bool = True
    variant: str = "auto"
    position: Position = Position.TOP_RIGHT
    height: float = Field(default=0.08, gt=0, le=0.5)
    opacity: Share = 0.85
    fade: float = Field(default=0.3, ge=0, le=5)
    hide_during: tuple[BugHidingPart, ...] = tuple(BugHidingPart)
    per_format: dict[FrameShape, BugOverride] = Field(default_factory=dict)

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

    variants: dict[str, LogoVariant] = Field(default_factory=dict)
    clear_space: Share = 0.25
    min_height_px: int = Field(default=40, ge=1, le=2000)
    bug: BugStyle = BugStyle()


class BumperJoint(StrEnum):
    """The transition between a bumper and the programme."""

    CUT = "cut"
    FADE = "fade"
    CROSSFADE = "crossfade"


class Transition(YamlModel):
    """The type of the transition between a bumper and the programme, and its length in seconds."""

    type: BumperJoint = BumperJoint.FADE
    duration: float = Field(default=0.4, ge=0, le=3)


class Align(StrEnum):
    """The alignment of a card's texts and logo."""

    LEFT = "left"
    CENTRE = "centre"


class Card(YamlModel):
    """A drawn bumper: a logo and lines of text on a colour. `size` is the headline's height."""

    background: ColourOrRole = "primary"
    text: ColourOrRole | None = None
    logo: str = "auto"
    lines: Texts = ("{title}",)
    align: Align = Align.LEFT
    size: float = Field(default=0.12, ge=0.05, le=0.2)
    duration: float = Field(default=2.5, ge=0.5, le=15)


class BumperSound(StrEnum):
    """The use of a bumper's own sound."""

    KEEP = "keep"
    MUTE = "mute"


class BumperStyle(YamlModel):
    """An intro or outro: a clip for the formats that have one, a card for the others."""

    enabled: bool = True
    clips: dict[FrameShape, Asset] = Field(default_factory=dict)
    card: Card | None = Card()
    max_duration: float = Field(default=15, gt=0, le=60)
    transition: Transition = Transition()
    audio: Annotated[
        BumperSound, BeforeValidator(_check_sound, json_schema_input_type=BumperSound)
    ] = BumperSound.KEEP


class CallToAction(YamlModel):
    """The call to action at the end: fills `{cta}`. `qr` draws `url` as a QR code on the card."""

    text: TranslatedText = ""
    url: str | None = Field(default=None, max_length=MOST_URL)
    qr: bool = False

    def localise_line(self, language: str) -> str:
        """Return the call to action in `language`, with its places not yet filled in."""
        return " ".join(filter(None, (localise_text(self.text, language), self.url)))


class OutroStyle(BumperStyle):
    """The outro, with its call to action."""

    card: Card | None = Card(lines=("{cta}",), duration=4)
    cta: CallToAction = CallToAction()


class LowerThirdBacking(StrEnum):
    """The backing of a lower third."""

    BAR = "bar"
    BOX = "box"
    LINE = "line"


class LowerThirdMotion(StrEnum):
    """The entrance and exit of a lower third: from behind its edge, or a fade in place."""

    SLIDE = "slide"
    FADE = "fade"


class LowerThirdStyle(YamlModel):
    """The style of the lower third."""

    style: LowerThirdBacking = LowerThirdBacking.BAR
    motion: LowerThirdMotion = LowerThirdMotion.SLIDE
    lines: Annotated[Texts, Field(max_length=2)] = ("{name}", "{role}")
    background: ColourOrRole = "primary"
    text: ColourOrRole = "text_on_primary"
    accent: ColourOrRole = "accent"
    opacity: Share = 0.92
    position: Position = Position.BOTTOM_LEFT
    start: float = Field(default=1.0, ge=0, le=600)
    duration: float = Field(default=5.0, ge=1, le=60)
    size: float = Field(default=0.045, ge=0.02, le=0.12)


class BoxStyle(YamlModel):
    """The box behind subtitles; `padding` is a share of the text height."""

    colour: ColourOrRole = BLACK
    opacity: Share = 0.75
    padding: float = Field(default=0.35, ge=0, le=1)


class OutlineStyle(YamlModel):
    """The outline of subtitles without a box; `width` is a share of the text height."""

    colour: ColourOrRole = BLACK
    width: float = Field(default=0.0, ge=0, le=0.2)


class CaptionPosition(StrEnum):
    """The position of subtitles."""

    BOTTOM = "bottom"
    TOP = "top"


class SidecarKind(StrEnum):
    """A type of file beside the video that holds the spoken text."""

    SRT = "srt"
    VTT = "vtt"
    ASS = "ass"
    JSON = "json"
    TXT = "txt"


class SubtitleStyle(YamlModel):
    """Subtitles. `size`, `max_lines` and `max_chars` follow the format when left out.

    `max_cps`, characters a second, follows the language when left out.
    """

    burn: bool = True
    soft: bool = False
    sidecar: tuple[SidecarKind, ...] = (SidecarKind.SRT, SidecarKind.VTT)
    font: str = "caption"
    size: float | None = Field(default=None, ge=0.02, le=0.15)
    text: ColourOrRole = WHITE
    box: BoxStyle = BoxStyle()
    outline: OutlineStyle = OutlineStyle()
    position: CaptionPosition = CaptionPosition.BOTTOM
    max_lines: int | None = Field(default=None, ge=1, le=4)
    max_chars: int | None = Field(default=None, ge=12, le=80)
    max_cps: int | None = Field(default=None, ge=5, le=40)


class AudioStyle(YamlModel):
    """The loudness of videos, LUFS and dBTP."""

    lufs: float = Field(default=-16.0, ge=-70, le=-5)
    peak_dbtp: float = Field(default=-1.5, ge=-9, le=0)


class MusicStyle(YamlModel):
    """The music bed, LU and s: `gain_db` relative to the voice, `duck_db` more without speech."""

    bed: Asset | None = None
    licence: str | None = None
    gain_db: float = Field(default=-20.0, ge=-60, le=0)
    duck_db: float = Field(default=10.0, ge=0, le=40)
    fade_in: float = Field(default=1.0, ge=0, le=60)
    fade_out: float = Field(default=2.0, ge=0, le=60)


class ColourStyle(YamlModel):
    """The strength of colour correction."""

    mode: CorrectionMode = CorrectionMode.GENTLE
    lut: Asset | None = None


def _check_aspect(value: object) -> object:
    if isinstance(value, int | float):
        raise ValueError(f'{value}: put quotes around it, as in "16:9"')
    return value


class FormatStyle(YamlModel):
    """A format; fields left out keep their built-in values. `safe` is top, right, bottom, left."""

    aspect: Annotated[str, Field(pattern=r"^[1-9]\d?:[1-9]\d?$")] | None = None
    size: tuple[Side, Side] | None = None
    fit: Fit | None = None
    safe: tuple[Margin, Margin, Margin, Margin] | None = None

    _aspect_is_text = field_validator("aspect", mode="before")(_check_aspect)

    @model_validator(mode="after")
    def _check_one_shape(self) -> FormatStyle:
        if self.aspect and self.size:
            wide, high = map(int, self.aspect.split(":"))
            if not is_same_shape((wide, high), self.size):
                said = f"{self.size[0]}x{self.size[1]}"
                raise ValueError(f"aspect {self.aspect} and size {said} do not agree; keep one")
        return self

    def override_style(self, other: FormatStyle) -> FormatStyle:
        """Return this style with what `other` says in its place; a size replaces an aspect."""
        own = {"aspect": None, "size": None} if other.size or other.aspect else {}
        return self.model_copy(update=own | other.model_dump(exclude_unset=True))


class Owner(YamlModel):
    """The team to ask about the kit; printed under errors."""

    team: str | None = None
    contact: str | None = None
