"""Rules for SVG files that look the same everywhere: shapes and colours, nothing external.

All checks are made on the text, before anything is drawn. Letters are refused, because they would
be set in whatever font a machine has. So is everything from outside the file, and everything that
makes millions of shapes from a few lines.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from xml.parsers import expat

from egv.core.errors import UsageError
from egv.core.titles.svg_colours import write_plain_colours

SUFFIX = ".svg"
MOST_BYTES = 1_000_000
MOST_SHAPES = 20_000  # a shape counts each time it is used
DEEPEST = 100  # nesting of groups, and of shapes shown by shapes
WIDEST = 20.0  # largest ratio of the sides, either way: limits the pixels that one height can need
UNITS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
LENGTH = re.compile(r"\s*([0-9.]+(?:[eE][+-]?\d+)?)(px|pt|pc|mm|cm|in|)\s*\Z")
SHOWN = re.compile(r"url\(\s*['\"]?#([^)'\"]+)")
ELSEWHERE = re.compile(r"@import|url\(\s*['\"]?\s*(?!#|['\"\s])", re.IGNORECASE)
OUTLINES = "turn texts into outlines (paths) and save it again"
PLAIN = "save it as plain SVG, or as PNG"
REFUSED = {
    "text": f"this SVG has letters, which need a font; {OUTLINES}",
    "image": f"this SVG contains a photo; {PLAIN}",
    "feImage": f"this SVG contains a photo; {PLAIN}",
    "foreignObject": f"this SVG contains a web page; {PLAIN}",
    "script": f"this SVG contains a script; {PLAIN}",
    "animate": f"this SVG is animated; {PLAIN}",
    "animateTransform": f"this SVG is animated; {PLAIN}",
}


def is_svg(path: Path) -> bool:
    """True where `path` is the path of an SVG."""
    return path.suffix.lower() == SUFFIX


def measure_svg_aspect(raw: bytes) -> float:
    """Measure width / height of the SVG `raw`. Raises UsageError where it cannot be drawn."""
    if len(raw) > MOST_BYTES:
        raise UsageError(f"this SVG is larger than {MOST_BYTES} bytes; {PLAIN}")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"this is not an SVG in UTF-8; {PLAIN}") from None
    drawing = _SvgTree(write_plain_colours(text))
    drawing.check_shape_count()
    width, height = _parse_size(drawing.said)
    if not max(width, height) <= WIDEST * min(width, height):
        raise UsageError(f"this SVG is over {WIDEST:g} times as long one way as the other; crop it")
    return width / height


class _SvgElement:
    """An SVG element: its child elements, and the ids of the elements that it shows again."""

    __slots__ = ("inside", "shows", "size")

    def __init__(self) -> None:
        self.inside: list[_SvgElement] = []
        self.shows: list[str] = []
        self.size = 0


class _SvgTree:
    """An SVG as a tree of elements. Raises UsageError, on reading, for one that cannot be drawn."""

    def __init__(self, text: str) -> None:
        self.said: Mapping[str, str] = {}
        self._count = 0
        self._root = _SvgElement()
        self._open = [self._root]
        self._named: dict[str, _SvgElement] = {}
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.EntityDeclHandler = _check_no_entity
        parser.StartElementHandler = self._start_element
        parser.EndElementHandler = self._end_element
        parser.CharacterDataHandler = _check_style
        try:
            parser.Parse(text, True)
        except expat.ExpatError as error:
            said = expat.ErrorString(error.code)
            raise UsageError(f"line {error.lineno}: this is not an SVG ({said}); {PLAIN}") from None

    def check_shape_count(self) -> None:
        """Raise UsageError when there is too much to draw; a shape counts each time it is shown."""
        if self._count_shapes(self._root, 0) > MOST_SHAPES:
            raise UsageError(
                f"this SVG shows more than {MOST_SHAPES} shapes; simplify it, or save it as PNG"
            )

    def _count_shapes(self, part: _SvgElement, depth: int) -> int:
        if depth > 2 * DEEPEST:
            raise UsageError(
                f"shapes of this SVG use one another more than {DEEPEST} deep; {PLAIN}"
            )
        if not part.size:
            shown = (self._named[name] for name in part.shows if name in self._named)
            part.size = 1 + sum(
                self._count_shapes(child, depth + 1) for child in (*part.inside, *shown)
            )
        return part.size

    def _start_element(self, tag: str, said: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        self._count += 1
        if self._count == 1:
            self.said = said
            if name != "svg":
                raise UsageError(f"this is not an SVG: it begins with <{name[:40]}>; {PLAIN}")
        if fault := REFUSED.get(name):
            raise UsageError(fault)
        if self._count > MOST_SHAPES:
            raise UsageError(
                f"this SVG has more than {MOST_SHAPES} shapes; simplify it, or save it as PNG"
            )
        if len(self._open) > DEEPEST:
            raise UsageError(
                f"groups of this SVG are nested more than {DEEPEST} deep; ungroup them, or"
                " save it as PNG"
            )
        part = _SvgElement()
        self._open[-1].inside.append(part)
        self._open.append(part)
        if "id" in said:
            self._named[said["id"]] = part
        for key, value in said.items():
            _check_style(value)
            part.shows += SHOWN.findall(value)
            if key.rpartition(":")[2] == "href" and name != "a":
                if not value.startswith("#"):
                    raise UsageError(
                        f"this SVG refers to '{value[:60]}', outside the file; {PLAIN}"
                    )
                part.shows.append(value[1:])

    def _end_element(self, _: str) -> None:
        self._open.pop()


def _check_no_entity(*_: object) -> None:
    raise UsageError(f"this SVG defines abbreviations (ENTITY); {PLAIN}")


def _check_style(text: str) -> None:
    if ELSEWHERE.search(text):
        raise UsageError(f"the style of this SVG refers to something outside the file; {PLAIN}")


def _parse_size(said: Mapping[str, str]) -> tuple[float, float]:
    """Parse width and height from the root element, or else from its viewBox."""
    box = [_parse_number(number) for number in said.get("viewBox", "").replace(",", " ").split()]
    sides = [_parse_length(said.get(name, "")) for name in ("width", "height")]
    width, height = (
        side if side is not None else (box[at] if len(box) == 4 else None)
        for at, side in zip((2, 3), sides, strict=True)
    )
    if not width or not height or not 0 < width < 1e6 or not 0 < height < 1e6:
        raise UsageError(
            "this SVG does not state its width and height; save it again with a viewBox"
        )
    return width, height


def _parse_length(text: str) -> float | None:
    match = LENGTH.match(text)
    number = match and _parse_number(match[1])
    return number * UNITS[match[2]] if match and number else None


def _parse_number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
