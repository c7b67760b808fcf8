"""Draw intro and outro cards: logo, headline, lines and an accent on a colour.

Only the calm entrance is a film. It ends on the complete card, which the render holds for as long
as the kit says. Each look is drawn once and cached by its content.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from egv import __version__
from egv.core.errors import EnvironmentFault, name_cause
from egv.core.kit.bumper_styles import Align
from egv.core.media.shape import Box, find_safe_area, find_short_side_px
from egv.core.picture.colour import Colour
from egv.core.titles.card import CardLook
from egv.core.titles.card_layout import CardText, plan_card_layout
from egv.core.titles.fonts import Typeface
from egv.tools.draw.fonts import load_font_face
from egv.tools.draw.images import DRAWN_HIGH, rasterise_image
from egv.tools.draw.qr import draw_qr_code
from egv.tools.store import cache
from egv.tools.store.atomic_files import write_aside

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

DESIGN = 4  # raise this number when cards are drawn differently, to redraw those in the cache

ENTRANCE_S = 0.8
RISE = 0.02  # distance that texts move up, as a share of the short side
DISC = (0.52, 0.04, 0.14)  # radius, and how far its centre lies left of and below the corner
SMOOTH = 4  # the disc is drawn this much larger, for smooth edges
ENCODER = (
    *("-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p"),
    *("-crf", "10", "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"),
    *("-color_range", "tv"),
)
_one_at_a_time = threading.Lock()  # the clips of a batch share their cards


@dataclass(frozen=True, slots=True)
class _CardPiece:
    """One picture (RGBA) on the card: the final position of its top left, and its entry time, s.

    A piece with `grows` is revealed from its left; one with `rises` moves up. Both slow down.
    """

    pixels: NDArray[np.uint8]
    x: int
    y: int
    enters_s: float
    rises: bool = False
    grows: bool = False


def make_card(look: CardLook, of: Iterable[str] = ()) -> Path:
    """Make the clip of the card with this look, or reuse the cached one.

    The cache entry is indexed under the clips whose hashes are `of`: a card may show a name.
    Raises UsageError when a text cannot be set, EnvironmentFault when the cache cannot be written.
    """
    folder = cache.find_cache_folder() / "cards"
    path = folder / f"{_compute_name(look)}.mp4"
    try:
        with _one_at_a_time:
            cache.index_entry(of, path)
            if path.is_file():
                return path
            with write_aside(path) as part:
                _film_entrance(look, part)
    except OSError as error:
        raise EnvironmentFault(
            f"{folder}: a card cannot be stored there ({name_cause(error)}); set EGV_CACHE to a"
            " folder that you can write to"
        ) from None
    return path


def _compute_name(look: CardLook) -> str:
    """Compute a name that changes with anything visible on the card."""
    files = (*look.heading, *look.body, *((look.logo,) if look.logo else ()))
    contents = [cache.hash_content(path) for path in files]
    bare = replace(look, logo=None, heading=(), body=())
    text = repr((DESIGN, __version__, bare, bool(look.logo), contents))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _film_entrance(look: CardLook, path: Path) -> None:
    """Film the entrance. Only moving pieces are blended: whole frames take ten times as long."""
    from moviepy import VideoClip

    pieces, ground = _draw_pieces(look), _draw_ground(look)
    way = RISE * find_short_side_px(look.canvas)

    def frame(at: float) -> NDArray[np.uint8]:
        picture = ground.copy()
        for piece in pieces:
            _blend_piece(picture, piece, at, way)
        return picture

    film = VideoClip(frame, duration=ENTRANCE_S + 2 / float(look.canvas.frame_rate))
    film.write_videofile(
        str(path),
        fps=float(look.canvas.frame_rate),
        codec="libx264",
        preset="ultrafast",
        audio=False,
        logger=None,
        ffmpeg_params=[*ENCODER, "-f", "mp4"],
    )


def _blend_piece(picture: NDArray[np.uint8], piece: _CardPiece, at: float, way: float) -> None:
    """Blend `piece` into `picture` as it is `at` seconds after the card began."""
    come = min(1.0, max(0.0, (at - piece.enters_s) / (ENTRANCE_S - piece.enters_s)))
    to_go = (1 - come) ** 3
    y = piece.y + round(way * to_go) if piece.rises else piece.y
    high, wide = piece.pixels.shape[:2]
    wide = round(wide * (1 - to_go)) if piece.grows else wide
    below = picture[y : y + high, piece.x : piece.x + wide]
    pixels = piece.pixels[: below.shape[0], :wide]
    alpha = pixels[:, :, 3:] / 255 * (1 if piece.grows else come)
    below[:] = (below * (1 - alpha) + pixels[:, :, :3] * alpha).round()


def _draw_ground(look: CardLook) -> NDArray[np.uint8]:
    """Draw the card's background colour, with part of a disc in its shade in a corner."""
    import numpy as np
    from PIL import Image, ImageDraw

    wide, high = look.canvas.size
    ground = Image.new("RGB", (wide, high), look.background.rgb)
    if look.shade:
        radius, left, under = (share * find_short_side_px(look.canvas) for share in DISC)
        x, y = wide - left, high + under
        box = Box(round(x - radius), round(y - radius), round(2 * radius), round(2 * radius))
        mask = Image.new("L", (box.width * SMOOTH, box.height * SMOOTH))
        ImageDraw.Draw(mask).ellipse((0, 0, *mask.size), fill=255)
        mask = mask.resize((box.width, box.height), Image.Resampling.BOX)
        ground.paste(look.shade.rgb, (box.x, box.y), mask)
    return np.asarray(ground)


