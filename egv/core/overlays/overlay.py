"""Draw subtitles, lower thirds and the corner logo on a picture in the style of the kit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from egv.core.cues.cue_layout import CaptionLayout, plan_caption_layout
from egv.core.cues.cue_timing import choose_reading_pace
from egv.core.graph.pads import Pad, apply_filter
from egv.core.kit.text_styles import AUTO
from egv.core.media.clip import Cue
from egv.core.media.shape import Box
from egv.core.overlays.captions import (
    CAPTIONS,
    PlannedCaptions,
    draw_captions,
)
from egv.core.overlays.corner_logo import PlacedBug
from egv.core.overlays.framed_edit import FramedEdit, measure_backdrop_light
from egv.core.overlays.free_places import (
    DrawnBox,
    choose_caption_place,
    find_caption_rows,
    find_clear_area,
    measure_features_cover,
    to_relative_box,
)
from egv.core.overlays.ground import find_caption_part, has_drawn_subtitles
from egv.core.overlays.name_plates import draw_name_plates
from egv.core.overlays.shown_cues import ShownCues, find_shot_cuts, plan_shown_cues
from egv.core.overlays.text_overlay import OverlayBuilder, TextOverlay
from egv.core.programme.edit import Explanation

FONT_FOLDER = "fonts"  # relative to the folder in which the final command runs
SUBTITLES_OVER_FACE = (
    "subtitle: faces fill so much of the picture that subtitles sometimes cover one; film from"
    " a little further away"
)
NOTHING_SAID = ShownCues()


@dataclass(frozen=True, slots=True)
class DressedPicture:
    """A picture with its texts drawn on it, the cues as laid out, and how these are shown.

    `explanations` describe texts away from their usual place, `notes` the faces that texts hide.
    """

    picture: Pad
    cues: tuple[Cue, ...]
    overlay: TextOverlay | None
    shown: ShownCues = NOTHING_SAID
    whys: tuple[Explanation, ...] = ()
    notes: tuple[str, ...] = ()
    places: tuple[DrawnBox, ...] = ()


def dress_picture(
    framed: FramedEdit, texts: dict[str, str], bug: PlacedBug | None, word: str = ""
) -> DressedPicture:
    """Draw lower thirds and subtitles on the picture of an edit, away from its faces.

    `word` makes the file name of the texts unique among formats of one size.
    """
    edit, drawing = framed.edit, OverlayBuilder()
    room = [bug.room] if bug else []
    shown, captions, whys, notes = _plan_captions(framed, room)
    plates = draw_name_plates(drawing, framed, texts, room, captions)
    places = plates.places
    if captions:
        places += draw_captions(drawing, captions, framed.kit, plates.taken)
    told = (*whys, *plates.whys), (*notes, *plates.notes)
    done = DressedPicture(edit.picture, shown.cues, None, shown, *told, places)
    if not drawing.events:
        return done
    overlay = drawing.build_overlay(edit.canvas, word)
    drawn = apply_filter(edit.picture, "ass", filename=overlay.name, fontsdir=FONT_FOLDER)
    return replace(done, picture=drawn, overlay=overlay)


def _plan_captions(
    framed: FramedEdit, room: Sequence[Box]
) -> tuple[ShownCues, PlannedCaptions | None, tuple[Explanation, ...], tuple[str, ...]]:
    """Plan the cues of an edit as shown, and as drawn clear of `room`, with its reasons and notes.

    Without subtitles in the picture nothing is drawn.
    """
    edit, style = framed.edit, framed.kit.spec.subtitles
    if not edit.cues:
        return NOTHING_SAID, None, (), ()
    is_drawn, spoken = has_drawn_subtitles(edit), framed.subtitled_part
    layout = _choose_layout(spoken, room, is_drawn=is_drawn)
    language = edit.language or framed.kit.spec.main_language
    pace = choose_reading_pace(language, edit.canvas.frame_rate, style.max_cps)
    shown = plan_shown_cues(edit, layout, pace, find_shot_cuts(edit, framed.ask))
    if not is_drawn:
        return shown, None, (), ()
    most = max((len(cue.text.split("\n")) for cue in shown.drawn), default=0)
    layout = replace(layout, lines=max(layout.lines, most))
    layout = replace(layout, area=find_clear_area(layout.area, room, layout.height))
    place, hides = choose_caption_place(style.position, layout, edit.canvas, spoken.faces)
    planned = PlannedCaptions(shown.drawn, layout, place)
    if style.box.colour == AUTO and style.box.opacity:
        under = to_relative_box(find_caption_rows(layout, place), edit.canvas)
        planned = replace(planned, light=measure_backdrop_light(spoken.edit, under, framed.ask))
    why = f"at the {place}, clear of the face"
    whys = () if place is style.position else (Explanation(CAPTIONS, why),)
    return shown, planned, whys, (SUBTITLES_OVER_FACE,) if hides else ()


def _choose_layout(spoken: FramedEdit, room: Sequence[Box], *, is_drawn: bool) -> CaptionLayout:
    """Choose the layout of subtitles: in one part of the frame, unless that is on eyes or a mouth.

    Then they may lie across the edge of a picture, if that hides less.
    """
    edit, style = spoken.edit, spoken.kit.spec.subtitles
    typeface, canvas = spoken.measure_typeface(style.font), edit.canvas
    if not is_drawn:
        return plan_caption_layout(canvas, style, typeface)

    def measure_cover(layout: CaptionLayout) -> float:
        clear = replace(layout, area=find_clear_area(layout.area, room, layout.height))
        place, _ = choose_caption_place(style.position, clear, canvas, spoken.faces)
        part = to_relative_box(find_caption_rows(clear, place), canvas)
        return measure_features_cover(part, spoken.faces)

    parts = (find_caption_part(edit, spoken.kit), None)
    layouts = [plan_caption_layout(canvas, style, typeface, part) for part in parts]
    return min(layouts, key=measure_cover)
