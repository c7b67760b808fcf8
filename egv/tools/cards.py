"""Draw intro and outro cards: logo, headline, lines and an accent on a colour, entering calmly.

Only the entrance is a film; it ends on the whole card, which the render holds for as long as the
kit says. Drawn once for each look, and kept in the cache by its content.
"""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from egv import __version__
from egv.core.card import CardLook
from egv.core.contrast import rgb
from egv.core.errors import EnvironmentFault, UsageError
from egv.core.faces import Typeface
from egv.core.lines import wrapped
from egv.core.shape import Box, safe_area, short_side
from egv.tools import cache
from egv.tools.fonts import face_at
from egv.tools.qr import qr_code

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

DESIGN = 2  # raise it when cards are drawn differently: those in the cache are then drawn anew

ENTRANCE_S = 0.8
LOGO_HEIGHT, LOGO_WIDTH = 0.17, 0.55  # of the short side, and of the safe width
HEADLINE, SMALLEST_HEADLINE = 0.1, 0.04  # height of a line, of the short side
LINE = 0.55  # of the headline's height
HEADLINE_LINES, MOST_LINES = 2, 4
GAP = 0.055  # between the parts, of the short side
RISE = 0.02  # how far texts come up, of the short side
ACCENT = (0.14, 0.008)  # width and height, of the short side
ENCODER = (
    *("-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p"),
    *("-crf", "10", "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"),
    *("-color_range", "tv"),
)
_one_at_a_time = threading.Lock()  # the clips of a batch share their cards


@dataclass(frozen=True, slots=True)
class _Piece:
    """One picture (RGBA) on the card: where its top left comes to stand, when it enters, s."""

    pixels: NDArray[np.uint8]
    x: int
    y: int
    enters: float
    rises: bool


def card_at(look: CardLook) -> Path:
    """The clip of the card that looks so, drawn now unless it was drawn before.

    Raises UsageError when its text cannot be set, EnvironmentFault when it cannot be kept.
    """
    folder = cache.folder() / "cards"
    path = folder / f"{_name(look)}.mp4"
    try:
        with _one_at_a_time:
            if path.is_file():
                return path
            folder.mkdir(parents=True, exist_ok=True)
            with TemporaryDirectory(dir=folder) as work:
                _draw(look, Path(work) / path.name)
                (Path(work) / path.name).replace(path)
    except OSError as error:
        raise EnvironmentFault(
            f"{folder}: a card cannot be kept there ({error.strerror}); set EGV_CACHE to a folder"
            " you may write to"
        ) from None
    return path


def _name(look: CardLook) -> str:
    """A name that changes with anything that is seen of the card."""
    files = (*look.heading, *look.body, *((look.logo,) if look.logo else ()))
    contents = [cache.content_of(path) for path in files]
    bare = replace(look, logo=None, heading=(), body=())
    text = repr((DESIGN, __version__, bare, bool(look.logo), contents))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _draw(look: CardLook, path: Path) -> None:
    """Film the entrance. Only what moves is blended: whole frames would take ten times as long."""
    import numpy as np
    from moviepy import VideoClip

    canvas, pieces = look.canvas, _pieces(look)
    shape = (canvas.height, canvas.width, 3)
    ground = np.broadcast_to(np.array(rgb(look.background), dtype=np.uint8), shape)
    way = RISE * short_side(canvas)

    def frame(at: float) -> NDArray[np.uint8]:
        picture = ground.copy()
        for piece in pieces:
            _blend(picture, piece, at, way)
        return picture

    film = VideoClip(frame, duration=ENTRANCE_S + 2 / float(canvas.frame_rate))
    film.write_videofile(
        str(path),
        fps=float(canvas.frame_rate),
        codec="libx264",
        preset="ultrafast",
        audio=False,
        logger=None,
        ffmpeg_params=[*ENCODER],
    )


def _blend(picture: NDArray[np.uint8], piece: _Piece, at: float, way: float) -> None:
    """Put `piece` on `picture` as it is `at` seconds: it fades in, and comes up slowing down."""
    come = min(1.0, max(0.0, (at - piece.enters) / (ENTRANCE_S - piece.enters)))
    y = piece.y + round(way * (1 - come) ** 3) if piece.rises else piece.y
    high, wide = piece.pixels.shape[:2]
    below = picture[y : y + high, piece.x : piece.x + wide]
    alpha = piece.pixels[: below.shape[0], :, 3:] / 255 * come
    below[:] = (below * (1 - alpha) + piece.pixels[: below.shape[0], :, :3] * alpha).round()


