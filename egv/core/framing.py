"""An edit brought to a format: cropped to its subject, or whole on a background."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from egv.core.ask import Ask, ColourOf, FocusOf
from egv.core.canvas import most
from egv.core.colour import is_drawn
from egv.core.cutting import Cut, place_cut
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
    fit_sharp_frame,
    on_blur,
    on_colour,
    scaled,
    whole_in,
    window,
)
from egv.core.shape import same_shape
from egv.core.splice import pictures_joined

STEP = "reframe"


@dataclass(frozen=True, slots=True)
class _Way:
    """A method to fill a frame: a `fit`, and the crop of `here`; `fit` is None for the same shape.

    With `insists` a person asked for the crop, although it loses something.
    """

    fit: Fit | None
    cut: Cut | None = None
    here: Window | None = None
    insists: bool = False
    note: str = ""


def in_format(edit: Edit, wanted: Format, kit: Kit, ask: Ask) -> Edit:
    """Return `edit` on the canvas of the format `wanted`, or on a smaller one if necessary."""
    way = _choose_way(edit, wanted, ask)
    frame = _frame_for([(edit, way)], wanted)
    done = _bring(edit, way, frame, wanted, kit)
    return done.with_note(_smaller_note(wanted, frame)) if frame != wanted.size else done


def all_in_format(edit: Edit, wanted: Format, kit: Kit, ask: Ask) -> Edit:
    """Return `edit`, which has several clips, on the canvas of `wanted`; each framed by itself."""
    fresh = [replace(part, framing=edit.framing, whys=(), notes=()) for part in edit.parts]
    ways = [(part, _choose_way(part, wanted, ask)) for part in fresh]
    frame = _frame_for(ways, wanted)
    parts = tuple(
        _bring(part, _way_in(way, frame, wanted), frame, wanted, kit) for part, way in ways
    )
    names = [part.clock[0].media.path.name for part in parts]
    told = [*zip(names, parts, strict=True)]
    notes = list(dict.fromkeys(note for part in parts for note in part.notes))
    shared = [note for note in notes if all(note in part.notes for part in parts)]
    own = [f"{n}: {note}" for n, p in told for note in p.notes if note not in shared]
    smaller = [_smaller_note(wanted, frame)] if frame != wanted.size else []
    return replace(
        edit,
        canvas=parts[0].canvas,
        picture=pictures_joined([part.picture for part in parts], edit.canvas.frame_rate),
        parts=parts,
        whys=(*edit.whys, *(replace(w, clip=name) for name, part in told for w in part.whys)),
        notes=(*edit.notes, *shared, *own, *smaller),
    )


def _choose_way(edit: Edit, wanted: Format, ask: Ask) -> _Way:
    """Choose how `edit` fills the format, with a note where the format's own way is not used.

    On a screen recording everything matters, and so does every head: neither is cropped unless a
    person asks for it.
    """
    if same_shape(edit.canvas.size, wanted.size):
        return _Way(None)
    said, follow = (edit.framing.fit, edit.framing.follow) if edit.framing else (None, Follow.AUTO)
    fit = said or wanted.fit
    if fit is not Fit.CROP:
        return _Way(fit)
    if said is None and is_drawn(ask(ColourOf(edit.clock))):
        return _Way(
            Fit.BLUR,
            note=f"{STEP}: this looks like a screen recording, so {wanted.word} shows all of it;"
            " cut it with --fit crop",
        )
    here = window(edit.canvas.size, wanted.size)
    cut = place_cut(ask(FocusOf(edit.clock)), here, follow)
    insists = said is Fit.CROP or follow is not Follow.AUTO
    if cut.fault and not insists:
        return _Way(
            Fit.BLUR,
            note=f"{STEP}: {wanted.word} shows the whole picture, since a cut {cut.fault};"
            " cut it with --fit crop",
        )
    note = (
        f"{STEP}: {wanted.word} is cut as asked, though a cut {cut.fault};"
        " --fit blur shows the whole picture"
    )
    return _Way(Fit.CROP, cut, here, insists, note if cut.fault else "")


def _frame_for(ways: Sequence[tuple[Edit, _Way]], wanted: Format) -> tuple[int, int]:
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
    return min(least, most([(size, length) for size, length, _ in sizes]))


def _way_in(way: _Way, frame: tuple[int, int], wanted: Format) -> _Way:
    """Return `way`, or the whole picture where a crop is too small to fill `frame`."""
    if way.here is None or fit_sharp_frame(way.here, frame) == frame:
        return way
    size = f"{frame[0]}x{frame[1]}"
    note = f"{STEP}: {wanted.word} shows the whole picture, since a cut is too small for {size}"
    return _Way(Fit.BLUR, note=note)


def _smaller_note(wanted: Format, frame: tuple[int, int]) -> str:
    (wide, high), (least, _) = wanted.size, sorted(wanted.size)
    return (
        f"{STEP}: {wanted.word} is {frame[0]}x{frame[1]} here, not {wide}x{high}, for what is cut"
        f" out of a small picture would be a blur; film in {least}p or more for the full size"
    )


def _bring(edit: Edit, way: _Way, frame: tuple[int, int], wanted: Format, kit: Kit) -> Edit:
    """Return `edit` on a canvas of the size `frame`, filled by the method `way`."""
    size = edit.canvas.size
    canvas = Canvas(*frame, edit.canvas.frame_rate, wanted.safe)
    edit = edit.with_note(way.note) if way.note else edit
    if size == frame:
        return replace(edit, canvas=canvas)
    if way.fit is None:
        return replace(edit, canvas=canvas, picture=scaled(edit.picture, frame))
    if way.cut and way.here:
        return _cut_to(edit, canvas, way.cut, way.here, wanted)
    if way.fit is Fit.BLUR:
        picture = on_blur(edit.picture, size, frame)
    else:
        picture = on_colour(edit.picture, size, frame, kit.colour("primary"))
    placement = Placement(inside=whole_in(size, frame))
    done = replace(edit, canvas=canvas, picture=picture, placement=placement)
    why = f"{wanted.word}: the whole picture, {way.fit}"
    return done.with_why(STEP, why, fit=str(way.fit), width=frame[0], height=frame[1])


def _cut_to(edit: Edit, canvas: Canvas, cut: Cut, here: Window, wanted: Format) -> Edit:
    path, kept = cut.path, [segment.span for segment in edit.clock]
    size = edit.canvas.size
    picture = cropped(edit.picture, size, canvas.size, path, kept, canvas.frame_rate)
    placement = Placement(seen=here.seen(path.first), camera=(here, path))
    done = replace(edit, canvas=canvas, picture=picture, placement=placement)
    follows = f", which the frame follows {_times(len(path.moves))}" if path.moves else ""
    why = f"{wanted.word}: cut to {cut.about}{follows}"
    (wide, high), moves = canvas.size, len(path.moves)
    return done.with_why(STEP, why, fit=str(Fit.CROP), moves=moves, width=wide, height=high)


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
