"""A kit on one self-contained HTML page: its colours, fonts and formats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from egv.app.authoring import kit_page_texts as texts
from egv.core.kit.contrast_rules import find_contrast_faults
from egv.core.kit.kit import Kit
from egv.core.media.shape import Box
from egv.core.picture.colour import BLACK, WHITE, Colour
from egv.core.picture.contrast import measure_contrast
from egv.core.text.translation import UiLanguage
from egv.tools.draw.fonts import load_font_face
from egv.tools.pages.page_fonts import format_font_rule
from egv.tools.pages.page_look import build_page_look
from egv.tools.pages.pages import format_data_uri, render_page

GENERATOR = "egv kit preview"
ANY = "1 1000"  # a specimen shows a font file as it is, never made bolder
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
    name = texts.PARTS[part].render(tongue)
    return texts.WITH_LONG_TEXTS.render(tongue, part=name) if has_long_texts else name


def build_kit_page(
    kit: Kit, formats: Sequence[tuple[str, Sequence[PreviewPanel]]], tongue: UiLanguage
) -> str:
    """Build the page of `kit` in `tongue`, with the stills of each format, named by its name."""
    says = kit.spec
    files = list(dict.fromkeys(found[0] for found in kit.typefaces.values()))
    rules = {file: format_font_rule(file, f"face-{n}", ANY) for n, file in enumerate(files)}
    return render_page(
        "kit.html",
        tongue,
        build_page_look(kit),
        words=texts,
        generator=GENERATOR,
        title=says.title or says.name,
        version=kit.version_label,
        verdict=_format_verdict(kit, tongue),
        colours=list(_iter_colours(kit)),
        font_rules=[rule for rule in rules.values() if rule],
        fonts=[
            (role, load_font_face(file).family, f"face-{files.index(file)}" if rules[file] else "")
            for role, (file, *_) in kit.typefaces.items()
        ],
        formats=[(name, says.find_format(name).size, panels) for name, panels in formats],
    )


def _format_verdict(kit: Kit, tongue: UiLanguage) -> str:
    """Format how many texts of the kit cannot be read well."""
    count = len(list(find_contrast_faults(kit.spec)))
    return texts.HARD_TO_READ.render(tongue, count) if count else texts.READABLE.render(tongue)


def _iter_colours(kit: Kit) -> Iterator[tuple[str, Colour, Colour, float]]:
    """Yield each colour: its name, itself, black or white to write on it, and their contrast."""
    for name, colour in kit.spec.palette.colours_by_name.items():
        ink = max(BLACK, WHITE, key=lambda candidate: measure_contrast(candidate, colour))
        yield name, colour, ink, measure_contrast(ink, colour)