def _pieces(look: CardLook) -> list[_Piece]:
    """Logo, accent and texts, one under another, centred together in the safe area."""
    import numpy as np
    from PIL import Image

    area, short = safe_area(look.canvas), short_side(look.canvas)
    parts: list[tuple[Image.Image, float, bool]] = []
    if look.logo:
        parts.append((_logo(look.logo, area, short), 0.0, False))
    if look.lines:
        heading, body = _typeface(look.heading), _typeface(look.body)
        headline = _text(look.lines[0], heading, HEADLINE * short, area, look.ink)
        parts.append((headline, 0.12, True))
        if len(look.lines) > 1 or look.logo:
            bar = (max(2, round(ACCENT[0] * short)), max(2, round(ACCENT[1] * short)))
            parts.append((Image.new("RGBA", bar, (*rgb(look.accent), 255)), 0.2, False))
        size = HEADLINE * LINE * short
        parts += [(_text(line, body, size, area, look.ink), 0.28, True) for line in look.lines[1:]]
    gap = round(GAP * short)
    height = sum(part.height for part, _, _ in parts) + gap * (len(parts) - 1)
    if look.qr:
        code = qr_code(look.qr, short, min(area.width, area.height - height - gap))
        parts.append((code, 0.28, False))
        height += gap + code.height
    if height > area.height:
        raise UsageError(
            f"brand: '{look.lines[0][:40]}…' is too long for a card; shorten the title"
        )
    pieces, y = [], area.y + (area.height - height) // 2
    for part, enters, rises in parts:
        x = area.x + (area.width - part.width) // 2
        pieces.append(_Piece(np.asarray(part), x, y, enters, rises))
        y += part.height + gap
    return pieces


def _typeface(paths: tuple[Path, ...]) -> Typeface:
    return Typeface(tuple(face_at(path) for path in paths))


def _logo(path: Path, area: Box, short: int) -> Image:
    from PIL import Image

    with Image.open(path, formats=("PNG",)) as opened:
        logo: Image.Image = opened.convert("RGBA")
    scale = min(LOGO_HEIGHT * short / logo.height, LOGO_WIDTH * area.width / logo.width)
    size = (max(1, round(logo.width * scale)), max(1, round(logo.height * scale)))
    return logo.resize(size, Image.Resampling.LANCZOS)


def _text(text: str, typeface: Typeface, size: float, area: Box, ink: str) -> Image:
    """`text` drawn on nothing, in as few and as large lines as fit the safe width."""
    size, lines = _lines(text, typeface, size, area)
    from PIL import Image, ImageDraw, ImageFont

    widths = [typeface.width(line, size) for line in lines]
    picture = Image.new("RGBA", (round(max(widths)) + 2, round(size * len(lines)) + 2))
    pen = ImageDraw.Draw(picture)
    for number, (line, width) in enumerate(zip(lines, widths, strict=True)):
        x = (picture.width - width) / 2
        for face, part in typeface.runs(line):
            baseline = size * (number + face.ascent / (face.ascent + face.descent))
            font = ImageFont.truetype(str(face.path), face.em(size))
            pen.text((x, baseline), part, fill=(*rgb(ink), 255), font=font, anchor="ls")
            x += face.width(part, size)
    return picture


def _fits(line: str, typeface: Typeface, size: float, width: float) -> bool:
    return typeface.width(line, size) <= width


def _lines(text: str, typeface: Typeface, size: float, area: Box) -> tuple[float, tuple[str, ...]]:
    """The size and the lines `text` is set in: smaller first, then more lines."""
    smallest = size * SMALLEST_HEADLINE / HEADLINE
    for most in (HEADLINE_LINES, MOST_LINES):
        trial = size
        while trial >= smallest:
            fits = partial(_fits, typeface=typeface, size=trial, width=area.width)
            own = [wrapped(part, fits, most) for part in text.splitlines() if part.strip()]
            lines = tuple(line for part in own for line in part or ())
            if all(own) and len(lines) <= most:
                return trial, lines
            trial *= 0.92
    raise UsageError(f"brand: '{text[:40]}…' is too long for a card; shorten it")
