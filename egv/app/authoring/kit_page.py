"""A kit on one self-contained HTML page: its colours, fonts and formats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from egv.core.kit.kit import Kit
from egv.core.media.shape import Box
from egv.core.picture.colour import BLACK, WHITE, Colour
from egv.core.picture.contrast import measure_contrast
from egv.core.text.translation import Translated, UiLanguage
from egv.tools.draw.fonts import load_font_face
from egv.tools.draw.pages import format_data_uri, render_page

GENERATOR = "egv kit preview"
SAFE_AREA = Translated(
    "Laat zien wat apps en spelers kunnen bedekken", "Show what apps and players may cover"
)
COLOURS, FONTS = Translated("Kleuren", "Colours"), Translated("Lettertypen", "Fonts")
PARTS = {
    "intro": Translated("intro", "intro"),
    "programme": Translated("de video zelf", "programme"),
    "outro": Translated("outro", "outro"),
}
WITH_LONG_TEXTS = Translated("{part}, lange teksten", "{part}, long texts")
MARK = f'<meta name="generator" content="{GENERATOR}">'  # distinguishes a kit page from other files


@dataclass(frozen=True, slots=True)
class PreviewPanel:
    """A still: its part of the video, its caption, its image, its safe area and its size, px."""

    part: str
    caption: str
    picture: Path
    safe_area: Box
    size: tuple[int, int]

    @property
    def data_uri(self) -> str:
        """The image as a `data:` URI."""
        return format_data_uri(self.picture.read_bytes(), "image/png")

    @property
    def safe_style(self) -> str:
        """The place of the safe area on the image, as CSS."""
        (wide, high), safe = self.size, self.safe_area
        shares = (safe.x / wide, safe.y / high, safe.width / wide, safe.height / high)
        names = ("left", "top", "width", "height")
        return ";".join(f"{name}:{share:.2%}" for name, share in zip(names, shares, strict=True))


def format_caption(part: str, tongue: UiLanguage, *, has_long_texts: bool) -> str:
    """Format the caption of a still of `part`: intro, programme or outro."""
    name = PARTS[part].render(tongue)
    return WITH_LONG_TEXTS.render(tongue, part=name) if has_long_texts else name


def build_kit_page(
    kit: Kit, formats: Sequence[tuple[str, Sequence[PreviewPanel]]], tongue: UiLanguage
) -> str:
    """Build the page of `kit` in `tongue`, with the stills of each format, named by its name."""
    says = kit.spec
    return render_page(
        "kit.html",
        tongue,
        safe_area=SAFE_AREA.render(tongue),
        titles=(COLOURS.render(tongue), FONTS.render(tongue)),
        generator=GENERATOR,
        title=says.title or says.name,
        version=kit.version_label,
        colours=list(_iter_colours(kit)),
        fonts=[(role, load_font_face(files[0]).family) for role, files in kit.typefaces.items()],
        formats=[(name, says.find_format(name).size, panels) for name, panels in formats],
    )


def _iter_colours(kit: Kit) -> Iterator[tuple[str, Colour, Colour, float]]:
    """Yield each colour: its name, itself, black or white to write on it, and their contrast."""
    for name, colour in kit.spec.palette.colours_by_name.items():
        ink = max(BLACK, WHITE, key=lambda candidate: measure_contrast(candidate, colour))
        yield name, colour, ink, measure_contrast(ink, colour)