def _draw_pieces(look: CardLook) -> list[_CardPiece]:
    """Draw everything on the background, in the order of entry."""
    import numpy as np

    heading, body = _measure_typeface(look.heading), _measure_typeface(look.body)
    area, short = find_safe_area(look.canvas), find_short_side_px(look.canvas)
    logo = _load_logo(look.logo) if look.logo else None
    code = draw_qr_code(look.qr, short, min(area.width, area.height // 2)) if look.qr else None
    layout = plan_card_layout(
        look, heading, body, logo.size if logo else None, code.width if code else 0
    )
    pieces = []

    def add(image: Image, box: Box, enters: float, **way: bool) -> None:
        pieces.append(_CardPiece(np.asarray(image), box.x, box.y, enters, **way))

    if logo and layout.logo:
        add(_resize_image(logo, layout.logo), layout.logo, 0.0)
    if layout.rule:
        add(_fill_box(layout.rule, look.accent), layout.rule, 0.1, grows=True)
    for number, (text, box) in enumerate(layout.texts):
        ink = look.soft_ink if number else look.ink
        add(_draw_text(text, box, ink, look.align), box, 0.24 if number else 0.12, rises=True)
    if code and layout.code:
        add(code, layout.code, 0.28)
    return pieces


def _measure_typeface(paths: tuple[Path, ...]) -> Typeface:
    return Typeface(tuple(load_font_face(path) for path in paths))


def _load_logo(path: Path) -> Image:
    from PIL import Image

    with Image.open(rasterise_image(path, DRAWN_HIGH), formats=("PNG",)) as opened:
        logo: Image.Image = opened.convert("RGBA")
    return logo


def _resize_image(image: Image, box: Box) -> Image:
    from PIL import Image

    return image.resize((box.width, box.height), Image.Resampling.LANCZOS)


def _fill_box(box: Box, colour: Colour) -> Image:
    from PIL import Image

    return Image.new("RGBA", (box.width, box.height), (*colour.rgb, 255))


def _draw_text(text: CardText, box: Box, ink: Colour, align: Align) -> Image:
    """Draw `text` on a transparent picture, its lines aligned as on the card."""
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.new("RGBA", (box.width, box.height))
    pen = ImageDraw.Draw(picture)
    for number, line in enumerate(text.lines):
        spare = box.width - text.typeface.measure_width(line, text.size)
        x = spare / 2 if align is Align.CENTRE else 0.0
        for face, part in text.typeface.order_visual_runs(line):
            share = face.ascent / (face.ascent + face.descent)
            baseline = text.size * (number * text.leading + share)
            font = ImageFont.truetype(str(face.path), face.compute_em_px(text.size))
            pen.text((x, baseline), part, fill=(*ink.rgb, 255), font=font, anchor="ls")
            x += face.measure_width(part, text.size)
    return picture
