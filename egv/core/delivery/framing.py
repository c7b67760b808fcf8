"""An edit brought to a format: cropped to its subject, or whole on a background."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from egv.core.graph.splice import join_pictures
from egv.core.kit.formats import VideoFormat
from egv.core.kit.kit import Kit
from egv.core.media.canvas import find_heaviest
from egv.core.media.clip import Canvas
from egv.core.media.shape import is_same_shape
from egv.core.overlays.free_places import to_relative_box
from egv.core.overlays.ground import place_beside_texts
from egv.core.picture.colour_plan import is_screen_recording
from egv.core.picture.crop import (
    CropWindow,
    Fit,
    Follow,
    KeptPath,
    Placement,
    choose_crop_window,
    crop_to_path,
    fit_sharp_frame,
    pad_over_blur,
    pad_with_colour,
    place_whole,
    scale_pad,
)
from egv.core.picture.crop_choice import CropChoice, place_crop
from egv.core.programme.edit import Edit
from egv.core.programme.questions import Ask, ColourOf, FocusOf

STEP = "reframe"
NEAR = 0.74  # of a picture, at least, is in a crop to a shape that is near: 4:3 to 16:9


@dataclass(frozen=True, slots=True)
class _FillMethod:
    """A method to fill a frame: a `fit`, and the crop of `here`; `fit` is None for the same shape.

    With `insists` a person asked for the crop, although it loses something. With `is_free` nobody
    asked for this `fit`.
    """

    fit: Fit | None
    cut: CropChoice | None = None
    here: CropWindow | None = None
    insists: bool = False
    note: str = ""
    is_free: bool = False


def frame_edit(edit: Edit, wanted: VideoFormat, kit: Kit, ask: Ask) -> Edit:
    """Return `edit` on the canvas of the format `wanted`, or on a smaller one if necessary."""
    way = _choose_fill_method(edit, wanted, ask)
    frame = _choose_frame_size([(edit, way)], wanted)
    done = _fill_canvas(edit, way, frame, wanted, kit)
    return done.with_note(_build_size_note(wanted, frame)) if frame != wanted.size else done


def frame_all_parts(edit: Edit, wanted: VideoFormat, kit: Kit, ask: Ask) -> Edit:
    """Return `edit`, which has several clips, on the canvas of `wanted`; each framed by itself."""
    fresh = [replace(part, framing=edit.framing, explanations=(), notes=()) for part in edit.parts]
    ways = [(part, _choose_fill_method(part, wanted, ask)) for part in fresh]
    frame = _choose_frame_size(ways, wanted)
    parts = tuple(
        _fill_canvas(part, _limit_enlargement(way, frame, wanted), frame, wanted, kit)
        for part, way in ways
    )
    names = [part.clock[0].media.path.name for part in parts]
    told = [*zip(names, parts, strict=True)]
    notes = list(dict.fromkeys(note for part in parts for note in part.notes))
    shared = [note for note in notes if all(note in part.notes for part in parts)]
    own = [f"{n}: {note}" for n, p in told for note in p.notes if note not in shared]
    smaller = [_build_size_note(wanted, frame)] if frame != wanted.size else []
    return replace(
        edit,
        canvas=parts[0].canvas,
        picture=join_pictures([part.picture for part in parts], edit.canvas.frame_rate),
        parts=parts,
        explanations=(
            *edit.explanations,
            *(replace(w, clip=name) for name, part in told for w in part.explanations),
        ),
        notes=(*edit.notes, *shared, *own, *smaller),
    )


def _choose_fill_method(edit: Edit, wanted: VideoFormat, ask: Ask) -> _FillMethod:
    """Choose how `edit` fills the format, with a note where the format's own way is not used.

    On a screen recording everything matters, and so does every head: neither is cropped unless a
    person asks for it.
    """
    if is_same_shape(edit.canvas.size, wanted.size):
        return _FillMethod(None)
    said, follow = (edit.framing.fit, edit.framing.follow) if edit.framing else (None, Follow.AUTO)
    fit = said or wanted.fit
    if fit is not Fit.CROP:
        is_free = said is None and not wanted.kit_chose_fit
        near = _choose_near_crop(edit, wanted, ask) if is_free else None
        return near or _FillMethod(fit, is_free=is_free)
    if said is None and is_screen_recording(ask(ColourOf(edit.clock))):
        return _FillMethod(
            Fit.BLUR,
            is_free=True,
            note=f"{STEP}: this looks like a screen recording, so {wanted.name} shows all of"
            " it; to crop it, add --fit crop",
        )
    here = choose_crop_window(edit.canvas.size, wanted.size)
    cut = place_crop(ask(FocusOf(edit.clock)), here, follow)
    insists = said is Fit.CROP or follow is not Follow.AUTO
    if cut.keeps_heads and not insists and _loses_little(here):
        return _FillMethod(Fit.CROP, cut, here)
    if cut.fault and not insists:
        return _FillMethod(
            Fit.BLUR,
            is_free=True,
            note=f"{STEP}: {wanted.name} shows the whole picture, because a crop {cut.fault};"
            " to crop it anyway, add --fit crop",
        )
    note = (
        f"{STEP}: {wanted.name} is cropped as asked, but the crop {cut.fault}; --fit blur shows"
        " the whole picture"
    )
    return _FillMethod(Fit.CROP, cut, here, insists, note if cut.fault else "")


def _choose_near_crop(edit: Edit, wanted: VideoFormat, ask: Ask) -> _FillMethod | None:
    """Choose a crop that loses little: the shapes are near, and it keeps all heads and is sharp."""
    here = choose_crop_window(edit.canvas.size, wanted.size)
    is_sharp = fit_sharp_frame(here, wanted.size) == wanted.size
    if not (_loses_little(here) and is_sharp) or is_screen_recording(ask(ColourOf(edit.clock))):
        return None
    cut = place_crop(ask(FocusOf(edit.clock)), here, Follow.AUTO)
    return _FillMethod(Fit.CROP, cut, here) if cut.keeps_heads else None


def _loses_little(here: CropWindow) -> bool:
    return min(here.relative_size) >= NEAR


def _choose_frame_size(
    ways: Sequence[tuple[Edit, _FillMethod]], wanted: VideoFormat
) -> tuple[int, int]:
    """Choose the size of `wanted` that most of the cropped material can fill sharply.

    A crop that a person asked for is never too small: the size is reduced to fit it.
    """
    sizes = [
        (fit_sharp_frame(way.here, wanted.size), edit.duration, way.insists)
        for edit, way in ways
        if way.here
    ]
    if not sizes:
        return wanted.size
    least = min((size for size, _, insists in sizes if insists), default=wanted.size)
    return min(least, find_heaviest([(size, length) for size, length, _ in sizes]))


def _limit_enlargement(
    way: _FillMethod, frame: tuple[int, int], wanted: VideoFormat
) -> _FillMethod:
    """Return `way`, or the whole picture where a crop is too small to fill `frame`."""
    if way.here is None or fit_sharp_frame(way.here, frame) == frame:
        return way
    size = f"{frame[0]}x{frame[1]}"
    note = f"{STEP}: {wanted.name} shows the whole picture, because a crop is too small for {size}"
    return _FillMethod(Fit.BLUR, is_free=True, note=note)


def _build_size_note(wanted: VideoFormat, frame: tuple[int, int]) -> str:
    (wide, high), (least, _) = wanted.size, sorted(wanted.size)
    return (
        f"{STEP}: {wanted.name} is {frame[0]}x{frame[1]} here, not {wide}x{high}, because a"
        f" further enlarged crop would be blurred; film in {least}p or more for the full size"
    )


def _fill_canvas(
    edit: Edit, way: _FillMethod, frame: tuple[int, int], wanted: VideoFormat, kit: Kit
) -> Edit:
    """Return `edit` on a canvas of the size `frame`, filled by the method `way`."""
    size = edit.canvas.size
    canvas = Canvas(*frame, edit.canvas.frame_rate, wanted.safe)
    edit = edit.with_note(way.note) if way.note else edit
    if size == frame:
        return replace(edit, canvas=canvas)
    if way.fit is None:
        return replace(edit, canvas=canvas, picture=scale_pad(edit.picture, frame))
    if way.cut and way.here:
        return _crop_picture(edit, canvas, way.cut, way.here, wanted)
    return _show_whole(edit, canvas, way, wanted, kit)


def _show_whole(
    edit: Edit, canvas: Canvas, way: _FillMethod, wanted: VideoFormat, kit: Kit
) -> Edit:
    """Show the whole picture on a ground: the kit's colour where texts stand on it, if free."""
    size, frame = edit.canvas.size, canvas.size
    beside = place_beside_texts(edit, canvas, kit)
    inside, fit = beside or place_whole(size, frame), way.fit
    if beside and way.is_free:
        fit = Fit.PAD
    colour = kit.resolve_colour("primary") if fit is Fit.PAD else None
    if colour:
        picture = pad_with_colour(edit.picture, frame, inside, colour)
    else:
        picture = pad_over_blur(edit.picture, size, frame, inside)
    placement = Placement(inside=to_relative_box(inside, canvas), ground=colour)
    done = replace(edit, canvas=canvas, picture=picture, placement=placement)
    why = f"{wanted.name}: the whole picture, {fit}"
    if beside:
        why = f"{wanted.name}: the whole picture, {fit}, with the subtitles beside it"
    return done.with_explanation(STEP, why, fit=str(fit), width=frame[0], height=frame[1])


def _crop_picture(
    edit: Edit, canvas: Canvas, cut: CropChoice, here: CropWindow, wanted: VideoFormat
) -> Edit:
    path, kept = cut.path, [segment.span for segment in edit.clock]
    size = edit.canvas.size
    kept_path = KeptPath(path, kept, canvas.frame_rate)
    picture = crop_to_path(edit.picture, size, canvas.size, kept_path)
    placement = Placement(seen=here.find_seen_part(path.first), camera=(here, path))
    done = replace(edit, canvas=canvas, picture=picture, placement=placement)
    follows = f", and the frame follows {_format_times(len(path.moves))}" if path.moves else ""
    why = f"{wanted.name}: cropped to {cut.subject}{follows}"
    (wide, high), moves = canvas.size, len(path.moves)
    return done.with_explanation(STEP, why, fit=str(Fit.CROP), moves=moves, width=wide, height=high)


def _format_times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
