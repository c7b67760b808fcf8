"""An edit in one format, together with all that is asked when something is drawn on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from egv.core.kit.kit import Kit
from egv.core.media.shape import Box, RelativeBox, find_shape
from egv.core.media.timing import Seconds, Span
from egv.core.overlays.free_places import ShownFace, find_shown_faces, has_overlap
from egv.core.overlays.ground import list_whole_parts
from egv.core.programme.edit import Edit
from egv.core.programme.layers import Bug, LowerThird, Subtitles, Watermark
from egv.core.programme.questions import Ask, FontFaceAt, LightUnder
from egv.core.titles.card import find_ground_light
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

    @property
    def parts(self) -> tuple[Box, ...]:
        """The parts of the frame that no edge of a picture crosses, px."""
        return list_whole_parts(self.edit)

    @property
    def subtitled_part(self) -> FramedEdit:
        """This edit with only the clips in which subtitles are shown."""
        return self.select_clips([cue.span for cue in self.edit.cues])

    def select_clips(self, spans: Sequence[Span]) -> FramedEdit:
        """Return this edit with only the clips shown within `spans`, and the faces in them."""
        starts = accumulate((clip.duration for clip in self.edit.clips), initial=Seconds(0))
        kept = tuple(
            clip
            for clip, (start, end) in zip(self.edit.clips, pairwise(starts), strict=True)
            if any(span.overlap(Span(start, end)) for span in spans)
        )
        if len(kept) in (0, len(self.edit.clips)):
            return self
        edit = replace(self.edit, parts=kept)
        return replace(
            self, edit=edit, faces=find_shown_faces(edit, self.ask) if self.faces else ()
        )

    def measure_typeface(self, role: str) -> Typeface:
        """Measure the fonts of the kit for `role`."""
        return measure_typeface(self.kit, role, self.ask)


def build_framed_edit(edit: Edit, kit: Kit, ask: Ask) -> FramedEdit:
    """Build the framed edit of `edit`, which is on its canvas, with the faces that matter to it."""
    faces = find_shown_faces(edit, ask) if _has_drawn_layers(edit, kit) else ()
    return FramedEdit(edit, kit, faces, ask)


def _has_drawn_layers(edit: Edit, kit: Kit) -> bool:
    """True where something is drawn on the picture that could hide a face."""
    logo = kit.spec.logo
    return any(
        (
            isinstance(layer, Bug)
            and logo.variants
            and logo.bug.resolve_shape(find_shape(edit.canvas)).enabled
        )
        or (isinstance(layer, Subtitles) and edit.cues)
        or isinstance(layer, LowerThird | Watermark)
        for layer in edit.layers
    )


def measure_backdrop_light(edit: Edit, part: RelativeBox, ask: Ask) -> float:
    """Measure the light, 0 to 1, of `edit` under `part` of its frame; longer clips count more."""
    lights = [(_measure_clip_light(clip, part, ask), float(clip.duration)) for clip in edit.clips]
    return sum(light * length for light, length in lights) / sum(length for _, length in lights)


def _measure_clip_light(clip: Edit, part: RelativeBox, ask: Ask) -> float:
    placement = clip.placement
    if placement.ground and not has_overlap(part, placement.inside):
        return find_ground_light(placement.ground)
    return ask(LightUnder(clip.clock, placement.map_to_picture(part)))
