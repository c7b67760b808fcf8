"""The pieces of a lower third in each of its three shapes: grounds, strokes and letters.

A bar is one ground with a stroke at its side. A box is a round ground for the name, and one in the
letters' colour for the rest. A line has no ground: a stroke divides the name from the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from egv.core.kit.kit import Kit
from egv.core.kit.text_styles import LowerThirdBacking, LowerThirdStyle
from egv.core.media.shape import Box
from egv.core.picture.colour import BLACK, WHITE
from egv.core.picture.contrast import measure_contrast
from egv.core.titles.ass import AssStyle, Ink, format_colour_tag, format_lines
from egv.core.titles.fonts import Typeface
from egv.core.titles.lower_third_motion import PieceRole, PlatePiece
from egv.core.titles.shapes import draw_rectangle, draw_round_box

NAME, ROLE = "PlateName", "PlateRole"
PADDING = 0.55  # of the name's height, left and right; less above and below
STRIPE = 0.16  # width of the stroke of a bar, of the name's height
RULE = 0.09  # height of the stroke of a line
RULE_GAP = 0.16  # room above and below that stroke
RADIUS = 0.36  # of a box
OUTLINE, SOFT = 0.065, 0.03  # of letters without a ground, of their height
SHADOW, SHADE = 0.03, 0.5  # how far their shadow falls, of their height; and how solid it is
EDGE = 0.16  # room for the outline and the shadow
COMES = 0.5  # how far texts move in, of the name's height


@dataclass(frozen=True, slots=True)
class PlateText:
    """One typeset text of the lower third: its lines, and the height of a line, px."""

    style: str
    typeface: Typeface
    size: float
    lines: tuple[str, ...]

    @property
    def width(self) -> float:
        """The width of the longest line, px."""
        return max(self.typeface.measure_width(line, self.size) for line in self.lines)

    @property
    def height(self) -> float:
        """The height of all lines, px."""
        return self.size * len(self.lines)


@dataclass(frozen=True, slots=True)
class PlateLook:
    """The kit and the style of a lower third; `is_flush_right` for names read that way."""

    kit: Kit
    style: LowerThirdStyle
    is_flush_right: bool

    @property
    def letters(self) -> Ink:
        """The ink of the letters."""
        return Ink(self.kit.resolve_colour(self.style.text))

    @property
    def ground(self) -> Ink:
        """The ink of the ground under the letters."""
        return Ink(self.kit.resolve_colour(self.style.background), self.style.opacity)


@dataclass(frozen=True, slots=True)
class PlateSetting:
    """The texts of a lower third in one shape and size, px, and the room they need."""

    backing: LowerThirdBacking
    size: float
    texts: tuple[PlateText, ...]

    @property
    def stripe_px(self) -> int:
        """The width of the stroke beside the texts, px."""
        is_bar = self.backing is LowerThirdBacking.BAR
        return max(2, round(STRIPE * self.size)) if is_bar else 0

    @property
    def pad_x(self) -> int:
        """The room beside a text, px; letters without a ground only need that of their outline."""
        is_line = self.backing is LowerThirdBacking.LINE
        return round((EDGE if is_line else PADDING) * self.size)

    @property
    def pad_y(self) -> int:
        """The room above and below a ground's texts, px."""
        match self.backing:
            case LowerThirdBacking.BAR:
                share = 0.6 * PADDING
            case LowerThirdBacking.BOX:
                share = 0.4 * PADDING
            case LowerThirdBacking.LINE:
                share = EDGE
        return round(share * self.size)

    @property
    def rule_px(self) -> int:
        """The height of the stroke under the name, px."""
        is_line = self.backing is LowerThirdBacking.LINE
        return max(2, round(RULE * self.size)) if is_line else 0

    @property
    def gap(self) -> int:
        """The room between the name and what stands below it, px, for a stroke or two grounds."""
        match self.backing:
            case LowerThirdBacking.BAR:
                return 0
            case LowerThirdBacking.BOX:
                return 2 * self.pad_y if len(self.texts) > 1 else 0
            case LowerThirdBacking.LINE:
                return self.rule_px + 2 * round(RULE_GAP * self.size)

    def measure_sides(self) -> int:
        """Measure the room beside the texts, px."""
        return 2 * self.pad_x + self.stripe_px

    @property
    def width(self) -> int:
        """The width of the whole, px."""
        return round(max(text.width for text in self.texts)) + self.measure_sides()

    @property
    def height(self) -> int:
        """The height of the whole, px."""
        return round(sum(text.height for text in self.texts)) + 2 * self.pad_y + self.gap


def draw_pieces(
    look: PlateLook, setting: PlateSetting, box: Box, *, is_left: bool
) -> tuple[tuple[AssStyle, ...], tuple[PlatePiece, ...]]:
    """Draw the pieces of a lower third at `box`, the lowest first, with the styles of its texts.

    `is_left`: its stroke, or that from which it comes, is at the left.
    """
    plate = _Plate(look, setting, box, is_left)
    match setting.backing:
        case LowerThirdBacking.BAR:
            shapes = plate.draw_bar()
        case LowerThirdBacking.BOX:
            shapes = plate.draw_grounds()
        case LowerThirdBacking.LINE:
            shapes = plate.draw_rule()
    styles = tuple(plate.build_style(number) for number in range(len(setting.texts)))
    return styles, (*shapes, *plate.draw_texts())


