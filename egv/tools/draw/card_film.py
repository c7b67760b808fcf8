"""The frames of a card: its drifting ground, and its parts as they enter."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from egv.core.kit.plain_values import Align
from egv.core.media.shape import Box, find_safe_area, find_short_side_px
from egv.core.picture.colour import Colour
from egv.core.titles.card import CardLook
from egv.core.titles.card_layout import CardLayout, CardText, plan_card_layout
from egv.core.titles.card_motion import CardPace, compute_drift, compute_entry, plan_card_pace
from egv.core.titles.card_stage import CardField, CardStage, plan_card_stage
from egv.core.titles.fonts import Typeface, is_right_to_left
from egv.tools.draw.card_photo import draw_photo_ground
from egv.tools.draw.fonts import load_font_face
from egv.tools.draw.images import DRAWN_HIGH, rasterise_image
from egv.tools.draw.qr import draw_qr_code

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

SMOOTH = 4  # a disc is drawn this much larger, for smooth edges and steps of a part of a pixel


class _Way(Enum):
    """The way in which a piece enters: out of a slot, from its start, or into sight."""

    RISE = "rise"
    GROW = "grow"
    APPEAR = "appear"


@dataclass(frozen=True, slots=True)
class _CardPiece:
    """One picture on the card, `image` seen through `mask`, at its final place."""

    image: Image
    mask: Image
    x: int
    y: int
    way: _Way


@dataclass(frozen=True, slots=True)
class CardFilm:
    """A card as it is at any time: all parts are drawn once, and put in their places per frame."""

    look: CardLook
    stage: CardStage
    pace: CardPace
    discs: tuple[Image, ...]  # masks of the disc, each a part of a pixel further to the right
    pieces: tuple[_CardPiece, ...]
    photo: Image | None = None  # wider than the card by its drift

    def draw_frame(self, at: float) -> NDArray[np.uint8]:
        """Draw the card `at` seconds after it began, as RGB."""
        import numpy as np
        from PIL import Image

        wide, high = self.look.canvas.size
        to_go = round(compute_drift(self.pace, self.look.seconds, at) * wide)
        if self.photo:  # soft: no eye sees that it moves by whole pixels
            picture = self.photo.crop((to_go, 0, to_go + wide, high))
        else:
            picture = Image.new("RGB", (wide, high), self.stage.base.rgb)
        self._draw_disc(picture, at)
        come = compute_entry(self.pace, 0, at)
        for field in self.stage.fields:
            _draw_field(picture, field, come)
        for number, piece in enumerate(self.pieces, 1):
            _draw_piece(picture, piece, compute_entry(self.pace, number, at))
        return np.asarray(picture)

    def _draw_disc(self, picture: Image, at: float) -> None:
        if self.look.shade is None:
            return
        x, y, radius = self.stage.disc
        to_go = compute_drift(self.pace, self.look.seconds, at) * picture.width
        steps = round((x - radius + to_go) * SMOOTH)
        left, part = divmod(steps, SMOOTH)
        picture.paste(self.look.shade.rgb, (left, max(0, round(y - radius))), self.discs[part])


def build_card_film(look: CardLook) -> CardFilm:
    """Build the film of the card `look`. Raises UsageError when a text cannot be set."""
    stage, pieces = plan_card_stage(look), tuple(_draw_pieces(look))
    pace = plan_card_pace(look.motion, look.seconds, len(pieces) + 1)
    discs = _draw_disc_masks(stage, look.canvas.height) if look.shade else ()
    photo = None
    if look.photo:
        wide, high = look.canvas.size
        photo = draw_photo_ground(look, (round(wide * (1 + pace.drift)), high))
    return CardFilm(look, stage, pace, discs, pieces, photo)


def _draw_disc_masks(stage: CardStage, high: int) -> tuple[Image, ...]:
    """Draw the disc of `stage` between top and bottom, once for each part of a pixel."""
    from PIL import Image, ImageDraw

    _, y, radius = stage.disc
    top, bottom = max(0, round(y - radius)), min(high, round(y + radius))
    side = round(2 * radius)
    mask = Image.new("L", ((side + 2) * SMOOTH, (bottom - top) * SMOOTH))
    first = (y - radius - top) * SMOOTH
    box = (SMOOTH, first, (side + 1) * SMOOTH, first + side * SMOOTH)
    ImageDraw.Draw(mask).ellipse(box, fill=255)
    wide, tall = mask.size
    return tuple(mask.crop((-part, 0, wide - part, tall)).reduce(SMOOTH) for part in range(SMOOTH))


def _draw_field(picture: Image, field: CardField, come: float) -> None:
    """Draw `field` as far as it has slid in."""
    box, (across, along) = field.box, field.enters
    x = box.x + round(across * box.width * (1 - come))
    y = box.y + round(along * box.height * (1 - come))
    picture.paste(field.colour.rgb, (x, y, x + box.width, y + box.height))


def _draw_piece(picture: Image, piece: _CardPiece, come: float) -> None:
    """Draw `piece` as far as it has entered."""
    wide, high = piece.mask.size
    y, mask = piece.y, piece.mask
    if come >= 1:
        picture.paste(piece.image, (piece.x, y), mask)
        return
    match piece.way:
        case _Way.RISE:
            high = round(high * come)
            y += piece.mask.height - high
        case _Way.GROW:
            wide = round(wide * come)
        case _Way.APPEAR:
            mask = mask.point([round(value * come) for value in range(256)])
    if wide and high:
        part = (0, 0, wide, high)
        picture.paste(piece.image.crop(part), (piece.x, y), mask.crop(part))


def _draw_pieces(look: CardLook) -> list[_CardPiece]:
    """Draw everything that stands on the fields, in the order of entry."""
    heading, body = _measure_typeface(look.heading), _measure_typeface(look.body)
    area, short = find_safe_area(look.canvas), find_short_side_px(look.canvas)
    logo = _load_logo(look.logo) if look.logo else None
    code = draw_qr_code(look.qr, short, min(area.width, area.height // 2)) if look.qr else None
    layout = plan_card_layout(
        look, heading, body, logo.size if logo else None, code.width if code else 0
    )
    pieces = [_cut_picture(logo, layout.logo, _Way.RISE)] if logo and layout.logo else []
    pieces += _draw_words(look, layout)
    if code and layout.code:
        pieces.append(_cut_picture(code, layout.code, _Way.APPEAR))
    return pieces


def _cut_picture(picture: Image, box: Box, way: _Way) -> _CardPiece:
    """Cut a picture with transparency (RGBA) into colours and mask, at the size of `box`."""
    from PIL import Image

    size = (box.width, box.height)
    if picture.size != size:
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    return _CardPiece(picture.convert("RGB"), picture.getchannel("A"), box.x, box.y, way)


def _draw_words(look: CardLook, layout: CardLayout) -> list[_CardPiece]:
    """Draw the stroke, and each line of the texts."""
    from PIL import Image

    pieces = []
    if box := layout.stroke:
        size = (box.width, box.height)
        solid = Image.new("RGB", size, look.accent.rgb)
        pieces.append(_CardPiece(solid, Image.new("L", size, 255), box.x, box.y, _Way.GROW))
    for number, (text, box) in enumerate(layout.texts):
        ink = look.soft_ink if number else look.ink
        pieces += [_draw_line(text, line, box, ink, look.align) for line in range(len(text.lines))]
    return pieces


def _draw_line(text: CardText, number: int, box: Box, ink: Colour, align: Align) -> _CardPiece:
    """Draw line `number` of `text`, which stands in `box`, aligned as on the card."""
    from PIL import Image, ImageDraw, ImageFont

    line = text.lines[number]
    mask = Image.new("L", (box.width, -int(-text.size // 1)))
    pen = ImageDraw.Draw(mask)
    spare = box.width - text.typeface.measure_width(line, text.size)
    x = spare / 2 if align is Align.CENTRE else spare * is_right_to_left(text.lines[0])
    for face, part in text.typeface.order_visual_runs(line):
        baseline = text.size * face.ascent / (face.ascent + face.descent)
        font = ImageFont.truetype(str(face.path), face.compute_em_px(text.size))
        pen.text((x, baseline), part, fill=255, font=font, anchor="ls")
        x += face.measure_width(part, text.size)
    y = box.y + round(text.size * number * text.leading)
    return _CardPiece(Image.new("RGB", mask.size, ink.rgb), mask, box.x, y, _Way.RISE)


def _measure_typeface(paths: tuple[Path, ...]) -> Typeface:
    return Typeface(tuple(load_font_face(path) for path in paths))


def _load_logo(path: Path) -> Image:
    from PIL import Image

    with Image.open(rasterise_image(path, DRAWN_HIGH), formats=("PNG",)) as opened:
        logo: Image.Image = opened.convert("RGBA")
    return logo
