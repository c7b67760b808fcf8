"""An edit brought to a format: cut to what it is about, or whole on a ground."""

from __future__ import annotations

from dataclasses import replace

from egv.core.ask import Ask, ColourOf, FocusOf
from egv.core.camera import CameraPath, camera_path
from egv.core.colour import is_drawn
from egv.core.edit import Edit
from egv.core.formats import Format
from egv.core.kit import Kit
from egv.core.media import Canvas
from egv.core.reframe import (
    Fit,
    Follow,
    Placement,
    Window,
    cropped,
    on_blur,
    on_colour,
    same_shape,
    scaled,
    whole_in,
    window,
)
from egv.core.splice import pictures_joined
from egv.core.timing import Span

STEP = "reframe"
MIDDLE = {Follow.CENTRE: 0.5, Follow.LEFT: 0.0, Follow.RIGHT: 1.0}
UPPER = 0.42  # of the height: where a face or what matters mostly is


def in_format(edit: Edit, wanted: Format, kit: Kit, ask: Ask) -> Edit:
    """`edit` on the canvas of the format `wanted`."""
    size, frame = edit.canvas.size, wanted.size
    canvas = Canvas(*frame, edit.canvas.frame_rate, wanted.safe)
    if size == frame:
        return replace(edit, canvas=canvas)
    if same_shape(size, frame):
        return replace(edit, canvas=canvas, picture=scaled(edit.picture, frame))
    fit, note = _fit(edit, wanted, ask)
    if note:
        edit = edit.with_note(note)
    if fit is Fit.CROP:
        return _cut(edit, canvas, wanted, ask)
    if fit is Fit.BLUR:
        picture = on_blur(edit.picture, size, frame)
    else:
        picture = on_colour(edit.picture, size, frame, kit.colour("primary"))
    placement = Placement(inside=whole_in(size, frame))
    done = replace(edit, canvas=canvas, picture=picture, placement=placement)
    return done.with_why(STEP, f"{wanted.word}: the whole picture, {fit}", fit=str(fit))


def all_in_format(edit: Edit, wanted: Format, kit: Kit, ask: Ask) -> Edit:
    """`edit`, which has several clips, on the canvas of `wanted`, each brought to it by itself."""
    fresh = [replace(part, framing=edit.framing, whys=(), notes=()) for part in edit.parts]
    parts = tuple(in_format(part, wanted, kit, ask) for part in fresh)
    names = [part.clock[0].media.path.name for part in parts]
    told = zip(names, parts, strict=True)
    return replace(
        edit,
        canvas=parts[0].canvas,
        picture=pictures_joined([part.picture for part in parts], edit.canvas.frame_rate),
        parts=parts,
        whys=(*edit.whys, *(replace(w, clip=name) for name, part in told for w in part.whys)),
        notes=(*edit.notes, *dict.fromkeys(note for part in parts for note in part.notes)),
    )


def _fit(edit: Edit, wanted: Format, ask: Ask) -> tuple[Fit, str]:
    """How to fill the format, and a note where that is not as the format has it.

    Of a screen everything matters: it is cut only where a person says so.
    """
    if edit.framing and edit.framing.fit:
        return edit.framing.fit, ""
    if wanted.fit is Fit.CROP and is_drawn(ask(ColourOf(edit.clock))):
        return Fit.BLUR, (
            f"{STEP}: this looks like a screen recording, so {wanted.word} shows all of it;"
            " cut it with --fit crop"
        )
    return wanted.fit, ""


def _cut(edit: Edit, canvas: Canvas, wanted: Format, ask: Ask) -> Edit:
    size, frame = edit.canvas.size, canvas.size
    kept = [segment.span for segment in edit.clock]
    here = window(size, frame)
    path, about = _path(edit, here, ask)
    picture = cropped(edit.picture, size, frame, path, kept, canvas.frame_rate)
    done = replace(
        edit, canvas=canvas, picture=picture, placement=Placement(seen=here.seen(path.first))
    )
    moves = f", which the frame follows {_times(len(path.moves))}" if path.moves else ""
    why = f"{wanted.word}: cut to {about}{moves}"
    return done.with_why(STEP, why, fit=str(Fit.CROP), moves=len(path.moves))


def _path(edit: Edit, here: Window, ask: Ask) -> tuple[CameraPath, str]:
    """Where the frame stands, and what stands in it, in words."""
    follow = edit.framing.follow if edit.framing else Follow.AUTO
    if follow is not Follow.AUTO:
        return CameraPath((MIDDLE[follow], UPPER)), f"the {follow}"
    seen = [segment.seen for segment in edit.clock]
    focus = ask(FocusOf(edit.clock[0].media, Span(seen[0].start, max(s.end for s in seen))))
    if focus.sightings:
        return camera_path(focus.sightings, here.reach), "the face"
    if focus.motion:
        return CameraPath(focus.motion), "what moves"
    return CameraPath((0.5, UPPER)), "the middle"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