@dataclass(frozen=True, slots=True)
class _Plate:
    """A lower third being drawn at `box`."""

    look: PlateLook
    setting: PlateSetting
    box: Box
    is_left: bool

    @property
    def name_bottom(self) -> int:
        """The first row below the name and its own room, px."""
        name = self.setting.texts[0]
        is_box = self.setting.backing is LowerThirdBacking.BOX
        pads = 2 if is_box else 1
        return self.box.y + round(name.height) + pads * self.setting.pad_y

    def draw_bar(self) -> Iterator[PlatePiece]:
        """Draw the ground and its stroke."""
        yield self._draw_shape(PieceRole.GROUND, self.box, self.look.ground)
        wide = self.setting.stripe_px
        left = self.box.x if self.is_left else self.box.right - wide
        yield self._draw_shape(
            PieceRole.STRIPE, Box(left, self.box.y, wide, self.box.height), self._accent
        )

    def draw_grounds(self) -> Iterator[PlatePiece]:
        """Draw a round ground for the name, and one in the letters' colour for the others."""
        (name, *others), box = self.setting.texts, self.box
        radius = RADIUS * self.setting.size
        parts = [(name.width, box.y, self.name_bottom, self.look.ground)]
        if others:
            widest = max(text.width for text in others)
            parts.append((widest, self.name_bottom, box.bottom, self.look.letters))
        for order, (wide, top, bottom, ink) in enumerate(parts):
            width = round(wide) + 2 * self.setting.pad_x
            left = box.right - width if self.look.is_flush_right or not self.is_left else box.x
            part = Box(left, top, width, bottom - top)
            body = f"{{{format_colour_tag(ink)}\\p1}}{draw_round_box(part, radius)}"
            yield PlatePiece(PieceRole.GROUND, part.x, part.y, NAME, body, self.box, order)

    def draw_rule(self) -> Iterator[PlatePiece]:
        """Draw the stroke between the name and the others."""
        top = self.name_bottom + (self.setting.gap - self.setting.rule_px) // 2
        rule = Box(self.box.x, top, self.box.width, self.setting.rule_px)
        yield self._draw_shape(PieceRole.STRIPE, rule, self._accent)

    def draw_texts(self) -> Iterator[PlatePiece]:
        """Draw the texts, one under the other, each flush with the side it is read from."""
        setting, box = self.setting, self.box
        x, anchor = box.x + setting.pad_x + (setting.stripe_px if self.is_left else 0), 7
        is_box_right = setting.backing is LowerThirdBacking.BOX and not self.is_left
        if self.look.is_flush_right or is_box_right:
            x, anchor = box.right - setting.pad_x, 9
            x -= 0 if self.is_left else setting.stripe_px
        y = float(box.y + setting.pad_y)
        is_line = setting.backing is LowerThirdBacking.LINE
        for order, text in enumerate(setting.texts):
            soft = f"{{\\blur{SOFT * text.size:.1f}}}" if is_line else ""
            body = soft + format_lines(text.lines, text.typeface)
            part = self._choose_part(order)
            yield PlatePiece(
                PieceRole.TEXT, x, round(y), text.style, body, part, min(order, 1), anchor
            )
            y += text.height + (setting.gap if order == 0 else 0)

    def _choose_part(self, order: int) -> Box:
        """Choose the part of the box in which a text is seen: of a line its own side only."""
        if self.setting.backing is not LowerThirdBacking.LINE:
            return self.box
        box, middle = self.box, self.name_bottom + self.setting.gap // 2
        if order == 0:
            return Box(box.x, box.y, box.width, middle - box.y)
        return Box(box.x, middle, box.width, box.bottom - middle)

    def build_style(self, number: int) -> AssStyle:
        """Build the style of a text."""
        text, look = self.setting.texts[number], self.look
        ink, face = look.letters, text.typeface.faces[0]
        if self.setting.backing is LowerThirdBacking.BOX and number:
            return AssStyle(text.style, face, text.size, Ink(look.ground.colour))
        if self.setting.backing is not LowerThirdBacking.LINE:
            return AssStyle(text.style, face, text.size, ink)
        edge = max((BLACK, WHITE), key=lambda colour: measure_contrast(colour, ink.colour))
        return AssStyle(
            text.style, face, text.size, ink, Ink(edge), OUTLINE * text.size, Ink(edge, SHADE),
            SHADOW * text.size,
        )  # fmt: skip

    @property
    def _accent(self) -> Ink:
        return Ink(self.look.kit.resolve_colour(self.look.style.accent))

    def _draw_shape(self, role: PieceRole, part: Box, ink: Ink) -> PlatePiece:
        body = f"{{{format_colour_tag(ink)}\\bord0\\shad0\\p1}}{draw_rectangle(part)}"
        return PlatePiece(role, part.x, part.y, NAME, body, part)
