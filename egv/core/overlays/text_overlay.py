"""The texts of one frame as they are gathered: styles, events and the fonts they need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from egv.core.media.clip import Canvas
from egv.core.titles.ass import AssEvent, AssStyle, build_ass_file
from egv.core.titles.fonts import Typeface


@dataclass(frozen=True, slots=True)
class TextOverlay:
    """Texts to draw: the name of the ASS file, its content, and the fonts it needs."""

    name: str
    ass: str
    fonts: tuple[Path, ...]


@dataclass(slots=True)
class OverlayBuilder:
    """The drawing so far: styles, events, and the typefaces that they need."""

    styles: list[AssStyle] = field(default_factory=list)
    events: list[AssEvent] = field(default_factory=list)
    faces: list[Typeface] = field(default_factory=list)

    def add_events(
        self,
        styles: Sequence[AssStyle],
        events: Sequence[AssEvent],
        faces: Sequence[Typeface],
        layer: int,
        group: str = "",
    ) -> None:
        """Draw `events` above `layer`, in `styles`; `group` is appended to the style names."""
        self.styles += [replace(style, name=style.name + group) for style in styles]
        self.events += [
            replace(event, layer=layer + event.layer, style=event.style + group) for event in events
        ]
        self.faces += faces

    def build_overlay(self, canvas: Canvas, word: str = "") -> TextOverlay:
        """Build the file that draws all events, with its fonts; `word` makes its name unique."""
        fonts = dict.fromkeys(face.path for typeface in self.faces for face in typeface.faces)
        name = "-".join(filter(None, ("texts", f"{canvas.width}x{canvas.height}", word))) + ".ass"
        return TextOverlay(name, build_ass_file(canvas, self.styles, self.events), tuple(fonts))
