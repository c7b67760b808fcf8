"""A kit on one self-contained HTML page: its colours, fonts and formats."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from egv.core.kit.kit import Kit
from egv.core.media.shape import Box
from egv.core.picture.colour import BLACK, WHITE
from egv.core.picture.contrast import measure_contrast
from egv.tools.draw.fonts import load_font_face

GENERATOR = '<meta name="generator" content="egv kit preview">'
HEAD = f"""\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
{GENERATOR}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" \
content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
"""
STYLE = """\
:root { color-scheme: light dark; --line: #8884; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 90rem; padding: 0 1rem }
h1 { margin: 0 } h2 { margin: 2.5rem 0 .5rem } header p { margin: .25rem 0; opacity: .75 }
ul { display: flex; flex-wrap: wrap; gap: 1rem; list-style: none; padding: 0 }
li { width: 9rem; font-size: .85rem } li b { display: block }
.chip { display: grid; place-items: center; height: 4rem; border: 1px solid var(--line);
  border-radius: .4rem; font-size: 1.2rem }
.panels { display: flex; flex-wrap: wrap; gap: 1rem; align-items: flex-start }
figure { margin: 0; max-width: 100%; overflow: auto }
figcaption { font-size: .85rem; opacity: .75 }
.still { position: relative; display: inline-block; overflow: hidden }
.still img { display: block; height: 20rem; width: auto }
.safe { position: absolute; outline: 1px dashed #fff; box-shadow: 0 0 0 99rem #d6287840 }
#safe:not(:checked) ~ main .safe { display: none }
"""


@dataclass(frozen=True, slots=True)
class PreviewPanel:
    """A still: its caption, its image, its safe area and its size, px."""

    caption: str
    picture: Path
    safe_area: Box
    size: tuple[int, int]


@dataclass(frozen=True, slots=True)
class KitPage:
    """The page of a kit with the stills of each format."""

    kit: Kit
    formats: tuple[tuple[str, tuple[PreviewPanel, ...]], ...]

    def build_html(self) -> str:
        """Build the whole document."""
        says = self.kit.spec
        title = escape(says.title or says.name)
        parts = (
            f"{HEAD}<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>",
            f"<header><h1>{title}</h1>\n<p>{escape(self.kit.version_label)}</p></header>",
            '<input type="checkbox" id="safe" checked>'
            ' <label for="safe">Show the areas that apps and players may cover</label>',
            "<main>",
            *self._iter_colour_html(),
            *self._iter_font_html(),
            *self._iter_format_html(),
            "</main>\n</body>\n</html>\n",
        )
        return "\n".join(parts)

    def _iter_colour_html(self) -> Iterator[str]:
        yield "<h2>Colours</h2>\n<ul>"
        for name, colour in self.kit.spec.palette.colours_by_name.items():
            ink = max(BLACK, WHITE, key=lambda candidate: measure_contrast(candidate, colour))
            yield (
                f'<li><span class="chip" style="background:{colour};color:{ink}">Aa</span>'
                f"<b>{escape(name)}</b>{colour}, {measure_contrast(ink, colour):.1f}:1</li>"
            )
        yield "</ul>"

    def _iter_font_html(self) -> Iterator[str]:
        yield "<h2>Fonts</h2>\n<ul>"
        for role, files in self.kit.typefaces.items():
            yield f"<li><b>{escape(role)}</b>{escape(load_font_face(files[0]).family)}</li>"
        yield "</ul>"

    def _iter_format_html(self) -> Iterator[str]:
        for word, panels in self.formats:
            wide, high = self.kit.spec.find_format(word).size
            yield f'<h2>{escape(word)}, {wide} × {high}</h2>\n<div class="panels">'
            yield from (_build_figure_html(word, panel) for panel in panels)
            yield "</div>"


def _build_figure_html(word: str, panel: PreviewPanel) -> str:
    data = base64.b64encode(panel.picture.read_bytes()).decode("ascii")
    (wide, high), safe = panel.size, panel.safe_area
    shares = (safe.x / wide, safe.y / high, safe.width / wide, safe.height / high)
    left, top, width, height = (f"{share:.2%}" for share in shares)
    return (
        f'<figure><div class="still"><img alt="{escape(f"{word}: {panel.caption}")}"'
        f' src="data:image/png;base64,{data}"><span class="safe"'
        f' style="left:{left};top:{top};width:{width};height:{height}"></span></div>'
        f"<figcaption>{escape(panel.caption)}</figcaption></figure>"
    )
