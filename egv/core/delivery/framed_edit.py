"""An edit in one format, together with all that is asked when something is drawn on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from egv.core.delivery.free_places import ShownFace
from egv.core.kit.kit import Kit
from egv.core.media.shape import RelativeBox
from egv.core.programme.edit import Edit
from egv.core.programme.questions import Ask, FontFaceAt, LightUnder
from egv.core.titles.fonts import Typeface


def measure_typeface(kit: Kit, role: str, ask: Ask) -> Typeface:
    """Measure the fonts for `role` in `kit`."""
    return Typeface(tuple(ask(FontFaceAt(path)) for path in kit.typefaces[role]))


@dataclass(frozen=True, slots=True)
class FramedEdit:
    """An edit in one format, the kit that dresses it, the faces on its frame, and `ask`."""

    edit: Edit
    kit: Kit
    faces: Sequence[ShownFace]
    ask: Ask

    def measure_typeface(self, role: str) -> Typeface:
        """Measure the fonts of the kit for `role`."""
        return measure_typeface(self.kit, role, self.ask)


def measure_backdrop_light(edit: Edit, part: RelativeBox, ask: Ask) -> float:
    """Measure the light, 0 to 1, of `edit` under `part` of its frame; longer clips count more."""
    lights = [
        (ask(LightUnder(clip.clock, clip.placement.map_to_picture(part))), float(clip.duration))
        for clip in edit.clips
    ]
    return sum(light * length for light, length in lights) / sum(length for _, length in lights)
