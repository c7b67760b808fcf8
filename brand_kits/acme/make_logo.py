"""Draw the logo of the example kit: `python brand_kits/acme/make_logo.py` (needs Pillow)."""

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

HERE = Path(__file__).parent
NAVY, TEAL, AMBER, WHITE = "#10344F", "#2A7F86", "#F2A541", "#FFFFFF"
HEIGHT, SCALE = 240, 4  # px; drawn four times as large, for smooth edges


def mark(size: int, left: str, right: str, dot: str) -> Image.Image:
    """Two leaning strokes that make an A, and a dot between them."""
    big = Image.new("RGBA", (size * SCALE, size * SCALE))
    pen, unit = ImageDraw.Draw(big), size * SCALE / 100
    pen.polygon([(unit * x, unit * y) for x, y in ((4, 92), (40, 8), (62, 8), (26, 92))], fill=left)
    pen.polygon(
        [(unit * x, unit * y) for x, y in ((74, 92), (53, 43), (64, 17), (96, 92))], fill=right
    )
    pen.ellipse([unit * 40, unit * 68, unit * 60, unit * 88], fill=dot)
    return big.resize((size, size), Image.Resampling.LANCZOS)


def lockup(symbol: Image.Image, ink: str) -> Image.Image:
    """The mark with the name beside it."""
    font = ImageFont.truetype(HERE / "fonts" / "Cabin-Bold.otf", HEIGHT * 0.92)
    width = round(font.getlength("acme"))
    logo = Image.new("RGBA", (HEIGHT + 36 + width + 8, HEIGHT))
    logo.alpha_composite(symbol)
    pen = ImageDraw.Draw(logo)
    pen.text((HEIGHT + 36, HEIGHT * 0.88), "acme", fill=ink, font=font, anchor="ls")
    return logo


def icon() -> Image.Image:
    """The mark on a tile of its own, for any background."""
    tile = Image.new("RGBA", (HEIGHT * SCALE, HEIGHT * SCALE))
    corners = [0, 0, HEIGHT * SCALE - 1, HEIGHT * SCALE - 1]
    ImageDraw.Draw(tile).rounded_rectangle(corners, radius=HEIGHT * SCALE * 0.22, fill=NAVY)
    tile = tile.resize((HEIGHT, HEIGHT), Image.Resampling.LANCZOS)
    inner = round(HEIGHT * 0.62)
    at = (HEIGHT - inner) // 2
    tile.alpha_composite(mark(inner, WHITE, "#9FD3D6", AMBER), (at, at))
    return tile


def main() -> None:
    """Write the three variants."""
    folder = HERE / "logo"
    folder.mkdir(exist_ok=True)
    lockup(mark(HEIGHT, NAVY, TEAL, AMBER), NAVY).save(folder / "acme-colour.png", optimize=True)
    lockup(mark(HEIGHT, WHITE, "#9FD3D6", AMBER), WHITE).save(
        folder / "acme-white.png", optimize=True
    )
    icon().save(folder / "acme-icon.png", optimize=True)


if __name__ == "__main__":
    main()
