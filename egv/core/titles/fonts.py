"""Font measurements: the width of a text, and the font for each of its characters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from unicodedata import bidirectional, category
from unicodedata import name as name_of

from egv.core.errors import EnvironmentFault
from egv.core.text.visible_text import is_ignored
from egv.core.titles.arabic_forms import join_arabic_letters


@dataclass(frozen=True, slots=True, eq=False)
class FontFace:
    """One font file. Compared by identity; `advances` are in font units, by code point.

    `ascent` and `descent` are the ones by which libass scales: OS/2's for Windows.
    """

    path: Path
    family: str
    bold: bool
    italic: bool
    units_per_em: int
    ascent: int
    descent: int
    advances: Mapping[int, int]

    def has_glyph(self, mark: str) -> bool:
        """True where the font can draw `mark`."""
        return ord(mark) in self.advances

    def measure_width(self, text: str, size: float) -> float:
        """Measure the width of `text`, px, in a line of `size` px (ascent plus descent)."""
        units = sum(self.advances.get(ord(mark), self.units_per_em) for mark in text)
        return units * size / (self.ascent + self.descent)

    def compute_em_px(self, size: float) -> float:
        """Compute the em, px, of a line `size` px high: the font size outside libass."""
        return size * self.units_per_em / (self.ascent + self.descent)


def drop_control_characters(text: str) -> str:
    """Drop control characters from `text`, which no font draws; a tab becomes a space."""
    return "".join(mark for mark in text.replace("\t", " ") if category(mark) != "Cc")


def is_right_to_left(line: str) -> bool:
    """True where the first letter of `line` belongs to a script that is read from the right."""
    ways = (bidirectional(mark) for mark in line)
    return next((way for way in ways if way in ("L", "R", "AL")), "L") != "L"


@dataclass(frozen=True, slots=True)
class Typeface:
    """A font, followed by its fallback fonts in order."""

    faces: tuple[FontFace, ...]

    def split_runs(self, text: str) -> list[tuple[FontFace, str]]:
        """Split `text` into runs, each with the first face that has its characters.

        Raises EnvironmentFault for a character that no face has.
        """
        visible = [
            m for m in drop_control_characters(text) if not is_ignored(m) or self._find_face(m)
        ]
        faces = [(self._require_face(mark), mark) for mark in visible]
        return [
            (face, "".join(mark for _, mark in group))
            for face, group in groupby(faces, key=lambda pair: pair[0])
        ]

    def order_visual_runs(self, line: str) -> list[tuple[FontFace, str]]:
        """Return the runs of `line` from left to right: in Arabic, the last one first.

        Within a run the order is that of typing: the renderer joins the letters.
        """
        runs: list[tuple[FontFace, str]] = []
        for face, part in self.split_runs(line):
            words, before = part.strip(), runs[-1] if runs else None
            if (
                before and not words and before[0].has_glyph(" ")
            ):  # a run alone would part two words
                runs[-1] = (before[0], before[1] + part)
            elif before and before[0] is face:
                runs[-1] = (face, before[1] + part)
            else:
                runs.append((face, part))
        return runs[::-1] if is_right_to_left(line) else runs

    def measure_width(self, text: str, size: float) -> float:
        """Measure the width of `text`, px, in a line of `size` px; a missing glyph is an em.

        Arabic letters are measured as they join.
        """
        first, joined = self.faces[0], join_arabic_letters(text)
        if joined is text and all(ord(mark) in first.advances for mark in text):
            return first.measure_width(text, size)
        faces = (
            (self._find_face(mark), mark, form) for mark, form in zip(text, joined, strict=True)
        )
        return sum(
            (face or first).measure_width(form if face and face.has_glyph(form) else mark, size)
            for face, mark, form in faces
            if face or not is_ignored(mark)
        )

    def _find_face(self, mark: str) -> FontFace | None:
        return next((face for face in self.faces if face.has_glyph(mark)), None)

    def _require_face(self, mark: str) -> FontFace:
        if face := self._find_face(mark):
            return face
        names = ", ".join(dict.fromkeys(face.family for face in self.faces))
        called = name_of(mark, "no name")
        raise EnvironmentFault(
            f"the character '{mark}' (U+{ord(mark):04X}, {called.lower()}) is in none of the"
            f" fonts {names}; remove it, or add a font that has it under 'fallback' in the kit"
        )
